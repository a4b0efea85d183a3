"""An article that cannot be stored is a row and a try, never the end of a run, and not tried for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from scrapy.exceptions import DropItem

from crawler.context import RunContext
from crawler.extraction import Extraction, Page
from crawler.pipelines import ArchivePipeline, PageItem
from crawler.progress import Progress
from crawler.tasks import ArticleTask
from storage.errors import ArchiveFull
from storage.model import Article, Candidate, CandidateState, Outlet, Reason, Rights, RunOrder
from tests.crawler.rig import NOW

URL = "https://a.example/2025/02/04/un-article"


@dataclass
class BrokenStore:
    """Raises what it is given when an article is to be stored, and remembers what it is told of candidates."""

    error: Exception
    settled: list[tuple[str, CandidateState, Reason | None]] = field(default_factory=list)

    def put_article(self, fetched: Any, keep_until: Any) -> None:
        raise self.error

    def settle(self, key: str, state: CandidateState, reason: Reason | None = None) -> None:
        self.settled.append((key, state, reason))


@dataclass
class FakeContext:
    """As much of a run's context as the pipeline looks at."""

    store: BrokenStore
    order: RunOrder = field(default_factory=lambda: RunOrder("o", NOW, "contact", ()))
    run_id: str = "run"
    progress: Progress = field(default_factory=lambda: Progress(None))
    failures: list[Reason] = field(default_factory=list)

    def clock(self) -> Any:
        return NOW

    async def archive(self, work: Callable[[BrokenStore], Any]) -> Any:
        return work(self.store)

    async def fail(self, url: str, purpose: str, reason: Reason, detail: str = "", **more: Any) -> None:
        self.failures.append(reason)


def item() -> PageItem:
    outlet = Outlet("a", "A", "a.example")
    task = ArticleTask(URL, "key", outlet, Candidate(URL), "a/feed")
    page = Page(url=URL, body=b"<html></html>", content_type="text/html", language="fr", hint=None)
    return PageItem(task, page, 200, Rights.OPEN, Extraction(Article(URL)))


def stored(context: FakeContext) -> None:
    with pytest.raises(DropItem):
        asyncio.run(ArchivePipeline(cast(RunContext, context)).process_item(item()))


def test_a_bug_in_storing_one_article_counts_as_one_of_its_tries() -> None:
    context = FakeContext(BrokenStore(ValueError("an address that is none")))
    stored(context)
    assert context.failures == [Reason.PARSE_FAILED]
    assert context.store.settled == [("key", CandidateState.FAILED, Reason.PARSE_FAILED)]


def test_a_full_disk_is_no_fault_of_the_article() -> None:
    context = FakeContext(BrokenStore(ArchiveFull(Path("archive.db"))))
    stored(context)
    assert context.failures == [] and context.store.settled == []


def test_a_text_is_kept_for_as_long_as_the_order_says() -> None:
    kept: list[Any] = []

    class Store(BrokenStore):
        def put_article(self, fetched: Any, keep_until: Any) -> None:
            kept.append(keep_until)
            raise self.error

    stored(FakeContext(Store(ValueError())))
    assert kept == [NOW + timedelta(days=90)]
