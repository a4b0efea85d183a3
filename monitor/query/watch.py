"""Which words an article must hold before a query can match it: what lets most articles be dismissed unread.

A requirement is a set of runs of letters, one of which at least every match contains. Runs are looked for in
folded words with a space around each (`monitor.matching.folding.joined`); a run that begins or ends with a space
begins or ends a word. They are complete over all texts that a query can look at: title, standfirst, body, authors,
the whole address, the link targets.
"""

from __future__ import annotations

from functools import lru_cache

from monitor.query.patterns import Pattern, patterns_of
from monitor.query.tree import And, AtLeast, Case, InField, Near, Node, Or, Phrase, Scope, children

Requirement = frozenset[str]


def needs_word(tree: Node) -> bool:
    """False for a query that an article could match without holding any particular word."""
    if isinstance(tree, Phrase):
        return True
    if isinstance(tree, Or):
        return all(needs_word(part) for part in tree.parts)
    if isinstance(tree, And | Near):
        return any(needs_word(part) for part in children(tree))
    return isinstance(tree, InField | Case | AtLeast | Scope) and needs_word(tree.part)


def unneeded(tree: Node) -> Node:
    """The part of a query to blame where no word is needed."""
    if isinstance(tree, Or):
        return next((unneeded(part) for part in tree.parts if not needs_word(part)), tree)
    return tree


def watch_terms(tree: Node) -> Requirement:
    """The requirement that tells the most articles apart; empty only where `needs_word` is false."""
    found = requirements(tree)
    return max(found, key=telling) if found else frozenset()


def requirements(tree: Node) -> list[Requirement]:
    """All requirements of a query: a match fulfils each of them."""
    if isinstance(tree, Phrase):
        return _of_phrase(tree)
    if isinstance(tree, Or):
        best = [watch_terms(part) for part in tree.parts]
        return [frozenset().union(*best)] if all(best) else []
    if isinstance(tree, And | Near):
        return list(dict.fromkeys(one for part in children(tree) for one in requirements(part)))
    return requirements(tree.part) if isinstance(tree, InField | Case | AtLeast | Scope) else []


def telling(requirement: Requirement) -> tuple[int, int]:
    """The longer the shortest run, and the fewer the runs, the fewer the articles that fulfil it."""
    return min(len(run) for run in requirement if len(run.split()) < 2 or len(requirement) == 1), -len(
        requirement
    )


def _of_phrase(phrase: Phrase) -> list[Requirement]:
    words = patterns_of(phrase.text)
    joins = phrase.slop is None
    long = [at for at, one in enumerate(words) if len(one.word) > 2] or range(len(words))
    return [_of_word(words, at, joins) for at in long]


def _of_word(words: tuple[Pattern, ...], at: int, joins: bool) -> Requirement:
    """The runs by which one word of a phrase can stand in a text: alone, in two parts, joined with its neighbour."""
    one = words[at]
    if not one.is_literal:
        return frozenset({one.longest_run})
    runs = set(_splits(one.word)) if joins else {f" {one.word} "}
    if joins:
        if at > 0 and words[at - 1].is_literal:
            runs.add(f" {words[at - 1].word}{one.word} ")
        if at + 1 < len(words) and words[at + 1].is_literal:
            runs.add(f" {one.word}{words[at + 1].word} ")
    return frozenset(runs)


@lru_cache(maxsize=20_000)
def _splits(word: str) -> tuple[str, ...]:
    return (f" {word} ", *(f" {word[:cut]} {word[cut:]} " for cut in range(1, len(word))))
