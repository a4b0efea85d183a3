"""Dates as sources write them: RFC 822, ISO 8601 and W3C, asctime, and French or English words.

A date without a time of day stays a bare date. A time without a zone is read as UTC, as RFC 822 readers do;
a claimed zone is kept. What is impossible (30 February) or is no date (epoch milliseconds) is None.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone

from storage.model import Moment

MAX_LENGTH = 120

_MONTH_NAMES = (
    "jan janv janvier january januar enero",
    "feb fev fevr fevrier february februar",
    "mar mars march marz",
    "apr avr avril april",
    "may mai mayo",
    "jun juin june juni",
    "jul juil juillet july juli",
    "aug aou aout august",
    "sep sept septembre september",
    "oct octobre october oktober okt",
    "nov novembre november",
    "dec decembre december dezember dez",
)
_MONTHS = {name: month for month, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_ACCENTS = str.maketrans("éèêûùäà", "eeeuuaa")
_ZONES = {
    "UTC": 0, "GMT": 0, "UT": 0, "Z": 0, "WET": 0, "BST": 60, "WEST": 60, "CET": 60, "MET": 60, "CEST": 120,
    "MEST": 120, "EET": 120, "EEST": 180, "MSK": 180, "AST": -240, "ADT": -180, "EST": -300, "EDT": -240,
    "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
}  # fmt: skip

_CLOCK = r"(?P<hour>\d{1,2})\s?[:hH]\s?(?P<minute>\d{2})?(?::(?P<second>\d{1,2})(?:[.,]\d{1,9})?)?"
_ZONE = r"(?P<zone>[A-Za-z]{0,4}/?(?:GMT|UTC)?\s?[+-]\d{1,2}:?(?:\d{2})?(?!\d)|[A-Z]{1,4}\b)?"
_ISO = re.compile(
    r"(?P<year>[12]\d{3})(?:[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})|(?P<month2>\d{2})(?P<day2>\d{2}))"
    r"(?:(?:\s?T\s?|\s+|_)(?P<hour>\d{1,2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,]\d{1,9})?)?\s?"
    r"(?P<zone>[Zz]|[A-Z]{3,4}|[+-]\d{2}:?(?:\d{2})?)?)?(?!\d)"
)
_SLASHED = re.compile(r"(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>(?:19|20)\d{2})")
_WORDS = re.compile(
    r"(?P<day>\d{1,2})(?:er|st|nd|rd|th)?[\s.-]{1,3}(?:de )?(?P<name>[a-z]{3,9})\b[\s.,-]{0,3}(?:de )?(?P<year>\d{4}|\d{2})(?![:\d])"
)
_AMERICAN = re.compile(
    r"(?P<name>[a-z]{3,9})\.?\s{1,3}(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s{1,3}(?P<year>\d{4})(?!\d)"
)
_ASCTIME = re.compile(r"(?P<name>[a-z]{3})\s{1,3}(?P<day>\d{1,2})\s(?=\d{1,2}:\d{2})")
_TIME = re.compile(rf"(?<![\d:]){_CLOCK}(?:\s?(?P<half>[aApP])\.?[mM]\b)?\s{{0,3}}{_ZONE}")
_YEAR_LAST = re.compile(r"\b(?:19|20)\d{2}\b(?!.*\b(?:19|20)\d{2}\b)")


def parse_moment(text: str | None) -> Moment | None:
    """The moment that `text` claims, or None. Only the first 120 characters are read."""
    if not text:
        return None
    text = " ".join(text[:MAX_LENGTH].split())
    iso = _ISO.match(text)
    if iso is not None:
        part = iso.groupdict()
        day = _day(part["year"], part["month"] or part["month2"], part["day"] or part["day2"])
        return _with_time(day, part["hour"], part["minute"], part["second"], part["zone"])
    return find_moment(text)


def find_moment(text: str) -> Moment | None:
    """The first date written in words or with slashes in a short text (« Publié le 4 février 2025 à 14h30 »)."""
    text = " ".join(text[:MAX_LENGTH].split())
    folded = text.lower().translate(_ACCENTS)
    day, end = _day_in(folded)
    if day is None:
        return None
    found = _TIME.search(text, end) or _TIME.search(text)
    if found is None:
        return day
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % 12 + (12 if found["half"] in "pP" else 0)
    return _with_time(day, str(hour), found["minute"] or "0", found["second"], found["zone"])


def _day_in(folded: str) -> tuple[date | None, int]:
    """The day in a folded text, and where it ends."""
    slashed = _SLASHED.search(folded)
    if slashed:
        return _day(slashed["year"], slashed["month"], slashed["day"]), slashed.end()
    for pattern in (_WORDS, _AMERICAN):
        for found in pattern.finditer(folded):
            month = _MONTHS.get(found["name"])
            if month:
                return _day(_full_year(found["year"]), str(month), found["day"]), found.end()
    for found in _ASCTIME.finditer(folded):
        year = _YEAR_LAST.search(folded, found.end())
        if found["name"] in _MONTHS and year:
            return _day(year.group(), str(_MONTHS[found["name"]]), found["day"]), found.end()
    return None, 0


def _full_year(year: str) -> str:
    return year if len(year) == 4 else str((1900 if int(year) >= 69 else 2000) + int(year))


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _with_time(
    day: date | None, hour: str | None, minute: str | None, second: str | None, zone: str | None
) -> Moment | None:
    """The day with its time where it has one; an impossible time leaves the day alone."""
    if day is None or hour is None:
        return day
    try:
        clock = time(int(hour) % 24, int(minute or 0), min(int(second or 0), 59))
        moment = datetime.combine(day, clock, tzinfo=_zone(zone))
        moment.astimezone(UTC)
        return moment + timedelta(days=1) if int(hour) == 24 else moment
    except (ValueError, OverflowError):
        return day


def _zone(name: str | None) -> timezone:
    """The claimed zone; UTC where there is none or none that is known."""
    name = (name or "").strip()
    offset = re.search(r"([+-])(\d{1,2}):?(\d{2})?$", name)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        minutes = -minutes if offset[1] == "-" else minutes
    else:
        minutes = _ZONES.get(name.upper(), 0)
    return timezone(timedelta(minutes=minutes)) if minutes and abs(minutes) < 24 * 60 else UTC
