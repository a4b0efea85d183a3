"""What people of the desk keep for themselves, and who has what before them."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

from storage.errors import NotStored
from storage.model import Looking, SavedView
from storage.sqlite.connection import Connection
from storage.sqlite.values import read_time, time_text

LOOK_AGAIN = timedelta(seconds=10)
"""Within this time of the last one, looking at the same mention is not written again."""


class ViewsTable(Connection):
    """The part of the store that knows saved views and presence."""

    def put_view(self, view: SavedView) -> None:
        """See `Desks.put_view`."""
        sql = """INSERT INTO saved_views (login, name, query) VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET query = excluded.query"""
        with self.write() as db:
            check_account(db, view.login)
            db.execute(sql, (view.login, view.name, view.query))

    def views(self, login: str) -> list[SavedView]:
        """See `Desks.views`."""
        rows = self.rows("SELECT * FROM saved_views WHERE login = ? ORDER BY name", (login,))
        return [SavedView(row["login"], row["name"], row["query"]) for row in rows]

    def drop_view(self, login: str, name: str) -> bool:
        """See `Desks.drop_view`."""
        with self.write() as db:
            sql = "DELETE FROM saved_views WHERE login = ? AND name = ?"
            return db.execute(sql, (login, name)).rowcount > 0

    def look(self, login: str, mention_id: str, at: datetime) -> None:
        """See `Desks.look`."""
        known = self.row("SELECT mention_id, at FROM presence WHERE login = ?", (login,))
        fresh = known is not None and abs(at - read_time(known["at"])) < LOOK_AGAIN
        if known is not None and fresh and known["mention_id"] == mention_id:
            return
        sql = """INSERT INTO presence (login, mention_id, at) VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET mention_id = excluded.mention_id, at = excluded.at"""
        with self.write() as db:
            check_account(db, login)
            if not db.execute("SELECT 1 FROM mentions WHERE id = ?", (mention_id,)).fetchone():
                raise NotStored("mention", mention_id)
            db.execute(sql, (login, mention_id, time_text(at)))

    def looking(self, since: datetime, campaign_id: str | None = None) -> list[Looking]:
        """See `Desks.looking`."""
        sql = """SELECT p.* FROM presence p JOIN mentions m ON m.id = p.mention_id
            WHERE p.at >= :since AND (:campaign IS NULL OR m.campaign_id = :campaign)
            ORDER BY p.at DESC, p.login"""
        rows = self.rows(sql, {"since": time_text(since), "campaign": campaign_id})
        return [Looking(row["login"], row["mention_id"], read_time(row["at"])) for row in rows]


def check_account(db: sqlite3.Connection, login: str) -> None:
    """Raise NotStored where there is no such account."""
    if not db.execute("SELECT 1 FROM accounts WHERE login = ?", (login,)).fetchone():
        raise NotStored("account", login)
