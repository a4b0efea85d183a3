"""What one query finds in the archive, as far as a page can wait for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from monitor.query.evaluation import evaluate
from monitor.query.searched import searched
from monitor.query.tree import Node, Site, children
from monitor.searching.translating import widened
from storage.model import StoredArticle
from storage.store import Store

MOST = 1_000
SHOWN = 3
PATIENCE = 0.5
"""Seconds."""

_PAGE = 100


@dataclass(frozen=True, slots=True)
class Finds:
    """How many articles a query finds, the newest of them; `whole` is False where looking was cut short."""

    count: int
    newest: tuple[StoredArticle, ...]
    whole: bool


def finds(store: Store, tree: Node, most: int = MOST, clock: Callable[[], float] = time.monotonic) -> Finds:
    """What a query finds, the newest articles first; `clock` counts seconds."""
    wording = None if names_a_site(tree) else widened(tree, ())
    begun, before, count = clock(), None, 0
    newest: list[StoredArticle] = []
    while page := store.found_articles(wording, before=before, limit=_PAGE):
        for one in page:
            if evaluate(tree, searched(one.article)) is not None:
                count += 1
                newest += [one.article] if len(newest) < SHOWN else []
        if count >= most or clock() - begun > PATIENCE:
            return Finds(min(count, most), tuple(newest), len(page) < _PAGE)
        before = page[-1].place
    return Finds(count, tuple(newest), True)


def names_a_site(tree: Node) -> bool:
    """True for a query on outlets: which of them there are is not asked of the index."""
    return isinstance(tree, Site) or any(names_a_site(part) for part in children(tree))
