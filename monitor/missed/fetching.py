"""Pages that a person wants read now: by the crawler's own process, then judged. It obeys all that a crawl obeys."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from monitor.crawling import CrawlEnd, CrawlEvent
from monitor.stages import carry_out, match_archive, put_crawl_order
from monitor.workspace import Loaded, Workspace
from storage.identity import article_key, canonical_url
from storage.model import Outlet, RunState
from storage.store import Store

BUSY_CODE = 6
"""The exit code of a crawl where another one is under way."""

MOST_KEPT = 200
"""Readings of which is still known how they ended."""


PATIENCE_SECONDS = 5.0
"""So long after it was in the way another run is asked whether it still is."""


TOLD_SECONDS = 600.0
"""So long it is told how a reading ended."""


class Stage(StrEnum):
    """How far a reading came. BUSY: another run is under way, it has to be asked for again."""

    ASKED = "asked"
    READING = "reading"
    JUDGING = "judging"
    DONE = "done"
    BUSY = "busy"
    OFFLINE = "offline"
    BROKEN = "broken"


_TRIED = ("articles_stored", "articles_seen_again", "articles_unchanged", "failures")
"""The counts of a crawl that say how many pages were tried."""

UNDER_WAY = frozenset({Stage.ASKED, Stage.READING, Stage.JUDGING})


@dataclass(frozen=True, slots=True)
class Reading:
    """The reading of some pages; `read` counts those tried so far, `told` is when its stage was told last (a clock's)."""

    number: int
    pages: tuple[tuple[Outlet, str], ...]
    told: float
    stage: Stage = Stage.ASKED
    read: int = 0

    @property
    def is_under_way(self) -> bool:
        """True until it ended, well or not."""
        return self.stage in UNDER_WAY

    @property
    def is_put_off(self) -> bool:
        """True while another run is in the way."""
        return self.stage is Stage.BUSY


def hand_outlet(url: str) -> Outlet:
    """The outlet of a page whose site is not in the list: named by its site. Raises ValueError for what is no address."""
    host = urlsplit(canonical_url(url)).netloc.removeprefix("www.")
    return Outlet(id=f"site-{host.replace(':', '-').replace('.', '-')}", name=host, domain=host)


def read_pages(
    workspace: Workspace,
    loaded: Loaded,
    store: Store,
    pages: Sequence[tuple[Outlet, str]],
    now: datetime,
    hear: Callable[[Stage, int], None] = lambda stage, read: None,
) -> Stage:
    """Read these pages now, and judge the archive for every campaign; `hear` learns how far it is.

    What a site or a publisher forbids is not read, a private address neither: the reason stands among the failures
    of the page. Raises as `put_crawl_order`, and StorageError.
    """
    order = put_crawl_order(store, loaded, now, pages=pages)

    def heard(event: CrawlEvent) -> None:
        counts = event.counts
        hear(Stage.READING, min(len(pages), sum(counts.get(name, 0) for name in _TRIED)))

    hear(Stage.READING, 0)
    end = carry_out(workspace, order, heard)
    stage = _stage_of(end)
    if stage is Stage.DONE:
        hear(Stage.JUDGING, len(pages))
        match_archive(store, loaded.campaigns, now)
    return stage


def _stage_of(end: CrawlEnd) -> Stage:
    if end.code == BUSY_CODE:
        return Stage.BUSY
    if end.state is RunState.OFFLINE:
        return Stage.OFFLINE
    broken = end.state in (RunState.FAILED, RunState.KILLED)
    return Stage.BROKEN if broken else Stage.DONE


class Readings:
    """The readings that people asked for, of one workspace. All methods may be called from any thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._by_page: dict[str, int] = {}
        self._kept: dict[int, Reading] = {}
        self._last = 0

    def ask(self, pages: Iterable[tuple[Outlet, str]]) -> Reading | None:
        """Note that these pages are to be read. Those under way are left out; None where all of them are."""
        with self._lock:
            wanted = {article_key(url): (outlet, url) for outlet, url in pages}
            left = {key: page for key, page in wanted.items() if not self._under_way(key)}
            if not left:
                return None
            self._last += 1
            made = Reading(self._last, tuple(left.values()), self._clock())
            self._kept[made.number] = made
            self._by_page.update(dict.fromkeys(left, made.number))
            self._forget_old()
            return made

    def ask_again(self, number: int) -> bool:
        """True, once, where another run was in the way and it may be over by now: ask for this reading again then."""
        with self._lock:
            kept = self._kept.get(number)
            if kept is None or kept.stage is not Stage.BUSY or self._clock() - kept.told < PATIENCE_SECONDS:
                return False
            self._kept[number] = replace(kept, stage=Stage.ASKED, told=self._clock())
            return True

    def tell(self, number: int, stage: Stage, read: int | None = None) -> None:
        """How far a reading is now."""
        with self._lock:
            kept = self._kept.get(number)
            if kept is not None:
                read = kept.read if read is None else read
                self._kept[number] = replace(kept, stage=stage, read=read, told=self._clock())

    def of(self, urls: Iterable[str]) -> Reading | None:
        """The latest reading in which one of these addresses of pages is; None where none was asked for of late."""
        with self._lock:
            numbers = [self._by_page.get(article_key(url), 0) for url in urls]
            kept = self._kept.get(max(numbers, default=0))
            ended = kept is not None and not kept.is_under_way and not kept.is_put_off
            old = kept is not None and self._clock() - kept.told > TOLD_SECONDS
            return None if ended and old else kept

    def _under_way(self, key: str) -> bool:
        kept = self._kept.get(self._by_page.get(key, 0))
        return kept is not None and kept.is_under_way

    def _forget_old(self) -> None:
        for number in list(self._kept)[:-MOST_KEPT]:
            if not self._kept[number].is_under_way:
                del self._kept[number]
        self._by_page = {key: number for key, number in self._by_page.items() if number in self._kept}
