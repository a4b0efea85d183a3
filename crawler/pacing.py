"""The delay between two requests to a host counts from the end of the answer, not from when we meant to ask.

Scrapy counts from the moment a request leaves its queue; a busy process then sends it later than it thinks,
and the next one comes too soon. When the run is stopped, what still waits out a delay is not sent any more.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from crawler.context import RunContext, context_of, host_of
from crawler.errors import Refused
from storage.model import Reason

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class PacingExtension:
    """Resets the clock of a slot when an answer, or a failure, has come."""

    def __init__(self, crawler: Crawler, context: RunContext) -> None:
        self._crawler = crawler
        self._context = context
        self._emptying: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PacingExtension:
        """Listen to the downloader."""
        extension = cls(crawler, context_of(crawler))
        crawler.signals.connect(extension.opened, signal=signals.spider_opened)
        crawler.signals.connect(extension.closed, signal=signals.spider_closed)
        crawler.signals.connect(extension.answered, signal=signals.response_downloaded)
        crawler.signals.connect(extension.left, signal=signals.request_left_downloader)
        return extension

    async def opened(self) -> None:
        """Wait for the end."""
        self._emptying = asyncio.ensure_future(self._empty_slots())

    def closed(self) -> None:
        """Nothing is left to empty."""
        if self._emptying is not None:
            self._emptying.cancel()

    async def _empty_slots(self) -> None:
        await self._context.stopping.wait()
        assert self._crawler.engine is not None
        for slot in self._crawler.engine.downloader.slots.values():
            while slot.queue:
                _, waiting = slot.queue.popleft()
                refusal = Refused(Reason.TIME_LIMIT, self._context.stop_reason)
                waiting.errback(Failure(refusal))  # type: ignore[no-untyped-call]

    def answered(self, response: Response, request: Request) -> None:
        """Before the next request of the slot is considered; whatever it says, the host answered."""
        self._context.hosts.answered(host_of(request.url))
        self.left(request)

    def left(self, request: Request) -> None:
        """A request that failed counts as well."""
        assert self._crawler.engine is not None
        slot = self._crawler.engine.downloader.slots.get(request.meta.get("download_slot", ""))
        if slot is not None:
            slot.lastseen = time.monotonic()
