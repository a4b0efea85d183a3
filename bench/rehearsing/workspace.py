"""The workspace of the rehearsal: its files, its clock, its commands, and its archive as seen from outside."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Place:
    """One workspace. `settings` is the text of its retombees.toml but for the clock."""

    folder: Path
    settings: str

    @property
    def archive(self) -> Path:
        return self.folder / "archive.db"

    def set_clock(self, moment: datetime) -> None:
        """Put a moment (aware) in the clock's place, as people do: the file is whole at any time."""
        target = self.folder / "retombees.toml"
        partial = target.with_suffix(".part")
        partial.write_text(f"{self.settings}\n[clock]\nnow = {moment.isoformat()}\n", encoding="utf-8")
        partial.replace(target)

    def command(self, *arguments: str) -> list[str]:
        """The command line of a call."""
        return [sys.executable, "-m", "monitor", "-w", str(self.folder), *arguments]

    def call(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A command to its end."""
        return subprocess.run(
            self.command(*arguments), capture_output=True, text=True, encoding="utf-8", cwd=ROOT, env=surroundings(),
            timeout=120, check=False,
        )  # fmt: skip

    def rows(self, query: str, *values: Any) -> list[dict[str, Any]]:
        """What the archive says, read only. None where there is no archive or no such table yet."""
        if not self.archive.exists():
            return []
        with closing(sqlite3.connect(f"{self.archive.as_uri()}?mode=ro", uri=True, timeout=5)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(query, values)]

    def outbox(self) -> list[dict[str, Any]]:
        """Every message with its state, oldest first."""
        return self.rows(
            "SELECT id, kind, day, recipient, state, tries, reason, detail FROM outbox ORDER BY number"
        )

    def reports(self, kind: str = "daily") -> list[dict[str, Any]]:
        """The reports that were made, by day."""
        return self.rows(
            "SELECT day, covers_from, covers_until FROM reports WHERE kind = ? ORDER BY day", kind
        )

    def files_of(self, day: str) -> list[Path]:
        """The files of the daily report of a day, its partial ones left out."""
        folder = self.folder / "reports"
        found = folder.glob(f"*{day}*") if folder.is_dir() else iter(())
        return sorted(path for path in found if not path.name.startswith(".") and path.suffix != ".part")

    @contextmanager
    def nobody_writes(self) -> Iterator[None]:
        """Hold the archive's write lock, as another program of ours that is slow would."""
        with FileLock(f"{self.archive}.lock", timeout=20, poll_interval=0.002):
            yield


def surroundings() -> dict[str, str]:
    """The environment of a call: nothing of the caller's own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RETOMBEES_")}
    return kept | {"COLUMNS": "200", "PYTHONUNBUFFERED": "1"}


def lines_of(text: str) -> list[dict[str, Any]]:
    """JSON lines."""
    return [json.loads(line) for line in text.splitlines() if line.strip()]
