"""From the archive to a digest: reads what the pure `monitor.digest` asks for."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from monitor.config import Settings
from monitor.digest import Digest, build_digest, runs_in, window_of
from monitor.dossier import Campaign
from storage.model import RunKind
from storage.store import Store

RUNS_LOOKED_AT = 400


def digest_of(
    store: Store,
    campaign: Campaign,
    settings: Settings,
    now: datetime,
    *,
    day: date | None = None,
    closing: bool = False,
) -> Digest:
    """The digest of a day (None: today in the campaign's zone). `closing` ends its window now.

    So does a look at today before its report is made: what was found a minute ago is in it.
    """
    today = now.astimezone(ZoneInfo(campaign.zone)).date()
    wanted = day or today
    runs, reports = store.runs(RunKind.CRAWL, RUNS_LOOKED_AT), store.reports(campaign.id)
    open_still = wanted == today and not any(report.day == today for report in reports)
    window = window_of(wanted, campaign, reports, runs, now if closing or open_still else None)
    readings = [reading for run in runs_in(window, runs) for reading in store.readings(run.id)]
    return build_digest(
        campaign,
        window,
        store.mentions(campaign.id),
        store.source_statuses(),
        runs,
        now,
        readings=readings,
        census=store.text_census(),
        min_read=settings.crawl.min_read,
    )
