"""A backup made while others write is whole, of one moment, and checked before it is there."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from storage.errors import ArchiveUnreadable
from storage.sqlite import SqliteStore, backup, open_sqlite

ROOT = Path(__file__).parents[3]

WRITER = """
import sys
from pathlib import Path
from storage.sqlite import open_sqlite
with open_sqlite(Path(sys.argv[1])) as store:
    number = 0
    while True:
        with store.write() as db:
            for half in ("left", "right"):
                db.execute("INSERT INTO validators (url, etag) VALUES (?, ?)", (f"{half}-{number}", "x" * 3000))
        if number == 20:
            print("busy", flush=True)
        number += 1
"""


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small archive is copied in many steps, as a large one is: others write between them."""
    monkeypatch.setattr(backup, "PAGES_AT_ONCE", 5)


def opened(path: Path, make: SimpleNamespace, articles: int) -> SqliteStore:
    store = open_sqlite(path, create=True)
    store.put_catalogue(make.CATALOGUE)
    for number in range(articles):
        store.put_article(make.fetched(number, text=f"mot{number} " * 400), None)
    return store


@pytest.mark.usefixtures("small_steps")
def test_twenty_backups_under_load_are_each_whole_and_of_one_moment(
    tmp_path: Path, make: SimpleNamespace
) -> None:
    path = tmp_path / "archive.db"
    with opened(path, make, 150) as store:
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        try:
            assert writer.stdout is not None and writer.stdout.readline() == "busy\n"
            for number in range(20):
                store.backup(tmp_path / f"copy-{number}.db")
        finally:
            writer.kill()
            writer.communicate()
    sizes = []
    for number in range(20):
        with closing(sqlite3.connect(tmp_path / f"copy-{number}.db")) as copy:
            assert copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            left, right = (
                copy.execute("SELECT count(*) FROM validators WHERE url LIKE ?", (f"{half}-%",)).fetchone()[0]
                for half in ("left", "right")
            )
            assert left == right > 20
            sizes.append(left)
    assert sizes == sorted(sizes) and sizes[0] < sizes[-1]  # others did write meanwhile


def test_a_copy_is_an_archive_in_one_file_that_can_be_opened(tmp_path: Path, make: SimpleNamespace) -> None:
    with opened(tmp_path / "archive.db", make, 3) as store:
        seen: list[tuple[int, int]] = []
        store.backup(tmp_path / "copy.db", lambda done, total: seen.append((done, total)))
        assert seen[-1][0] == seen[-1][1] > 0
    assert sorted(file.name for file in tmp_path.glob("copy*")) == ["copy.db"]
    with open_sqlite(tmp_path / "copy.db") as copy:
        assert copy.article_count() == 3
        assert [a.title for a in copy.search("mot2")] == ["Titre 2"]


@pytest.mark.usefixtures("small_steps")
def test_others_write_while_the_copy_is_made_and_it_is_of_the_moment_it_began(
    tmp_path: Path, make: SimpleNamespace
) -> None:
    path = tmp_path / "archive.db"
    with opened(path, make, 60) as store:
        written = threading.Event()

        def write() -> None:
            with open_sqlite(path) as other:
                other.put_article(make.fetched(999), None)
            written.set()

        def while_copying(_done: int, _total: int) -> None:
            if not written.is_set():
                thread = threading.Thread(target=write)
                thread.start()
                thread.join(20)

        store.backup(tmp_path / "copy.db", while_copying)
        assert written.is_set()
        assert store.article_count() == 61
    with open_sqlite(tmp_path / "copy.db") as copy:
        assert copy.article_count() == 60


def test_a_damaged_archive_gives_no_backup_and_leaves_the_one_before(
    tmp_path: Path, make: SimpleNamespace
) -> None:
    path, target = tmp_path / "archive.db", tmp_path / "copy.db"
    opened(path, make, 300).close()
    target.write_bytes(b"the one before")
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(b"\xa5" * (path.stat().st_size // 4))
    with open_sqlite(path) as store, pytest.raises(ArchiveUnreadable):
        store.backup(target)
    assert target.read_bytes() == b"the one before"
    assert [file.name for file in tmp_path.glob("*.part*")] == []
