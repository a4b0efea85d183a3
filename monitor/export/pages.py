"""What a list on pages holds, the same for Word and for PDF: a title, what it counts, the table, how it came about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from babel.dates import format_date

from monitor.export.columns import PAGE, Clock, Link, Value
from monitor.export.figures import Figures
from monitor.export.mention_list import Head, MentionList, Rows, table_of
from monitor.export.method import Part, method_of, summary_of, title_of
from monitor.export.plain import followable, xml_text
from monitor.wording.words import Words, message

COLUMNS_MOST = 8
ROWS_MOST = 2_000
_UNLINKED = frozenset({"addresses"})  # on a page the titles lead there
_MADE_WHEN_EMPTY = datetime(2000, 1, 1, tzinfo=UTC)
_LOCALES = {"fr": "fr_FR", "en": "en_GB"}


class TooMuchForPages(ValueError):
    """A list that nobody could read on paper; `sentence` says what to do."""

    def __init__(self, columns: int = 0, rows: int = 0) -> None:
        super().__init__(f"{columns} columns, {rows} rows")
        self.columns, self.rows = columns, rows

    def sentence(self, words: Words) -> str:
        """What to tell staff."""
        if self.columns:
            return words(_TOO_WIDE, n=self.columns, most=COLUMNS_MOST)
        return words(_TOO_LONG, n=words.number(self.rows), most=words.number(ROWS_MOST))


_TOO_WIDE = message("A page has room for {most} columns, not for {n}: name fewer, or take the format xlsx.")
_TOO_LONG = message(
    "{n} mentions are too many for pages, which take {most}: choose fewer, or take the format xlsx."
)


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a cell; `url` where they lead somewhere, `language` their code where it is known."""

    text: str
    url: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Pages:
    """A list as pages show it; a cell is one or more runs, each on a line of its own. `at` is the newest thing in it."""

    language: str
    title: str
    summary: str
    chosen: tuple[tuple[str, str], ...]
    heads: tuple[Head, ...]
    rows: tuple[tuple[tuple[Run, ...], ...], ...]
    method: tuple[Part, ...]
    at: datetime


def pages_of(asked: MentionList) -> Pages:
    """The pages of a list. Raises TooMuchForPages."""
    if len(asked.columns) > COLUMNS_MOST:
        raise TooMuchForPages(columns=len(asked.columns))
    words, figures = Words(asked.language), Figures(asked.zone)
    table = table_of(asked, PAGE, figures.add)
    shown = [place for place, head in enumerate(table.heads) if head.key not in _UNLINKED]
    rows = []
    for row in table.rows:
        rows.append(tuple(tuple(_runs(row[place], words, asked)) for place in shown))
        if len(rows) > ROWS_MOST:
            raise TooMuchForPages(rows=len(rows) + sum(1 for _ in table.rows))
    people = words.n("{n} person to thank.", "{n} people to thank.", len(rows))
    return Pages(
        language=asked.language,
        title=title_of(asked),
        summary=people if asked.rows is Rows.PEOPLE else summary_of(asked, figures),
        chosen=asked.chosen,
        heads=tuple(table.heads[place] for place in shown),
        rows=tuple(rows),
        method=tuple(method_of(asked, figures)),
        at=figures.newest or _MADE_WHEN_EMPTY,
    )


def _runs(value: Value, words: Words, asked: MentionList) -> Iterator[Run]:
    if isinstance(value, tuple):
        for one in value:
            yield from _runs(one, words, asked)
    elif isinstance(value, Link):
        yield Run(xml_text(value.text), followable(value.url) or "", value.language)
    elif isinstance(value, bool):
        yield Run(words("yes") if value else words("no"))
    elif isinstance(value, date):
        yield Run(_when(value, words, asked))
    elif isinstance(value, int):
        yield Run(words.number(value))
    elif value:
        yield Run(xml_text(value.text if isinstance(value, Clock) else value))


def _when(value: date, words: Words, asked: MentionList) -> str:
    """ "5 févr. 2025, 17 h 48" in the campaign's zone; the day alone where no hour is known."""
    timed = isinstance(value, datetime)
    local = value.astimezone(asked.zone) if isinstance(value, datetime) else value
    day = format_date(local, "d MMM y", locale=_LOCALES[words.language]).replace(" ", "\u00a0")
    return (
        words("{day}, {hour}", day=day, hour=words.hour(local))
        if timed and isinstance(local, datetime)
        else day
    )
