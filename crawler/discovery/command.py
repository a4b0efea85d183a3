"""`python -m crawler discover`: the one page of an order, and what its site offers, as one line of JSON.

It asks as a crawl does: robots.txt first, one request at a time, at the pace of the settings, never a private address.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Request
from scrapy.http.request import NO_CALLBACK
from scrapy.settings import Settings

from crawler.addresses import AddressRules
from crawler.archive import ArchiveThread
from crawler.context import RunContext, host_of
from crawler.discovery.finding import Answer, Discovery, Finder, Means
from crawler.discovery.page import SitePage, look_at
from crawler.frontier import headers_of
from crawler.parsing import SOURCE_SECONDS, parse
from crawler.progress import Progress
from crawler.settings import settings_for
from crawler.workers import WorkError, Workers
from storage.model import RunOrder, RunState


class DiscoverySpider(Spider):
    """Asks a site what it offers; it hands nothing on, so that nothing is stored."""

    name = "discovery"

    def __init__(self, context: RunContext, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.context = context
        _, address = context.order.pages[0]
        word = next(iter(context.order.search_strings), "").split(" ")[0].strip('"«»“”')
        means = Means(self._ask, self._look, self._read, self._robots)
        self.finder = Finder(means, address, word, context.clock().date())

    async def start(self) -> AsyncIterator[Any]:
        """All of it: one request after the other."""
        try:
            async with asyncio.timeout(max(1.0, self.context.seconds_left)):
                await self.finder.find()
        except TimeoutError:
            self.finder.found.cut = True
        self.context.stop("done")
        nothing_more: tuple[Any, ...] = ()
        for one in nothing_more:
            yield one

    async def _ask(self, url: str) -> Answer:
        request = Request(
            url,
            callback=NO_CALLBACK,
            dont_filter=True,
            meta={"purpose": "discovery", "download_slot": host_of(url)},
        )
        assert self.crawler.engine is not None
        response = await self.crawler.engine.download_async(request)
        return Answer(response.url, response.status, headers_of(response), response.body)

    async def _look(self, body: bytes, url: str, content_type: str) -> SitePage:
        try:
            return await self.context.workers.run(look_at, body, url, content_type, timeout=SOURCE_SECONDS)
        except WorkError:
            return SitePage()

    async def _read(self, *asked: Any) -> Any:
        return await parse(self.context, *asked)

    async def _robots(self, origin: str) -> bytes | None:
        kept = await self.context.archive(lambda store: store.site_file(origin, "robots.txt"))
        return kept[2] if kept is not None and 200 <= kept[1] < 300 else None


def main(arguments: Sequence[str]) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m crawler discover", description="What a site offers.")
    parser.add_argument(
        "--archive", type=Path, required=True, help="an archive of its own, which holds the order"
    )
    parser.add_argument("--order", required=True, help="the id of the order; its first page is asked about")
    options = parser.parse_args(arguments)
    archive = ArchiveThread(options.archive)
    progress = Progress(sys.stdout)
    try:
        order = archive.now(lambda store: store.order(options.order))
        found = _discover(order, archive, progress)
    finally:
        archive.close()
    progress.say("found", **asdict(found))
    progress.say("end", state=str(RunState.DONE), run="")
    return 0


def _discover(order: RunOrder, archive: ArchiveThread, progress: Progress) -> Discovery:
    context = RunContext(
        run_id="discovery",
        order=order,
        archive=archive,
        workers=Workers(1),
        progress=progress,
        rules=AddressRules(order.allow_private),
        ends_at=time.monotonic() + order.max_minutes * 60,
        clock=lambda: order.now or datetime.now(UTC),
    )
    process = AsyncCrawlerProcess(Settings(settings_for(order, 1) | {"ITEM_PIPELINES": {}}))
    crawler = process.create_crawler(DiscoverySpider)
    try:
        process.crawl(crawler, context=context)
        process.start(install_signal_handlers=True)
    finally:
        context.workers.close()
    assert isinstance(crawler.spider, DiscoverySpider)
    return crawler.spider.finder.found
