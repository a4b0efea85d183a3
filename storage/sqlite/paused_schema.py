"""Sources that people paused: a column of their table, and of the view that shows how sources fare."""

from __future__ import annotations

PAUSED = """
ALTER TABLE sources ADD COLUMN paused INTEGER NOT NULL DEFAULT 0;
DROP VIEW sources_health_view;
CREATE VIEW sources_health_view AS
SELECT o.name AS outlet, s.kind, s.url, s.health, replace(substr(s.since, 1, 19), 'T', ' ') AS since_utc,
    s.reason, s.detail, replace(substr(s.last_tried_at, 1, 19), 'T', ' ') AS last_tried_utc,
    replace(substr(s.last_read_at, 1, 19), 'T', ' ') AS last_read_utc,
    replace(substr(s.last_new_at, 1, 19), 'T', ' ') AS last_new_utc, s.candidates, s.new, s.weight,
    replace(substr(s.resting_until, 1, 19), 'T', ' ') AS resting_until_utc, s.paused
FROM sources s JOIN outlets o ON o.id = s.outlet_id WHERE s.listed;
"""
