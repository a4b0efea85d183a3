"""How a crawl is shown while it runs: one bar on a terminal, plain lines otherwise. Always on stderr."""

from __future__ import annotations

import sys
import time
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from monitor.crawling import CrawlEvent
from monitor.wording import Words

LINE_EVERY = 30.0
"""Seconds between two lines where there is no terminal."""


class CrawlDisplay:
    """`with CrawlDisplay(words, sources) as display: … listen=display.hear`."""

    def __init__(self, words: Words, sources: int) -> None:
        self._words = words
        self._sources = sources
        self._console = Console(stderr=True)
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._said_at = time.monotonic()

    def __enter__(self) -> CrawlDisplay:
        if self._console.is_terminal and self._sources:
            self._bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(bar_width=24),
                TextColumn("{task.completed}/{task.total}"),
                TimeElapsedColumn(),
                console=self._console,
                transient=True,
            )
            self._task = self._bar.add_task(self._words("sources read"), total=self._sources)
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def hear(self, event: CrawlEvent) -> None:
        """Show where the crawl stands."""
        counts = event.counts
        done = counts.get("sources_read", 0) + counts.get("sources_not_read", 0)
        if self._bar is not None and self._task is not None:
            waiting = event.data.get("waiting")
            total = counts.get("sources_due") or self._sources
            said = self._words.n("{n} article", "{n} articles", counts.get("articles_fetched", 0))
            if isinstance(waiting, int) and done >= total:
                said = self._words("{articles}, {waiting} still to read", articles=said, waiting=waiting)
            self._bar.update(self._task, completed=done, total=total, description=said)
        elif event.name == "progress" and time.monotonic() - self._said_at >= LINE_EVERY:
            self._said_at = time.monotonic()
            print(
                self._words(
                    "{done} of {due} sources done, {articles} articles read",
                    done=done,
                    due=counts.get("sources_due", self._sources),
                    articles=counts.get("articles_fetched", 0),
                ),
                file=sys.stderr,
                flush=True,
            )
