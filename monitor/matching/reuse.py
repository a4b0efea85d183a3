"""How much of a document an article reproduces: the share of its 5-word shingles, boilerplate weightless.

The stretches taken over are aligned, ours beside theirs, so that a person can see them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from monitor.dossier import Campaign, Document
from monitor.matching.folding import Folded, Token, fold, fold_words

SHINGLE = 5
BRIDGE = 3
"""So many words changed, added or left out on either side do not end a stretch."""

MOST_STRETCHES = 50
MOST_PLACES = 20
"""Of a shingle that a document repeats so many places are known: aligning stays linear."""

_ANY_LEVEL = 7  # deeper than any heading
Shingle = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Original:
    """A document's own words, without its boilerplate sections, and where its shingles begin among them: without
    names that anybody writes. Offsets of the words are offsets into the document's text.
    """

    document_id: str
    words: tuple[Token, ...]
    places: dict[Shingle, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that both texts have: places among the document's own words and the article's, last included."""

    ours_first: int
    ours_last: int
    theirs_first: int
    theirs_last: int

    @property
    def length(self) -> int:
        """In words of the article."""
        return self.theirs_last - self.theirs_first + 1


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch as raw offsets: `ours` into the document's text in the dossier, `theirs` into the article's body."""

    ours: tuple[int, int]
    theirs: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reuse:
    """Shares between 0 and 1 of the shingles, and the stretches taken over, in the article's order."""

    document_id: str
    share_of_document: float
    share_of_article: float
    stretches: tuple[Stretch, ...] = ()

    @property
    def longest(self) -> Stretch | None:
        """The longest stretch."""
        return max(self.stretches, key=lambda stretch: stretch.length, default=None)


def originals_of(campaign: Campaign) -> tuple[Original, ...]:
    """The documents of which the dossier has the text; each language version is a document."""
    event = campaign.event
    names = [name for one in campaign.organisations for name in (one.name, *one.aliases, *one.expansions)]
    names += [event.name, *event.names] if event is not None else []
    common = {shingle for name in names for shingle in shingles(fold_words(name))}
    found = []
    for document in campaign.documents:
        spans = own_spans(document)
        words = tuple(
            token
            for token in fold(document.text).tokens
            if any(start <= token.start < end for start, end in spans)
        )
        places: dict[Shingle, list[int]] = {}
        for place, shingle in enumerate(shingles([token.folded for token in words])):
            if shingle not in common:
                places.setdefault(shingle, []).append(place)
        if places:
            first = {shingle: tuple(where[:MOST_PLACES]) for shingle, where in places.items()}
            found.append(Original(document.id, words, first))
    return tuple(found)


def own_spans(document: Document) -> list[tuple[int, int]]:
    """Raw spans of the text without its boilerplate sections: from such a heading to the next of its level or above."""
    weightless = {tuple(fold_words(heading)) for heading in document.boilerplate}
    kept: list[tuple[int, int]] = []
    skipping = start = 0
    for line in document.text.splitlines(keepends=True):
        level = len(line) - len(line.lstrip("#"))
        if tuple(fold_words(line)) in weightless:
            skipping = min(skipping or _ANY_LEVEL, level or _ANY_LEVEL)
        elif level and skipping and level <= skipping:
            skipping = 0
        if not skipping and kept and kept[-1][1] == start:
            kept[-1] = (kept[-1][0], start + len(line))
        elif not skipping:
            kept.append((start, start + len(line)))
        start += len(line)
    return kept


def own_text(document: Document) -> str:
    """The text without its boilerplate sections."""
    return "".join(document.text[start:end] for start, end in own_spans(document))


def shingles(words: Sequence[str]) -> Iterable[Shingle]:
    """All runs of five words."""
    return zip(*(words[start:] for start in range(SHINGLE)), strict=False)


def reuse_of(original: Original, body: Folded) -> Reuse:
    """Compare one document with one body; linear in the body."""
    words = [token.folded for token in body.tokens]
    article = list(shingles(words))
    taken = [place for place, shingle in enumerate(article) if shingle in original.places]
    return Reuse(
        original.document_id,
        len({article[place] for place in taken}) / len(original.places),
        len(taken) / len(article) if article else 0.0,
        _stretches(original, article, taken),
    )


def _stretches(original: Original, article: Sequence[Shingle], taken: Sequence[int]) -> tuple[Stretch, ...]:
    """The shingles taken over joined to stretches: each goes on with the one before where it can."""
    found: list[Stretch] = []
    for theirs in taken:
        last = found[-1] if found else None
        places = original.places[article[theirs]]
        ours = next((place for place in places if last is not None and _goes_on(last, place, theirs)), None)
        if ours is None or last is None:
            found.append(Stretch(places[0], places[0] + SHINGLE - 1, theirs, theirs + SHINGLE - 1))
        else:
            found[-1] = Stretch(last.ours_first, ours + SHINGLE - 1, last.theirs_first, theirs + SHINGLE - 1)
    return tuple(found)


def _goes_on(last: Stretch, ours: int, theirs: int) -> bool:
    """True where a shingle begins inside the stretch before it, or a few words after it, in both texts."""
    onward = ours + SHINGLE - 1 > last.ours_last
    return onward and ours <= last.ours_last + BRIDGE + 1 and theirs <= last.theirs_last + BRIDGE + 1


def passages_of(reuse: Reuse, original: Original, body: Folded) -> list[Passage]:
    """The longest stretches side by side, in the article's order."""
    longest = sorted(reuse.stretches, key=lambda stretch: -stretch.length)[:MOST_STRETCHES]
    return [
        Passage(
            (original.words[stretch.ours_first].start, original.words[stretch.ours_last].end),
            body.span(stretch.theirs_first, stretch.theirs_last),
        )
        for stretch in sorted(longest, key=lambda stretch: stretch.theirs_first)
    ]
