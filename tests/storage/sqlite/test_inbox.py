"""The rows of the list follow every change of the tables that they are made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from storage.model import MatchResult, MentionKind, SyndicationCluster
from storage.sqlite import SqliteStore, open_sqlite
from storage.sqlite.inbox_schema import COLUMNS


@pytest.fixture
def store(tmp_path: Path, make: SimpleNamespace) -> Iterator[SqliteStore]:
    with open_sqlite(tmp_path / "archive.db", create=True) as store:
        store.put_catalogue(make.CATALOGUE)
        store.put_dossier("c", "x", "{}", make.NOW)
        yield store


def rows(store: SqliteStore, table: str) -> list[tuple[object, ...]]:
    sql = f"SELECT {COLUMNS} FROM {table} ORDER BY number"
    return [tuple(row) for row in store.rows(sql)]


def test_the_rows_are_what_the_view_says_after_every_kind_of_change(
    store: SqliteStore, make: SimpleNamespace
) -> None:
    seen = [rows(store, "inbox")]

    def differs() -> None:
        now = rows(store, "inbox")
        assert now == rows(store, "inbox_source")
        assert now != seen[-1]
        seen.append(now)

    articles = [store.put_article(make.fetched(n), None).article_id for n in range(4)]
    ids = make.matched(store, *articles)
    differs()
    store.put_matches("c", 2, [MatchResult(articles[0], make.judgement(MentionKind.TOPIC))], make.NOW)
    differs()
    store.put_matches("c", 2, [MatchResult(articles[3], None)], make.NOW)
    differs()
    store.decide({ids[1]: {"status": "rejected", "tag:x": 0}}, "zoé", make.NOW)
    differs()
    store.decide({ids[1]: {"salience": "passing", "kind": "related"}}, "zoé", make.NOW)
    differs()
    store.put_clusters([SyndicationCluster("k", (articles[0], articles[1]))], make.NOW)
    differs()
    store.put_clusters([SyndicationCluster("k", (articles[1], articles[0]))], make.NOW)
    differs()
    store.put_clusters([], make.NOW)
    differs()
    again = make.fetched(2, language="en", title="Refait", text="Refait en entier.")
    store.put_article(again, None)
    differs()
    store.put_catalogue([(replace(make.COURRIER, tier=3, kind="magazine"), [make.FEED])])
    differs()


def test_a_mention_that_is_deleted_leaves_neither_row_nor_words(
    store: SqliteStore, make: SimpleNamespace
) -> None:
    (mention,) = make.matched(store, store.put_article(make.fetched(title="Zygomorphe"), None).article_id)
    with store.write() as db:
        db.execute("DELETE FROM mentions WHERE id = ?", (mention,))
    assert rows(store, "inbox") == []
    assert store.rows("SELECT * FROM mention_words") == []
    assert store.rows("SELECT rowid FROM mention_search WHERE mention_search MATCH 'zygomorphe'") == []
    with store.write() as db:
        db.execute("INSERT INTO mention_search (mention_search, rank) VALUES ('integrity-check', 1)")


def test_a_first_page_and_the_counts_are_read_from_indexes_alone(store: SqliteStore) -> None:
    def plan(sql: str) -> str:
        return " ".join(row["detail"] for row in store.rows(f"EXPLAIN QUERY PLAN {sql}"))

    base = "FROM inbox WHERE campaign_id = 'c' AND status IN ('to_review') AND kind IN ('citation')"
    for sql, index in {
        f"SELECT story {base} ORDER BY newest DESC, story DESC": "inbox_newest",
        f"SELECT story {base} ORDER BY weight, newest DESC, story DESC": "inbox_strongest",
        f"SELECT outlet_id, count(*) {base} GROUP BY outlet_id": "inbox_outlets",
        f"SELECT organisations, count(*) {base} GROUP BY organisations": "inbox_named",
    }.items():
        assert f"USING COVERING INDEX {index}" in plan(sql), plan(sql)
        assert "TEMP B-TREE" not in plan(sql)
