"""What is SQLite's own about clusters: the view, and what goes with an article that is removed."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from storage.model import ClusterAction, ClusterDecision, Signature, SyndicationCluster
from storage.sqlite import open_sqlite

TABLES = ("text_signatures", "text_prints", "near_articles", "cluster_members", "cluster_decisions")


def test_the_view_reads_in_plain_words_and_nothing_stays_of_an_article_that_is_removed(
    tmp_path: Path, make: SimpleNamespace
) -> None:
    with open_sqlite(tmp_path / "archive.db", create=True) as store:
        store.put_catalogue(make.CATALOGUE)
        ids = [store.put_article(make.fetched(number), None).article_id for number in (1, 2)]
        store.put_signatures(Signature(one, 1, frozenset({5}), 1, frozenset({5})) for one in ids)
        store.put_near("r", {ids[0]: [ids[1]]})
        store.put_clusters([SyndicationCluster("x", (ids[1], ids[0]))], make.NOW)
        store.put_cluster_decision(ClusterDecision(ClusterAction.MERGE, ids[0], make.NOW, "anne", ids[1]))
        rows = [dict(row) for row in store.rows("SELECT * FROM clusters_view ORDER BY lead")]
        assert [
            (row["cluster"], row["lead"], row["outlet"], row["title"], row["article"]) for row in rows
        ] == [
            ("x", 0, "Le Courrier", "Titre 1", ids[0]),
            ("x", 1, "Le Courrier", "Titre 2", ids[1]),
        ]
        for table in ("addresses", "article_texts"):
            store.handle.execute(f"DELETE FROM {table} WHERE article_id = ?", (ids[0],))
        store.handle.execute("DELETE FROM articles WHERE id = ?", (ids[0],))
        left = {table: store.rows(f"SELECT count(*) FROM {table}")[0][0] for table in TABLES}
    assert left == {
        "text_signatures": 1,
        "text_prints": 1,
        "near_articles": 0,
        "cluster_members": 1,
        "cluster_decisions": 0,
    }
