"""Which times a daily report covers. Days are cut in the campaign's zone, here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.dossier import Campaign
from storage.model import Moment, ReportRecord, Run, RunKind

TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Window:
    """The times [covers_from, covers_until) of the report of `day`, aware and in UTC.

    With `by_publication_day` no crawl ran in them, and the report holds what was published on `day` instead.
    """

    day: date
    covers_from: datetime
    covers_until: datetime
    by_publication_day: bool = False

    @property
    def hours(self) -> int:
        """Hours covered, rounded: 23 or 25 on the days the clocks change."""
        return round((self.covers_until - self.covers_from).total_seconds() / 3600)

    def record(self, campaign_id: str, made_at: datetime) -> ReportRecord:
        """What the archive keeps of a report made for this window."""
        return ReportRecord(campaign_id, self.day, self.covers_from, self.covers_until, made_at)


def local_day(moment: Moment, zone: ZoneInfo) -> date:
    """The day of a moment in a zone; a bare date is the day that the page claims, as it is."""
    return moment.astimezone(zone).date() if isinstance(moment, datetime) else moment


def window_of(
    day: date,
    campaign: Campaign,
    reports: Sequence[ReportRecord],
    runs: Iterable[Run],
    until: datetime | None = None,
) -> Window:
    """The window of the report of `day`.

    It begins where the last report of an earlier day ended and ends at the cut-off of `day`: the one recorded
    when its report was made, else `report_at` of that day in the campaign's zone. A daily run that makes a
    report, or makes it again, gives `until`, its present time: everything known at that moment is then inside.
    Raises ValueError for an `until` without zone.
    """
    if until is not None and until.tzinfo is None:
        raise ValueError("until must be aware")
    earlier = [report for report in reports if report.day < day]
    same = [report for report in reports if report.day == day]
    if earlier:
        begin = max(earlier, key=lambda report: report.day).covers_until
    else:
        begin = _cut_off(day - timedelta(days=1), campaign)
    if until is not None:
        end = until.astimezone(UTC) + TICK  # the window is open at its end, and a clock may stand still
    else:
        end = same[-1].covers_until if same else _cut_off(day, campaign)
    window = Window(day, begin, max(begin, end))
    ran = bool(runs_in(window, runs))
    return window if ran else Window(day, window.covers_from, window.covers_until, by_publication_day=True)


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
