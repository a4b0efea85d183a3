"""How long one waits after failed tries to log in. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

WINDOW = timedelta(hours=1)
"""Older tries do not count."""

FREE_BY_LOGIN, FREE_BY_ADDRESS = 5, 20
"""So many tries fail without a wait: of one login, and from one address, behind which a whole office may sit."""

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=15)
"""The wait doubles with each try that fails, up to the longest."""


def login_key(login: str) -> str:
    """Under what tries of a login are noted: a hash, since people type a password there by mistake."""
    return _key("login", login)


def address_key(address: str) -> str:
    """Under what tries from an address are noted."""
    return _key("address", address)


def key_of_programs(address: str) -> str:
    """Under what keys of programs that open nothing are noted: apart from people who log in from the same address."""
    return _key("program", address)


def free_until(earlier: Sequence[datetime], free: int, now: datetime) -> datetime | None:
    """When the next try is allowed, after these (oldest first); None where it is allowed now.

    A clock that was put back makes nobody wait for longer.
    """
    counted = [min(at, now) for at in earlier if at > now - WINDOW]
    if len(counted) < free:
        return None
    doublings = min(len(counted) - free, 10)
    until = counted[-1] + min(FIRST_WAIT * 2**doublings, LONGEST_WAIT)
    return until if until > now else None


def _key(kind: str, text: str) -> str:
    return hashlib.sha256(f"{kind}\n{text[:200]}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
