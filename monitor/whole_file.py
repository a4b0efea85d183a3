"""Files that people keep: replaced whole or not at all, the earlier one kept under a name that tells its time."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

STAMP = "%Y%m%dT%H%M%SZ"
"""Until when (UTC) an earlier file was in use, in its name."""


class FileChanged(Exception):
    """The file is no longer what was read: somebody changed it meanwhile. Nothing was written."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


def copy_unchanged(path: Path, before: bytes, backups: Path, now: datetime) -> Path:
    """Keep a file as it is in `backups`; returns the copy. Raises FileChanged where it is not `before`, and OSError."""
    if path.read_bytes() != before:
        raise FileChanged(path)
    backups.mkdir(parents=True, exist_ok=True)
    copy = _free(backups, path, now)
    write_whole(copy, before)
    return copy


def write_whole(path: Path, data: bytes) -> None:
    """The file with these bytes, or as it was. Raises OSError."""
    partial_of(path, data).replace(path)


def partial_of(path: Path, data: bytes) -> Path:
    """The bytes on the disk, beside the file that they are to be."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    with partial.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    return partial


def _free(backups: Path, kept: Path, now: datetime) -> Path:
    """A name that no earlier copy has, even within one second."""
    stem = f"{kept.stem}.{now.astimezone(UTC):{STAMP}}"
    path, number = backups / f"{stem}{kept.suffix}", 2
    while path.exists():
        path, number = backups / f"{stem}-{number:03}{kept.suffix}", number + 1
    return path
