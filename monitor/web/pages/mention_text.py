"""An article's text for the page: cut into paragraphs, each passage that counts marked and numbered. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from monitor.explain.campaign_sentences import evidence_words, field_words, is_against, weight_words
from monitor.wording import Words
from monitor.wording.outside import clean
from monitor.wording.words import keep_together
from storage.model import Evidence, MentionKind

LONGEST_PARAGRAPH = 3_000
"""Signs; a longer one is cut at a space."""

MOST_TEXT = 2_000_000
"""Signs of a text that are shown."""

LEAST_FOLDED = 4
"""So many paragraphs without a passage, in a row, are folded; the ones beside a passage stay."""

_LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a paragraph. `number` is that of the passage, 0 outside of all; `first` where the passage begins."""

    text: str
    number: int = 0
    first: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A passage: raw offsets into a text, and its number on the page."""

    start: int
    end: int
    number: int


@dataclass(frozen=True, slots=True)
class Block:
    """Paragraphs that are shown, or folded with the number of words that they hold."""

    paragraphs: tuple[tuple[Piece, ...], ...]
    folded: bool = False
    words: int = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """One kind of evidence of a mention, in words; `numbers` are the passages of the text in which it stands."""

    what: str
    found: tuple[str, ...]
    where: str
    weight: str
    against: bool
    numbers: tuple[int, ...]


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Raw spans of the paragraphs that hold something; none is longer than `LONGEST_PARAGRAPH`."""
    for line in _LINE.finditer(text, 0, MOST_TEXT):
        start, end = line.span()
        while end - start > LONGEST_PARAGRAPH:
            cut = text.rfind(" ", start + 1, start + LONGEST_PARAGRAPH)
            cut = cut if cut > start else start + LONGEST_PARAGRAPH
            yield start, cut
            start = cut
        if text[start:end].strip():
            yield start, end


def numbered(evidence: Iterable[Evidence], length: int) -> list[Span]:
    """The passages of the body in their order; those that overlap are one. Offsets outside the text are left out."""
    found: list[Span] = []
    spans = sorted((one.start, min(one.end, length)) for one in evidence if one.field == "body")
    for start, end in spans:
        if not 0 <= start < end:
            continue
        if found and start < found[-1].end:
            found[-1] = Span(found[-1].start, max(end, found[-1].end), found[-1].number)
        else:
            found.append(Span(start, end, len(found) + 1))
    return found


def marked(text: str, start: int, end: int, spans: Sequence[Span]) -> tuple[Piece, ...]:
    """The paragraph from `start` to `end`, cut at the passages (which do not overlap, in their order)."""
    pieces: list[Piece] = []
    at = start
    for span in spans:
        first, last = max(span.start, at), min(span.end, end)
        if first >= last:
            continue
        pieces.append(Piece(tidy(text[at:first])))
        pieces.append(Piece(tidy(text[first:last]), span.number, span.start >= start))
        at = last
    pieces.append(Piece(tidy(text[at:end])))
    return tuple(one for one in pieces if one.text)


def tidy(text: str) -> str:
    """Words from outside without signs that nobody sees; the space that joins them to their neighbours stays."""
    inner = keep_together(clean(text, max(1, len(text))))
    if not inner:
        return " " if text else ""
    return f"{' ' if text[:1].isspace() else ''}{inner}{' ' if text[-1:].isspace() else ''}"


def blocks(text: str, spans: Sequence[Span]) -> list[Block]:
    """The text as it is shown: far from every passage it is folded."""
    made: list[tuple[tuple[Piece, ...], int]] = []
    at = 0
    for start, end in paragraphs(text):
        while at < len(spans) and spans[at].end <= start:
            at += 1
        near = list(_until(spans, at, end))
        made.append((marked(text, start, end, near), len(text[start:end].split())))
    shown = [any(piece.number for piece in pieces) for pieces, _ in made]
    keep = [index < 2 or any(shown[max(0, index - 1) : index + 2]) for index in range(len(made))]
    return list(_blocks(made, keep))


def _until(spans: Sequence[Span], at: int, end: int) -> Iterator[Span]:
    while at < len(spans) and spans[at].start < end:
        yield spans[at]
        at += 1


def _blocks(made: Sequence[tuple[tuple[Piece, ...], int]], keep: Sequence[bool]) -> Iterator[Block]:
    at = 0
    while at < len(made):
        until = at
        while until < len(made) and keep[until] == keep[at]:
            until += 1
        pieces = tuple(one for one, _ in made[at:until])
        folded = not keep[at] and until - at >= LEAST_FOLDED
        yield Block(pieces, folded, sum(count for _, count in made[at:until]))
        at = until


def reasons(
    words: Words, evidence: Iterable[Evidence], kind: MentionKind, spans: Sequence[Span]
) -> list[Reason]:
    """Why it is a mention: each kind of evidence once, the strongest first, what speaks against it last."""
    by_type: dict[str, list[Evidence]] = {}
    for one in evidence:
        by_type.setdefault(one.type, []).append(one)
    ordered = sorted(
        by_type.items(), key=lambda row: (is_against(row[1][0], kind), -max(e.weight for e in row[1]))
    )
    return [_reason(words, kind, found, spans) for _, found in ordered]


def _reason(words: Words, kind: MentionKind, found: Sequence[Evidence], spans: Sequence[Span]) -> Reason:
    heaviest = max(found, key=lambda one: one.weight)
    texts = dict.fromkeys(tidy(clean(one.text, 120)).strip() for one in found)
    fields = dict.fromkeys(field_words(words, one.field) for one in found)
    numbers = {
        span.number
        for one in found
        if one.field == "body"
        for span in spans
        if span.start < one.end and one.start < span.end
    }
    return Reason(
        what=_capital(evidence_words(words, heaviest.type)),
        found=tuple(text for text in texts if text)[:4],
        where=words.listing(list(fields)),
        weight=weight_words(words, heaviest, kind),
        against=is_against(heaviest, kind),
        numbers=tuple(sorted(numbers)),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
