"""An archive is brought up to date in whole steps, with a copy first; a newer one is left alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlite_utils import Database, Migrations

from storage.errors import ArchiveTooNew
from storage.model import ReportKind
from storage.sqlite import open_sqlite
from storage.sqlite.opening import names
from storage.sqlite.schema import MIGRATION_SET, migrations

Step = Callable[[Database], None]


def extended(step: Step, name: str = "9999_step") -> Migrations:
    """The real migrations and one more."""
    longer = Migrations(MIGRATION_SET)
    for migration in migrations.pending(Database(memory=True)):
        longer(name=migration.name)(migration.fn)
    longer(name=name)(step)
    return longer


def up_to(last: str) -> Migrations:
    """The real migrations until this one: an archive as an earlier release made it."""
    known = Migrations(MIGRATION_SET)
    for migration in migrations.pending(Database(memory=True)):
        known(name=migration.name)(migration.fn)
        if migration.name == last:
            break
    return known


def add_column(db: Database) -> None:
    db.conn.execute("ALTER TABLE articles ADD COLUMN later TEXT")


def add_and_fail(db: Database) -> None:
    add_column(db)
    raise ZeroDivisionError


@pytest.fixture
def path(tmp_path: Path, make: SimpleNamespace) -> Path:
    path = tmp_path / "archive.db"
    with open_sqlite(path, create=True) as store:
        store.put_catalogue(make.CATALOGUE)
        store.put_article(make.fetched(1), None)
    return path


def test_a_new_archive_has_every_migration_and_no_copy(path: Path) -> None:
    db = Database(path)
    assert [migration.name for migration in migrations.applied(db)] == names(migrations)
    db.close()
    assert not (path.parent / "backups").exists()


def test_an_archive_with_articles_is_copied_before_it_is_migrated(path: Path) -> None:
    with open_sqlite(path, known=extended(add_column)) as store:
        assert store.row("SELECT later FROM articles")[0] is None  # type: ignore[index]
        assert store.article_count() == 1
    (copy,) = (path.parent / "backups").iterdir()
    assert copy.name == "archive-before-9999_step.db"
    with open_sqlite(copy) as before:
        assert before.article_count() == 1
        assert "later" not in {row["name"] for row in before.rows("PRAGMA table_info(articles)")}


def test_a_migration_that_fails_leaves_the_archive_as_it_was(path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        open_sqlite(path, known=extended(add_and_fail))
    with open_sqlite(path) as store:
        assert store.article_count() == 1
        assert "later" not in {row["name"] for row in store.rows("PRAGMA table_info(articles)")}
    with open_sqlite(path, known=extended(add_column)) as store:
        assert store.article_count() == 1


def test_an_archive_of_a_newer_version_is_refused_and_untouched(path: Path) -> None:
    open_sqlite(path, known=extended(add_column)).close()
    before = path.read_bytes()
    with pytest.raises(ArchiveTooNew) as caught:
        open_sqlite(path)
    assert caught.value.detail == "9999_step"
    assert path.read_bytes() == before


@pytest.mark.parametrize("last", names(migrations))
def test_a_row_written_after_every_migration_is_found(
    tmp_path: Path, make: SimpleNamespace, last: str
) -> None:
    """A table rebuilt by a migration loses the triggers that feed the search, without a word."""
    path = tmp_path / "archive.db"
    open_sqlite(path, create=True, known=up_to(last)).close()
    with open_sqlite(path) as store:
        store.put_catalogue(make.CATALOGUE)
        store.put_article(make.fetched(text="Un ornithorynque."), None)
        assert [a.title for a in store.search("ornithorynque")] == ["Titre 1"]
        store.put_article(make.fetched(text="Une loutre."), None)
        assert store.search("ornithorynque") == [] and len(store.search("loutre")) == 1
        store.handle.execute(
            "INSERT INTO article_search (article_search, rank) VALUES ('integrity-check', 1)"
        )


def test_every_table_of_ours_is_strict(path: Path) -> None:
    connection = sqlite3.connect(path)
    loose = connection.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict"
        " AND name NOT LIKE 'sqlite_%' AND name <> '_sqlite_migrations'"
    ).fetchall()
    connection.close()
    assert loose == []


def test_the_reports_of_the_release_before_are_kept_as_daily_ones(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    open_sqlite(path, create=True, known=up_to("0002_clusters")).close()
    times = ("2025-02-04T06:30:00.000000Z", "2025-02-05T06:30:00.000000Z", "2025-02-05T06:31:00.000000Z")
    before = sqlite3.connect(path)
    with before:
        before.execute("INSERT INTO reports VALUES ('c', '2025-02-05', ?, ?, ?)", times)
    before.close()
    with open_sqlite(path) as store:
        (report,) = store.reports("c")
        assert (report.day, report.kind) == (date(2025, 2, 5), ReportKind.DAILY)
        assert (report.covers_from, report.covers_until, report.made_at) == tuple(
            datetime.fromisoformat(time) for time in times
        )
        assert store.reports("c", ReportKind.WEEKLY) == []
        store.put_report(replace(report, kind=ReportKind.WEEKLY))
        assert store.reports("c") == [report]
    assert (path.parent / "backups" / "archive-before-0003_morning.db").exists()


VIEWS = ("articles_view", "mentions_view", "sources_health_view", "coverage_by_day_view")


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_reads_in_plain_words(path: Path, make: SimpleNamespace, view: str) -> None:
    with open_sqlite(path) as store:
        store.put_candidates(make.FEED.id, [make.candidate(1)], make.NOW)
        make.matched(store, *[a.id for a in store.articles()])
        rows = [dict(row) for row in store.rows(f"SELECT * FROM {view}")]
    expected = {
        "articles_view": {"outlet": "Le Courrier", "published": "2025-02-05 04:30:00", "found_by": "feed"},
        "mentions_view": {"status": "to_review", "kind": "citation", "excerpt": "avec ses mots", "own": 0},
        "sources_health_view": {"outlet": "Le Courrier", "kind": "feed", "health": "new"},
        "coverage_by_day_view": {
            "campaign": "c",
            "day": "2025-02-05",
            "mentions": 1,
            "to_check": 0,
            "outlets": 1,
        },
    }[view]
    assert any(expected.items() <= row.items() for row in rows)
