"""Section pages and search pages: the links of an HTML page that may be articles, with what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from crawler.sources.address_shape import TITLE_WORDS, looks_like_article
from crawler.sources.base import MAX_PAGE_LINKS, SearchWindow, SourceError, SourcePage
from crawler.sources.dates import find_moment, parse_moment
from crawler.sources.decoding import decoded, inflated
from crawler.sources.text import MAX_SUMMARY, MAX_TITLE, absolute, plain
from crawler.sources.xml import parse_html
from storage.identity import same_site
from storage.model import Candidate, Moment, Reason, SourceKind

MAX_HTML: Final = 3_000_000
"""Characters of a page that are read."""

_LEVELS: Final = 6  # how far above a link its teaser may reach
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_NEXT_WORDS: Final = frozenset({
    "suivant", "suivante", "page suivante", "suivants", "next", "next page", "older posts", "articles suivants",
    "résultats suivants", "›", "»", "→", ">", ">>", "volgende", "weiter", "siguiente",
})  # fmt: skip
_NEXT_CLASS: Final = re.compile(r"(?:^|[\s_-])(?:next|suivante?)(?:$|[\s_-])", re.IGNORECASE)
_DATE_CLASS: Final = re.compile(r"date|time|publi", re.IGNORECASE)
_INLINE: Final = frozenset({"a", "abbr", "b", "cite", "em", "i", "mark", "q", "strong", "sub", "sup", "u"})


class SectionPageReader:
    """Reads section and home pages."""

    name = "page"
    kind = SourceKind.PAGE

    def takes(self, template: str) -> bool:
        """Every page."""
        return True

    def addresses(self, template: str, window: SearchWindow) -> tuple[str, ...]:
        """The page itself."""
        return (template,)

    def read(self, body: bytes, base_url: str, content_type: str = "") -> SourcePage:
        """The links of the page that may be articles. Raises SourceError."""
        return read_page(body, base_url, content_type)

    def following(self, template: str, url: str, page: SourcePage) -> str | None:
        """What the page calls its next one, while there are candidates."""
        return page.next_url if page.candidates else None


def read_page(body: bytes, base_url: str, content_type: str = "") -> SourcePage:
    """An HTML page as a page of candidates, each address once. Raises SourceError (NOT_HTML)."""
    text = decoded(inflated(body)[0], content_type, html=True)[:MAX_HTML]
    root = parse_html(text) if "<" in text else None
    if root is None or next(root.iter("html", "body", "a", "div", "p"), None) is None:
        raise SourceError(Reason.NOT_HTML, "no HTML")
    base = _base(root, base_url)
    links = {
        anchor: url for anchor, url in _links(root, base) if same_site(url, base_url) and url != base_url
    }
    teasers: dict[str, list[etree._Element]] = {}
    for anchor, url in links.items():
        teasers.setdefault(url, []).append(anchor)
    candidates = (_candidate(url, anchors, links) for url, anchors in teasers.items())
    kept = tuple(found for found in candidates if looks_like_article(found.url, found.title))
    return SourcePage("html", kept, entries=len(kept), next_url=_next(root, base, base_url))


def _base(root: etree._Element, base_url: str) -> str:
    element = next(root.iter("base"), None)
    return absolute(element.get("href") if element is not None else None, base_url) or base_url


def _links(root: etree._Element, base: str) -> Iterator[tuple[etree._Element, str]]:
    """The links outside of navigation, with their addresses; a bounded number of addresses and of links."""
    aside = {anchor for part in root.iter("nav", "footer") for anchor in part.iter("a")}
    urls: set[str] = set()
    for number, anchor in enumerate(root.iter("a")):
        url = absolute(anchor.get("href"), base) if anchor not in aside else None
        if url is None:
            continue
        urls.add(url)
        if len(urls) > MAX_PAGE_LINKS or number > MAX_PAGE_LINKS * 5:
            return
        yield anchor, url


def _candidate(url: str, anchors: list[etree._Element], links: dict[etree._Element, str]) -> Candidate:
    titles: list[tuple[int, str]] = []
    published: Moment | None = None
    summary: str | None = None
    for anchor in anchors[:5]:
        teaser = _teaser(anchor, url, links)
        titles.extend(_titles(anchor, teaser))
        published = published if published is not None else _moment(teaser)
        summary = summary or _summary(teaser)
    best = min(titles, key=lambda title: title[0], default=(0, None))[1]
    return Candidate(url, best, published, summary if summary != best else None)


def _teaser(anchor: etree._Element, url: str, links: dict[etree._Element, str]) -> etree._Element:
    """The largest part around a link that leads nowhere else: the teaser of one article."""
    teaser = anchor
    for level, up in enumerate(anchor.iterancestors()):
        others = (links.get(other, url) != url for other in up.iter("a"))
        if level >= _LEVELS or up.tag in ("body", "main", "html") or any(others):
            break
        teaser = up
    return teaser


def _titles(anchor: etree._Element, teaser: etree._Element) -> Iterator[tuple[int, str]]:
    """What may be the title, with a rank: a heading in or around the link, the link's words, its labels."""
    inside = next(anchor.iter(*_HEADINGS), None)
    heading = inside if inside is not None else next(teaser.iter(*_HEADINGS), None)
    around = any(up.tag in _HEADINGS for up in anchor.iterancestors())
    claims = [
        (0, _words(inside)),
        (0 if around else 3, _words(anchor)),
        (1, _words(heading)),
        (4, plain(anchor.get("title"), MAX_TITLE)),
        (5, plain(anchor.get("aria-label"), MAX_TITLE)),
        (6, next((plain(image.get("alt"), MAX_TITLE) for image in anchor.iter("img")), None)),
    ]
    for rank, text in claims:
        if text:
            long_enough = len(text.split()) >= TITLE_WORDS
            yield (rank if rank <= 1 or long_enough else rank + 10), text


