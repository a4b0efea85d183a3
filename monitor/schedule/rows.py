"""Reads from the archive what the plan is made from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from monitor.dossier import Campaign
from monitor.schedule.plan import Rows
from monitor.schedule.rhythm import LOOK_BACK
from storage.errors import NotStored
from storage.model import ReportKind, RunKind, SourceReading, SourceStatus
from storage.store import Store

CRAWLS_LOOKED_AT, RUNS_LOOKED_AT = 200, 20
A_DAY_AND_MORE = timedelta(hours=26)
"""The daily reading of today began within so long, also on the night when the clocks go back."""


class Readings:
    """The readings of the last week, read again only where there is a new one: there may be tens of thousands."""

    def __init__(self) -> None:
        self._mark: object = None
        self._kept: dict[str, list[SourceReading]] = {}

    def of(
        self, store: Store, statuses: Iterable[SourceStatus], now: datetime
    ) -> dict[str, list[SourceReading]]:
        """The readings as of `now` (aware), by source id, oldest first."""
        last = tuple((one.source.id, one.last_run_id, one.last_tried_at) for one in statuses)
        mark = (store.path, last, now.replace(minute=0, second=0, microsecond=0))
        if mark != self._mark:
            self._mark, self._kept = mark, store.readings_since(now - LOOK_BACK)
        return self._kept


def read_rows(
    store: Store, campaigns: Iterable[Campaign], now: datetime, readings: Readings | None = None
) -> Rows:
    """The rows that say what was done, as of `now` (aware). Raises StorageError.

    Without `readings` nothing can be said of the sources' rhythm; reports and daily jobs need none.
    """
    statuses = tuple(store.source_statuses())
    crawls = [
        run
        for run in store.runs(RunKind.CRAWL, CRAWLS_LOOKED_AT)
        if run.order_id is not None and run.started_at >= now - A_DAY_AND_MORE
    ]
    return Rows(
        reports={
            campaign.id: tuple(report for kind in ReportKind for report in store.reports(campaign.id, kind))
            for campaign in campaigns
        },
        statuses=statuses,
        crawls=tuple((run, _sources_of(store, run.order_id or "")) for run in crawls),
        readings=readings.of(store, statuses, now) if readings is not None else {},
        runs={kind: tuple(store.runs(kind, RUNS_LOOKED_AT)) for kind in RunKind},
    )


def _sources_of(store: Store, order_id: str) -> tuple[str, ...]:
    try:
        return tuple(source.id for _, source in store.order(order_id).sources)
    except NotStored:
        return ()
