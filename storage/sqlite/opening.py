"""Opening an archive: is it ours, is it too new, bring it up to date with a copy made first."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlite_utils import Database, Migrations

from storage.errors import ArchiveMissing, ArchiveTooNew, ArchiveUnreadable
from storage.sqlite.connection import Connection, telling
from storage.sqlite.schema import APPLICATION_ID


def check_place(path: Path, create: bool) -> None:
    """Raise ArchiveMissing or ArchiveUnreadable where no archive can be opened or made at `path`."""
    if path.is_dir():
        raise ArchiveUnreadable(path, "a folder")
    if not path.exists():
        if not create:
            raise ArchiveMissing(path)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ArchiveUnreadable(path, str(error)) from error


def bring_up_to_date(connection: Connection, known: Migrations, create: bool) -> None:
    """Apply what is missing, each migration in one transaction; an archive that holds something is copied first.

    Call with the write lock held. Raises ArchiveUnreadable for a file that is not ours, ArchiveTooNew for one
    with a migration not in `known`.
    """
    path, database = connection.path, connection.handle
    with telling(path):
        new = not database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        mark = database.execute("PRAGMA application_id").fetchone()[0]
    if not new and mark != APPLICATION_ID:
        raise ArchiveUnreadable(path, "not an archive of this product")
    if new and not create:
        raise ArchiveUnreadable(path, "empty")
    with telling(path):
        db = Database(database, execute_plugins=False)
        applied = [migration.name for migration in known.applied(db)]
        pending = [migration.name for migration in known.pending(db)]
    unknown = set(applied) - set(names(known))
    if unknown:
        raise ArchiveTooNew(path, ", ".join(sorted(unknown)))
    connection.configure()
    if not pending:
        return
    with telling(path):
        if not new:
            _copy(database, path, pending[0])
        known.apply(db)


def names(known: Migrations) -> list[str]:
    """The names of all migrations of a set, in order."""
    return [migration.name for migration in known.pending(Database(memory=True))]


def _copy(database: sqlite3.Connection, path: Path, migration: str) -> None:
    """A copy of the archive as it was, beside it in `backups/`; one of an earlier, failed try is replaced."""
    folder = path.parent / "backups"
    folder.mkdir(exist_ok=True)
    target = folder / f"{path.stem}-before-{migration}.db"
    unfinished = target.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    database.execute("VACUUM INTO ?", (str(unfinished),))
    unfinished.replace(target)
