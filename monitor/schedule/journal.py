"""What a scheduler says: one plain line per thing done, on stderr and in the workspace's logs."""

from __future__ import annotations

import re
import sys
import threading
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from monitor.commands.session import printable

KEEP = timedelta(days=30)
_OURS = re.compile(r"(?:crawl|schedule|desk)-(\d{4}-\d{2}-\d{2})\.log")


class Journal:
    """Writes lines; `clock` gives the present (aware), `zone` the zone in which times are written."""

    def __init__(self, folder: Path, clock: Callable[[], datetime], zone: Callable[[], str]) -> None:
        self._folder, self._clock, self._zone = folder, clock, zone
        self._lock = threading.Lock()

    def say(self, sentence: str) -> None:
        """One line, for people."""
        line = f"{self._clock().astimezone(ZoneInfo(self._zone())):%Y-%m-%d %H:%M} {_one_line(sentence)}"
        with self._lock:
            print(line, file=sys.stderr, flush=True)
            self._keep(line)

    def details(self, error: BaseException) -> None:
        """Where a fault of ours happened, for whoever mends it: in the log only."""
        lines = "".join(traceback.format_exception(error)).splitlines()
        with self._lock:
            self._keep("\n".join(f"    {_one_line(line)}" for line in lines))

    def _keep(self, text: str) -> None:
        """A full disk must not stop the schedule: stderr has the line."""
        path = self._folder / f"schedule-{self._clock():%Y-%m-%d}.log"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with path.open("a", encoding="utf-8", errors="replace") as out:
                out.write(text + "\n")
        except OSError:
            return


def _one_line(text: str) -> str:
    return printable(text).replace("\n", " ").replace("\r", " ")


def drop_old_logs(folder: Path, now: datetime) -> int:
    """Delete the logs that we wrote more than 30 days ago; returns how many. Other files are left alone."""
    first_kept, dropped = f"{now - KEEP:%Y-%m-%d}", 0
    for path in sorted(folder.glob("*.log")):
        found = _OURS.fullmatch(path.name)
        if found is not None and found[1] < first_kept and path.is_file():
            path.unlink(missing_ok=True)
            dropped += 1
    return dropped
