"""The queries of a dossier: what each finds now; one typed, read as it is typed, and what it would find."""

from __future__ import annotations

import time
from dataclasses import dataclass

from starlette.responses import Response

from monitor.dossier_form.fields import QUERY_KINDS
from monitor.searching.clauses import Count
from monitor.searching.finding import Result, find
from monitor.web.desk import Desk
from monitor.web.pages.search_asking import Reading, reading_of

LONGEST = 20_000
PATIENCE = 3.0
"""Seconds for all queries of a dossier; those that are left are tried one by one, by who wants to know."""

COUNTED = 100
"""Articles that are counted one by one."""

SHOWN = 3
"""Articles that a query finds, the newest first."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A query as it is read, how many articles it finds (None: not known), and the newest of them."""

    reading: Reading
    count: Count | None = None
    newest: tuple[Result, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A query of the dossier, and what it finds in the archive now."""

    id: str
    text: str
    kind: str
    count: Count | None


def queries(desk: Desk) -> Response:
    """The queries of the dossier; above them the one that the address holds, tried."""
    one = desk.campaign
    kinds, until = dict(one.query_kinds), time.monotonic() + PATIENCE
    rows = []
    for name, text in one.queries:
        count = try_query(desk, text).count if time.monotonic() < until else None
        rows.append(Row(name, text, dict(QUERY_KINDS)[kinds.get(name, "topic")], count))
    typed = desk.query.text("query", LONGEST)
    return desk.page(
        "campaign_queries.html.jinja", rows=rows, typed=typed, read=try_query(desk, typed) if typed else None
    )


def query_read(desk: Desk) -> Response:
    """What is typed at the moment, as it is read: a part of a page."""
    typed = desk.query.text("query", LONGEST) or desk.query.text("text", LONGEST)
    return desk.part("campaign_query_read.jinja", read=try_query(desk, typed) if typed else None)


def try_query(desk: Desk, text: str) -> Tried:
    """A query read, and tried on the archive: few articles are counted one by one, many as its words tell."""
    reading = reading_of(desk, text)
    if reading.tree is None:
        return Tried(reading)
    found = find(desk.store, reading.tree, page=COUNTED)
    if found.behind is None and not found.stopped:
        return Tried(reading, Count(len(found.results)), found.results[:SHOWN])
    return Tried(reading, reading.clauses[0].count, found.results[:SHOWN])
