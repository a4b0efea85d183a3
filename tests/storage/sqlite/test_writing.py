"""One writer at a time, none lost, not by four processes, not by kill -9, not by a full disk."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from filelock import FileLock

from storage.errors import ArchiveBusy, ArchiveFull, ArchiveMissing, ArchiveUnreadable
from storage.model import Review, ReviewStatus
from storage.sqlite import SqliteStore, connection, open_sqlite

ROOT = Path(__file__).parents[3]

WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from storage.sqlite import open_sqlite
path, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
now = datetime(2025, 2, 5, tzinfo=UTC)
with open_sqlite(path) as store:
    print("ready", flush=True)
    for number in range(count):
        run = f"{name}-{number}"
        store.put_site_file("https://" + run, "robots.txt", now, 200, b"x" * 2000)
        with store.write() as db:
            seen = int(db.execute("SELECT detail FROM runs WHERE id = 'counter'").fetchone()[0])
            db.execute("UPDATE runs SET detail = ? WHERE id = 'counter'", (str(seen + 1),))
        print(run, flush=True)
"""


def start(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), name, str(count)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def path(tmp_path: Path, make: SimpleNamespace) -> Path:
    path = tmp_path / "archive.db"
    with open_sqlite(path, create=True) as store:
        store.put_catalogue(make.CATALOGUE)
        with store.write() as db:
            db.execute(
                "INSERT INTO runs (id, kind, state, started_at, counts, detail)"
                " VALUES ('counter', 'match', 'done', '2025-02-05T00:00:00.000000Z', '{}', '0')"
            )
    return path


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    with open_sqlite(path) as store:
        yield store


def stored_runs(path: Path) -> set[str]:
    with open_sqlite(path) as store:
        assert store.row("PRAGMA integrity_check")[0] == "ok"  # type: ignore[index]
        return {row["origin"].removeprefix("https://") for row in store.rows("SELECT origin FROM site_files")}


def test_four_processes_write_at_once_and_no_write_is_lost(path: Path) -> None:
    processes = [start(path, f"p{number}", 200) for number in range(4)]
    acknowledged = [process.communicate()[0].split()[1:] for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0, 0]
    everything = {run for runs in acknowledged for run in runs}
    assert len(everything) == 800
    assert stored_runs(path) == everything
    with open_sqlite(path) as store:
        assert store.run("counter").detail == "800"


def test_what_was_acknowledged_is_there_after_every_kill(path: Path) -> None:
    acknowledged: set[str] = set()
    for kill in range(20):
        process = start(path, f"k{kill}", 100_000)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.004 * kill)
        process.send_signal(signal.SIGKILL)
        acknowledged |= {line.strip() for line in process.stdout if line.endswith("\n")}
        process.wait()
        process.stdout.close()
    kept = stored_runs(path)
    assert len(acknowledged) > 100
    assert acknowledged - kept == set()
    assert len(kept) - len(acknowledged) <= 20  # at most one write per kill was done but not yet told


def test_a_failed_write_leaves_nothing(store: SqliteStore, make: SimpleNamespace) -> None:
    with pytest.raises(ZeroDivisionError), store.write() as db:
        db.execute("INSERT INTO validators (url) VALUES ('https://a.fr')")
        raise ZeroDivisionError
    assert store.validators(["https://a.fr"]) == {}
    store.put_article(make.fetched(), None)
    assert store.article_count() == 1


def test_a_lock_that_is_not_let_go_is_busy_in_bounded_time(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "LOCK_SECONDS", 0.2)
    with open_sqlite(path) as store, FileLock(f"{path}.lock"):
        started = time.monotonic()
        with pytest.raises(ArchiveBusy):
            store.put_validators([])
        assert time.monotonic() - started < 3
        assert store.article_count() == 0  # reading goes on


def test_someone_who_writes_without_our_lock_is_busy_too(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.1)
    other = sqlite3.connect(path, isolation_level=None)
    with open_sqlite(path) as store:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ArchiveBusy):
            store.put_validators([])
        other.close()


