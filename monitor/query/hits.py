"""Where a phrase stands in a text, and which matches stand near each other: positions of words, nothing else."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from monitor.matching.folding import fold
from monitor.query.patterns import Pattern, patterns_of
from monitor.query.searched import SearchedText
from monitor.query.tree import Phrase

MOST_PAIRS = 50_000
"""Pairs of matches that one NEAR compares in one article; those after them are not looked at."""
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")


class Hit(NamedTuple):
    """A match: the number of the text, its first and its last word."""

    text: int
    first: int
    last: int


def phrase_hits(phrase: Phrase, number: int, text: SearchedText) -> list[Hit]:
    """All matches of a phrase in one text, in reading order, whatever capitals and accents."""
    words = patterns_of(phrase.text)
    if phrase.slop is not None:
        return [Hit(number, first, last) for first, last in _together(words, phrase.slop, text)]
    if len(words) == 1 and not words[0].is_literal:
        return [Hit(number, place, place) for place in text.at(words[0])]
    found: set[tuple[int, int]] = set()
    for start, after, taken in _beginnings(words, text):
        found.update((start, end - 1) for end in _continued(words, taken, after, text))
    return [Hit(number, first, last) for first, last in sorted(found)]


def _beginnings(words: Sequence[Pattern], text: SearchedText) -> Iterable[tuple[int, int, int]]:
    """Where the phrase can begin: (first word, the word after what is matched, words of the phrase used up)."""
    first = words[0]
    vocabulary = text.vocabulary
    yield from ((place, place + 1, 1) for place in text.at(first))
    if not first.is_literal:
        return
    for cut in range(1, len(first.word)):
        if first.word[cut:] not in vocabulary or first.word[:cut] not in vocabulary:
            continue
        firsts, seconds = set(text.places(first.word[:cut])), text.places(first.word[cut:])
        yield from (
            (place - 1, place + 1, 1) for place in seconds if place - 1 in firsts and text.may_join(place - 1)
        )
    if len(words) > 1 and words[1].is_literal:
        yield from ((place, place + 1, 2) for place in text.places(first.word + words[1].word))


def _continued(words: Sequence[Pattern], taken: int, after: int, text: SearchedText) -> list[int]:
    """From word `after` of the text on, the ends of what the rest of the phrase matches."""
    states, ends = {(taken, after)}, []
    while states:
        following: set[tuple[int, int]] = set()
        for used, place in states:
            if used == len(words):
                ends.append(place)
            elif place < len(text.words):
                following.update(_steps(words, used, place, text))
        states = following
    return ends


def _steps(words: Sequence[Pattern], used: int, place: int, text: SearchedText) -> Iterable[tuple[int, int]]:
    """The ways on: the next word as it is, in two parts, or joined with the one after it."""
    here, wanted = text.words[place], words[used]
    if wanted.accepts(here):
        yield used + 1, place + 1
    if not wanted.is_literal:
        return
    if (
        place + 1 < len(text.words)
        and wanted.word.startswith(here)
        and here + text.words[place + 1] == wanted.word
        and text.may_join(place)
    ):
        yield used + 1, place + 2
    if used + 1 < len(words) and words[used + 1].is_literal and here == wanted.word + words[used + 1].word:
        yield used + 2, place + 1


def _together(words: Sequence[Pattern], slop: int, text: SearchedText) -> list[tuple[int, int]]:
    """The shortest stretches that hold all the words in any order, at most `slop` others among them."""
    wanted = Counter(words)
    events = sorted(
        ((place, pattern) for pattern in wanted for place in text.at(pattern)), key=lambda event: event[0]
    )
    window: deque[tuple[int, Pattern]] = deque()
    held: Counter[Pattern] = Counter()
    found: list[tuple[int, int]] = []
    lacking, most, at = len(wanted), len(words) + slop, 0
    for place, pattern in events:
        while at < len(events) and lacking:
            event = events[at]
            held[event[1]] += 1
            lacking -= held[event[1]] == wanted[event[1]]
            window.append(event)
            at += 1
        if lacking:
            break
        last = window[-1][0]
        if last - place + 1 <= most and (not found or found[-1][0] != place):
            found.append((place, last))
        lacking += held[pattern] == wanted[pattern]
        held[pattern] -= 1
        window.popleft()
    return found


def exact_hits(phrase: Phrase, hits: Iterable[Hit], texts: Sequence[SearchedText]) -> list[Hit]:
    """Those of the matches that are written exactly as the phrase: capitals, accents and signs."""
    matcher, before, after = _exact_form(phrase)
    kept = []
    for hit in hits:
        text = texts[hit.text]
        start, end = text.span(hit.first, hit.last)
        raw = text.raw[max(0, start - before) : end + after]
        if start >= before and matcher.fullmatch(_written(raw)):
            kept.append(hit)
    return kept


@lru_cache(maxsize=5_000)
def _exact_form(phrase: Phrase) -> tuple[re.Pattern[str], int, int]:
    """What the raw words must be, and how many signs before and after them belong to the phrase."""
    tokens = fold(phrase.text.replace("*", "x").replace("?", "x")).tokens
    before, after = tokens[0].start, len(phrase.text) - tokens[-1].end
    first, *others = [re.escape(part).replace(r"\?", r"\w") for part in _written(phrase.text).split("*")]
    middle = "".join(
        rf"(?>\w*?{part})" for part in others[:-1]
    )  # atomic: linear however many stars there are
    form = rf"{first}{middle}\w*{others[-1]}" if others else first
    return re.compile(form), before, after


def _written(raw: str) -> str:
    """A raw text with its spaces alike, its accents composed, without signs that no one can see."""
    return " ".join(unicodedata.normalize("NFC", _INVISIBLE.sub("", raw)).split())


def near_hits(left: Sequence[Hit], right: Sequence[Hit], distance: int, ordered: bool) -> list[Hit]:
    """Pairs of matches of one text that do not overlap, at most `distance` words between; each as one match."""
    if not left or not right:
        return []
    right = sorted(right)
    longest = max(hit.last - hit.first for hit in right) + 1
    found: set[Hit] = set()
    compared = 0
    for text, first, last in left:
        at = bisect_left(right, (text, first - distance - longest if not ordered else last + 1, -1))
        while at < len(right) and right[at][:2] <= (text, last + distance + 1):
            other = right[at]
            at += 1
            compared += 1
            if other.first > last:
                found.add(Hit(text, first, other.last))
            elif not ordered and 0 < first - other.last <= distance + 1:
                found.add(Hit(text, other.first, last))
        if compared > MOST_PAIRS:
            break
    return sorted(found)


def gap(one: Hit, other: Hit) -> int | None:
    """The words between two matches of one text; None where they overlap or stand in different texts."""
    if one.text != other.text:
        return None
    first, second = sorted((one, other), key=lambda hit: hit.first)
    return second.first - first.last - 1 if second.first > first.last else None


def disjoint(hits: Iterable[Hit]) -> list[Hit]:
    """As many matches as stand apart from each other."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.text, hit.last, -hit.first)):
        if not kept or kept[-1].text != hit.text or hit.first > kept[-1].last:
            kept.append(hit)
    return kept
