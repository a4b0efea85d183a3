"""What people do with outlets and their sources, as wishes for rows of `sources.csv`. Pure.

No text from outside begins a cell with a sign that a spreadsheet takes for a formula.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from monitor.sources_edit.changing import Cells, Wanted
from monitor.typed import one_line
from monitor.wording.labels import OUTLET_KIND
from storage.catalogue import Listing
from storage.catalogue.reading import MAX_NAME, SOURCE_COLUMNS
from storage.model import SourceKind

KINDS = tuple(OUTLET_KIND)
"""The kinds of outlet that a form offers; any other word can stand in the file."""

FIELDS = ("name", "domain", "country", "language", "kind", "tier", "paywall", "rights")
"""The columns that a form changes, addresses apart."""

COLUMN = {kind: column for column, kind in SOURCE_COLUMNS.items()}
_FORMULA = "=+-@\t\r '"
_NOT_IN_ID = re.compile(r"[^a-z0-9]+")
LONGEST_ID = 40
SHORT = 40


@dataclass(frozen=True, slots=True)
class NewOutlet:
    """An outlet to be listed. `sources` are its ways in, in the order in which they are to be read."""

    name: str
    domain: str
    sources: tuple[tuple[SourceKind, str], ...] = ()
    country: str = ""
    language: str = ""
    kind: str = ""
    tier: str = ""
    rights: str = ""
    id: str = ""
    extra: Cells = field(default_factory=dict)


def plain_cell(text: str, most: int = MAX_NAME) -> str:
    """A text for a cell: on one line, no longer than that, nothing before it that makes a formula."""
    return one_line(text, most).lstrip(_FORMULA)


def new_id(name: str, taken: Collection[str]) -> str:
    """An id that no outlet has, after the name: "Le Phare d’Ouest" is `le-phare-d-ouest`."""
    small = name[:MAX_NAME].casefold().replace("œ", "oe").replace("æ", "ae")
    spelt = unicodedata.normalize("NFKD", small)
    letters = "".join(sign for sign in spelt if not unicodedata.combining(sign))
    base = _NOT_IN_ID.sub("-", letters).strip("-")[:LONGEST_ID].strip("-") or "media"
    known = {one.lower() for one in taken}
    return next(one for one in (base, *(f"{base}-{n}" for n in range(2, len(known) + 3))) if one not in known)


def added(outlets: Iterable[NewOutlet], taken: Collection[str]) -> dict[str, Cells | None]:
    """These outlets listed, each under an id of its own; `taken` are the ids there are."""
    wanted: dict[str, Cells | None] = {}
    for one in outlets:
        key = one.id if one.id and one.id.lower() not in {t.lower() for t in (*taken, *wanted)} else ""
        key = key or new_id(one.name, (*taken, *wanted))
        fixed = {
            "id": key,
            "name": plain_cell(one.name) or one.domain,
            "domain": one.domain,
            "country": one.country.upper(),
            "language": one.language.lower(),
            "kind": plain_cell(one.kind, SHORT),
            "tier": one.tier,
            "rights": one.rights,
        }
        wanted[key] = {**one.extra, **fixed, **_columns(one.sources)}
    return wanted


def fields_changed(listing: Listing, values: Cells) -> Wanted:
    """These fields of an outlet."""
    clean = {name: plain_cell(value) for name, value in values.items() if name in FIELDS}
    return {listing.outlet.id: clean}


def paused(listing: Listing, urls: Collection[str] | None = None, on: bool = True) -> Wanted:
    """These sources of an outlet paused, or taken up again (`on` False); None: all of them."""
    all_urls = [source.url for source in listing.sources]
    if urls is None:
        return {listing.outlet.id: {"paused": "yes" if on else ""}}
    wanted = set(urls)
    resting = {source.url for source in listing.sources if source.paused}
    resting = resting | wanted if on else resting - wanted
    return {listing.outlet.id: {"paused": _paused_cell(all_urls, resting)}}


def removed(listing: Listing) -> Wanted:
    """The outlet out of the list; what the archive has of it stays."""
    return {listing.outlet.id: None}


def sources_added(listing: Listing, sources: Iterable[tuple[SourceKind, str]]) -> Wanted:
    """More ways into an outlet that is listed."""
    there = [(source.kind, source.url) for source in listing.sources]
    return _with_sources(listing, [*there, *(one for one in sources if one not in there)])


def one_removed(listing: Listing, kind: SourceKind, url: str) -> Wanted:
    """One way in less."""
    there = [(source.kind, source.url) for source in listing.sources]
    return _with_sources(listing, [one for one in there if one != (kind, url)])


def one_moved(listing: Listing, kind: SourceKind, url: str, to: str) -> Wanted:
    """One source under another address, in its place; paused if it was."""
    there = [(source.kind, source.url) for source in listing.sources]
    moved = [(kind, to) if one == (kind, url) else one for one in there]
    resting = {to if source.url == url else source.url for source in listing.sources if source.paused}
    return _with_sources(listing, list(dict.fromkeys(moved)), resting)


def _with_sources(
    listing: Listing, sources: Sequence[tuple[SourceKind, str]], resting: set[str] | None = None
) -> Wanted:
    urls = [url for _, url in sources]
    was = {source.url for source in listing.sources if source.paused} if resting is None else resting
    cells = dict.fromkeys(SOURCE_COLUMNS, "") | _columns(sources)
    if was:
        cells["paused"] = _paused_cell(urls, was & set(urls))
    return {listing.outlet.id: cells}


def _columns(sources: Iterable[tuple[SourceKind, str]]) -> dict[str, str]:
    """The cells of these sources: addresses in a cell are separated by spaces."""
    cells: dict[str, list[str]] = {}
    for kind, url in sources:
        cells.setdefault(COLUMN[kind], []).append("%20".join(url.split()))
    return {column: " ".join(dict.fromkeys(urls)) for column, urls in cells.items()}


def _paused_cell(urls: Sequence[str], resting: Collection[str]) -> str:
    if not resting:
        return ""
    return "yes" if all(url in resting for url in urls) else " ".join(url for url in urls if url in resting)
