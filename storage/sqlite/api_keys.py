"""The keys with which people's own programs use the desk."""

from __future__ import annotations

from datetime import datetime

from storage.errors import NotStored
from storage.model import Account, ApiKey
from storage.sqlite.connection import Connection, Row
from storage.sqlite.desk_accounts import SEEN_AGAIN, account_of
from storage.sqlite.values import read_time, read_time_or_none, time_or_none, time_text

_NEW = """
INSERT INTO api_keys (token_hash, login, name, read_only, created_at, expires_at, revoked_at, last_used_at)
SELECT ?, login, ?, ?, ?, ?, ?, ? FROM accounts WHERE login = ? AND disabled_at IS NULL RETURNING *
"""

_AT = """
SELECT a.*, k.number FROM api_keys k JOIN accounts a ON a.login = k.login
WHERE k.token_hash = ? AND a.disabled_at IS NULL
"""


class ApiKeysTable(Connection):
    """The part of the store that knows keys of programs."""

    def put_api_key(self, key: ApiKey) -> ApiKey:
        """See `ApiKeys.put_api_key`."""
        row = (
            key.token_hash,
            key.name,
            key.read_only,
            time_text(key.created_at),
            time_text(key.expires_at),
            time_or_none(key.revoked_at),
            time_or_none(key.last_used_at),
            key.login,
        )
        with self.write(durable=True) as db:
            kept = db.execute(_NEW, row).fetchone()
            if kept is None:
                raise NotStored("account", key.login)
            return _key(kept)

    def api_keys(self, login: str) -> list[ApiKey]:
        """See `ApiKeys.api_keys`."""
        rows = self.rows("SELECT * FROM api_keys WHERE login = ? ORDER BY number", (login,))
        return [_key(row) for row in rows]

    def api_key_at(self, token_hash: str) -> tuple[ApiKey, Account] | None:
        """See `ApiKeys.api_key_at`."""
        with self.read() as db:
            owner = db.execute(_AT, (token_hash,)).fetchone()
            if owner is None:
                return None
            kept = db.execute("SELECT * FROM api_keys WHERE number = ?", (owner["number"],)).fetchone()
            return _key(kept), account_of(owner)

    def use_api_key(self, number: int, at: datetime) -> None:
        """See `ApiKeys.use_api_key`."""
        row = self.row("SELECT last_used_at FROM api_keys WHERE number = ?", (number,))
        last = read_time_or_none(row["last_used_at"]) if row is not None else None
        if row is None or (last is not None and at - last < SEEN_AGAIN):
            return
        with self.write() as db:
            db.execute("UPDATE api_keys SET last_used_at = ? WHERE number = ?", (time_text(at), number))

    def revoke_api_key(self, login: str, number: int, at: datetime) -> bool:
        """See `ApiKeys.revoke_api_key`."""
        with self.write(durable=True) as db:
            sql = "SELECT 1 FROM api_keys WHERE number = ? AND login = ?"
            if not db.execute(sql, (number, login)).fetchone():
                raise NotStored("key", str(number))
            sql = "UPDATE api_keys SET revoked_at = ? WHERE number = ? AND revoked_at IS NULL"
            return db.execute(sql, (time_text(at), number)).rowcount > 0


def _key(row: Row) -> ApiKey:
    return ApiKey(
        token_hash=row["token_hash"],
        login=row["login"],
        name=row["name"],
        read_only=bool(row["read_only"]),
        created_at=read_time(row["created_at"]),
        expires_at=read_time(row["expires_at"]),
        revoked_at=read_time_or_none(row["revoked_at"]),
        last_used_at=read_time_or_none(row["last_used_at"]),
        number=row["number"],
    )
