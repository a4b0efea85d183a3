"""From a page to the archive: extraction in a worker process, then storage. What fails becomes a row."""

from __future__ import annotations

import hashlib
import logging
import time
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from scrapy.exceptions import DropItem

from crawler.context import RunContext, context_of
from crawler.extraction import Extraction, Page, extract
from crawler.tasks import ArticleTask
from crawler.workers import WorkFailed, WorkTimeout
from storage.errors import ArchiveError
from storage.model import CandidateState, FetchedArticle, Reason, Rights

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

EXTRACTION_SECONDS = 5.0

NO_ARTICLE = frozenset(
    {Reason.NOT_HTML, Reason.CONSENT_WALL, Reason.SOFT_404, Reason.LOGIN, Reason.REFUSED, Reason.PARSE_FAILED}
)
"""With one of these problems the page is not the article; with another it is one whose text is missing."""


@dataclass(slots=True)
class PageItem:
    """A page as fetched, on its way through the pipelines."""

    task: ArticleTask
    page: Page
    status: int
    rights: Rights
    extraction: Extraction | None = None


def timed(page: Page) -> tuple[Extraction, int]:
    """The extraction of a page, and how many milliseconds of a processor it took."""
    began = time.process_time()
    extraction = extract(page)
    return extraction, round((time.process_time() - began) * 1000)


class ExtractionPipeline:
    """Extracts the article in a process that can be killed: never in the reactor."""

    def __init__(self, context: RunContext) -> None:
        self._context = context

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ExtractionPipeline:
        """Build it from the spider's context."""
        return cls(context_of(crawler))

    async def process_item(self, item: PageItem) -> PageItem:
        """Add the extraction, or keep why there is none and drop the item."""
        context, task = self._context, item.task
        try:
            extraction, spent = await context.workers.run(timed, item.page, timeout=EXTRACTION_SECONDS)
        except WorkTimeout as error:
            await self._give_up(task, Reason.PARSE_TIMEOUT, "")
            raise DropItem("parse timeout") from error
        except WorkFailed as error:
            await self._give_up(task, Reason.PARSE_FAILED, str(error))
            raise DropItem("parse failed") from error
        context.progress.count("extraction_ms", spent)
        problem = extraction.problem
        if problem is not None:
            await context.fail(
                task.url,
                "article",
                problem,
                status=item.status,
                outlet_id=task.outlet.id,
                source_id=task.source_id,
            )
            if problem in NO_ARTICLE:
                await context.archive(lambda store: store.settle(task.key, CandidateState.FAILED, problem))
                raise DropItem(str(problem))
        item.extraction = extraction
        return item

    async def _give_up(self, task: ArticleTask, reason: Reason, detail: str) -> None:
        await self._context.fail(
            task.url, "article", reason, detail, outlet_id=task.outlet.id, source_id=task.source_id
        )
        await self._context.archive(lambda store: store.settle(task.key, CandidateState.FAILED, reason))


class ArchivePipeline:
    """Stores the article with what its site says of its rights; its candidate is settled with it."""

    def __init__(self, context: RunContext) -> None:
        self._context = context

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ArchivePipeline:
        """Build it from the spider's context."""
        return cls(context_of(crawler))

    async def process_item(self, item: PageItem) -> PageItem:
        """Store the article; one that cannot be stored counts as failed, so that it is not tried for ever."""
        context, task = self._context, item.task
        try:
            return await self._store(item)
        except ArchiveError as error:  # the run ends; its candidate waits for the next one
            raise DropItem("archive") from error
        except Exception as error:
            logger.exception("an article could not be stored")
            detail = f"{type(error).__name__}: {error}"
            await context.fail(
                task.url,
                "article",
                Reason.PARSE_FAILED,
                detail,
                outlet_id=task.outlet.id,
                source_id=task.source_id,
            )
            await context.archive(
                lambda store: store.settle(task.key, CandidateState.FAILED, Reason.PARSE_FAILED)
            )
            raise DropItem("not stored") from error

    async def _store(self, item: PageItem) -> PageItem:
        assert item.extraction is not None
        context, task, article = self._context, item.task, item.extraction.article
        if Rights.RESERVED in (item.rights, task.outlet.rights):
            article = replace(article, rights=Rights.RESERVED)
        now = context.clock()
        fetched = FetchedArticle(
            article=article,
            outlet_id=task.outlet.id,
            candidate_key=task.key,
            fetched_at=now,
            run_id=context.run_id,
            status=item.status,
            fetched_url=item.page.url,
            sha256=hashlib.sha256(item.page.body).hexdigest(),
        )
        keep_until = now + timedelta(days=context.order.keep_article_days)
        result = await context.archive(lambda store: store.put_article(fetched, keep_until))
        context.progress.count("articles_stored" if result.new else "articles_seen_again")
        if result.changed and not result.new:
            context.progress.count("articles_changed")
        item.page = replace(item.page, body=b"")
        return item
