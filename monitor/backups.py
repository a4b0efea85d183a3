"""Backups: one file that holds the archive and what people wrote, so that a lost machine is one file away."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Literal
from zoneinfo import ZoneInfo

from filelock import FileLock, Timeout

from monitor.byhand.proofs import proof_files
from monitor.campaigns import MAX_TEXT_BYTES, TEXT_ENDINGS
from monitor.config.settings import DEFAULT_ZONE
from monitor.workspace import Workspace
from storage.errors import ArchiveBusy
from storage.store import Store

FORMAT = 2
"""1: without proofs, by earlier releases, which would take a file of them for a stranger."""

MANIFEST = "retombees-backup.json"
ARCHIVE = "archive.db"
MAX_FILE_BYTES = 32_000_000
"""The largest file of people that goes into a backup; a list of ten thousand outlets has two million bytes."""

MAX_SETTINGS = 1_000_000
CHUNK = 1 << 20
LEVEL = 1  # of the deflate method: the archive shrinks to a third, five times as fast as with the default

Progress = Callable[[Literal["copy", "pack", "check", "unpack"], int, int], None]
"""Told how far a step is: done and all, in pages or bytes."""

_OURS = re.compile(r"retombees-\d{4}-\d{2}-\d{2}-\d{4}\.zip")
_SECRET = re.compile(
    r"^[ \t]{0,20}(?:password|secret)_file[ \t]{0,20}=[ \t]{0,20}([\"'])([^\"'\n]{1,1000})\1", re.MULTILINE
)
_UNFINISHED = re.compile(r"\.retombees-[\w.-]{1,80}\.part(\.part)?")


class NotABackup(Exception):
    """A file stands where a backup is to be written, and it is none: it is not replaced."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


