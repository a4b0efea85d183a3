"""Walking through what a query finds, newest first: each article is tried by the query itself until a page is full."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from monitor.query.evaluation import Match, evaluate
from monitor.query.searched import Searched, searched
from monitor.query.tree import Node
from monitor.searching.common import loosened
from monitor.searching.stretches import Patience, stretches
from monitor.searching.translating import days_of, widened
from storage.model import StoredArticle
from storage.model.wordsearch import FoundArticle, day_of_place, first_place
from storage.store import Store

PAGE = 20
"""Articles of one page."""

MOST_LOOKED = 600
"""Articles that are tried for one page."""

_BATCHES = (25, 75, 200)
"""Articles loaded at once: few at first, since most pages are full then."""


@dataclass(frozen=True, slots=True)
class Result:
    """An article that the query matches, and why. `read` is the article as the query looked at it."""

    article: StoredArticle
    read: Searched
    match: Match


@dataclass(frozen=True, slots=True)
class Found:
    """A page of results.

    `behind` is the place to go on from, None where nothing stands behind. `stopped`: it took long, and what came out
    before the day `until` was not looked at yet.
    """

    results: tuple[Result, ...]
    behind: int | None = None
    stopped: bool = False
    until: date | None = None


def find(
    store: Store,
    tree: Node,
    before: int | None = None,
    page: int = PAGE,
    most: int = MOST_LOOKED,
    patience: Patience | None = None,
) -> Found:
    """The next `page` articles that match, behind the place `before`; at most `most` are tried."""
    results: list[Result] = []
    looked, last = 0, before
    for one in _candidates(store, tree, before, patience or Patience()):
        if isinstance(one, int):  # it took long: so far the walk came
            return Found(tuple(results), one, True, day_of_place(one))
        if len(results) == page:
            return Found(tuple(results), last)
        if looked == most:
            return Found(tuple(results), last, True, day_of_place(one.place))
        looked, last = looked + 1, one.place
        read = searched(one.article)
        match = evaluate(tree, read)
        if match is not None:
            results.append(Result(one.article, read, match))
    return Found(tuple(results))


def _candidates(
    store: Store, tree: Node, before: int | None, patience: Patience
) -> Iterator[FoundArticle | int]:
    """What may match, the latest first; a place where the patience ends before the archive does."""
    wanted = loosened(store, widened(tree, store.outlets()))
    since, until = days_of(tree)
    if before is not None:
        until = min(until or date.max, day_of_place(before))
    number = 0
    for first, last in stretches(store, since, until):
        if number and patience.over:
            yield first_place(last, 1)
            return
        while True:
            size = _BATCHES[min(number, len(_BATCHES) - 1)]
            batch = store.found_articles(wanted, before=before, since=first, until=last, limit=size)
            number += 1
            yield from batch
            if len(batch) < size:
                break
            before = batch[-1].place
