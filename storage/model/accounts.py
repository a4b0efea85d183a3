"""Who may use the review desk: accounts, sessions, links to share. No secret stands here in the clear."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What a person may do, the least first; each may do what those before may."""

    READER = "reader"  # looks
    REVIEWER = "reviewer"  # decides
    ADMINISTRATOR = "administrator"  # changes the workspace and the accounts

    def covers(self, other: Role) -> bool:
        """True where this role may do what `other` may."""
        order = list(Role)
        return order.index(self) >= order.index(other)


@dataclass(frozen=True, slots=True)
class Account:
    """A person of the desk. `password_hash` is never shown; an account is disabled, never deleted."""

    login: str
    name: str
    role: Role
    password_hash: str = field(repr=False)
    created_at: datetime
    disabled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DeskSession:
    """A person at work in one browser: the hash of its token, since when, and when it was last used."""

    token_hash: str = field(repr=False)
    login: str
    created_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class LoginTry:
    """A try to log in that was noted: the numbers of its lines, and when earlier ones were, by key, oldest first."""

    numbers: tuple[int, ...]
    earlier: Mapping[str, tuple[datetime, ...]]


@dataclass(frozen=True, slots=True)
class ShareLink:
    """A link with which partners read one campaign (of one organisation, "" for all of it) without an account.

    `number` is 0 until it is kept.
    """

    token_hash: str = field(repr=False)
    campaign_id: str
    organisation: str
    label: str
    created_by: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class ApiKey:
    """What a program of a person's own shows to use the desk as that person, of which it may do less, never more.

    `read_only`: it changes nothing, whatever the person may do. `number` is 0 until it is kept.
    """

    token_hash: str = field(repr=False)
    login: str
    name: str
    read_only: bool
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None
    number: int = 0
