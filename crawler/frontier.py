"""What a run still has to ask for, and what it makes of each answer: sources first, then the best articles."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from scrapy.http import Response

from crawler.articles import ArticleDesk
from crawler.context import RunContext, host_of, origin_of
from crawler.failures import reason_of, reason_of_status
from crawler.health import is_silent
from crawler.host_queues import HostQueues
from crawler.parsing import Unreadable, parse
from crawler.pipelines import PageItem
from crawler.reading import Reading, as_utc, window_start
from crawler.rights import WELL_KNOWN
from crawler.sources import Child, SearchWindow, SourcePage, reader_for
from crawler.tasks import ArticleTask, RightsTask, SourceTask, Task
from crawler.walls import bot_wall
from storage.model import READABLE, Outlet, Reason, Source, SourceKind, SourceStatus, Validators

MAX_PAGES = 50
"""Pages followed along one pager (search results, a section) in one run."""
MAX_CHILDREN = 60
"""Sitemaps of one index read in one run, newest first."""
MAX_DEPTH = 3
MAX_REQUESTS = 300
"""Requests for one source in one run, all its pages, search strings and sitemaps together."""
FULL_READ_AFTER = timedelta(hours=24)
"""A server's "unchanged" is believed for a day; then the source is read whole once."""
AT_A_TIME = 2_000
CONDITIONAL = frozenset({SourceKind.FEED, SourceKind.SITEMAP, SourceKind.PAGE})

RIGHTS_RANK, SOURCE_RANK, ARTICLE_RANK = -1.0, 0.0, 1_000.0


def headers_of(response: Response) -> dict[str, str]:
    """An answer's headers, names in lower case."""
    return {
        name.decode("latin-1").lower(): (response.headers.get(name) or b"").decode("latin-1")
        for name in response.headers
    }


