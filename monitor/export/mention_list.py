"""`MentionList`: what every format is given, and the table that the tabular ones make of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from monitor.dossier import Campaign
from monitor.export.columns import Column, Names, Scene, Value, columns_of
from monitor.export.people import HEADINGS as PEOPLE_HEADINGS
from monitor.export.people import people_rows
from monitor.wording.words import Words
from storage.model import Mention, SourceStatus

DEFAULT_ZONE = "Europe/Paris"


class Rows(StrEnum):
    """What one row of a table is."""

    MENTIONS = "mentions"
    PEOPLE = "people"  # one author of one outlet


class CsvStyle(StrEnum):
    """How a CSV separates its cells: for French Excel with `;`, or as the rest of the world expects, with `,`."""

    EXCEL_FR = "excel-fr"
    INTERNATIONAL = "international"


@dataclass(frozen=True, slots=True)
class MentionList:
    """Mentions chosen and sorted, with all that a format may need to write them.

    `mentions` may be an iterator: a format goes through it once. `language` is "fr" or "en"; `columns` empty means
    those that the format has by itself. `campaigns` are the dossiers of these mentions, `statuses` the sources as they
    stand. `chosen` tells in words by what the mentions were chosen: (what, which).
    """

    mentions: Iterable[Mention]
    language: str
    campaigns: tuple[Campaign, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: Rows = Rows.MENTIONS
    csv: CsvStyle | None = None
    title: str = ""
    chosen: tuple[tuple[str, str], ...] = ()
    statuses: tuple[SourceStatus, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which days are cut: the first campaign's."""
        return ZoneInfo(self.campaigns[0].zone if self.campaigns else DEFAULT_ZONE)

    @property
    def names(self) -> Names:
        """The organisations' names, campaign by campaign: two dossiers may use one id for two of them."""
        return {(one.id, each.id): each.name for one in self.campaigns for each in one.organisations}


@dataclass(frozen=True, slots=True)
class Head:
    """The head of one column of a table, its words in the language of the list."""

    key: str
    text: str
    width: int
    wrap: bool = False
    number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Heads, and rows that are made while one goes through them."""

    heads: tuple[Head, ...]
    rows: Iterator[tuple[Value, ...]]


def table_of(
    asked: MentionList, own_columns: Iterable[str], seen: Callable[[Mention], None] = lambda mention: None
) -> Table:
    """The table of a list, with the format's own columns where none were asked for; `seen` is told each mention."""
    words = Words(asked.language)
    mentions = _told(asked.mentions, seen)
    if asked.rows is Rows.PEOPLE:
        heads = tuple(
            Head(key, words(text), width, wrap, key == "articles")
            for key, text, width, wrap in PEOPLE_HEADINGS
        )
        return Table(heads, people_rows(mentions, asked.zone))
    columns = asked.columns or columns_of(own_columns)
    scene = Scene(words, asked.names)
    heads = tuple(Head(one.key, words(one.heading), one.width, one.wrap, one.number) for one in columns)
    return Table(heads, (tuple(one.value(mention, scene) for one in columns) for mention in mentions))


def _told(mentions: Iterable[Mention], seen: Callable[[Mention], None]) -> Iterator[Mention]:
    for mention in mentions:
        seen(mention)
        yield mention
