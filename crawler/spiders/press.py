"""The one spider: it asks for what the frontier hands it, one request per host, and gives answers back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

from scrapy import Spider
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from crawler.context import RunContext, host_of
from crawler.errors import Refused
from crawler.failures import reason_of
from crawler.frontier import Frontier
from crawler.tasks import Task
from storage.model import Reason

logger = logging.getLogger(__name__)


class PressSpider(Spider):
    """Reads the sources of an order and the articles they lead to."""

    name = "press"

    def __init__(self, context: RunContext, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.context = context
        self.frontier = Frontier(context)
        self._limit: asyncio.TimerHandle | None = None

    async def start(self) -> AsyncIterator[Any]:
        """The first request of every host."""
        loop = asyncio.get_running_loop()
        self._limit = loop.call_later(max(0.0, self.context.seconds_left), self.context.stop, "time_limit")
        try:
            await self.frontier.open()
        except Exception as error:  # a run that could not begin must not look like one with nothing to do
            logger.exception("the run could not be opened")
            self.context.stop(f"opening: {type(error).__name__}")
        async for request in self._next():
            yield request

    async def answered(self, response: Response) -> AsyncIterator[Any]:
        """An answer: give it to the frontier, pass on what it makes of it, and ask the next."""
        task: Task = response.meta["task"]
        try:
            item = await self.frontier.answered(task, response)
        except Exception as error:
            logger.exception("an answer could not be handled: %s", type(error).__name__)
            item = None
            await self._keep_failure(task, error)
        if item is not None:
            yield item
        async for request in self._after(response.meta["line"]):
            yield request

    async def failed(self, failure: Failure) -> AsyncIterator[Any]:
        """No answer: keep why, and ask the next."""
        request: Request = failure.request  # type: ignore[attr-defined]
        error = failure.value if isinstance(failure.value, Exception) else RuntimeError(str(failure.value))
        await self._keep_failure(request.meta["task"], error)
        async for following in self._after(request.meta["line"]):
            yield following

    async def _keep_failure(self, task: Task, error: Exception) -> None:
        """Whatever happens here, the line of the host goes on."""
        try:
            await self.frontier.failed(task, error)
        except Exception as bug:
            logger.exception("a failure could not be kept: %s (%s)", type(bug).__name__, reason_of(error)[0])

    async def _after(self, line: str) -> AsyncIterator[Request]:
        self.frontier.queues.done(line)
        async for request in self._next():
            yield request

    async def _next(self) -> AsyncIterator[Request]:
        """The next request of every host that has none in flight."""
        if self.context.stopping.is_set():
            return
        for line, task in self.frontier.queues.ready():
            try:
                request = self._request(task, line)
            except ValueError as error:  # an address that Scrapy cannot make a request of
                await self._keep_failure(task, Refused(Reason.SCHEME, str(error)[:200]))
                self.frontier.queues.done(line)
                continue
            yield request

    def _request(self, task: Task, line: str) -> Request:
        validators = getattr(task, "validators", None)
        headers = {}
        if validators is not None and validators.etag:
            headers["If-None-Match"] = validators.etag
        if validators is not None and validators.last_modified:
            headers["If-Modified-Since"] = validators.last_modified
        return Request(
            task.url,
            callback=self.answered,
            errback=self.failed,
            headers=headers,
            dont_filter=True,
            meta={
                "task": task,
                "line": line,
                "purpose": type(task).__name__,
                "download_slot": host_of(task.url),
            },
        )

    async def finish(self) -> None:
        """Keep what of the sources was read when the run ends before its time."""
        if self._limit is not None:
            self._limit.cancel()
        await self.frontier.close()
