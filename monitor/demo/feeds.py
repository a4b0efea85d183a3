"""What machines read of an outlet: RSS, Atom, sitemaps, WordPress search. Pure; bytes out, the same for the same scene."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from email.utils import format_datetime

from markupsafe import escape

from monitor.demo.drawing import draw
from monitor.demo.scene import Scene
from monitor.demo.values import PressArticle, Way, address

MAX_PER_PAGE = 100
Entry = dict[str, object]


def rss(scene: Scene, way: Way) -> bytes:
    """The RSS 2.0 feed of a way."""
    return _feed(scene, way, "rss.xml.jinja", [_entry(scene, way, one) for one in scene.listed(way)])


def atom(scene: Scene, way: Way) -> bytes:
    """The Atom feed of a way."""
    return _feed(scene, way, "atom.xml.jinja", [_entry(scene, way, one) for one in scene.listed(way)])


def news_sitemap(scene: Scene, way: Way) -> bytes:
    """The news sitemap of a way, titles and times included."""
    return _feed(scene, way, "news-sitemap.xml.jinja", [_entry(scene, way, one) for one in scene.listed(way)])


def sitemap_index(scene: Scene, way: Way) -> bytes:
    """The index that names one compressed sitemap a month."""
    latest: dict[str, datetime] = {}
    for one in scene.listed(way):
        month = f"{one.published_at:%Y-%m}"
        latest[month] = max(latest.get(month, one.published_at), scene.changed_at(one))
    months = [
        {"url": f"{scene.base}/sitemaps/{month}.xml.gz", "at": at.isoformat()} for month, at in latest.items()
    ]
    return draw("sitemap-index.xml.jinja", months=months).encode()


def sitemap_month(scene: Scene, way: Way, month: str) -> bytes | None:
    """The gzip sitemap of a month (`2025-02`), None for a month without articles."""
    entries = [_entry(scene, way, one) for one in scene.listed(way) if f"{one.published_at:%Y-%m}" == month]
    if not entries:
        return None
    return gzip.compress(draw("sitemap-month.xml.jinja", entries=entries).encode(), mtime=0)


def wordpress_posts(
    scene: Scene, way: Way, asked: Mapping[str, str]
) -> tuple[bytes, tuple[tuple[str, str], ...]]:
    """The answer of a WordPress `/posts?search=` and its count headers; no headers when the page is past the end."""
    found = _between(scene.found(asked.get("search", "")), asked.get("after", ""), asked.get("before", ""))
    size = min(_number(asked.get("per_page", "")) or 10, MAX_PER_PAGE)
    page = _number(asked.get("page", "")) or 1
    total_pages = -(-len(found) // size)
    if page > max(total_pages, 1):
        problem = {"code": "rest_post_invalid_page_number", "message": "", "data": {"status": 400}}
        return json.dumps(problem).encode(), ()
    posts = [_post(scene, way, one) for one in found[(page - 1) * size : page * size]]
    counts = (("X-WP-Total", str(len(found))), ("X-WP-TotalPages", str(total_pages)))
    return json.dumps(posts, ensure_ascii=False).encode(), counts


def wordpress_feed(scene: Scene, way: Way, asked: Mapping[str, str]) -> bytes | None:
    """A page of a WordPress search as RSS, None past the last one (the site answers 404 there)."""
    found = scene.found(asked.get("s", ""))
    page = _number(asked.get("paged", "")) or 1
    shown = found[(page - 1) * way.limit : page * way.limit]
    if page > 1 and not shown:
        return None
    return _feed(scene, way, "rss.xml.jinja", [_entry(scene, way, one) for one in shown])


def _feed(scene: Scene, way: Way, template: str, entries: list[Entry]) -> bytes:
    built = max((str(entry["updated_iso"]) for entry in entries), default="2025-01-01T00:00:00+00:00")
    page = draw(
        template,
        outlet=scene.outlet,
        base=scene.base,
        way=way,
        entries=entries,
        built_iso=built,
        built_mail=_mail(datetime.fromisoformat(built)),
    )
    return page.encode("utf-8")


def _entry(scene: Scene, way: Way, article: PressArticle) -> Entry:
    changed = scene.changed_at(article)
    return {
        "id": f"{scene.outlet.id}-{article.number}",
        "url": scene.way_url(way, article),
        "title": article.title,
        "summary": article.standfirst,
        "authors": article.authors,
        "section": scene.outlet.section_name(article.section),
        "language": article.language,
        "published_iso": article.published_at.isoformat(),
        "published_mail": _mail(article.published_at),
        "updated_iso": changed.astimezone(UTC).isoformat(),
    }


def _post(scene: Scene, way: Way, article: PressArticle) -> dict[str, object]:
    local = article.published_at.replace(tzinfo=None)
    return {
        "id": article.number,
        "date": local.isoformat(),
        "date_gmt": article.published_at.astimezone(UTC).replace(tzinfo=None).isoformat(),
        "modified": scene.changed_at(article).replace(tzinfo=None).isoformat(),
        "slug": article.slug,
        "link": scene.base + address(scene.outlet, article),
        "title": {"rendered": article.title.replace("’", "&rsquo;")},
        "excerpt": {"rendered": f"<p>{escape(article.standfirst)}</p>\n", "protected": False},
    }


def _between(found: tuple[PressArticle, ...], after: str, before: str) -> tuple[PressArticle, ...]:
    start, end = _moment(after), _moment(before)
    return tuple(
        one
        for one in found
        if (start is None or one.published_at.replace(tzinfo=None) >= start)
        and (end is None or one.published_at.replace(tzinfo=None) <= end)
    )


def _moment(text: str) -> datetime | None:
    """A local time as WordPress reads it; None where there is none or it cannot be read."""
    try:
        if len(text) == len("2025-02-05"):
            return datetime.combine(date.fromisoformat(text), time())
        return datetime.fromisoformat(text[:40]).replace(tzinfo=None)
    except ValueError:
        return None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def _mail(moment: datetime) -> str:
    return format_datetime(moment)
