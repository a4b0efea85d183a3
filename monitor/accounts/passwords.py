"""Passwords: hashed with argon2id as its library sets it, a few at once, and checked in the same time for everybody."""

from __future__ import annotations

import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 12, 1_024
AT_ONCE = 2
"""A hash takes 64 MiB: more people who log in at once wait for each other."""


class Passwords:
    """Makes and checks hashes; `hasher` is for tests that need it quick. Usable from several threads."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._room = threading.BoundedSemaphore(AT_ONCE)
        self._nobody = self.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """A new hash of a password, with a salt of its own."""
        with self._room:
            return self._hasher.hash(_bytes(password))

    def is_right(self, kept: str | None, password: str) -> bool:
        """True where the password is that of the hash. Without a hash it takes as long, and is False."""
        with self._room:
            try:
                self._hasher.verify(self._nobody if kept is None else kept, _bytes(password))
            except (VerificationError, InvalidHashError):
                return False
        return kept is not None

    def is_old(self, kept: str) -> bool:
        """True where a hash was made with other settings than those of today."""
        return self._hasher.check_needs_rehash(kept)


def normal_password(password: str) -> str:
    """A password as it counts, on whatever keyboard it was typed."""
    return unicodedata.normalize("NFKC", password[: LONGEST + 1])


def _bytes(password: str) -> bytes:
    return normal_password(password).encode("utf-8", "surrogatepass")
