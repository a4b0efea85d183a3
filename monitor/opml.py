"""OPML 2.0, the file in which feed readers exchange what they follow: read with care, written for any of them. Pure.

What we write holds all of our columns, in a namespace of our own that other programs pass over.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import urlsplit

from lxml import etree

from monitor.sources_edit.changing import Cells
from monitor.sources_edit.wishes import NewOutlet, added, plain_cell, sources_added
from monitor.wording.words import message
from storage.catalogue import Listing
from storage.catalogue.addresses import domain_of, template_problem, url_problem
from storage.model import SourceKind

MOST_BYTES, MOST_OUTLINES = 5_000_000, 5_000
NAMESPACE = "urn:retombees:sources"
_OURS = f"{{{NAMESPACE}}}"
_FIELDS = ("id", "domain", "country", "language", "kind", "tier", "paywall", "rights", "paused")
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}encoding=[\"']([A-Za-z0-9._-]{1,40})")
_ENCODINGS = frozenset({"utf-8", "ascii", "iso8859-1", "iso8859-15", "cp1252"})
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PARSER = {
    "resolve_entities": False,
    "load_dtd": False,
    "no_network": True,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
    "recover": True,
}
HOSTED = ("feedburner.com", "feedproxy.google.com", "feedblitz.com", "feedspot.com")
"""Where feeds of others stand: such an address does not say whose it is."""

TOO_LARGE = message("This file is too large: 5 MB at the most.")
TOO_MANY = message("This file has too many entries: 5,000 at the most.")
NO_OPML = message("This is no OPML file.")
UNSAFE = message("This file declares entities, which no feed reader writes: it was not read.")
NO_SITE = message("it does not say on which site its articles stand")
NO_ADDRESS = message("it has no address that we can read")


class OpmlUnreadable(Exception):
    """The file is not used; `reason` is a message."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Left:
    """An entry that is left aside: what it is called, and a message that says why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Opml:
    """What a file holds: outlets with their sources, by site; and entries that cannot be used."""

    outlets: tuple[NewOutlet, ...]
    left: tuple[Left, ...] = ()


@dataclass(frozen=True, slots=True)
class Import:
    """A file beside the list: outlets that are new, sources that are new of outlets in the list, how many are known."""

    new: tuple[NewOutlet, ...]
    more: tuple[tuple[Listing, tuple[tuple[SourceKind, str], ...]], ...] = ()
    known: int = 0
    left: tuple[Left, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True where there is nothing to add."""
        return not self.new and not self.more


def read_opml(data: bytes) -> Opml:
    """Read a file as any feed reader writes it: outlines in outlines, whatever stands between. Raises OpmlUnreadable."""
    if len(data) > MOST_BYTES:
        raise OpmlUnreadable(TOO_LARGE)
    text = _decoded(data)
    if "<!entity" in text.lower():
        raise OpmlUnreadable(UNSAFE)
    try:
        root = etree.fromstring(text.encode(), etree.XMLParser(encoding="utf-8", **_PARSER))  # type: ignore[arg-type]
    except (etree.XMLSyntaxError, ValueError) as error:
        raise OpmlUnreadable(NO_OPML) from error
    if root is None or etree.QName(root).localname.lower() != "opml":
        raise OpmlUnreadable(NO_OPML)
    outlines = []
    for outline in root.iter("outline"):
        outlines.append(outline)
        if len(outlines) > MOST_OUTLINES:
            raise OpmlUnreadable(TOO_MANY)
    left: list[Left] = []
    return Opml(tuple(_by_site(_outlets(outlines, left))), tuple(left))


def compared(opml: Opml, listings: Sequence[Listing]) -> Import:
    """What of a file is new to a list. Outlets are the same where their site is."""
    known = {(source.kind, _bare(source.url)) for one in listings for source in one.sources}
    by_site = {_site(one.outlet.domain): one for one in reversed(listings)}
    new: list[NewOutlet] = []
    more: dict[str, tuple[Listing, list[tuple[SourceKind, str]]]] = {}
    count = 0
    for outlet in opml.outlets:
        fresh = tuple(one for one in outlet.sources if (one[0], _bare(one[1])) not in known)
        count += len(outlet.sources) - len(fresh)
        listing = by_site.get(_site(outlet.domain))
        if listing is None and (fresh or not outlet.sources):
            new.append(replace(outlet, sources=fresh))
        elif listing is not None and fresh:
            more.setdefault(listing.outlet.id, (listing, []))[1].extend(fresh)
    return Import(
        tuple(new), tuple((one, tuple(sources)) for one, sources in more.values()), count, opml.left
    )


def wanted_of(chosen: Import, listings: Sequence[Listing]) -> dict[str, Cells | None]:
    """The rows of what is to be added."""
    wanted = added(chosen.new, [one.outlet.id for one in listings])
    for listing, sources in chosen.more:
        wanted.update(sources_added(listing, sources))
    return wanted


