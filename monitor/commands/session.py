"""What every command has: the workspace, the words, and where data and messages go."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

import typer

from monitor.dossier import Campaign
from monitor.wording import Words
from monitor.workspace import Loaded, Workspace, load, resolve
from storage.store import Store, open_store

DONE, BUG, USAGE, CONFIGURATION, PARTIAL, UNREADABLE, BUSY = 0, 1, 2, 3, 4, 5, 6


class CommandError(Exception):
    """A command cannot go on: a sentence for staff and an exit code (contract: 2 usage, 3 … 6)."""

    def __init__(self, sentence: str, code: int = USAGE) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code


@dataclass
class Session:
    """One call of the command. `lang` is what the command line says, None for what the settings say."""

    folder: Path | None = None
    lang: str | None = None

    @cached_property
    def workspace(self) -> Workspace:
        """The workspace: --workspace, else RETOMBEES_WORKSPACE, else ./workspace."""
        return Workspace(resolve(self.folder))

    @cached_property
    def loaded(self) -> Loaded:
        """Settings, dossiers and catalogue. Raises ConfigurationInvalid with all that is wrong."""
        found = load(self.workspace)
        for problem in found.warnings:
            self.tell(problem.sentence(self.words))
        return found

    @cached_property
    def words(self) -> Words:
        """The language to speak: --lang, else RETOMBEES_LANG, else French until the settings are read."""
        return Words(self.lang or os.environ.get("RETOMBEES_LANG") or "fr")

    def speak_as_set(self) -> None:
        """From here on speak the language of the settings, unless the command line said one."""
        if self.lang is None and "RETOMBEES_LANG" not in os.environ:
            self.words = Words(self.loaded.settings.language)

    @contextmanager
    def store(self, create: bool = False) -> Iterator[Store]:
        """The archive of the workspace."""
        with open_store(self.workspace.archive, create=create) as store:
            yield store

    def now(self, campaign: Campaign | None = None) -> datetime:
        """The present, in UTC, or the moment that the settings put in its place."""
        zone = (campaign or self.loaded.campaigns[0]).zone if self.loaded.campaigns else "Europe/Paris"
        return (self.loaded.settings.clock.at(zone) or datetime.now(UTC)).astimezone(UTC)

    def campaign(self, campaign_id: str | None) -> Campaign:
        """The campaign asked for, or the only one. Raises CommandError."""
        campaigns = self.loaded.campaigns
        ids = ", ".join(campaign.id for campaign in campaigns)
        if campaign_id is None and len(campaigns) == 1:
            return campaigns[0]
        if not campaigns:
            raise CommandError(
                self.words("This workspace has no campaign: there is no file in campaigns/."), CONFIGURATION
            )
        for campaign in campaigns:
            if campaign.id == campaign_id:
                return campaign
        if campaign_id is None:
            raise CommandError(self.words("Which campaign? Add --campaign with one of: {ids}.", ids=ids))
        raise CommandError(
            self.words("There is no campaign “{id}” here. Known: {ids}.", id=campaign_id, ids=ids)
        )

    def tell(self, sentence: str) -> None:
        """Say something to the person; data goes elsewhere."""
        print(printable(sentence), file=sys.stderr)


def printable(text: str) -> str:
    """Text from outside as it may be written to a terminal: no escape, no control sign but the line end."""
    return "".join(c if c in "\n\t" or (c >= " " and not "\x7f" <= c <= "\x9f") else " " for c in text)


def session_of(ctx: typer.Context) -> Session:
    """The session of a running command."""
    session = ctx.obj
    assert isinstance(session, Session)
    return session


def parse_day(text: str | None, words: Words) -> date | None:
    """A day as a person writes it on the command line: 2025-02-04. Raises CommandError."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(
            words("“{text}” is no day. Write it as year-month-day: 2025-02-04.", text=text[:40])
        ) from None


def day_start(day: date | None, zone: str) -> datetime | None:
    """The first moment of a day in a zone, in UTC."""
    if day is None:
        return None
    return datetime.combine(day, datetime.min.time(), ZoneInfo(zone)).astimezone(UTC)


def write_data(data: bytes, output: Path | None) -> None:
    """Write data to a file, whole or not at all, or to stdout."""
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    partial = output.with_name(f".{output.name}.{os.getpid()}.part")
    partial.write_bytes(data)
    partial.replace(output)
