"""Of a mention, whether it stands by a person's word alone; and what people type of an article that no page gives."""

from __future__ import annotations

BY_HAND = """
ALTER TABLE mentions ADD COLUMN by_hand INTEGER NOT NULL DEFAULT 0;

CREATE TABLE hand_entries (
    article_id TEXT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE, programme TEXT NOT NULL,
    proofs TEXT NOT NULL, entered_by TEXT NOT NULL, entered_at TEXT NOT NULL, version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX journal_of_entry ON journal (campaign_id) WHERE kind = 'entry';
"""
