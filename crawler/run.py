"""One crawl, from its order to its row in `runs`: the composition of everything in this package."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import sys
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from crawler.addresses import AddressRules
from crawler.archive import ArchiveThread
from crawler.context import RunContext, host_of
from crawler.progress import Progress
from crawler.settings import settings_for
from crawler.spiders.press import PressSpider
from crawler.workers import Workers
from storage.errors import ArchiveError
from storage.model import Run, RunKind, RunOrder, RunState

logger = logging.getLogger(__name__)

DONE, BUG, BUSY = 0, 1, 6
BEAT_SECONDS = 5.0
ENDINGS = {
    "": RunState.DONE,
    "time_limit": RunState.PARTIAL,
    "offline": RunState.OFFLINE,
    "interrupted": RunState.STOPPED,
}
"""How a run ended, by why it was stopped; any other reason (a full disk, too much memory) is a failure."""


def run_order(archive_path: Path, order_id: str, workers: int | None = None) -> int:
    """Carry out an order. Returns the exit code: 0 done, 1 a bug, 6 another crawl of this archive is under way."""
    lock = FileLock(f"{archive_path}.crawl.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return BUSY
    try:
        return _run(archive_path, order_id, workers)
    finally:
        lock.release()


def _clock_of(order: RunOrder) -> Any:
    """The rehearsal's clock where there is one, else the real one."""
    fixed = order.now
    return (lambda: fixed) if fixed is not None else (lambda: datetime.now(UTC))


def _run(archive_path: Path, order_id: str, workers: int | None) -> int:
    archive = ArchiveThread(archive_path)
    order = archive.now(lambda store: store.order(order_id))
    clock = _clock_of(order)
    started = clock()
    run = Run(
        uuid.uuid4().hex[:12], RunKind.CRAWL, started, heartbeat_at=datetime.now(UTC), order_id=order_id
    )
    archive.now(lambda store: store.begin_run(run))
    progress = Progress(sys.stdout)
    context = RunContext(
        run_id=run.id,
        order=order,
        archive=archive,
        workers=Workers(workers or max(1, min(4, os.cpu_count() or 1))),
        progress=progress,
        rules=AddressRules(order.allow_private),
        ends_at=time.monotonic() + order.max_minutes * 60,
        clock=clock,
    )
    archive.on_trouble = lambda error: context.stop(f"archive {type(error).__name__}")
    state, detail = RunState.FAILED, ""
    try:
        bug = _crawl(context)
        state = RunState.FAILED if bug else ENDINGS.get(context.stop_reason, RunState.FAILED)
        detail = context.stop_reason or bug
    finally:
        context.workers.close()
        try:
            archive.now(lambda store: store.end_run(run.id, clock(), state, progress.counts, detail))
        except ArchiveError as error:  # no room even for this: whoever started the run is told all the same
            state, detail = RunState.FAILED, detail or f"archive {type(error).__name__}"
        progress.say("end", state=str(state), run=run.id, detail=detail)
        archive.close()
    return BUG if state is RunState.FAILED else DONE


class Heart:
    """Follows a run while Scrapy works: says where it stands, and closes it when the spider does."""

    def __init__(self, context: RunContext, crawler: Crawler) -> None:
        self._context = context
        self._crawler = crawler
        self._beating: asyncio.Task[None] | None = None
        self.ended = False
        crawler.signals.connect(self.opened, signal=signals.spider_opened)
        crawler.signals.connect(self.closed, signal=signals.spider_closed)

    async def opened(self, spider: PressSpider) -> None:
        """Begin to beat."""
        self._beating = asyncio.ensure_future(self._beat(spider))

    async def closed(self, spider: PressSpider, reason: str) -> None:
        """Keep what was read, and why the run ended where it was not over."""
        if self._beating is not None:
            self._beating.cancel()
        if reason != "finished":
            self._context.stop("interrupted" if reason == "shutdown" else reason)
        try:
            await spider.finish()
        except ArchiveError as error:
            self._context.stop(f"archive {type(error).__name__}")
        self.ended = True

    async def _beat(self, spider: PressSpider) -> None:
        context = self._context
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            context.progress.say("progress", waiting=len(spider.frontier.queues))
            await context.archive(
                lambda store: store.beat(context.run_id, datetime.now(UTC), context.progress.counts)
            )


class Process(AsyncCrawlerProcess):
    """Scrapy's process, which at an interrupt waits for what is in flight: what waits out a pause is let go."""

    context: RunContext

    def _signal_shutdown(self, signum: int, frame: Any) -> None:
        from twisted.internet import reactor

        reactor.callFromThread(self.context.stop, "interrupted")
        super()._signal_shutdown(signum, frame)


def _crawl(context: RunContext) -> str:
    """Run Scrapy until the lines are empty or the run is stopped; returns what went wrong, '' if nothing."""
    hosts = {host_of(source.url) for _, source in context.order.sources}
    process = Process(Settings(settings_for(context.order, len(hosts))))
    process.context = context
    # It warns that no Referer is sent along on redirects; none is ever sent.
    logging.getLogger("scrapy.downloadermiddlewares.redirect").setLevel(logging.ERROR)
    crawler = process.create_crawler(PressSpider)
    gc.freeze()  # modules are no garbage: to look through them again and again would halt the run each time
    heart = Heart(context, crawler)  # signals hold their listeners weakly: it must have a name
    outcome = process.crawl(crawler, context=context)
    process.start(install_signal_handlers=True)
    error = outcome.exception() if isinstance(outcome, asyncio.Task) and outcome.done() else None
    if error is None and not heart.ended:
        return "the spider was never closed"
    return f"{type(error).__name__}: {error}" if error is not None else ""
