"""The tables of migration 0004: one journal of what people did, a person's kind and place, accounts, links, views."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from storage.changes import parts_between
from storage.model import Review, ReviewStatus
from storage.sqlite.values import dumped

DESK = """
ALTER TABLE reviews ADD COLUMN kind TEXT;
ALTER TABLE reviews ADD COLUMN salience TEXT;
ALTER TABLE reviews ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cluster_decisions ADD COLUMN withdrawn_at TEXT;

CREATE TABLE journal (
    number INTEGER PRIMARY KEY, at TEXT, who TEXT NOT NULL, kind TEXT NOT NULL, campaign_id TEXT NOT NULL,
    step TEXT NOT NULL CHECK (step IN ('do', 'undo', 'redo')), about INTEGER REFERENCES journal (number),
    before TEXT NOT NULL, after TEXT NOT NULL
) STRICT;
CREATE INDEX journal_of_person ON journal (who, campaign_id);
CREATE INDEX journal_of_campaign ON journal (campaign_id);
CREATE INDEX journal_about ON journal (about) WHERE about IS NOT NULL;

CREATE TABLE journal_mentions (
    mention_id TEXT NOT NULL REFERENCES mentions (id) ON DELETE CASCADE, version INTEGER NOT NULL,
    number INTEGER NOT NULL REFERENCES journal (number) ON DELETE CASCADE, before TEXT NOT NULL, after TEXT NOT NULL,
    PRIMARY KEY (mention_id, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX journal_mentions_by_number ON journal_mentions (number);

CREATE TABLE accounts (
    login TEXT PRIMARY KEY, name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('reader', 'reviewer', 'administrator')),
    password_hash TEXT NOT NULL, created_at TEXT NOT NULL, disabled_at TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
    token_hash TEXT PRIMARY KEY, login TEXT NOT NULL REFERENCES accounts (login) ON DELETE CASCADE,
    created_at TEXT NOT NULL, seen_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_of_account ON sessions (login);

CREATE TABLE login_tries (
    number INTEGER PRIMARY KEY, key TEXT NOT NULL, at TEXT NOT NULL
) STRICT;
CREATE INDEX login_tries_by_key ON login_tries (key, at);

CREATE TABLE first_links (
    token_hash TEXT PRIMARY KEY, created_at TEXT NOT NULL, used_at TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE share_links (
    number INTEGER PRIMARY KEY, token_hash TEXT NOT NULL UNIQUE, campaign_id TEXT NOT NULL, organisation TEXT NOT NULL,
    label TEXT NOT NULL, created_by TEXT NOT NULL, created_at TEXT NOT NULL, expires_at TEXT NOT NULL,
    revoked_at TEXT, last_used_at TEXT
) STRICT;

CREATE TABLE saved_views (
    login TEXT NOT NULL REFERENCES accounts (login) ON DELETE CASCADE, name TEXT NOT NULL, query TEXT NOT NULL,
    PRIMARY KEY (login, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE presence (
    login TEXT PRIMARY KEY REFERENCES accounts (login) ON DELETE CASCADE,
    mention_id TEXT NOT NULL REFERENCES mentions (id) ON DELETE CASCADE, at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

DROP VIEW mentions_view;
CREATE VIEW mentions_view AS
SELECT m.id, m.campaign_id AS campaign, o.name AS outlet, o.country, o.tier, a.title, a.authors,
    a.canonical_url AS url, replace(substr(a.published_at, 1, 19), 'T', ' ') AS published,
    coalesce(r.kind, m.kind) AS kind,
    m.to_check AND r.kind IS NULL AND coalesce(r.status, '') <> 'confirmed' AS to_check,
    coalesce(r.salience, m.salience) AS salience, round(m.score, 3) AS score, m.own,
    coalesce(r.status, 'to_review') AS status, r.tone, r.tags, coalesce(r.starred, 0) AS starred, r.note,
    r.reject_reason, r.reviewed_by, replace(substr(r.reviewed_at, 1, 19), 'T', ' ') AS reviewed_utc,
    json_extract(m.excerpt, '$.text') AS excerpt, m.organisations, m.organisations_quoted,
    replace(substr(m.first_matched_at, 1, 19), 'T', ' ') AS first_matched_utc,
    replace(substr(m.withdrawn_at, 1, 19), 'T', ' ') AS withdrawn_utc,
    m.kind AS machine_kind, m.to_check AS machine_to_check, m.salience AS machine_salience
FROM mentions m JOIN articles a ON a.id = m.article_id JOIN outlets o ON o.id = a.outlet_id
LEFT JOIN reviews r ON r.mention_id = m.id;

DROP VIEW coverage_by_day_view;
CREATE VIEW coverage_by_day_view AS
SELECT m.campaign_id AS campaign, substr(a.published_at, 1, 10) AS day, coalesce(r.kind, m.kind) AS kind,
    sum(NOT (m.to_check AND r.kind IS NULL AND coalesce(r.status, '') <> 'confirmed')) AS mentions,
    sum(m.to_check AND r.kind IS NULL AND coalesce(r.status, '') <> 'confirmed') AS to_check,
    sum(coalesce(r.status, '') = 'confirmed') AS confirmed, count(DISTINCT a.outlet_id) AS outlets
FROM mentions m JOIN articles a ON a.id = m.article_id LEFT JOIN reviews r ON r.mention_id = m.id
WHERE m.withdrawn_at IS NULL AND NOT m.own AND coalesce(r.status, '') <> 'rejected'
GROUP BY 1, 2, 3;

CREATE VIEW journal_view AS
SELECT j.number, replace(substr(j.at, 1, 19), 'T', ' ') AS at_utc, j.who, j.kind, j.campaign_id AS campaign,
    j.step, j.about, n.mention_id AS mention, a.title, coalesce(n.before, j.before) AS before,
    coalesce(n.after, j.after) AS after
FROM journal j LEFT JOIN journal_mentions n ON n.number = j.number LEFT JOIN mentions m ON m.id = n.mention_id
LEFT JOIN articles a ON a.id = m.article_id;
"""

_OLD_REVIEWS = """
SELECT j.mention_id, j.at, j.who, j.before, j.after, m.campaign_id FROM review_journal j
JOIN mentions m ON m.id = j.mention_id ORDER BY j.number
"""


def carry_history(db: sqlite3.Connection) -> None:
    """Bring what people decided with earlier releases into the journal, in the order in which they did."""
    entries: list[tuple[str, int, str | None, str, str, str, dict[str, Any], dict[str, Any]]] = []
    latest = ""
    for number, (mention, at, who, before, after, campaign) in enumerate(db.execute(_OLD_REVIEWS).fetchall()):
        latest = max(latest, at or "")
        parts = parts_between(_old_review(before), _old_review(after))
        entries.append((latest, number, at, who or "", campaign, mention, *parts))
    for number, at, who, action, article, other in _old_decisions(db):
        kept = {"decision": number, "action": action, "article": article, "other": other}
        entries.append((at, number, at, who, "", "", {}, kept))
    versions: dict[str, int] = {}
    for _, _, at, who, campaign, mention, before, after in sorted(entries, key=lambda entry: entry[:2]):
        own = ("review", "{}", "{}") if mention else ("cluster", dumped(before), dumped(after))
        sql = """INSERT INTO journal (at, who, campaign_id, kind, before, after, step)
            VALUES (?, ?, ?, ?, ?, ?, 'do')"""
        line = db.execute(sql, (at, who, campaign, *own)).lastrowid
        if mention:
            versions[mention] = versions.get(mention, 0) + 1
            row = (mention, versions[mention], line, dumped(before), dumped(after))
            sql = "INSERT INTO journal_mentions (mention_id, version, number, before, after) VALUES (?, ?, ?, ?, ?)"
            db.execute(sql, row)
    db.executemany(
        "UPDATE reviews SET version = ? WHERE mention_id = ?",
        [(v, mention) for mention, v in versions.items()],
    )
    db.execute("DROP TABLE review_journal")


def _old_decisions(db: sqlite3.Connection) -> Iterator[tuple[int, str, str, str, str, str | None]]:
    yield from db.execute(
        "SELECT number, at, who, action, article_id, other_id FROM cluster_decisions ORDER BY number"
    )


def _old_review(text: str) -> Review:
    """A review as the first release wrote it into its journal."""
    kept = json.loads(text)
    return Review(
        status=ReviewStatus(kept["status"]),
        tone=kept["tone"],
        tags=tuple(kept["tags"]),
        starred=bool(kept["starred"]),
        note=kept["note"],
        reject_reason=kept["reject_reason"],
    )
