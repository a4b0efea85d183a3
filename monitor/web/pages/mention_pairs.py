"""An article beside our own text where it was reused: one row per paragraph, equal numbers join the same words. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from monitor.dossier import Campaign, Document
from monitor.matching.folding import Token, fold
from monitor.web.pages.mention_text import Piece, Span, marked, paragraphs

REACH = 8
"""Words that either side may have changed, added or left out inside a passage (matching bridges three)."""

MOST_ROWS = 14
"""Rows of a table above which paragraphs far from its passages are folded."""

Offsets = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph of the article, and the paragraphs of ours of which it holds words."""

    theirs: tuple[Piece, ...]
    ours: tuple[tuple[Piece, ...], ...]
    words: int

    @property
    def numbers(self) -> tuple[int, ...]:
        """The passages in the article's paragraph."""
        return tuple(dict.fromkeys(one.number for one in self.theirs if one.number))


@dataclass(frozen=True, slots=True)
class Fold:
    """Rows that are not shown: how many there are, and their words."""

    rows: int
    words: int


@dataclass(frozen=True, slots=True)
class Pair:
    """The table. Shares in per cent; `left_out` are our paragraphs of which nothing was taken."""

    document: Document
    share_of_article: int
    share_of_document: int
    rows: tuple[Row | Fold, ...]
    spans: tuple[Span, ...]
    left_out: tuple[tuple[Piece, ...], ...]


def pair_of(campaign: Campaign, reuse: Mapping[str, Any] | None, text: str, whole: bool) -> Pair | None:
    """The article beside the document that it takes from; `whole` folds nothing.

    None where nothing was taken, or where the dossier no longer holds what was (it is to be matched again first).
    """
    document = next((one for one in campaign.documents if reuse and one.id == reuse.get("document")), None)
    if document is None or reuse is None:
        return None
    joined = list(_joined(document.text, text, reuse.get("passages") or ()))
    if not joined:
        return None
    ours = sorted((Span(*one, number) for number, (one, _) in enumerate(joined, 1)), key=lambda s: s.start)
    theirs = [Span(*one, number) for number, (_, one) in enumerate(joined, 1)]
    shown, left_out = _ours(document.text, _apart(ours))
    rows = list(_rows(text, theirs, shown))
    return Pair(
        document,
        _percent(reuse.get("share_of_article")),
        _percent(reuse.get("share_of_document")),
        tuple(rows if whole else _folded(rows)),
        tuple(theirs),
        tuple(left_out),
    )


def _percent(share: Any) -> int:
    return round(100 * min(1.0, max(0.0, float(share)))) if isinstance(share, int | float) else 0


def _joined(ours: str, theirs: str, passages: Iterable[Any]) -> Iterator[tuple[Offsets, Offsets]]:
    """The passages cut at the ends of paragraphs on both sides, in the article's order."""
    our_breaks, their_breaks = _breaks(ours), _breaks(theirs)
    done = 0
    for passage in passages:
        (start, end), (first, last) = passage
        if not (0 <= start < end <= len(ours) and done <= first < last <= len(theirs)):
            continue
        done = last
        run: list[tuple[Token, Token]] = []
        place = (0, 0)
        for mine, other in _aligned(fold(ours[start:end]).tokens, fold(theirs[first:last]).tokens):
            here = (_place(our_breaks, start + mine.start), _place(their_breaks, first + other.start))
            if run and here != place:
                yield _ends(run, start, first)
                run = []
            place = here
            run.append((mine, other))
        if run:
            yield _ends(run, start, first)


def _ends(run: Sequence[tuple[Token, Token]], start: int, first: int) -> tuple[Offsets, Offsets]:
    (mine, other), (my_last, other_last) = run[0], run[-1]
    return (start + mine.start, start + my_last.end), (first + other.start, first + other_last.end)


def _aligned(ours: Sequence[Token], theirs: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
    """The words that both have, in order; a few that differ are stepped over. Ends where they part."""
    mine = other = 0
    while mine < len(ours) and other < len(theirs):
        step = next(
            (
                (a, total - a)
                for total in range(REACH + 1)
                for a in range(total + 1)
                if mine + a < len(ours)
                and other + total - a < len(theirs)
                and ours[mine + a].folded == theirs[other + total - a].folded
            ),
            None,
        )
        if step is None:
            return
        mine, other = mine + step[0], other + step[1]
        yield ours[mine], theirs[other]
        mine, other = mine + 1, other + 1


def _breaks(text: str) -> list[int]:
    return [start for start, _ in paragraphs(text)]


def _place(starts: Sequence[int], at: int) -> int:
    return bisect_right(starts, at)


def _apart(spans: Sequence[Span]) -> list[Span]:
    """Our words that two passages took over stand under the first of them."""
    kept: list[Span] = []
    for one in spans:
        start = max(one.start, kept[-1].end) if kept else one.start
        if start < one.end:
            kept.append(Span(start, one.end, one.number))
    return kept


def _ours(text: str, spans: Sequence[Span]) -> tuple[dict[int, tuple[Piece, ...]], list[tuple[Piece, ...]]]:
    """Our paragraphs by the numbers of the passages in them, and those with none."""
    by_number: dict[int, tuple[Piece, ...]] = {}
    left_out = []
    for start, end in paragraphs(text):
        near = [one for one in spans if one.start < end and start < one.end]
        pieces = marked(text, start, end, near)
        if not near:
            left_out.append(pieces)
        for one in near:
            by_number.setdefault(one.number, pieces)
    return by_number, left_out


def _rows(text: str, spans: Sequence[Span], ours: Mapping[int, tuple[Piece, ...]]) -> Iterator[Row]:
    at = 0
    for start, end in paragraphs(text):
        while at < len(spans) and spans[at].end <= start:
            at += 1
        until = at
        while until < len(spans) and spans[until].start < end:
            until += 1
        near = spans[at:until]
        beside = dict.fromkeys(ours[one.number] for one in near if one.number in ours)
        yield Row(marked(text, start, end, near), tuple(beside), len(text[start:end].split()))


def _folded(rows: Sequence[Row]) -> Iterator[Row | Fold]:
    """The rows; where there are many, those without a passage, and away from any, are folded."""
    near = [bool(row.numbers) for row in rows]
    keep = [
        len(rows) <= MOST_ROWS or index == 0 or any(near[max(0, index - 1) : index + 2])
        for index in range(len(rows))
    ]
    edges = [0, *(at for at in range(1, len(rows)) if keep[at] != keep[at - 1]), len(rows)]
    for start, end in pairwise(edges):
        if keep[start] or end - start < 3:
            yield from rows[start:end]
        else:
            yield Fold(end - start, sum(row.words for row in rows[start:end]))
