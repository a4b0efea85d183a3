"""The part of `storage.store.Store` that knows accounts and links; errors and times as written there.

Tokens come in and go out as hashes only. Rules of time (how long a session lasts, how many tries one has) are the
caller's.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from storage.model import Account, DeskSession, LoginTry, Role, ShareLink


class Accounts(Protocol):
    """People of the review desk. At least one administrator who is not disabled remains once there was one."""

    def put_account(self, account: Account) -> None:
        """Keep a new account. Raises LoginTaken."""
        ...

    def put_first_account(self, account: Account, link_hash: str, at: datetime, since: datetime) -> None:
        """Keep the first account, and use up the link that allowed it, in one transaction.

        Raises LinkUnusable where the link is not known, was used, was made before `since`, or there is an account.
        """
        ...

    def put_first_link(self, token_hash: str, at: datetime) -> None:
        """Keep a link for the first account, in place of all others. Raises LinkUnusable where there is an account."""
        ...

    def accounts(self) -> list[Account]:
        """All accounts, by login."""
        ...

    def account(self, login: str) -> Account:
        """One account. Raises NotStored."""
        ...

    def set_role(self, login: str, role: Role) -> None:
        """Change a role; it holds from the next page on. Raises NotStored, LastAdministrator."""
        ...

    def rename_account(self, login: str, name: str) -> None:
        """Change the name that is shown. Raises NotStored."""
        ...

    def disable_account(self, login: str, at: datetime) -> None:
        """Close an account and end its sessions; what the person did stays. Raises NotStored, LastAdministrator."""
        ...

    def enable_account(self, login: str) -> None:
        """Open an account again. Raises NotStored."""
        ...

    def set_password(self, login: str, password_hash: str) -> None:
        """Change a password; all sessions of the account, and the keys of its programs, end. Raises NotStored."""
        ...

    def renew_hash(self, login: str, before: str, after: str) -> None:
        """The same password under another hash, unless it was changed meanwhile; sessions go on."""
        ...


class Sessions(Protocol):
    """Who is logged in, and tries to be."""

    def put_session(self, session: DeskSession, password_hash: str) -> bool:
        """Begin a session; False where the account is gone or disabled, or its password is another one by now."""
        ...

    def session(self, token_hash: str) -> tuple[DeskSession, Account] | None:
        """A session and its account; None where it has ended or the account is disabled."""
        ...

    def sessions(self, login: str) -> list[DeskSession]:
        """The sessions of an account that were not ended, the one used last first; some may be over by now."""
        ...

    def touch_session(self, token_hash: str, at: datetime) -> None:
        """The session was used; within a minute of the last call it writes nothing."""
        ...

    def end_session(self, token_hash: str) -> None:
        """End a session; idempotent."""
        ...

    def drop_sessions(self, seen_before: datetime, created_before: datetime) -> int:
        """Let go of sessions not used since, or begun before; returns of how many."""
        ...

    def put_login_try(self, keys: Iterable[str], at: datetime, since: datetime) -> LoginTry:
        """Note a try under each of these keys, before it is known how it ends; what is older than `since` goes.

        Two tries at once each find the other, or are found by it.
        """
        ...

    def drop_login_tries(self, numbers: Iterable[int] = (), keys: Iterable[str] = ()) -> None:
        """Let go of these tries, and of all those under these keys."""
        ...


class Shares(Protocol):
    """Links to share."""

    def put_share(self, link: ShareLink) -> ShareLink:
        """Keep a new link; returns it with its number."""
        ...

    def shares(self) -> list[ShareLink]:
        """All links, those that no longer work too, by number."""
        ...

    def share_at(self, token_hash: str) -> ShareLink | None:
        """The link with this token, whether it still works or not."""
        ...

    def use_share(self, number: int, at: datetime) -> None:
        """The link was used; within a minute of the last call it writes nothing."""
        ...

    def revoke_share(self, number: int, at: datetime) -> bool:
        """From now on the link works no longer; False where it was revoked before. Raises NotStored."""
        ...
