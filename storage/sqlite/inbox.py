"""The list of the review desk: one narrow row a mention (see `inbox_schema`), filtered, paged and counted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from storage.inbox import Wanted
from storage.model import (
    InboxOrder,
    InboxPage,
    InboxStory,
    MentionKind,
    ReviewStatus,
    Tally,
)
from storage.sqlite.mentions import MentionsTable
from storage.sqlite.search import match_expression
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

_ORDERS = {
    InboxOrder.NEWEST: "newest DESC, story DESC",
    InboxOrder.STRONGEST: "weight, newest DESC, story DESC",
}


@dataclass
class _Clause:
    """A condition that is built up, with its parameters. `facets` are those that counting can leave out."""

    facets: dict[str, str] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)
    parameters: dict[str, Any] = field(default_factory=dict)

    def sql(self, *without: str) -> str:
        """The condition without these fields."""
        kept = [text for name, text in (self.facets | self.others).items() if name not in without]
        return " AND ".join(("campaign_id = :campaign", *kept))


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
        clause = _clause_of(wanted)
        with self.read() as db:
            # In the order of an index, until there are stories enough: a first page reads a few hundred rows.
            sql = f"SELECT story FROM inbox WHERE {clause.sql()} ORDER BY {_ORDERS[order]}"  # noqa: S608 - our own words
            seen: dict[str, None] = {}
            for row in db.execute(sql, clause.parameters):
                seen[row[0]] = None
                if len(seen) > offset + limit:
                    break
            stories = list(seen)[offset : offset + limit]
            return InboxPage(tuple(self._stories(clause, stories, members)), len(seen) > offset + limit)

    def _stories(self, clause: _Clause, stories: Sequence[str], most: int) -> Iterable[InboxStory]:
        sql = f"""SELECT story, mention_id FROM inbox
            WHERE {clause.sql()} AND story IN (SELECT value FROM json_each(:stories))
            ORDER BY lead DESC, published_utc IS NULL, published_utc, mention_id"""  # noqa: S608
        found: dict[str, list[str]] = {story: [] for story in stories}
        for row in self.rows(sql, {**clause.parameters, "stories": json.dumps(stories)}):
            found[row["story"]].append(row["mention_id"])
        mentions = self.mentions_by_id(one for ids in found.values() for one in ids[:most])
        for ids in found.values():
            yield InboxStory(tuple(mentions[one] for one in ids[:most]), max(0, len(ids) - most))

    def inbox_tally(self, wanted: Wanted) -> Tally:
        """See `Inbox.inbox_tally`."""
        clause = _clause_of(wanted)
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

    def _counted(self, column: str, clause: _Clause, without: str, more: str = "TRUE") -> dict[str, int]:
        sign = "+" if {"outlet_id", "tags"} & clause.others.keys() - {without} else ""
        sql = f"SELECT {column}, count(*) FROM inbox WHERE {clause.sql(without)} AND {more} GROUP BY {sign}{column}"  # noqa: S608
        return {row[0]: row[1] for row in self.rows(sql, clause.parameters)}

    def inbox_progress(self, campaign_id: str, since: datetime) -> tuple[int, int]:
        """See `Inbox.inbox_progress`."""
        sql = """SELECT count(*) FILTER (WHERE status <> 'to_review'), count(*) FROM inbox
            WHERE campaign_id = ? AND first_matched_at >= ?"""
        row = self.row(sql, (campaign_id, time_text(since)))
        return (row[0], row[1]) if row is not None else (0, 0)


def _clause_of(wanted: Wanted) -> _Clause:
    """The condition for what is wanted. Raises ValueError without a campaign."""
    if wanted.campaign is None:
        raise ValueError("a list of the desk is of one campaign")
    clause = _Clause(parameters={"campaign": wanted.campaign})
    lists = {
        "status": wanted.statuses, "kind": wanted.kinds, "tone": wanted.tones, "outlet_kind": wanted.outlet_kinds,
        "tier": wanted.tiers, "country": wanted.countries, "language": wanted.languages,
    }  # fmt: skip
    for name, values in lists.items():
        if values:
            clause.facets[name] = f"{name} IN (SELECT value FROM json_each(:{name}))"  # noqa: S608 - our own words
            clause.parameters[name] = json.dumps(sorted(values))
    for name, yes in (
        ("to_check", _part(wanted.to_check)),
        ("own", _part(wanted.own)),
        ("starred", wanted.starred),
    ):
        if yes is not None:
            clause.facets[name] = f"{name} = {int(yes)}"
    _add_others(clause, wanted)
    return clause


def _part(part: str) -> bool | None:
    return {"in": None, "out": False, "only": True}[str(part)]


def _add_others(clause: _Clause, wanted: Wanted) -> None:
    others, parameters = clause.others, clause.parameters
    if wanted.outlets:
        others["outlet_id"] = "outlet_id IN (SELECT value FROM json_each(:outlets))"
        parameters["outlets"] = json.dumps(sorted(wanted.outlets))
    if (
        wanted.organisations
    ):  # ids are letters, figures and hyphens: a quoted one is found as it stands in JSON
        others["organisations"] = (
            "EXISTS (SELECT 1 FROM json_each(:organisations) WHERE instr(organisations, value))"
        )
        parameters["organisations"] = json.dumps([json.dumps(one) for one in sorted(wanted.organisations)])
    if wanted.tags:
        others["tags"] = """tags <> '[]' AND EXISTS (SELECT 1 FROM json_each(tags) t
            WHERE t.value IN (SELECT value FROM json_each(:tags)))"""
        parameters["tags"] = json.dumps(sorted(wanted.tags))
    if words := match_expression(wanted.words):
        others["words"] = "+number IN (SELECT rowid FROM mention_search WHERE mention_search MATCH :words)"
        parameters["words"] = words
    for name, sign, when in zip(("since", "until"), (">=", "<"), wanted.found, strict=True):
        if when is not None:
            others[name] = f"first_matched_at {sign} :{name}"
            parameters[name] = time_text(when)
    first, last = wanted.published
    if first is not None or last is not None:
        others[
            "published"
        ] = """CASE length(published_utc) WHEN 10 THEN published_utc BETWEEN :first AND :last
            ELSE published_utc >= :first_utc AND published_utc < :end_utc END"""
        parameters |= _days(first or date(1, 1, 2), last or date(9999, 12, 30), ZoneInfo(wanted.zone))


def _days(first: date, last: date, zone: ZoneInfo) -> dict[str, str]:
    """Days of a zone as they stand in the archive: bare dates, and UTC from the first midnight to the last one."""
    begin, end = (
        time_text(datetime.combine(day, time.min, zone)) for day in (first, last + timedelta(days=1))
    )
    return {"first": first.isoformat(), "last": last.isoformat(), "first_utc": begin, "end_utc": end}


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
    parts = {"to_check": _part(wanted.to_check), "own": _part(wanted.own), "starred": wanted.starred}
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
