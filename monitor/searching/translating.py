"""From a query to words that the archive finds quickly: at least all that match (`widened`), or only such (`certain`). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from monitor.query.evaluation import is_site
from monitor.query.tree import (
    And,
    AtLeast,
    Case,
    Days,
    FieldName,
    InField,
    Language,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Scope,
    Site,
)
from monitor.searching.phrases import Spelled, spelled
from storage.model import Outlet
from storage.model.wordsearch import (
    EachOf,
    FromOutlets,
    InLanguage,
    Lacking,
    OneOf,
    Sought,
    SoughtNear,
    Wording,
)

DEEPEST = 20
"""Levels of a query that are translated; what stands deeper is left to the query itself."""

MOST_TERMS = 600
"""Words and phrases of one translation; behind them everything is left to the query itself."""

MOST_PAIRS = 40
"""Pairs of words of one NEAR that are looked for near each other; of more, each side is looked for."""


def widened(tree: Node, outlets: Sequence[Outlet]) -> Wording | None:
    """What holds of every article that the query matches, and of few others; None: nothing that can be looked for."""
    return _Translation(outlets).at_least(tree, None, 0)


def certain(tree: Node, outlets: Sequence[Outlet]) -> Wording | None:
    """What holds only of articles that the query matches, if not of all of them; None: of none for certain."""
    return _Translation(outlets).at_most(tree, None, 0)


def days_of(tree: Node) -> tuple[date | None, date | None]:
    """The first and the last day on which an article that matches can have come out."""
    first: date | None = None
    last: date | None = None
    for part in tree.parts if isinstance(tree, And) else (tree,):
        if isinstance(part, Days):
            first = max((one for one in (first, part.first) if one), default=None)
            last = min((one for one in (last, part.last) if one), default=None)
    return first, last


def each_of(parts: Sequence[Wording | None]) -> Wording | None:
    """All of these, as far as something can be looked for."""
    known = [one for one in dict.fromkeys(parts) if one is not None]
    return EachOf(tuple(known)) if len(known) > 1 else next(iter(known), None)


def one_of(parts: Sequence[Wording | None]) -> Wording | None:
    """One of these; None where one of them is anything."""
    known = [one for one in dict.fromkeys(parts) if one is not None]
    if len(known) < len(set(parts)):
        return None
    return known[0] if len(known) == 1 else OneOf(tuple(known))


@dataclass
class _Translation:
    outlets: Sequence[Outlet]
    terms: int = field(default=0)

    def at_least(self, node: Node, name: FieldName | None, depth: int) -> Wording | None:
        """See `widened`; `name` is the field in which the part stands."""
        if depth > DEEPEST or self.terms > MOST_TERMS:
            return None
        match node:
            case Phrase():
                return self._spelled(node, name).at_least()
            case Near():
                return self._near(node, name, depth)
            case And():
                return self._and(node, name, depth)
            case Or():
                return one_of([self.at_least(part, name, depth + 1) for part in node.parts])
            case InField():
                return self.at_least(node.part, node.field, depth + 1)
            case Case() | AtLeast() | Scope():
                return self.at_least(node.part, name, depth + 1)
            case Site() | Language():
                return self._filter(node)
            case Not() | Days():
                return None

    def at_most(self, node: Node, name: FieldName | None, depth: int) -> Wording | None:
        """See `certain`."""
        if depth > DEEPEST or self.terms > MOST_TERMS:
            return None
        match node:
            case Phrase():
                return self._spelled(node, name).at_most()
            case And():
                return self._certain_and(node, name, depth)
            case Or():
                known = [self.at_most(part, name, depth + 1) for part in node.parts]
                return one_of([one for one in known if one is not None]) if any(known) else None
            case InField():
                return self.at_most(node.part, node.field, depth + 1)
            case Site() | Language():
                return self._filter(node)
            case _:
                return None

    def _spelled(self, phrase: Phrase, name: FieldName | None) -> Spelled:
        found = spelled(phrase, name)
        self.terms += found.size
        return found

    def _and(self, node: And, name: FieldName | None, depth: int) -> Wording | None:
        wanted = each_of([self.at_least(part, name, depth + 1) for part in node.parts])
        barred = [self.at_most(part.part, name, depth + 1) for part in node.parts if isinstance(part, Not)]
        known = [one for one in barred if one is not None]
        if wanted is None or not known:
            return wanted
        without = one_of(known)
        return wanted if without is None else Lacking(wanted, without)

    def _certain_and(self, node: And, name: FieldName | None, depth: int) -> Wording | None:
        wanted = [self.at_most(part, name, depth + 1) for part in node.parts if not isinstance(part, Not)]
        barred = [self.at_least(part.part, name, depth + 1) for part in node.parts if isinstance(part, Not)]
        found = each_of(wanted)
        if found is None or None in wanted or None in barred:
            return None
        without = one_of(barred) if barred else None
        return found if without is None else Lacking(found, without)

    def _filter(self, node: Site | Language) -> Wording:
        if isinstance(node, Language):
            return InLanguage(node.code)
        found = [one.id for one in self.outlets if is_site(node.value, (one.domain, one.id, one.name))]
        return FromOutlets(tuple(found))

    def _near(self, node: Near, name: FieldName | None, depth: int) -> Wording | None:
        sides = each_of([self.at_least(side, name, depth + 1) for side in (node.left, node.right)])
        left, right = (self._choices(side, name) for side in (node.left, node.right))
        if left is None or right is None or len(left) * len(right) > MOST_PAIRS:
            return sides
        together = [
            SoughtNear((one, other), node.distance)
            for one in (spelling.as_is for spelling in left)
            for other in (spelling.as_is for spelling in right)
            if isinstance(one, Sought) and isinstance(other, Sought) and one.parts == other.parts
        ]
        if len(together) < len(left) * len(right):
            return sides
        otherwise = [way for spelling in (*left, *right) for way in spelling.otherwise]
        if not otherwise:
            return one_of(together)
        return one_of([*together, each_of([one_of(otherwise), sides])])

    def _choices(self, node: Node, name: FieldName | None) -> list[Spelled] | None:
        """The phrases of one side of a NEAR; None where it is more than phrases."""
        match node:
            case Phrase():
                return [self._spelled(node, name)] if node.slop is None else None
            case Or():
                found = [self._choices(part, name) for part in node.parts]
                known = [one for one in found if one is not None]
                return [one for some in known for one in some] if len(known) == len(found) else None
            case Case():
                return self._choices(node.part, name)
            case InField():
                return self._choices(node.part, node.field)
            case _:
                return None
