"""The stages before a report, for commands and the schedule alike: reading the sources, then matching."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime

from monitor.compiling import compile_dossier
from monitor.crawling import CrawlEnd, CrawlEvent, crawl
from monitor.dossier import Campaign
from monitor.orders import make_order
from monitor.rematch import MatchOutcome, match_campaigns
from monitor.workspace import Loaded, Workspace
from storage.model import Outlet, RunOrder, Source, SourceKind
from storage.store import Store

REVISIT_AFTER_DAYS = (1, 3, 14)
"""When an article that is a mention is looked at again, in days after it was first fetched."""


def put_crawl_order(
    store: Store,
    loaded: Loaded,
    now: datetime,
    *,
    sources: Collection[str] = (),
    kinds: Sequence[SourceKind] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int | None = None,
    pages: Sequence[tuple[Outlet, str]] = (),
) -> RunOrder:
    """Write the order of a crawl into the archive, and the catalogue before it; with `pages`, of these only.

    Raises as `make_order`.
    """
    store.put_catalogue([*loaded.catalogue.entries, *_hand_entries(pages)])
    order = make_order(
        loaded.settings,
        loaded.campaigns,
        loaded.catalogue,
        store.source_statuses(),
        now=now,
        since=since,
        until=until,
        sources=sources,
        kinds=kinds,
        limit=limit,
        watch_terms=_watch_terms(loaded.campaigns),
        revisit=() if pages else store.mentions_to_revisit(now, REVISIT_AFTER_DAYS),
        pages=pages,
        only_pages=bool(pages),
    )
    store.put_order(order)
    return order


def carry_out(
    workspace: Workspace,
    order: RunOrder,
    listen: Callable[[CrawlEvent], None],
    stop: threading.Event | None = None,
) -> CrawlEnd:
    """Run the crawl of an order as a process of its own, to its end; it writes its log into the workspace."""
    return crawl(
        workspace.archive,
        order.id,
        max_minutes=order.max_minutes,
        listen=listen,
        log=workspace.logs / f"crawl-{order.created_at:%Y-%m-%d}.log",
        stop=stop,
    )


def match_archive(
    store: Store,
    campaigns: Sequence[Campaign],
    now: datetime,
    *,
    since: datetime | None = None,
    again: bool = False,
) -> list[MatchOutcome]:
    """Match the archive; reserved texts are let go once every campaign has judged them."""
    outcomes = match_campaigns(store, campaigns, now, since=since, again=again)
    store.release_texts(now)
    return outcomes


def _watch_terms(campaigns: Iterable[Campaign]) -> list[str]:
    terms = [term for campaign in campaigns for term in compile_dossier(campaign).watch_terms]
    return list(dict.fromkeys(terms))


def _hand_entries(pages: Iterable[tuple[Outlet, str]]) -> list[tuple[Outlet, list[Source]]]:
    """The outlets of pages given by hand, each with the source that stands for a person."""
    kind = SourceKind.HAND
    return [
        (outlet, [Source(f"{outlet.id}/{kind}", outlet.id, kind, f"https://{outlet.domain}/")])
        for outlet, _ in pages
    ]