def _moment(teaser: etree._Element) -> Moment | None:
    """The date of a teaser: a `time` element, or a part that is marked as a date; never one within a headline."""
    for element in teaser.iter("time"):
        moment = parse_moment(element.get("datetime")) or find_moment(_words(element) or "")
        if moment is not None:
            return moment
    for element in teaser.iter("p", "span", "div", "small"):
        if _DATE_CLASS.search(element.get("class", "")[:200]):
            moment = find_moment(_words(element) or "")
            if moment is not None:
                return moment
    return None


def _summary(teaser: etree._Element) -> str | None:
    for element in teaser.iter("p"):
        text = _words(element, MAX_SUMMARY)
        if text and len(text) >= 40:
            return text
    return None


def _words(element: etree._Element | None, limit: int = MAX_TITLE) -> str | None:
    """The text of an element as it reads: inline elements do not part words, all others do."""
    if element is None:
        return None
    parts: list[str] = []
    length = 0
    for event, part in etree.iterwalk(element, events=("start", "end")):
        space = "" if part.tag in _INLINE else " "
        tail = part.tail if event == "end" and part is not element else None
        parts.append(space + ((part.text if event == "start" else tail) or ""))
        length += len(parts[-1])
        if length > limit * 4:
            break
    return plain("".join(parts), limit)


def _next(root: etree._Element, base: str, base_url: str) -> str | None:
    """What the page calls its next one: by `rel`, by class, by the words of the link."""
    marked = [
        element for element in root.iter("link", "a") if "next" in element.get("rel", "").lower().split()
    ]
    anchors = list(root.iter("a"))[: MAX_PAGE_LINKS * 5]
    marked += [a for a in anchors if _NEXT_CLASS.search(a.get("class", "")[:200])]
    marked += [
        a
        for a in anchors
        if (_words(a, 40) or "").lower().strip(" ›»→>") in _NEXT_WORDS or (_words(a, 40) or "") in _NEXT_WORDS
    ]
    for element in marked:
        url = absolute(element.get("href"), base)
        if url is not None and url != base_url and same_site(url, base_url):
            return url
    return None
