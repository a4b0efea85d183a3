"""When a page says that it was published, and last changed.

A time is kept with the offset that the page claims. A clock without a zone is not a moment: its day is
kept alone, and so is midnight UTC, which is what systems write for a day without a time.
"""

from __future__ import annotations

import re
from copy import deepcopy
from datetime import date, datetime, time, timedelta, timezone

import htmldate
from dateparser.date import DateDataParser
from lxml.etree import LxmlError, strip_elements
from lxml.html import HtmlElement

from storage.model import Moment

EARLIEST, LATEST = 2000, 2100
MAX_LENGTH = 60

_ISO = re.compile(
    r"(?P<year>[12]\d{3})-?(?P<month>\d{2})-?(?P<day>\d{2})"
    r"(?:[T ]{1,2}(?P<hour>\d{1,2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"\s?(?P<zone>[Zz]|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?(?![\d])"
)
_RFC = re.compile(
    r"(?:[A-Z][a-z]{2},? )?(?P<day>\d{1,2}) (?P<month>[A-Z][a-z]{2}) (?P<year>\d{4}) (?P<hour>\d{2}):(?P<minute>\d{2})"
    r"(?::(?P<second>\d{2}))? (?P<zone>GMT|UTC|Z|[+-]\d{4})"
)
_ENGLISH = {
    name: month
    for month, name in enumerate(
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], 1
    )
}
_IN_URL = re.compile(
    r"[/_.-](20\d{2})[/_-](0?[1-9]|1[0-2])[/_-](0?[1-9]|[12]\d|3[01])(?![\d])|/(20\d{2})(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d)"
)
_MONTHS = (
    r"jan|janv|janvier|january|januar|enero|gennaio|janeiro|januari|feb|fév|févr|février|fevrier|february|februar|febrero|"
    r"febbraio|fevereiro|februari|mar|mars|march|märz|marzo|março|maart|apr|avr|avril|april|abril|aprile|mai|may|mayo|maggio|"
    r"maio|mei|jun|juin|june|juni|junio|giugno|junho|jul|juil|juillet|july|juli|julio|luglio|julho|aug|août|aout|august|"
    r"agosto|augustus|sep|sept|septembre|september|septiembre|settembre|setembro|oct|octobre|october|oktober|octubre|"
    r"ottobre|outubro|okt|nov|novembre|november|noviembre|novembro|dec|déc|décembre|decembre|december|dezember|diciembre|"
    r"dicembre|dezembro|dez"
)
_WRITTEN = re.compile(
    rf"\b\d{{1,2}}(?:er|st|nd|rd|th|\.)?\s{{0,3}}(?:de\s|of\s)?(?:{_MONTHS})\.?,?\s{{0,3}}(?:de\s|del\s)?20\d{{2}}\b"
    rf"|\b(?:{_MONTHS})\.?\s\d{{1,2}}(?:st|nd|rd|th)?,?\s20\d{{2}}\b"
    r"|\b\d{1,2}[/.]\d{1,2}[/.]20\d{2}\b|\b\d{2}\.\d{2}\.[0-4]\d\b"
    r"|\b20\d{2}-\d{2}-\d{2}\b"
    r"|\b20\d{2}年\s?\d{1,2}月\s?\d{1,2}日",
    re.IGNORECASE,
)
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.]((?:20)?\d{2})")
_UNTIL = re.compile(r"jusqu|expire|until|bis zum|hasta el|fino al|até ", re.IGNORECASE)
_PARSERS: dict[str, DateDataParser] = {}
_LANGUAGES = ("fr", "en", "de", "es", "it", "pt", "nl")


def parse_moment(text: object) -> Moment | None:
    """The moment that a machine-readable value claims; None where it claims none, or one outside 2000-2100."""
    if not isinstance(text, str):
        return None
    text = " ".join(text[:MAX_LENGTH].split())
    found = _ISO.match(text) or _RFC.match(text)
    if found is None:
        return day_in_words(text)
    part = found.groupdict()
    month = _ENGLISH.get(part["month"]) if part["month"].isalpha() else int(part["month"])
    try:
        day = date(int(part["year"]), month or 0, int(part["day"]))
    except ValueError:
        return None
    if not EARLIEST <= day.year < LATEST:
        return None
    if part["hour"] is None or part["zone"] is None:
        return day
    return _with_clock(day, int(part["hour"]), int(part["minute"]), int(part["second"] or 0), part["zone"])


