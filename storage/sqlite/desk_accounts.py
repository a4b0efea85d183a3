"""Accounts of the review desk, their sessions, and tries to log in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime, timedelta

from storage.errors import LastAdministrator, LinkUnusable, LoginTaken, NotStored
from storage.model import Account, DeskSession, LoginTry, Role
from storage.sqlite.connection import Connection, Row
from storage.sqlite.values import keys_parameter, read_time, read_time_or_none, time_or_none, time_text

SEEN_AGAIN = timedelta(minutes=1)
"""Within this time of the last one, a use of a session is not written again."""

_NEW = """
INSERT INTO accounts (login, name, role, password_hash, created_at, disabled_at) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT DO NOTHING
"""

_OTHERS = "SELECT 1 FROM accounts WHERE role = 'administrator' AND disabled_at IS NULL AND login <> ? LIMIT 1"

_USE_LINK = """
UPDATE first_links SET used_at = ? WHERE token_hash = ? AND used_at IS NULL AND created_at >= ?
    AND NOT EXISTS (SELECT 1 FROM accounts)
"""

_BEGIN = """
INSERT INTO sessions (token_hash, login, created_at, seen_at)
SELECT :token, login, :created, :seen FROM accounts
WHERE login = :login AND disabled_at IS NULL AND password_hash = :password
"""

_SESSION = """
SELECT a.*, s.token_hash, s.created_at AS begun_at, s.seen_at FROM sessions s JOIN accounts a ON a.login = s.login
WHERE s.token_hash = ? AND a.disabled_at IS NULL
"""


class AccountsTable(Connection):
    """The part of the store that knows accounts and sessions."""

    def put_account(self, account: Account) -> None:
        """See `Accounts.put_account`."""
        with self.write(durable=True) as db:
            _add(db, account)

    def put_first_account(self, account: Account, link_hash: str, at: datetime, since: datetime) -> None:
        """See `Accounts.put_first_account`."""
        with self.write(durable=True) as db:
            if not db.execute(_USE_LINK, (time_text(at), link_hash, time_text(since))).rowcount:
                raise LinkUnusable
            _add(db, account)

    def put_first_link(self, token_hash: str, at: datetime) -> None:
        """See `Accounts.put_first_link`."""
        with self.write(durable=True) as db:
            if db.execute("SELECT 1 FROM accounts").fetchone():
                raise LinkUnusable
            db.execute("DELETE FROM first_links")
            sql = "INSERT INTO first_links (token_hash, created_at) VALUES (?, ?)"
            db.execute(sql, (token_hash, time_text(at)))

    def accounts(self) -> list[Account]:
        """See `Accounts.accounts`."""
        return [account_of(row) for row in self.rows("SELECT * FROM accounts ORDER BY login")]

    def account(self, login: str) -> Account:
        """See `Accounts.account`."""
        row = self.row("SELECT * FROM accounts WHERE login = ?", (login,))
        if row is None:
            raise NotStored("account", login)
        return account_of(row)

    def set_role(self, login: str, role: Role) -> None:
        """See `Accounts.set_role`."""
        with self.write(durable=True) as db:
            if role is not Role.ADMINISTRATOR:
                _leave_one(db, login)
            _change(db, "UPDATE accounts SET role = ? WHERE login = ?", role, login)

    def rename_account(self, login: str, name: str) -> None:
        """See `Accounts.rename_account`."""
        with self.write(durable=True) as db:
            _change(db, "UPDATE accounts SET name = ? WHERE login = ?", name, login)

    def disable_account(self, login: str, at: datetime) -> None:
        """See `Accounts.disable_account`."""
        with self.write(durable=True) as db:
            _leave_one(db, login)
            sql = "UPDATE accounts SET disabled_at = coalesce(disabled_at, ?) WHERE login = ?"
            _change(db, sql, time_text(at), login)
            db.execute("DELETE FROM sessions WHERE login = ?", (login,))

    def enable_account(self, login: str) -> None:
        """See `Accounts.enable_account`."""
        with self.write(durable=True) as db:
            _change(db, "UPDATE accounts SET disabled_at = ? WHERE login = ?", None, login)

    def set_password(self, login: str, password_hash: str) -> None:
        """See `Accounts.set_password`."""
        with self.write(durable=True) as db:
            _change(db, "UPDATE accounts SET password_hash = ? WHERE login = ?", password_hash, login)
            db.execute("DELETE FROM sessions WHERE login = ?", (login,))
            db.execute("DELETE FROM api_keys WHERE login = ?", (login,))

    def renew_hash(self, login: str, before: str, after: str) -> None:
        """See `Accounts.renew_hash`."""
        sql = "UPDATE accounts SET password_hash = ? WHERE login = ? AND password_hash = ?"
        with self.write(durable=True) as db:
            db.execute(sql, (after, login, before))

    def put_session(self, session: DeskSession, password_hash: str) -> bool:
        """See `Sessions.put_session`."""
        parameters = {
            "token": session.token_hash,
            "login": session.login,
            "created": time_text(session.created_at),
            "seen": time_text(session.seen_at),
            "password": password_hash,
        }
        with self.write() as db:
            return db.execute(_BEGIN, parameters).rowcount > 0

    def session(self, token_hash: str) -> tuple[DeskSession, Account] | None:
        """See `Sessions.session`."""
        row = self.row(_SESSION, (token_hash,))
        if row is None:
            return None
        begun, seen = read_time(row["begun_at"]), read_time(row["seen_at"])
        return DeskSession(row["token_hash"], row["login"], begun, seen), account_of(row)

    def sessions(self, login: str) -> list[DeskSession]:
        """See `Sessions.sessions`."""
        rows = self.rows("SELECT * FROM sessions WHERE login = ? ORDER BY seen_at DESC, token_hash", (login,))
        return [
            DeskSession(
                row["token_hash"], row["login"], read_time(row["created_at"]), read_time(row["seen_at"])
            )
            for row in rows
        ]

    def touch_session(self, token_hash: str, at: datetime) -> None:
        """See `Sessions.touch_session`."""
        row = self.row("SELECT seen_at FROM sessions WHERE token_hash = ?", (token_hash,))
        if row is None or at - read_time(row["seen_at"]) < SEEN_AGAIN:
            return
        with self.write() as db:
            db.execute("UPDATE sessions SET seen_at = ? WHERE token_hash = ?", (time_text(at), token_hash))

    def end_session(self, token_hash: str) -> None:
        """See `Sessions.end_session`."""
        with self.write(durable=True) as db:
            db.execute("DELETE FROM sessions WHERE token_hash = ?", (token_hash,))

    def drop_sessions(self, seen_before: datetime, created_before: datetime) -> int:
        """See `Sessions.drop_sessions`."""
        sql = "DELETE FROM sessions WHERE seen_at < ? OR created_at < ?"
        with self.write() as db:
            return db.execute(sql, (time_text(seen_before), time_text(created_before))).rowcount

    def put_login_try(self, keys: Iterable[str], at: datetime, since: datetime) -> LoginTry:
        """See `Sessions.put_login_try`."""
        earlier: dict[str, tuple[datetime, ...]] = {}
        numbers: list[int] = []
        with self.write() as db:
            db.execute("DELETE FROM login_tries WHERE at < ?", (time_text(since),))
            for key in dict.fromkeys(keys):
                rows = db.execute("SELECT at FROM login_tries WHERE key = ? ORDER BY at", (key,))
                earlier[key] = tuple(read_time(row[0]) for row in rows)
                sql = "INSERT INTO login_tries (key, at) VALUES (?, ?) RETURNING number"
                numbers.append(db.execute(sql, (key, time_text(at))).fetchone()[0])
        return LoginTry(tuple(numbers), earlier)

    def drop_login_tries(self, numbers: Iterable[int] = (), keys: Iterable[str] = ()) -> None:
        """See `Sessions.drop_login_tries`."""
        with self.write() as db:
            db.executemany("DELETE FROM login_tries WHERE number = ?", [(number,) for number in numbers])
            sql = "DELETE FROM login_tries WHERE key IN (SELECT value FROM json_each(?))"
            db.execute(sql, (keys_parameter(keys),))


def _add(db: sqlite3.Connection, account: Account) -> None:
    row = (
        account.login,
        account.name,
        account.role,
        account.password_hash,
        time_text(account.created_at),
        time_or_none(account.disabled_at),
    )
    if not db.execute(_NEW, row).rowcount:
        raise LoginTaken(account.login)


def _leave_one(db: sqlite3.Connection, login: str) -> None:
    """Raise LastAdministrator where this is the only administrator at work."""
    row = db.execute("SELECT role, disabled_at FROM accounts WHERE login = ?", (login,)).fetchone()
    at_work = row is not None and row["role"] == Role.ADMINISTRATOR and row["disabled_at"] is None
    if at_work and not db.execute(_OTHERS, (login,)).fetchone():
        raise LastAdministrator(login)


def _change(db: sqlite3.Connection, sql: str, value: str | None, login: str) -> None:
    if not db.execute(sql, (value, login)).rowcount:
        raise NotStored("account", login)


def account_of(row: Row) -> Account:
    """An account from its row."""
    return Account(
        login=row["login"],
        name=row["name"],
        role=Role(row["role"]),
        password_hash=row["password_hash"],
        created_at=read_time(row["created_at"]),
        disabled_at=read_time_or_none(row["disabled_at"]),
    )
