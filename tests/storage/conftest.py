"""A fresh archive of each implementation, and short ways to make what goes into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from storage.identity import article_key
from storage.model import (
    Article,
    Candidate,
    Evidence,
    Excerpt,
    FetchedArticle,
    Judgement,
    MatchResult,
    MentionKind,
    Outlet,
    Salience,
    Source,
    SourceKind,
)
from storage.store import Store, open_store

NOW = datetime(2025, 2, 5, 7, 30, tzinfo=UTC)

IMPLEMENTATIONS: dict[str, Callable[[Path], Store]] = {
    "sqlite": lambda folder: open_store(folder / "archive.db", create=True),
}
"""What passes the contract tests; a new implementation joins with a line here."""

COURRIER = Outlet("courrier", "Le Courrier", "courrier.fr", "FR", "fr", "national-daily", 1)
ECHO = Outlet("echo", "Écho", "echo.be", "BE", "fr", "regional-daily", 2)
FEED = Source("courrier/feed", "courrier", SourceKind.FEED, "https://courrier.fr/feed")
SEARCH = Source("courrier/search", "courrier", SourceKind.SEARCH, "https://courrier.fr/?s={query}")
ECHO_FEED = Source("echo/feed", "echo", SourceKind.FEED, "https://echo.be/rss")
CATALOGUE = [(COURRIER, [FEED, SEARCH]), (ECHO, [ECHO_FEED])]


def fetched(
    number: int | str = 1,
    *,
    outlet: Outlet = COURRIER,
    at: datetime = NOW,
    url: str | None = None,
    fetched_url: str = "",
    candidate: str | None = None,
    **article: Any,
) -> FetchedArticle:
    """An article as the crawl stores it; its text is its own unless one is given."""
    url = url or f"https://{outlet.domain}/monde/article-{number}.html"
    standard: dict[str, Any] = {
        "title": f"Titre {number}",
        "text": f"Le corps de l’article {number}, avec ses mots.",
        "published_at": NOW - timedelta(hours=3),
        "language": "fr",
    }
    return FetchedArticle(
        article=Article(url, **{**standard, **article}),
        outlet_id=outlet.id,
        candidate_key=article_key(candidate or url),
        fetched_at=at,
        run_id="run-1",
        fetched_url=fetched_url or url,
        sha256="ab" * 32,
    )


def judgement(kind: MentionKind = MentionKind.CITATION, **changes: Any) -> Judgement:
    """A judgement with one piece of evidence."""
    standard = Judgement(
        kind=kind,
        to_check=False,
        salience=Salience.MAIN,
        score=0.75,
        evidence=(Evidence("quote", "document", "tribune", "body", "mots", 30, 34, 0.5),),
        excerpt=Excerpt("avec ses mots", "body", ((9, 13),)),
        organisations=("ldh",),
        reuse={"document": "tribune", "share_of_document": 0.125},
    )
    return replace(standard, **changes)


def matched(
    store: Store, *article_ids: str, at: datetime = NOW, campaign: str = "c", version: int = 1
) -> list[str]:
    """Make mentions of these articles; returns the ids of the mentions."""
    store.put_matches(campaign, version, [MatchResult(i, judgement()) for i in article_ids], at)
    by_article = {m.article.id: m.id for m in store.mentions(campaign, withdrawn=True)}
    return [by_article[i] for i in article_ids]


@pytest.fixture(params=sorted(IMPLEMENTATIONS))
def empty_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An archive with nothing in it."""
    with IMPLEMENTATIONS[request.param](tmp_path) as store:
        yield store


@pytest.fixture
def store(empty_store: Store) -> Store:
    """An archive that knows two outlets and three sources."""
    empty_store.put_catalogue(CATALOGUE)
    return empty_store


@pytest.fixture
def make() -> SimpleNamespace:
    """The makers and values of this file, for the tests beside it."""
    return SimpleNamespace(
        NOW=NOW,
        COURRIER=COURRIER,
        ECHO=ECHO,
        FEED=FEED,
        SEARCH=SEARCH,
        ECHO_FEED=ECHO_FEED,
        CATALOGUE=CATALOGUE,
        fetched=fetched,
        judgement=judgement,
        matched=matched,
        candidate=lambda n, **more: Candidate(
            f"https://courrier.fr/monde/article-{n}.html", f"Titre {n}", **more
        ),
    )
