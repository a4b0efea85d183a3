"""Keys of people's own programs: whoever has one does what its owner may do, or only looks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.accounts.throttle import FREE_BY_ADDRESS, WINDOW, free_until, key_of_programs
from monitor.accounts.tokens import new_token, token_hash
from monitor.typed import one_line
from storage.model import Account, ApiKey, Role
from storage.store import Store

MOST_DAYS, MOST_KEYS = 366, 20
LONGEST_NAME = 60
MARK = "rtb_"
"""What every token of a key begins with: who finds one in a file knows what it is."""


class TooManyKeys(Exception):
    """A person has MOST_KEYS keys that work."""


@dataclass(frozen=True, slots=True)
class Turned:
    """A key that opens nothing. `wait_until`: too many were tried from this address."""

    wait_until: datetime | None = None


def create_key(
    store: Store, login: str, name: str, read_only: bool, now: datetime, days: int
) -> tuple[str, ApiKey]:
    """A new key that works for so many days: its token, which is shown this once, and what is kept of it.

    Raises ValueError for no name, no days or more than MOST_DAYS; TooManyKeys; NotStored for a closed account.
    """
    named = one_line(name, LONGEST_NAME)
    if not named or not 1 <= days <= MOST_DAYS:
        raise ValueError(f"{days} days")
    if sum(key_works(one, now) for one in store.api_keys(login)) >= MOST_KEYS:
        raise TooManyKeys
    token = MARK + new_token()
    key = ApiKey(token_hash(token), login, named, read_only, now, now + timedelta(days=days))
    return token, store.put_api_key(key)


def open_key(store: Store, token: str, address: str, now: datetime) -> tuple[ApiKey, Account] | Turned:
    """Whose program it is, with the role that it may use: a reader's where the key only looks.

    A token that is unknown, over or revoked is noted under the address it came from, as a failed try to log in is. One
    that works is never made to wait: 256 random bits are not found by trying.
    """
    found = store.api_key_at(token_hash(token))
    if found is None or not key_works(found[0], now):
        return Turned(_noted(store, address, now))
    key, account = found
    store.use_api_key(key.number, now)
    return key, replace(account, role=Role.READER) if key.read_only else account


def key_works(key: ApiKey, now: datetime) -> bool:
    """True while a key works. Pure."""
    return key.revoked_at is None and now < key.expires_at


def _noted(store: Store, address: str, now: datetime) -> datetime | None:
    key = key_of_programs(address)
    noted = store.put_login_try([key], now, now - WINDOW)
    wait_until = free_until(noted.earlier[key], FREE_BY_ADDRESS, now)
    if wait_until is not None:
        store.drop_login_tries(noted.numbers)
    return wait_until
