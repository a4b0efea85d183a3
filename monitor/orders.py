"""The run order: all that a crawl may know, put together from settings, dossiers and catalogue (pure)."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from monitor.config.settings import DEFAULT_ZONE, Settings
from monitor.dossier import Campaign
from storage.catalogue import CatalogueReading
from storage.model import Outlet, RunOrder, Source, SourceKind, SourceStatus


class UnknownSource(Exception):
    """Sources asked for that the catalogue does not have; `near` gives for each the ids that look like it."""

    def __init__(self, near: dict[str, tuple[str, ...]]) -> None:
        super().__init__(", ".join(near))
        self.near = near


def make_order(
    settings: Settings,
    campaigns: Sequence[Campaign],
    catalogue: CatalogueReading,
    statuses: Iterable[SourceStatus] = (),
    *,
    now: datetime,
    since: datetime | None = None,
    until: datetime | None = None,
    sources: Collection[str] = (),
    kinds: Collection[SourceKind] = (),
    limit: int | None = None,
    watch_terms: Sequence[str] = (),
    revisit: Sequence[str] = (),
    pages: Sequence[tuple[Outlet, str]] = (),
    only_pages: bool = False,
) -> RunOrder:
    """An order for one crawl at `now` (aware); a rehearsal's moment is read from the settings.

    `sources` are ids of outlets or of single sources, none means all; a source at rest (`statuses`) is left
    out unless it is named, a paused one always. `kinds` none means every kind. Outlets stand in the order of the catalogue.
    `pages` are addresses that a person gave; `only_pages` leaves all sources out.
    Raises ContactMissing, and UnknownSource for ids that are not in the catalogue.
    """
    contact = settings.require_contact()
    rehearsal = settings.clock.at(campaigns[0].zone if campaigns else DEFAULT_ZONE)
    resting = frozenset() if sources else _resting(statuses, rehearsal or now)
    chosen = [] if only_pages else _named(catalogue, sources)
    order = RunOrder(
        id="",
        created_at=now,
        contact=contact,
        sources=tuple(
            (outlet, source)
            for outlet, source in chosen
            if (not kinds or source.kind in kinds) and source.id not in resting and not source.paused
        ),
        search_strings=_all_once(campaign.search_strings for campaign in campaigns),
        watch_terms=tuple(watch_terms),
        since=since,
        until=until,
        now=rehearsal,
        limit=limit,
        min_delay=settings.network.min_delay,
        allow_private=settings.network.allow_private,
        max_pages_per_source=settings.network.max_pages_per_source,
        max_minutes=settings.crawl.max_minutes,
        first_window_days=settings.crawl.first_window_days,
        fetch_timeout=settings.network.fetch_timeout,
        revisit=tuple(revisit),
        keep_article_days=settings.retention.keep_article_days,
        accept_language=_accept_language(settings.language),
        pages=tuple(pages),
    )
    return replace(order, id=_order_id(order))


def _named(catalogue: CatalogueReading, ids: Collection[str]) -> list[tuple[Outlet, Source]]:
    """The sources of these outlets, and these sources; all where none is named."""
    known = [(outlet, source) for outlet, sources in catalogue.entries for source in sources]
    if not ids:
        return known
    names = {outlet.id for outlet, _ in catalogue.entries} | {source.id for _, source in known}
    unknown = [name for name in ids if name not in names]
    if unknown:
        outlets = sorted(outlet.id for outlet, _ in catalogue.entries)
        raise UnknownSource(
            {name: tuple(difflib.get_close_matches(name[:100], outlets, n=3)) for name in unknown}
        )
    return [(outlet, source) for outlet, source in known if outlet.id in ids or source.id in ids]


def _resting(statuses: Iterable[SourceStatus], moment: datetime) -> frozenset[str]:
    return frozenset(s.source.id for s in statuses if s.resting_until and s.resting_until > moment)


def _all_once(lists: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for texts in lists for text in texts))


def _order_id(order: RunOrder) -> str:
    """Sortable by time; the same only for the same order."""
    return f"{order.created_at:%Y%m%dT%H%M%S}-{hashlib.sha256(repr(order).encode()).hexdigest()[:8]}"


def _accept_language(language: str) -> str:
    return "fr, en;q=0.5" if language == "fr" else "en, fr;q=0.5"
