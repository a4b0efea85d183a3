"""What a tick is to do now, put together from the workspace's files and the archive's rows (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.config import Settings
from monitor.dossier import Campaign
from monitor.schedule.due import ReportDue, attempts, daily_job_due, next_times, reading_owed, reports_due
from monitor.schedule.rhythm import Pace, pace
from monitor.workspace import Loaded
from storage.model import (
    Outlet,
    ReportRecord,
    Run,
    RunKind,
    RunState,
    Source,
    SourceKind,
    SourceReading,
    SourceStatus,
)

TICK = timedelta(minutes=15)
"""The time between two ticks: a source due before the next one is read now."""

LONGEST_REST = timedelta(days=2)
"""A source that is to rest for longer was put to rest under a wrong clock."""

DAILY_JOBS = (RunKind.BACKUP, RunKind.RETENTION)


@dataclass(frozen=True, slots=True)
class Rows:
    """What the archive says. `crawls` of the last day with the ids of their sources, `runs` by kind, newest first."""

    reports: Mapping[str, tuple[ReportRecord, ...]] = field(default_factory=dict)
    statuses: tuple[SourceStatus, ...] = ()
    crawls: tuple[tuple[Run, tuple[str, ...]], ...] = ()
    readings: Mapping[str, list[SourceReading]] = field(default_factory=dict)
    runs: Mapping[RunKind, tuple[Run, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SourcePlan:
    """When a source is read next (None: now), at which pace; `resting` where it is left alone until then."""

    source: Source
    outlet: Outlet
    next_at: datetime | None
    pace: Pace
    resting: bool = False


@dataclass(frozen=True, slots=True)
class CampaignPlan:
    """What a campaign waits for: reports due now, the sources to be tried before them, and what comes next."""

    campaign: Campaign
    reports: tuple[ReportDue, ...]
    untried: frozenset[str]
    next_reading: datetime | None
    next_report: datetime | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done at one moment."""

    sources: tuple[SourcePlan, ...]
    campaigns: tuple[CampaignPlan, ...]
    jobs: tuple[RunKind, ...]

    def to_read(self, before: datetime) -> frozenset[str]:
        """Ids of the sources to read now: due before this moment, or waited for by a report."""
        by_rhythm = {
            one.source.id
            for one in self.sources
            if not one.resting and (one.next_at is None or one.next_at < before)
        }
        return frozenset(by_rhythm.union(*(campaign.untried for campaign in self.campaigns)))

    @property
    def next_time(self) -> datetime | None:
        """The next time at which a daily reading begins or a report is made."""
        times = [time for one in self.campaigns for time in (one.next_reading, one.next_report) if time]
        return min(times, default=None)


def plan_of(loaded: Loaded, rows: Rows, zone: str, now: datetime) -> Plan:
    """What is due at `now` (aware). `zone` is where the days of backups and retention are cut."""
    tried = _tried(rows, now)
    sources = tuple(_source_plans(loaded, rows, tried, now))
    return Plan(
        sources,
        tuple(_campaign_plan(one, loaded.settings, rows, sources, tried, now) for one in loaded.campaigns),
        tuple(kind for kind in DAILY_JOBS if daily_job_due(rows.runs.get(kind, ()), zone, now)),
    )


def _tried(rows: Rows, now: datetime) -> dict[str, datetime]:
    """When each source was last tried, or asked for by a crawl that is over.

    Times to come were written under a clock that was wrong then, or is now: they say nothing. Nor does the list that
    a crawl read before it was killed: it may not have come to the articles.
    """
    tried = attempts(crawl for crawl in rows.crawls if crawl[0].started_at <= now)
    broken = {run.id for run, _ in rows.crawls if run.state in (RunState.RUNNING, RunState.KILLED)}
    for status in rows.statuses:
        when, known = status.last_tried_at, tried.get(status.source.id)
        if status.last_run_id in broken:
            continue
        if when is not None and when <= now and (known is None or when > known):
            tried[status.source.id] = when
    return tried


def _source_plans(
    loaded: Loaded, rows: Rows, tried: Mapping[str, datetime], now: datetime
) -> Iterable[SourcePlan]:
    rests = {one.source.id: one.resting_until for one in rows.statuses}
    nothing_to_search = not any(campaign.search_strings for campaign in loaded.campaigns)
    for outlet, sources in loaded.catalogue.entries:
        for source in sources:
            if source.paused or (source.kind is SourceKind.SEARCH and nothing_to_search):
                continue
            rest, last = rests.get(source.id), tried.get(source.id)
            readings = [one for one in rows.readings.get(source.id, ()) if one.at <= now]
            at = pace(source.kind, readings, now)
            if rest is not None and now < rest <= now + LONGEST_REST:
                yield SourcePlan(source, outlet, rest, at, resting=True)
            else:
                yield SourcePlan(source, outlet, last + at.every if last is not None else None, at)


def _campaign_plan(
    campaign: Campaign,
    settings: Settings,
    rows: Rows,
    sources: Iterable[SourcePlan],
    tried: Mapping[str, datetime],
    now: datetime,
) -> CampaignPlan:
    made = rows.reports.get(campaign.id, ())
    owed = reading_owed(campaign, settings.schedule, made, now)
    untried = frozenset(
        one.source.id
        for one in sources
        if owed is not None and not one.resting and _is_older(tried.get(one.source.id), owed)
    )
    reading, report = next_times(campaign, settings.schedule, made, now)
    due = reports_due(campaign, settings.schedule, made, now)
    return CampaignPlan(campaign, due, untried, reading, report)


def _is_older(moment: datetime | None, than: datetime) -> bool:
    return moment is None or moment < than
