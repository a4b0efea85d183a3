"""The table of what people choose for a report, and a quick way to its lines in the journal."""

from __future__ import annotations

REPORT_CHOICES = """
CREATE TABLE report_choices (
    campaign_id TEXT NOT NULL, kind TEXT NOT NULL, day TEXT NOT NULL, parts TEXT NOT NULL, version INTEGER NOT NULL,
    PRIMARY KEY (campaign_id, kind, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX journal_of_report ON journal (campaign_id) WHERE kind = 'report';
"""
