"""Migration 0003: reports of several kinds, the outbox, alerts, an order by hand; and 0005, for quick counting."""

from __future__ import annotations

MORNING = """
ALTER TABLE reports RENAME TO daily_reports;
CREATE TABLE reports (
    campaign_id TEXT NOT NULL, kind TEXT NOT NULL, day TEXT NOT NULL, covers_from TEXT NOT NULL,
    covers_until TEXT NOT NULL, made_at TEXT NOT NULL,
    PRIMARY KEY (campaign_id, kind, day)
) STRICT, WITHOUT ROWID;
INSERT INTO reports (campaign_id, kind, day, covers_from, covers_until, made_at)
SELECT campaign_id, 'daily', day, covers_from, covers_until, made_at FROM daily_reports;
DROP TABLE daily_reports;

CREATE TABLE outbox (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, channel TEXT NOT NULL, kind TEXT NOT NULL,
    campaign_id TEXT NOT NULL, day TEXT NOT NULL, recipient TEXT NOT NULL, subject TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'sent', 'unknown', 'failed')),
    created_at TEXT NOT NULL, tries INTEGER NOT NULL, next_try_at TEXT, last_try_at TEXT, settled_at TEXT,
    reason TEXT NOT NULL, detail TEXT NOT NULL, content BLOB NOT NULL
) STRICT;
CREATE INDEX outbox_by_time ON outbox (created_at);
CREATE INDEX outbox_open ON outbox (state) WHERE state <> 'sent';

CREATE TABLE alerted_mentions (
    campaign_id TEXT NOT NULL, mention_id TEXT NOT NULL REFERENCES mentions (id) ON DELETE CASCADE, at TEXT NOT NULL,
    PRIMARY KEY (campaign_id, mention_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE book_order (
    campaign_id TEXT NOT NULL, place INTEGER NOT NULL,
    mention_id TEXT NOT NULL REFERENCES mentions (id) ON DELETE CASCADE,
    PRIMARY KEY (campaign_id, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX readings_by_time ON source_readings (at);

CREATE VIEW outbox_view AS
SELECT campaign_id AS campaign, kind, day, channel, recipient, subject, state, tries, reason, detail,
    replace(substr(created_at, 1, 19), 'T', ' ') AS created_utc,
    replace(substr(last_try_at, 1, 19), 'T', ' ') AS last_try_utc,
    replace(substr(next_try_at, 1, 19), 'T', ' ') AS next_try_utc,
    replace(substr(settled_at, 1, 19), 'T', ' ') AS settled_utc, length(content) AS bytes, id
FROM outbox;
"""

# All that outlines need of a mention: the rows themselves are twenty times as wide, with evidence and excerpts.
COUNTING = """
DROP INDEX mentions_by_time;
CREATE INDEX mentions_counted ON mentions (campaign_id, first_matched_at, withdrawn_at, kind, to_check, own, article_id, id);
"""
