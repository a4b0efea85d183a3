"""How a crawl says where it stands: JSON lines on stdout for whoever started it, and counts for the run's row."""

from __future__ import annotations

import json
from collections import Counter
from typing import TextIO


class Progress:
    """Counts of one run; `say` writes them as one JSON line."""

    def __init__(self, out: TextIO | None) -> None:
        self._out = out
        self._counts: Counter[str] = Counter()

    def count(self, name: str, by: int = 1) -> None:
        """Add to a count (names in docs/archive.md)."""
        self._counts[name] += by

    @property
    def counts(self) -> dict[str, int]:
        """The counts so far."""
        return dict(self._counts)

    def say(self, event: str, **data: object) -> None:
        """Write one line: the event, the counts so far, and what else there is to say."""
        if self._out is None:
            return
        try:
            print(json.dumps({"event": event, "counts": self.counts, **data}), file=self._out, flush=True)
        except (BrokenPipeError, ValueError):
            self._out = None  # whoever listened is gone; the run goes on