def test_a_full_disk_keeps_nothing_of_the_write_and_all_of_the_rest(
    store: SqliteStore, make: SimpleNamespace
) -> None:
    first = store.put_article(make.fetched(1), None).article_id
    pages = store.row("PRAGMA page_count")[0]  # type: ignore[index]
    store.handle.execute(f"PRAGMA max_page_count = {pages + 5}")
    with pytest.raises(ArchiveFull):
        for number in range(2, 50):
            store.put_article(make.fetched(number, text="un long texte " * 2000), None)
    count = store.article_count()
    assert store.article(first).title == "Titre 1"
    store.handle.execute(f"PRAGMA max_page_count = {pages + 10_000}")
    store.put_article(make.fetched(99), None)
    assert store.article_count() == count + 1
    assert store.row("PRAGMA integrity_check")[0] == "ok"  # type: ignore[index]


def test_the_log_does_not_grow_without_end(path: Path, store: SqliteStore, make: SimpleNamespace) -> None:
    log = Path(f"{path}-wal")
    largest = 0
    for number in range(150):
        store.put_site_file("https://a.fr", f"{number}", make.NOW, 200, b"x" * 100_000)
        largest = max(largest, log.stat().st_size)
    assert largest < 2 * connection.CHECKPOINT_BYTES
    store.close()
    assert not log.exists()


def test_a_reader_sees_one_state_while_others_write(
    path: Path, store: SqliteStore, make: SimpleNamespace
) -> None:
    with open_sqlite(path) as other, store.read():
        before = store.article_count()
        other.put_article(make.fetched(), None)
        assert store.article_count() == before
    assert store.article_count() == before + 1


def test_a_decision_is_written_through_to_the_disk(store: SqliteStore, make: SimpleNamespace) -> None:
    seen: list[int] = []
    article = store.put_article(make.fetched(), None).article_id
    (mention,) = make.matched(store, article)
    store.handle.set_trace_callback(lambda sql: seen.append(sql.startswith("PRAGMA synchronous = FULL")))
    store.put_review(mention, Review(ReviewStatus.CONFIRMED, reviewed_by="anne", reviewed_at=make.NOW))
    store.handle.set_trace_callback(None)
    assert any(seen)
    assert store.row("PRAGMA synchronous")[0] == 1  # type: ignore[index] # NORMAL again


def test_every_decision_stands_in_the_journal_with_who_when_before_and_after(
    store: SqliteStore, make: SimpleNamespace
) -> None:
    article = store.put_article(make.fetched(), None).article_id
    (mention,) = make.matched(store, article)
    review = Review(ReviewStatus.REJECTED, reject_reason="homonyme", reviewed_by="anne", reviewed_at=make.NOW)
    store.put_review(mention, review)
    store.put_review(mention, review)
    (row,) = store.rows(
        "SELECT *, json_extract(before, '$.status') b, json_extract(after, '$.status') a FROM journal_view"
    )
    assert (row["who"], row["at_utc"], row["b"], row["a"]) == (
        "anne",
        "2025-02-05 07:30:00",
        "to_review",
        "rejected",
    )


def test_a_store_belongs_to_the_thread_that_opened_it(store: SqliteStore) -> None:
    caught: list[BaseException] = []

    def use() -> None:
        try:
            store.article_count()
        except sqlite3.ProgrammingError as error:
            caught.append(error)

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
    assert len(caught) == 1


@pytest.mark.parametrize("content", [b"", b"n'importe quoi " * 100, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_file_that_is_no_archive_is_unreadable_and_untouched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "archive.db"
    path.write_bytes(content)
    with pytest.raises(ArchiveUnreadable):
        open_sqlite(path)
    assert path.read_bytes() == content


def test_the_database_of_another_program_is_unreadable_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE articles (id TEXT)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(ArchiveUnreadable):
        open_sqlite(path, create=True)
    assert path.read_bytes() == before


def test_a_missing_archive_is_made_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "nouveau" / "archive.db"
    with pytest.raises(ArchiveMissing):
        open_sqlite(path)
    assert not path.parent.exists()
    open_sqlite(path, create=True).close()
    open_sqlite(path).close()
    with pytest.raises(ArchiveUnreadable):
        open_sqlite(tmp_path)


def test_the_settings_that_keep_an_archive_whole_are_on(store: SqliteStore) -> None:
    expected = {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "secure_delete": 1,
        "wal_autocheckpoint": 0,
        "busy_timeout": 5000,
        "synchronous": 1,
    }
    assert {name: store.row(f"PRAGMA {name}")[0] for name in expected} == expected  # type: ignore[index]
