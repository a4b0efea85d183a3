"""Writing a dossier's file: whole or not at all, the earlier one kept beside the copies of the archive."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from monitor.whole_file import STAMP, copy_unchanged, partial_of, write_whole


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier file of a dossier, and until when (UTC) it was in use."""

    path: Path
    until: datetime


def save_dossier(path: Path, before: bytes, after: bytes, backups: Path, now: datetime) -> Path:
    """Replace the file, after its earlier state was copied into `backups`; returns the copy.

    Raises FileChanged where the file is not `before` any more, and OSError.
    """
    copy = copy_unchanged(path, before, backups, now)
    write_whole(path, after)
    return copy


def write_new_dossier(path: Path, data: bytes) -> None:
    """Write the file of a dossier that is not there yet, whole or not at all. Raises FileExistsError, OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = partial_of(path, data)
    try:
        os.link(partial, path)
    finally:
        partial.unlink()


def remove_dossier(path: Path, before: bytes, backups: Path, now: datetime) -> Path:
    """Take the file of a dossier away, after it was copied into `backups`; returns the copy.

    Raises FileChanged where the file is not `before` any more, and OSError.
    """
    copy = copy_unchanged(path, before, backups, now)
    path.unlink()
    return copy


def earlier_files(campaign_id: str, backups: Path) -> list[Earlier]:
    """The earlier files of a dossier, the latest first."""
    return sorted(_found(campaign_id, backups), key=lambda one: (one.until, one.path.stem), reverse=True)


def _found(campaign_id: str, backups: Path) -> Iterator[Earlier]:
    name = re.compile(rf"{re.escape(campaign_id)}\.(\d{{8}}T\d{{6}}Z)(?:-\d{{1,4}})?\.toml")
    for path in backups.glob("*.toml"):
        stamp = name.fullmatch(path.name)
        if stamp:
            yield Earlier(path, datetime.strptime(stamp[1], STAMP).replace(tzinfo=UTC))
