"""An outlet to follow: its address, what its site offers, which of it is to be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from starlette.responses import Response

from monitor.commands.errors import sentence_of
from monitor.config import ConfigurationInvalid
from monitor.sources_edit import NewOutlet, Wanted, added, sources_added
from monitor.sources_edit.discovering import FoundSite, NoAddress, address_of, discover, listed_as
from monitor.web.beside import Work, beside
from monitor.web.desk import Desk
from monitor.web.pages.source import listing_here
from monitor.web.pages.source_changes import save_rows
from monitor.web.routing import Page
from monitor.wording.labels import OUTLET_KIND, REASON, SOURCE_KIND
from monitor.wording.words import message
from storage.catalogue import Listing
from storage.catalogue.addresses import domain_of
from storage.model import Rights, Role, Source, SourceKind

LONGEST_URL = 2_000
MOST_WAYS = 40
NO_ADDRESS = message(
    "This is not the address of a site: write it as in your browser, lephare.example for instance."
)
NO_DOMAIN = message("Give the outlet a name, and its site.")
NOTHING = message("Tick at least one source, or give the address of one: nothing would be read.")


def source_add(desk: Desk) -> Response:
    """The form, or what was found at the address of the query."""
    typed = desk.query.text("url", LONGEST_URL)
    try:
        address = address_of(typed) if typed else ""
    except NoAddress:
        return _form(desk, typed, desk.words(NO_ADDRESS))
    work = beside(desk.site).of(_key(address)) if address else None
    if work is None:
        return _form(desk, typed, "")
    if not work.done:
        return desk.page("source_add_waiting.html.jinja", address=address)
    return _found(desk, address, work)


def look(desk: Desk) -> Response:
    """Look at a site, beside the pages."""
    typed, instead = desk.form.text("url", LONGEST_URL), desk.form.text("instead", 300)
    try:
        address = address_of(typed)
        desk.site.live.loaded.settings.require_contact()
    except NoAddress:
        return _form(desk, typed, desk.words(NO_ADDRESS))
    except ConfigurationInvalid as invalid:
        said = sentence_of(invalid, desk.words)
        return _form(desk, typed, " ".join(said.sentences) if said is not None else "")
    loaded, now = desk.site.live.loaded, desk.now
    beside(desk.site).begin(desk.site, _key(address), lambda: discover(loaded, address, now))
    return desk.go("source_add", url=address, instead=instead or None)


def _key(address: str) -> str:
    return f"look {address}"


def _form(desk: Desk, typed: str, error: str) -> Response:
    instead = desk.query.text("instead", 300) or desk.form.text("instead", 300)
    return desk.page(
        "source_add.html.jinja", 400 if error else 200, typed=typed, error=error, instead=instead
    )


def _found(desk: Desk, address: str, work: Work[FoundSite]) -> Response:
    site = work.result if work.result is not None else FoundSite(address)
    listings = desk.site.live.loaded.catalogue.listings
    listing = listed_as(listings, f"https://{site.domain or domain_of(address)}/")
    old = _instead(desk, listing)
    here = {(source.kind, source.url) for one in listings for source in one.sources}
    return desk.page(
        "source_add_found.html.jinja",
        site=site,
        failed=work.failed,
        why=desk.words(REASON[site.reason]) if site.reason is not None else "",
        listing=listing,
        old=old,
        ways=[(way, (way.kind, way.url) in here) for way in site.ways],
        domain=site.domain or domain_of(address) or "",
        reasons=REASON,
        source_kind=SOURCE_KIND,
        options=_options(desk),
    )


def _instead(desk: Desk, listing: Listing | None) -> Source | None:
    """The source for which another address is looked for."""
    named = desk.query.text("instead", 300)
    sources: Sequence[Source] = listing.sources if listing is not None else ()
    return next((one for one in sources if one.id == named), None)


def _options(desk: Desk) -> Mapping[str, list[tuple[str, str]]]:
    words = desk.words
    kinds = sorted(((kind, words(text)) for kind, text in OUTLET_KIND.items()), key=lambda pair: pair[1])
    return {
        "kind": kinds,
        "tier": [("3", "3"), ("2", "2"), ("1", words("1, a national reference")), ("", words("not known"))],
        "way": [(one.value, words(SOURCE_KIND[one])) for one in SourceKind if one is not SourceKind.HAND],
    }


def save(desk: Desk) -> Response:
    """Put the outlet into the list, or more sources to one that is there."""
    form, words = desk.form, desk.words
    chosen = _chosen(desk)
    if not chosen:
        return desk.refuse(words(NOTHING))
    listing = listing_here(desk, form.text("outlet", 100))
    name, domain = form.text("name", 300), domain_of(form.text("domain", 300))
    if listing is None and (not name or domain is None):
        return desk.refuse(words(NO_DOMAIN))
    new = NewOutlet(
        name=name,
        domain=domain or "",
        sources=chosen,
        country=form.text("country", 2),
        language=form.text("language", 10),
        kind=form.text("kind", 40),
        tier=form.text("tier", 1),
        rights=Rights.RESERVED.value if form.text("rights", 20) == Rights.RESERVED.value else "",
    )

    def make(listings: Sequence[Listing]) -> Wanted:
        found = next((one for one in listings if listing and one.outlet.id == listing.outlet.id), None)
        return sources_added(found, chosen) if found else added([new], [one.outlet.id for one in listings])

    done = save_rows(desk, make)
    if isinstance(done, Response):
        return done
    outlet_id = (
        next(iter(done.after["outlets"])) if done is not None else listing.outlet.id if listing else ""
    )
    said = words("{name} is followed: its sources are read with the next reading.", name=name or outlet_id)
    if listing is not None:
        said = words.n("{n} source more.", "{n} sources more.", len(chosen))
    return desk.go("source", said, done.number if done is not None else None, id=outlet_id)


def _chosen(desk: Desk) -> tuple[tuple[SourceKind, str], ...]:
    """The ways in that are ticked, each "kind address", and the one that was typed."""
    typed = desk.form.text("url", LONGEST_URL)
    ticked = [*desk.form.all("ways", LONGEST_URL + 20)[:MOST_WAYS]]
    if typed:
        ticked.append(f"{desk.form.text('way', 20)} {typed}")
    kinds = {one.value for one in SourceKind if one is not SourceKind.HAND}
    pairs = (one.partition(" ") for one in ticked)
    return tuple(dict.fromkeys((SourceKind(kind), url) for kind, _, url in pairs if kind in kinds and url))


PAGES = (
    Page("/sources/ajouter", "source_add", source_add, Role.ADMINISTRATOR, section="sources"),
    Page("/sources/ajouter/regarder", "source_look", look, Role.ADMINISTRATOR, ("POST",), section="sources"),
    Page("/sources/ajouter/garder", "source_save", save, Role.ADMINISTRATOR, ("POST",), section="sources"),
)
