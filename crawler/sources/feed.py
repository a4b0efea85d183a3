"""Feeds: RSS 0.9x to 2.0, RDF (RSS 1.0), Atom 0.3 and 1.0, CDF, JSON Feed.

The XML is parsed by lxml after `xml.prepared`; what stands in an entry is read here (docs/design/010).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from lxml import etree

from crawler.sources import json_feed
from crawler.sources.base import MAX_FEED_ENTRIES, SearchWindow, SourceError, SourcePage
from crawler.sources.dates import parse_moment
from crawler.sources.decoding import decoded, inflated
from crawler.sources.text import MAX_SUMMARY, MAX_TITLE, absolute, plain
from crawler.sources.xml import is_closed, local_name, namespace, parse_tree, prepared, text_of
from storage.model import Candidate, Moment, Reason, SourceKind

_FORMS: Final = {"rss": "rss", "feed": "atom", "rdf": "rdf", "channel": "cdf"}
_ENTRIES: Final = frozenset({"item", "entry"})
_PUBLISHED: Final = ("pubdate", "published", "issued", "date", "created")
_UPDATED: Final = ("updated", "modified")
_SUMMARIES: Final = ("summary", "description", "abstract")
_VOCABULARIES: Final = ("/atom", "purl.org/dc/", "purl.org/rss/1.0/", "my.netscape.com")
_HTML_TYPES: Final = ("", "text/html", "application/xhtml+xml")
_XML_BASE: Final = "{http://www.w3.org/XML/1998/namespace}base"
_NOT_THE_ENTRY: Final = (
    "",
    "self",
    "edit",
    "replies",
    "next",
    "previous",
    "related",
    "via",
    "hub",
    "license",
)
_RDF_ABOUT: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"


class FeedReader:
    """Reads feeds of every form; one address, one answer."""

    name = "feed"
    kind = SourceKind.FEED

    def takes(self, template: str) -> bool:
        """Every feed."""
        return True

    def addresses(self, template: str, window: SearchWindow) -> tuple[str, ...]:
        """The feed itself."""
        return (template,)

    def read(self, body: bytes, base_url: str, content_type: str = "") -> SourcePage:
        """The entries of a feed, in its order. Raises SourceError."""
        return read_feed(body, base_url, content_type)

    def following(self, template: str, url: str, page: SourcePage) -> None:
        """None: a feed's older pages are its archive, which is not asked every day."""
        return None


def read_feed(body: bytes, base_url: str, content_type: str = "") -> SourcePage:
    """A feed as a page of candidates. Raises SourceError (NOT_A_FEED, UNSAFE_XML, TRUNCATED)."""
    body, whole = inflated(body)
    text = decoded(body, content_type)
    if text.lstrip()[:1] in ("{", "["):
        return json_feed.read_json_feed(text, base_url)
    root = parse_tree(prepared(text))
    form = _FORMS.get(local_name(root)) if root is not None else None
    if root is None or form is None:
        raise SourceError(Reason.NOT_A_FEED, _what_it_is(root))
    entries = [element for element in root.iter() if local_name(element) in _ENTRIES]
    if not entries and not (whole and is_closed(text, local_name(root))):
        raise SourceError(Reason.TRUNCATED, "the feed ends before its first entry")
    candidates = [found for element in entries[:MAX_FEED_ENTRIES] for found in _candidates(element, base_url)]
    return SourcePage(form, tuple(candidates), entries=len(entries), next_url=_next(root, base_url))


def _what_it_is(root: etree._Element | None) -> str:
    return "no XML" if root is None else f"the root element is {local_name(root)[:60]}"


def _candidates(entry: etree._Element, base_url: str) -> Iterator[Candidate]:
    """The entry under each address that the feed gives it, the article's own first.

    FeedBurner puts one of its own in the place of the article's; that one is on another site, so that
    selection leaves it. An enclosure that is called HTML is a page as well.
    """
    children = list(_own_children(entry))
    published, updated = _moment(children, _PUBLISHED), _moment(children, _UPDATED) or _lastmod(entry)
    title, summary = _text(children, ("title",), MAX_TITLE), _text(children, _SUMMARIES, MAX_SUMMARY)
    pages = [child for name, child in children if name == "link" and _is_page_enclosure(child)]
    urls = [
        _first_address([(child.text, child) for name, child in children if name == "origlink"], base_url),
        _first_address(_link_claims(entry, children), base_url),
        *(_first_address([(page.get("href") or page.text, page)], base_url) for page in pages),
    ]
    for url in dict.fromkeys(urls):
        if url is not None:
            yield Candidate(url, title, published if published is not None else updated, summary, updated)


