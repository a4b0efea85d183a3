"""Phrases of a text by which it is recognised when somebody quotes it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.matching.folding import fold_words
from monitor.proposals.phrases import COMMON, QUOTED
from monitor.proposals.release import Release

MOST = 10
SHORTEST, LONGEST = 6, 16
_CLAUSE_END = re.compile(r"[,;:.!?…«»“”„\"()\[\]–—]+[ \u00a0\u202f]*|[ \u00a0\u202f][-–—][ \u00a0\u202f]")
_TELLING = 5
_ENOUGH_TELLING = 4
_EDGES = re.compile(
    r"^(?:(?:et|and|und|ou|mais|que|qui|dont|ainsi que|that|which|who|dass|die)[ \u00a0])+", re.IGNORECASE
)


def quoted_of(release: Release) -> list[str]:
    """What the text itself puts between quotation marks, from four words on."""
    found = [
        (match[1] or match[2]).strip()
        for sentence in (block.text for block in release.blocks if not block.weightless)
        for match in QUOTED.finditer(sentence[:5_000])
    ]
    return [text for text in dict.fromkeys(found) if 4 <= len(fold_words(text)) <= 40]


def distinctive_of(release: Release, names: list[str], most: int = MOST) -> list[str]:
    """Clauses that say much in few words, in the order of the text; none with a name or a figure in it.

    `names`: of organisations and of the event. What is told by a name alone is found by it already, and
    anybody can write it.
    """
    folded_names = [f" {' '.join(words)} " for name in names if (words := fold_words(name))]
    told: dict[str, tuple[float, int]] = {}
    for position, clause in enumerate(_clauses(release)):
        words = fold_words(clause)
        joined = f" {' '.join(words)} "
        if not SHORTEST <= len(words) <= LONGEST or any(sign.isdigit() for sign in clause):
            continue
        if any(name in joined for name in folded_names):
            continue
        if release.language != "de" and sum(word[0].isupper() for word in clause.split()[1:]) > 1:
            continue  # names; in German every noun has its capital
        telling = {word for word in words if len(word) >= _TELLING and word not in COMMON[release.language]}
        if len(telling) >= _ENOUGH_TELLING:
            told[clause] = (sum(map(len, telling)) / len(words), position)
    best = sorted(told, key=lambda clause: -told[clause][0])[:most]
    return sorted(best, key=lambda clause: told[clause][1])


def _clauses(release: Release) -> Iterator[str]:
    for sentence in release.sentences():
        for clause in _CLAUSE_END.split(sentence):
            yield _EDGES.sub("", clause.strip())
