"""A text told again in other words: paragraph by paragraph, in the order of the document.

An outlet's own translation shares few runs of words with the document or its versions, but its paragraphs hold
the same names, figures and stems in the same order. Stems are the first letters of longer words: related languages
share most of them (discriminations systémiques, systemic discrimination), so that a version in one language of the
family serves for the others. A translation into a language farther away is not seen, and stays a citation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from monitor.dossier import Campaign
from monitor.matching.fields import Field
from monitor.matching.folding import fold_words
from monitor.matching.reuse import own_text

STEM = 5
"""Letters of a stem; shorter words have none."""

SHORTEST = 6
"""Stems of a paragraph that is long enough to be compared."""

ALIKE = 0.2
"""Share of the shorter paragraph's stems that two paragraphs must share to be a pair."""

ENOUGH = 0.3
"""Share of the document's stems without which nothing is compared."""

MOST_PARAGRAPHS = 200

Stems = frozenset[str]


@dataclass(frozen=True, slots=True)
class Outline:
    """A document as the stems of its paragraphs."""

    document_id: str
    paragraphs: tuple[Stems, ...]
    all: Stems


@dataclass(frozen=True, slots=True)
class Retelling:
    """Shares between 0 and 1 of the stems that stand in paired paragraphs, of the document's and of the article's."""

    document_id: str
    share_of_document: float
    share_of_article: float

    @property
    def share(self) -> float:
        """The smaller of the two."""
        return min(self.share_of_document, self.share_of_article)


def outlines_of(campaign: Campaign) -> tuple[Outline, ...]:
    """The documents of which the dossier has the text."""
    found = []
    for document in campaign.documents:
        lines = own_text(document).splitlines()
        paragraphs = _long_enough(_stems(fold_words(line)) for line in lines)[:MOST_PARAGRAPHS]
        if paragraphs:
            found.append(Outline(document.id, paragraphs, frozenset().union(*paragraphs)))
    return tuple(found)


def retelling_of(outlines: Sequence[Outline], body: Field) -> Retelling | None:
    """Compare documents with one body: the one most told again; None where they have too little in common."""
    stems = _stems([token.folded for token in body.folded.tokens])
    near = [one for one in outlines if len(stems & one.all) >= ENOUGH * len(one.all)]
    paragraphs = _long_enough(_paragraph_stems(body))[:MOST_PARAGRAPHS] if near else ()
    found = [_compared(one, paragraphs) for one in near if paragraphs]
    return max(found, key=lambda told: told.share, default=None)


def _compared(outline: Outline, paragraphs: Sequence[Stems]) -> Retelling:
    paired = _most_in_order(paragraphs, outline.paragraphs)
    ours, theirs = sum(map(len, outline.paragraphs)), sum(map(len, paragraphs))
    return Retelling(outline.document_id, paired / ours, paired / theirs)


def _paragraph_stems(body: Field) -> list[Stems]:
    paragraphs: list[list[str]] = [[] for _ in range(body.paragraphs[-1] + 1)]
    for token, number in zip(body.folded.tokens, body.paragraphs, strict=True):
        paragraphs[number].append(token.folded)
    return [_stems(words) for words in paragraphs]


def _stems(words: Sequence[str]) -> Stems:
    return frozenset(word[:STEM] for word in set(words) if len(word) >= STEM or word.isdigit())


def _long_enough(paragraphs: Iterable[Stems]) -> tuple[Stems, ...]:
    return tuple(stems for stems in paragraphs if len(stems) >= SHORTEST)


def _most_in_order(theirs: Sequence[Stems], ours: Sequence[Stems]) -> int:
    """The largest number of shared stems over pairs of paragraphs that keep the order of both texts."""
    row = [0] * (len(ours) + 1)
    for their in theirs:
        above = row
        row = [0] * (len(ours) + 1)
        for place, our in enumerate(ours, start=1):
            shared = len(their & our)
            pair = shared if shared >= ALIKE * min(len(their), len(our)) else 0
            row[place] = max(row[place - 1], above[place], above[place - 1] + pair)
    return row[-1]
