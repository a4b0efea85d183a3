"""How often a source is read, from what its last readings gave (pure; docs/design/131 has the figures).

A source shows its latest entries only. It is read again before half of them can be new, so that none slips by
unseen, and otherwise as seldom as its news allow: slower while nothing comes, at once faster where a whole list
was new. Searches and section pages cost the sites more and are read less often.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from storage.model import Health, Moment, Reason, SourceKind, SourceReading

LOOK_BACK = timedelta(days=7)
"""How far back readings are of use: each day of the week once."""

SHORTEST, START, LONGEST = timedelta(minutes=15), timedelta(minutes=60), timedelta(hours=24)
ORDINARY = timedelta(hours=4)
"""The longest time between two readings of a source that has given something new of late."""

SLOWER = {SourceKind.SEARCH: 4, SourceKind.PAGE: 4}
"""By how much the shortest, the first and the ordinary interval are longer for what costs a site more."""

STEPS = tuple(timedelta(minutes=m) for m in (15, 30, 45, 60, 90, 120, 180, 240, 360, 480, 720, 960, 1440))

BUDGET = 0.5
"""The share of the list that may be new at the next reading."""

LEEWAY = timedelta(minutes=10)
"""News may come so much earlier or later than on other days."""

UNSEEN = 4.0
"""How many times busier than on average a time of day may be that was never watched: mornings are."""

A_DAY = 86_400.0
"""Seconds: arithmetic on numbers, since hundreds of sources are paced at every tick."""

YOUNG, DOUBT = 3, 1.5
"""Watched on fewer days than this, a time of day is taken to be so much busier than it was."""

NOT_TRIED = frozenset({Reason.OFFLINE, Reason.TIME_LIMIT})
FORBIDDEN = frozenset({Health.ROBOTS, Health.REFUSED})
FEW = 5
"""A list shorter than this may be all new without anything having been missed."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long to wait after the last reading, and whether its whole list was new: some were probably missed."""

    every: timedelta
    missed: bool = False


def pace(kind: SourceKind, readings: Sequence[SourceReading], now: datetime) -> Pace:
    """The pace of a source from its readings within `LOOK_BACK`, oldest first, at `now` (aware)."""
    slower = SLOWER.get(kind, 1)
    shortest, start = SHORTEST * slower, START * slower
    if not readings:
        return Pace(start)
    last = readings[-1]
    if last.reason in NOT_TRIED:
        return Pace(shortest)
    if last.health in FORBIDDEN:
        return Pace(LONGEST)
    longest = _longest_gap(readings[-4:])
    if last.reason is not None:
        return Pace(min(max(start, longest * 2), LONGEST))
    good = [one for one in readings if one.reason is None]
    if _is_all_new(good):
        return Pace(shortest, missed=True)
    filled = _time_to_fill(good, now)
    growing = longest * 2 if len(readings) > 1 else start
    every = min(filled, growing, _ceiling(good, now, ORDINARY * slower))
    return Pace(max(every, shortest))


def _longest_gap(readings: Sequence[SourceReading]) -> timedelta:
    """The longest time between two of these; a reading by hand beside the rhythm does not make it faster."""
    gaps = [later.at - earlier.at for earlier, later in itertools.pairwise(readings)]
    return max(gaps, default=timedelta())


def _is_all_new(good: Sequence[SourceReading]) -> bool:
    """True where a list that was read before holds nothing known any more."""
    last = good[-1]
    return len(good) > 1 and last.candidates >= FEW and last.new >= last.candidates


def _ceiling(good: Sequence[SourceReading], now: datetime, ordinary: timedelta) -> timedelta:
    """The longest interval: a quarter of the time in which nothing new came, once that is long."""
    news = [one.at for one in good if one.new]
    quiet = now - (news[-1] if news else good[0].at)
    return min(max(ordinary, quiet / 4), LONGEST)


def _time_to_fill(good: Sequence[SourceReading], now: datetime) -> timedelta:
    """The longest step after which no more than `BUDGET` of the list should be new, going by the days before."""
    lists = [one.candidates for one in good if one.candidates]
    if not lists:
        return LONGEST
    room = BUDGET * min(lists[-3:])
    times, counts = _running_count(good)
    watched = counts[-1] / (times[-1] - times[0]) if len(times) > 1 else 0.0
    average = max(watched, _rate_of_list(good[0]))
    begin, fitting = max(now, good[-1].at).timestamp(), timedelta()
    leeway = LEEWAY.total_seconds()
    for step in STEPS:
        if _expected(times, counts, begin - leeway, begin + step.total_seconds() + leeway, average) > room:
            break
        fitting = step
    return fitting


def _running_count(good: Sequence[SourceReading]) -> tuple[list[float], list[float]]:
    """At which times (seconds) how many entries had come in all, since the first reading."""
    times, counts = [good[0].at.timestamp()], [0.0]
    for one in good[1:]:
        at = one.at.timestamp()
        if at > times[-1]:  # a rehearsal's clock stands still
            times.append(at)
            counts.append(counts[-1] + one.new)
    return times, counts


def _expected(
    times: Sequence[float], counts: Sequence[float], begin: float, end: float, average: float
) -> float:
    """How many entries may come from `begin` to `end` (seconds): as many as on the busiest of the days before."""
    seen = []
    for day in range(1, LOOK_BACK.days + 1):
        back = day * A_DAY
        if begin - back < times[0] or len(times) < 2:
            break
        seen.append(_count(times, counts, end - back, 0) - _count(times, counts, begin - back, 1))
    if not seen:
        return average * UNSEEN * (end - begin)
    return max(seen) * (DOUBT if len(seen) < YOUNG else 1.0)


def _count(times: Sequence[float], counts: Sequence[float], moment: float, late: int) -> float:
    """The entries that had come by a moment. Between two readings they may all have come in one half of the time:

    the first half, or the second where `late` is 1.
    """
    after = bisect_right(times, moment)
    if after >= len(times):
        return counts[-1]
    begin, end = times[after - 1], times[after]
    share = min(1.0, max(0.0, 2 * ((moment - begin) / (end - begin)) - late))
    return counts[after - 1] + share * (counts[after] - counts[after - 1])


def _rate_of_list(reading: SourceReading) -> float:
    """Entries per second of a source read once, from the time that its list spans; 0 where it gives no dates."""
    oldest = _as_utc(reading.oldest)
    span = (reading.at - oldest).total_seconds() if oldest is not None else 0.0
    return reading.candidates / span if span > 0 else 0.0


def _as_utc(moment: Moment | None) -> datetime | None:
    if moment is None or isinstance(moment, datetime):
        return moment.astimezone(UTC) if moment is not None and moment.tzinfo is not None else None
    return datetime.combine(moment, time.min, UTC)
