"""What every command has: the workspace, the words, and where data and messages go."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typer

from monitor.commands.help import environment_language
from monitor.config import ConfigurationInvalid
from monitor.config.settings import DEFAULT_ZONE
from monitor.dossier import Campaign
from monitor.wording import Words
from monitor.wording.words import LANGUAGES
from monitor.workspace import Loaded, Workspace, load, resolve
from storage.model import Moment
from storage.store import Store, open_store

DONE, BUG, USAGE, CONFIGURATION, PARTIAL, UNREADABLE, BUSY = 0, 1, 2, 3, 4, 5, 6
WARNINGS_SHOWN = 12
FIRST_YEAR, LAST_YEAR = 1900, 9000
STOPPED = 130
"""What a shell expects of a program that Ctrl-C has ended."""

_LANGUAGE = re.compile(rb'^language[ \t]{0,20}=[ \t]{0,20}"(fr|en)"', re.MULTILINE)
_UNSEEN = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


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
        """Settings, dossiers and catalogue; from here on the session speaks the language of the settings.

        Raises WorkspaceMissing, and ConfigurationInvalid with all that is wrong.
        """
        try:
            found = load(self.workspace)
        except ConfigurationInvalid:
            self._speak(self._language_in_settings())
            raise
        self._speak(found.settings.language)
        return found

    def tell_warnings(self) -> None:
        """Say what is left out of the files, up to a number of lines that a person still reads."""
        warnings = self.loaded.warnings
        for problem in warnings[:WARNINGS_SHOWN]:
            self.tell(problem.sentence(self.words))
        more = len(warnings) - WARNINGS_SHOWN
        if more > 0:
            self.tell(
                self.words.n(
                    "… and {n} more; “retombees doctor” shows them all.",
                    "… and {n} more; “retombees doctor” shows them all.",
                    more,
                )
            )

    def _language_in_settings(self) -> str:
        """The language of settings that cannot be read as a whole: what is wrong in them is told in it too."""
        try:
            found = _LANGUAGE.search(self.workspace.settings_file.read_bytes()[:100_000])
        except OSError:
            found = None
        return found[1].decode() if found else LANGUAGES[0]

    @cached_property
    def words(self) -> Words:
        """The language to speak: --lang, else RETOMBEES_LANG, else French until the settings are read."""
        return Words(self.lang or environment_language() or LANGUAGES[0])

    def _speak(self, language: str) -> None:
        """Speak the language of the settings, unless the person who calls has said one."""
        if self.lang is None and environment_language() is None:
            self.words = Words(language)

    @property
    def zone(self) -> str:
        """The zone in which days are cut and times are shown: the first campaign's."""
        campaigns = self.loaded.campaigns
        return campaigns[0].zone if campaigns else DEFAULT_ZONE

    @contextmanager
    def store(self, create: bool = False) -> Iterator[Store]:
        """The archive of the workspace."""
        with open_store(self.workspace.archive, create=create) as store:
            yield store

    def now(self, campaign: Campaign | None = None) -> datetime:
        """The present, in UTC, or the moment that the settings put in its place."""
        zone = campaign.zone if campaign is not None else self.zone
        return (self.loaded.settings.clock.at(zone) or datetime.now(UTC)).astimezone(UTC)

    def campaign(self, campaign_id: str | None) -> Campaign:
        """The campaign asked for, or the only one. Raises CommandError."""
        campaigns = self.loaded.campaigns
        ids = ", ".join(campaign.id for campaign in campaigns)
        if campaign_id is None and len(campaigns) == 1:
            return campaigns[0]
        if not campaigns:
            raise CommandError(
                self.words(
                    "This workspace has no campaign: put a dossier into its folder “campaigns”, or let"
                    " “retombees init” write the one that comes with the product."
                ),
                CONFIGURATION,
            )
        for campaign in campaigns:
            if campaign.id == campaign_id:
                return campaign
        if campaign_id is None:
            raise CommandError(self.words("Which campaign? Add --campaign with one of: {ids}.", ids=ids))
        raise CommandError(
            self.words("There is no campaign “{id}” here. There is: {ids}.", id=campaign_id[:40], ids=ids)
        )

    def tell(self, sentence: str) -> None:
        """Say something to the person; data goes elsewhere."""
        print(printable(sentence), file=sys.stderr)


def printable(text: str) -> str:
    """Text from outside as it may be written to a terminal: no escape or direction sign, no control but the line end."""
    return _UNSEEN.sub(" ", text)


def json_line(data: Any) -> str:
    """Data as JSON on one line; signs that could steer a terminal are written as escapes."""
    text = json.dumps(data, ensure_ascii=False)
    return _UNSEEN.sub(lambda sign: f"\\u{ord(sign.group()):04x}", text)


def session_of(ctx: typer.Context) -> Session:
    """The session of a running command."""
    session = ctx.obj
    assert isinstance(session, Session)
    return session


def workspace_session(ctx: typer.Context, warn: bool = True) -> Session:
    """The session of a command that needs a workspace, whose files it reads now. Raises as `Session.loaded`.

    `warn` says what is left out of them: for commands that use the sources, not for those that only show.
    """
    session = session_of(ctx)
    assert session.loaded
    if warn:
        session.tell_warnings()
    return session


def parse_day(text: str | None, words: Words) -> date | None:
    """A day as a person writes it on the command line: 2025-02-04. Raises CommandError."""
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CommandError(
            words("“{text}” is not a day. Write year-month-day, such as 2025-02-04.", text=text[:40])
        )
    return day


def parse_days(since: str | None, until: str | None, words: Words) -> tuple[date | None, date | None]:
    """The first and the last day of a period. Raises CommandError, also where they stand the wrong way round."""
    first, last = parse_day(since, words), parse_day(until, words)
    if first is not None and last is not None and last < first:
        raise CommandError(words("The period ends before it begins: --since must not be later than --until."))
    return first, last


def day_start(day: date | None, zone: str) -> datetime | None:
    """The first moment of a day in a zone, in UTC."""
    if day is None:
        return None
    return datetime.combine(day, datetime.min.time(), ZoneInfo(zone)).astimezone(UTC)


def day_end(day: date | None, zone: str) -> datetime | None:
    """The first moment after a day in a zone, in UTC."""
    return day_start(day + timedelta(days=1), zone) if day is not None else None


def moment_text(moment: Moment | None, zone: str) -> str:
    """A moment for a table: "2025-02-04 18:05" in the zone, a bare day as it is, "–" for none."""
    if isinstance(moment, datetime):
        return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
    return moment.isoformat() if moment is not None else "–"


def write_data(data: bytes, output: Path | None) -> None:
    """Write data to a file, whole or not at all, or to stdout."""
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    partial = output.with_name(f".{output.name}.{os.getpid()}.part")
    try:
        partial.write_bytes(data)
        partial.replace(output)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(output)) from error
