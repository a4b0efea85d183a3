"""The figures of a campaign as values: every number comes with the selection of mentions that it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from monitor.export.selection import Selection
from monitor.figures.days import Period, Span
from storage.model import PICKUP_KINDS, MentionKind


class Series(StrEnum):
    """What is counted as coverage, in three that are never added up without saying so."""

    TEXT = "text"  # our text, whole or cited
    RELATED = "related"
    EVENT = "event"


KINDS: Mapping[Series, frozenset[MentionKind]] = {
    Series.TEXT: PICKUP_KINDS,
    Series.RELATED: frozenset({MentionKind.RELATED}),
    Series.EVENT: frozenset({MentionKind.TOPIC}),
}
"""The kinds of mention of each series."""


class TableName(StrEnum):
    """The tables of an overview. The last four tell what people said, and are for people with an account."""

    DAYS = "days"
    KINDS = "kinds"
    OUTLETS = "outlets"
    OUTLET_KINDS = "outlet_kinds"
    ORGANISATIONS = "organisations"
    LANGUAGES = "languages"
    COUNTRIES = "countries"
    TONES = "tones"
    PROGRESS = "progress"
    REVIEWERS = "reviewers"
    REVIEW_DAYS = "review_days"


@dataclass(frozen=True, slots=True)
class Count:
    """A number of mentions, and which ones: a list with this selection holds as many."""

    number: int
    selection: Selection


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table. `key` is the raw value that it is about ("" where it is unknown).

    `counts` stand under the columns of the table. `span` are its days, in the two tables of days.
    """

    key: str
    counts: tuple[Count, ...]
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns (series, statuses, or "named" and "quoted"), and its rows in the order in which they are shown."""

    name: TableName
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def most(self) -> int:
        """The largest number in it: the one scale of its bars."""
        return max((count.number for row in self.rows for count in row.counts), default=0)


@dataclass(frozen=True, slots=True)
class Figures:
    """An overview of a campaign over a period.

    `text`, `related` and `event` are what is counted: neither rejected, nor to check, nor on pages of our own
    organisations; `to_check`, `own` and `rejected` stand beside it. `stories` are those of `text`, `reprints` the
    mentions of `text` that repeat one of them. `known_since` is the first day on which we looked, as far as that is
    known. What people said (`rejected`, `reviewed`, some tables) is only there where opinions were asked for. `tables`
    without those that there is nothing to say of.
    """

    period: Period
    text: Count
    related: Count
    event: Count
    to_check: Count
    own: Count
    stories: int
    all: Count
    rejected: Count | None
    reviewed: Count | None
    known_since: date | None
    looked: bool
    tables: Mapping[TableName, Table]

    @property
    def reprints(self) -> int:
        """Mentions of our text that repeat a dispatch told already."""
        return self.text.number - self.stories

    @property
    def outlets(self) -> int:
        """Outlets with at least one mention of our text."""
        table = self.tables.get(TableName.OUTLETS)
        return sum(row.counts[0].number > 0 for row in table.rows) if table is not None else 0
