"""What takes minutes and is asked for on a page: done beside the pages, a few at a time, asked after by its key."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from monitor.web.site import Site

T = TypeVar("T")
AT_ONCE, MOST_KEPT = 2, 200
KEPT_SECONDS = 3_600.0
"""So long after its end it is still told."""


@dataclass(frozen=True, slots=True)
class Work(Generic[T]):
    """One piece of work: `result` once it is done, None while it is under way; `failed` where a fault of ours ended it.

    `ended` is the time of a clock that only runs on (seconds).
    """

    done: bool = False
    result: T | None = None
    failed: bool = False
    ended: float = 0.0


class Beside:
    """The work of one desk. It ends with the process: what it found out is kept by whoever asks for it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._places = threading.Semaphore(AT_ONCE)
        self._kept: dict[str, Work[Any]] = {}

    def begin(self, site: Site, key: str, work: Callable[[], Any]) -> None:
        """Begin it, unless it is under way already."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None and not kept.done:
                return
            self._kept.pop(key, None)
            self._kept[key] = Work()
            for old in [one for one, kept in self._kept.items() if kept.done][:-MOST_KEPT]:
                del self._kept[old]
        threading.Thread(target=self._do, args=(site, key, work), name="desk-beside", daemon=True).start()

    def of(self, key: str) -> Work[Any] | None:
        """How far it is; None where it was not asked for of late: what it found may be another by now."""
        with self._lock:
            kept = self._kept.get(key)
        if kept is not None and kept.done and self._clock() - kept.ended > KEPT_SECONDS:
            return None
        return kept

    def _do(self, site: Site, key: str, work: Callable[[], Any]) -> None:
        result, failed = None, True
        try:
            with self._places:
                result, failed = work(), False
        except Exception as error:  # nobody waits for it who could be told
            site.faults.note("beside the pages", error)
        finally:
            with self._lock:
                self._kept[key] = Work(True, result, failed, self._clock())


_OF_EACH: WeakKeyDictionary[object, Beside] = WeakKeyDictionary()


def beside(site: Site) -> Beside:
    """The work of this desk."""
    return _OF_EACH.setdefault(site.live, Beside())
