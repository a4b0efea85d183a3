"""Who publishes, the ways in, and how they fare."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.model.moments import Moment
from storage.model.reasons import Reason


class SourceKind(StrEnum):
    """One way into an outlet; the words of the `--kind` option. HAND: a person gave the address."""

    FEED = "feed"
    SITEMAP = "sitemap"
    SEARCH = "search"
    PAGE = "page"
    HAND = "hand"


class Rights(StrEnum):
    """What an outlet, or one page, says about automated reading of its text."""

    OPEN = "open"
    RESERVED = "tdm-reserved"


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who publishes. `domain` is host or host:port without scheme; `tier` 1 (national reference) to 3, 0 unknown."""

    id: str
    name: str
    domain: str
    country: str = ""
    language: str = ""
    kind: str = ""
    tier: int = 0
    paywall: str = "unknown"
    rights: Rights = Rights.OPEN


@dataclass(frozen=True, slots=True)
class Source:
    """One way into an outlet. `url` is a template with `{query}`, `{page}`, `{start:…}`, `{end:…}` for a search.

    `paused`: people keep it in the list, and nobody reads it until they take it up again.
    """

    id: str
    outlet_id: str
    kind: SourceKind
    url: str
    paused: bool = False


class Health(StrEnum):
    """How a source fared when it was last tried."""

    NEW = "new"
    READ = "read"
    UNCHANGED = "unchanged"
    EMPTY = "empty"
    NOT_A_FEED = "not_a_feed"
    ROBOTS = "forbidden_by_robots"
    REFUSED = "refused_by_publisher"
    FAILING = "failing"
    RESTING = "resting"
    SILENT = "silent"


READABLE = frozenset({Health.READ, Health.UNCHANGED, Health.EMPTY, Health.SILENT})
"""The states in which we could look; the others say that we could not."""


@dataclass(frozen=True, slots=True)
class SourceReading:
    """One attempt to read one source in one run.

    `candidates` counts the entries seen, `new` those never seen before. `newest` and `oldest` are the
    claimed dates of the entries. `detail` is for a reader of logs (a status code, an exception name).
    """

    source_id: str
    run_id: str
    at: datetime
    health: Health
    reason: Reason | None = None
    detail: str = ""
    status: int | None = None
    candidates: int = 0
    new: int = 0
    newest: Moment | None = None
    oldest: Moment | None = None
    resting_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """How a source stands: its last reading, since when it is in this state, and when it last could be read."""

    source: Source
    outlet: Outlet
    health: Health = Health.NEW
    since: datetime | None = None
    reason: Reason | None = None
    detail: str = ""
    last_tried_at: datetime | None = None
    last_read_at: datetime | None = None
    last_new_at: datetime | None = None
    candidates: int = 0
    new: int = 0
    weight: float = 0.0
    resting_until: datetime | None = None
    last_run_id: str | None = None


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask "changed since?" with. `full_at`: when the whole answer was last read."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    full_at: datetime | None = None