def _with_clock(day: date, hour: int, minute: int, second: int, zone: str) -> Moment:
    sign, digits = zone[0], re.sub(r"\D", "", zone)
    offset = (
        timedelta(hours=int(digits[:2] or 0), minutes=int(digits[2:4] or 0)) if sign in "+-" else timedelta()
    )
    if hour > 24 or offset > timedelta(hours=15) or (not offset and (hour, minute, second) == (0, 0, 0)):
        return day
    try:
        clock = time(hour % 24, minute, min(second, 59), tzinfo=timezone(-offset if sign == "-" else offset))
    except ValueError:
        return day
    return datetime.combine(day, clock) + timedelta(days=1 if hour == 24 else 0)


def day_in_words(text: str, language: str = "") -> date | None:
    """The first day written in a short text (« Publié le 4 février 2025 à 14h30 »), None where there is none.

    `04/02/2025` has the day first, save in English, where only an unmistakable one is read.
    """
    found = _WRITTEN.search(" ".join(text[:300].split()))
    if found is None:
        return None
    words = found.group()
    slashed = _SLASHED.fullmatch(words)
    try:
        if slashed:
            first, second, year = (int(part) for part in slashed.groups())
            year = year if year > 99 else 2000 + year
            if (
                language.startswith("en")
                and min(first, second) <= 12
                and first != second
                and max(first, second) <= 12
            ):
                return None
            return date(year, second, first) if second <= 12 else date(year, first, second)
        if words[:4].isdigit() and words[4] in "-年":
            return date(*(int(part) for part in re.findall(r"\d+", words)[:3]))
    except ValueError:
        return None
    known = language[:2] if language[:2] in _LANGUAGES else ""
    read = _parser(known).get_date_data(re.sub(r"(?<=\d)(?:er|\.)(?=\s)", "", words)).date_obj
    return read.date() if read and EARLIEST <= read.year < LATEST else None


def is_date_line(text: str) -> bool:
    """True for a line that holds a date and, with it, no more than a weekday, a time, a place."""
    if len(text) > MAX_LENGTH or text.rstrip().endswith("."):
        return False
    found = _WRITTEN.search(text)
    return (
        found is not None
        and len(re.findall(r"[^\W\d]+", text[: found.start()] + " " + text[found.end() :])) <= 4
    )


def is_prose(text: str) -> bool:
    """True for a paragraph whose dates are those of what it tells, or of its end of sale."""
    return len(text) > 140 or _UNTIL.search(text) is not None


def _parser(language: str) -> DateDataParser:
    if language not in _PARSERS:
        _PARSERS[language] = DateDataParser(
            languages=[language, *(one for one in _LANGUAGES if one != language)]
            if language
            else list(_LANGUAGES),
            try_previous_locales=False,
            settings={"STRICT_PARSING": True, "DATE_ORDER": "DMY", "TIMEZONE": "UTC"},
        )
    return _PARSERS[language]


def day_anywhere(root: HtmlElement) -> date | None:
    """The day that htmldate finds in what a page shows, where it names none in the places that others do."""
    root = deepcopy(root)
    strip_elements(root, "head", "script", "aside", "footer", "nav", with_tail=False)
    for paragraph in [one for one in root.iter("p") if is_prose("".join(one.itertext())[:400])]:
        paragraph.clear(keep_tail=True)
    try:
        found = htmldate.find_date(
            root,
            extensive_search=False,
            original_date=True,
            min_date=f"{EARLIEST}-01-01",
            max_date=f"{LATEST - 1}-12-31",
        )
        return date.fromisoformat(found) if found else None
    except (ValueError, TypeError, AttributeError, LxmlError):
        return None


def day_in_url(url: str) -> date | None:
    """The day that an address names in its path (/2025/02/04/…)."""
    found = _IN_URL.search(url[:500])
    if found is None:
        return None
    year, month, day = (part for part in found.groups() if part)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
