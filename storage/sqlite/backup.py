"""A copy of the whole archive, of one moment, while others read and write."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from storage.sqlite.connection import Connection, telling
from storage.sqlite.verifying import verify

PAGES_AT_ONCE = 4096


class BackupTable(Connection):
    """The part of the store that copies itself."""

    def backup(self, target: Path, progress: Callable[[int, int], None] | None = None) -> None:
        """See `Store.backup`."""
        unfinished = target.with_name(f"{target.name}.part")
        unfinished.unlink(missing_ok=True)
        try:
            self._copy_to(unfinished, progress)
            verify(unfinished)
            _to_disk(unfinished)
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)

    def _copy_to(self, path: Path, progress: Callable[[int, int], None] | None) -> None:
        def told(_: int, remaining: int, total: int) -> None:
            if progress is not None:
                progress(total - remaining, total)

        with self.read() as db, telling(path), closing(sqlite3.connect(path)) as copy:
            # The open reading fixes the moment: without it, every write by others begins the copy anew.
            db.execute("SELECT count(*) FROM sqlite_master").fetchone()
            db.backup(copy, pages=PAGES_AT_ONCE, progress=told)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, whole by itself


def _to_disk(path: Path) -> None:
    """Wait until the file is on the disk, not only in the memory of the system."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
