"""What is due: from the time, the dossiers, the settings and what the archive says was done (pure).

Nothing is remembered outside the archive: a machine that slept, was switched off or was restarted asks the same
questions again and gets the same answers. Times are aware; days are cut in the campaign's zone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.config.settings import DAYS, Schedule
from monitor.dossier import Campaign
from storage.model import ReportKind, ReportRecord, Run, RunState

A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)

TURNED_BACK = timedelta(days=2)
"""A clock set back by so much finds reports of days to come; they stand for today's. Ones further ahead do not."""

TRY_AGAIN = timedelta(hours=4)
"""When a daily job that failed is tried again."""


@dataclass(frozen=True, slots=True)
class ReportDue:
    """One report to make: `day` in the campaign's zone."""

    campaign_id: str
    kind: ReportKind
    day: date


def instant(day: date, at: time, zone: str) -> datetime:
    """When it is `at` on this day in the zone, in UTC; one moment also where the clocks change.

    A time that does not exist is an hour later on the clock (02:30 is 03:30), one that comes twice is the first.
    """
    return datetime.combine(day, at.replace(tzinfo=None, fold=0), ZoneInfo(zone)).astimezone(UTC)


def local_today(zone: str, now: datetime) -> date:
    """The day it is in a zone."""
    return now.astimezone(ZoneInfo(zone)).date()


# ---- reports --------------------------------------------------------------------------------------


def reports_due(
    campaign: Campaign, schedule: Schedule, made: Iterable[ReportRecord], now: datetime
) -> tuple[ReportDue, ...]:
    """The reports of a campaign to make now, in their order: daily, weekly, final. `made` are its own, of all kinds.

    Only today's: the day that passed while nobody was there is covered by today's report, whose window begins
    where the last one ended.
    """
    today = local_today(campaign.zone, now)
    if now < instant(today, campaign.report_at, campaign.zone):
        return ()
    return reports_of(campaign, schedule, made, today)


def reports_of(
    campaign: Campaign, schedule: Schedule, made: Iterable[ReportRecord], today: date
) -> tuple[ReportDue, ...]:
    """The reports that are still to be made today, whatever the time of day."""
    records = tuple(made)
    ask = (
        (ReportKind.DAILY, _daily_due),
        (ReportKind.WEEKLY, _weekly_due),
        (ReportKind.FINAL, _final_due),
    )
    return tuple(
        ReportDue(campaign.id, kind, today)
        for kind, is_due in ask
        if is_due(campaign, schedule, records, today)
    )


def _daily_due(campaign: Campaign, schedule: Schedule, records: Sequence[ReportRecord], today: date) -> bool:
    if not _is_report_day(schedule, today) or _stands(records, ReportKind.DAILY, today, today):
        return False
    if campaign.starts_on is not None and today < campaign.starts_on:
        return False
    return campaign.ends_on is None or today <= campaign.ends_on or _final_owed(campaign, records)


def _weekly_due(campaign: Campaign, schedule: Schedule, records: Sequence[ReportRecord], today: date) -> bool:
    """On its day; later in the week where that day passed without it and the campaign was followed by then."""
    if not schedule.weekly:
        return False
    its_day = today - timedelta(days=(today.weekday() - DAYS.index(schedule.weekly)) % 7)
    if campaign.starts_on is not None and its_day < campaign.starts_on:
        return False
    if campaign.ends_on is not None and its_day > campaign.ends_on:
        return False
    if _stands(records, ReportKind.WEEKLY, its_day, today):
        return False
    followed = any(one.kind is ReportKind.DAILY and one.day <= its_day for one in records)
    return its_day == today or (followed and _is_report_day(schedule, today))


def _final_due(campaign: Campaign, schedule: Schedule, records: Sequence[ReportRecord], today: date) -> bool:
    ended = campaign.ends_on is not None and today > campaign.ends_on
    return ended and _is_report_day(schedule, today) and _final_owed(campaign, records)


def _final_owed(campaign: Campaign, records: Sequence[ReportRecord]) -> bool:
    """True for a campaign that we followed and whose final report was not made since its end.

    One that was over before we first reported on it has no final report by itself.
    """
    end = campaign.ends_on
    if end is None or any(one.kind is ReportKind.FINAL and one.day > end for one in records):
        return False
    return any(one.kind is ReportKind.DAILY for one in records)


def _is_report_day(schedule: Schedule, day: date) -> bool:
    return DAYS[day.weekday()] in schedule.days


def _stands(records: Iterable[ReportRecord], kind: ReportKind, first: date, today: date) -> bool:
    """True where a report of this kind stands for a day from `first` on."""
    return any(one.kind is kind and first <= one.day <= today + TURNED_BACK for one in records)


# ---- the reading before a report ----------------------------------------------------------------


def reading_owed(
    campaign: Campaign, schedule: Schedule, made: Iterable[ReportRecord], now: datetime
) -> datetime | None:
    """From when on every source must have been tried before today's report; None while none is due or it is early.

    It is the time of the settings, or that of the report where the report is earlier.
    """
    today = local_today(campaign.zone, now)
    begins = instant(today, min(schedule.time, campaign.report_at), campaign.zone)
    if now < begins or not reports_of(campaign, schedule, made, today):
        return None
    return begins


def attempts(runs: Iterable[tuple[Run, Iterable[str]]]) -> dict[str, datetime]:
    """When each source was last asked for by a crawl that is over: crawls with the ids of their sources.

    One try is enough, however it went; one that a person stopped, or that is under way, is none. Nor is one that was
    killed, with the machine perhaps: what it had not fetched would be missing. The second killed one counts.
    """
    latest: dict[str, datetime] = {}
    killed: set[str] = set()
    for run, sources in sorted(runs, key=lambda one: one[0].started_at):
        if run.state in (RunState.RUNNING, RunState.STOPPED):
            continue
        for source in sources:
            if run.state is not RunState.KILLED or source in killed:
                latest[source] = run.started_at
        if run.state is RunState.KILLED:
            killed.update(sources)
    return latest


# ---- once a day, and when to look again -------------------------------------------------------------


def daily_job_due(runs: Iterable[Run], zone: str, now: datetime) -> bool:
    """True where a job of once a day (`runs` are its runs) was not done today, nor tried in the last hours."""
    today = local_today(zone, now)
    for run in runs:
        ahead = run.started_at - now
        if ahead > TURNED_BACK:
            continue
        if run.state is RunState.DONE and local_today(zone, run.started_at) >= today:
            return False
        if run.state is RunState.FAILED and ahead > -TRY_AGAIN:
            return False
    return True


def next_times(
    campaign: Campaign, schedule: Schedule, made: Iterable[ReportRecord], now: datetime
) -> tuple[datetime | None, datetime | None]:
    """When the reading before the next report begins, None once it has, and when that report is made, None for never."""
    records, today = tuple(made), local_today(campaign.zone, now)
    first = max(today, campaign.starts_on or today)
    begins = min(schedule.time, campaign.report_at)
    reading: datetime | None = None
    for number in range(A_WEEK.days + 1):
        day = first + A_DAY * number
        if not reports_of(campaign, schedule, records, day):
            continue
        reading = reading or _later(instant(day, begins, campaign.zone), now)
        report = _later(instant(day, campaign.report_at, campaign.zone), now)
        if report is not None:
            return reading, report
    return reading, None


def _later(moment: datetime, now: datetime) -> datetime | None:
    return moment if moment > now else None
