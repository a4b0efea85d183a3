"""The part of `storage.store.Store` that knows the keys of people's programs; errors and times as written there.

A key comes in and goes out as the hash of its token. How long one works is the caller's rule.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from storage.model import Account, ApiKey


class ApiKeys(Protocol):
    """Keys of people's own programs. With a new password all keys of an account are gone."""

    def put_api_key(self, key: ApiKey) -> ApiKey:
        """Keep a new key; returns it with its number. Raises NotStored for an unknown or a disabled account."""
        ...

    def api_keys(self, login: str) -> list[ApiKey]:
        """The keys of a person, those that no longer work too, by number."""
        ...

    def api_key_at(self, token_hash: str) -> tuple[ApiKey, Account] | None:
        """The key with this token, whether it still works or not, and its account; None where that is disabled."""
        ...

    def use_api_key(self, number: int, at: datetime) -> None:
        """The key was used; within a minute of the last call it writes nothing."""
        ...

    def revoke_api_key(self, login: str, number: int, at: datetime) -> bool:
        """From now on the key works no longer; False where it was revoked before.

        Raises NotStored where the person has no such key.
        """
        ...
