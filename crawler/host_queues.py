"""What waits at each host, and who is next: one request in flight per host, the best first (pure).

Scrapy's own queues count requests that wait out a politeness delay as active, so that one host with
two hundred pages can fill every place of a run. Here each host has its own line and hands over one
request at a time: a tar pit holds its own place and nobody else's.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Generic, TypeVar

Task = TypeVar("Task")


@dataclass(slots=True)
class _Line(Generic[Task]):
    heap: list[tuple[float, int, Task]] = field(default_factory=list)
    busy: bool = False


class HostQueues(Generic[Task]):
    """Lines of tasks by host. Lower rank goes first; equal ranks in the order of arrival."""

    def __init__(self) -> None:
        self._lines: dict[str, _Line[Task]] = {}
        self._arrival = count()
        self._idle_with_work: dict[str, None] = {}

    def push(self, host: str, rank: float, task: Task) -> None:
        """Put a task in the line of its host."""
        line = self._lines.setdefault(host, _Line())
        heapq.heappush(line.heap, (rank, next(self._arrival), task))
        if not line.busy:
            self._idle_with_work[host] = None

    def done(self, host: str) -> None:
        """The request in flight at this host has ended."""
        line = self._lines.setdefault(host, _Line())
        line.busy = False
        if line.heap:
            self._idle_with_work[host] = None

    def ready(self) -> Iterator[tuple[str, Task]]:
        """The next task of every host that has one and none in flight; those hosts are busy from now on."""
        while self._idle_with_work:
            host = next(iter(self._idle_with_work))
            del self._idle_with_work[host]
            line = self._lines[host]
            if line.busy or not line.heap:
                continue
            line.busy = True
            yield host, heapq.heappop(line.heap)[2]

    def drop(self, host: str) -> list[Task]:
        """Take all that waits at a host out of its line, in order."""
        line = self._lines.get(host)
        if line is None:
            return []
        tasks = [task for _, _, task in sorted(line.heap, key=lambda entry: entry[:2])]
        line.heap.clear()
        self._idle_with_work.pop(host, None)
        return tasks

    def hosts(self) -> list[str]:
        """Every host that ever had a task."""
        return list(self._lines)

    def __len__(self) -> int:
        return sum(len(line.heap) for line in self._lines.values())
