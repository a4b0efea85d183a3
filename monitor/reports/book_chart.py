"""The timeline of a book as a drawing: two series of bars, a base of zero and one scale; the table says the same."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.book import Timeline
from monitor.reports.book_dates import span_tick
from monitor.reports.book_words import BookWords

WIDTH, HEIGHT = 600, 230
"""The room of the bars, in units of the drawing."""

WIDEST = 34.0
"""A bar's room at most: three days do not make three towers."""

LOWEST = 4
"""The scale goes to so many articles at least: a single one is no tower."""

_TICKS = 16


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle on the base line."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A word under a bar, centred on `x`."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class Marker:
    """Something that happened, under the ticks: a line from `start` to `end`, and its name at `x`.

    `anchor` says which end of the name stands there, so that none runs out of the drawing.
    """

    start: float
    end: float
    x: float
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The drawing, `width` by `height` without its ticks; `most` is how many articles its height stands for."""

    width: float
    height: int
    most: int
    topic: tuple[Bar, ...]
    pickups: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    markers: tuple[Marker, ...]


def chart_of(words: BookWords) -> Chart | None:
    """The drawing of a book's timeline; None where nothing in it has a date."""
    timeline = words.book.timeline
    most = max((max(span.pickups, span.topic) for span in timeline.spans), default=0)
    if not most:
        return None
    most = max(most, LOWEST)
    room = min(WIDTH / len(timeline.spans), WIDEST * 1.25)
    lefts = [number * room for number in range(len(timeline.spans))]
    wide, narrow = room * 0.4, room * 0.26
    spans = list(zip(timeline.spans, lefts, strict=True))
    every = -(-len(spans) // _TICKS) if len(spans) > 2 * _TICKS else 1
    return Chart(
        width=WIDTH,
        height=HEIGHT,
        most=most,
        topic=tuple(_bar(left + room * 0.14, wide, span.topic, most) for span, left in spans if span.topic),
        pickups=tuple(
            _bar(left + room * 0.58, narrow, span.pickups, most) for span, left in spans if span.pickups
        ),
        ticks=tuple(
            Tick(round(left + room / 2, 1), span_tick(words.words, span, timeline.unit))
            for span, left in spans[::every]
        ),
        markers=_markers(words, timeline, room),
    )


def _bar(x: float, width: float, value: int, most: int) -> Bar:
    high = max(1.0, HEIGHT * value / most)
    return Bar(round(x, 1), round(HEIGHT - high, 1), round(width, 1), round(high, 1))


def _markers(words: BookWords, timeline: Timeline, room: float) -> tuple[Marker, ...]:
    """The release and the event, where they fall into the drawing."""
    found = []
    campaign = words.book.campaign
    release = words.release()
    if release is not None:
        found.append((words.words("release"), release, release))
    if campaign.event and campaign.event.starts_on:
        found.append(
            (words.event, campaign.event.starts_on, campaign.event.ends_on or campaign.event.starts_on)
        )
    markers = []
    for text, first, last in found:
        touched = [
            number for number, span in enumerate(timeline.spans) if span.first <= last and first <= span.last
        ]
        if touched:
            start, end = (touched[0] + 0.1) * room, (touched[-1] + 0.9) * room
            markers.append(_marker(round(start, 1), round(end, 1), text))
    return tuple(markers)


def _marker(start: float, end: float, text: str) -> Marker:
    middle = (start + end) / 2
    if middle < WIDTH / 8:
        return Marker(start, end, start, "start", text)
    if middle > WIDTH * 7 / 8:
        return Marker(start, end, end, "end", text)
    return Marker(start, end, round(middle, 1), "middle", text)
