"""What a crawl has to ask for: the task behind each request."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.reading import Reading
from storage.model import Candidate, Outlet, Validators


@dataclass(frozen=True, slots=True, eq=False)
class SourceTask:
    """One page of one source. `page` counts from 1 along a pager; `depth` counts sitemaps of sitemaps."""

    url: str
    reading: Reading
    page: int = 1
    depth: int = 0
    validators: Validators | None = None


@dataclass(frozen=True, slots=True, eq=False)
class RightsTask:
    """A site's tdmrep.json."""

    url: str
    origin: str


@dataclass(frozen=True, slots=True, eq=False)
class ArticleTask:
    """One article. `validators` are given only when it is looked at again; `by_hand`: a person asked for it."""

    url: str
    key: str
    outlet: Outlet
    candidate: Candidate
    source_id: str | None = None
    article_id: str | None = None
    validators: Validators | None = None
    by_hand: bool = False


Task = SourceTask | RightsTask | ArticleTask
