"""The archive as the crawl sees it: every call runs in the one thread that opened the store.

SQLite must not wait for a lock, or a disk, in the reactor's thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from storage.errors import ArchiveError
from storage.store import Store, open_store

Result = TypeVar("Result")


class ArchiveThread:
    """`await archive(lambda store: store.known(keys))`."""

    def __init__(self, path: Path) -> None:
        self.on_trouble: Callable[[ArchiveError], None] = lambda error: None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="archive")
        self._store: Store = self._thread.submit(open_store, path).result()

    async def __call__(self, work: Callable[[Store], Result]) -> Result:
        """Run `work` on the store and give back what it returns, or raise what it raises.

        A full disk or a lost archive is told to `on_trouble` as well: the run must end, it cannot keep anything.
        """
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work, self._store)
        except ArchiveError as error:
            self.on_trouble(error)
            raise

    def now(self, work: Callable[[Store], Result]) -> Result:
        """The same where no loop runs yet, or any more."""
        return self._thread.submit(work, self._store).result()

    def close(self) -> None:
        """Let go of the archive; idempotent."""
        try:
            self._thread.submit(self._store.close).result()
        except RuntimeError:
            return
        self._thread.shutdown()
