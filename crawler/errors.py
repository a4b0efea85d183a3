"""What can go wrong while crawling.

    CrawlError
    ├── Refused             a request that must not be sent (robots, private address, scheme, a host that rests)
    └── BadAnswer           an answer that cannot be used (truncated, a wall)

Expected failures become rows with a `Reason`; nothing here carries a sentence for staff.
"""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest

from storage.model import Reason


class CrawlError(IgnoreRequest):
    """The base: Scrapy hands it to the request's errback and does not log it as a bug."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason
        self.detail = detail


class Refused(CrawlError):
    """The request was not sent."""


class BadAnswer(CrawlError):
    """The answer came and cannot be used."""
