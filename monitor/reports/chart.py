"""The days since the release as bars: the shapes of a drawing whose numbers stand in the table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.digest import DayCount

WIDTH, HEIGHT = 320, 96
GAP = 0.3  # of the room of a day
WIDEST = 14.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle, in units of the drawing."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Two series of bars over one base, with one scale from zero to `most` articles."""

    width: int
    height: int
    most: int
    pickups: tuple[Bar, ...]
    topic: tuple[Bar, ...]


def chart_of(days: Sequence[DayCount]) -> Chart | None:
    """The drawing of these days; None where nothing came out on any of them."""
    most = max((max(day.pickups, day.topic) for day in days), default=0)
    if not most:
        return None
    room = WIDTH / len(days)
    wide = min(WIDEST, room * (1 - GAP) / 2)

    def bar(value: int, left: float) -> Bar:
        high = HEIGHT * value / most
        return Bar(round(left, 2), round(HEIGHT - high, 2), round(wide, 2), round(high, 2))

    starts = [(number + 0.5) * room - wide for number in range(len(days))]
    return Chart(
        width=WIDTH,
        height=HEIGHT,
        most=most,
        pickups=tuple(bar(day.pickups, x) for day, x in zip(days, starts, strict=True) if day.pickups),
        topic=tuple(bar(day.topic, x + wide) for day, x in zip(days, starts, strict=True) if day.topic),
    )
