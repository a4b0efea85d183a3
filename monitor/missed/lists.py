"""Lists that people pasted, kept as files of the workspace while they work on them: reloading a page loses nothing.

Of each address the file has the last answer in a few words, in both languages. It can be thrown away: whatever it
says can be asked again of the archive.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from monitor.missed.groups import Group
from monitor.missed.reading import Listed

FOLDER = "lists"
KEPT = timedelta(days=30)
"""After so long without use a list goes."""

_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Row:
    """One address and the last answer: None where none was given yet. `seen` is the state of the archive it was given in.

    `happened` and `why` are sentences by language; `reads` says that the page may be read now; `passing` that the
    answer will be another one by itself.
    """

    url: str
    group: Group | None = None
    verdict: str = ""
    title: str = ""
    outlet: str = ""
    mention: str = ""
    happened: Mapping[str, str] = field(default_factory=dict)
    why: Mapping[str, str] = field(default_factory=dict)
    reads: bool = False
    passing: bool = False
    seen: str = ""


@dataclass(frozen=True, slots=True)
class ClipList:
    """A list: whose it is, since when (aware), for which campaign; `left_out` addresses were too many."""

    id: str
    who: str
    at: datetime
    campaign_id: str
    rows: tuple[Row, ...]
    left_out: int = 0

    def due(self, seen: str, passing: bool = False) -> list[int]:
        """The rows without an answer of this state of the archive, by their place from 0, those without any first.

        With `passing` also those whose answer changes by itself.
        """
        due = [at for at, row in enumerate(self.rows) if row.seen != seen or (passing and row.passing)]
        return sorted(due, key=lambda at: self.rows[at].group is not None)

    @property
    def answered(self) -> int:
        """How many addresses have an answer."""
        return sum(row.group is not None for row in self.rows)

    def with_row(self, at: int, row: Row) -> ClipList:
        """The list with another answer in this place."""
        return replace(self, rows=(*self.rows[:at], row, *self.rows[at + 1 :]))


def new_list(listed: Listed, who: str, campaign_id: str, now: datetime) -> ClipList:
    """A list whose addresses have no answer yet."""
    rows = tuple(Row(url) for url in listed.addresses)
    return ClipList(secrets.token_hex(8), who, now, campaign_id, rows, listed.left_out)


class Lists:
    """The lists of one workspace. Everything raises OSError where the disk does not let us."""

    def __init__(self, root: Path) -> None:
        self._folder = root / FOLDER

    def save(self, kept: ClipList) -> None:
        """Keep a list, whole or not at all."""
        self._folder.mkdir(exist_ok=True)
        path = self._path(kept.id)
        partial = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}.part")
        partial.write_text(json.dumps(_plain(kept), ensure_ascii=False), encoding="utf-8")
        partial.replace(path)

    def find(self, list_id: str) -> ClipList | None:
        """The list of this id; None where there is none, or its file is damaged."""
        if not _ID.fullmatch(list_id):
            return None
        try:
            return _read(json.loads(self._path(list_id).read_text(encoding="utf-8")))
        except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def of(self, who: str, most: int) -> list[ClipList]:
        """The latest lists of a person, the newest first."""
        paths = sorted(self._folder.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
        found: list[ClipList] = []
        for path in paths:
            kept = self.find(path.stem)
            if kept is not None and kept.who == who:
                found.append(kept)
            if len(found) == most:
                break
        return sorted(found, key=lambda one: one.at, reverse=True)

    def drop_old(self, now: datetime) -> None:
        """Throw away those that nobody opened for long; `now` is the real clock's."""
        for path in self._folder.glob("*.json"):
            if now.timestamp() - path.stat().st_mtime > KEPT.total_seconds():
                path.unlink(missing_ok=True)

    def _path(self, list_id: str) -> Path:
        return self._folder / f"{list_id}.json"


def _plain(kept: ClipList) -> dict[str, Any]:
    return {**asdict(kept), "at": kept.at.isoformat()}


def _read(values: dict[str, Any]) -> ClipList:
    rows = tuple(
        Row(**{**row, "group": Group(row["group"]) if row["group"] is not None else None})
        for row in values["rows"]
    )
    return ClipList(**{**values, "at": datetime.fromisoformat(values["at"]), "rows": rows})
