"""The sources: how each stands; outlets added, paused, taken up again, removed, as the list of the workspace has them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from pydantic import Field

from monitor.sources_edit import (
    BadCells,
    EditRefused,
    NewOutlet,
    Wanted,
    added,
    change,
    paused,
    removed,
    save_sources,
    sources_added,
)
from monitor.sources_edit.changing import opened
from monitor.sources_edit.standing import Standing, State, found
from monitor.web.api.journal import Line, lines
from monitor.web.api.operation import Call, Operation, Refused
from monitor.web.api.values import Asked, Code, Taken, Time, Value, utc
from monitor.web.pages.source_changes import CHANGED, NOT_HERE, UNFIT, UNWRITTEN
from monitor.web.pages.sources import overview_here
from monitor.whole_file import FileChanged
from monitor.wording.outside import clean
from storage.catalogue import Listing
from storage.catalogue.addresses import domain_of
from storage.identity import is_http
from storage.model import Health, Rights, Role, SourceKind

MOST_WAYS = 50

Cell = Annotated[str, Field(max_length=200)]


class SourcesAsked(Asked):
    """Which sources."""

    state: list[State] = Field([])
    words: str = Field("", max_length=100, description="In the outlet’s name, its site or an address.")
    kind: Code | None = Field(None, description="The kind of outlet.")
    country: Code | None = None


class Way(Taken):
    """One way into an outlet."""

    kind: SourceKind
    url: Annotated[str, Field(min_length=1, max_length=2_000)]


class OutletAdded(Taken):
    """An outlet to be read; one of the list gets these sources besides its own."""

    id: Cell = Field("", description="Of an outlet of the list; empty: a new one.")
    name: Cell = ""
    domain: Cell = ""
    country: Cell = ""
    language: Cell = ""
    kind: Cell = ""
    tier: int | None = Field(None, ge=1, le=3)
    rights: Rights = Rights.OPEN
    sources: Annotated[list[Way], Field(min_length=1, max_length=MOST_WAYS)]


class Which(Taken):
    """Which sources of an outlet; none named: all of them."""

    sources: Annotated[list[Code], Field(max_length=MOST_WAYS)] = Field([])


class SourceValue(Value):
    """One way into an outlet, and how it stands."""

    id: str
    kind: SourceKind
    url: str
    state: State
    health: Health
    reason: str | None
    since: Time | None
    last_tried_at: Time | None
    last_read_at: Time | None
    last_new_at: Time | None
    next_at: Time | None
    new_in_7_days: int
    new_in_30_days: int


class OutletValue(Value):
    """An outlet of the list with its sources."""

    id: str
    name: str
    domain: str
    country: str
    language: str
    kind: str
    tier: int | None
    rights: Rights
    sources: list[SourceValue]


class Outlets(Value):
    """The outlets asked for, by name; `sources` counts those listed here."""

    outlets: list[OutletValue]
    sources: int


class Changed(Value):
    """The outlet as the list has it now, and the line of the journal; null: it stood so already."""

    outlet: OutletValue | None = Field(description="null: it is off the list.")
    line: Line | None


def list_sources(call: Call[SourcesAsked, None]) -> Outlets:
    """How the sources stand, by outlet."""
    query = call.query
    rows = found(overview_here(call.desk).standings, query.words, query.kind or "", query.country or "")
    return _outlets([one for one in rows if not query.state or one.state in query.state])


def one_outlet(call: Call[Asked, None]) -> OutletValue:
    """One outlet with its sources."""
    value = _outlet(call, call.place("id"))
    if value is None:
        raise Refused(404, call.words(NOT_HERE), "id")
    return value


def add(call: Call[Asked, OutletAdded]) -> Changed:
    """Put an outlet into the list, or more sources to one that is there. They are read with the next reading."""
    body = call.body
    ways = tuple((one.kind, one.url) for one in body.sources)
    for place, one in enumerate(body.sources):
        if one.kind is SourceKind.HAND or not is_http(one.url.split("{", 1)[0]):
            raise Refused(
                422, call.words("This is not the address of a page (https://…)."), f"sources.{place}.url"
            )
    domain = domain_of(body.domain)
    if not body.id and (not body.name.strip() or domain is None):
        raise Refused(422, call.words("A new outlet has a name and a site."), "name")
    new = NewOutlet(
        name=body.name, domain=domain or "", sources=ways, country=body.country, language=body.language,
        kind=body.kind, tier=str(body.tier or ""), rights=body.rights.value if body.rights is Rights.RESERVED else "",
    )  # fmt: skip

    def make(listings: Sequence[Listing]) -> Wanted:
        if body.id:
            return sources_added(_listing(call, listings, body.id), ways)
        known = next((one for one in listings if one.outlet.domain == domain), None)
        if known is not None:
            return sources_added(known, ways)
        return added([new], [one.outlet.id for one in listings])

    return _save(call, make, body.id or "", domain or "")


def pause(call: Call[Asked, Which]) -> Changed:
    """Nobody reads these sources from now on; what they gave stays."""
    return _paused(call, True)


def resume(call: Call[Asked, Which]) -> Changed:
    """They are read again from the next reading on."""
    return _paused(call, False)


def remove(call: Call[Asked, None]) -> Changed:
    """Take an outlet off the list; its articles and mentions stay."""
    ident = call.place("id")
    return _save(call, lambda listings: removed(_listing(call, listings, ident)), ident)


def _paused(call: Call[Any, Which], on: bool) -> Changed:
    ident = call.place("id")

    def make(listings: Sequence[Listing]) -> Wanted:
        listing = _listing(call, listings, ident)
        urls = {one.id: one.url for one in listing.sources}
        for place, one in enumerate(call.body.sources):
            if one not in urls:
                raise Refused(404, call.words(NOT_HERE), f"sources.{place}")
        named = [urls[one] for one in call.body.sources] or list(urls.values())
        resting = {one.url for one in listing.sources if one.paused}
        if all((url in resting) is on for url in named):
            return {}
        return paused(listing, named, on)

    return _save(call, make, ident)


def _save(
    call: Call[Any, Any], make: Callable[[Sequence[Listing]], Wanted], ident: str, domain: str = ""
) -> Changed:
    """Change rows of the list as it is at this moment. Raises Refused."""
    desk, words = call.desk, call.words
    path = desk.review.sources
    try:
        data = path.read_bytes()
        edit = change(data, make(opened(data)[0].listings))
        action = save_sources(desk.store, path, desk.workspace.backups, edit, desk.who, desk.now)
    except BadCells as refused:
        raise Refused(422, " ".join(clean(one, 300) for one in refused.sentences(words))) from refused
    except EditRefused as error:
        raise Refused(409, words(UNFIT)) from error
    except FileChanged as error:
        raise Refused(409, words(CHANGED)) from error
    except OSError as error:
        raise Refused(503, words(UNWRITTEN)) from error
    finally:
        desk.site.live.look()
    if not ident:
        listings = desk.site.live.loaded.catalogue.listings
        ident = next((one.outlet.id for one in listings if one.outlet.domain == domain), "")
    return Changed(outlet=_outlet(call, ident), line=lines(call, [action])[0] if action is not None else None)


def _listing(call: Call[Any, Any], listings: Sequence[Listing], ident: str) -> Listing:
    """The outlet of the list. Raises Refused."""
    listing = next((one for one in listings if one.outlet.id == ident), None)
    if listing is None:
        raise Refused(404, call.words(NOT_HERE), "id")
    return listing


def _outlet(call: Call[Any, Any], ident: str) -> OutletValue | None:
    rows = [one for one in overview_here(call.desk).standings if one.outlet.id == ident]
    return next(iter(_outlets(rows).outlets), None)


def _outlets(rows: Sequence[Standing]) -> Outlets:
    by_outlet: dict[str, list[Standing]] = {}
    for one in sorted(rows, key=lambda row: (row.outlet.name.casefold(), row.source.id)):
        by_outlet.setdefault(one.outlet.id, []).append(one)
    return Outlets(outlets=[_value(each) for each in by_outlet.values()], sources=len(rows))


def _value(rows: Sequence[Standing]) -> OutletValue:
    one = rows[0].outlet
    return OutletValue(
        id=one.id, name=one.name, domain=one.domain, country=one.country, language=one.language, kind=one.kind,
        tier=one.tier or None, rights=one.rights, sources=[_source(each) for each in rows],
    )  # fmt: skip


def _source(one: Standing) -> SourceValue:
    status = one.status
    return SourceValue(
        id=one.source.id,
        kind=one.source.kind,
        url=one.source.url,
        state=one.state,
        health=one.health,
        reason=one.reason.value if one.reason is not None else None,
        since=utc(one.since),
        last_tried_at=utc(status.last_tried_at) if status is not None else None,
        last_read_at=utc(status.last_read_at) if status is not None else None,
        last_new_at=utc(status.last_new_at) if status is not None else None,
        next_at=utc(one.next_at),
        new_in_7_days=one.week,
        new_in_30_days=one.month,
    )


_OUTLET: dict[str, Any] = {
    "id": "phare", "name": "Le Phare", "domain": "phare.example", "country": "FR", "language": "fr",
    "kind": "national-daily", "tier": 1, "rights": "open",
    "sources": [{
        "id": "s4k2m7q3x5h6d8w2a", "kind": "feed", "url": "https://phare.example/une.xml", "state": "well",
        "health": "read", "reason": None, "since": "2025-02-04T18:00:00Z", "last_tried_at": "2025-02-05T06:00:00Z",
        "last_read_at": "2025-02-05T06:00:00Z", "last_new_at": "2025-02-05T06:00:00Z", "next_at": None,
        "new_in_7_days": 212, "new_in_30_days": 871,
    }],
}  # fmt: skip
_CHANGED = {"outlet": _OUTLET, "line": None}


def _change(name: str, path: str, does: Any, summary: str, body: Any, sent: Any) -> Operation:
    return Operation(
        name, "POST", path, Role.ADMINISTRATOR, "Sources", summary, does, Changed,
        body=body, refuses=(404, 409), example=_CHANGED, sent=sent,
    )  # fmt: skip


OPERATIONS = (
    Operation(
        "sources", "GET", "/sources", Role.READER, "Sources", "The sources, and how they stand", list_sources,
        Outlets, SourcesAsked, example={"outlets": [_OUTLET], "sources": 1},
    ),
    Operation(
        "outlet", "GET", "/sources/{id}", Role.READER, "Sources", "One outlet", one_outlet, OutletValue, example=_OUTLET,
    ),
    _change("add_outlet", "/sources", add, "Add an outlet, or sources to one", OutletAdded, {
        "name": "Le Phare", "domain": "phare.example", "country": "FR", "language": "fr", "kind": "national-daily",
        "tier": 1, "sources": [{"kind": "feed", "url": "https://phare.example/une.xml"}]}),
    _change("pause", "/sources/{id}/pause", pause, "Pause sources of an outlet", Which, {"sources": []}),
    _change("resume", "/sources/{id}/resume", resume, "Take sources up again", Which, {"sources": []}),
    _change("remove_outlet", "/sources/{id}/remove", remove, "Take an outlet off the list", None, None),
)  # fmt: skip
