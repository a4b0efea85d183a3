"""One outlet: each of its sources with its history, what it gave, what can be done; its fields; what its site allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from starlette.responses import Response

from monitor.sources_edit.standing import Standing, overview_of
from monitor.sources_edit.trying import Tried
from monitor.web.beside import beside
from monitor.web.desk import Desk
from monitor.web.pages import source_changes, source_trying
from monitor.web.pages.sources import detailed_here, says_here
from monitor.web.routing import Page
from monitor.web.sources_words import SHUT_OUT, TRIED, remedy
from monitor.wording.labels import OUTLET_KIND, SOURCE_KIND, health_words
from monitor.wording.words import message
from storage.catalogue import Listing
from storage.catalogue.reading import PAYWALLS
from storage.model import Rights, Role, SourceKind, SourceReading

READINGS_SHOWN = 30
TOLD_FOR = timedelta(minutes=5)
"""So long after a source was tried the page says what came of it."""

MOST_ROBOTS = 20_000
"""Signs of a robots.txt that are shown."""

NOT_LISTED = message("This outlet is not in the list of sources, or no longer.")
PAYWALL = {
    "unknown": message("not known"),
    "none": message("no paywall"),
    "partial": message("for some articles"),
    "hard": message("for all articles"),
}
RIGHTS = {
    Rights.OPEN: message("nothing reserved"),
    Rights.RESERVED: message("text and data mining reserved: we show a title, a link and a short passage"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One source on the page of its outlet. `told` is what came of trying it just now; `trying`: that is under way."""

    standing: Standing
    readings: tuple[SourceReading, ...]
    mentions: int
    trying: bool
    told: str


@dataclass(frozen=True, slots=True)
class Robots:
    """A site's robots.txt as we read it last: `text` None where it has none."""

    at: datetime
    origin: str
    text: str | None


def source(desk: Desk) -> Response:
    """The page."""
    listing = listing_here(desk, desk.path["id"])
    if listing is None:
        return desk.refuse(desk.words(NOT_LISTED), 404)
    shown = _shown(desk, listing)
    return desk.page(
        "source.html.jinja",
        listing=listing,
        outlet=listing.outlet,
        sources=shown,
        trying=any(one.trying for one in shown),
        says=says_here(desk),
        remedy=remedy,
        source_kind=SOURCE_KIND,
        health_words=health_words,
        robots=_robots(desk, listing),
        shut=any(one.standing.reason in SHUT_OUT for one in shown),
        options=_options(desk, listing),
    )


def listing_here(desk: Desk, outlet_id: str) -> Listing | None:
    """The outlet as the list has it."""
    listings = desk.site.live.loaded.catalogue.listings
    return next((one for one in listings if one.outlet.id == outlet_id), None)


def _shown(desk: Desk, listing: Listing) -> list[Shown]:
    store, statuses = desk.store, desk.store.source_statuses()
    standings = detailed_here(desk, overview_of([listing], statuses).standings, statuses)
    gave: Mapping[str, int] = {}
    if desk.chosen is not None:
        gave = store.mentions_by_source(desk.chosen.id, listing.outlet.id)
    return [_one(desk, standing, gave.get(standing.source.id, 0)) for standing in standings]


def _one(desk: Desk, standing: Standing, mentions: int) -> Shown:
    key = standing.source.id
    work = beside(desk.site).of(source_trying.work_key(key))
    told = ""
    if work is not None and work.done:
        result, at = work.result if work.result is not None else (Tried.BROKEN, desk.real_now)
        told = desk.words(TRIED[result]) if desk.real_now - at < TOLD_FOR else ""
    readings = tuple(desk.store.readings_of(key, READINGS_SHOWN))
    return Shown(standing, readings, mentions, work is not None and not work.done, told)


def _robots(desk: Desk, listing: Listing) -> Robots | None:
    """The latest of those of its sources' sites."""
    origins = {f"{urlsplit(one.url).scheme}://{urlsplit(one.url).netloc.lower()}" for one in listing.sources}
    kept = [(desk.store.site_file(origin, "robots.txt"), origin) for origin in sorted(origins)]
    found = [(*file, origin) for file, origin in kept if file is not None]
    if not found:
        return None
    at, status, body, origin = max(found)
    there = 200 <= status < 300
    return Robots(at, origin, body.decode("utf-8-sig", "replace")[:MOST_ROBOTS] if there else None)


def _options(desk: Desk, listing: Listing) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen in the form."""
    words, own = desk.words, listing.outlet.kind
    kinds = [(kind, words(text)) for kind, text in OUTLET_KIND.items()]
    kinds += [] if not own or own in OUTLET_KIND else [(own, own)]
    return {
        "kind": [("", words("not known")), *sorted(kinds, key=lambda pair: pair[1])],
        "tier": [("", words("not known")), ("1", words("1, a national reference")), ("2", "2"), ("3", "3")],
        "paywall": [(one, words(PAYWALL[one])) for one in ("unknown", *PAYWALLS[:3])],
        "rights": [(one.value, words(text)) for one, text in RIGHTS.items()],
        "way": [(one.value, words(SOURCE_KIND[one])) for one in SourceKind if one is not SourceKind.HAND],
    }


ADMIN = Role.ADMINISTRATOR
PAGES = (
    Page("/medias/{id}", "source", source, Role.READER, section="sources"),
    Page("/medias/{id}/essayer", "source_try", source_trying.try_it, ADMIN, ("POST",), section="sources"),
    Page("/medias/{id}/pause", "source_pause", source_changes.pause, ADMIN, ("POST",), section="sources"),
    Page(
        "/medias/{id}/reprendre", "source_resume", source_changes.resume, ADMIN, ("POST",), section="sources"
    ),
    Page("/medias/{id}/changer", "source_change", source_changes.fields, ADMIN, ("POST",), section="sources"),
    Page("/medias/{id}/adresse", "source_move", source_changes.move, ADMIN, ("POST",), section="sources"),
    Page("/medias/{id}/acces", "source_more", source_changes.more, ADMIN, ("POST",), section="sources"),
    Page(
        "/medias/{id}/acces/retirer", "source_less", source_changes.less, ADMIN, ("POST",), section="sources"
    ),
    Page("/medias/{id}/retirer", "source_remove", source_changes.remove, ADMIN, ("POST",), section="sources"),
)
