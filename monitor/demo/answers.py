"""From a request to an answer: routing, robots, rights and conditional answers of the press world. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import parse_qsl, urlsplit

from monitor.demo import feeds, pages
from monitor.demo.scene import Scene, strip_tracking
from monitor.demo.values import PressArticle, PressOutlet, RobotsKind, Way, WayKind, address

HTML = "text/html"
TEXT = "text/plain; charset=utf-8"
JSON = "application/json; charset=utf-8"
ERROR_STATUS = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: status, body, headers (names as sent)."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()

    def header(self, name: str) -> str | None:
        """The first header of this name, in any case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


def answer(scene: Scene, target: str, conditions: Mapping[str, str]) -> Answer:
    """Answer a GET of `target` (path with query) on the scene's outlet.

    `conditions` holds the request's headers in lower case; If-None-Match wins over If-Modified-Since.
    """
    try:
        found = _route(scene, strip_tracking(target))
    except ValueError:  # an address that urllib cannot take apart
        return Answer(400)
    if scene.outlet.reserves_mining:
        policy = f"{scene.base}/droits"
        found = Answer(
            found.status,
            found.body,
            (*found.headers, ("tdm-reservation", "1"), ("tdm-policy", policy)),
        )
    if found.status == 200 and _unchanged(found, conditions):
        kept = tuple(pair for pair in found.headers if pair[0] in {"ETag", "Last-Modified"})
        return Answer(304, b"", kept)
    return found


def article_at(scene: Scene, target: str) -> PressArticle | None:
    """The article whose page (AMP variant included) stands at this target, if it is published by now."""
    wanted = strip_tracking(target)
    if scene.outlet.amp:
        wanted = wanted.removeprefix("/amp")
    return next((one for one in scene.published() if address(scene.outlet, one) == wanted), None)


def _route(scene: Scene, target: str) -> Answer:
    path = urlsplit(target).path
    if path == "/robots.txt":
        return _robots(scene.outlet, scene.base)
    if path == "/.well-known/tdmrep.json" and scene.outlet.reserves_mining:
        rule = {"location": "/", "tdm-reservation": 1, "tdm-policy": f"{scene.base}/droits"}
        return Answer(200, json.dumps([rule]).encode(), (("Content-Type", JSON),))
    for way in scene.outlet.ways:
        found = _way(scene, way, target)
        if found is not None:
            return found
    article = article_at(scene, target)
    if article is not None:
        amp = scene.outlet.amp and path.startswith("/amp/")
        return _html(scene, pages.article_page(scene, article, amp=amp), scene.changed_at(article))
    listing = pages.listing_page(scene, target)
    if listing is not None:
        return _html(scene, listing)
    return _html(scene, pages.notice_page(scene, "missing"), status=404)


def _way(scene: Scene, way: Way, target: str) -> Answer | None:
    """The answer of one way in, None where the target is not its address."""
    parts = urlsplit(target)
    asked = dict(parse_qsl(parts.query))
    template = urlsplit(way.path)
    if way.kind is WayKind.SITEMAP_INDEX and parts.path.startswith("/sitemaps/"):
        month = parts.path.removeprefix("/sitemaps/").removesuffix(".xml.gz")
        body = feeds.sitemap_month(scene, way, month)
        return None if body is None else Answer(200, body, (("Content-Type", "application/x-gzip"),))
    if parts.path != template.path:
        return None
    if "gone" in way.quirks:
        return _html(scene, pages.notice_page(scene, "missing"), status=404)
    newest = max((scene.changed_at(one) for one in scene.listed(way)), default=None)
    match way.kind:
        case WayKind.RSS | WayKind.ATOM:
            body = feeds.rss(scene, way) if way.kind is WayKind.RSS else feeds.atom(scene, way)
            return _stamped(body, f"application/{way.kind}+xml", newest)
        case WayKind.NEWS_SITEMAP | WayKind.SITEMAP_INDEX:
            index = way.kind is WayKind.SITEMAP_INDEX
            body = feeds.sitemap_index(scene, way) if index else feeds.news_sitemap(scene, way)
            return _stamped(body, "application/xml", newest)
        case WayKind.SEARCH:
            return _html(scene, pages.search_page(scene, way, asked))
        case WayKind.WORDPRESS_REST:
            body, counts = feeds.wordpress_posts(scene, way, asked)
            return Answer(200 if counts else 400, body, (("Content-Type", JSON), *counts))
        case WayKind.WORDPRESS_RSS if asked.get("feed") == "rss2":
            found = feeds.wordpress_feed(scene, way, asked)
            if found is None:
                return _html(scene, pages.notice_page(scene, "missing"), status=404)
            return Answer(200, found, (("Content-Type", "application/rss+xml; charset=UTF-8"),))
    return None  # section pages are listings like the home page


def _robots(outlet: PressOutlet, base: str) -> Answer:
    robots = outlet.robots
    head = (("Content-Type", TEXT),)
    if robots.kind is RobotsKind.ERROR:
        return Answer(ERROR_STATUS, b"User-agent: *\nDisallow:\n", head)
    if robots.kind is RobotsKind.MISSING:
        return Answer(404, b"", head)
    lines = ["User-agent: *"]
    if robots.kind is RobotsKind.CLOSED:
        lines.append("Disallow: /")
    elif robots.kind is RobotsKind.PATHS:
        lines += [f"Disallow: {path}" for path in robots.paths]
    else:
        lines.append("Disallow:")
    if robots.kind is RobotsKind.DELAY:
        lines.append(f"Crawl-delay: {robots.delay}")
    sitemaps = (WayKind.NEWS_SITEMAP, WayKind.SITEMAP_INDEX)
    lines += [f"Sitemap: {base}{way.path}" for way in outlet.ways if way.kind in sitemaps]
    return Answer(200, ("\n".join(lines) + "\n").encode(), head)


def _html(scene: Scene, page: str, changed_at: datetime | None = None, status: int = 200) -> Answer:
    charset = scene.outlet.charset
    body = page.encode(charset, "xmlcharrefreplace")
    # An old server: the header says latin-1 while the bytes are windows-1252, as browsers expect.
    said = "iso-8859-1" if charset == "windows-1252" else charset
    if changed_at is None:
        return Answer(status, body, (("Content-Type", f"{HTML}; charset={said}"),))
    return _stamped(body, HTML, changed_at, said)


def _stamped(body: bytes, kind: str, changed_at: datetime | None, charset: str = "utf-8") -> Answer:
    """A 200 with the two validators."""
    headers = [
        ("Content-Type", f"{kind}; charset={charset}"),
        ("ETag", f'"{hashlib.sha256(body).hexdigest()[:20]}"'),
    ]
    if changed_at is not None:
        headers.append(("Last-Modified", format_datetime(changed_at.astimezone(UTC), usegmt=True)))
    return Answer(200, body, tuple(headers))


def _unchanged(found: Answer, conditions: Mapping[str, str]) -> bool:
    tag, since = conditions.get("if-none-match"), conditions.get("if-modified-since")
    own_tag, own_date = found.header("ETag"), found.header("Last-Modified")
    if tag is not None:
        known = {part.strip().removeprefix("W/") for part in tag[:2000].split(",")}
        return own_tag is not None and (own_tag in known or "*" in known)
    if since is None or own_date is None:
        return False
    try:
        return parsedate_to_datetime(own_date) <= parsedate_to_datetime(since[:100])
    except (TypeError, ValueError):
        return False
