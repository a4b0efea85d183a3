"""Gathers from the archive and the catalogue what is known of addresses; what all of them need is read once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from urllib.parse import urlsplit

from monitor.explain.facts import Facts, Place, RobotsSaid
from monitor.explain.robots import allows
from storage.errors import NotStored
from storage.identity import article_key, canonical_url, is_http, same_site
from storage.model import (
    KnownCandidate,
    Outlet,
    Run,
    RunKind,
    RunOrder,
    RunState,
    Source,
    SourceReading,
    SourceStatus,
    StoredArticle,
)
from storage.store import Store

LATEST_RUNS = 20


class Gatherer:
    """The facts of addresses. `catalogue` are the outlets of the workspace with their sources."""

    def __init__(self, store: Store, catalogue: Sequence[tuple[Outlet, Sequence[Source]]]) -> None:
        self._store = store
        self._catalogue = catalogue
        self._runs_read: dict[str, dict[str, SourceReading]] = {}
        self._places: dict[str, dict[str, Place]] = {}

    def facts(self, url: str) -> Facts:
        """All that is known of one address; never raises for what it holds."""
        url = url.strip()
        outlets = len(self._catalogue)
        if not is_http(url):
            return Facts(url, outlets)
        key = article_key(url)
        candidate = self._store.known([key]).get(key)
        article = self._store.article_at(url)
        outlet = self._outlet(url, candidate, article)
        sources, crawl = self._sources(outlet), self._crawl_of(outlet)
        failures = [one for one in self._store.failures(url=url) if one.purpose == "article"]
        return Facts(
            url=url,
            outlets=outlets,
            outlet=outlet,
            sources=sources,
            readings=tuple(self._readings(sources)),
            candidate=candidate,
            failures=tuple(failures),
            article=article,
            robots=self._robots(url),
            place=self._place(candidate),
            window_start=_window_start(candidate, crawl[1] if crawl else None),
            passed_by=_passed_by(candidate, crawl),
        )

    def _outlet(
        self, url: str, candidate: KnownCandidate | None, article: StoredArticle | None
    ) -> Outlet | None:
        """The listed outlet that showed the address, else the one with the nearest of the sites it lies on."""
        if article is not None:
            return article.outlet
        if candidate is not None:
            for outlet, _ in self._catalogue:
                if outlet.id == candidate.outlet_id:
                    return outlet
        host = urlsplit(canonical_url(url)).netloc
        listed = [outlet for outlet, _ in self._catalogue]
        on_host = [one for one in listed if host == one.domain or host.endswith(f".{one.domain}")]
        on_site = (one for one in listed if same_site(one.domain, url))
        return max(on_host, key=lambda one: len(one.domain), default=next(on_site, None))

    @cached_property
    def _statuses(self) -> dict[str, SourceStatus]:
        return {status.source.id: status for status in self._store.source_statuses()}

    def _sources(self, outlet: Outlet | None) -> tuple[SourceStatus, ...]:
        """How its sources stand; those that no crawl has met yet are new."""
        if outlet is None:
            return ()
        listed = [source for one, sources in self._catalogue if one.id == outlet.id for source in sources]
        return tuple(self._statuses.get(one.id, SourceStatus(one, outlet)) for one in listed)

    def _readings(self, sources: Sequence[SourceStatus]) -> Iterator[SourceReading]:
        """The latest reading of each of these sources."""
        for status in sources:
            run = status.last_run_id
            if run is None:
                continue
            if run not in self._runs_read:
                self._runs_read[run] = {one.source_id: one for one in self._store.readings(run)}
            if status.source.id in self._runs_read[run]:
                yield self._runs_read[run][status.source.id]

    def _robots(self, url: str) -> RobotsSaid | None:
        parts = urlsplit(canonical_url(url))
        kept = self._store.site_file(f"{parts.scheme}://{parts.netloc}", "robots.txt")
        if kept is None:
            return None
        allowed = allows(kept[1], kept[2], url)
        return None if allowed is None else RobotsSaid(kept[0], allowed)

    def _place(self, candidate: KnownCandidate | None) -> Place | None:
        """Its place in the line of its outlet; the line is read once."""
        if candidate is None:
            return None
        outlet_id = candidate.outlet_id
        if outlet_id not in self._places:
            line = self._store.waiting([outlet_id], None)
            self._places[outlet_id] = {
                one.key: Place(number, len(line)) for number, one in enumerate(line, start=1)
            }
        return self._places[outlet_id].get(candidate.key)

    @cached_property
    def _crawls(self) -> list[tuple[Run, RunOrder]]:
        """The latest crawls that fetched articles, newest first, each with its order."""
        found = []
        for run in self._store.runs(RunKind.CRAWL, LATEST_RUNS):
            try:
                order = self._store.order(run.order_id or "")
            except NotStored:
                continue
            if order.limit is None:
                found.append((run, order))
        return found

    def _crawl_of(self, outlet: Outlet | None) -> tuple[Run, RunOrder] | None:
        """The latest crawl that read this outlet to its end."""
        for run, order in self._crawls:
            due = {one.id for one, _ in order.sources}
            if outlet is not None and outlet.id in due and run.state is RunState.DONE:
                return run, order
        return None


def _window_start(candidate: KnownCandidate | None, order: RunOrder | None) -> datetime | None:
    """From when on the crawl that could have fetched it did: as ordered, else the days of a first reading."""
    if candidate is None or candidate.first_seen_at is None or order is None:
        return None
    first = candidate.first_seen_at - timedelta(days=order.first_window_days)
    return order.since or first


def _passed_by(candidate: KnownCandidate | None, crawl: tuple[Run, RunOrder] | None) -> datetime | None:
    if candidate is None or candidate.first_seen_at is None or crawl is None or crawl[0].ended_at is None:
        return None
    run, order = crawl
    no_room = run.counts.get("articles_left_for_later", 0) > 0
    known = candidate.first_seen_at <= (order.now or crawl[0].ended_at)
    return None if no_room or not known else run.ended_at
