"""The timeline of a book: a bar per day, per week or per month, so that there are never more than can be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from monitor.book.values import Span, Timeline, Unit

MOST_BARS = 31
SHORTEST = 14
"""Days that a timeline spans at least where the period has them: two bars would look like a verdict."""

DAY = timedelta(days=1)


def timeline_of(
    pickups: Iterable[date | None], topic: Iterable[date | None], first: date, last: date
) -> Timeline:
    """The bars from `first` to the last day with an article (two weeks at least), but never beyond `last`.

    `pickups` and `topic` are the local days of the articles, None where they have no date.
    """
    ours, others = Counter(pickups), Counter(topic)
    dated = [day for day in (*ours, *others) if day is not None]
    inside = [day for day in dated if first <= day <= last]
    end = min(last, max([*inside, first + (SHORTEST - 1) * DAY]))
    unit = _unit((end - first).days + 1)
    spans = tuple(
        Span(start, stop, _between(ours, start, stop), _between(others, start, stop))
        for start, stop in _cut(first, end, unit)
    )
    return Timeline(
        unit=unit,
        spans=spans,
        earlier=sum(ours[day] + others[day] for day in set(dated) if day < first),
        later=sum(ours[day] + others[day] for day in set(dated) if day > end),
        undated=ours[None] + others[None],
    )


def _unit(days: int) -> Unit:
    if days <= MOST_BARS:
        return Unit.DAY
    return Unit.WEEK if days <= 7 * (MOST_BARS - 1) else Unit.MONTH


def _cut(first: date, last: date, unit: Unit) -> list[tuple[date, date]]:
    """The bars: whole weeks from Monday and whole months, cut at both ends."""
    cut = []
    start = first
    while start <= last:
        stop = min(last, _last_of(start, unit))
        cut.append((start, stop))
        start = stop + DAY
    return cut


def _last_of(day: date, unit: Unit) -> date:
    if unit is Unit.DAY:
        return day
    if unit is Unit.WEEK:
        return day + (6 - day.weekday()) * DAY
    return (day.replace(day=28) + 4 * DAY).replace(day=1) - DAY


def _between(counted: Counter[date | None], first: date, last: date) -> int:
    return sum(counted[first + number * DAY] for number in range((last - first).days + 1))
