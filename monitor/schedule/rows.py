"""Reads from the archive what the plan is made from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from monitor.dossier import Campaign
from monitor.schedule.plan import Rows
from monitor.schedule.rhythm import LOOK_BACK
from storage.errors import NotStored
from storage.model import ReportKind, RunKind
from storage.store import Store

CRAWLS_LOOKED_AT, RUNS_LOOKED_AT = 200, 20
A_DAY_AND_MORE = timedelta(hours=26)
"""The daily reading of today began within so long, also on the night when the clocks go back."""


def read_rows(store: Store, campaigns: Iterable[Campaign], now: datetime) -> Rows:
    """The rows that say what was done, as of `now` (aware). Raises StorageError."""
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
        statuses=tuple(store.source_statuses()),
        crawls=tuple((run, _sources_of(store, run.order_id or "")) for run in crawls),
        readings=store.readings_since(now - LOOK_BACK),
        runs={kind: tuple(store.runs(kind, RUNS_LOOKED_AT)) for kind in RunKind},
    )


def _sources_of(store: Store, order_id: str) -> tuple[str, ...]:
    try:
        return tuple(source.id for _, source in store.order(order_id).sources)
    except NotStored:
        return ()
