"""Faults of ours: a number for the person, the details in the workspace's logs. No address, form or cookie is written."""

from __future__ import annotations

import secrets
import threading
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from monitor.commands.session import printable


class Faults:
    """Writes down what went wrong; `clock` is the real one (aware)."""

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        self._folder, self._clock = folder, clock
        self._lock = threading.Lock()

    def note(self, page: str, error: BaseException) -> str:
        """Keep the details under a number; returns it. A full disk changes nothing for the person."""
        number = secrets.token_hex(4)
        now = self._clock()
        lines = [f"{now:%Y-%m-%d %H:%M:%S} {number} {page}"]
        lines += [f"    {line}" for line in "".join(traceback.format_exception(error)).splitlines()]
        text = "\n".join(printable(line) for line in lines) + "\n"
        with self._lock:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                with (self._folder / f"desk-{now:%Y-%m-%d}.log").open(
                    "a", encoding="utf-8", errors="replace"
                ) as out:
                    out.write(text)
            except OSError:
                return number
        return number
