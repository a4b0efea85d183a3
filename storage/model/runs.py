"""Orders and runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from storage.model.outlets import Outlet, Source


class RunKind(StrEnum):
    """What a run did."""

    CRAWL = "crawl"
    MATCH = "match"
    REPORT = "report"
    BACKUP = "backup"
    RETENTION = "retention"


class RunState(StrEnum):
    """How a run ended; RUNNING while it has not (or when it was killed: see `Run.heartbeat_at`)."""

    RUNNING = "running"
    DONE = "done"
    PARTIAL = "partial"  # ended cleanly at its time limit
    OFFLINE = "offline"  # stopped: no host answered
    STOPPED = "stopped"  # by the person who started it
    FAILED = "failed"
    KILLED = "killed"  # found dead by a later run


@dataclass(frozen=True, slots=True)
class Run:
    """One run with its counts (`counts` keys are named in docs/archive.md)."""

    id: str
    kind: RunKind
    started_at: datetime
    state: RunState = RunState.RUNNING
    ended_at: datetime | None = None
    heartbeat_at: datetime | None = None
    order_id: str | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    detail: str = ""


@dataclass(frozen=True, slots=True)
class RunOrder:
    """All that a crawl may know: `monitor` writes it, `crawler` reads nothing else.

    `since` None means: from each source's last successful read, `first_window_days` the first time.
    `now` is set in rehearsals only and stands for the clock in windows and stored times, never in delays.
    `revisit` holds article ids to fetch again. Delays and limits in seconds unless the name says otherwise.
    """

    id: str
    created_at: datetime
    contact: str
    sources: tuple[tuple[Outlet, Source], ...]
    search_strings: tuple[str, ...] = ()
    watch_terms: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    now: datetime | None = None
    limit: int | None = None
    min_delay: float = 2.0
    allow_private: tuple[str, ...] = ()
    max_pages_per_source: int = 200
    max_minutes: float = 30.0
    first_window_days: int = 7
    fetch_timeout: float = 30.0
    revisit: tuple[str, ...] = ()
    pages: tuple[tuple[Outlet, str], ...] = ()  # addresses that a person gave; found by "<outlet id>/hand"
    keep_article_days: int = 90
    accept_language: str = "fr, en;q=0.5"
