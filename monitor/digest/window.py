"""Which times a report covers. Days are cut in the campaign's zone, here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.dossier import Campaign
from storage.model import Moment, ReportKind, ReportRecord, Run, RunKind

TICK = timedelta(microseconds=1)
WEEK = 7


@dataclass(frozen=True, slots=True)
class Window:
    """The times [covers_from, covers_until) of the report of `day`, aware and in UTC.

    With `by_publication_day` no crawl ran in them, and the report holds what was published on its days instead:
    those after the day on which the report before it ended, up to `day`.
    """

    day: date
    covers_from: datetime
    covers_until: datetime
    by_publication_day: bool = False
    kind: ReportKind = ReportKind.DAILY

    @property
    def hours(self) -> int:
        """Hours covered, rounded: 23 or 25 on the days the clocks change."""
        return round((self.covers_until - self.covers_from).total_seconds() / 3600)

    def record(self, campaign_id: str, made_at: datetime) -> ReportRecord:
        """What the archive keeps of a report made for this window."""
        return ReportRecord(campaign_id, self.day, self.covers_from, self.covers_until, made_at, self.kind)

    def days(self, zone: ZoneInfo) -> int:
        """How many days the window touches at least in part, without the one on which the last report ended."""
        return (self.day - local_day(self.covers_from, zone)).days

    def skipped(self, zone: ZoneInfo) -> tuple[date, ...]:
        """The days of a daily report that had none of their own: those between the last report's day and this one."""
        if self.kind is not ReportKind.DAILY:
            return ()
        first = local_day(self.covers_from, zone)
        return tuple(first + timedelta(days=number) for number in range(1, self.days(zone)))


def local_day(moment: Moment, zone: ZoneInfo) -> date:
    """The day of a moment in a zone; a bare date is the day that the page claims, as it is."""
    return moment.astimezone(zone).date() if isinstance(moment, datetime) else moment


def window_of(
    day: date,
    campaign: Campaign,
    reports: Sequence[ReportRecord],
    runs: Iterable[Run],
    until: datetime | None = None,
    kind: ReportKind = ReportKind.DAILY,
) -> Window:
    """The window of the report of `day`; `reports` are those of its kind.

    It begins where the last report of an earlier day ended (a daily one without any: a day before, a weekly one: a
    week before, a final one always at the beginning of the campaign) and ends at the cut-off of `day`: the one
    recorded when its report was made, else `report_at` of that day in the campaign's zone. A run that makes a
    report, or makes it again, gives `until`, its present time: everything known at that moment is then inside.
    Raises ValueError for an `until` without zone.
    """
    if until is not None and until.tzinfo is None:
        raise ValueError("until must be aware")
    begin = _begin(day, campaign, reports, kind)
    same = [report for report in reports if report.day == day]
    if until is not None:
        end = until.astimezone(UTC) + TICK  # the window is open at its end, and a clock may stand still
    else:
        end = same[-1].covers_until if same else _cut_off(day, campaign)
    window = Window(day, begin, max(begin, end), kind=kind)
    if kind is ReportKind.FINAL or runs_in(window, runs):
        return window
    return replace(window, by_publication_day=True)


def _begin(day: date, campaign: Campaign, reports: Sequence[ReportRecord], kind: ReportKind) -> datetime:
    if kind is ReportKind.FINAL:
        return _beginning(campaign) or _cut_off(day - timedelta(days=WEEK), campaign)
    earlier = [report for report in reports if report.day < day]
    if earlier:
        return max(earlier, key=lambda report: report.day).covers_until
    return _cut_off(day - timedelta(days=WEEK if kind is ReportKind.WEEKLY else 1), campaign)


def _beginning(campaign: Campaign) -> datetime | None:
    """The first moment of the campaign: of its first day, or of the day of its first text."""
    zone = ZoneInfo(campaign.zone)
    first = [local_day(one.published_at, zone) for one in campaign.documents if one.published_at]
    if campaign.starts_on:
        first.append(campaign.starts_on)
    return datetime.combine(min(first), time(), zone).astimezone(UTC) if first else None


def runs_in(window: Window, runs: Iterable[Run]) -> list[Run]:
    """The crawls that were under way at some time of the window, oldest first."""
    inside = [
        run
        for run in runs
        if run.kind is RunKind.CRAWL
        and run.started_at < window.covers_until
        and (run.ended_at or run.heartbeat_at or run.started_at) >= window.covers_from
    ]
    return sorted(inside, key=lambda run: run.started_at)


def _cut_off(day: date, campaign: Campaign) -> datetime:
    return datetime.combine(day, campaign.report_at, ZoneInfo(campaign.zone)).astimezone(UTC)
