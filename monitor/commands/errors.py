"""From an expected error to sentences for staff and an exit code: the one place where this is decided."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from typer._click import exceptions
from typer.core import TyperGroup

from monitor.commands.session import BUSY, CONFIGURATION, UNREADABLE, USAGE, CommandError
from monitor.config import ConfigurationInvalid
from monitor.office import PdfMissing
from monitor.orders import UnknownSource
from monitor.wording import Words
from monitor.wording.words import message
from monitor.workspace import InputUnreadable, UnknownCampaign, WorkspaceMissing, WorkspaceNotMade
from storage.errors import (
    AlreadyAMention,
    ArchiveBusy,
    ArchiveFull,
    ArchiveMissing,
    ArchiveTooNew,
    ArchiveUnreadable,
    NotStored,
)


@dataclass(frozen=True, slots=True)
class Said:
    """What to print on stderr, one sentence a line, and the exit code."""

    sentences: tuple[str, ...]
    code: int


def sentence_of(error: Exception, words: Words) -> Said | None:
    """What an expected error says; None for a bug, which is never worded."""
    if isinstance(error, CommandError):
        return Said((error.sentence,), error.code)
    if isinstance(error, ConfigurationInvalid):
        return Said(tuple(error.sentences(words)), CONFIGURATION)
    if isinstance(error, exceptions.UsageError):
        return Said((_usage(error, words),), USAGE)
    if isinstance(error, PdfMissing):
        return Said((error.sentence(words),), CONFIGURATION)
    return _workspace(error, words) or _archive(error, words) or _file(error, words)


def _workspace(error: Exception, words: Words) -> Said | None:
    if isinstance(error, WorkspaceMissing):
        said = words(
            "There is no workspace in {path}. Make one with “retombees init”, or name another with -w.",
            path=error.path,
        )
        return Said((said,), CONFIGURATION)
    if isinstance(error, WorkspaceNotMade):
        reason = system_words(error.reason, words)
        return Said(
            (words("{path} cannot be written: {reason}.", path=error.path, reason=reason),), UNREADABLE
        )
    if isinstance(error, InputUnreadable):
        reason = system_words(error.reason, words)
        return Said((words("{path} cannot be read: {reason}.", path=error.path, reason=reason),), UNREADABLE)
    if isinstance(error, UnknownCampaign):
        known = ", ".join(error.shipped)
        said = words(
            "No dossier called “{name}” comes with the product. There is: {known}.",
            name=error.name[:40],
            known=known,
        )
        return Said((said,), USAGE)
    if isinstance(error, UnknownSource):
        return Said(tuple(_unknown_source(name, near, words) for name, near in error.near.items()), USAGE)
    return None


def _unknown_source(name: str, near: tuple[str, ...], words: Words) -> str:
    if near:
        return words(
            "sources.csv has no “{name}”. Did you mean {near}?", name=name[:60], near=", ".join(near)
        )
    return words("sources.csv has no “{name}”. “retombees sources list” shows them all.", name=name[:60])


def _archive(error: Exception, words: Words) -> Said | None:
    if isinstance(error, ArchiveMissing):
        return Said(
            (words("There is no archive yet in {path}. “retombees init” makes it.", path=error.path.parent),),
            CONFIGURATION,
        )
    if isinstance(error, ArchiveBusy):
        return Said((words("The archive is in use by another command. Try again in a moment."),), BUSY)
    if isinstance(error, ArchiveFull):
        said = words(
            "The disk is full: nothing more could be kept in {path}. Make room, then start again.",
            path=error.path,
        )
        return Said((said,), UNREADABLE)
    if isinstance(error, ArchiveTooNew):
        said = words("{path} was written by a newer version of Retombées: update this one.", path=error.path)
        return Said((said,), UNREADABLE)
    if isinstance(error, ArchiveUnreadable):
        return Said(
            (words("{path} is damaged, or is not an archive of Retombées.", path=error.path),), UNREADABLE
        )
    if isinstance(error, NotStored):
        return Said((words("The archive has nothing under “{key}”.", key=error.key[:60]),), USAGE)
    if isinstance(error, AlreadyAMention):
        return Said((words("This article is a mention already."),), USAGE)
    return None


SYSTEM = {
    errno.EACCES: message("access is not allowed"),
    errno.EPERM: message("access is not allowed"),
    errno.EROFS: message("this disk can only be read"),
    errno.ENOENT: message("it does not exist"),
    errno.ENOTDIR: message("a part of this path is not a folder"),
    errno.EISDIR: message("it is a folder, not a file"),
    errno.EEXIST: message("a file of this name stands in the way"),
    errno.ENOSPC: message("the disk is full"),
    errno.ENAMETOOLONG: message("the name is too long"),
}
"""What the system says of a file, in our words, by its number."""


def system_words(reason: str, words: Words) -> str:
    """What the system says of a file, in the language of the person; as it is where we have no words for it."""
    return next((words(text) for number, text in SYSTEM.items() if os.strerror(number) == reason), reason)


def _file(error: Exception, words: Words) -> Said | None:
    """A file that cannot be read or written, wherever that came up; other errors of the system are bugs."""
    if not isinstance(error, OSError) or error.filename is None or error.strerror is None:
        return None
    reason = system_words(error.strerror, words)
    said = words("{path} cannot be used: {reason}.", path=os.fsdecode(error.filename), reason=reason)
    return Said((said,), UNREADABLE)


_NO_COMMAND = re.compile(r"No such command (['\"])(.{0,100}?)\1")
GLOBAL_OPTIONS = ("--lang", "--workspace", "-w")


def _usage(error: exceptions.UsageError, words: Words) -> str:
    """A mistake on the command line, what it is about, and where help is."""
    path = error.ctx.command_path if error.ctx else "retombees"
    more = words("“{command} --help” shows what there is.", command=path)
    return f"{_mistake(error, words)} {more}"


def _mistake(error: exceptions.UsageError, words: Words) -> str:
    name = _name_of(error)
    if isinstance(error, exceptions.NoSuchOption) and name in GLOBAL_OPTIONS:
        return words("{name} stands before the command: retombees {name} … COMMAND.", name=name)
    if isinstance(error, exceptions.NoSuchOption):
        return words("There is no option {name}.", name=name) + _near(name, error.possibilities or (), words)
    if isinstance(error, exceptions.BadOptionUsage):
        return words("A value is missing after {name}, or does not belong there.", name=name)
    if isinstance(error, exceptions.MissingParameter):
        return words("Something is missing: {name}.", name=name)
    if isinstance(error, exceptions.BadParameter):
        return words("The value given for {name} cannot be used.", name=name)
    unknown = _NO_COMMAND.match(error.message[:200])
    if unknown is not None and isinstance(error.cmd, TyperGroup):
        given = unknown[2]
        return words("There is no command “{name}”.", name=given[:40]) + _near(
            given, error.cmd.commands, words
        )
    return words("There is a word too many, or one that does not belong here.")


def _name_of(error: exceptions.UsageError) -> str:
    """The option or the argument that a mistake is about, as one types it."""
    if isinstance(error, exceptions.NoSuchOption | exceptions.BadOptionUsage):
        return error.option_name[:40]
    parameter = getattr(error, "param", None)
    if parameter is None:
        return "–"
    names = [name for name in parameter.opts if name.startswith("-")]
    return str(max(names, key=len) if names else parameter.metavar or parameter.name)


def _near(name: str, known: Iterable[str], words: Words) -> str:
    near = get_close_matches(name[:40], list(known), n=1)
    return " " + words("Did you mean {near}?", near=near[0]) if near else ""
