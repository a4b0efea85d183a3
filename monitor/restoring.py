"""Bringing a backup back: everything is verified first, and what was there is kept beside."""

from __future__ import annotations

import hashlib
import json
import lzma
import shutil
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePath
from typing import Any
from zoneinfo import ZoneInfo

from filelock import FileLock, Timeout

from monitor.backups import ARCHIVE, FORMAT, MANIFEST, MAX_FILE_BYTES, Progress, chunks, no_progress
from monitor.byhand.proofs import FOLDER as PROOFS
from monitor.byhand.proofs import SHA256
from monitor.campaigns import FOLDER
from monitor.config.settings import DEFAULT_ZONE, FILE
from monitor.wording.words import message
from monitor.workspace import SOURCES, Workspace
from storage.archive_file import replace_archive, verify_archive

MAX_ENTRIES = 10_000
MAX_MANIFEST_BYTES = 8_000_000
ROOM_LEFT = 100_000_000
"""Bytes that a restore leaves free on the disk."""

_DATABASE = b"SQLite format 3\0"


class NotRestored(Exception):
    """A backup cannot be used, or not now; nothing was changed. `sentence` is a message with no values."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class RunUnderWay(NotRestored):
    """A crawl, a schedule, a delivery or a backup of this workspace is at work."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back: `files` by their names, the archive among them; `kept` is where what was there before is.

    `made_at` is when the backup was made, where it says so. `doubtful` counts the messages of which the backup
    does not know whether they have gone.
    """

    files: tuple[str, ...]
    kept: Path | None
    made_at: datetime | None
    doubtful: int


def restore(
    workspace: Workspace,
    source: Path,
    now: datetime,
    *,
    zone: str = DEFAULT_ZONE,
    progress: Progress | None = None,
) -> Restored:
    """Bring back a backup (or a bare archive) from the file `source`; files that it does not hold stay as they are.

    Raises NotRestored, RunUnderWay, ArchiveBusy where the archive is open elsewhere, ArchiveUnreadable and
    ArchiveTooNew for the archive in the backup, OSError. Nothing is changed then.
    """
    workspace.root.mkdir(parents=True, exist_ok=True)
    with _nobody_at_work(workspace.archive), _stage(workspace.root) as stage:
        contents, made_at = _unpacked(source, stage, progress or no_progress)
        verify_archive(stage / ARCHIVE)
        for folder in workspace.folders:
            folder.mkdir(parents=True, exist_ok=True)
        kept = _new_folder(workspace.backups, now.astimezone(ZoneInfo(zone)))
        try:
            doubtful = replace_archive(stage / ARCHIVE, workspace.archive, kept / ARCHIVE)
            for name in contents:
                if name != ARCHIVE:
                    _replace(stage / name, workspace.root / name, kept / name)
        finally:
            used = any(kept.iterdir())
            if not used:
                kept.rmdir()
    return Restored(contents, kept if used else None, made_at, doubtful)


@contextmanager
def _nobody_at_work(archive: Path) -> Iterator[None]:
    """Hold the locks of everything that works on this archive; each stands beside it as `archive.db.….lock`."""
    locks = {Path(f"{archive}.crawl.lock"), *archive.parent.glob(f"{archive.name}.*.lock")}
    with ExitStack() as held:
        for path in sorted(locks):
            try:
                held.enter_context(FileLock(path, timeout=0))
            except Timeout as error:
                raise RunUnderWay(
                    message(
                        "Something is under way in this workspace, a run or the schedule."
                        " Stop it, then restore. Nothing was changed."
                    )
                ) from error
        yield


@contextmanager
def _stage(root: Path) -> Iterator[Path]:
    """A folder on the disk of the workspace, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=root) as folder:
        yield Path(folder)


def _new_folder(backups: Path, moment: datetime) -> Path:
    name = f"before-restore-{moment:%Y-%m-%d-%H%M%S}"
    for number in range(1, 1000):
        folder = backups / (name if number == 1 else f"{name}-{number}")
        if not folder.exists():
            folder.mkdir()
            return folder
    raise FileExistsError(17, "File exists", str(backups / name))


def _replace(new: Path, path: Path, kept: Path) -> None:
    """Put a file in its place; one that was there and says something else is kept."""
    if path.exists():
        if path.read_bytes() == new.read_bytes():
            return
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, kept)
    path.parent.mkdir(parents=True, exist_ok=True)
    new.replace(path)


# ---- reading a file that anybody may have made ----------------------------------------------------

