"""Source kinds: one module each, bytes in, candidates out (docs/add-a-source-kind.md).

page = reader_for(source).read(body, url, content_type)
"""

from __future__ import annotations

from crawler.sources.base import Child, Reader, SearchWindow, SourceError, SourcePage
from crawler.sources.decoding import decoded, inflated
from crawler.sources.feed import FeedReader
from crawler.sources.news_sitemap import SitemapReader
from crawler.sources.section_page import SectionPageReader
from crawler.sources.site_search import SiteSearchReader
from crawler.sources.wordpress import WordPressReader
from crawler.sources.xml import root_name
from storage.model import Source, SourceKind

__all__ = [
    "KINDS",
    "READERS",
    "Child",
    "Reader",
    "SearchWindow",
    "SourceError",
    "SourcePage",
    "reader_for",
    "reader_of",
    "sniff",
]

READERS: tuple[Reader, ...] = (
    FeedReader(),
    SitemapReader(),
    WordPressReader(),
    SiteSearchReader(),
    SectionPageReader(),
)
"""Every source kind, one line each; of one kind, the first that takes an address reads it."""


KINDS = tuple(dict.fromkeys(reader.kind for reader in READERS))
"""The kinds that have a reader, in the order of the table."""


def reader_for(source: Source) -> Reader:
    """The reader of a source of the catalogue."""
    return reader_of(source.kind, source.url)


def reader_of(kind: SourceKind, template: str = "") -> Reader:
    """The reader of an address of this kind; LookupError for a kind that has none (what people add by hand)."""
    for reader in READERS:
        if reader.kind is kind and reader.takes(template):
            return reader
    raise LookupError(kind)


def sniff(body: bytes, content_type: str = "") -> Reader:
    """The reader for an answer of which nobody says what it is: sitemap, feed, JSON, or else a page."""
    text = decoded(inflated(body)[0][:20_000], content_type).lstrip("\ufeff \t\r\n")
    if text[:1] == "{":
        return reader_of(SourceKind.FEED) if '"items"' in text else reader_of(SourceKind.SEARCH)
    if text[:1] == "[":
        return reader_of(SourceKind.SEARCH)
    root = root_name(text)
    if root in ("urlset", "sitemapindex") or text[:8].lower().startswith(("http://", "https://")):
        return reader_of(SourceKind.SITEMAP)
    if root in ("rss", "feed", "rdf", "channel") or (root and text.startswith("<?xml") and root != "html"):
        return reader_of(SourceKind.FEED)
    return reader_of(SourceKind.PAGE)
