"""Passwords: from the environment, else from a file that nobody else can read. Never shown, never written."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from monitor.delivery.troubles import Trouble

MAIL_PASSWORD = "RETOMBEES_SMTP_PASSWORD"  # noqa: S105 - the name of a variable
HOOK_SECRET = "RETOMBEES_WEBHOOK_SECRET"  # noqa: S105

_MAX_BYTES = 4_096
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret whose value no `repr`, and so no log and no traceback, shows."""

    value: str = field(repr=False)

    def hidden_in(self, text: str) -> str:
        """The text without the secret, should a server have said it back."""
        return text.replace(self.value, "***") if self.value else text


class SecretUnusable(Exception):
    """There is a secret that cannot be used; `trouble` says why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


def read_secret(
    name: str, file: str, root: Path, environment: Mapping[str, str] = os.environ
) -> Secret | None:
    """The secret of this variable, else of this file (seen from `root`); None where neither is set.

    Raises SecretUnusable for a file that is missing, empty, not text, or (POSIX) open to group or others.
    """
    value = environment.get(name, "")
    if value:
        return Secret(value)
    return _from_file(root / Path(file).expanduser()) if file else None


def _from_file(path: Path) -> Secret:
    try:
        with path.open("rb") as handle:
            status = os.fstat(handle.fileno())
            data = handle.read(_MAX_BYTES + 1)
    except OSError:
        raise SecretUnusable(Trouble.SECRET_UNREADABLE) from None
    if os.name == "posix" and status.st_mode & _OTHERS:
        raise SecretUnusable(Trouble.SECRET_OPEN)
    try:
        value = data.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        value = ""
    if not value or len(data) > _MAX_BYTES or not value.isprintable():
        raise SecretUnusable(Trouble.SECRET_UNREADABLE)
    return Secret(value)
