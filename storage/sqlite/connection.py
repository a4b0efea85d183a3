"""One connection to one archive: how it is opened, read and written.

Every write goes through `write()`: a lock file beside the archive, then BEGIN IMMEDIATE. The lock also covers
checkpoints, so that two connections never write and checkpoint at once (SQLite 3.7.0 to 3.51.2 can corrupt a
file then). A connection belongs to the thread that opened it and does not survive a fork: open after forking.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from storage.errors import ArchiveBusy, ArchiveError, ArchiveFull, ArchiveUnreadable
from storage.sqlite.search_words import teach

LOCK_SECONDS = 30.0
BUSY_SECONDS = 5.0
CHECKPOINT_BYTES = 4 * 1024 * 1024
"""The size of the write-ahead log from which a write also checkpoints."""

Row = sqlite3.Row

_PRAGMAS = (
    "foreign_keys = ON",
    "secure_delete = ON",
    "synchronous = NORMAL",
    "wal_autocheckpoint = 0",
    "journal_size_limit = 0",
    "temp_store = MEMORY",
    "cache_size = -16000",
    "recursive_triggers = ON",
)


def library_version() -> str:
    """The version of the SQLite library in use."""
    return sqlite3.sqlite_version


def told_apart(error: sqlite3.Error, path: Path) -> ArchiveError | None:
    """The error of ours that a failure of SQLite stands for; None where it is a bug."""
    extended = getattr(error, "sqlite_errorcode", 0)
    code = extended & 0xFF
    if code == sqlite3.SQLITE_FULL or extended == sqlite3.SQLITE_IOERR_SHMSIZE:
        return ArchiveFull(path, str(error))
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return ArchiveBusy(path, str(error))
    unreadable = (
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_PERM,
    )
    return ArchiveUnreadable(path, str(error)) if code in unreadable else None


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Turn what SQLite reports into the errors of `storage.errors`."""
    try:
        yield
    except sqlite3.Error as error:
        ours = told_apart(error, path)
        if ours is None:
            raise
        raise ours from error


class Connection:
    """What the topics of the store share."""

    def __init__(self, path: Path, prepare: Callable[[Connection], None]) -> None:
        """Connect, and `prepare` with the write lock held: the file cannot be replaced in between."""
        self.path = path
        self._pid = os.getpid()
        self._lock = FileLock(f"{path}.lock", timeout=LOCK_SECONDS, poll_interval=0.005)
        self._next_checkpoint = CHECKPOINT_BYTES
        with self.locked(), telling(path):
            self._db = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
            self._db.row_factory = sqlite3.Row
            teach(self._db)
            try:
                prepare(self)
            except BaseException:
                self._db.close()
                raise

    @property
    def handle(self) -> sqlite3.Connection:
        """The connection itself, for opening and checking; what writes goes through `write()`."""
        return self._db

    def configure(self) -> None:
        """Set what each connection must set for itself. Call with the lock held: it may switch to WAL."""
        with telling(self.path):
            for pragma in _PRAGMAS:
                self._db.execute(f"PRAGMA {pragma}")
            self._db.execute("PRAGMA journal_mode = WAL")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the write lock of the archive. Raises ArchiveBusy when it cannot be had in time."""
        if os.getpid() != self._pid:
            raise RuntimeError("an archive is opened after a fork, never carried across one")
        try:
            self._lock.acquire()
        except Timeout as error:
            raise ArchiveBusy(self.path, "write lock") from error
        except OSError as error:
            raise ArchiveUnreadable(self.path, str(error)) from error
        try:
            yield
        finally:
            self._lock.release()

    @contextmanager
    def write(self, durable: bool = False) -> Iterator[sqlite3.Connection]:
        """One transaction that writes: all of it is kept or none. `durable` survives a power cut, too."""
        with self.locked(), telling(self.path):
            if durable:
                self._db.execute("PRAGMA synchronous = FULL")
            try:
                self._db.execute("BEGIN IMMEDIATE")
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                self._db.rollback()
                raise
            finally:
                if durable:
                    self._db.execute("PRAGMA synchronous = NORMAL")
            self._checkpoint_when_due()

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """Several queries on one state of the archive."""
        with telling(self.path):
            if self._db.in_transaction:
                yield self._db
                return
            self._db.execute("BEGIN")
            try:
                yield self._db
            finally:
                self._db.rollback()

    def rows(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[Row]:
        """All rows of one query."""
        with telling(self.path):
            return self._db.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> Row | None:
        """The first row of one query."""
        with telling(self.path):
            found: Row | None = self._db.execute(sql, parameters).fetchone()
            return found

    def _checkpoint_when_due(self) -> None:
        try:
            size = Path(f"{self.path}-wal").stat().st_size
        except OSError:
            return
        if size < CHECKPOINT_BYTES:
            self._next_checkpoint = CHECKPOINT_BYTES
        elif size >= self._next_checkpoint:
            # What is committed is committed: a checkpoint that fails is tried again later.
            with suppress(sqlite3.OperationalError):
                self._db.execute("PRAGMA wal_checkpoint(PASSIVE)")
            self._next_checkpoint = size + CHECKPOINT_BYTES // 4

    def _empty_log(self) -> None:
        """Move the write-ahead log into the file and cut it to nothing, unless a reader still needs it."""
        with self.locked(), telling(self.path), suppress(sqlite3.OperationalError):
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def check(self) -> str:
        """What SQLite finds wrong with the file; the empty text where nothing is."""
        found = self.row("PRAGMA quick_check(1)")
        said = str(found[0]) if found is not None else "no answer"
        return "" if said == "ok" else said

    def close(self) -> None:
        """Let go of the file; idempotent. The last one to leave empties the write-ahead log."""
        if os.getpid() != self._pid:
            return
        with suppress(ArchiveError), self.locked():
            self._db.close()
        self._db.close()
