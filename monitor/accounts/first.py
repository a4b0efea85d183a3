"""The first account: made by whoever has the link that the terminal showed, once and within an hour."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.accounts.passwords import Passwords
from monitor.accounts.people import new_account
from monitor.accounts.tokens import new_token, token_hash
from storage.model import Account, Role
from storage.store import Store

FIRST_PATH = "/premier-compte/"
"""Where the desk answers to the link; the token follows."""

LINK_LASTS = timedelta(hours=1)


def make_first_link(store: Store, now: datetime) -> str:
    """The token of a new link; an earlier one no longer works. Raises LinkUnusable where there is an account."""
    token = new_token()
    store.put_first_link(token_hash(token), now)
    return token


def first_account(
    store: Store, passwords: Passwords, token: str, login: str, name: str, password: str, now: datetime
) -> Account:
    """Make the first account, an administrator's, and use up the link. Raises FaultyAccount, LinkUnusable.

    A mistake in the form leaves the link as it is.
    """
    account = new_account(passwords, login, name, password, Role.ADMINISTRATOR, now)
    store.put_first_account(account, token_hash(token), now, now - LINK_LASTS)
    return account
