"""The list of the review desk: one narrow row a mention (see `inbox_schema`), filtered, paged and counted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from storage.inbox import Wanted
from storage.model import (
    InboxOrder,
    InboxPage,
    InboxStory,
    MentionKind,
    ReviewStatus,
    Tally,
)
from storage.sqlite.inbox_clause import Clause, clause_of, part_of
from storage.sqlite.mentions import MentionsTable
from storage.sqlite.values import time_text

FACETS = (
    "status",
    "kind",
    "to_check",
    "own",
    "starred",
    "tone",
    "outlet_kind",
    "tier",
    "country",
    "language",
)
"""The columns of which counting makes one pass; in the order of the index that holds them."""

ORDERS = {
    InboxOrder.NEWEST: "newest DESC, story DESC",
    InboxOrder.STRONGEST: "weight, newest DESC, story DESC",
}
MEMBERS = "lead DESC, published_utc IS NULL, published_utc, mention_id"
"""The order of the mentions of one story."""


class InboxTable(MentionsTable):
    """The part of the store that knows the list of the review desk."""

    def inbox_page(
        self,
        wanted: Wanted,
        order: InboxOrder = InboxOrder.NEWEST,
        offset: int = 0,
        limit: int = 40,
        members: int = 50,
    ) -> InboxPage:
        """See `Inbox.inbox_page`."""
        clause = clause_of(wanted)
        with self.read() as db:
            # In the order of an index, until there are stories enough: a first page reads a few hundred rows.
            sql = f"SELECT story FROM inbox WHERE {clause.sql()} ORDER BY {ORDERS[order]}"  # noqa: S608 - our own words
            seen: dict[str, None] = {}
            for row in db.execute(sql, clause.parameters):
                seen[row[0]] = None
                if len(seen) > offset + limit:
                    break
            stories = list(seen)[offset : offset + limit]
            return InboxPage(tuple(self._stories(clause, stories, members)), len(seen) > offset + limit)

    def _stories(self, clause: Clause, stories: Sequence[str], most: int) -> Iterable[InboxStory]:
        sql = f"""SELECT story, mention_id FROM inbox
            WHERE {clause.sql()} AND story IN (SELECT value FROM json_each(:stories))
            ORDER BY {MEMBERS}"""  # noqa: S608
        found: dict[str, list[str]] = {story: [] for story in stories}
        for row in self.rows(sql, {**clause.parameters, "stories": json.dumps(stories)}):
            found[row["story"]].append(row["mention_id"])
        mentions = self.mentions_by_id(one for ids in found.values() for one in ids[:most])
        for ids in found.values():
            yield InboxStory(tuple(mentions[one] for one in ids[:most]), max(0, len(ids) - most))

    def inbox_tally(self, wanted: Wanted) -> Tally:
        """See `Inbox.inbox_tally`."""
        clause = clause_of(wanted)
        with self.read() as db:
            columns = ", ".join(FACETS)
            # Of few outlets or tags, few rows are read and sorted; else all rows in the order of an index that holds them.
            sign = "+" if wanted.outlets or wanted.tags else ""
            sql = (
                f"SELECT {columns}, count(*) FROM inbox WHERE {clause.sql(*FACETS)} GROUP BY {sign}{columns}"  # noqa: S608
            )
            cells = [tuple(row) for row in db.execute(sql, clause.parameters)]
            outlets = self._counted("outlet_id", clause, "outlet_id")
            named = self._counted("organisations", clause, "organisations")
            tags = self._counted("tags", clause, "tags", "tags <> '[]'")
        return _tally(wanted, cells, outlets, named, tags)

    def _counted(self, column: str, clause: Clause, without: str, more: str = "TRUE") -> dict[str, int]:
        sign = "+" if {"outlet_id", "tags"} & clause.others.keys() - {without} else ""
        sql = f"SELECT {column}, count(*) FROM inbox WHERE {clause.sql(without)} AND {more} GROUP BY {sign}{column}"  # noqa: S608
        return {row[0]: row[1] for row in self.rows(sql, clause.parameters)}

    def inbox_progress(self, campaign_id: str, since: datetime) -> tuple[int, int]:
        """See `Inbox.inbox_progress`."""
        sql = """SELECT count(*) FILTER (WHERE status <> 'to_review'), count(*) FROM inbox
            WHERE campaign_id = ? AND first_matched_at >= ?"""
        row = self.row(sql, (campaign_id, time_text(since)))
        return (row[0], row[1]) if row is not None else (0, 0)


def _tally(
    wanted: Wanted,
    cells: Sequence[tuple[Any, ...]],
    outlets: dict[str, int],
    named: dict[str, int],
    tags: dict[str, int],
) -> Tally:
    """The counts of each facet over the cells that all other facets let through."""
    tests = _tests(wanted)
    counts: dict[str, Counter[Any]] = {name: Counter() for name in FACETS}
    mentions = 0
    for *values, count in cells:
        failed = [place for place, test in tests.items() if not test(values[place])]
        if not failed:
            mentions += count
        for place, name in enumerate(FACETS):
            if not failed or failed == [place]:
                counts[name][values[place]] += count
    return Tally(
        mentions=mentions,
        kinds={MentionKind(kind): count for kind, count in counts["kind"].items()},
        statuses={ReviewStatus(status): count for status, count in counts["status"].items()},
        outlet_kinds=counts["outlet_kind"],
        languages=counts["language"],
        countries=counts["country"],
        tiers=counts["tier"],
        tones=counts["tone"],
        outlets=outlets,
        organisations=_each(named),
        tags=_each(tags),
        to_check=counts["to_check"][1],
        own=counts["own"][1],
        starred=counts["starred"][1],
    )


def _tests(wanted: Wanted) -> dict[int, Callable[[Any], bool]]:
    """By the place of a facet, what it must be; those that may be anything are absent."""
    lists: dict[str, Any] = {
        "status": wanted.statuses, "kind": wanted.kinds, "tone": wanted.tones, "outlet_kind": wanted.outlet_kinds,
        "tier": wanted.tiers, "country": wanted.countries, "language": wanted.languages,
    }  # fmt: skip
    parts = {"to_check": part_of(wanted.to_check), "own": part_of(wanted.own), "starred": wanted.starred}
    lists |= {name: [int(yes)] for name, yes in parts.items() if yes is not None}
    return {FACETS.index(name): set(values).__contains__ for name, values in lists.items() if values}


def _each(texts: dict[str, int]) -> dict[str, int]:
    """Counts of JSON lists (two of them may stand one behind the other) as counts of what is in them, once each."""
    counts: Counter[str] = Counter()
    decoder = json.JSONDecoder()
    for text, count in texts.items():
        values: list[str] = []
        place = 0
        while place < len(text):
            some, place = decoder.raw_decode(text, place)
            values += some
        for value in dict.fromkeys(values):
            counts[value] += count
    return dict(counts)
