"""Days and spans of days in French, English and German prose: « les 10 et 11 février », "May 10–12, 2026"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel.dates import get_month_names

from monitor.matching.folding import Token, fold, fold_words

_BETWEEN = frozenset(["et", "and", "und", "au", "a", "to", "bis", "until"])
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


@dataclass(frozen=True, slots=True)
class Days:
    """From `first` to `last`, both included; `start` is where it stands; `dated`: its year is written."""

    first: date
    last: date
    start: int
    dated: bool


@cache
def month_names() -> dict[str, int]:
    """The months by their folded names in the three languages."""
    return {
        fold_words(str(name))[-1]: number
        for language in ("fr", "en", "de")
        for number, name in get_month_names("wide", locale=language).items()
    }


def find_days(text: str, base: date) -> list[Days]:
    """All days in a text, in reading order. Without its year, a day is the next one from `base` on."""
    tokens = fold(text).tokens
    words = [token.folded for token in tokens]
    found: list[Days] = []
    for index, word in enumerate(words):
        if word in month_names():
            days = _at(words, tokens, index, base)
            if days is not None and not (found and days.start < found[-1].start):
                if found and days.start == found[-1].start:
                    found.pop()
                found.append(days)
    return found


def _at(words: Sequence[str], tokens: Sequence[Token], index: int, base: date) -> Days | None:
    """The days around the name of a month."""
    month, before, after = month_names()[words[index]], _day(words, index - 1), _day(words, index + 1)
    if before is not None:
        year = _year(words, index + 1)
        start, first_day, first_month = _begins(words, index, before, month)
        return _days(year, (first_month, first_day), (month, before), tokens[start].start, base)
    if after is None:
        return None
    at = index + 1
    last, ahead = after, at + 1
    if ahead < len(words) and words[ahead] in _BETWEEN:
        ahead += 1
    if (second := _day(words, ahead)) is not None:
        last, at = second, ahead
    return _days(_year(words, at + 1), (month, after), (month, last), tokens[index].start, base)


def _begins(words: Sequence[str], index: int, day: int, month: int) -> tuple[int, int, int]:
    """Where a span that ends with this day begins: token, day, month."""
    at = index - 2
    if at >= 0 and words[at] in _BETWEEN:
        at -= 1
        if at > 0 and words[at] in month_names() and (first := _day(words, at - 1)) is not None:
            return at - 1, first, month_names()[words[at]]
    first = _day(words, at) if at >= 0 else None
    return (at, first, month) if first is not None and first < day else (index - 1, day, month)


def _day(words: Sequence[str], index: int) -> int | None:
    if not 0 <= index < len(words):
        return None
    digits = (
        words[index]
        .removesuffix("er")
        .removesuffix("th")
        .removesuffix("st")
        .removesuffix("nd")
        .removesuffix("rd")
    )
    return (
        int(digits)
        if digits.isascii() and digits.isdigit() and len(digits) <= 2 and 1 <= int(digits) <= 31
        else None
    )


def _year(words: Sequence[str], index: int) -> int | None:
    word = words[index] if 0 <= index < len(words) else ""
    known = word.isascii() and word.isdigit() and len(word) == 4 and _FIRST_YEAR <= int(word) <= _LAST_YEAR
    return int(word) if known else None


def _days(
    year: int | None, first: tuple[int, int], last: tuple[int, int], start: int, base: date
) -> Days | None:
    try:
        nearest = base.year if year is not None or date(base.year, *last) >= base else base.year + 1
        begin, end = (date(year or nearest, *day) for day in (first, last))
    except ValueError:  # the 31st of a short month
        return None
    return Days(begin, end, start, year is not None) if begin <= end else None
