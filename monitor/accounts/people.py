"""What an account may be: logins, names and passwords that we accept, and new accounts."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from enum import StrEnum

from monitor.accounts.passwords import LONGEST, SHORTEST, Passwords, normal_password
from monitor.accounts.throttle import login_key
from monitor.typed import one_line
from storage.model import Account, Role
from storage.store import Store

LONGEST_LOGIN, LONGEST_NAME = 64, 100
_LOGIN = re.compile(r"[\w.@+-]{1,64}")


class Fault(StrEnum):
    """Why an account cannot be as somebody wants it."""

    LOGIN = "login"  # empty, too long, or with other signs than letters, figures and . _ @ + -
    NAME = "name"  # empty
    SHORT = "short"  # a password of fewer than SHORTEST signs
    LONG = "long"  # a password of more than LONGEST signs
    SAME = "same"  # a password that is the login, or the name


class FaultyAccount(Exception):
    """An account cannot be as somebody wants it; `fault` says why. It holds no password."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def normal_login(typed: str) -> str:
    """A login as it is kept: small letters, whatever was typed. Raises FaultyAccount."""
    login = unicodedata.normalize("NFKC", typed[: 2 * LONGEST_LOGIN]).strip().casefold()
    if not _LOGIN.fullmatch(login):
        raise FaultyAccount(Fault.LOGIN)
    return login


def check_password(password: str, login: str, name: str) -> None:
    """Raise FaultyAccount for a password that is too short, too long, or the login or the name again."""
    counted = normal_password(password)
    if len(counted) < SHORTEST:
        raise FaultyAccount(Fault.SHORT)
    if len(counted) > LONGEST:
        raise FaultyAccount(Fault.LONG)
    if counted.strip().casefold() in (login, name.casefold()):
        raise FaultyAccount(Fault.SAME)


def new_account(
    passwords: Passwords, login: str, name: str, password: str, role: Role, now: datetime
) -> Account:
    """An account to be kept. Raises FaultyAccount."""
    login, name = normal_login(login), one_line(name, LONGEST_NAME)
    if not name:
        raise FaultyAccount(Fault.NAME)
    check_password(password, login, name)
    return Account(login, name, role, passwords.hash(password), now)


def set_password(store: Store, passwords: Passwords, login: str, password: str) -> None:
    """Change the password of an account: its sessions end, its failed tries are forgotten.

    Raises FaultyAccount, NotStored.
    """
    login = normal_login(login)
    check_password(password, login, store.account(login).name)
    store.set_password(login, passwords.hash(password))
    store.drop_login_tries(keys=[login_key(login)])
