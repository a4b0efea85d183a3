"""docs/archive.md names every table, view and column of the archive, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from storage.sqlite import SqliteStore, open_sqlite

DOCUMENT = Path(__file__).parents[2] / "docs" / "archive.md"
INTERNAL = re.compile(r"sqlite_|_sqlite_migrations|(article|mention)_search_")


@pytest.fixture(scope="module")
def documented() -> dict[str, list[str]]:
    """The columns that the document names, by table: `### `table`` and rows that begin with a column in backticks."""
    tables: dict[str, list[str]] = {}
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"### `(\w+)`", line):
            tables[heading[1]] = []
        elif tables and (row := re.match(r"\| ((?:`\w+`(?:, )?)+) \|", line)):
            list(tables.values())[-1].extend(re.findall(r"\w+", row[1]))
    return tables


@pytest.fixture
def store(tmp_path: Path) -> SqliteStore:
    return open_sqlite(tmp_path / "archive.db", create=True)


def test_every_table_and_view_is_documented_column_by_column(
    store: SqliteStore, documented: dict[str, list[str]]
) -> None:
    with store:
        names = [
            row["name"]
            for row in store.rows("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
        ]
        schema = {
            name: [row["name"] for row in store.rows(f"PRAGMA table_info({name})")]
            for name in names
            if not INTERNAL.match(name)
        }
    assert sorted(documented) == sorted(schema)
    for name, columns in schema.items():
        assert sorted(documented[name]) == sorted(columns), name