_NO_BACKUP = message("This file is not a backup of Retombées, or is damaged. Nothing was changed.")
_TOO_NEW = message(
    "This backup was made by a newer version of Retombées: update this one. Nothing was changed."
)
_UNSAFE = message("This backup holds what none of ours holds; it was not made by us. Nothing was changed.")
_NO_ROOM = message("There is not enough room on the disk to bring this backup back. Nothing was changed.")


def _unpacked(source: Path, stage: Path, told: Progress) -> tuple[tuple[str, ...], datetime | None]:
    """Write what a backup holds into `stage`, each file checked; its names, and when it was made. Raises NotRestored."""
    with source.open("rb") as file:
        bare = file.read(len(_DATABASE)) == _DATABASE
    if bare:
        log = Path(f"{source}-wal")
        if log.exists() and log.stat().st_size:  # a part of it stands beside it: alone it is not whole
            raise NotRestored(_NO_BACKUP)
        _check_room(source.stat().st_size, stage)
        shutil.copyfile(source, stage / ARCHIVE)
        return (ARCHIVE,), None
    try:
        with zipfile.ZipFile(source) as packed:
            return _extracted(packed, stage, told)
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as error:
        raise NotRestored(_NO_BACKUP) from error


def _extracted(
    packed: zipfile.ZipFile, stage: Path, told: Progress
) -> tuple[tuple[str, ...], datetime | None]:
    entries = packed.infolist()
    if len(entries) > MAX_ENTRIES:
        raise NotRestored(_UNSAFE)
    listed, made_at = _contents(packed, entries)
    by_name = {entry.filename: entry for entry in entries if entry.filename != MANIFEST}
    if set(by_name) != set(listed) or len(by_name) != len(entries) - 1 or ARCHIVE not in listed:
        raise NotRestored(_NO_BACKUP)
    if len({name.casefold() for name in listed}) != len(listed):
        raise NotRestored(_UNSAFE)
    for entry in by_name.values():
        _check_entry(entry)
    total, done = sum(entry.file_size for entry in by_name.values()), 0
    _check_room(total, stage)
    for name, entry in by_name.items():
        target = stage / name
        target.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        with packed.open(entry) as file, target.open("xb") as out:
            for chunk in chunks(file):
                out.write(chunk)
                digest.update(chunk)
                done += len(chunk)
                told("unpack", done, total)
        if digest.hexdigest() != listed[name]:
            raise NotRestored(_NO_BACKUP)
    return tuple(by_name), made_at


def _contents(
    packed: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo]
) -> tuple[Mapping[str, str], datetime | None]:
    """The list of contents: the hash of each file by its name, and when the backup was made."""
    found = [entry for entry in entries if entry.filename == MANIFEST]
    if len(found) != 1 or found[0].file_size > MAX_MANIFEST_BYTES:
        raise NotRestored(_NO_BACKUP)
    said: Any = json.loads(packed.read(found[0]))
    if not isinstance(said, dict) or not isinstance(said.get("format"), int):
        raise NotRestored(_NO_BACKUP)
    if said["format"] > FORMAT:
        raise NotRestored(_TOO_NEW)
    files = said.get("files")
    if not isinstance(files, list) or not all(isinstance(one, dict) for one in files):
        raise NotRestored(_NO_BACKUP)
    try:
        made_at = datetime.fromisoformat(str(said.get("made_at"))[:40]).astimezone(UTC)
    except (ValueError, OverflowError):
        made_at = None
    return {str(one.get("name")): str(one.get("sha256")) for one in files}, made_at


def _check_entry(entry: zipfile.ZipInfo) -> None:
    """Raise NotRestored for an entry that no backup of ours has: elsewhere, a link, too large, in another packing."""
    plain = entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) and not entry.flag_bits & 0x1
    link = stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG)
    large = entry.filename != ARCHIVE and entry.file_size > MAX_FILE_BYTES
    if not plain or link or large or not is_ours(entry.filename):
        raise NotRestored(_UNSAFE)


def is_ours(name: str) -> bool:
    """True for the name of a file that a backup may hold, as seen from the workspace."""
    if name in (ARCHIVE, FILE, SOURCES):
        return True
    parts = name.split("/")
    if parts[0] == PROOFS:
        return len(parts) == 2 and SHA256.fullmatch(parts[1]) is not None
    return (
        parts[0] == FOLDER
        and 2 <= len(parts) <= 3
        and all(
            part.isprintable() and part not in ("", ".", "..") and PurePath(part).name == part
            for part in parts
        )
    )


def _check_room(size: int, stage: Path) -> None:
    if size + ROOM_LEFT > shutil.disk_usage(stage).free:
        raise NotRestored(_NO_ROOM)
