"""The values of lang: and date:."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from monitor.query.tree import Days, Language

_CODE = re.compile(r"[a-z]{2,3}")
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_LIMIT = re.compile(r"(>=|<=|>|<)?(.{4,10})")


def read_language(text: str) -> Language | None:
    """A code such as fr or pt-BR, of which the first part counts; None where it is none."""
    code = text.strip().lower().split("-")[0]
    return Language(code) if _CODE.fullmatch(code) else None


def read_days(text: str) -> Days | None:
    """A day, a month or a year, or two of them with .. between, or one with >=, >, <=, <; None where it is none."""
    text = text.replace(" ", "")[:30]
    if ".." in text:
        first, _, last = text.partition("..")
        begin = _period(first) if first else (None, None)
        end = _period(last) if last else (None, None)
        if begin is None or end is None or not (first or last):
            return None
        return _ordered(Days(begin[0], end[1]))
    found = _LIMIT.fullmatch(text)
    period = _period(found[2]) if found else None
    if found is None or period is None:
        return None
    return _limited(found[1], *period)


def _limited(sign: str | None, first: date, last: date) -> Days | None:
    if sign is None:
        return Days(first, last)
    try:
        return {
            ">=": lambda: Days(first, None),
            "<=": lambda: Days(None, last),
            ">": lambda: Days(date.fromordinal(last.toordinal() + 1), None),
            "<": lambda: Days(None, date.fromordinal(first.toordinal() - 1)),
        }[sign]()
    except ValueError:
        return None  # before the first or after the last day that there is


def _ordered(days: Days) -> Days | None:
    return None if days.first and days.last and days.last < days.first else days


def _period(text: str) -> tuple[date, date] | None:
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        assert year is not None
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except ValueError:
        return None
