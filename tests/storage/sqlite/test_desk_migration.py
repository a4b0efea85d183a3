"""What people decided with an earlier release goes on, with its history, and can be undone."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import astuple
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlite_utils import Database, Migrations

from storage.model import ActionKind, ClusterAction, Review, ReviewStatus, Step
from storage.sqlite import SqliteStore, open_sqlite
from storage.sqlite.schema import MIGRATION_SET, migrations

FIRST = "2025-02-05T07:30:00.000000Z"
SECOND = "2025-02-05T08:30:00.000000Z"
NOBODY = {
    "status": "to_review",
    "tone": None,
    "tags": [],
    "starred": False,
    "note": "",
    "reject_reason": "",
    "reviewed_by": None,
    "reviewed_at": None,
}
ANNE = NOBODY | {"status": "confirmed", "tags": ["b", "a"], "reviewed_by": "anne", "reviewed_at": FIRST}
AGAIN = ANNE | {"reviewed_at": SECOND}
LUC = ANNE | {"note": "« Oui »", "starred": True, "reviewed_by": "luc", "reviewed_at": SECOND}


def earlier_release() -> Migrations:
    known = Migrations(MIGRATION_SET)
    for migration in migrations.pending(Database(memory=True)):
        if migration.name == "0004_desk":
            break
        known(name=migration.name)(migration.fn)
    return known


@pytest.fixture
def old(tmp_path: Path, make: SimpleNamespace) -> Iterator[SqliteStore]:
    """An archive of the release before, with two decisions, one of them taken twice, and a split."""
    path = tmp_path / "archive.db"
    with open_sqlite(path, create=True, known=earlier_release()) as store:
        with store.write() as db:
            listed = [(*astuple(outlet), 1) for outlet, _ in make.CATALOGUE]
            db.executemany("INSERT INTO outlets VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", listed)
        article = store.put_article(make.fetched(), None).article_id
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(
            """INSERT INTO mentions VALUES ('m', 'c', ?, 'citation', 0, 'main', 0.5, 0,
            '{"text":"mots","field":"body","marks":[]}', '[]', '[]', '[]', NULL, 1, ?, ?, NULL)""",
            (article, FIRST, FIRST),
        )
        db.execute(
            "INSERT INTO reviews VALUES ('m', 'confirmed', NULL, '[\"b\",\"a\"]', 1, '« Oui »', '', 'luc', ?)",
            (SECOND,),
        )
        lines = [(FIRST, "anne", NOBODY, ANNE), (SECOND, "anne", ANNE, AGAIN), (SECOND, "luc", AGAIN, LUC)]
        for at, who, before, after in lines:
            sql = "INSERT INTO review_journal (mention_id, at, who, before, after) VALUES ('m', ?, ?, ?, ?)"
            db.execute(sql, (at, who, json.dumps(before), json.dumps(after)))
        sql = "INSERT INTO cluster_decisions (at, who, action, article_id) VALUES (?, 'anne', 'split', ?)"
        db.execute(sql, (FIRST, article))
    with open_sqlite(path) as store:
        yield store


def test_the_history_of_decisions_is_kept_with_who_when_before_and_after(old: SqliteStore) -> None:
    lines = old.journal(mention_id="m")[::-1]
    assert [(a.who, a.campaign_id, a.step) for a in lines] == [
        ("anne", "c", Step.DO),
        ("anne", "c", Step.DO),
        ("luc", "c", Step.DO),
    ]
    assert [a.at.isoformat() for a in lines if a.at] == [
        "2025-02-05T07:30:00+00:00",
        "2025-02-05T08:30:00+00:00",
        "2025-02-05T08:30:00+00:00",
    ]
    assert [a.after["m"] for a in lines] == [
        {"status": "confirmed", "tag:b": 0, "tag:a": 1},
        {},
        {"starred": True, "note": "« Oui »"},
    ]
    assert lines[0].before == {"m": {"status": "to_review", "tag:b": None, "tag:a": None}}


def test_the_decision_stands_with_as_many_versions_as_it_had(old: SqliteStore) -> None:
    mention = old.mention("m")
    assert mention.review_version == 3
    assert (mention.review.status, mention.review.tags, mention.review.reviewed_by) == (
        ReviewStatus.CONFIRMED,
        ("b", "a"),
        "luc",
    )
    assert mention.review.kind is None and mention.kind == mention.judgement.kind


def test_earlier_decisions_can_be_undone_to_the_first_state(old: SqliteStore, make: SimpleNamespace) -> None:
    for who in ("luc", "anne"):
        base = old.last_to_undo(who, "c")
        assert base is not None
        assert old.step(base.number, Step.UNDO, who, make.NOW).action is not None
        assert old.last_to_undo(who, "c") is None  # what changed nothing is nothing to undo
    assert old.mention("m").review == Review()


def test_decisions_about_clusters_are_in_the_journal_too(old: SqliteStore, make: SimpleNamespace) -> None:
    (split,) = old.journal(kinds=[ActionKind.CLUSTER])
    assert [one.action for one in old.cluster_decisions()] == [ClusterAction.SPLIT]
    old.step(split.number, Step.UNDO, "anne", make.NOW)
    assert old.cluster_decisions() == []
