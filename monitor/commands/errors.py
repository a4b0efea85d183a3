"""From an expected error to sentences for staff and an exit code: the one place where this is decided."""

from __future__ import annotations

from dataclasses import dataclass

from typer._click import exceptions

from monitor.commands.session import BUSY, CONFIGURATION, UNREADABLE, USAGE, CommandError
from monitor.config import ConfigurationInvalid
from monitor.orders import UnknownSource
from monitor.wording import Words
from monitor.workspace import InputUnreadable, UnknownCampaign, WorkspaceMissing, WorkspaceNotMade
from storage.errors import (
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
    return _workspace(error, words) or _archive(error, words)


def _workspace(error: Exception, words: Words) -> Said | None:
    if isinstance(error, WorkspaceMissing):
        said = words(
            "There is no workspace in {path}. Make one with “retombees init”, or name another with -w.",
            path=error.path,
        )
        return Said((said,), CONFIGURATION)
    if isinstance(error, WorkspaceNotMade):
        return Said(
            (words("{path} cannot be written: {reason}", path=error.path, reason=error.reason),), UNREADABLE
        )
    if isinstance(error, InputUnreadable):
        return Said(
            (words("{path} cannot be read: {reason}", path=error.path, reason=error.reason),), UNREADABLE
        )
    if isinstance(error, UnknownCampaign):
        known = ", ".join(error.shipped)
        said = words(
            "No dossier called “{name}” comes with the product. There are: {known}.",
            name=error.name,
            known=known,
        )
        return Said((said,), USAGE)
    if isinstance(error, UnknownSource):
        return Said(tuple(_unknown_source(name, near, words) for name, near in error.near.items()), USAGE)
    return None


def _unknown_source(name: str, near: tuple[str, ...], words: Words) -> str:
    if near:
        return words("sources.csv has no “{name}”. Did you mean {near}?", name=name, near=", ".join(near))
    return words("sources.csv has no “{name}”. “retombees sources list” shows all.", name=name)


def _archive(error: Exception, words: Words) -> Said | None:
    if isinstance(error, ArchiveMissing):
        return Said(
            (words("There is no archive yet: {path}. “retombees init” makes it.", path=error.path),),
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
        said = words("{path} was written by a newer version of Retombées. Update this one.", path=error.path)
        return Said((said,), UNREADABLE)
    if isinstance(error, ArchiveUnreadable):
        return Said((words("{path} is no archive of ours, or is damaged.", path=error.path),), UNREADABLE)
    if isinstance(error, NotStored):
        return Said((words("The archive has nothing under “{key}”.", key=error.key),), USAGE)
    return None


def _usage(error: exceptions.UsageError, words: Words) -> str:
    """A mistake on the command line, what it is about, and where help is."""
    help_line = words(
        "“{command} --help” shows what there is.",
        command=error.ctx.command_path if error.ctx else "retombees",
    )
    if isinstance(error, exceptions.NoSuchOption):
        said = words("There is no option “{name}”.", name=error.option_name)
    elif isinstance(error, exceptions.MissingParameter):
        name = str(getattr(error.param, "human_readable_name", ""))
        said = words("Something is missing: {name}.", name=name)
    elif isinstance(error, exceptions.BadParameter):
        name = str(getattr(error.param, "human_readable_name", ""))
        said = words("The value given for {name} cannot be used.", name=name)
    elif error.message.startswith("No such command"):
        said = words("There is no such command.")
    else:
        said = words("This command cannot be read as it is written.")
    return f"{said} {help_line}"
