"""Words that stand in most articles: where a phrase holds nothing else, looking for it would read the whole index.

Such a phrase is looked for word by word, and the query itself says where the words stand together.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from monitor.searching.phrases import READ_PARTS
from monitor.searching.stretches import stretches
from storage.model.wordsearch import EachOf, Lacking, OneOf, Sought, SoughtNear, Wording
from storage.store import Store

SAMPLE = 400
"""Articles of the latest days in which words are counted."""

SHARE = 4
"""A word that stands in every fourth article or more is common."""

MOST_HELD = 50_000
"""Articles of those days that are counted."""

MOST_ASKED = 60
"""Words that are asked for."""


def loosened(store: Store, wanted: Wording | None) -> Wording | None:
    """The same, with every phrase and NEAR of common words alone as all of its words."""
    groups = list(islice(_groups(wanted), MOST_ASKED)) if wanted is not None else []
    if wanted is None or not groups:
        return wanted
    return loose(wanted, common_words(store, {one for group in groups for one in _words(group)}))


def common_words(store: Store, words: set[str]) -> frozenset[str]:
    """Those of the words that are common in the latest days that hold articles enough."""
    for first, _ in stretches(store, None, None, 1):
        articles = store.found_count(None, MOST_HELD, first)
        if articles >= SAMPLE:
            return frozenset(
                word
                for word in sorted(words)[:MOST_ASKED]
                if SHARE * store.found_count(Sought((word,), READ_PARTS), articles, first) >= articles
            )
    return frozenset()


def _groups(wanted: Wording) -> Iterator[Sought | SoughtNear]:
    """The phrases of several words, and what stands near each other."""
    match wanted:
        case SoughtNear():
            yield wanted
        case Sought() if len(wanted.words) > 1:
            yield wanted
        case EachOf() | OneOf():
            for part in wanted.parts:
                yield from _groups(part)
        case Lacking():
            yield from _groups(wanted.part)


def _words(group: Sought | SoughtNear) -> list[str]:
    terms = group.terms if isinstance(group, SoughtNear) else (group,)
    return [word for term in terms for word in term.words]


def loose(wanted: Wording, common: frozenset[str]) -> Wording:
    """The same, with what holds only these words looked for word by word. Pure."""
    match wanted:
        case SoughtNear() if common.issuperset(_words(wanted)):
            return EachOf(tuple(part for term in wanted.terms for part in _singly(term)))
        case Sought() if len(wanted.words) > 1 and common.issuperset(wanted.words):
            return EachOf(tuple(_singly(wanted)))
        case EachOf():
            return EachOf(tuple(loose(part, common) for part in wanted.parts))
        case OneOf():
            return OneOf(tuple(loose(part, common) for part in wanted.parts))
        case Lacking():
            return Lacking(loose(wanted.part, common), wanted.without)
        case _:
            return wanted


def _singly(term: Sought) -> Iterator[Sought]:
    for word in term.words[:-1]:
        yield Sought((word,), term.parts)
    yield Sought(term.words[-1:], term.parts, term.begins)
