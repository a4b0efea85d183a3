"""The delay between two requests to a host counts from the end of the answer, not from when we meant to ask.

Scrapy counts from the moment a request leaves its queue; a busy process then sends it later than it thinks,
and the next one comes too soon.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.http import Request, Response

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class PacingExtension:
    """Resets the clock of a slot when an answer, or a failure, has come."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PacingExtension:
        """Listen to the downloader."""
        extension = cls(crawler)
        crawler.signals.connect(extension.answered, signal=signals.response_downloaded)
        crawler.signals.connect(extension.left, signal=signals.request_left_downloader)
        return extension

    def answered(self, response: Response, request: Request) -> None:
        """Before the next request of the slot is considered."""
        self.left(request)

    def left(self, request: Request) -> None:
        """A request that failed counts as well."""
        assert self._crawler.engine is not None
        slot = self._crawler.engine.downloader.slots.get(request.meta.get("download_slot", ""))
        if slot is not None:
            slot.lastseen = time.monotonic()
