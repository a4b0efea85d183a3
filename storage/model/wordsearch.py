"""What is looked for in the words of all articles, as values: what an archive can find quickly, without reading a text.

Words are folded (`storage.folding`). No value stands for "any article": that is None wherever one may be missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from storage.model.articles import StoredArticle


class TextPart(StrEnum):
    """The parts of an article in which words stand.

    `JOINED` holds the two words around each hyphen of title, standfirst and body as one.
    """

    TITLE = "title"
    STANDFIRST = "standfirst"
    BODY = "body"
    JOINED = "joined"
    AUTHORS = "authors"
    ADDRESS = "address"
    LINKS = "links"


@dataclass(frozen=True, slots=True)
class Sought:
    """These words one after the other, in one of these parts; the last only begins so where `begins`."""

    words: tuple[str, ...]
    parts: tuple[TextPart, ...]
    begins: bool = False


@dataclass(frozen=True, slots=True)
class SoughtNear:
    """All of these in one part, at most `distance` words between the end of the first and the start of the last."""

    terms: tuple[Sought, ...]
    distance: int


@dataclass(frozen=True, slots=True)
class FromOutlets:
    """Of one of these outlets, by their ids; of none where there is none."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InLanguage:
    """In this language: two or three small letters."""

    code: str


@dataclass(frozen=True, slots=True)
class EachOf:
    """All of these."""

    parts: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of these at least."""

    parts: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class Lacking:
    """The first without the second."""

    part: Wording
    without: Wording


Wording = Sought | SoughtNear | FromOutlets | InLanguage | EachOf | OneOf | Lacking


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """An article that was found. `place` orders articles: the latest day first, then what was read last."""

    place: int
    article: StoredArticle


NUMBER_BITS = 32
"""A place holds a day, and in so many bits the number under which the article was read."""

_JULIAN = 1_721_425
"""Places count Julian days, `date.toordinal()` the days of the calendar."""


def first_place(day: date, later: int = 0) -> int:
    """The place before all articles of a day, or of so many days later."""
    return (day.toordinal() + later + _JULIAN) << NUMBER_BITS


def day_of_place(place: int) -> date:
    """The day in which a place lies."""
    return date.fromordinal((place >> NUMBER_BITS) - _JULIAN)