def write_opml(listings: Iterable[Listing], title: str, now: datetime) -> bytes:
    """The outlets as OPML 2.0: one outline each, their sources within; a feed reader finds the feeds.

    Names and addresses come back from `read_opml` as they are.
    """
    root = etree.Element("opml", version="2.0", nsmap={"retombees": NAMESPACE})
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = _NOT_XML.sub("", title)
    etree.SubElement(head, "dateCreated").text = format_datetime(now)
    body = etree.SubElement(root, "body")
    for listing in listings:
        outlet = listing.outlet
        home = f"https://{outlet.domain}/"
        one = _outline(body, {"text": outlet.name, "htmlUrl": home, **_own(listing)})
        for source in listing.sources:
            feed = source.kind is SourceKind.FEED
            own = {"type": "rss", "xmlUrl": source.url} if feed else {"type": "link", "url": source.url}
            about = {"text": outlet.name, **own, "htmlUrl": home, _OURS + "way": source.kind.value}
            _outline(one, about)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _own(listing: Listing) -> dict[str, str]:
    """Our columns, those that are empty left out."""
    outlet = listing.outlet
    resting = [source.url for source in listing.sources if source.paused]
    values = {
        "id": outlet.id,
        "domain": outlet.domain,
        "country": outlet.country,
        "language": outlet.language,
        "kind": outlet.kind,
        "tier": str(outlet.tier or ""),
        "paywall": "" if outlet.paywall == "unknown" else outlet.paywall,
        "rights": "" if outlet.rights.value == "open" else outlet.rights.value,
        "paused": "yes" if resting and len(resting) == len(listing.sources) else " ".join(resting),
    }
    return {_OURS + name: value for name, value in values.items() if value}


def _outline(parent: etree._Element, attributes: Mapping[str, str]) -> etree._Element:
    clean = {name: _NOT_XML.sub("", value) for name, value in attributes.items()}
    return etree.SubElement(parent, "outline", clean)


def _decoded(data: bytes) -> str:
    """The text: by its mark, by what it declares where that is common, else as UTF-8."""
    for mark, name in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return _undeclared(data.decode(name, "replace"))
    found = _DECLARED.match(data.removeprefix(codecs.BOM_UTF8)[:400].lstrip())
    try:
        name = codecs.lookup(found[1].decode()).name if found else "utf-8"
    except LookupError:
        name = "utf-8"
    return _undeclared(
        data.decode("utf-8-sig" if name == "utf-8" or name not in _ENCODINGS else name, "replace")
    )


def _undeclared(text: str) -> str:
    """Without the declaration, whose encoding is no longer that of the text, and without what XML forbids."""
    stripped = text.lstrip("\ufeff \t\r\n")
    if stripped.startswith("<?xml"):
        stripped = stripped[stripped.find("?>") + 2 :]
    return _NOT_XML.sub("", stripped)


def _outlets(outlines: Iterable[etree._Element], left: list[Left]) -> Iterator[NewOutlet]:
    """Every outline that leads somewhere; folders, and the sources within an outlet of ours, are passed over."""
    for outline in outlines:
        parent = outline.getparent()
        if parent is not None and parent.get(_OURS + "id"):
            continue
        if outline.get(_OURS + "id"):
            yield _ours(outline, left)
        elif outline.get("xmlUrl") is not None or outline.get("xmlurl") is not None:
            found = _of_reader(outline, left)
            if found is not None:
                yield found


def _ours(outline: etree._Element, left: list[Left]) -> NewOutlet:
    values = {name: outline.get(_OURS + name, "")[:2_000] for name in _FIELDS}
    name = outline.get("text", "")
    sources = []
    for child in outline.iter("outline"):
        way, url = child.get(_OURS + "way", ""), child.get("xmlUrl") or child.get("url") or ""
        if child is outline:
            continue
        if way in {kind.value for kind in SourceKind} and _is_sound(SourceKind(way), url):
            sources.append((SourceKind(way), url))
        else:
            left.append(Left(url or name, NO_ADDRESS))
    extra = {column: values[column] for column in ("paywall", "paused") if values[column]}
    return NewOutlet(
        name=plain_cell(name),
        domain=values["domain"],
        sources=tuple(sources),
        country=values["country"],
        language=values["language"],
        kind=values["kind"],
        tier=values["tier"],
        rights=values["rights"],
        id=values["id"],
        extra=extra,
    )


def _of_reader(outline: etree._Element, left: list[Left]) -> NewOutlet | None:
    url = (outline.get("xmlUrl") or outline.get("xmlurl") or "").strip()
    name = plain_cell(outline.get("title") or outline.get("text") or "")
    if not _is_sound(SourceKind.FEED, url):
        left.append(Left(name or url, NO_ADDRESS))
        return None
    home = (outline.get("htmlUrl") or outline.get("htmlurl") or "").strip()
    site = urlsplit(home if url_problem(home) is None else url).netloc.lower()
    domain = domain_of(site)
    if domain is None or domain.partition(":")[0].endswith(HOSTED):
        left.append(Left(name or url, NO_SITE))
        return None
    domain = domain.removeprefix("www.")
    return NewOutlet(name or domain, domain, ((SourceKind.FEED, url),))


def _is_sound(kind: SourceKind, url: str) -> bool:
    if not url or any(sign.isspace() for sign in url):
        return False
    return (template_problem(url) if kind is SourceKind.SEARCH else url_problem(url)) is None


def _by_site(outlets: Iterable[NewOutlet]) -> Iterator[NewOutlet]:
    """One outlet for each site, under the first name; outlets of ours stay apart, whatever their site."""
    found: dict[str, NewOutlet] = {}
    for one in outlets:
        key = f"id {one.id}" if one.id else _site(one.domain)
        first = found.get(key)
        if first is None:
            found[key] = one
        else:
            found[key] = replace(first, sources=tuple(dict.fromkeys((*first.sources, *one.sources))))
    yield from found.values()


def _site(domain: str) -> str:
    return domain.lower().removeprefix("www.")


def _bare(url: str) -> str:
    """An address as two lists may write it: http or https, with or without the last slash."""
    return url.partition("://")[2].removeprefix("www.").rstrip("/")
