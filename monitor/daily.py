"""The daily run: crawl, match, digest, report. Each step leaves its result in the archive before the next begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from monitor.config import Settings
from monitor.digest import Digest, build_digest, runs_in, window_of
from monitor.dossier import Campaign
from monitor.reports import FORMATS, render
from storage.model import RunKind
from storage.store import Store

RUNS_LOOKED_AT = 400


@dataclass(frozen=True, slots=True)
class MadeReport:
    """A report on the disk: its digest and its files, by format."""

    digest: Digest
    files: dict[str, Path]


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


def make_reports(
    store: Store,
    campaigns: tuple[Campaign, ...],
    settings: Settings,
    folder: Path,
    now: datetime,
    lang: str | None,
) -> list[MadeReport]:
    """Make today's report of every campaign, keep that it was made, and write it in every format."""
    made = []
    for campaign in campaigns:
        digest = digest_of(store, campaign, settings, now, closing=True)
        folder.mkdir(parents=True, exist_ok=True)
        files = {}
        for name, form in FORMATS.items():
            files[name] = folder / f"{campaign.id}-{digest.window.day.isoformat()}{form.suffix}"
            files[name].write_text(render(digest, name, lang or campaign.language), encoding="utf-8")
        store.put_report(digest.window.record(campaign.id, now))
        made.append(MadeReport(digest, files))
    return made
