"""One scheduler per archive: a lock beside it that the system lets go of when its process dies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

PATIENCE_SECONDS = 1.0
"""Somebody who only looks whether a scheduler runs holds the lock for an instant."""


class AnotherScheduler(Exception):
    """Another scheduler of this workspace is running."""


def _lock(archive: Path) -> FileLock:
    return FileLock(f"{archive}.schedule.lock")


@contextmanager
def only_one(archive: Path) -> Iterator[None]:
    """Be the scheduler of an archive. Raises AnotherScheduler."""
    lock = _lock(archive)
    try:
        lock.acquire(timeout=PATIENCE_SECONDS)
    except Timeout as error:
        raise AnotherScheduler(str(archive)) from error
    try:
        yield
    finally:
        lock.release()


def is_running(archive: Path) -> bool:
    """True while a scheduler of this archive runs, in this process or another."""
    if not archive.exists():
        return False
    lock = _lock(archive)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    lock.release()
    return False
