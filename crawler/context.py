"""What the parts of one crawl share: the order, the archive, the workers, and what is known of each host."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from crawler.addresses import AddressRules
from crawler.archive import ArchiveThread
from crawler.progress import Progress
from crawler.workers import Workers
from storage.model import FetchFailure, Reason, RunOrder

OFFLINE_AFTER = 20
"""When so many hosts failed before a single one answered, it is this machine that is offline."""

TIMEOUTS_IN_A_ROW = 2
REFUSALS_IN_A_ROW = 5
"""When so many articles of a host were refused one after the other, the next one would be as well."""
AT_ONCE = frozenset({Reason.BOT_WALL, Reason.RATE_LIMITED})
"""Refusals that mean the whole host, the first time."""

HOLD_FILE = "retry-after"
WORTH_KEEPING = 60.0
"""Seconds: a longer wait that a host asked for is kept for the runs to come."""


def host_of(url: str) -> str:
    """host:port of a URL, the port only where it is not the scheme's own; '' where there is none."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower().rstrip("."), parts.port
    except ValueError:
        return ""
    default = {"http": 80, "https": 443}.get(parts.scheme)
    return host if port in (None, default) else f"{host}:{port}"


def origin_of(url: str) -> str:
    """scheme://host[:port] of a URL."""
    return f"{urlsplit(url).scheme}://{host_of(url)}"


@dataclass(slots=True)
class HostState:
    """What this run has seen of one host. `hold_until` is in monotonic seconds."""

    answered: bool = False
    down: Reason | None = None
    detail: str = ""
    timeouts: int = 0
    refusals: int = 0
    hold_until: float = 0.0
    recalled: bool = False


class HostBook:
    """How each host fares in this run."""

    def __init__(self) -> None:
        self._hosts: dict[str, HostState] = {}

    def __getitem__(self, host: str) -> HostState:
        return self._hosts.setdefault(host, HostState())

    def answered(self, host: str) -> None:
        """The host gave an answer, whatever it says."""
        state = self[host]
        state.answered, state.timeouts = True, 0

    def failed(self, host: str, reason: Reason, detail: str = "") -> None:
        """No connection: nothing more is asked of this host (after two in a row where it was only slow)."""
        state = self[host]
        if reason is Reason.TIMEOUT:
            state.timeouts += 1
            if state.answered and state.timeouts < TIMEOUTS_IN_A_ROW:
                return
        state.down, state.detail = reason, detail

    def refused(self, host: str, reason: Reason) -> None:
        """An article was refused: after a wall, or several refusals in a row, the host is left alone."""
        state = self[host]
        state.refusals += 1
        if reason in AT_ONCE or state.refusals >= REFUSALS_IN_A_ROW:
            state.down = state.down or reason

    def served(self, host: str) -> None:
        """The host gave what it was asked for."""
        self[host].refusals = 0

    def hold(self, host: str, seconds: float) -> None:
        """Ask nothing of this host for so long."""
        state = self[host]
        state.hold_until = max(state.hold_until, time.monotonic() + seconds)

    def hold_left(self, host: str) -> float:
        """Seconds for which nothing is to be asked of this host; 0.0 where it may be asked now."""
        return max(0.0, self[host].hold_until - time.monotonic())

    @property
    def any_answered(self) -> bool:
        """True once one host has answered: this machine is on the net."""
        return any(state.answered for state in self._hosts.values())

    @property
    def looks_offline(self) -> bool:
        """True while no host has answered and many have failed."""
        failed = sum(state.down is not None for state in self._hosts.values())
        return failed >= OFFLINE_AFTER and not self.any_answered


@dataclass(slots=True)
class RunContext:
    """One crawl. `clock` gives aware UTC times for what is stored; delays use the monotonic clock."""

    run_id: str
    order: RunOrder
    archive: ArchiveThread
    workers: Workers
    progress: Progress
    rules: AddressRules
    ends_at: float
    hosts: HostBook = field(default_factory=HostBook)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    stop_reason: str = ""
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    @property
    def seconds_left(self) -> float:
        """Seconds until the run's time limit."""
        return self.ends_at - time.monotonic()

    def delay_of(self, host: str) -> float:
        """Seconds between two requests to a host: what the settings say, a second at the least in public."""
        name, _, port = host.partition(":")
        private = self.rules.is_exception(name, int(port) if port.isdigit() else None)
        return self.order.min_delay if private else max(1.0, self.order.min_delay)

    def stop(self, reason: str) -> None:
        """Begin no more requests; the first reason given stands."""
        if not self.stopping.is_set():
            self.stop_reason = reason
            self.stopping.set()

    async def hold(self, url: str, seconds: float) -> None:
        """Ask nothing of this URL's host for so long; a long wait binds the next runs as well."""
        self.hosts.hold(host_of(url), seconds)
        if seconds >= WORTH_KEEPING:
            now = self.clock()
            until = (now + timedelta(seconds=seconds)).isoformat().encode()
            await self.archive(lambda store: store.put_site_file(origin_of(url), HOLD_FILE, now, 429, until))

    async def recall_hold(self, url: str) -> None:
        """Take up a wait that an earlier run was asked for; the archive is asked once a host."""
        state = self.hosts[host_of(url)]
        if state.recalled:
            return
        state.recalled = True
        kept = await self.archive(lambda store: store.site_file(origin_of(url), HOLD_FILE))
        if kept is not None:
            left = (datetime.fromisoformat(kept[2].decode()) - self.clock()).total_seconds()
            if left > 0:
                self.hosts.hold(host_of(url), left)

    async def fail(
        self,
        url: str,
        purpose: str,
        reason: Reason,
        detail: str = "",
        *,
        status: int | None = None,
        outlet_id: str | None = None,
        source_id: str | None = None,
    ) -> None:
        """Keep a failed fetch as a row."""
        failure = FetchFailure(
            self.run_id, self.clock(), url, purpose, reason, outlet_id, source_id, status, detail[:300]
        )
        self.progress.count("failures")
        await self.archive(lambda store: store.put_failure(failure))


def context_of(crawler: Any) -> RunContext:
    """The context of a running crawl: its spider carries it."""
    context = crawler.spider.context
    assert isinstance(context, RunContext)
    return context
