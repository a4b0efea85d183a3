"""What an article was before it changed stays in the archive, within bounds."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from storage.errors import ArchiveUnreadable
from storage.sqlite import SqliteStore, open_sqlite
from storage.sqlite.storing import MAX_VERSIONS


@pytest.fixture
def store(tmp_path: Path, make: SimpleNamespace) -> Iterator[SqliteStore]:
    with open_sqlite(tmp_path / "archive.db", create=True) as store:
        store.put_catalogue(make.CATALOGUE)
        yield store


def test_the_first_text_title_date_hash_and_time_are_kept(store: SqliteStore, make: SimpleNamespace) -> None:
    first = make.fetched()
    store.put_article(first, None)
    later = make.NOW + timedelta(days=1)
    store.put_article(make.fetched(at=later, title="Refait", text="Refait.", published_at=later), None)
    (version,) = store.rows("SELECT * FROM article_versions")
    assert (version["version"], version["title"], version["body"]) == (1, "Titre 1", first.article.text)
    assert (version["published_at"], version["fetched_at"]) == (
        "2025-02-05T04:30:00+00:00",
        "2025-02-05T07:30:00.000000Z",
    )
    assert (version["sha256"], version["status"]) == (first.sha256, 200)
    (told,) = store.article_versions(store.article_at(first.article.url).id)  # type: ignore[union-attr]
    assert (told.version, told.title, told.text, told.sha256, told.status) == (
        1,
        "Titre 1",
        first.article.text,
        first.sha256,
        200,
    )
    assert (told.published_at, told.fetched_at) == (first.article.published_at, first.fetched_at)
    claimed = store.row("SELECT claimed_at FROM articles")
    assert claimed is not None and claimed["claimed_at"] == later.isoformat()


def test_a_page_that_changes_at_every_look_does_not_fill_the_disk(
    store: SqliteStore, make: SimpleNamespace
) -> None:
    for number in range(60):
        store.put_article(make.fetched(text=f"Direct, minute {number}."), None)
    kept = [row["version"] for row in store.rows("SELECT version FROM article_versions ORDER BY version")]
    assert kept == [1, *range(60 - MAX_VERSIONS, 60)]
    (article,) = store.articles(text=True)
    assert (article.version, article.text) == (60, "Direct, minute 59.")


def test_a_sound_archive_has_nothing_wrong_and_a_damaged_one_says_so(
    tmp_path: Path, make: SimpleNamespace
) -> None:
    path = tmp_path / "autre.db"
    with open_sqlite(path, create=True) as store:
        store.put_catalogue(make.CATALOGUE)
        for number in range(200):
            store.put_article(make.fetched(number), None)
        assert store.check() == ""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 2)
        file.write(b"\xa5" * (size // 3))
    try:
        with open_sqlite(path) as store:
            assert store.check() != ""
    except ArchiveUnreadable:
        pass


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_store_carried_across_a_fork_refuses_to_write(store: SqliteStore, make: SimpleNamespace) -> None:
    child = os.fork()
    if child == 0:
        try:
            store.put_article(make.fetched(), None)
        except RuntimeError:
            os._exit(7)
        os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 7
    assert store.article_count() == 0
