"""Days, weeks, months: the period that is asked for, the lines of a timeline, and when nobody looked. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from monitor.digest.window import local_day
from monitor.dossier import Campaign
from storage.model import Run, RunState

DAY = timedelta(days=1)
MOST_DAYS, MOST_WEEKS, MOST_MONTHS = 31, 60, 60
"""Lines of a timeline by day, by week, by month; what is longer is told by year."""

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""Years of which one can ask."""

WHOLE = (RunState.DONE, RunState.PARTIAL)


@dataclass(frozen=True, slots=True)
class Period:
    """Days of publication, both included; None: from the beginning, or until now. Without both also what is undated.

    Raises ValueError for days outside the years 1990 to 2100, or in the wrong order.
    """

    first: date | None = None
    last: date | None = None

    def __post_init__(self) -> None:
        if not all(FIRST_YEAR <= day.year <= LAST_YEAR for day in (self.first, self.last) if day is not None):
            raise ValueError("a period within the years 1990 to 2100")
        if self.first is not None and self.last is not None and self.first > self.last:
            raise ValueError("a period begins before it ends")

    @property
    def whole(self) -> bool:
        """Is it the whole campaign?"""
        return self.first is None and self.last is None


class Step(StrEnum):
    """What one line of a timeline covers."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Span:
    """Days of one line, both included; None: everything before, or after. `marks` are (kind, id) of what falls on them.

    `unread` counts the days since our first reading on which none came to its end.
    """

    step: Step
    first: date | None
    last: date | None
    marks: tuple[tuple[str, str], ...] = ()
    unread: int = 0


def last_days(today: date, count: int) -> Period:
    """The last so many days, today included."""
    return Period(today - (count - 1) * DAY, today)


def timeline(period: Period, campaign: Campaign, known: Iterable[date], today: date) -> list[Span]:
    """The lines of a timeline: of a whole campaign from its beginning on until today, what lies outside in a line each.

    `known` are days on which something came out.
    """
    days = sorted(known)
    begin = period.first or beginning(campaign) or (days[0] if days else today)
    end = period.last or max(_end_of(campaign, days, today), begin)
    if end < begin:
        begin = min([*days, end])
    begin = max(begin, date(FIRST_YEAR, 1, 1))
    before = [Span(Step.DAY, None, begin - DAY)] if period.first is None and days and days[0] < begin else []
    after = [Span(Step.DAY, end + DAY, None)] if period.last is None and days and days[-1] > end else []
    marks = marks_of(campaign)
    lines = [
        Span(step, first, last, tuple(mark for day, mark in marks if first <= day <= last))
        for step, first, last in steps(begin, end)
    ]
    return [*before, *lines, *after]


def _end_of(campaign: Campaign, days: Sequence[date], today: date) -> date:
    """Today; of a campaign that is over its last day, or that of the last article."""
    if campaign.ends_on is None or campaign.ends_on >= today:
        return today
    return max([campaign.ends_on, *(day for day in days if day <= today)])


def steps(first: date, last: date) -> list[tuple[Step, date, date]]:
    """These days cut into days, weeks (from Monday on), months or years, so that there are not too many."""
    length = (last - first).days + 1
    if length <= MOST_DAYS:
        return [(Step.DAY, first + n * DAY, first + n * DAY) for n in range(length)]
    if length <= 7 * MOST_WEEKS:
        step = Step.WEEK
    else:
        step = Step.MONTH if length <= 30 * MOST_MONTHS else Step.YEAR
    found = []
    at = first
    while at <= last:
        end = min(_end(at, step), last)
        found.append((step, at, end))
        if end >= last:
            break
        at = end + DAY
    return found


def _end(day: date, step: Step) -> date:
    if step is Step.WEEK:
        return day + (6 - day.weekday()) * DAY if day <= date.max - 7 * DAY else date.max
    if step is Step.YEAR or day.month == 12:
        return date(day.year, 12, 31)
    return date(day.year, day.month + 1, 1) - DAY


def beginning(campaign: Campaign) -> date | None:
    """The first day of a campaign, or the day of its first text; None where the dossier says neither."""
    days = [day for day, (kind, _) in marks_of(campaign) if kind == "document"]
    if campaign.starts_on is not None:
        days.append(campaign.starts_on)
    return min(days, default=None)


def marks_of(campaign: Campaign) -> list[tuple[date, tuple[str, str]]]:
    """The days of our texts and of the event, in order: each with ("document" or "event", its id)."""
    zone = ZoneInfo(campaign.zone)
    found = [
        (local_day(one.published_at, zone), ("document", one.id))
        for one in campaign.documents
        if one.published_at is not None
    ]
    event = campaign.event
    if event is not None and event.starts_on is not None:
        last = min(event.ends_on or event.starts_on, event.starts_on + 30 * DAY)
        length = (last - event.starts_on).days + 1
        found += [(event.starts_on + n * DAY, ("event", event.id)) for n in range(max(1, length))]
    return sorted(found)


def days_read(runs: Iterable[Run], zone: ZoneInfo, min_read: float) -> frozenset[date]:
    """The days on which a reading came to its end that could read enough of the sources that were due."""
    return frozenset(
        run.ended_at.astimezone(zone).date()
        for run in runs
        if run.ended_at is not None and run.state in WHOLE and _read_enough(run, min_read)
    )


def _read_enough(run: Run, min_read: float) -> bool:
    due, read = run.counts.get("sources_due", 0), run.counts.get("sources_read", 0)
    return not due or (read > 0 and read >= min_read * due)


def first_reading(runs: Sequence[Run], zone: ZoneInfo, complete: bool) -> date | None:
    """The day of the first reading ever; None where there was none, or where `runs` are not all of them."""
    days = [run.started_at.astimezone(zone).date() for run in runs]
    return min(days, default=None) if complete else None


def unread_days(span: Span, read: frozenset[date], since: date | None, today: date) -> int:
    """On how many days of a line, since the first reading, nobody could look. Today is not over."""
    if span.first is None or span.last is None or since is None:
        return 0
    first, last = max(span.first, since), min(span.last, today - DAY)
    days = (first + n * DAY for n in range(max(0, (last - first).days + 1)))
    return sum(day not in read for day in days)


def edges(spans: Sequence[Span], zone: ZoneInfo) -> tuple[list[str], list[str]]:
    """Where each line after the first one begins, as bare days and as times in UTC, as the archive writes both."""
    starts = [one.first for one in spans[1:] if one.first is not None]
    return (
        [day.isoformat() for day in starts],
        [_text(datetime.combine(day, time.min, zone)) for day in starts],
    )


def _text(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
