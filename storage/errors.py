"""What can go wrong in the archive.

    StorageError
    ├── ArchiveMissing      there is no archive at this path
    ├── ArchiveUnreadable   the file is there, but is no archive, or is damaged
    ├── ArchiveTooNew       made by a newer version of the product
    ├── ArchiveBusy         another process held the archive for longer than the time allowed
    ├── ArchiveFull         no room left on the disk
    ├── NotStored           the thing asked for by its id is not in the archive
    ├── AlreadyAMention     the article that a person makes a mention is one
    ├── LoginTaken          there is an account with this login already
    ├── LastAdministrator   without this account nobody could look after the others
    └── LinkUnusable        the link for the first account is unknown, used, too old, or no longer needed

Each carries data, never a sentence for staff: `monitor` words it. A bug is never wrapped.
"""

from __future__ import annotations

from pathlib import Path


class StorageError(Exception):
    """The base of all of them: something the caller can expect and tell."""


class ArchiveError(StorageError):
    """A failure of the archive file as a whole."""

    def __init__(self, path: Path | str, detail: str = "") -> None:
        super().__init__(f"{path}: {detail}" if detail else str(path))
        self.path = Path(path)
        self.detail = detail


class ArchiveMissing(ArchiveError):
    """There is no archive at this path."""


class ArchiveUnreadable(ArchiveError):
    """The file exists and is no archive of ours, or is damaged."""


class ArchiveTooNew(ArchiveError):
    """The archive holds a migration that this version does not know."""


class ArchiveBusy(ArchiveError):
    """Another process held the write lock for longer than the time allowed."""


class ArchiveFull(ArchiveError):
    """The disk, or the quota, has no room left; nothing of the transaction was kept."""


class NotStored(StorageError):
    """Nothing in the archive has this id."""

    def __init__(self, what: str, key: str) -> None:
        super().__init__(f"{what} {key}")
        self.what = what
        self.key = key


class AlreadyAMention(StorageError):
    """The article that a person makes a mention is one already; `mention_id` is its id."""

    def __init__(self, mention_id: str) -> None:
        super().__init__(mention_id)
        self.mention_id = mention_id


class LoginTaken(StorageError):
    """There is an account with this login already."""

    def __init__(self, login: str) -> None:
        super().__init__(login)
        self.login = login


class LastAdministrator(StorageError):
    """The only administrator who is not disabled must stay one."""

    def __init__(self, login: str) -> None:
        super().__init__(login)
        self.login = login


class LinkUnusable(StorageError):
    """The link for the first account is unknown, was used, is too old, or there is an account already."""
