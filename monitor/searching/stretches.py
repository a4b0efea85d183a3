"""The days of the archive in stretches, the latest first: what is rare is found at once, what is frequent ends early."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from storage.store import Store

FIRST_DAYS = 4
"""Days of the first stretch; each is twice as long as the one before."""

LONGEST = 0.6
"""Seconds after which no further stretch is begun."""


@dataclass
class Patience:
    """How long one page may be worked for. `clock` counts seconds from anywhere."""

    seconds: float = LONGEST
    clock: Callable[[], float] = time.monotonic
    _begun: float = field(init=False)

    def __post_init__(self) -> None:
        self._begun = self.clock()

    @property
    def over(self) -> bool:
        """True once it was worked for so long."""
        return self.clock() - self._begun >= self.seconds


def stretches(
    store: Store, since: date | None, until: date | None, days: int = FIRST_DAYS
) -> Iterator[tuple[date, date]]:
    """First and last day of each stretch of what the archive holds from `since` to `until`, both included; the latest of so many days."""
    held = store.days_held()
    if held is None:
        return
    first, last = max(held[0], since or held[0]), min(held[1], until or held[1])
    while first <= last:
        begin = max(first, last - timedelta(days=days - 1)) if (last - first).days >= days else first
        yield begin, last
        if begin == first:
            return
        last, days = begin - timedelta(days=1), days * 2
