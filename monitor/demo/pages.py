"""The pages that people read: articles, home and section lists, search results, notices. Pure; HTML text out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import urlencode, urlsplit

from babel.dates import format_date, format_time
from markupsafe import Markup

from monitor.demo import prose
from monitor.demo.drawing import draw
from monitor.demo.scene import Scene
from monitor.demo.values import PressArticle, Way, WayKind, address, amp_address

PUBLIC_NOTICES = ("connexion", "lettre", "mentions-legales", "droits")
"""The pages beside the articles, linked from every page."""


def article_page(scene: Scene, article: PressArticle, *, amp: bool = False) -> str:
    """The page of an article in its outlet's skin, or its AMP variant."""
    blocks = prose.blocks(article.body, scene.resolve)
    free = article.free_paragraphs
    hidden = 0
    if free:
        hidden = round(100 * sum(len(b.text) for b in blocks[free:]) / sum(len(b.text) for b in blocks))
        blocks = blocks[:free]
    modified = scene.visible_modified_at(article)
    return draw(
        "amp.html.jinja" if amp else f"{scene.outlet.skin}.html.jinja",
        **_frame(scene),
        article=article,
        title=article.title,
        canonical=scene.url(article),
        amp_url=scene.base + amp_address(scene.outlet, article) if scene.outlet.amp else "",
        blocks=[_shown(scene, block) for block in blocks],
        hidden=hidden,
        related=[{"url": scene.url(one), "title": one.title} for one in scene.related(article)],
        byline=_byline(article.authors, scene.labels["and"]),
        published=_spoken(article.published_at, article.language),
        published_iso=article.published_at.isoformat(),
        modified=_spoken(modified, article.language) if modified else "",
        modified_iso=(modified or article.published_at).isoformat(),
        section_name=scene.outlet.section_name(article.section),
        data=_linked_data(scene, article, modified),
    )


def listing_page(scene: Scene, target: str) -> str | None:
    """The home page, a section page, or a notice at this target; None where the site has no such page."""
    path = urlsplit(target).path
    if path.strip("/") in PUBLIC_NOTICES:
        return notice_page(scene, path.strip("/"))
    shown = [one for one in scene.published() if one.listed]
    if path == "/":
        return _list(scene, scene.outlet.motto, shown)
    for way in scene.outlet.ways:
        if way.kind is WayKind.SECTION and urlsplit(way.path).path == path:
            name = scene.outlet.section_name(way.section) if way.section else scene.labels["latest"]
            return _list(scene, name, scene.listed(way))
    for section in scene.outlet.sections:
        if path == _section_path(section.slug):
            return _list(scene, section.name, [one for one in shown if one.section == section.slug])
    return None


def search_page(scene: Scene, way: Way, asked: Mapping[str, str]) -> str:
    """A page of results. Parameters: q, page, and the days du and au where the template has them."""
    query = asked.get("q", "")[: prose.MAX_QUERY]
    found = [
        one
        for one in scene.found(query)
        if asked.get("du", "") <= one.published_at.date().isoformat() <= (asked.get("au") or "9999")
    ]
    page = max(1, int(asked["page"])) if asked.get("page", "").isdecimal() and len(asked["page"]) < 5 else 1
    shown = found[(page - 1) * way.limit : page * way.limit]
    following = ""
    if page * way.limit < len(found):
        kept = {key: asked[key] for key in ("q", "du", "au") if asked.get(key)}
        following = f"{urlsplit(way.path).path}?{urlencode({**kept, 'page': page + 1})}"
    name = scene.labels["results"].format(count=len(found), query=query)
    return _list(scene, name, shown, following=following, query=query)


def notice_page(scene: Scene, name: str) -> str:
    """A page beside the articles: sign in, newsletter, legal notes, rights, or "not found"."""
    return draw(
        "notice.html.jinja",
        **_frame(scene),
        title=scene.labels[f"{name}-title"],
        text=scene.labels[f"{name}-text"],
    )


def _list(
    scene: Scene, title: str, articles: Sequence[PressArticle], *, following: str = "", query: str = ""
) -> str:
    items = [
        {
            "url": address(scene.outlet, one),
            "title": one.title,
            "standfirst": one.standfirst,
            "section": scene.outlet.section_name(one.section),
            "published": _spoken(one.published_at, scene.outlet.language),
            "published_iso": one.published_at.isoformat(),
            "paid": one.free_paragraphs > 0,
        }
        for one in articles
    ]
    return draw(
        "listing.html.jinja", **_frame(scene), title=title, items=items, following=following, query=query
    )


def _frame(scene: Scene) -> dict[str, object]:
    searches = [way for way in scene.outlet.ways if way.kind is WayKind.SEARCH]
    feeds = [way for way in scene.outlet.ways if way.kind in {WayKind.RSS, WayKind.ATOM}]
    return {
        "outlet": scene.outlet,
        "base": scene.base,
        "labels": scene.labels,
        "nav": [{"url": _section_path(s.slug), "name": s.name} for s in scene.outlet.sections],
        "search_path": urlsplit(searches[0].path).path if searches else "",
        "feed": feeds[0] if feeds else None,
    }


def _section_path(slug: str) -> str:
    return f"/rubrique/{slug}/"


def _shown(scene: Scene, block: prose.Block) -> dict[str, object]:
    if block.tag != "also":
        return {"tag": block.tag, "html": block.html}
    other = scene.world.article(block.text)
    link = Markup('{} <a href="{}">{}</a>').format(scene.labels["also"], scene.url(other), other.title)
    return {"tag": "also", "html": link}


def _byline(authors: Sequence[str], joiner: str) -> str:
    if len(authors) < 2:
        return "".join(authors)
    return f"{', '.join(authors[:-1])} {joiner} {authors[-1]}"


def _spoken(moment: datetime, language: str) -> str:
    """ "mardi 4 février 2025, 18 h 20" in French; the usual long form elsewhere."""
    day = format_date(moment, "full", locale=language)
    if language == "fr":
        return f"{day}, {moment.hour}\u00a0h\u00a0{moment.minute:02}"
    return f"{day}, {format_time(moment.time(), 'short', locale=language)}"


def _linked_data(scene: Scene, article: PressArticle, modified: datetime | None) -> Markup:
    """The JSON-LD of the article, safe inside a script element."""
    publisher = {"@type": "NewsMediaOrganization", "name": scene.outlet.name, "url": scene.base}
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "description": article.standfirst,
        "inLanguage": article.language,
        "datePublished": article.published_at.isoformat(),
        "dateModified": (modified or article.published_at).isoformat(),
        "mainEntityOfPage": {"@type": "WebPage", "@id": scene.url(article)},
        "author": [{"@type": "Person", "name": name} for name in article.authors] or [publisher],
        "publisher": publisher,
        "isAccessibleForFree": not article.free_paragraphs,
    }
    text = json.dumps(data, ensure_ascii=False)
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S704
