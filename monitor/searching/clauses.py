"""A query clause by clause: each in plain words, with how many articles of the archive it finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from monitor.query.drawing import label
from monitor.query.tree import InField, Node, children
from monitor.searching.common import loosened
from monitor.searching.stretches import Patience, stretches
from monitor.searching.translating import certain, widened
from monitor.wording.words import Words
from storage.model import Outlet
from storage.model.wordsearch import Wording
from storage.store import Store

MOST_COUNTED = 1_000
"""More than so many articles are not counted."""

MOST_CLAUSES = 24
"""Clauses of a query that are shown and counted."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many articles a clause finds. `exact`: so many; else at most so many. More than MOST_COUNTED: `many`."""

    articles: int
    exact: bool = True

    @property
    def many(self) -> bool:
        """More than are counted."""
        return self.articles > MOST_COUNTED

    def sentence(self, words: Words) -> str:
        """The count in a few words."""
        if self.many:
            return words("more than {n} articles", n=words.number(MOST_COUNTED))
        if self.exact:
            return words.n("{n} article", "{n} articles", self.articles)
        return words.n("at most {n} article", "at most {n} articles", self.articles)


@dataclass(frozen=True, slots=True)
class Clause:
    """One part of a query: how deep it stands, in words, and what it finds (None: it does not find anything by itself)."""

    depth: int
    label: str
    count: Count | None


def clauses(store: Store, tree: Node, words: Words, patience: Patience | None = None) -> list[Clause]:
    """The parts of a query, the whole one first, at most MOST_CLAUSES; those for which time is left are counted."""
    outlets, patience = store.outlets(), patience or Patience()
    shown = list(islice(_walk(tree), MOST_CLAUSES))
    return [
        Clause(depth, label(node, words), count(store, counted, outlets, patience))
        for depth, node, counted in shown
    ]


def _walk(tree: Node) -> Iterator[tuple[int, Node, Node]]:
    """Each part with its depth, and as it is counted: within the fields in which it stands."""
    stack: list[tuple[int, Node, InField | None]] = [(0, tree, None)]
    while stack:
        depth, node, around = stack.pop()
        yield depth, node, InField(around.field, node) if around is not None else node
        inner = node if isinstance(node, InField) else around
        stack.extend((depth + 1, child, inner) for child in reversed(children(node)))


def count(store: Store, node: Node, outlets: list[Outlet], patience: Patience) -> Count | None:
    """How many articles a part finds.

    None for one that finds nothing by itself (a date, what must not be there), or where counting takes too long.
    """
    wanted, surely = loosened(store, widened(node, outlets)), certain(node, outlets)
    if wanted is None:
        return None
    most = _counted(store, wanted, patience)
    if most is None:
        return None
    exact = most == 0 or surely == wanted
    if not exact and surely is not None and most <= MOST_COUNTED:
        exact = _counted(store, surely, patience) == most
    return Count(most, exact)


def _counted(store: Store, wanted: Wording, patience: Patience) -> int | None:
    found = 0
    for first, last in stretches(store, None, None):
        if patience.over:
            return None
        found += store.found_count(wanted, MOST_COUNTED + 1 - found, first, last)
        if found > MOST_COUNTED:
            break
    return found
