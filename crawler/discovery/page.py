"""What the page of a site says of the site: its name and language, the feeds it names, its search form. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from lxml import etree

from crawler.sources.decoding import decoded, inflated
from crawler.sources.section_page import MAX_HTML
from crawler.sources.text import absolute, plain
from crawler.sources.xml import parse_html

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
QUERY_NAMES = (
    "s",
    "q",
    "query",
    "search",
    "keywords",
    "keyword",
    "recherche",
    "r",
    "text",
    "mot",
    "term",
    "k",
)
MOST_FEEDS, MOST_NAME, MOST_ELEMENTS = 12, 120, 20_000
_PLACE = "{query}"
NO_NAMES = frozenset(
    {"accueil", "home", "homepage", "à la une", "une", "actualités", "actualité", "news", "startseite"}
)
"""What stands beside the name of a site in its title."""


@dataclass(frozen=True, slots=True)
class SitePage:
    """What one page says. `feeds` are addresses with titles; `search` is an address with `{query}`, or empty."""

    name: str = ""
    language: str = ""
    feeds: tuple[tuple[str, str], ...] = ()
    search: str = ""
    wordpress: bool = False
    reserved: bool = False


def look_at(body: bytes, url: str, content_type: str = "") -> SitePage:
    """Look at a page; one that is no HTML says nothing."""
    text = decoded(inflated(body)[0], content_type, html=True)[:MAX_HTML]
    root = parse_html(text) if "<" in text else None
    if root is None:
        return SitePage()
    metas = dict(_metas(root))
    feeds = dict(reversed([*_named_feeds(root, url), *_linked_feeds(root, url)]))
    return SitePage(
        name=_name(root, metas, url),
        language=(root.get("lang") or metas.get("og:locale", "").replace("_", "-"))[:10],
        feeds=tuple(reversed(feeds.items()))[:MOST_FEEDS],
        search=_search(root, url),
        wordpress=_is_wordpress(root, metas),
        reserved=metas.get("tdm-reservation", "") == "1",
    )


def _metas(root: etree._Element) -> Iterator[tuple[str, str]]:
    for number, element in enumerate(root.iter("meta")):
        name = element.get("property") or element.get("name")
        if name and number < MOST_ELEMENTS:
            yield name.lower()[:60], (element.get("content") or "").strip()[:500]


def _name(root: etree._Element, metas: dict[str, str], url: str) -> str:
    """As the site calls itself, else the part of its title that its address has too, or the shortest one."""
    given = metas.get("og:site_name") or metas.get("application-name")
    if given:
        return plain(given, MOST_NAME) or ""
    title = next(root.iter("title"), None)
    text = plain(_text_in(title) if title is not None else "", 300) or ""
    for sign in (" | ", " – ", " — ", " - ", " : "):
        parts = [part.strip() for part in text.split(sign) if part.strip()]
        if len(parts) > 1:
            host = _letters(urlsplit(url).netloc)
            own = [part for part in parts if _letters(part) and _letters(part) in host]
            told = [part for part in parts if part.casefold() not in NO_NAMES]
            return min(own or told or parts, key=len)[:MOST_NAME]
    return text[:MOST_NAME]


def _letters(text: str) -> str:
    """The letters and figures of a text as an address has them: no accents, no spaces."""
    spelt = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in spelt if sign.isascii() and sign.isalnum())


def _named_feeds(root: etree._Element, base: str) -> Iterator[tuple[str, str]]:
    for link in root.iter("link"):
        words = (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").split(";")[0].strip().lower()
        address = absolute(link.get("href"), base)
        if "alternate" in words and kind in FEED_TYPES and address:
            yield address, plain(link.get("title"), MOST_NAME) or ""


def _linked_feeds(root: etree._Element, base: str) -> Iterator[tuple[str, str]]:
    """Links of the page that are called RSS or Atom, or end as feeds do."""
    for number, anchor in enumerate(root.iter("a")):
        if number > MOST_ELEMENTS:
            return
        address = absolute(anchor.get("href"), base)
        if address is None or urlsplit(address).netloc != urlsplit(base).netloc:
            continue
        path = urlsplit(address).path.lower().rstrip("/")
        if path.endswith((".rss", "/rss", "/rss.xml", "/feed", "/feed.xml", "/atom.xml")):
            yield address, plain(_text_in(anchor), MOST_NAME) or ""


def _text_in(element: etree._Element) -> str:
    return "".join(str(part) for part in element.itertext())[:1_000]


def _search(root: etree._Element, base: str) -> str:
    """The first form that asks for words and sends them in its address."""
    for form in list(root.iter("form"))[:50]:
        if (form.get("method") or "get").lower() != "get":
            continue
        field = _field(form)
        address = absolute(form.get("action") or base, base)
        if not field or address is None or urlsplit(address).netloc != urlsplit(base).netloc:
            continue
        hidden = [
            (one.get("name") or "", one.get("value") or "")
            for one in list(form.iter("input"))[:20]
            if (one.get("type") or "").lower() == "hidden" and one.get("name")
        ]
        kept = urlencode([pair for pair in hidden if len(pair[1]) <= 100], quote_via=quote)
        before = address.partition("#")[0].partition("?")[0]
        return f"{before}?{kept}{'&' if kept else ''}{quote(field)}={_PLACE}"
    return ""


def _field(form: etree._Element) -> str:
    """The name of the field for the words; empty where the form asks for something else."""
    fields = [one for one in form.iter("input") if one.get("name")][:20]
    for one in fields:
        kind, name = (one.get("type") or "text").lower(), (one.get("name") or "")[:60]
        if kind == "search" or (kind == "text" and name.lower() in QUERY_NAMES):
            return name
    return ""


def _is_wordpress(root: etree._Element, metas: dict[str, str]) -> bool:
    if metas.get("generator", "").lower().startswith("wordpress"):
        return True
    return any((link.get("rel") or "") == "https://api.w.org/" for link in root.iter("link"))
