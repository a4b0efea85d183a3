"""A query as a tree of frozen values. Equal trees mean the same query, written the same way.

A tree that `parse_query` gives is at most MAX_DEPTH deep: whoever walks it may do so by recursion.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MAX_DEPTH = 100
MAX_LENGTH = 150_000
"""Signs of one query."""
MAX_PHRASE = 60
"""Words of one phrase."""
MAX_DISTANCE = 500
MAX_COUNT = 1_000
DEFAULT_DISTANCE = 4


class FieldName(StrEnum):
    """Where words are looked for. A word without a field is looked for in title, lead and body."""

    TITLE = "title"
    LEAD = "lead"
    BODY = "body"
    AUTHOR = "author"
    URL = "url"
    LINK = "link"


READ_FIELDS = (FieldName.TITLE, FieldName.LEAD, FieldName.BODY)


class Unit(StrEnum):
    """What SENTENCE(…) and PARAGRAPH(…) ask for."""

    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Phrase:
    """One word or several in this order, `*` and `?` included; with `slop`, in any order, so many others among them."""

    text: str
    slop: int | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """Two matches that do not overlap, at most `distance` words between their nearest edges."""

    left: Node
    right: Node
    distance: int = DEFAULT_DISTANCE
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class And:
    """All parts hold."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """One part holds at least."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Node


@dataclass(frozen=True, slots=True)
class InField:
    """The words of the part, looked for in one field only."""

    field: FieldName
    part: Node


@dataclass(frozen=True, slots=True)
class Case:
    """The phrases of the part as they are written: capitals, accents and signs count."""

    part: Node


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The part is found this many times at least, without overlaps."""

    count: int
    part: Node


@dataclass(frozen=True, slots=True)
class Scope:
    """The part holds within one sentence, or one paragraph."""

    unit: Unit
    part: Node


@dataclass(frozen=True, slots=True)
class Site:
    """The outlet, by domain (its subdomains too), id or name."""

    value: str


@dataclass(frozen=True, slots=True)
class Language:
    """The language of the article, by its code in small letters."""

    code: str


@dataclass(frozen=True, slots=True)
class Days:
    """The day of publication as the page claims it, from `first` to `last`, both included; None for no limit."""

    first: date | None
    last: date | None


Filter = Site | Language | Days
Node = Phrase | Near | And | Or | Not | InField | Case | AtLeast | Scope | Site | Language | Days


def children(node: Node) -> tuple[Node, ...]:
    """The nodes right below a node."""
    if isinstance(node, And | Or):
        return node.parts
    if isinstance(node, Near):
        return node.left, node.right
    if isinstance(node, Not | InField | Case | AtLeast | Scope):
        return (node.part,)
    return ()


def flat(kind: type[And] | type[Or], parts: list[Node]) -> Node:
    """Parts under one AND or one OR, those of the same kind inside it taken up into it; one part stays alone."""
    found: list[Node] = []
    for part in parts:
        found.extend(part.parts if isinstance(part, kind) else (part,))
    return kind(tuple(found)) if len(found) > 1 else found[0]
