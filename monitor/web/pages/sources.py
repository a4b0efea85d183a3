"""The sources: first those in trouble, each in words with what can be done, then all the others, to be looked through."""

from __future__ import annotations

from datetime import timedelta

from starlette.responses import Response

from monitor.schedule.plan import SourcePlan, plan_of
from monitor.schedule.rows import read_rows
from monitor.sources_edit.standing import Overview, Standing, State, found, overview_of
from monitor.web.desk import Desk
from monitor.web.routing import Page
from monitor.web.sources_words import UNDER, SourceWords, remedy
from monitor.wording.labels import SOURCE_KIND, outlet_kind_words
from storage.model import Role

ON_A_PAGE = 50
OPEN_AT_MOST = 25
"""Rows of one table of trouble that are shown at once; the others are folded."""

ATTENTION = (State.TROUBLE, State.SILENT, State.FORBIDDEN, State.PAUSED)


def sources(desk: Desk) -> Response:
    """How they all stand."""
    overview = overview_here(desk)
    query, chosen = desk.query, {name: desk.query.text(name, 100) for name in ("q", "kind", "country")}
    asked = any(chosen.values()) or "page" in query
    rows = found(_all(overview), chosen["q"], chosen["kind"], chosen["country"])
    page = min(max(1, query.number("page") or 1), max(1, -(-len(rows) // ON_A_PAGE)))
    return desk.page(
        "sources.html.jinja",
        overview=overview,
        says=says_here(desk),
        tables=[(state, overview.having(state)) for state in ATTENTION if overview.having(state)],
        under=UNDER,
        rows=rows[(page - 1) * ON_A_PAGE : page * ON_A_PAGE],
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


def overview_here(desk: Desk) -> Overview:
    """How the sources of the list stand now."""
    now, store = desk.now, desk.store
    return overview_of(
        desk.site.live.loaded.catalogue.listings,
        store.source_statuses(),
        plans_here(desk),
        store.news_since(now - timedelta(days=7)),
        store.news_since(now - timedelta(days=30)),
    )


def plans_here(desk: Desk) -> tuple[SourcePlan, ...]:
    """When each source is read next."""
    loaded = desk.site.live.loaded
    rows = read_rows(desk.store, loaded.campaigns, desk.now, desk.site.readings)
    return plan_of(loaded, rows, desk.zone, desk.now).sources


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


PAGES = (Page("/sources", "sources", sources, Role.READER),)
