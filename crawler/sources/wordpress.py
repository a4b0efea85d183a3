"""WordPress searches, known by their form: REST `/wp-json/wp/v2/posts`, and RSS `/?s=…&feed=rss2` or `/feed/?s=…`."""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.sources.base import SearchWindow, SourcePage
from crawler.sources.decoding import decoded, inflated
from crawler.sources.feed import read_feed
from crawler.sources.json_feed import read_wordpress
from crawler.sources.templates import expand, next_page
from storage.model import SourceKind

PER_PAGE = 100
"""Posts asked for at once (the most that WordPress gives)."""

_REST = re.compile(r"/wp-json/wp/v2/[a-z_-]{1,40}\?|[?&]rest_route=/wp/v2/", re.IGNORECASE)
_RSS = re.compile(r"/feed/(?:rss2/|atom/)?\?(?:[^#]*&)?s=|[?&]feed=(?:rss2?|atom)\b", re.IGNORECASE)
_RSS_BY_PATH = re.compile(r"/search/[^/?#]+/feed/", re.IGNORECASE)


class WordPressReader:
    """Reads searches of WordPress sites, page by page."""

    name = "wordpress"
    kind = SourceKind.SEARCH

    def takes(self, template: str) -> bool:
        """Addresses of the REST service and of the search feeds."""
        return bool(_REST.search(template) or _RSS.search(template) or _RSS_BY_PATH.search(template))

    def addresses(self, template: str, window: SearchWindow) -> tuple[str, ...]:
        """One address for each search string; a REST address also says the window, the page size and the fields."""
        urls = (expand(template, string, window.since, window.until) for string in window.strings)
        if _REST.search(template):
            urls = (_with_defaults(url, _rest_defaults(window.since, window.until)) for url in urls)
        return tuple(dict.fromkeys(urls))

    def read(self, body: bytes, base_url: str, content_type: str = "") -> SourcePage:
        """The posts found. Raises SourceError."""
        text = decoded(inflated(body)[0], content_type)
        if text.lstrip("\ufeff \t\r\n")[:1] in ("[", "{"):
            return read_wordpress(text, base_url)
        return read_feed(body, base_url, content_type)

    def following(self, template: str, url: str, page: SourcePage) -> str | None:
        """The next page, while pages are full (REST) or hold anything (RSS; 404 stands behind the last one)."""
        rest = page.form == "wordpress-json"
        if page.entries < (_page_size(url) if rest else 1):
            return None
        return next_page(template, url) or _numbered(url, "page" if rest else "paged")


def _rest_defaults(since: date, until: date) -> dict[str, str]:
    # `after` and `before` leave out their own instant, in the site's zone.
    return {
        "after": f"{since - timedelta(days=1)}T23:59:59",
        "before": f"{until + timedelta(days=1)}T00:00:00",
        "per_page": str(PER_PAGE),
        "_fields": "link,title,excerpt,date,date_gmt,modified_gmt",
    }


def _with_defaults(url: str, defaults: dict[str, str]) -> str:
    """The address with these parameters where it does not have them yet."""
    parts = urlsplit(url)
    present = {name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    added = urlencode([(name, value) for name, value in defaults.items() if name not in present], safe=":,")
    return urlunsplit(parts._replace(query="&".join(part for part in (parts.query, added) if part)))


def _page_size(url: str) -> int:
    for name, value in parse_qsl(urlsplit(url).query):
        if name == "per_page" and value.isdecimal() and len(value) < 4:
            return max(1, int(value))
    return 10  # WordPress's own default


def _numbered(url: str, name: str) -> str:
    """The same address with its page number raised by one; the first page has none."""
    parts = urlsplit(url)
    pairs = [pair for pair in parts.query.split("&") if pair]
    for index, pair in enumerate(pairs):
        key, _, value = pair.partition("=")
        if key == name and value.isdecimal() and len(value) < 7:
            pairs[index] = f"{name}={int(value) + 1}"
            break
    else:
        pairs.append(f"{name}=2")
    return urlunsplit(parts._replace(query="&".join(pairs)))
