"""The archive as a file: is a copy sound and ours, and putting it in the place of the one in use."""

from __future__ import annotations

from pathlib import Path


def verify_archive(path: Path) -> None:
    """Look whether a file is a whole archive of ours that this version can use; it is not written to.

    Raises ArchiveMissing, ArchiveUnreadable (not ours, damaged, or with tables that are not as we make them),
    ArchiveTooNew.
    """
    from storage.sqlite.verifying import verify

    verify(path)


def replace_archive(new: Path, path: Path, kept: Path) -> int:
    """Put the archive `new` at `path`, in one step; what was there is then at `kept`. Both are on one disk.

    What the archive at `path` knows of reports made and messages sent goes over into the new one, so that nobody
    gets a message twice. A message that waits in `new` and of which `path` knows nothing may have gone since: it
    is then *unknown*. Returns how many of those there are. Verify `new` first. Raises ArchiveBusy where anybody
    else has the archive at `path` open, ArchiveUnreadable, ArchiveFull.
    """
    from storage.sqlite.replacing import replace

    return replace(new, path, kept)
