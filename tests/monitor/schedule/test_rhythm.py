"""How often a source is read: a simulated press shows that nothing slips by, with far fewer readings than every 15 minutes."""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.schedule.plan import TICK
from monitor.schedule.rhythm import LONGEST, LOOK_BACK, SHORTEST, START, pace
from storage.model import Health, Reason, SourceKind, SourceReading

BEGIN = datetime(2025, 3, 3, tzinfo=UTC)  # the last week before and the two after a night of clock changes
LIST = 20
EVERY_TICK = timedelta(days=1) / TICK


def reading(
    at: datetime,
    candidates: int = LIST,
    new: int = 0,
    health: Health = Health.READ,
    reason: Reason | None = None,
    oldest: datetime | None = None,
) -> SourceReading:
    return SourceReading(
        "phare/feed", "r", at, health, reason, candidates=candidates, new=new, newest=at, oldest=oldest
    )


# ---- a press, simulated -------------------------------------------------------------------------------


def evenly(hour: int) -> float:
    return 1.0


def by_day(hour: int) -> float:
    """Little at night, three times the day's pace from six to nine."""
    if hour < 5 or hour > 21:
        return 0.2
    return 4.0 if 6 <= hour < 9 else 1.2


def at_seven(hour: int) -> float:
    """Nearly everything between seven and eight."""
    return 12.0 if hour == 7 else 0.1


def published(per_day: int, days: int, profile: Callable[[int], float], seed: int) -> list[datetime]:
    """When the articles of some days come out, at random around a profile of the day."""
    chance = random.Random(seed)
    whole = sum(profile(hour) for hour in range(24))
    times: list[datetime] = []
    for number in range(days * 24):
        rate, hour = per_day * profile(number % 24) / whole, chance.expovariate(1.0)
        while rate and hour / rate < 1:
            times.append(BEGIN + timedelta(hours=number + hour / rate))
            hour += chance.expovariate(1.0)
    return times


@dataclass(frozen=True)
class Watched:
    missed: int
    missed_later: int
    a_day: float
    known: float


def watch(times: list[datetime], days: int, first: timedelta) -> Watched:
    """Read a list of the latest articles at its pace, from its second day on; what scrolled by unseen is missed."""
    now, end = BEGIN + timedelta(days=1) + first, BEGIN + timedelta(days=days)
    readings: list[SourceReading] = []
    seen = missed = missed_later = count = 0
    shares: list[float] = []
    due, began = now, now
    while now < end:
        if due < now + TICK:
            there = bisect_right(times, now)
            oldest = max(0, there - LIST)
            if readings:
                gone = max(0, oldest - seen)
                missed += gone
                missed_later += gone if now - began > timedelta(days=1) else 0
                shares.append(1 - min(LIST, there - seen) / LIST)
            readings.append(
                reading(
                    now, there - oldest, there - max(seen, oldest), oldest=times[oldest] if there else None
                )
            )
            readings = [one for one in readings if one.at > now - LOOK_BACK]
            seen, count = there, count + 1
            due = now + pace(SourceKind.FEED, readings, now).every
        now += TICK
    return Watched(missed, missed_later, count / (days - 1), sum(shares) / len(shares))


@pytest.mark.parametrize(
    ("per_day", "profile", "most"),
    [
        (0, evenly, 3),
        (2, evenly, 9),
        (2, by_day, 9),
        (20, evenly, 9),
        (20, by_day, 12),
        (20, at_seven, 20),
        (60, by_day, 36),
        (200, by_day, 75),
        (200, evenly, 92),
    ],
)
def test_no_article_of_a_list_of_twenty_slips_by(
    per_day: int, profile: Callable[[int], float], most: float
) -> None:
    """With at most so many readings a day; a reading every 15 minutes would be 96."""
    for seed in range(3):
        times = published(per_day, 15, profile, seed)
        watched = watch(times, 15, timedelta(minutes=307 * seed))
        assert watched.missed == 0
        assert watched.a_day <= most < EVERY_TICK
        assert watched.known >= 0.5


def test_a_burst_that_no_list_could_hold_is_learned_from_within_a_day() -> None:
    """Forty-seven of sixty articles in one hour: nobody can know it the first morning."""
    for seed in range(3):
        watched = watch(published(60, 15, at_seven, seed), 15, timedelta(minutes=307 * seed))
        assert watched.missed_later <= 0.01 * 60 * 13


