"""Messages by gettext, read from `<language>.po` beside this file; English is the language of the source.

A message is always a literal of ours; values from outside are only ever inserted, never looked up or parsed.
Write one as `words("…")`, `words.n("…", "…", count)` or `words.c("where", "…")`. One that stands in a table
is marked where it is written, `message("…")`, and looked up where it is shown, `words(table[key])`.
French may be written with plain spaces and straight apostrophes: they are set properly when it is read.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

LANGUAGES = ("fr", "en")
HERE = Path(__file__).parent
NO_BREAK = "\u00a0"
NARROW = "\u202f"

_LOCALES = {"fr": "fr_FR", "en": "en_GB"}


def message(text: str, /) -> str:
    """Mark a literal as a message to translate; it is looked up later, where it is shown."""
    return text


def keep_together(text: str) -> str:
    """A French text of others: its spaces before : ; ? ! » % and after « do not break; nothing else is touched."""
    return re.sub(r"« | (?=[:;?!»%](?!\w))", lambda found: found.group().replace(" ", NO_BREAK), text)


def set_french(text: str) -> str:
    """French typography for a text of ours: no-break spaces before : ; ? ! » %, after «, and curly apostrophes."""
    text = re.sub(r"(?<=\w)'(?=\w)", "’", text)
    text = re.sub(r"[ \u00a0\u202f]([;?!])", rf"{NARROW}\1", text)
    text = re.sub(r"[ \u00a0\u202f]([:»%])", rf"{NO_BREAK}\1", text)
    return re.sub(r"«[ \u00a0\u202f]", f"«{NO_BREAK}", text)


def _set(string: str | Sequence[str]) -> str | tuple[str, ...]:
    return set_french(string) if isinstance(string, str) else tuple(set_french(part) for part in string)


def read_catalog(language: str) -> Catalog:
    """The messages of one language as its file has them; empty where there is no file."""
    path = HERE / f"{language}.po"
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as lines:
        return read_po(lines, locale=language)


@cache
def _translations(language: str) -> NullTranslations:
    catalog = read_catalog(language)
    if not len(catalog):
        return NullTranslations()
    if language == "fr":
        for entry in catalog:
            if entry.id and entry.string:
                entry.string = _set(entry.string)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled)


def _filled(text: str, values: dict[str, Any]) -> str:
    return text.format_map(values) if values else text


class Words:
    """One language: `words("{name} read", name=…)`, `words.n("{n} source", "{n} sources", 3)`."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else LANGUAGES[0]
        self._catalog = _translations(self.language)
        self._locale = Locale.parse(_LOCALES[self.language])

    def __call__(self, message: str, /, **values: Any) -> str:
        """The message in this language with the values put in."""
        return _filled(self._catalog.gettext(message), values)

    def n(self, one: str, many: str, count: int, /, **values: Any) -> str:
        """The message for this count, which is `{n}` in it; 0 is singular in French."""
        return _filled(self.form(one, many, count), {"n": self.number(count), **values})

    def form(self, one: str, many: str, count: int, /) -> str:
        """The message for this count with its places still open; a number stays on the line of what it counts."""
        return self._catalog.ngettext(one, many, count).replace("{n} ", f"{{n}}{NO_BREAK}")

    def c(self, context: str, message: str, /, **values: Any) -> str:
        """A message that means different things in different places."""
        return _filled(str(self._catalog.pgettext(context, message)), values)

    def number(self, value: int) -> str:
        """A whole number with its separators ("1 234" with a narrow no-break space, "1,234")."""
        return str(format_decimal(value, locale=self._locale))

    def day(self, when: date | datetime, year: bool = True) -> str:
        """A full day, of a datetime the one in its own zone: "mardi 4 février 2025", "Tuesday 4 February 2025"."""
        return self._day(when, "EEEE d MMMM y" if year else "EEEE d MMMM")

    def short_day(self, when: date | datetime) -> str:
        """A day where the month is known: "mardi 4", "Tuesday 4"."""
        return self._day(when, "EEEE d")

    def _day(self, when: date | datetime, pattern: str) -> str:
        if self.language == "fr" and when.day == 1:
            pattern = pattern.replace("EEEE d", "EEEE d'er'")
        return str(format_date(when, pattern, locale=self._locale))

    def month(self, when: date) -> str:
        """A month with its year: "février 2025", "February 2025"."""
        return str(format_date(when, "MMMM y", locale=self._locale))

    def hour(self, when: datetime | time) -> str:
        """A time of day, of a datetime in its own zone: "7 h 30" (no-break), "07:30"."""
        if self.language == "fr":
            return f"{when.hour}{NO_BREAK}h{NO_BREAK}{when.minute:02}"
        return f"{when.hour:02}:{when.minute:02}"

    def listing(self, parts: Sequence[str]) -> str:
        """Several things in one sentence: "a, b et c", "a, b and c"; the empty text for none."""
        return str(format_list(list(parts), locale=self._locale)) if parts else ""

    def country(self, code: str) -> str:
        """The name of a country by its two letters; the letters themselves where they are unknown."""
        return str(self._locale.territories.get(code.upper(), code))

    def tongue(self, code: str) -> str:
        """The name of a language by its code ("anglais", "English"); the code itself where it is unknown."""
        return str(self._locale.languages.get(code.lower().split("-")[0], code))
