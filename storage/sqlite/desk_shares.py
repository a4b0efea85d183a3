"""Links with which partners read one campaign without an account."""

from __future__ import annotations

from datetime import datetime

from storage.errors import NotStored
from storage.model import ShareLink
from storage.sqlite.connection import Connection, Row
from storage.sqlite.desk_accounts import SEEN_AGAIN
from storage.sqlite.values import read_time, read_time_or_none, time_or_none, time_text

_NEW = """
INSERT INTO share_links (token_hash, campaign_id, organisation, label, created_by, created_at, expires_at, revoked_at,
    last_used_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *
"""


class SharesTable(Connection):
    """The part of the store that knows links to share."""

    def put_share(self, link: ShareLink) -> ShareLink:
        """See `Shares.put_share`."""
        row = (
            link.token_hash,
            link.campaign_id,
            link.organisation,
            link.label,
            link.created_by,
            time_text(link.created_at),
            time_text(link.expires_at),
            time_or_none(link.revoked_at),
            time_or_none(link.last_used_at),
        )
        with self.write(durable=True) as db:
            return _link(db.execute(_NEW, row).fetchone())

    def shares(self) -> list[ShareLink]:
        """See `Shares.shares`."""
        return [_link(row) for row in self.rows("SELECT * FROM share_links ORDER BY number")]

    def share_at(self, token_hash: str) -> ShareLink | None:
        """See `Shares.share_at`."""
        row = self.row("SELECT * FROM share_links WHERE token_hash = ?", (token_hash,))
        return None if row is None else _link(row)

    def use_share(self, number: int, at: datetime) -> None:
        """See `Shares.use_share`."""
        row = self.row("SELECT last_used_at FROM share_links WHERE number = ?", (number,))
        last = read_time_or_none(row["last_used_at"]) if row is not None else None
        if row is None or (last is not None and at - last < SEEN_AGAIN):
            return
        with self.write() as db:
            db.execute("UPDATE share_links SET last_used_at = ? WHERE number = ?", (time_text(at), number))

    def revoke_share(self, number: int, at: datetime) -> bool:
        """See `Shares.revoke_share`."""
        with self.write(durable=True) as db:
            if not db.execute("SELECT 1 FROM share_links WHERE number = ?", (number,)).fetchone():
                raise NotStored("share link", str(number))
            sql = "UPDATE share_links SET revoked_at = ? WHERE number = ? AND revoked_at IS NULL"
            return db.execute(sql, (time_text(at), number)).rowcount > 0


def _link(row: Row) -> ShareLink:
    return ShareLink(
        token_hash=row["token_hash"],
        campaign_id=row["campaign_id"],
        organisation=row["organisation"],
        label=row["label"],
        created_by=row["created_by"],
        created_at=read_time(row["created_at"]),
        expires_at=read_time(row["expires_at"]),
        revoked_at=read_time_or_none(row["revoked_at"]),
        last_used_at=read_time_or_none(row["last_used_at"]),
        number=row["number"],
    )
