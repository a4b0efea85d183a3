"""Many mentions at once, as little of each as counting needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from storage.model import MentionKind, MentionOutline, ReviewStatus
from storage.sqlite.loading import Loading
from storage.sqlite.values import read_moment, read_time

# What a person said comes first, as in `Mention.kind` and `Mention.to_check`.
_OUTLINES = """
SELECT m.id, a.outlet_id, a.published_at, coalesce(r.kind, m.kind),
    m.to_check AND r.kind IS NULL AND coalesce(r.status, '') <> 'confirmed', m.own,
    coalesce(r.status, 'to_review'), coalesce(r.starred, 0), r.reviewed_at IS NOT NULL, m.first_matched_at, c.cluster_id
FROM mentions m JOIN articles a ON a.id = m.article_id LEFT JOIN reviews r ON r.mention_id = m.id
LEFT JOIN cluster_members c ON c.article_id = m.article_id
WHERE m.campaign_id = :campaign AND m.withdrawn_at IS NULL
"""

_ABOUT = """
AND EXISTS (SELECT 1 FROM json_each(m.organisations) WHERE value = :organisation
    UNION ALL SELECT 1 FROM json_each(m.organisations_quoted) WHERE value = :organisation)
"""


class OutlinesTable(Loading):
    """The part of the store that counts mentions, and holds one state of the archive for several readings."""

    @contextmanager
    def one_moment(self) -> Iterator[None]:
        """See `Mentions.one_moment`."""
        with self.read():
            yield

    def outlines(self, campaign_id: str, organisation: str | None = None) -> list[MentionOutline]:
        """See `Mentions.outlines`."""
        sql = _OUTLINES + (_ABOUT if organisation is not None else "")
        kinds = {str(kind): kind for kind in MentionKind}
        statuses = {str(status): status for status in ReviewStatus}
        with self.read() as db:
            outlets = self.outlets_by_id()
            cursor = db.cursor()
            cursor.row_factory = (
                None  # plain tuples: a row that knows its columns costs as much as the outline
            )
            rows = cursor.execute(sql, {"campaign": campaign_id, "organisation": organisation})
            return [
                MentionOutline(
                    ident,
                    outlets[outlet],
                    read_moment(published),
                    kinds[kind],
                    bool(to_check),
                    bool(own),
                    statuses[status],
                    bool(starred),
                    bool(reviewed),
                    read_time(matched),
                    cluster,
                )
                for ident, outlet, published, kind, to_check, own, status, starred, reviewed, matched, cluster in rows
            ]