class Frontier:
    """Holds the line of every host. Articles are the business of `ArticleDesk`, sources are dealt with here."""

    def __init__(self, context: RunContext) -> None:
        self.context = context
        self.queues: HostQueues[Task] = HostQueues()
        self.readings: dict[str, Reading] = {}
        self._visited: set[str] = set()
        self._rights_asked: set[str] = set()
        self._news_days: dict[str, int] = {}
        self._statuses: dict[str, SourceStatus] = {}
        self._held: list[Reading] = []
        self.desk = ArticleDesk(context, self)

    # ---- the beginning ---------------------------------------------------------------------------

    async def open(self) -> None:
        """Line up the sources of the order, what earlier runs left waiting, and what is to be seen again."""
        context, order = self.context, self.context.order
        now = context.clock()
        statuses = await context.archive(lambda store: store.source_statuses())
        self._statuses = {status.source.id: status for status in statuses}
        self._news_days = await context.archive(lambda store: store.news_days(now - timedelta(days=28)))
        for outlet, source in order.sources:
            await self._open_source(outlet, source)
        context.progress.count("sources_due", len(self.readings))
        if order.limit != 0:
            await self.desk.open(self.readings.values())
        context.progress.say("start", hosts=len(self.queues.hosts()))

    async def _open_source(self, outlet: Outlet, source: Source) -> None:
        order, now = self.context.order, self.context.clock()
        status = self._statuses.get(source.id)
        last_read = status.last_read_at if status is not None else None
        since = order.since or window_start(last_read, now, order.first_window_days)
        reading = Reading(outlet, source, since, status.weight if status else 0.0)
        window = SearchWindow(order.search_strings, since.date(), (order.until or now).date())
        urls = reader_for(source).addresses(source.url, window)
        if not urls:
            return  # a search, and nothing to search for
        self.readings[source.id] = reading
        for url in urls:
            await self._push_source(SourceTask(url, reading))

    async def _push_source(self, task: SourceTask) -> None:
        reading = task.reading
        if (reading.source.id + " " + task.url) in self._visited or reading.asked >= MAX_REQUESTS:
            return
        self._visited.add(reading.source.id + " " + task.url)
        reading.asked += 1
        reading.outstanding += 1
        if reading.source.kind in CONDITIONAL:
            task = replace(task, validators=await self._believed(task))
        self.queues.push(host_of(task.url), SOURCE_RANK + task.page + task.depth, task)

    async def _believed(self, task: SourceTask) -> Validators | None:
        """What to ask "changed since?" with; None where the whole answer is due, or the source was in trouble."""
        status = self._statuses.get(task.reading.source.id)
        if status is None or status.health not in READABLE:
            return None
        known = (await self.context.archive(lambda store: store.validators([task.url]))).get(task.url)
        if known is None or known.full_at is None or self.context.clock() - known.full_at >= FULL_READ_AFTER:
            return None
        return known

    async def push_article(self, task: ArticleTask, rank: int) -> None:
        """Line up an article; its site's word on text mining is asked for first, once a day."""
        origin = origin_of(task.url)
        if origin not in self._rights_asked:
            self._rights_asked.add(origin)
            if not await self.desk.load_rights(origin):
                self.queues.push(host_of(task.url), RIGHTS_RANK, RightsTask(origin + WELL_KNOWN, origin))
        self.queues.push(host_of(task.url), ARTICLE_RANK + rank, task)

    # ---- answers ---------------------------------------------------------------------------------

    async def answered(self, task: Task, response: Response) -> PageItem | None:
        """What an answer brings: more tasks in the lines, rows in the archive, perhaps a page to extract."""
        if isinstance(task, RightsTask):
            await self.desk.keep_rights(task.origin, response.status, response.body)
            return None
        headers = headers_of(response)
        reason = reason_of_status(response.status)
        if bot_wall(response.status, headers, response.body):
            reason = Reason.BOT_WALL
        if isinstance(task, ArticleTask):
            return await self.desk.answered(task, response, headers, reason)
        if reason is not None:
            if reason is Reason.RATE_LIMITED:
                self.context.hosts.refused(host_of(response.url), reason)
            await self._source_failed(task, reason, str(response.status), response.status)
        elif response.status == 304 and task.validators is None:
            await self._source_failed(task, Reason.BAD_ANSWER, "unchanged, though nothing was compared", 304)
        elif response.status == 304:
            task.reading.unchanged += 1
        else:
            await self._read(task, response, headers)
        await self._settle(task.reading)
        return None

    async def failed(self, task: Task, error: Exception) -> None:
        """No answer, or none that could be handled."""
        reason, detail = reason_of(error)
        if isinstance(task, RightsTask):
            await self.desk.keep_rights(task.origin, 0, b"")
        elif isinstance(task, ArticleTask):
            await self.desk.failed(task, reason, detail)
            if reason in (Reason.HOST_DOWN, Reason.RATE_LIMITED):
                await self._give_up(host_of(task.url), error)
        else:
            await self._source_failed(task, reason, detail, None)
            await self._settle(task.reading)

    async def _give_up(self, host: str, error: Exception) -> None:
        """Nothing more of this host in this run: its sources are told why, its articles wait for the next run."""
        hosts = self.context.hosts
        if hosts[host].down is None and hosts.hold_left(host) <= self.context.seconds_left:
            return  # it was another host, to which a redirect led
        for task in self.queues.drop(host):
            if isinstance(task, SourceTask):
                await self.failed(task, error)
            elif isinstance(task, ArticleTask):
                self.context.progress.count("articles_left_for_later")

    async def _source_failed(self, task: SourceTask, reason: Reason, detail: str, status: int | None) -> None:
        reading = task.reading
        if task.page > 1 and reason in (Reason.NOT_FOUND, Reason.HTTP_ERROR):
            return  # past the last page: many sites say so this way
        if reason is Reason.TIME_LIMIT:
            reading.cut = True
            return
        reading.note_failure(reason, detail, status)
        if reason is Reason.HOST_DOWN and reading.outstanding > 1:
            return
        await self.context.fail(
            task.url,
            "source",
            reason,
            detail,
            status=status,
            outlet_id=reading.outlet.id,
            source_id=reading.source.id,
        )

    async def _read(self, task: SourceTask, response: Response, headers: dict[str, str]) -> None:
        reading = task.reading
        page = await parse(
            self.context, reading.source, response.body, response.url, headers.get("content-type", "")
        )
        if isinstance(page, Unreadable):
            await self._source_failed(task, page.reason, page.detail, response.status)
            return
        fresh = await self._take(reading, page)
        reading.read += 1  # and its validators kept, only now: what could not be stored was not read
        self.context.progress.count("source_pages_read")
        if "etag" in headers or "last-modified" in headers:
            now = self.context.clock()
            reading.validators.append(
                Validators(task.url, headers.get("etag"), headers.get("last-modified"), now)
            )
        await self._follow(task, response.url, page, fresh)

    async def _take(self, reading: Reading, page: SourcePage) -> int:
        """Keep what a page lists and line up what deserves it; returns how many entries this reading had not seen."""
        context, candidates = self.context, page.candidates
        now = context.clock()
        new = await context.archive(lambda store: store.put_candidates(reading.source.id, candidates, now))
        context.progress.count("candidates_seen", len(candidates))
        context.progress.count("candidates_new", new)
        fresh = 0
        for start in range(0, len(candidates), AT_A_TIME):
            fresh += reading.note_candidates(candidates[start : start + AT_A_TIME], 0)
            await asyncio.sleep(0)  # a sitemap of fifty thousand must not hold up the run
        reading.new += new
        if context.order.limit != 0:
            await self.desk.take(reading, candidates)
        return fresh

    async def _follow(self, task: SourceTask, found_at: str, page: SourcePage, fresh: int) -> None:
        reading = task.reading
        for child in self._children(page.children, reading):
            if task.depth < MAX_DEPTH:
                await self._push_source(SourceTask(child.url, reading, depth=task.depth + 1))
        dates = [as_utc(candidate.published_at) for candidate in page.candidates]
        all_old = bool(dates) and all(when is not None and when < reading.since for when in dates)
        if not fresh or all_old or task.page >= MAX_PAGES:
            return
        following = reader_for(reading.source).following(reading.source.url, task.url, page)
        if following is not None and host_of(following) in (host_of(task.url), host_of(found_at)):
            await self._push_source(SourceTask(following, reading, page=task.page + 1))

    @staticmethod
    def _children(children: Sequence[Child], reading: Reading) -> Iterable[Child]:
        """The sitemaps that may hold something of the window, newest first, undated ones after them."""

        def age(child: Child) -> tuple[bool, float]:
            when = as_utc(child.updated_at)
            return (when is None, -when.timestamp() if when else 0.0)

        live = [c for c in children if (when := as_utc(c.updated_at)) is None or when >= reading.since]
        live.sort(key=age)
        if len(live) > MAX_CHILDREN and live[0].updated_at is None:
            half = MAX_CHILDREN // 2  # without dates nobody knows at which end the newest stand
            return [*live[:half], *live[-half:]]
        return live[:MAX_CHILDREN]

    # ---- the end ---------------------------------------------------------------------------------

    async def _settle(self, reading: Reading) -> None:
        """One request of a source is done; with the last one the reading is kept."""
        reading.outstanding -= 1
        if reading.outstanding > 0 or reading.cut:
            return
        if not self.context.hosts.any_answered:
            self._held.append(
                reading
            )  # perhaps it is this machine that is offline, and no source is to blame
            return
        held, self._held = self._held, []
        for done in [*held, reading]:
            await self._keep(done)

    async def _keep(self, reading: Reading) -> None:
        context, now = self.context, self.context.clock()
        status = self._statuses.get(reading.source.id)
        silent = status is not None and is_silent(
            status.last_new_at, self._news_days.get(reading.source.id, 0), now
        )
        hold = context.hosts.hold_left(host_of(reading.source.url))
        kept, weight = reading.result(context.run_id, now, silent, hold)
        context.progress.count("sources_read" if kept.reason is None else "sources_not_read")
        await context.archive(lambda store: store.put_reading(kept, weight, (), reading.validators))
        context.progress.say("source", source=reading.source.id, health=str(kept.health))

    async def close(self) -> None:
        """Keep what is known of readings that did not end; offline, none of them says anything of its source.

        One that was cut while it could be read is not kept: its window must not move on over what is unread.
        """
        if self.context.stop_reason == "offline":
            return
        for reading in self._held:
            await self._keep(reading)
        for reading in self.readings.values():
            begun = reading.outstanding > 0 or reading.cut
            if begun and reading.reason is not None and not reading.read and not reading.unchanged:
                await self._keep(reading)
