"""The whole archive, searched with the query language: what is found, what each clause finds, why a result is no mention."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from monitor.query.telling import miss_sentence
from monitor.searching.finding import Found, find
from monitor.searching.standing import Shown, Standing, shown
from monitor.searching.stretches import Patience
from monitor.web.csv_file import csv_bytes
from monitor.web.desk import Desk
from monitor.web.keys import KeyMap
from monitor.web.pages.missed_cases import case_of, doctor_of
from monitor.web.pages.search_asking import EXAMPLES, LANGUAGES, Asked, Reading, asked_of, reading_of
from monitor.web.routing import Page
from monitor.wording.labels import MENTION_KIND, REVIEW_STATUS
from monitor.wording.outside import clean
from monitor.wording.words import message
from storage.model import Role

KEYS = KeyMap(message("Search"), (("/", message("to the query")), ("↵", message("search with this query"))))

MOST_TAKEN = 1_000
"""Results of a list to take along."""

LONG, SHORT = 20.0, 0.25
"""Seconds for such a list, and for counting clauses on a page whose results are waited for."""

STANDING: Mapping[Standing, str] = {
    Standing.MENTION: message("Mention"),
    Standing.REJECTED: message("Rejected"),
    Standing.WITHDRAWN: message("Withdrawn"),
    Standing.NONE: message("Not a mention"),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of results, and the address of the one behind it."""

    results: list[Shown]
    found: Found
    answer: str
    behind: str


def search(desk: Desk) -> Response:
    """The form; with a query what it finds, newest first."""
    asked = asked_of(desk.query)
    reading = reading_of(desk, asked.query, SHORT) if asked.query else None
    listed = _listed(desk, asked, reading) if reading is not None and reading.tree is not None else None
    return desk.page(
        "search.html.jinja",
        asked=asked,
        reading=reading,
        listed=listed,
        examples=EXAMPLES,
        standings=STANDING,
        languages=LANGUAGES,
    )


def read(desk: Desk) -> Response:
    """What is typed at the moment, as it is read: a part of the page."""
    asked = asked_of(desk.query)
    reading = reading_of(desk, asked.query) if asked.query else None
    return desk.part("search_read.jinja", asked=asked, reading=reading)


def why(desk: Desk) -> Response:
    """Why an article is no mention: what was found in it, the clause that fails, and what can be done."""
    article = desk.store.article(desk.path["id"])
    case = case_of(desk, doctor_of(desk).answer(article.canonical_url, changes=True))
    answer = next(iter(case.answer.campaigns), None)
    near = [(one.id, miss_sentence(one.miss, desk.words)) for one in (answer.near if answer else ())][:8]
    values: dict[str, Any] = {"article": article, "case": case, "near": near, "here": desk.shown_at}
    if desk.is_htmx:
        return desk.part("search_why.jinja", **values)
    return desk.page("search_why.html.jinja", **values)


def taken(desk: Desk) -> Response:
    """The first results as a table for Excel."""
    asked = asked_of(desk.query)
    reading = reading_of(desk, asked.query, 0.0) if asked.query else None
    if reading is None or reading.tree is None:
        return desk.refuse(desk.words("This query cannot be read. Correct it first."))
    found = find(desk.store, asked.narrowed(reading.tree), None, MOST_TAKEN, 20 * MOST_TAKEN, Patience(LONG))
    words = desk.words
    heads = [words(one) for one in (*_HEADS,)]
    rows = [_row(desk, one) for one in shown(desk.store, found.results, desk.campaign.id)]
    return desk.download(csv_bytes([heads, *rows], words.language), "recherche.csv", "text/csv")


_HEADS = (
    message("Date"),
    message("Outlet"),
    message("Title"),
    message("Address"),
    message("For the campaign"),
)


def _row(desk: Desk, one: Shown) -> tuple[str, ...]:
    article, words = one.result.article, desk.words
    moment = article.published_at
    mention = one.mention if one.standing is Standing.MENTION else None
    told = words(MENTION_KIND[mention.kind]) if mention is not None else words(STANDING[one.standing])
    status = words(REVIEW_STATUS[mention.review.status]) if mention is not None else ""
    return (
        moment.isoformat()[:10] if moment is not None else "",
        clean(article.outlet.name, 200),
        clean(article.title, 500),
        article.canonical_url,
        ", ".join(part for part in (told, status) if part),
    )


def _listed(desk: Desk, asked: Asked, reading: Reading) -> Listed:
    assert reading.tree is not None
    tree = asked.narrowed(reading.tree)
    found = find(desk.store, tree, asked.before)
    behind = (
        f"{desk.url('search')}?{urlencode(asked.fields(found.behind))}" if found.behind is not None else ""
    )
    results = shown(desk.store, found.results, desk.campaign.id)
    return Listed(results, found, _answer(desk, asked, reading, found), behind)


def _answer(desk: Desk, asked: Asked, reading: Reading, found: Found) -> str:
    """The first sentence: how many articles answer, as far as we know."""
    words, here = desk.words, len(found.results)
    if asked.before is None and found.behind is None:
        return (
            words.n("{n} article answers.", "{n} articles answer.", here)
            if here
            else words("No article answers.")
        )
    whole = reading.clauses[0].count if reading.clauses and not asked.narrows else None
    if whole is not None and whole.many:
        return words("More than {n} articles answer.", n=words.number(1_000))
    if whole is not None and whole.exact:
        return words.n("{n} article answers.", "{n} articles answer.", whole.articles)
    if not here:
        return words("Nothing so far.")
    return words.n("{n} article on this page.", "{n} articles on this page.", here)


PAGES = (
    Page("/chercher", "search", search, Role.READER),
    Page("/chercher/lecture", "search_read", read, Role.READER, section="search"),
    Page("/chercher/liste.csv", "search_csv", taken, Role.READER, section="search"),
    Page("/chercher/{id}/pourquoi", "search_why", why, Role.READER, section="search"),
)
