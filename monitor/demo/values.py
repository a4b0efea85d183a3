"""The vocabulary of the press world: outlets, ways in, articles, as frozen values. Pure."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from storage.model import MentionKind


class WayKind(StrEnum):
    """The form of one way into an outlet."""

    RSS = "rss"
    ATOM = "atom"
    NEWS_SITEMAP = "news_sitemap"
    SITEMAP_INDEX = "sitemap_index"
    SEARCH = "search"
    WORDPRESS_REST = "wordpress_rest"
    WORDPRESS_RSS = "wordpress_rss"
    SECTION = "section"


class RobotsKind(StrEnum):
    """What an outlet answers to robots.txt."""

    ALLOW = "allow"
    PATHS = "paths"
    DELAY = "delay"
    CLOSED = "closed"
    ERROR = "error"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Robots:
    """The answer of robots.txt: `paths` closed to all, `delay` in seconds."""

    kind: RobotsKind = RobotsKind.ALLOW
    paths: tuple[str, ...] = ()
    delay: int = 0


@dataclass(frozen=True, slots=True)
class Way:
    """One way into an outlet.

    `path` is its address on the site; of a search, the template with `{query}` and the like.
    `limit` is the number of entries, or of results on a page; `days` > 0 drops entries older than that.
    `section` restricts a section page or a feed. `quirks`: tracking, amp, relative, gone, empty, no-dates.
    """

    kind: WayKind
    path: str
    limit: int = 30
    days: int = 0
    section: str = ""
    quirks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Section:
    """A rubric of an outlet: the slug of its address and its name on the page."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Hiccup:
    """How an outlet refuses at first: the first `times` requests for articles get `status` and Retry-After."""

    status: int = 503
    retry_after: int = 1
    times: int = 0


@dataclass(frozen=True, slots=True)
class PressOutlet:
    """An invented outlet. `address` is the pattern of its articles' addresses; `colour` a CSS colour."""

    id: str
    name: str
    country: str
    language: str
    kind: str
    tier: int
    skin: str
    address: str
    motto: str
    colour: str = "#1f2937"
    charset: str = "utf-8"
    paywall: str = "none"
    reserves_mining: bool = False
    amp: bool = False
    refuses_connections: bool = False
    robots: Robots = Robots()
    sections: tuple[Section, ...] = ()
    ways: tuple[Way, ...] = ()
    hiccup: Hiccup = Hiccup()

    def section_name(self, slug: str) -> str:
        """The name of a section, its slug where it has none."""
        return next((section.name for section in self.sections if section.slug == slug), slug)


@dataclass(frozen=True, slots=True)
class Comment:
    """What a reader left under an article."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class PressArticle:
    """An article of the world. `body` is Markdown (see `prose`); `id` is `<outlet>/<slug>`.

    `kind` is what the article is for the shipped campaign (None: no mention), `to_check` where evidence
    is thin on purpose. `free_paragraphs` > 0 puts the rest behind a paywall. `listed` False: no feed,
    sitemap or section page shows it, search alone finds it. `story` groups reprints of one dispatch.
    """

    id: str
    outlet_id: str
    slug: str
    title: str
    standfirst: str
    authors: tuple[str, ...]
    published_at: datetime
    section: str
    language: str
    body: str
    kind: MentionKind | None = None
    to_check: bool = False
    modified_at: datetime | None = None
    free_paragraphs: int = 0
    folder: str = ""
    story: str = ""
    credit: str = ""
    listed: bool = True
    asides: tuple[str, ...] = ()
    comments: tuple[Comment, ...] = ()
    straight: bool = False
    revision: int = 0
    marks: frozenset[str] = field(default_factory=frozenset)

    @property
    def number(self) -> int:
        """A number as publishing systems put one in addresses: the same for the same id, for ever."""
        return 10_000 + zlib.crc32(self.id.encode()) % 90_000

    @property
    def changed_at(self) -> datetime:
        """When the page last changed; each edit moves it by a minute, so that Last-Modified moves too."""
        return (self.modified_at or self.published_at) + timedelta(minutes=self.revision)


def address(outlet: PressOutlet, article: PressArticle) -> str:
    """Path (and query) of the article on its site."""
    published = article.published_at
    path = outlet.address.format(
        section=article.folder or article.section,
        year=f"{published:%Y}",
        month=f"{published:%m}",
        day=f"{published:%d}",
        slug=article.slug,
        number=article.number,
    )
    return path


def amp_address(outlet: PressOutlet, article: PressArticle) -> str:
    """Path of the AMP variant; the outlet must have `amp`."""
    return "/amp" + address(outlet, article)
