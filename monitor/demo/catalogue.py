"""The catalogue that leads into a press world, and what a crawl of it should find. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.demo.scene import Scene
from monitor.demo.values import PressArticle, PressOutlet, RobotsKind, WayKind, address, amp_address
from monitor.demo.world import PressWorld
from storage.model import MentionKind, SourceKind

COLUMNS = (
    "id", "name", "domain", "country", "language", "kind", "tier",
    "feeds", "sitemaps", "search", "pages", "paywall", "rights",
)  # fmt: skip
SOURCE_KINDS: Mapping[WayKind, SourceKind] = {
    WayKind.RSS: SourceKind.FEED,
    WayKind.ATOM: SourceKind.FEED,
    WayKind.NEWS_SITEMAP: SourceKind.SITEMAP,
    WayKind.SITEMAP_INDEX: SourceKind.SITEMAP,
    WayKind.SEARCH: SourceKind.SEARCH,
    WayKind.WORDPRESS_REST: SourceKind.SEARCH,
    WayKind.WORDPRESS_RSS: SourceKind.SEARCH,
    WayKind.SECTION: SourceKind.PAGE,
}
_COLUMN_OF = {
    SourceKind.FEED: "feeds",
    SourceKind.SITEMAP: "sitemaps",
    SourceKind.SEARCH: "search",
    SourceKind.PAGE: "pages",
}


class Access(StrEnum):
    """Whether the page of an article may and can be fetched."""

    ALLOWED = "allowed"
    ROBOTS = "robots"
    ROBOTS_UNREACHABLE = "robots_unreachable"
    HOST_DOWN = "host_down"


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a crawl of the world should make of one article.

    `url` is canonical, `variants` the other addresses under which ways show it. `reachable_by` holds the kinds of
    sources that lead to it; search only for the strings given. `kind` None: no mention. `reserved`: the outlet
    reserves text mining. `story` groups the reprints of one dispatch, empty elsewhere.
    """

    article_id: str
    outlet_id: str
    url: str
    variants: tuple[str, ...]
    title: str
    authors: tuple[str, ...]
    published_at: datetime
    language: str
    paywalled: bool
    reserved: bool
    access: Access
    reachable_by: frozenset[SourceKind]
    kind: MentionKind | None
    to_check: bool
    story: str

    @property
    def stored(self) -> bool:
        """True where a crawl should have it in the archive."""
        return self.access is Access.ALLOWED and bool(self.reachable_by)


def sources_csv(world: PressWorld, bases: Mapping[str, str]) -> str:
    """The catalogue in the columns of the contract, `domain` as host:port; text rights are left to be found out."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for outlet in world.outlets:
        base = bases[outlet.id]
        ways: dict[str, list[str]] = {column: [] for column in _COLUMN_OF.values()}
        for way in outlet.ways:
            ways[_COLUMN_OF[SOURCE_KINDS[way.kind]]].append(base + way.path)
        writer.writerow(
            {
                "id": outlet.id,
                "name": outlet.name,
                "domain": base.removeprefix("http://"),
                "country": outlet.country,
                "language": outlet.language,
                "kind": outlet.kind,
                "tier": outlet.tier,
                "paywall": outlet.paywall,
                "rights": "",
                **{column: " ".join(urls) for column, urls in ways.items()},
            }
        )
    return out.getvalue()


def expectations(
    world: PressWorld,
    bases: Mapping[str, str],
    now: datetime | None = None,
    search_strings: tuple[str, ...] = (),
) -> tuple[Expectation, ...]:
    """One expectation per article published by `now`, in the order of publication."""
    found: list[Expectation] = []
    for article in world.articles:
        if now is not None and article.published_at > now:
            continue
        outlet = world.outlet(article.outlet_id)
        scene = Scene(world, outlet, bases, now)
        found.append(
            Expectation(
                article_id=article.id,
                outlet_id=outlet.id,
                url=scene.url(article),
                variants=_variants(scene, article),
                title=article.title,
                authors=article.authors,
                published_at=article.published_at,
                language=article.language,
                paywalled=article.free_paragraphs > 0,
                reserved=outlet.reserves_mining,
                access=access(outlet, article),
                reachable_by=_reachable_by(scene, article, search_strings),
                kind=article.kind,
                to_check=article.to_check,
                story=article.story,
            )
        )
    return tuple(found)


def access(outlet: PressOutlet, article: PressArticle) -> Access:
    """Whether the article's page may be fetched, as its outlet's robots.txt and machine say."""
    if outlet.refuses_connections:
        return Access.HOST_DOWN
    if outlet.robots.kind is RobotsKind.ERROR:
        return Access.ROBOTS_UNREACHABLE
    closed = outlet.robots.kind is RobotsKind.CLOSED
    if closed or any(address(outlet, article).startswith(path) for path in outlet.robots.paths):
        return Access.ROBOTS
    return Access.ALLOWED


def _variants(scene: Scene, article: PressArticle) -> tuple[str, ...]:
    shown = {
        scene.way_url(way, article)
        for way in scene.outlet.ways
        if "relative" not in way.quirks and SOURCE_KINDS[way.kind] is not SourceKind.PAGE
    }
    if scene.outlet.amp:
        shown.add(scene.base + amp_address(scene.outlet, article))
    return tuple(sorted(shown - {scene.url(article)}))


def _reachable_by(
    scene: Scene, article: PressArticle, search_strings: tuple[str, ...]
) -> frozenset[SourceKind]:
    kinds: set[SourceKind] = set()
    for way in scene.outlet.ways:
        kind = SOURCE_KINDS[way.kind]
        if kind is SourceKind.SEARCH:
            if any(article in scene.found(query) for query in search_strings):
                kinds.add(kind)
        elif article in scene.listed(way):
            kinds.add(kind)
    return frozenset(kinds)
