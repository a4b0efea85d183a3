"""Where one mention stands in a list of the review desk, and the whole list as rows to be counted."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from storage.inbox import Wanted
from storage.model import InboxAround, InboxOrder, InboxRow, MentionKind, ReviewStatus
from storage.sqlite.connection import Row
from storage.sqlite.inbox import MEMBERS, ORDERS, InboxTable
from storage.sqlite.inbox_clause import Clause, clause_of
from storage.sqlite.values import read_time_or_none

_EARLIER = {
    InboxOrder.NEWEST: "(newest, story) > (:newest, :story)",
    InboxOrder.STRONGEST: "(weight < :weight OR weight = :weight AND (newest, story) > (:newest, :story))",
}
_LATER = {
    InboxOrder.NEWEST: "(newest, story) < (:newest, :story)",
    InboxOrder.STRONGEST: "(weight > :weight OR weight = :weight AND (newest, story) < (:newest, :story))",
}
_BACKWARDS = {
    InboxOrder.NEWEST: "newest, story",
    InboxOrder.STRONGEST: "weight DESC, newest, story",
}

# Confirming makes a mention stronger (see `inbox_schema`): it is looked for where it stood while nobody had.
_LIFTED = """iif(status = 'confirmed',
    262144 + 1048576 * ((SELECT m.to_check FROM mentions m WHERE m.id = mention_id) - to_check), 0)"""

_ROWS = """
SELECT i.kind, i.status, i.to_check, i.own, i.tone, i.outlet_id, i.outlet_kind, i.country, i.language,
    coalesce(i.published_utc, ''), i.story, i.organisations, coalesce(r.reviewed_by, ''), r.reviewed_at
