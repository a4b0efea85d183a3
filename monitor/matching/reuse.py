"""How much of a document an article reproduces: the share of its 5-word shingles, boilerplate weightless."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from monitor.dossier import Campaign, Document
from monitor.matching.folding import Folded, fold_words

SHINGLE = 5
_ANY_LEVEL = 7  # deeper than any heading
Shingle = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Original:
    """A document's own shingles: without its boilerplate sections and without names that anybody writes."""

    document_id: str
    shingles: frozenset[Shingle]


@dataclass(frozen=True, slots=True)
class Reuse:
    """Shares between 0 and 1, and the longest stretch of the article taken over (token numbers, last included)."""

    document_id: str
    share_of_document: float
    share_of_article: float
    first: int
    last: int


def originals_of(campaign: Campaign) -> tuple[Original, ...]:
    """The documents of which the dossier has the text."""
    event = campaign.event
    names = [name for one in campaign.organisations for name in (one.name, *one.aliases, *one.expansions)]
    names += [event.name, *event.names] if event is not None else []
    common = {shingle for name in names for shingle in shingles(fold_words(name))}
    found = []
    for document in campaign.documents:
        own = frozenset(shingles(fold_words(own_text(document)))) - common
        if own:
            found.append(Original(document.id, own))
    return tuple(found)


def own_text(document: Document) -> str:
    """The text without its boilerplate sections: from such a heading to the next of its level or above."""
    weightless = {tuple(fold_words(heading)) for heading in document.boilerplate}
    kept, skipping = [], 0
    for line in document.text.splitlines():
        level = len(line) - len(line.lstrip("#"))
        if tuple(fold_words(line)) in weightless:
            skipping = min(skipping or _ANY_LEVEL, level or _ANY_LEVEL)
        elif level and skipping and level <= skipping:
            skipping = 0
        if not skipping:
            kept.append(line)
    return "\n".join(kept)


def shingles(words: list[str]) -> Iterable[Shingle]:
    """All runs of five words."""
    return zip(*(words[start:] for start in range(SHINGLE)), strict=False)


def reuse_of(original: Original, body: Folded) -> Reuse:
    """Compare one document with one body; linear in the body."""
    article = list(shingles([token.folded for token in body.tokens]))
    shared = [shingle in original.shingles for shingle in article]
    distinct = {shingle for shingle, taken in zip(article, shared, strict=True) if taken}
    first, length = _longest_run(shared)
    return Reuse(
        original.document_id,
        len(distinct) / len(original.shingles),
        sum(shared) / len(article) if article else 0.0,
        first,
        first + length + SHINGLE - 2 if length else first,
    )


def _longest_run(shared: list[bool]) -> tuple[int, int]:
    best, length = (0, 0), 0
    for index, taken in enumerate(shared):
        length = length + 1 if taken else 0
        if length > best[1]:
            best = (index - length + 1, length)
    return best
