"""The queries of a dossier: what each finds now; one typed, read as it is typed, and what it would find."""

from __future__ import annotations

import time
from dataclasses import dataclass

from starlette.responses import Response

from monitor.dossier_form.fields import QUERY_KINDS
from monitor.dossier_form.finds import Finds, finds
from monitor.query.drawing import drawing
from monitor.query.errors import QueryError, QueryProblem
from monitor.query.parsing import Parsed, parse_query
from monitor.query.printing import print_query
from monitor.web.desk import Desk
from monitor.wording.words import Words

LONGEST = 20_000
PATIENCE = 3.0
"""Seconds for all queries of a dossier; those that are left are tried one by one, by who wants to know."""


@dataclass(frozen=True, slots=True)
class Read:
    """A query as it was read: how it reads, its tree and the notes on it, what it finds; or what is wrong with it."""

    text: str
    reads: str = ""
    tree: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    found: Finds | None = None
    problem: QueryProblem | None = None
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A query of the dossier, and what it finds in the archive now."""

    id: str
    text: str
    kind: str
    found: Finds | None


def queries(desk: Desk) -> Response:
    """The queries of the dossier; above them the one that the address holds, tried."""
    one = desk.campaign
    kinds, until = dict(one.query_kinds), time.monotonic() + PATIENCE
    rows = []
    for name, text in one.queries:
        found = read_query(desk, text).found if time.monotonic() < until else None
        rows.append(Row(name, text, dict(QUERY_KINDS)[kinds.get(name, "topic")], found))
    typed = desk.query.text("query", LONGEST)
    return desk.page(
        "campaign_queries.html.jinja", rows=rows, typed=typed, read=read_query(desk, typed) if typed else None
    )


def query_read(desk: Desk) -> Response:
    """What is typed at the moment, as it is read: a part of a page."""
    typed = desk.query.text("query", LONGEST) or desk.query.text("text", LONGEST)
    return desk.part("campaign_query_read.jinja", read=read_query(desk, typed) if typed else None)


def read_query(desk: Desk, text: str) -> Read:
    """A query read, and tried on the archive."""
    try:
        parsed = parse_query(text)
    except QueryError as error:
        return Read(text, problem=error.problem, wrong=error.problem.sentence(desk.words))
    return _read(parsed, desk.words, finds(desk.store, parsed.tree))


def _read(parsed: Parsed, words: Words, found: Finds) -> Read:
    return Read(
        parsed.text,
        print_query(parsed.tree, words.language),
        tuple(drawing(parsed.tree, words)),
        tuple(note.sentence(words) for note in parsed.notes),
        found,
    )
