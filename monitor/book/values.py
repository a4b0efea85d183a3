"""The values of a book: its sections by kind of outlet, its figures, its days, and what could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from monitor.digest import Coverage, Story, Tally, Waiting
from monitor.dossier import Campaign, Organisation
from storage.model import Mention, Outlet


class Part(StrEnum):
    """The kinds of outlet that have a section of their own, in the order of the book."""

    DAILIES = "dailies"
    MAGAZINES = "magazines"
    AGENCIES = "agencies"
    REGIONAL = "regional"
    BROADCAST = "broadcast"
    ONLINE = "online"
    SPECIALIST = "specialist"
    ASSOCIATIONS = "associations"
    INSTITUTIONS = "institutions"
    OTHERS = "others"


_PARTS = {
    "national-daily": Part.DAILIES,
    "weekly": Part.MAGAZINES,
    "magazine": Part.MAGAZINES,
    "news-agency": Part.AGENCIES,
    "regional-daily": Part.REGIONAL,
    "radio": Part.BROADCAST,
    "tv": Part.BROADCAST,
    "pure-player": Part.ONLINE,
    "trade": Part.SPECIALIST,
    "ngo": Part.ASSOCIATIONS,
    "institutional": Part.INSTITUTIONS,
}


def part_of(outlet: Outlet) -> Part:
    """The section of an outlet, by its kind in the catalogue."""
    return _PARTS.get(outlet.kind, Part.OTHERS)


class Unit(StrEnum):
    """What one bar of the timeline stands for."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Span:
    """Articles published on the local days from `first` to `last`, both included."""

    first: date
    last: date
    pickups: int
    topic: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """The bars of the book, none left out between the first and the last.

    `earlier` and `later` count the articles, pickups and those about the event, that are dated outside of the bars,
    `undated` those without a date.
    """

    unit: Unit = Unit.DAY
    spans: tuple[Span, ...] = ()
    earlier: int = 0
    later: int = 0
    undated: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """A row of figures: how many articles under one key (a part, a country, a language; empty where unknown)."""

    key: str
    pickups: int
    topic: int


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation of the dossier: in how many pickups it is named, and in how many of these it is quoted."""

    organisation: Organisation
    named: int
    quoted: int


@dataclass(frozen=True, slots=True)
class Section:
    """The pickups of one kind of outlet, each story once, under its lead; the most important first.

    `by_hand` says that people put some of them in order, which then come before the others.
    """

    part: Part
    stories: tuple[Story, ...]
    tally: Tally
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class OutletLine:
    """An outlet with anything in the book: its pickups, and its other articles (related and about the event)."""

    outlet: Outlet
    pickups: int
    others: int


@dataclass(frozen=True, slots=True)
class Looked:
    """What was read over the period. `begins`: the first day of it on which anything was, None where none was.

    `blank` are the days after that one, up to the day on which the book was made, on which nothing could be read.
    `blind` says that too little could be read to say that nothing came out.
    """

    coverage: Coverage
    begins: date | None = None
    blank: tuple[date, ...] = ()
    blind: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """The coverage of a campaign, or of a period of it, or of what names one organisation.

    It holds what no person rejected, with what nobody has reviewed yet, unless `confirmed_only`; pages of our own,
    withdrawn articles and those to check are never in it. `first` and `last` are local days, both included; `whole`
    says that they were not asked for. `related` and `topic` are in the order of publication. `waiting` counts what nobody has reviewed, of the same period.
    `remarks` are those made for a report, by mention id; notes that people keep among themselves are in no book.
    """

    campaign: Campaign
    organisation: Organisation | None
    first: date
    last: date
    whole: bool
    confirmed_only: bool
    made_at: datetime
    tally: Tally
    waiting: Waiting
    best: tuple[Story, ...]
    sections: tuple[Section, ...]
    related: tuple[Mention, ...]
    topic: tuple[Mention, ...]
    timeline: Timeline
    parts: tuple[Share, ...]
    countries: tuple[Share, ...]
    languages: tuple[Share, ...]
    organisations: tuple[Named, ...]
    outlets: tuple[OutletLine, ...]
    looked: Looked
    remarks: Mapping[str, str] = field(default_factory=dict)
