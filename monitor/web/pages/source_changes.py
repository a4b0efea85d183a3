"""Changes of one outlet: paused, taken up again, other fields, other addresses, off the list. Each is undone in one gesture."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from starlette.responses import Response

from monitor.sources_edit import (
    FIELDS,
    BadCells,
    EditRefused,
    Wanted,
    change,
    fields_changed,
    one_moved,
    one_removed,
    paused,
    removed,
    save_sources,
    sources_added,
)
from monitor.sources_edit.changing import opened
from monitor.sources_edit.wishes import plain_cell
from monitor.web.desk import Desk
from monitor.whole_file import FileChanged
from monitor.wording.outside import clean
from monitor.wording.words import message
from storage.catalogue import Listing
from storage.model import Action, Source, SourceKind

LONGEST_URL = 2_000
NOT_HERE = message(
    "This outlet or source is not in the list any more: somebody changed the list. Open the page again."
)
UNFIT = message(
    "The file sources.csv cannot be changed safely: open it in Excel, and save it as “CSV UTF-8”."
)
UNWRITTEN = message(
    "The file sources.csv cannot be read or written: look at its rights, and at the room on the disk."
)
CHANGED = message("Nothing was changed: somebody changed the list of sources at the same moment. Try again.")
OTHERWISE = message(
    "Nothing was changed: somebody else changed this outlet meanwhile ({what}). Open its page again."
)
WHICH = message("Choose a kind, and give an address.")


class NotHere(Exception):
    """The list does not have what a form is about."""


Make = Callable[[Listing], Wanted]


def save(desk: Desk, outlet_id: str, make: Make) -> Action | Response | None:
    """Change the row of an outlet; the action, None where nothing differs, or the refusal."""

    def of_one(listings: Sequence[Listing]) -> Wanted:
        listing = next((one for one in listings if one.outlet.id == outlet_id), None)
        if listing is None:
            raise NotHere
        return make(listing)

    return save_rows(desk, of_one)


def save_rows(desk: Desk, make: Callable[[Sequence[Listing]], Wanted]) -> Action | Response | None:
    """Change rows of the list as it is at this moment; the action, None where nothing differs, or the refusal."""
    path, words = desk.review.sources, desk.words
    try:
        data = path.read_bytes()
        edit = change(data, make(opened(data)[0].listings))
        return save_sources(desk.store, path, desk.workspace.backups, edit, desk.who, desk.now)
    except BadCells as refused:
        return desk.refuse(" ".join(clean(one, 300) for one in refused.sentences(words)))
    except EditRefused:
        return desk.refuse(words(UNFIT))
    except NotHere:
        return desk.refuse(words(NOT_HERE), 404)
    except FileChanged:
        return desk.refuse(words(CHANGED), 409)
    except OSError:
        return desk.refuse(words(UNWRITTEN), 500)
    finally:
        desk.site.live.look()


def answer(desk: Desk, make: Make, said: str) -> Response:
    """Change the row, announce it on the page that the form came from."""
    done = save(desk, desk.path["id"], make)
    if isinstance(done, Response):
        return done
    if done is None:
        return desk.back(desk.words("Nothing was different: nothing was changed."), other="sources")
    return desk.back(said, done.number, other="sources")


def _of(desk: Desk, listing: Listing) -> Source:
    """The source that the form names. Raises NotHere."""
    named = desk.form.text("source", 300)
    found = next((one for one in listing.sources if one.id == named), None)
    if found is None:
        raise NotHere
    return found


def _name(desk: Desk) -> str:
    listings = desk.site.live.loaded.catalogue.listings
    found = (one.outlet.name for one in listings if one.outlet.id == desk.path["id"])
    return clean(next(found, desk.path["id"]), 80)


def pause(desk: Desk) -> Response:
    """Nobody reads the source, or all of the outlet, from now on."""

    def make(listing: Listing) -> Wanted:
        return paused(listing, [_of(desk, listing).url] if desk.form.text("source", 300) else None)

    return answer(desk, make, desk.words("{name} is paused: nobody reads it any more.", name=_name(desk)))


def resume(desk: Desk) -> Response:
    """It is read again."""

    def make(listing: Listing) -> Wanted:
        return paused(listing, [_of(desk, listing).url] if desk.form.text("source", 300) else None, on=False)

    return answer(desk, make, desk.words("{name} is read again from the next reading on.", name=_name(desk)))


def fields(desk: Desk) -> Response:
    """The fields that the person changed; one that somebody else changed meanwhile is not written over."""
    form = desk.form
    asked = {
        name: plain_cell(form.text(name, 300))
        for name in FIELDS
        if name in form and form.text(name, 300) != form.text(f"was_{name}", 300)
    }
    before = {name: form.text(f"was_{name}", 300) for name in asked}
    since: list[str] = []

    def make(listing: Listing) -> Wanted:
        shown = shown_fields(listing)
        since.extend(name for name in asked if shown[name] != before[name])
        return {listing.outlet.id: {}} if since else fields_changed(listing, _as_cells(asked))

    done = save(desk, desk.path["id"], make)
    if since:
        return desk.refuse(desk.words(OTHERWISE, what=", ".join(since)), 409)
    if isinstance(done, Response):
        return done
    if done is None:
        return desk.back(desk.words("Nothing was different: nothing was changed."), other="sources")
    return desk.back(desk.words("{name}: changed.", name=_name(desk)), done.number, other="sources")


def shown_fields(listing: Listing) -> dict[str, str]:
    """The fields of an outlet as the form shows them."""
    one = listing.outlet
    return {
        "name": one.name,
        "domain": one.domain,
        "country": one.country,
        "language": one.language,
        "kind": one.kind,
        "tier": str(one.tier or ""),
        "paywall": one.paywall,
        "rights": one.rights.value,
    }


def _as_cells(values: dict[str, str]) -> dict[str, str]:
    """What stands for nothing in the file is an empty cell."""
    empty = {"paywall": "unknown", "rights": "open"}
    return {name: "" if value == empty.get(name) else value for name, value in values.items()}


def move(desk: Desk) -> Response:
    """A source under another address."""
    url = desk.form.text("url", LONGEST_URL)

    def make(listing: Listing) -> Wanted:
        source = _of(desk, listing)
        return one_moved(listing, source.kind, source.url, url)

    if not url:
        return desk.refuse(desk.words(WHICH))
    return answer(desk, make, desk.words("{name} is read at its new address.", name=_name(desk)))


def more(desk: Desk) -> Response:
    """One more way in."""
    kind, url = desk.form.text("way", 20), desk.form.text("url", LONGEST_URL)
    if not url or kind not in {one.value for one in SourceKind if one is not SourceKind.HAND}:
        return desk.refuse(desk.words(WHICH))
    return answer(
        desk,
        lambda listing: sources_added(listing, [(SourceKind(kind), url)]),
        desk.words("{name} has one source more.", name=_name(desk)),
    )


def less(desk: Desk) -> Response:
    """One way in less; what it gave stays."""

    def make(listing: Listing) -> Wanted:
        source = _of(desk, listing)
        return one_removed(listing, source.kind, source.url)

    return answer(desk, make, desk.words("{name} has one source less. What it gave stays.", name=_name(desk)))


def remove(desk: Desk) -> Response:
    """The outlet off the list; what the archive has of it stays."""
    name = _name(desk)
    done = save(desk, desk.path["id"], removed)
    if isinstance(done, Response) or done is None:
        return done or desk.refuse(desk.words(NOT_HERE), 404)
    said = desk.words("{name} is off the list. Its articles and mentions stay.", name=name)
    return desk.go("sources", said, done.number)
