"""The press world as values: outlets, their ways in, their articles, read from the data folder beside this file.

Nothing here opens a socket. `PressWorld` is immutable: what changes between two crawls (an edit, a
later day) is another `PressWorld`, or another moment at which one looks at it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from monitor.demo.values import (
    Comment,
    Hiccup,
    PressArticle,
    PressOutlet,
    Robots,
    RobotsKind,
    Section,
    Way,
    WayKind,
    address,
)
from storage.model import MentionKind

DATA = Path(__file__).parent / "data"
FENCE = "+++"
ZONE = ZoneInfo("Europe/Paris")
"""Where a bare date ends when it stands for the moment of the world."""


class PressWorldError(ValueError):
    """The data of the press world contradict themselves; the message names the file or the id."""


@dataclass(frozen=True, slots=True)
class PressWorld:
    """All outlets, all articles in order of publication, and the words of the pages around them by language."""

    outlets: tuple[PressOutlet, ...]
    articles: tuple[PressArticle, ...]
    labels: Mapping[str, Mapping[str, str]]

    @classmethod
    def load(cls, folder: Path = DATA) -> PressWorld:
        """Read a folder of `world.toml`, `labels.toml`, `articles/<outlet>/<slug>.md` and `dispatches/*.md`.

        Raises PressWorldError where they contradict each other.
        """
        described = tomllib.loads((folder / "world.toml").read_text("utf-8"))
        labels = tomllib.loads((folder / "labels.toml").read_text("utf-8"))
        outlets = tuple(_outlet(entry) for entry in described["outlet"])
        dispatches = {path.stem: _parts(path) for path in sorted((folder / "dispatches").glob("*.md"))}
        articles = [
            _article(outlet, path, dispatches)
            for outlet in outlets
            for path in sorted((folder / "articles" / outlet.id).glob("*.md"))
        ]
        articles.sort(key=lambda article: (article.published_at, article.id))
        world = cls(outlets, tuple(articles), labels)
        _check(world)
        return world

    def outlet(self, outlet_id: str) -> PressOutlet:
        """The outlet of this id; KeyError where there is none."""
        for outlet in self.outlets:
            if outlet.id == outlet_id:
                return outlet
        raise KeyError(outlet_id)

    def article(self, article_id: str) -> PressArticle:
        """The article of this id; KeyError where there is none."""
        for article in self.articles:
            if article.id == article_id:
                return article
        raise KeyError(article_id)

    def of_outlet(self, outlet_id: str, now: datetime | None = None) -> tuple[PressArticle, ...]:
        """What an outlet has published by `now` (None: everything), newest first."""
        return tuple(
            article
            for article in reversed(self.articles)
            if article.outlet_id == outlet_id and (now is None or article.published_at <= now)
        )

    def listed(self, outlet_id: str, way: Way, now: datetime | None) -> tuple[PressArticle, ...]:
        """What a feed, a sitemap or a section page shows at `now`, newest first. A search shows what is asked."""
        shown = [article for article in self.of_outlet(outlet_id, now) if article.listed]
        if way.section:
            shown = [article for article in shown if article.section == way.section]
        if way.days and shown:
            horizon = (now or shown[0].published_at) - timedelta(days=way.days)
            shown = [article for article in shown if article.published_at >= horizon]
        if way.quirks & {"gone", "empty"}:
            return ()
        return tuple(shown[: way.limit])

    def with_article(self, article: PressArticle) -> PressWorld:
        """The same world with one article replaced; KeyError where it has none of that id."""
        self.article(article.id)
        return replace(
            self, articles=tuple(article if old.id == article.id else old for old in self.articles)
        )

    def with_more(self, article: PressArticle) -> PressWorld:
        """The same world with one article more; PressWorldError where it does not fit."""
        ordered = sorted((*self.articles, article), key=lambda one: (one.published_at, one.id))
        grown = replace(self, articles=tuple(ordered))
        _check(grown)
        return grown


def moment_of(today: date | datetime | None) -> datetime | None:
    """The moment that `today` stands for: a bare date is its end in Paris, None is the end of time.

    Raises ValueError for a datetime without zone.
    """
    if today is None or not isinstance(today, datetime):
        return None if today is None else datetime.combine(today, time(23, 59, 59), tzinfo=ZONE)
    if today.tzinfo is None:
        raise ValueError("the moment of a press world needs a time zone")
    return today


def _parts(path: Path) -> tuple[dict[str, Any], str]:
    text = path.read_text("utf-8")
    _, head, body = text.split(FENCE + "\n", 2)
    return tomllib.loads(head), body.strip()


def _outlet(entry: dict[str, Any]) -> PressOutlet:
    robots = dict(entry.pop("robots", {}))
    ways = entry.pop("way", [])
    sections = entry.pop("sections", {})
    hiccup = entry.pop("hiccup", {})
    if robots:
        robots |= {"kind": RobotsKind(robots["kind"]), "paths": tuple(robots.get("paths", ()))}
    return PressOutlet(
        **entry,
        robots=Robots(**robots),
        sections=tuple(Section(slug, name) for slug, name in sections.items()),
        ways=tuple(
            Way(**{**way, "kind": WayKind(way["kind"]), "quirks": frozenset(way.get("quirks", ()))})
            for way in ways
        ),
        hiccup=Hiccup(**hiccup),
    )


def _article(
    outlet: PressOutlet, path: Path, dispatches: Mapping[str, tuple[dict[str, Any], str]]
) -> PressArticle:
    head, body = _parts(path)
    story = head.get("story", "")
    if story and not body:
        dispatch, body = dispatches[story]
        head = {**dispatch, **head}
    kind = head.pop("kind", "")
    try:
        return PressArticle(
            **{
                **head,
                "id": f"{outlet.id}/{path.stem}",
                "outlet_id": outlet.id,
                "slug": path.stem,
                "body": body,
                "language": head.get("language", outlet.language),
                "kind": MentionKind(kind) if kind else None,
                "authors": tuple(head.get("authors", ())),
                "asides": tuple(head.get("asides", ())),
                "comments": tuple(Comment(**comment) for comment in head.get("comments", ())),
                "marks": frozenset(head.get("marks", ())),
            }
        )
    except (TypeError, ValueError) as error:
        raise PressWorldError(f"{path.name}: {error}") from error


def _complaints(world: PressWorld) -> Iterator[str]:
    known = {article.id for article in world.articles}
    addresses: set[tuple[str, str]] = set()
    for article in world.articles:
        outlet = world.outlet(article.outlet_id)
        if article.published_at.tzinfo is None:
            yield f"{article.id}: the time of publication has no zone"
        if article.section not in {section.slug for section in outlet.sections}:
            yield f"{article.id}: the section {article.section} is none of its outlet"
        yield from (f"{article.id}: unknown aside {aside}" for aside in article.asides if aside not in known)
        place = (outlet.id, address(outlet, article))
        if place in addresses:
            yield f"{article.id}: another article has the address {place[1]}"
        addresses.add(place)
    for outlet in world.outlets:
        if outlet.language not in world.labels:
            yield f"{outlet.id}: no labels in {outlet.language}"


def _check(world: PressWorld) -> None:
    complaints = list(_complaints(world))
    if complaints:
        raise PressWorldError("; ".join(complaints))
