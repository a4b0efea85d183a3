from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.book import Unit
from monitor.book.spans import MOST_BARS, SHORTEST, timeline_of

FIRST = date(2025, 2, 4)
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def test_a_month_is_drawn_by_day_and_longer_times_by_week_and_by_month() -> None:
    for last, unit in (
        (30, Unit.DAY),
        (31, Unit.WEEK),
        (209, Unit.WEEK),
        (210, Unit.MONTH),
        (800, Unit.MONTH),
    ):
        timeline = timeline_of([day(last)], [], FIRST, day(last))
        assert (timeline.unit, len(timeline.spans) <= MOST_BARS) == (unit, True)


def test_weeks_begin_on_monday_and_are_cut_at_both_ends() -> None:
    spans = timeline_of([day(34)], [], FIRST, day(34)).spans
    assert [(span.first, span.last) for span in spans[:2]] == [
        (date(2025, 2, 4), date(2025, 2, 9)),
        (date(2025, 2, 10), date(2025, 2, 16)),
    ]
    assert spans[-1].last == day(34)
    assert spans[-1].pickups == 1


def test_it_ends_with_the_last_article_but_not_before_two_weeks_nor_after_the_period() -> None:
    assert timeline_of([day(20)], [], FIRST, day(300)).spans[-1].last == day(20)
    assert timeline_of([day(2)], [], FIRST, day(300)).spans[-1].last == day(SHORTEST - 1)
    assert timeline_of([day(2)], [], FIRST, day(5)).spans[-1].last == day(5)


@given(
    st.lists(st.none() | DAYS, max_size=30),
    st.lists(st.none() | DAYS, max_size=30),
    DAYS,
    st.integers(0, 900),
)
def test_every_article_stands_in_one_bar_or_is_counted_outside(
    pickups: list[date | None], topic: list[date | None], first: date, days: int
) -> None:
    timeline = timeline_of(pickups, topic, first, first + timedelta(days=days))
    drawn = sum(span.pickups + span.topic for span in timeline.spans)
    assert drawn + timeline.earlier + timeline.later + timeline.undated == len(pickups) + len(topic)
    assert timeline.spans[0].first == first
    for before, after in zip(timeline.spans, timeline.spans[1:], strict=False):
        assert before.last + timedelta(days=1) == after.first
