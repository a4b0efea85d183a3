"""What is asked of a search, from the query of an address; how the query typed reads, clause by clause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from monitor.query.errors import QueryError, QueryProblem
from monitor.query.filters import read_language
from monitor.query.parsing import parse_query
from monitor.query.printing import print_query
from monitor.query.tree import And, Days, Language, Node, Site, flat
from monitor.searching.clauses import Clause, clauses
from monitor.searching.stretches import LONGEST, Patience
from monitor.web.desk import Desk
from monitor.web.forms import Fields
from monitor.wording.words import message

LONGEST_QUERY = 5_000

EXAMPLES = (
    ("« qualité de l’eau »", message("these words in this order, whatever the accents and capitals")),
    ("rivière ET (ONG OU association*)", message("both; one at least; any ending")),
    ("ONG PRES/5 rivière", message("5 words apart at most")),
    ("rivière SAUF pêche", message("the first without the second")),
    ("titre:rivière", message("in the title; also chapo:, texte:, auteur:, url:, lien:")),
    ("rivière ET media:exemple.fr", message("of one outlet; also langue:fr, date:2025-02")),
    ("cs(EAU)", message("capitals and accents as written")),
)
"""Queries that can be read, and what they mean."""

LANGUAGES = ("fr", "en", "de", "es", "it", "nl", "pt")


@dataclass(frozen=True, slots=True)
class Asked:
    """A search: the query, the filters beside it, from which place on."""

    query: str
    since: date | None = None
    until: date | None = None
    outlet: str = ""
    language: str = ""
    before: int | None = None

    @property
    def narrows(self) -> bool:
        """Is there a filter?"""
        return bool(self.since or self.until or self.outlet or self.language)

    def narrowed(self, tree: Node) -> Node:
        """The query with the filters."""
        parts = [tree]
        if self.since or self.until:
            parts.append(Days(self.since, self.until))
        if self.outlet:
            parts.append(Site(self.outlet))
        if self.language:
            parts.append(Language(self.language))
        return flat(And, parts)

    def fields(self, before: int | None = None, query: str = "") -> dict[str, str]:
        """The fields of the address, from this place on, or with another query."""
        found = {
            "q": query or self.query,
            "since": self.since.isoformat() if self.since else "",
            "until": self.until.isoformat() if self.until else "",
            "outlet": self.outlet,
            "language": self.language,
            "before": str(before) if before is not None else "",
        }
        return {name: text for name, text in found.items() if text}


@dataclass(frozen=True, slots=True)
class Reading:
    """A query as it is read: how it reads, its clauses, the notes on it; or what is wrong with it (`problem`)."""

    text: str
    tree: Node | None = None
    reads: str = ""
    clauses: tuple[Clause, ...] = ()
    notes: tuple[str, ...] = ()
    problem: QueryProblem | None = None
    wrong: str = ""


def asked_of(fields: Fields) -> Asked:
    """The search of an address; what it holds that there is not is passed over."""
    place = fields.text("before", 20)  # longer than the numbers that forms hold
    before = int(place) if place.isascii() and place.isdigit() else None
    language = read_language(fields.text("language", 10))
    return Asked(
        fields.text("q", LONGEST_QUERY),
        _day(fields.text("since", 10)),
        _day(fields.text("until", 10)),
        fields.text("outlet", 100),
        language.code if language is not None else "",
        before if before is not None and before < 1 << 55 else None,
    )


def reading_of(desk: Desk, text: str, seconds: float = LONGEST) -> Reading:
    """A query read, its clauses counted as far as so many seconds go."""
    try:
        parsed = parse_query(text)
    except QueryError as error:
        return Reading(text, problem=error.problem, wrong=error.problem.sentence(desk.words))
    return Reading(
        text,
        parsed.tree,
        print_query(parsed.tree, desk.words.language),
        tuple(clauses(desk.store, parsed.tree, desk.words, Patience(seconds))),
        tuple(note.sentence(desk.words) for note in parsed.notes),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
