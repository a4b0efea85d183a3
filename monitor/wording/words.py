"""Messages by gettext, read from `<language>.po` beside this file; English is the language of the source.

A message is always a literal of ours; values from outside are only ever inserted, never looked up or parsed.
"""

from __future__ import annotations

import io
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

LANGUAGES = ("fr", "en")
HERE = Path(__file__).parent


@cache
def _translations(language: str) -> NullTranslations:
    path = HERE / f"{language}.po"
    if not path.exists():
        return NullTranslations()
    with path.open("rb") as lines:
        catalog = read_po(lines, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled)


class Words:
    """One language: `words("{n} sources read", n=3)`, `words.n("{n} source", "{n} sources", 3)`."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else LANGUAGES[0]
        self._catalog = _translations(self.language)

    def __call__(self, message: str, /, **values: Any) -> str:
        """The message in this language with the values put in."""
        return self._catalog.gettext(message).format_map(values) if values else self._catalog.gettext(message)

    def n(self, one: str, many: str, count: int, /, **values: Any) -> str:
        """The message for this count, which is `{n}` in it; 0 is singular in French."""
        return self._catalog.ngettext(one, many, count).format_map({"n": self.number(count), **values})

    def c(self, context: str, message: str, /, **values: Any) -> str:
        """A message that means different things in different places."""
        return str(self._catalog.pgettext(context, message)).format_map(values)

    def number(self, value: int) -> str:
        """A whole number with its separators ("1 234" with a narrow no-break space, "1,234")."""
        raise NotImplementedError

    def day(self, when: date | datetime, year: bool = True) -> str:
        """A full day: "mardi 4 février 2025", "Tuesday 4 February 2025"."""
        raise NotImplementedError

    def hour(self, when: datetime | time) -> str:
        """A time of day: "7 h 30" (no-break), "7:30 a.m." is written "07:30" in English."""
        raise NotImplementedError
