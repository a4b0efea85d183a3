"""Sitemaps: urlset with or without news, sitemap indexes, lists of addresses as text; gzip whatever the name says."""

from __future__ import annotations

from lxml import etree

from crawler.sources.base import MAX_SITEMAP_URLS, Child, SearchWindow, SourceError, SourcePage
from crawler.sources.dates import parse_moment
from crawler.sources.decoding import decoded, inflated
from crawler.sources.text import MAX_TITLE, absolute, plain
from crawler.sources.xml import is_closed, local_name, namespace, parse_events, prepared, text_of
from storage.model import Candidate, Reason, SourceKind

_FORMS = {"urlset": "sitemap", "sitemapindex": "sitemap-index"}


class SitemapReader:
    """Reads sitemaps; of an index it gives the children, which are for the caller to choose."""

    name = "sitemap"
    kind = SourceKind.SITEMAP

    def takes(self, template: str) -> bool:
        """Every sitemap."""
        return True

    def addresses(self, template: str, window: SearchWindow) -> tuple[str, ...]:
        """The sitemap itself."""
        return (template,)

    def read(self, body: bytes, base_url: str, content_type: str = "") -> SourcePage:
        """The addresses of a sitemap, or the sitemaps of an index. Raises SourceError."""
        return read_sitemap(body, base_url, content_type)

    def following(self, template: str, url: str, page: SourcePage) -> None:
        """None: sitemaps have no pages, an index has children."""
        return None


def read_sitemap(body: bytes, base_url: str, content_type: str = "") -> SourcePage:
    """A sitemap as a page of candidates or of children. Raises SourceError (NOT_A_FEED, UNSAFE_XML, TRUNCATED)."""
    body, whole = inflated(body)
    text = decoded(body, content_type)
    if text.lstrip()[:8].lower().startswith("http"):
        return _read_list(text, base_url)
    form, root, entries = "", "", 0
    seen: dict[str, Candidate] = {}
    children: dict[str, Child] = {}
    for event, element in parse_events(prepared(text), ("url", "sitemap")):
        if event == "start":
            root = local_name(element)
            form = _FORMS.get(root, "")
            if not form:
                raise SourceError(Reason.NOT_A_FEED, f"the root element is {root[:60]}")
            continue
        entries += 1
        if local_name(element) == "sitemap":
            _add_child(element, base_url, children)
        else:
            _add_candidate(element, base_url, seen)
        if entries >= MAX_SITEMAP_URLS:
            break
    if not form:
        raise SourceError(Reason.NOT_A_FEED, "no XML")
    if not entries and not (whole and is_closed(text, root)):
        raise SourceError(Reason.TRUNCATED, "the sitemap ends before its first address")
    return SourcePage(form, tuple(seen.values()), tuple(children.values()), entries)


def _read_list(text: str, base_url: str) -> SourcePage:
    """A sitemap as text: one address a line."""
    urls = (absolute(line, base_url) for line in text.splitlines()[:MAX_SITEMAP_URLS] if line.strip())
    seen = {url: Candidate(url) for url in urls if url}
    return SourcePage("sitemap-text", tuple(seen.values()), entries=len(seen))


def _add_child(element: etree._Element, base_url: str, children: dict[str, Child]) -> None:
    url = absolute(_value(element, ("loc",)), base_url)
    if url:
        children.setdefault(url, Child(url, parse_moment(_value(element, ("lastmod",)))))


def _add_candidate(element: etree._Element, base_url: str, seen: dict[str, Candidate]) -> None:
    url = absolute(_value(element, ("loc",)), base_url)
    if not url or url in seen:
        return
    updated = parse_moment(_value(element, ("lastmod",)))
    seen[url] = Candidate(
        url=url,
        title=plain(_value(element, ("title",)), MAX_TITLE),
        published_at=parse_moment(_value(element, ("publication_date",))),
        updated_at=updated,
    )


def _value(element: etree._Element, names: tuple[str, ...]) -> str | None:
    """The text of the first descendant with one of these names, images and videos aside; their order does not matter."""
    for child in element.iter():
        if local_name(child) in names and not namespace(child).endswith(
            ("sitemap-image/1.1", "sitemap-video/1.1")
        ):
            text = text_of(child).strip()
            if text:
                return text
    return None
