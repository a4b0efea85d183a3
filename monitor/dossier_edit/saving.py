"""Writing a dossier's file: whole or not at all, the earlier one kept beside the copies of the archive."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

_STAMP = "%Y%m%dT%H%M%SZ"


class FileChanged(Exception):
    """The file is no longer what was read: somebody changed it meanwhile. Nothing was written."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier file of a dossier, and until when (UTC) it was in use."""

    path: Path
    until: datetime


def save_dossier(path: Path, before: bytes, after: bytes, backups: Path, now: datetime) -> Path:
    """Replace the file, after its earlier state was copied into `backups`; returns the copy.

    Raises FileChanged where the file is not `before` any more, and OSError.
    """
    if path.read_bytes() != before:
        raise FileChanged(path)
    copy = _free(backups, path.stem, now)
    backups.mkdir(parents=True, exist_ok=True)
    _write(copy, before)
    _write(path, after)
    return copy


def write_new_dossier(path: Path, data: bytes) -> None:
    """Write the file of a dossier that is not there yet, whole or not at all. Raises FileExistsError, OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = _partial(path, data)
    try:
        os.link(partial, path)
    finally:
        partial.unlink()


def remove_dossier(path: Path, before: bytes, backups: Path, now: datetime) -> Path:
    """Take the file of a dossier away, after it was copied into `backups`; returns the copy.

    Raises FileChanged where the file is not `before` any more, and OSError.
    """
    if path.read_bytes() != before:
        raise FileChanged(path)
    copy = _free(backups, path.stem, now)
    backups.mkdir(parents=True, exist_ok=True)
    _write(copy, before)
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
            yield Earlier(path, datetime.strptime(stamp[1], _STAMP).replace(tzinfo=UTC))


def _free(backups: Path, campaign_id: str, now: datetime) -> Path:
    """A name that no earlier copy has, even within one second."""
    stem = f"{campaign_id}.{now.astimezone(UTC):{_STAMP}}"
    path, number = backups / f"{stem}.toml", 2
    while path.exists():
        path, number = backups / f"{stem}-{number:03}.toml", number + 1
    return path


def _write(path: Path, data: bytes) -> None:
    _partial(path, data).replace(path)


def _partial(path: Path, data: bytes) -> Path:
    """The bytes on the disk, beside the file that they are to be."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    with partial.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    return partial
