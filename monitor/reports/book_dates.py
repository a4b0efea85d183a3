"""Periods as a book says them: from one day to another, never longer than they need to be."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

from monitor.book import Span, Unit
from monitor.wording.words import Words

_LOCALES = {"fr": "fr_FR", "en": "en_GB"}


def period_words(words: Words, first: date, last: date) -> str:
    """In a sentence: "du 4 au 17 février 2025", "du 28 décembre 2024 au 3 janvier 2025"; one day: "le 4 février 2025"."""
    if first == last:
        return words("on {day}", day=_day(words, last, "d MMMM y"))
    start, end = _ends(words, first, last)
    return words("from {start} to {end}", start=start, end=end)


def period_short(words: Words, first: date, last: date) -> str:
    """At the head of a page: "4 – 17 février 2025"."""
    if first == last:
        return _day(words, last, "d MMMM y")
    start, end = _ends(words, first, last)
    return f"{start} – {end}"


def day_words(words: Words, day: date, year: bool) -> str:
    """A day in a list: "4 février", "4 février 2025"."""
    return _day(words, day, "d MMMM y" if year else "d MMMM")


def _ends(words: Words, first: date, last: date) -> tuple[str, str]:
    if first.year != last.year:
        pattern = "d MMMM y"
    else:
        pattern = "d MMMM" if first.month != last.month else "d"
    return _day(words, first, pattern), _day(words, last, "d MMMM y")


def span_words(words: Words, span: Span, unit: Unit, year: bool) -> str:
    """A row of the timeline: "4 février", "10 – 16 février", "février 2025"."""
    if unit is Unit.DAY:
        return _day(words, span.first, "d MMMM y" if year else "d MMMM")
    if unit is Unit.MONTH:
        return str(format_date(span.first, "LLLL y", locale=_LOCALES[words.language]))
    if year:
        return period_short(words, span.first, span.last)
    if span.first == span.last:
        return _day(words, span.first, "d MMMM")
    start = _day(words, span.first, "d" if span.first.month == span.last.month else "d MMMM")
    return f"{start} – {_day(words, span.last, 'd MMMM')}"


def span_tick(words: Words, span: Span, unit: Unit) -> str:
    """Under a bar: "4", "3 févr.", "févr."."""
    if unit is Unit.DAY:
        return str(span.first.day)
    pattern = "d/M" if unit is Unit.WEEK else "LLL"
    return str(format_date(span.first, pattern, locale=_LOCALES[words.language]))


def _day(words: Words, day: date, pattern: str) -> str:
    if words.language == "fr" and day.day == 1:
        pattern = pattern.replace("d", "d'er'", 1)
    return str(format_date(day, pattern, locale=_LOCALES[words.language]))
