"""robots.txt as RFC 9309 wants it, decided by its status code before a line of it is read.

2xx: its rules. 4xx but 429: no rules, everything may be read. 429, 5xx, no answer, a redirect without end:
everything is forbidden, unless a copy younger than 24 hours was readable. Read anew in every run.
"""

from __future__ import annotations

import asyncio
import codecs
import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from protego import Protego
from scrapy import signals
from scrapy.exceptions import StopDownload
from scrapy.http import Request
from scrapy.http.request import NO_CALLBACK

from crawler.context import RunContext, context_of, host_of, origin_of
from crawler.errors import CrawlError, Refused
from crawler.failures import NO_CONNECTION, reason_of
from storage.model import Reason

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

TOKEN = "RetombeesBot"  # noqa: S105 - the product token of robots.txt, no secret
MAX_BYTES = 512 * 1024
MAX_CRAWL_DELAY = 60.0
FRESH = timedelta(hours=24)
ELSEWHERE = 20_000
"""Bytes: a longer file is read in a thread, so that the other requests of the run go on."""
META = {"purpose": "robots", "download_maxsize": 32 * 1024 * 1024}
"""A file that announces more than the 8 MiB of a page is begun all the same, and left after `MAX_BYTES`."""
NOT_TRIED = frozenset(
    {Reason.TIME_LIMIT, Reason.PRIVATE_ADDRESS, Reason.SCHEME, Reason.HOST_DOWN, Reason.RATE_LIMITED}
)
"""Why a robots.txt was not asked for: this, and not the file, is what keeps the page from us."""

_AGENT = re.compile(r"\s*user[- ]?agent[ \t:]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a site's robots.txt says: rules, or None with `open` telling whether that means all or nothing.

    `reason` is why nothing may be read where it could not be had: a site that does not answer at all is
    told as what it is.
    """

    rules: Protego | None
    open: bool
    detail: str = ""
    reason: Reason = Reason.ROBOTS_UNREACHABLE

    def allows(self, url: str) -> bool:
        """May this URL be read?"""
        return self.open if self.rules is None else bool(self.rules.can_fetch(url, TOKEN))

    @property
    def crawl_delay(self) -> float:
        """Seconds between requests that the site asks for, a minute at most; 0 where it asks for none."""
        asked = self.rules.crawl_delay(TOKEN) if self.rules is not None else None
        return min(max(float(asked or 0.0), 0.0), MAX_CRAWL_DELAY)


def decode_robots(body: bytes) -> str:
    """The text of a robots.txt: UTF-8 unless a byte order mark says otherwise; the first 512 KiB count."""
    body = body[:MAX_BYTES]
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if body.startswith(mark):
            return body.decode(encoding, "replace")
    return body.decode("utf-8-sig", "replace")


def only_for_us(text: str) -> str:
    """The same rules with all agents that are not we under one name.

    Protego copies each rule to each agent of its group: two thousand names over twenty thousand rules, half
    a mebibyte, would not end.
    """

    def shortened(line: str) -> str:
        found = _AGENT.match(line)
        if found is None:
            return line
        name = line[found.end() :].partition("#")[0].strip(" \t:").lower().replace("*", "")
        return line if name in TOKEN.lower() else f"{found[0]} another"

    return "\n".join(shortened(line) for line in text.splitlines())


def verdict_of(status: int, body: bytes, detail: str = "") -> Verdict:
    """The verdict that a status and a body give; status 0 means that no answer came."""
    if 200 <= status < 300:
        return Verdict(Protego.parse(only_for_us(decode_robots(body))), True)
    if 400 <= status < 500 and status != 429:
        return Verdict(None, True, str(status))
    return Verdict(None, False, detail or str(status))


class RobotsMiddleware:
    """Asks each site for its robots.txt before anything else, and keeps its crawl delay."""

    def __init__(self, context: RunContext, crawler: Crawler) -> None:
        self._context = context
        self._crawler = crawler
        self._verdicts: dict[str, asyncio.Task[Verdict]] = {}
        self._sizes: WeakKeyDictionary[Request, int] = WeakKeyDictionary()
        crawler.signals.connect(self._received, signal=signals.bytes_received)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsMiddleware:
        """Build it from the spider's context."""
        return cls(context_of(crawler), crawler)

    async def process_request(self, request: Request) -> None:
        """Let the request pass or raise Refused (robots, or robots that cannot be read)."""
        if request.meta.get("purpose") == "robots":
            return
        origin = origin_of(request.url)
        if origin not in self._verdicts:
            self._verdicts[origin] = asyncio.ensure_future(self._fetch(origin))
        verdict = await asyncio.shield(self._verdicts[origin])
        if verdict.rules is None and not verdict.open:
            raise Refused(verdict.reason, verdict.detail)
        if not verdict.allows(request.url):
            raise Refused(Reason.ROBOTS, urlsplit(request.url).path[:200])

    def _received(self, data: bytes, request: Request) -> None:
        """What stands behind the first 512 KiB does not count, and is not waited for."""
        if request.meta.get("purpose") != "robots":
            return
        self._sizes[request] = self._sizes.get(request, 0) + len(data)
        if self._sizes[request] >= MAX_BYTES:
            raise StopDownload(fail=False)

    async def _fetch(self, origin: str) -> Verdict:
        url = f"{origin}/robots.txt"
        request = Request(url, callback=NO_CALLBACK, meta=META, dont_filter=True)
        status, body, detail, reason = 0, b"", "", None
        try:
            assert self._crawler.engine is not None
            response = await self._crawler.engine.download_async(request)
            status, body = response.status, response.body[:MAX_BYTES]
        except Exception as error:
            reason, detail = reason_of(error)
            if isinstance(error, CrawlError) and reason in NOT_TRIED:
                raise
        if len(body) > ELSEWHERE:
            verdict = await asyncio.to_thread(verdict_of, status, body, detail)
        else:
            verdict = verdict_of(status, body, detail)
        if reason is not None or not verdict.open:
            await self._context.fail(
                url, "robots", reason or Reason.SERVER_ERROR, detail, status=status or None
            )
            if reason in NO_CONNECTION:
                verdict = replace(verdict, reason=reason)
            else:
                verdict = await self._last_readable(origin) or verdict
        else:
            await self._context.archive(
                lambda store: store.put_site_file(origin, "robots.txt", self._context.clock(), status, body)
            )
        self._slow_down(origin, verdict.crawl_delay)
        return verdict

    async def _last_readable(self, origin: str) -> Verdict | None:
        kept = await self._context.archive(lambda store: store.site_file(origin, "robots.txt"))
        if kept is None or self._context.clock() - kept[0] > FRESH:
            return None
        return verdict_of(kept[1], kept[2])

    def _slow_down(self, origin: str, crawl_delay: float) -> None:
        """Keep the site's crawl delay: for the slot that exists, and for the one made after it was idle."""
        host = host_of(origin)
        delay = max(crawl_delay, self._context.delay_of(host))
        assert self._crawler.engine is not None
        downloader = self._crawler.engine.downloader
        downloader.per_slot_settings[host] = {"delay": delay, "concurrency": 1}
        if host in downloader.slots:
            downloader.slots[host].delay = delay
