"""Sources in and out: OPML, as feed readers exchange it, and the list itself as Excel opens it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from starlette.responses import Response

from monitor.opml import MOST_BYTES, Import, OpmlUnreadable, compared, read_opml, wanted_of, write_opml
from monitor.sources_edit import NewOutlet, Wanted
from monitor.web.desk import Desk
from monitor.web.pages.source_changes import save_rows
from monitor.web.routing import Page
from monitor.wording.labels import SOURCE_KIND
from monitor.wording.words import message
from storage.catalogue import Listing
from storage.model import Outlet, Rights, Role, Source

MOST_TICKED = 300
"""Outlets that can be ticked one by one; of more, all are taken or none."""

MOST_CARRIED = 900_000
"""Bytes of what is new that a form carries to the next page."""

NO_FILE = message("Choose a file first.")
TOO_MANY_HERE = message("There is too much in it for this page: use “retombees sources import” with it.")
NOTHING = message("Nothing was ticked: nothing was added.")


def exchange(desk: Desk) -> Response:
    """Both directions."""
    return _page(desk)


def opml_file(desk: Desk) -> Response:
    """All outlets as OPML."""
    listings = desk.site.live.loaded.catalogue.listings
    data = write_opml(listings, desk.words("Sources – Retombées"), desk.real_now)
    return desk.download(data, f"sources-{desk.real_now:%Y-%m-%d}.opml", "text/x-opml; charset=utf-8")


def csv_file(desk: Desk) -> Response:
    """The file sources.csv as it is."""
    try:
        data = desk.review.sources.read_bytes()
    except OSError:
        return desk.refuse(desk.words("The file sources.csv cannot be read."), 404)
    return desk.download(data, "sources.csv", "text/csv")


def preview(desk: Desk) -> Response:
    """What a file would add; nothing is kept."""
    upload = desk.form.upload("file")
    if upload is None:
        return _page(desk, desk.words(NO_FILE))
    try:
        found = compared(read_opml(upload.data[: MOST_BYTES + 1]), desk.site.live.loaded.catalogue.listings)
    except OpmlUnreadable as refused:
        return _page(desk, desk.words(refused.reason))
    carried = write_opml(_as_listings(found), "", desk.real_now).decode()
    if len(carried.encode()) > MOST_CARRIED:
        return _page(desk, desk.words(TOO_MANY_HERE))
    return desk.page(
        "sources_import.html.jinja",
        found=found,
        carried=carried,
        tick=len(found.new) + len(found.more) <= MOST_TICKED,
        source_kind=SOURCE_KIND,
    )


def take(desk: Desk) -> Response:
    """Add what is ticked of what was shown, as one change that one gesture takes back."""
    form, words = desk.form, desk.words
    every, ticked = form.flag("all"), set(form.all("take", 300))
    try:
        opml = read_opml(form.raw("opml").encode())
    except OpmlUnreadable as refused:
        return desk.refuse(words(refused.reason))
    counts: list[int] = []

    def make(listings: Sequence[Listing]) -> Wanted:
        found = compared(opml, listings)
        chosen = Import(
            tuple(one for one in found.new if every or one.domain in ticked),
            tuple(pair for pair in found.more if every or pair[0].outlet.domain in ticked),
        )
        counts.append(len(chosen.new) + len(chosen.more))
        return wanted_of(chosen, listings)

    done = save_rows(desk, make)
    if isinstance(done, Response):
        return done
    if done is None:
        return desk.go("sources", words(NOTHING))
    said = words.n("{n} outlet was added or completed.", "{n} outlets were added or completed.", counts[0])
    return desk.go("sources", said, done.number)


def _page(desk: Desk, error: str = "") -> Response:
    return desk.page("sources_exchange.html.jinja", 400 if error else 200, error=error)


def _as_listings(found: Import) -> list[Listing]:
    """What is new, as a list of its own: so that a form can carry it."""
    of_known = [NewOutlet(one.outlet.name, one.outlet.domain, sources) for one, sources in found.more]
    return [_listing(number, one) for number, one in enumerate((*found.new, *of_known), 1)]


def _listing(number: int, one: NewOutlet) -> Listing:
    key = one.id or f"n{number}"
    outlet = Outlet(key, one.name, one.domain, one.country, one.language, one.kind)
    if one.tier in ("1", "2", "3"):
        outlet = replace(outlet, tier=int(one.tier))
    if one.rights == Rights.RESERVED.value:
        outlet = replace(outlet, rights=Rights.RESERVED)
    return Listing(outlet, tuple(Source("", key, kind, url) for kind, url in one.sources), number)


ADMIN = Role.ADMINISTRATOR
PAGES = (
    Page("/sources/echange", "sources_exchange", exchange, Role.READER, section="sources"),
    Page("/sources/liste.opml", "sources_opml", opml_file, Role.READER, section="sources"),
    Page("/sources/liste.csv", "sources_csv", csv_file, Role.READER, section="sources"),
    Page("/sources/importer", "sources_preview", preview, ADMIN, ("POST",), files=True, section="sources"),
    Page("/sources/importer/garder", "sources_take", take, ADMIN, ("POST",), section="sources"),
)
