"""An outlet's own search: HTML, a feed or JSON, as the answer itself shows."""

from __future__ import annotations

from crawler.sources.base import SearchWindow, SourcePage
from crawler.sources.decoding import decoded, inflated
from crawler.sources.feed import read_feed
from crawler.sources.json_feed import read_any_json
from crawler.sources.section_page import read_page
from crawler.sources.templates import expand, has_hole, next_page
from crawler.sources.xml import looks_like_feed
from storage.model import SourceKind


class SiteSearchReader:
    """Reads search pages; every hit is only a candidate until its text has been read."""

    name = "search"
    kind = SourceKind.SEARCH

    def takes(self, template: str) -> bool:
        """Every search that no other reader knows."""
        return True

    def addresses(self, template: str, window: SearchWindow) -> tuple[str, ...]:
        """One address for each search string."""
        urls = (expand(template, string, window.since, window.until) for string in window.strings)
        return tuple(dict.fromkeys(urls))

    def read(self, body: bytes, base_url: str, content_type: str = "") -> SourcePage:
        """The hits, whatever the form of the answer. Raises SourceError."""
        text = decoded(inflated(body)[0], content_type)
        if text.lstrip("\ufeff \t\r\n")[:1] in ("[", "{"):
            return read_any_json(text, base_url)
        if looks_like_feed(text):
            return read_feed(body, base_url, content_type)
        return read_page(body, base_url, content_type)

    def following(self, template: str, url: str, page: SourcePage) -> str | None:
        """The next page by the template's `{page}`, else what the page itself calls its next one."""
        if not page.candidates:
            return None
        return next_page(template, url) if has_hole(template, "page") else page.next_url
