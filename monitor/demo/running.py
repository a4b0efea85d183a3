"""A press world while it is served: its moment, its troubles, its request log. Knows no socket."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from monitor.demo import catalogue
from monitor.demo.answers import Answer, answer, article_at
from monitor.demo.scene import Scene
from monitor.demo.values import PressArticle
from monitor.demo.world import PressWorld, moment_of

HOST = "127.0.0.1"
MAX_LOG = 100_000
"""Requests kept; later ones are answered and not logged."""


@dataclass(frozen=True, slots=True)
class LoggedRequest:
    """One request. `at` (aware UTC, real clock) and `monotonic` (seconds) are when it came in."""

    at: datetime
    monotonic: float
    outlet_id: str
    method: str
    target: str
    status: int
    user_agent: str
    if_none_match: str | None
    if_modified_since: str | None
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Trouble:
    """What is wrong with an outlet for now."""

    delay: float = 0.0
    status: int = 0
    under: str = "/"


class RunningWorld:
    """A press world that is being served. All methods may be called from any thread."""

    def __init__(self, world: PressWorld, bases: Mapping[str, str], now: datetime | None) -> None:
        self._lock = threading.Lock()
        self._world = world
        self._now = now
        self._bases = dict(bases)
        self._log: list[LoggedRequest] = []
        self._trouble: dict[str, _Trouble] = {}
        self._hiccups = {outlet.id: outlet.hiccup.times for outlet in world.outlets}
        self.stopping = threading.Event()

    @property
    def world(self) -> PressWorld:
        """The world as it stands now, edits included."""
        return self._world

    @property
    def now(self) -> datetime | None:
        """The moment of the world; None shows everything."""
        return self._now

    @property
    def bases(self) -> Mapping[str, str]:
        """From outlet id to `http://127.0.0.1:port`, no slash at the end."""
        return self._bases

    @property
    def requests(self) -> tuple[LoggedRequest, ...]:
        """What was asked so far, in order of the answers."""
        with self._lock:
            return tuple(self._log)

    def clear_requests(self) -> None:
        """Forget the request log."""
        with self._lock:
            self._log.clear()

    def port(self, outlet_id: str) -> int:
        """The port of an outlet."""
        return int(self._bases[outlet_id].rsplit(":", 1)[1])

    def url(self, article_id: str) -> str:
        """The canonical address of an article."""
        article = self._world.article(article_id)
        return self.scene(article.outlet_id).url(article)

    def scene(self, outlet_id: str) -> Scene:
        """One outlet as it stands at this moment."""
        with self._lock:
            return Scene(self._world, self._world.outlet(outlet_id), self._bases, self._now)

    def sources_csv(self) -> str:
        """The catalogue of this world (sources.csv of the contract); `domain` is host:port."""
        return catalogue.sources_csv(self._world, self._bases)

    def allow_private(self) -> tuple[str, ...]:
        """What `[network] allow_private` must hold to let a crawl in, one entry per outlet."""
        return tuple(f"{HOST}/32:{self.port(outlet.id)}" for outlet in self._world.outlets)

    def expectations(self, search_strings: tuple[str, ...] = ()) -> tuple[catalogue.Expectation, ...]:
        """What a crawl should find by now, one entry per published article (see `catalogue`)."""
        return catalogue.expectations(self._world, self._bases, self._now, search_strings)

    def set_today(self, today: date | datetime | None) -> None:
        """Move the world to another day (its end in Paris) or moment; None shows everything."""
        moment = moment_of(today)
        with self._lock:
            self._now = moment

    def delay(self, outlet_id: str, seconds: float) -> None:
        """From now on every answer of the outlet waits this long; 0 ends it."""
        self._change_trouble(outlet_id, delay=seconds)

    def break_(self, outlet_id: str, status: int, under: str = "/") -> None:
        """From now on the outlet answers `status` to all that starts with the path `under`; 0 mends it."""
        self._change_trouble(outlet_id, status=status, under=under)

    def edit(
        self,
        article_id: str,
        *,
        title: str | None = None,
        text: str | None = None,
        standfirst: str | None = None,
        modified_at: datetime | None = None,
    ) -> None:
        """Change an article; `text` is its new Markdown. ETag and Last-Modified move with it."""
        with self._lock:
            old = self._world.article(article_id)
            new = replace(
                old,
                title=old.title if title is None else title,
                body=old.body if text is None else text,
                standfirst=old.standfirst if standfirst is None else standfirst,
                modified_at=modified_at or old.modified_at,
                revision=old.revision + 1,
            )
            self._world = self._world.with_article(new)

    def add(self, article: PressArticle) -> None:
        """Publish another article in an outlet of the world."""
        with self._lock:
            self._world = self._world.with_more(article)

    def respond(self, outlet_id: str, target: str, headers: Mapping[str, str]) -> Answer:
        """The answer to a GET, troubles and hiccups included. Waits where the outlet is slow."""
        with self._lock:
            trouble = self._trouble.get(outlet_id, _Trouble())
        if trouble.delay:
            self.stopping.wait(trouble.delay)
        if trouble.status and target.startswith(trouble.under):
            return Answer(trouble.status, b"", (("Content-Type", "text/html; charset=utf-8"),))
        scene = self.scene(outlet_id)
        return self._hiccup(scene, target) or answer(scene, target, headers)

    def record(self, request: LoggedRequest) -> None:
        """Add to the request log, which stops at a bound."""
        with self._lock:
            if len(self._log) < MAX_LOG:
                self._log.append(request)

    def _hiccup(self, scene: Scene, target: str) -> Answer | None:
        try:
            if article_at(scene, target) is None:
                return None
        except ValueError:  # no address at all
            return None
        with self._lock:
            if not self._hiccups[scene.outlet.id]:
                return None
            self._hiccups[scene.outlet.id] -= 1
        hiccup = scene.outlet.hiccup
        return Answer(hiccup.status, b"", (("Retry-After", str(hiccup.retry_after)),))

    def _change_trouble(self, outlet_id: str, **changes: Any) -> None:
        with self._lock:
            self._world.outlet(outlet_id)
            self._trouble[outlet_id] = replace(self._trouble.get(outlet_id, _Trouble()), **changes)
