"""Logging in: few tries, the same answer and the same time for a wrong login and a wrong password."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from monitor.accounts.passwords import Passwords
from monitor.accounts.people import FaultyAccount, normal_login
from monitor.accounts.sessions import IDLE, LONGEST, begin
from monitor.accounts.throttle import (
    FREE_BY_ADDRESS,
    FREE_BY_LOGIN,
    WINDOW,
    address_key,
    free_until,
    login_key,
)
from storage.errors import NotStored
from storage.model import Account
from storage.store import Store


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """Somebody is in: the token for their cookie, which is shown nowhere else, and who they are."""

    token: str = field(repr=False)
    account: Account


@dataclass(frozen=True, slots=True)
class Refused:
    """Nobody is in. `wait_until`: too many tries failed; None: login or password are wrong (it is not said which)."""

    wait_until: datetime | None = None


def log_in(
    store: Store, passwords: Passwords, login: str, password: str, address: str, now: datetime
) -> LoggedIn | Refused:
    """Let a person in, or not. `address` is where the request comes from.

    The try is noted before the password is looked at: many at once do not get round the limit.
    """
    try:
        login = normal_login(login)
    except FaultyAccount:
        login = login[:200]  # nobody has it; it takes its time and its tries all the same
    keys = {login_key(login): FREE_BY_LOGIN, address_key(address): FREE_BY_ADDRESS}
    noted = store.put_login_try(keys, now, now - WINDOW)
    waits = [free_until(noted.earlier[key], free, now) for key, free in keys.items()]
    wait_until = max((wait for wait in waits if wait is not None), default=None)
    if wait_until is not None:
        store.drop_login_tries(noted.numbers)  # only tries that were looked at lengthen the wait
        return Refused(wait_until)
    account = _account(store, login)
    kept = account.password_hash if account is not None else None
    if not passwords.is_right(kept, password) or account is None or kept is None:
        return Refused()
    store.drop_login_tries(noted.numbers, [login_key(login)])
    store.drop_sessions(now - IDLE, now - LONGEST)
    if passwords.is_old(kept):
        renewed = passwords.hash(password)
        store.renew_hash(login, kept, renewed)
        kept = renewed
    token = begin(store, account, kept, now)
    return Refused() if token is None else LoggedIn(token, account)


def _account(store: Store, login: str) -> Account | None:
    """The account that may log in under this login."""
    try:
        account = store.account(login)
    except NotStored:
        return None
    return account if account.disabled_at is None else None