def _is_page_enclosure(link: etree._Element) -> bool:
    return link.get("rel", "").lower() == "enclosure" and link.get("type", "").lower() in _HTML_TYPES[1:]


def _lastmod(entry: etree._Element) -> Moment | None:
    """The date of a CDF item, which is an attribute."""
    return parse_moment(entry.get("LASTMOD"))


def _own_children(entry: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """The children that speak of the entry itself: those of the feed's vocabulary, not of media or podcast ones."""
    own = namespace(entry)
    for child in entry:
        where = namespace(child)
        if where in ("", own) or any(part in where.lower() for part in _VOCABULARIES):
            yield local_name(child), child
        elif local_name(child) == "origlink":
            yield "origlink", child


def _first_address(claims: Iterable[tuple[str | None, etree._Element]], base_url: str) -> str | None:
    """The first claim that is an address, each read against the base of the element that makes it."""
    for claim, element in claims:
        url = absolute(claim, _base_of(element, base_url))
        if url is not None:
            return url
    return None


def _link_claims(
    entry: etree._Element, children: list[tuple[str, etree._Element]]
) -> Iterator[tuple[str | None, etree._Element]]:
    """What may be the address, best first: the alternate link, a permanent guid, the entry's own attributes."""
    links = [child for name, child in children if name == "link"]
    alternates = [link for link in links if link.get("rel", "alternate").lower() == "alternate"]
    for link in sorted(alternates, key=lambda link: link.get("type", "").lower() not in _HTML_TYPES):
        yield link.get("href"), link
    for link in alternates:
        yield (link.text or "").strip(), link
    for name, child in children:
        if (
            name in ("guid", "id")
            and child.get("isPermaLink", "true").lower() != "false"
            and _is_address(child)
        ):
            yield child.text, child
    for attribute in ("href", "HREF", _RDF_ABOUT):
        yield entry.get(attribute), entry
    for link in links:
        if link.get("rel", "").lower() not in _NOT_THE_ENTRY:
            yield link.get("href") or (link.text or "").strip(), link


def _is_address(guid: etree._Element) -> bool:
    """Whether a guid is meant as an address: a whole one, or one relative to a base that the feed gives."""
    text = (guid.text or "").strip().lower()
    based = any(up.get(_XML_BASE) for up in [guid, *guid.iterancestors()])
    return text.startswith(("http://", "https://")) or (based and "/" in text and ":" not in text)


def _base_of(element: etree._Element, base_url: str) -> str:
    """What relative addresses of an element are relative to: every `xml:base` above it, then the feed's address."""
    for up in reversed([element, *element.iterancestors()]):
        base = up.get(_XML_BASE) or up.get("BASE")
        base_url = absolute(base, base_url) or base_url
    return base_url


def _text(children: list[tuple[str, etree._Element]], names: tuple[str, ...], limit: int) -> str | None:
    """The first text under one of these names, in their order."""
    for name in names:
        for found, child in children:
            text = plain(text_of(child), limit) if found == name else None
            if text:
                return text
    return None


def _moment(children: list[tuple[str, etree._Element]], names: tuple[str, ...]) -> Moment | None:
    for name in names:
        for found, child in children:
            moment = parse_moment(child.text) if found == name else None
            if moment is not None:
                return moment
    return None


def _next(root: etree._Element, base_url: str) -> str | None:
    """The next page as RFC 5005 names it, on the feed itself or on its channel."""
    for link in root.iterfind("{*}link"):
        if link.get("rel") == "next":
            return absolute(link.get("href"), base_url)
    for link in root.iterfind("{*}channel/{*}link"):
        if link.get("rel") == "next":
            return absolute(link.get("href"), base_url)
    return None