# ---- the rules, one by one ----------------------------------------------------------------------------

NOW = datetime(2025, 2, 5, 12, 0, tzinfo=UTC)


def hourly(number: int, **values: int) -> list[SourceReading]:
    return [reading(NOW - timedelta(hours=number - index), **values) for index in range(number)]


def test_a_source_is_read_again_after_an_hour_at_first_sooner_where_its_list_is_short() -> None:
    assert pace(SourceKind.FEED, [], NOW).every == START
    calm = reading(NOW, new=LIST, oldest=NOW - timedelta(days=9))
    busy = reading(NOW, new=LIST, oldest=NOW - timedelta(hours=2))
    assert pace(SourceKind.FEED, [calm], NOW).every == START
    assert SHORTEST <= pace(SourceKind.FEED, [busy], NOW).every < START


def test_a_list_that_is_all_new_is_read_again_at_once_and_that_is_said() -> None:
    before = hourly(30)
    found = pace(SourceKind.FEED, [*before, reading(NOW, new=LIST)], NOW)
    assert (found.every, found.missed) == (SHORTEST, True)
    assert not pace(SourceKind.FEED, [*before, reading(NOW, candidates=2, new=2)], NOW).missed


def test_while_nothing_new_comes_the_interval_doubles_up_to_a_day() -> None:
    readings, every = [reading(NOW, new=1)], START
    for _ in range(40):
        at = readings[-1].at + every
        readings = [one for one in [*readings, reading(at)] if one.at > at - LOOK_BACK]
        following = pace(SourceKind.FEED, readings, at).every
        assert following <= every * 2
        every = following
    assert every == LONGEST


def test_unchanged_answers_count_as_nothing_new_and_keep_the_size_of_the_list() -> None:
    readings = [*hourly(50, new=2), reading(NOW, candidates=0, health=Health.UNCHANGED)]
    assert timedelta(hours=1) <= pace(SourceKind.FEED, readings, NOW).every <= timedelta(hours=4)


def test_searches_and_pages_are_read_less_often_than_feeds() -> None:
    for kind in (SourceKind.SEARCH, SourceKind.PAGE):
        assert pace(kind, [], NOW).every == START * 4
        assert pace(kind, [*hourly(5), reading(NOW, new=LIST)], NOW).every == SHORTEST * 4


def test_what_a_site_forbids_is_asked_once_a_day_and_what_fails_less_and_less_often() -> None:
    refused = reading(NOW, health=Health.ROBOTS, reason=Reason.ROBOTS)
    assert pace(SourceKind.FEED, [*hourly(5), refused], NOW).every == LONGEST
    readings = [reading(NOW - timedelta(hours=1), new=3)]
    waits = []
    for _ in range(4):
        at = readings[-1].at + (waits[-1] if waits else timedelta(hours=1))
        readings.append(reading(at, candidates=0, health=Health.FAILING, reason=Reason.SERVER_ERROR))
        waits.append(pace(SourceKind.FEED, readings, at).every)
    assert waits == sorted(waits) and waits[0] >= START and waits[-1] > 4 * waits[0]


def test_what_could_not_be_tried_for_reasons_of_ours_is_tried_at_the_next_tick() -> None:
    offline = reading(NOW, candidates=0, health=Health.FAILING, reason=Reason.OFFLINE)
    assert pace(SourceKind.FEED, [*hourly(3), offline], NOW).every == SHORTEST


@given(
    st.lists(
        st.tuples(
            st.integers(0, 1000),
            st.integers(0, 500),
            st.integers(0, 500),
            st.sampled_from([None, Reason.TIMEOUT, Reason.ROBOTS, Reason.OFFLINE]),
        ),
        max_size=40,
    ),
    st.sampled_from(list(SourceKind)),
)
def test_whatever_was_read_the_pace_keeps_within_its_bounds(
    rows: list[tuple[int, int, int, Reason | None]], kind: SourceKind
) -> None:
    at, readings = NOW - timedelta(days=6), []
    for minutes, candidates, new, reason in rows:  # minutes of 0: a rehearsal's clock stands still
        at += timedelta(minutes=minutes)
        health = Health.READ if reason is None else Health.FAILING
        readings.append(
            reading(at, candidates, min(new, candidates), health, reason, at - timedelta(hours=3))
        )
    found = pace(kind, readings, at)
    assert SHORTEST <= found.every <= LONGEST