def make_backup(
    workspace: Workspace,
    store: Store,
    now: datetime,
    target: Path | None = None,
    *,
    zone: str = DEFAULT_ZONE,
    progress: Progress | None = None,
) -> Path:
    """Write a backup to `target`, or into the folder of backups under the time `now` in `zone`; returns its path.

    It is written under another name, read again, and only then stands there. Files with secrets are left out.
    Raises ArchiveBusy while another backup is made, NotABackup, ArchiveUnreadable where the archive is damaged,
    ArchiveFull, OSError.
    """
    told = progress or no_progress
    path = target or workspace.backups / f"retombees-{now.astimezone(ZoneInfo(zone)):%Y-%m-%d-%H%M}.zip"
    if path.exists() and not is_backup(path):
        raise NotABackup(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(f"{workspace.archive}.backup.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise ArchiveBusy(workspace.archive, "backup") from error
    copy = path.with_name(f".retombees-{path.stem[:60]}.db.part")
    packed = path.with_name(f".retombees-{path.stem[:60]}.zip.part")
    try:
        _clear_unfinished(path.parent)
        store.backup(copy, lambda done, total: told("copy", done, total))
        _pack({**files_of_people(workspace), ARCHIVE: copy}, packed, now, told)
        _check(packed, told)
        packed.replace(path)
    finally:
        copy.unlink(missing_ok=True)
        packed.unlink(missing_ok=True)
        lock.release()
    return path


def prune_backups(folder: Path, keep: int) -> list[Path]:
    """Remove all but the newest `keep` of the backups that we named; no other file is ever touched."""
    removed = backups_in(folder)[keep:]
    for path in removed:
        path.unlink(missing_ok=True)
    return removed


def backups_in(folder: Path) -> list[Path]:
    """The backups that we named, newest first."""
    found = [p for p in folder.glob("retombees-*.zip") if _OURS.fullmatch(p.name) and not p.is_symlink()]
    return sorted((path for path in found if path.is_file()), reverse=True)


def is_backup(path: Path) -> bool:
    """True for a zip file with our list of contents."""
    try:
        with zipfile.ZipFile(path) as packed:
            return MANIFEST in packed.namelist()
    except (OSError, zipfile.BadZipFile):
        return False


def files_of_people(workspace: Workspace) -> dict[str, Path]:
    """What people wrote, by its name in a backup: settings, list of outlets, dossiers with their texts, proofs.

    Links, files too large to be one of these, and files that hold a secret are left out.
    """
    root = workspace.root
    dossiers = sorted(workspace.campaigns.glob("*.toml"))
    texts = [text for one in dossiers for text in sorted(one.with_suffix("").glob("*"))]
    wanted = [workspace.settings_file, workspace.sources_file, *dossiers]
    wanted += [text for text in texts if text.suffix in TEXT_ENDINGS and _size(text) <= MAX_TEXT_BYTES]
    wanted += proof_files(workspace.proofs)
    secret = _secret_files(workspace)
    return {
        path.relative_to(root).as_posix(): path
        for path in wanted
        if path.is_file()
        and not path.is_symlink()
        and path.resolve() not in secret
        and _size(path) <= MAX_FILE_BYTES
    }


def _secret_files(workspace: Workspace) -> frozenset[Path]:
    """The files that hold passwords, as the settings name them; also where something is wrong in the settings."""
    try:
        text = workspace.settings_file.read_text(encoding="utf-8", errors="replace")[:MAX_SETTINGS]
    except OSError:
        return frozenset()
    named = {found[1] for found in _SECRET.findall(text)} | _secrets_read(text)
    return frozenset((workspace.root / name).resolve() for name in named if "\0" not in name)


def _secrets_read(text: str) -> set[str]:
    try:
        settings = tomllib.loads(text)
    except ValueError:
        return set()
    sections = [(settings.get("mail"), "password_file"), (settings.get("webhook"), "secret_file")]
    return {str(part[key]) for part, key in sections if isinstance(part, dict) and part.get(key)}


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _pack(sources: dict[str, Path], packed: Path, now: datetime, told: Progress) -> None:
    """Write files under their names into a zip with a list of contents; it is on the disk when this returns."""
    total, done, listed = sum(path.stat().st_size for path in sources.values()), 0, []
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as pack:
        for name, path in sources.items():
            info = zipfile.ZipInfo(name, max(now.timetuple()[:6], (1980, 1, 1, 0, 0, 0)))
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            digest, size = hashlib.sha256(), 0
            with path.open("rb") as file, pack.open(info, "w", force_zip64=True) as entry:
                for chunk in chunks(file):
                    entry.write(chunk)
                    digest.update(chunk)
                    size += len(chunk)
                    told("pack", done + size, max(total, done + size))
            done += size
            listed.append({"name": name, "size": size, "sha256": digest.hexdigest()})
        contents = {"format": FORMAT, "made_at": now.isoformat(), "files": listed}
        pack.writestr(MANIFEST, json.dumps(contents, ensure_ascii=False, indent=1))
    with packed.open("rb+") as written:
        os.fsync(written.fileno())


def _check(packed: Path, told: Progress) -> None:
    """Read a zip again: its own check of every entry finds what a bad disk did to it. Raises OSError."""
    with zipfile.ZipFile(packed) as pack:
        entries = pack.infolist()
        total, done = sum(entry.file_size for entry in entries), 0
        try:
            for entry in entries:
                with pack.open(entry) as file:
                    for chunk in chunks(file):
                        done += len(chunk)
                        told("check", done, total)
        except zipfile.BadZipFile as error:
            raise OSError(5, os.strerror(5), str(packed)) from error


def chunks(file: IO[bytes]) -> Iterator[bytes]:
    """What a file holds, a piece at a time."""
    while chunk := file.read(CHUNK):
        yield chunk


def _clear_unfinished(folder: Path) -> None:
    """Remove what a killed backup left; call with the lock held, so that none is at work."""
    for path in folder.glob(".retombees-*.part*"):
        if _UNFINISHED.fullmatch(path.name):
            path.unlink(missing_ok=True)


def no_progress(step: str, done: int, total: int) -> None:
    """Nobody wants to know how far it is."""
