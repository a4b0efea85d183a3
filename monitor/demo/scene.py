"""A scene: one outlet of the press world, at one moment, at one address. What pages and feeds are drawn from. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit, urlunsplit

from monitor.demo import prose
from monitor.demo.values import PressArticle, PressOutlet, Way, address, amp_address
from monitor.demo.world import PressWorld

TRACKING = ("utm_source=rss", "utm_medium=flux", "xtor=RSS-12")
ARTICLE_SCHEME = "article:"
RELATED = 3


@dataclass(frozen=True, slots=True)
class Scene:
    """`bases` maps outlet ids to `http://127.0.0.1:port`; `now` None shows everything."""

    world: PressWorld
    outlet: PressOutlet
    bases: Mapping[str, str]
    now: datetime | None = None

    @property
    def base(self) -> str:
        """The address of this outlet's site, without slash at the end."""
        return self.bases[self.outlet.id]

    @property
    def labels(self) -> Mapping[str, str]:
        """The words of this site's pages that are no article."""
        return self.world.labels[self.outlet.language]

    def published(self) -> tuple[PressArticle, ...]:
        """What the outlet has published by now, newest first."""
        return self.world.of_outlet(self.outlet.id, self.now)

    def listed(self, way: Way) -> tuple[PressArticle, ...]:
        """What a way shows by now."""
        return self.world.listed(self.outlet.id, way, self.now)

    def found(self, query: str) -> tuple[PressArticle, ...]:
        """What the site's own search finds: it reads what stands behind the paywall, too."""
        return tuple(
            one
            for one in self.published()
            if prose.matches(query, f"{one.title}\n{one.standfirst}\n{prose.plain(one.body)}")
        )

    def url(self, article: PressArticle) -> str:
        """The canonical address of an article of any outlet."""
        outlet = self.world.outlet(article.outlet_id)
        return self.bases[outlet.id] + address(outlet, article)

    def way_url(self, way: Way, article: PressArticle) -> str:
        """The address under which a way shows the article: AMP, relative or with tracking, by its quirks."""
        amp = self.outlet.amp and "amp" in way.quirks
        path = amp_address(self.outlet, article) if amp else address(self.outlet, article)
        if "tracking" in way.quirks:
            path += ("&" if "?" in path else "?") + "&".join(TRACKING)
        return path if "relative" in way.quirks else self.base + path

    def resolve(self, target: str) -> str:
        """The target of a link in an article: `article:<id>` becomes its address, others stay as written."""
        if not target.startswith(ARTICLE_SCHEME):
            return target
        return self.url(self.world.article(target.removeprefix(ARTICLE_SCHEME)))

    def visible_modified_at(self, article: PressArticle) -> datetime | None:
        """When the article was last updated, as its page says by now."""
        changed = article.changed_at
        if changed == article.published_at or (self.now is not None and changed > self.now):
            return None
        return changed

    def changed_at(self, article: PressArticle) -> datetime:
        """When the page last changed, by now."""
        return self.visible_modified_at(article) or article.published_at

    def related(self, article: PressArticle) -> tuple[PressArticle, ...]:
        """The side-bar: what the article names itself, else the latest of the same section."""
        if article.asides:
            named = (self.world.article(aside) for aside in article.asides)
            return tuple(one for one in named if self.now is None or one.published_at <= self.now)
        same = (one for one in self.published() if one.section == article.section and one.id != article.id)
        return tuple(one for one in same if one.listed)[:RELATED]


def strip_tracking(target: str) -> str:
    """The target without the parameters that feeds add; everything else stays in its place."""
    parts = urlsplit(target)
    kept = [
        part
        for part in parts.query.split("&")
        if part and not part.lower().startswith(("utm_", "xtor=", "at_"))
    ]
    return urlunsplit(("", "", parts.path, "&".join(kept), ""))
