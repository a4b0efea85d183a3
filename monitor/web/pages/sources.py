"""The sources: first those in trouble, each in words with what can be done, then all the others, to be looked through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from starlette.responses import Response

from monitor.schedule.plan import Rows, plan_of
from monitor.sources_edit.standing import Overview, Standing, State, detailed, found, overview_of
from monitor.web.desk import Desk
from monitor.web.keys import KeyMap
from monitor.web.routing import Page
from monitor.web.sources_words import UNDER, SourceWords, remedy
from monitor.wording.labels import SOURCE_KIND, outlet_kind_words
from monitor.wording.words import message
from storage.catalogue import CatalogueReading
from storage.model import Role, SourceStatus

ON_A_PAGE = 50
OPEN_AT_MOST = 25
"""Rows of one table of trouble that are shown at once; the others are folded."""

ATTENTION = (State.TROUBLE, State.SILENT, State.FORBIDDEN, State.PAUSED)


def sources(desk: Desk) -> Response:
    """How they all stand."""
    statuses = desk.store.source_statuses()
    overview = overview_of(desk.site.live.loaded.catalogue.listings, statuses)
    query, chosen = desk.query, {name: desk.query.text(name, 100) for name in ("q", "kind", "country")}
    asked = any(chosen.values()) or "page" in query
    rows = found(_all(overview), chosen["q"], chosen["kind"], chosen["country"])
    page = min(max(1, query.number("page") or 1), max(1, -(-len(rows) // ON_A_PAGE)))
    return desk.page(
        "sources.html.jinja",
        overview=overview,
        says=says_here(desk),
        tables=_tables(desk, overview, statuses),
        under=UNDER,
        rows=detailed_here(desk, rows[(page - 1) * ON_A_PAGE : page * ON_A_PAGE], statuses),
        count=len(rows),
        page=page,
        pages=-(-len(rows) // ON_A_PAGE),
        chosen=chosen,
        asked=asked,
        kinds=_kinds(desk, overview),
        countries=sorted({one.outlet.country for one in overview.standings if one.outlet.country}),
        open_rows=OPEN_AT_MOST,
        remedy=remedy,
        source_kind=SOURCE_KIND,
    )


def _tables(
    desk: Desk, overview: Overview, statuses: Sequence[SourceStatus]
) -> list[tuple[State, Sequence[Standing]]]:
    """The tables of what is not as it should be; of silent sources it is told what they are used to give."""
    tables: list[tuple[State, Sequence[Standing]]] = []
    for state in ATTENTION:
        rows: Sequence[Standing] = overview.having(state)
        if state is State.SILENT and rows:
            rows = detailed_here(desk, rows, statuses)
        if rows:
            tables.append((state, rows))
    return tables


def overview_here(desk: Desk) -> Overview:
    """How all of them stand now, with when each is read next and what it gave."""
    statuses = desk.store.source_statuses()
    overview = overview_of(desk.site.live.loaded.catalogue.listings, statuses)
    return replace(overview, standings=tuple(detailed_here(desk, overview.standings, statuses)))


def detailed_here(
    desk: Desk, standings: Sequence[Standing], statuses: Sequence[SourceStatus]
) -> list[Standing]:
    """These with when they are read next, and what they gave."""
    now, store, loaded = desk.now, desk.store, desk.site.live.loaded
    outlets = {one.outlet.id for one in standings}
    shown = tuple(one for one in loaded.catalogue.listings if one.outlet.id in outlets)
    rows = Rows(statuses=tuple(statuses), readings=desk.site.readings.of(store, statuses, now))
    few = replace(loaded, catalogue=CatalogueReading(shown, ()))
    plans = plan_of(few, rows, desk.zone, now).sources
    week, month = (store.news_since(now - timedelta(days=days)) for days in (7, 30))
    return detailed(standings, plans, week, month)


def says_here(desk: Desk) -> SourceWords:
    """Sentences as of now."""
    return SourceWords(desk.words, desk.moments, desk.now)


def _all(overview: Overview) -> list[Standing]:
    """All of them, by the name of their outlet."""
    return sorted(
        overview.standings, key=lambda one: (one.outlet.name.casefold(), one.source.kind, one.source.url)
    )


def _kinds(desk: Desk, overview: Overview) -> list[tuple[str, str]]:
    kinds = {one.outlet.kind for one in overview.standings if one.outlet.kind}
    return sorted(((kind, outlet_kind_words(desk.words, kind)) for kind in kinds), key=lambda pair: pair[1])


KEYS = KeyMap(
    message("Sources"),
    (
        ("/", message("find an outlet")),
        ("A", message("add an outlet")),
        ("C", message("keep what is ticked, where something is to be ticked")),
    ),
)
PAGES = (Page("/sources", "sources", sources, Role.READER),)