FROM (SELECT * FROM inbox WHERE {}) i LEFT JOIN reviews r ON r.mention_id = i.mention_id
"""


class InboxAroundTable(InboxTable):
    """The part of the store that looks at a list of the review desk as a whole."""

    def inbox_around(self, wanted: Wanted, order: InboxOrder, mention_id: str) -> InboxAround:
        """See `Inbox.inbox_around`."""
        clause = clause_of(wanted)
        with self.read() as db:
            look = _Look(db, clause, order)
            story = look.story_of(mention_id)
            if not story:
                first = look.first_member(look.first_story())
                return InboxAround(after=first, lead=first)
            return look.around(mention_id, story)

    def inbox_rows(self, wanted: Wanted) -> list[InboxRow]:
        """See `Inbox.inbox_rows`."""
        clause = clause_of(wanted)
        kinds, statuses = {str(one): one for one in MentionKind}, {str(one): one for one in ReviewStatus}
        split = cache(_two_lists)
        with self.read() as db:
            rows = db.execute(_ROWS.format(clause.sql()), clause.parameters)
            return [
                InboxRow._make((kinds[row[0]], statuses[row[1]], row[2] == 1, row[3] == 1, *row[4:11], *split(row[11]),
                    row[12], read_time_or_none(row[13])))
                for row in rows
            ]  # fmt: skip

    def inbox_stories(self, wanted: Wanted) -> int:
        """See `Inbox.inbox_stories`."""
        clause = clause_of(wanted)
        row = self.row(
            f"SELECT count(DISTINCT story) FROM inbox WHERE {clause.sql()}",  # noqa: S608 - our own words
            clause.parameters,
        )
        return int(row[0]) if row is not None else 0


class _Look:
    """One look at a list. A story stands where the first of its wanted mentions stands in the order."""

    def __init__(self, db: sqlite3.Connection, clause: Clause, order: InboxOrder) -> None:
        self._db, self._clause, self._order = db, clause, order

    def around(self, mention_id: str, story: str) -> InboxAround:
        """The neighbours of a mention of this story."""
        sql = f"""SELECT mention_id, story, newest, weight, {_LIFTED} AS lifted, {self._clause.sql()} AS wanted FROM inbox
            WHERE campaign_id = :campaign AND story = :of_story ORDER BY {MEMBERS}"""  # noqa: S608 - our own words
        rows = self._db.execute(sql, self._clause.parameters | {"of_story": story}).fetchall()
        at = [row["mention_id"] for row in rows].index(mention_id)
        place = self._place([row for row in rows if row["wanted"]] if rows[at]["wanted"] else rows)
        before = [row["mention_id"] for row in rows[:at] if row["wanted"]]
        after = [row["mention_id"] for row in rows[at + 1 :] if row["wanted"]]
        lead = next((row["mention_id"] for row in rows if row["wanted"]), "")
        earlier = self._last_member(self._walked(place, _EARLIER, _BACKWARDS, _key))
        later = self.first_member(self._walked(place, _LATER, ORDERS, lambda row: place))
        return InboxAround(
            before=before[-1] if before else earlier,
            after=after[0] if after else later,
            place=self._count(place),
            lead=lead or later or earlier,
        )

    def story_of(self, mention_id: str) -> str:
        """The story of a mention of the campaign, wanted or not; empty where there is no such mention."""
        sql = "SELECT story FROM inbox WHERE campaign_id = :campaign AND mention_id = :id"
        row = self._db.execute(sql, {**self._clause.parameters, "id": mention_id}).fetchone()
        return row[0] if row is not None else ""

    def first_story(self) -> str:
        """The story that the list begins with; empty where the list is."""
        row = self._first("TRUE", {})
        return row["story"] if row is not None else ""

    def _place(self, rows: Sequence[Row]) -> dict[str, Any]:
        """The key of the first of these rows in the order, each as if nobody had decided where it is not in the list."""
        keys = [
            {**_key(row), "weight": row["weight"] + (0 if row["wanted"] else row["lifted"])} for row in rows
        ]
        keys.sort(key=lambda one: str(one["newest"]), reverse=True)
        return keys[0] if self._order is InboxOrder.NEWEST else min(keys, key=lambda one: int(one["weight"]))

    def _first(self, condition: str, more: Mapping[str, Any]) -> Row | None:
        """The first row of the list for which this holds."""
        sql = f"""SELECT story, newest, weight FROM inbox WHERE {self._clause.sql()} AND {condition}
            ORDER BY {ORDERS[self._order]} LIMIT 1"""  # noqa: S608 - our own words
        row: Row | None = self._db.execute(sql, {**self._clause.parameters, **more}).fetchone()
        return row

    def _walked(
        self,
        place: Mapping[str, Any],
        side: Mapping[InboxOrder, str],
        order: Mapping[InboxOrder, str],
        edge: Callable[[Row], Mapping[str, Any]],
    ) -> str:
        """The first story met on one side of a place that has no mention before the edge that a row gives."""
        sql = f"""SELECT story, newest, weight FROM inbox WHERE {self._clause.sql()} AND {side[self._order]}
            AND story <> :story ORDER BY {order[self._order]}"""  # noqa: S608 - our own words
        for row in self._db.execute(sql, {**self._clause.parameters, **place}):
            earlier = f"story = :of_story AND {_EARLIER[self._order]}"
            if self._first(earlier, {**edge(row), "of_story": row["story"]}) is None:
                return str(row["story"])
        return ""

    def first_member(self, story: str) -> str:
        """The first wanted mention of a story; empty for none."""
        return next(iter(self._members(story)), "")

    def _last_member(self, story: str) -> str:
        """The last wanted mention of a story; empty for none."""
        return next(reversed(self._members(story)), "")

    def _members(self, story: str) -> list[str]:
        sql = f"""SELECT mention_id FROM inbox WHERE {self._clause.sql()} AND story = :of_story
            ORDER BY {MEMBERS}"""  # noqa: S608 - our own words
        return [row[0] for row in self._db.execute(sql, self._clause.parameters | {"of_story": story})]

    def _count(self, place: Mapping[str, Any]) -> int:
        sql = f"""SELECT count(DISTINCT story) FROM inbox WHERE {self._clause.sql()} AND {_EARLIER[self._order]}
            AND story <> :story"""  # noqa: S608 - our own words
        return int(self._db.execute(sql, {**self._clause.parameters, **place}).fetchone()[0])


def _key(row: Row) -> dict[str, Any]:
    return {"newest": row["newest"], "weight": row["weight"], "story": row["story"]}


def _two_lists(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Two JSON lists that stand one behind the other."""
    decoder = json.JSONDecoder()
    first, end = decoder.raw_decode(text)
    second, _ = decoder.raw_decode(text, end)
    return tuple(first), tuple(second)
