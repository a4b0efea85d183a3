"""What all requests of one desk share: the workspace's files, the archive, the templates, the clock."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime

from jinja2 import Environment

from monitor.accounts import Passwords
from monitor.schedule.live import LiveWorkspace
from monitor.schedule.rows import Readings
from monitor.web.drafts import Drafts
from monitor.web.effects import Effects
from monitor.web.faults import Faults
from monitor.web.keys import KeyMap
from monitor.web.routing import Addresses
from storage.errors import StorageError
from storage.store import Store, open_store

THREADS = 6


class Archives:
    """The archive, open once in each thread: SQLite's connections stay where they were made.

    A file put in its place (a restored backup) is opened anew.
    """

    def __init__(self, live: LiveWorkspace) -> None:
        self._live = live
        self._kept = threading.local()

    def store(self) -> Store:
        """This thread's store. Raises StorageError."""
        mark = self._mark()
        store: Store | None = getattr(self._kept, "store", None)
        if store is not None and self._kept.mark == mark and mark is not None:
            return store
        if store is not None:
            self._kept.store = None
            store.close()
        self._kept.store = opened = open_store(self._live.workspace.archive)
        self._kept.mark = mark if mark is not None else self._mark()
        return opened

    def forget(self) -> None:
        """Close this thread's store: after a failure it is opened anew."""
        store: Store | None = getattr(self._kept, "store", None)
        self._kept.store = None
        if store is not None:
            try:
                store.close()
            except StorageError:
                return

    def _mark(self) -> tuple[int, int] | None:
        try:
            found = self._live.workspace.archive.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino


@dataclass(frozen=True)
class Site:
    """One desk. `clock` is the real one (aware); `language` what the command line asks for, else None."""

    live: LiveWorkspace
    clock: Callable[[], datetime]
    addresses: Addresses
    environment: Environment
    faults: Faults
    passwords: Passwords
    language: str | None = None
    keys: tuple[KeyMap, ...] = ()
    readings: Readings = field(default_factory=Readings)
    archives: Archives = field(init=False)
    effects: Effects = field(init=False)
    drafts: Drafts = field(default_factory=Drafts)
    behind: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="desk-behind")
    )
    threads: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(THREADS, thread_name_prefix="desk")
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "archives", Archives(self.live))
        effects = Effects(lambda error: self.faults.note("the effect of a dossier", error))
        object.__setattr__(self, "effects", effects)

    def later(self, work: Callable[[Store], object]) -> None:
        """Do something behind the pages, after what was asked for before; a fault of ours is noted in the logs."""

        def do() -> None:
            try:
                work(self.archives.store())
            except Exception as error:  # nobody waits for it who could be told
                self.archives.forget()
                self.faults.note("behind the pages", error)

        self.behind.submit(do)

    def close(self) -> None:
        """Let what is under way end; nothing new begins."""
        self.threads.shutdown()
        self.effects.close()
        self.behind.shutdown(cancel_futures=True)
