"""Is a file an archive of ours, whole, and as our migrations make it? Nothing in it is run, nothing is written."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from storage.errors import ArchiveMissing, ArchiveTooNew, ArchiveUnreadable
from storage.sqlite.connection import telling
from storage.sqlite.opening import names
from storage.sqlite.schema import APPLICATION_ID, MIGRATION_SET, migrations

_PRAGMAS = ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON", "cache_size = -16000")

# Tables that SQLite and sqlite-utils make for themselves differ from version to version.
_SCHEMA = """
SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite|_%' ESCAPE '|' AND tbl_name <> '_sqlite_migrations'
    AND name NOT IN (SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow')
"""


def verify(path: Path) -> None:
    """See `storage.archive_file.verify_archive`."""
    if not path.is_file():
        raise ArchiveMissing(path)
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    with telling(path), closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as copy:
        for pragma in _PRAGMAS:
            copy.execute(f"PRAGMA {pragma}")
        if copy.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise ArchiveUnreadable(path, "not an archive of this product")
        applied = _applied(copy)
        unknown = sorted(set(applied) - set(names(migrations)))
        if unknown:
            raise ArchiveTooNew(path, ", ".join(unknown)[:200])
        if names(migrations)[: len(applied)] != applied or not applied:
            raise ArchiveUnreadable(path, "steps of its making are missing")
        _check_schema(copy, names(migrations)[len(applied) :], path)
        _check_contents(copy, path)


def _applied(copy: sqlite3.Connection) -> list[str]:
    sql = "SELECT name FROM _sqlite_migrations WHERE migration_set = ? ORDER BY id"
    try:
        return [str(row[0]) for row in copy.execute(sql, (MIGRATION_SET,))]
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            return []
        raise


def _check_schema(copy: sqlite3.Connection, missing: list[str], path: Path) -> None:
    """What our migrations make must be there as they make it. A table or view of somebody's own may stand beside it,
    but no trigger and no virtual table: they would act when we write."""
    expected = _made_without(missing)
    found = {(kind, name): sql for kind, name, sql in copy.execute(_SCHEMA)}
    for key, sql in expected.items():
        if found.get(key) != sql:
            raise ArchiveUnreadable(path, f"{key[0]} {key[1]} is not as we make it")
    for (kind, name), sql in found.items():
        virtual = str(sql or "").lstrip()[:30].upper().startswith("CREATE VIRTUAL")
        if (kind, name) not in expected and (kind == "trigger" or virtual):
            raise ArchiveUnreadable(path, f"{kind} {name[:60]} is not ours")


def _made_without(missing: list[str]) -> dict[tuple[str, str], str]:
    """The schema of an archive to which these last migrations were not yet applied."""
    with closing(sqlite3.connect(":memory:")) as connection:
        migrations.apply(Database(connection, execute_plugins=False), stop_before=missing)
        return {(kind, name): sql for kind, name, sql in connection.execute(_SCHEMA)}


def _check_contents(copy: sqlite3.Connection, path: Path) -> None:
    said = str(copy.execute("PRAGMA integrity_check(1)").fetchone()[0])
    if said != "ok":
        raise ArchiveUnreadable(path, said)
    lost = copy.execute("PRAGMA foreign_key_check").fetchone()
    if lost is not None:
        raise ArchiveUnreadable(path, f"a row of {lost[0]} points to nothing")
