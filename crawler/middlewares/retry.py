"""Trying again: twice, after the time the host asked for or with a growing pause, and never at a dead host."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from scrapy.http import Request, Response

from crawler.context import RunContext, context_of, host_of
from crawler.errors import BadAnswer
from crawler.failures import reason_of
from crawler.middlewares.wholeness import is_whole
from storage.model import Reason

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

RETRIES = 2
AGAIN = frozenset({429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
PASSING = frozenset({Reason.RESET, Reason.TRUNCATED})
DAY = 86_400.0
PAUSE = 30.0
"""Seconds to wait after a 429 that names no time."""


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds to wait as a Retry-After header asks (seconds or a date), 1 to a day; None where it says nothing."""
    text = (value or "").strip()[:100]
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return min(max(float(text), 1.0), DAY)
    try:
        when = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return min(max((when - now).total_seconds(), 1.0), DAY)


class PatientRetryMiddleware:
    """Takes the place of Scrapy's own, which ignores Retry-After.

    Stands nearer to the network than decompression, so that it sees a compressed answer that broke off.
    """

    def __init__(self, context: RunContext) -> None:
        self._context = context

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PatientRetryMiddleware:
        """Build it from the spider's context."""
        return cls(context_of(crawler))

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Ask again later where the status says so; the whole host waits."""
        stopped_by_us = "download_stopped" in response.flags
        if not stopped_by_us and not is_whole(response.body, _encoding(response)):
            again = self._again(request, None)
            if again is None:
                raise BadAnswer(Reason.TRUNCATED, "the compressed answer broke off")
            return again
        if response.status not in AGAIN:
            return response
        header = response.headers.get("Retry-After")
        asked = retry_after(header.decode("latin-1") if header else None, datetime.now(UTC))
        if asked is not None or response.status == 429:
            await self._context.hold(response.url, asked or PAUSE)
        return self._again(request, asked) or response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Ask again where a connection broke off; a host that cannot be reached is left alone."""
        return self._again(request, None) if reason_of(exception)[0] in PASSING else None

    def _again(self, request: Request, asked: float | None) -> Request | None:
        tried = request.meta.get("retry_times", 0)
        if tried >= RETRIES or request.meta.get("dont_retry"):
            return None
        if asked is None:
            host = host_of(request.url)
            self._context.hosts.hold(host, self._context.delay_of(host) * 2 ** (tried + 1))
        again: Request = request.replace(dont_filter=True)
        again.meta["retry_times"] = tried + 1
        return again


def _encoding(response: Response) -> str:
    header = response.headers.get("Content-Encoding") or b""
    return header.decode("latin-1").strip().lower()
