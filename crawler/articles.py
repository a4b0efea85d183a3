"""Articles in a run: which candidates are asked for, and what each answer means."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.http import Response

from crawler.context import RunContext, host_of, origin_of
from crawler.extraction import Page
from crawler.pipelines import PageItem
from crawler.reading import Reading
from crawler.rights import SiteRights, header_rights, parse_tdmrep
from crawler.selection import Chosen, merged, select
from crawler.tasks import ArticleTask
from storage.errors import NotStored
from storage.identity import article_key, same_site
from storage.model import (
    Candidate,
    CandidateState,
    KnownCandidate,
    Outlet,
    Reason,
    Rights,
    SourceKind,
    Validators,
)
from storage.store import Store

if TYPE_CHECKING:
    from crawler.frontier import Frontier

logger = logging.getLogger(__name__)

RIGHTS_FRESH = timedelta(hours=24)

NOT_ITS_FAULT = frozenset(
    {
        Reason.HOST_DOWN,
        Reason.RATE_LIMITED,
        Reason.DNS,
        Reason.CONNECT,
        Reason.TLS,
        Reason.ROBOTS_UNREACHABLE,
    }
)
"""The host was in trouble: the article was not really tried, and none of its tries is used up."""

REFUSALS = frozenset(
    {Reason.BOT_WALL, Reason.RATE_LIMITED, Reason.DENIED, Reason.LOGIN, Reason.SERVER_ERROR, Reason.REFUSED}
)
"""After several of these in a row a host is left alone for the run."""


def _is_home(url: str) -> bool:
    """True for the front page of a site."""
    parts = urlsplit(url)
    path = parts.path.rstrip("/").lower()
    return path in ("", "/index.html", "/index.php", "/fr", "/en") and not parts.query


class ArticleDesk:
    """Lines up articles with the frontier and reads their answers."""

    def __init__(self, context: RunContext, frontier: Frontier) -> None:
        self._context = context
        self._frontier = frontier
        self._rights: dict[str, SiteRights] = {}
        self._asked: set[str] = set()
        self._taken = 0

    # ---- what to ask for -------------------------------------------------------------------------

    async def open(self, readings: Iterable[Reading]) -> None:
        """What earlier runs saw and left, what is due to be seen again, and what a person asked for."""
        order, archive = self._context.order, self._context.archive
        by_outlet: dict[str, Reading] = {}
        for reading in readings:
            known = by_outlet.get(reading.outlet.id)
            if known is None or reading.since < known.since:
                by_outlet[reading.outlet.id] = reading
        since = min((reading.since for reading in by_outlet.values()), default=None)
        waiting = await archive(lambda store: store.waiting(list(by_outlet), since))
        left: dict[str, list[Candidate]] = {}
        for candidate in waiting:
            left.setdefault(candidate.outlet_id, []).append(
                Candidate(
                    candidate.url, candidate.title, candidate.published_at, None, candidate.announced_at
                )
            )
        for outlet_id, candidates in left.items():
            await self.take(by_outlet[outlet_id], candidates)
        for article_id in order.revisit:
            try:
                await self._revisit(article_id)
            except NotStored:
                logger.warning("an article to see again is not in the archive")
        for outlet, url in order.pages:
            try:
                await self._by_hand(outlet, url)
            except ValueError:  # an address that `storage.identity` refuses
                await self._context.fail(url[:2000], "article", Reason.SCHEME, outlet_id=outlet.id)

    async def take(self, reading: Reading, candidates: Sequence[Candidate]) -> None:
        """Line up the candidates of a source that deserve a fetch, best first."""
        context, order = self._context, self._context.order
        now = context.clock()

        def considered(store: Store) -> tuple[dict[str, KnownCandidate], list[Chosen]]:
            known = store.known(merged(candidates))
            return known, select(
                candidates,
                known,
                domain=reading.outlet.domain,
                since=reading.since,
                until=order.until,
                now=now,
                terms=order.watch_terms,
            )

        # In the archive's thread: of a sitemap of fifty thousand this takes a second.
        known, chosen = await context.archive(considered)
        for rank, taken in enumerate(chosen):
            candidate, key = taken.candidate, taken.key
            if key in self._asked:
                continue
            if reading.taken >= order.max_pages_per_source or self._full:
                context.progress.count("articles_left_for_later")
                continue
            reading.taken += 1
            before = known.get(key)
            await self._ask(candidate, key, reading.outlet, reading.source.id, before, rank)

    @property
    def _full(self) -> bool:
        limit = self._context.order.limit
        return limit is not None and self._taken >= limit

    async def _ask(
        self,
        candidate: Candidate,
        key: str,
        outlet: Outlet,
        source_id: str | None,
        before: KnownCandidate | None,
        rank: int,
    ) -> None:
        self._asked.add(key)
        self._taken += 1
        validators = None
        article_id = before.article_id if before and before.state is CandidateState.STORED else None
        if article_id is not None:
            found = await self._context.archive(lambda store: store.validators([candidate.url]))
            validators = found.get(candidate.url)
        task = ArticleTask(candidate.url, key, outlet, candidate, source_id, article_id, validators)
        await self._frontier.push_article(task, rank)

    async def _revisit(self, article_id: str) -> None:
        article = await self._context.archive(lambda store: store.article(article_id))
        key = article_key(article.url)
        if key in self._asked:
            return
        self._asked.add(key)
        found = await self._context.archive(lambda store: store.validators([article.url]))
        task = ArticleTask(
            article.url,
            key,
            article.outlet,
            Candidate(article.url, article.title or None, article.published_at),
            None,
            article_id,
            found.get(article.url),
        )
        await self._frontier.push_article(task, 0)

    async def _by_hand(self, outlet: Outlet, url: str) -> None:
        source_id, now = f"{outlet.id}/{SourceKind.HAND}", self._context.clock()
        candidate = Candidate(url)
        await self._context.archive(lambda store: store.put_candidates(source_id, [candidate], now))
        key = article_key(url)
        self._asked.add(key)
        task = ArticleTask(url, key, outlet, candidate, source_id, by_hand=True)
        await self._frontier.push_article(task, 0)

    # ---- what the answers mean -------------------------------------------------------------------

    async def answered(
        self, task: ArticleTask, response: Response, headers: dict[str, str], reason: Reason | None
    ) -> PageItem | None:
        """The page to extract, or None with the reason kept."""
        context = self._context
        if reason is None and response.status == 304 and task.article_id is not None:
            article_id, now = task.article_id, context.clock()
            await context.archive(lambda store: store.touch_article(article_id, now))
            context.progress.count("articles_unchanged")
            return None
        host = host_of(response.url)
        reason = reason or self._misled(task, response)
        if reason is not None:
            if reason in REFUSALS:
                context.hosts.refused(host, reason)
            await self.failed(task, reason, "", response.status)
            return None
        context.hosts.served(host)
        context.progress.count("articles_fetched")
        if "etag" in headers or "last-modified" in headers:
            kept = Validators(task.url, headers.get("etag"), headers.get("last-modified"), context.clock())
            await context.archive(lambda store: store.put_validators([kept]))
        reserved = Rights.RESERVED in (
            header_rights(headers.get("tdm-reservation")),
            *(self._rights.get(origin_of(url), SiteRights()).of(url) for url in (task.url, response.url)),
        )
        page = Page(
            url=response.url,
            body=response.body,
            content_type=headers.get("content-type", ""),
            language=task.outlet.language,
            hint=task.candidate,
        )
        return PageItem(task, page, response.status, Rights.RESERVED if reserved else Rights.OPEN)

    def _misled(self, task: ArticleTask, response: Response) -> Reason | None:
        """A redirect that leads away from the article: to the front page, or to another site."""
        if response.status == 304:
            return Reason.BAD_ANSWER
        if response.url == task.url:
            return None
        if _is_home(response.url) and not _is_home(task.url):
            return Reason.GONE_HOME
        if not task.by_hand and not same_site(response.url, task.url):
            return Reason.REDIRECT
        return None

    async def failed(self, task: ArticleTask, reason: Reason, detail: str, status: int | None = None) -> None:
        """Keep why an article could not be had; what was not tried stays in line for the next run."""
        context = self._context
        if reason is Reason.TIME_LIMIT:
            return
        await context.fail(
            task.url,
            "article",
            reason,
            detail or urlsplit(task.url).path[:100],
            status=status,
            outlet_id=task.outlet.id,
            source_id=task.source_id,
        )
        if reason in NOT_ITS_FAULT or task.article_id is not None:
            return
        await context.archive(lambda store: store.settle(task.key, CandidateState.FAILED, reason))

    # ---- rights ----------------------------------------------------------------------------------

    async def load_rights(self, origin: str) -> bool:
        """True where a tdmrep.json of the last day is known; an older one counts until there is a newer."""
        kept = await self._context.archive(lambda store: store.site_file(origin, "tdmrep.json"))
        if kept is None:
            return False
        self._rights[origin] = parse_tdmrep(kept[2])
        return self._context.clock() - kept[0] <= RIGHTS_FRESH

    async def keep_rights(self, origin: str, status: int, body: bytes) -> None:
        """Keep what a site says; no file reserves nothing. One that cannot be had now changes nothing."""
        if status == 0 or status == 429 or status >= 500:
            return
        body = body[: 256 * 1024] if status == 200 else b""
        self._rights[origin] = parse_tdmrep(body)
        now = self._context.clock()
        await self._context.archive(
            lambda store: store.put_site_file(origin, "tdmrep.json", now, status, body)
        )
