"""Reading some sources now, because a person asks: the lists alone; their articles come with the next reading."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from monitor.crawling import CrawlEnd
from monitor.stages import carry_out, put_crawl_order
from monitor.workspace import Loaded, Workspace
from storage.model import RunOrder, RunState
from storage.store import Store

BUSY_CODE = 6
"""The exit code of a crawl where another one is under way."""


class Tried(StrEnum):
    """What came of it. BUSY: another run was under way, nothing was begun."""

    DONE = "done"
    BUSY = "busy"
    OFFLINE = "offline"
    BROKEN = "broken"


def try_order(store: Store, loaded: Loaded, sources: Collection[str], now: datetime) -> RunOrder:
    """The order to read these sources now. Raises as `put_crawl_order`."""
    return put_crawl_order(store, loaded, now, sources=sources, limit=0)


def try_now(workspace: Workspace, order: RunOrder) -> Tried:
    """Carry it out, by the crawler's own process; how each source fared stands in the archive then."""
    end = carry_out(workspace, order, lambda event: None)
    return _came_of(end)


def _came_of(end: CrawlEnd) -> Tried:
    if end.code == BUSY_CODE:
        return Tried.BUSY
    if end.state is RunState.OFFLINE:
        return Tried.OFFLINE
    return Tried.BROKEN if end.state in (RunState.FAILED, RunState.KILLED) else Tried.DONE
