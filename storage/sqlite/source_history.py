"""What sources gave over time: their readings, what was new, the mentions."""

from __future__ import annotations

from datetime import datetime

from storage.model import SourceReading
from storage.sqlite.catalogue import reading_of_row
from storage.sqlite.connection import Connection
from storage.sqlite.values import time_text

# The index on readings with news has the time first and the source behind it.
_NEWS = "SELECT source_id, sum(new) AS news FROM source_readings WHERE new > 0 AND at >= ? GROUP BY source_id"

_MENTIONS = """
SELECT c.source_id, count(DISTINCT m.id) AS mentions
FROM mentions m JOIN articles a ON a.id = m.article_id JOIN addresses d ON d.article_id = a.id
JOIN candidate_sources c ON c.key = d.key
WHERE m.campaign_id = ? AND a.outlet_id = ? AND m.withdrawn_at IS NULL
GROUP BY c.source_id
"""


class SourceHistoryTable(Connection):
    """The part of the store that looks back over what sources gave."""

    def readings_of(self, source_id: str, limit: int = 30) -> list[SourceReading]:
        """See `SourceHistory.readings_of`."""
        sql = "SELECT * FROM source_readings WHERE source_id = ? ORDER BY at DESC, number DESC LIMIT ?"
        return [reading_of_row(row) for row in self.rows(sql, (source_id, limit))]

    def news_since(self, at: datetime) -> dict[str, int]:
        """See `SourceHistory.news_since`."""
        return {row["source_id"]: row["news"] for row in self.rows(_NEWS, (time_text(at),))}

    def mentions_by_source(self, campaign_id: str, outlet_id: str) -> dict[str, int]:
        """See `SourceHistory.mentions_by_source`."""
        found = self.rows(_MENTIONS, (campaign_id, outlet_id))
        return {row["source_id"]: row["mentions"] for row in found}
