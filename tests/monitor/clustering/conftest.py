"""Articles for clustering, and texts of made-up words that share nothing by accident."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from storage.model import Link, Outlet, Rights, StoredArticle

NOW = datetime(2025, 2, 5, 7, 30, tzinfo=UTC)


def words(count: int, seed: int = 0) -> list[str]:
    """So many made-up words; another seed gives others."""
    source = random.Random(seed)
    return ["".join(source.choices("abcdefghilmnoprstuv", k=6)) for _ in range(count)]


def text(count: int, seed: int = 0) -> str:
    return " ".join(words(count, seed))


def article(body: str = "", *, id: str = "a1", links: tuple[str, ...] = (), **changes: Any) -> StoredArticle:
    standard = StoredArticle(
        id=id,
        url=f"https://journal.example/{id}",
        canonical_url=f"https://journal.example/{id}",
        outlet=Outlet("journal", "Le Journal", "journal.example", kind="regional-daily"),
        title="Un titre",
        standfirst="",
        authors=(),
        published_at=NOW,
        published_from="json-ld",
        modified_at=None,
        language="fr",
        paywalled=False,
        rights=Rights.OPEN,
        first_seen_at=NOW,
        fetched_at=NOW,
        version=1,
        text_fingerprint="",
        text=body,
        links=tuple(Link(url, "ici", 0) for url in links),
        provenance={},
    )
    return replace(standard, **changes)


Write = Callable[..., StoredArticle]


@pytest.fixture(scope="session")
def make() -> SimpleNamespace:
    """The makers of this file."""
    return SimpleNamespace(NOW=NOW, words=words, text=text, article=article)


@pytest.fixture(scope="session")
def labelled_texts(shared: Path) -> list[tuple[str, str, str]]:
    """Id, family (a wire, "republication", or nothing) and text of the labelled articles."""
    rows = [json.loads(line) for line in (shared / "gold" / "articles.jsonl").read_text("utf-8").splitlines()]
    return [
        (
            row["id"],
            row["wire"] or ("republication" if row["gold"]["kind"] == "republication" else ""),
            re.sub(r"\[\[[^|\]]*\|([^\]]*)\]\]", r"\1", "\n\n".join(row["paragraphs"])),
        )
        for row in rows
    ]
