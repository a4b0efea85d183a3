"""How an answer is told: three sentences and a command, in a language and a zone."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from monitor.wording.words import Words
from storage.model import Moment


@dataclass(frozen=True, slots=True)
class Said:
    """What happened, why, and what one can do; `command` is what to type, None where nothing typed would help."""

    happened: str
    why: str
    todo: str
    command: str | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """In which language and zone verdicts are told."""

    words: Words
    zone: ZoneInfo

    def time(self, moment: datetime) -> str:
        """A day and an hour: "mercredi 5 février 2025, 7 h 30"."""
        local = moment.astimezone(self.zone)
        return self.words("{day}, {hour}", day=self.words.day(local), hour=self.words.hour(local))

    def day(self, moment: Moment) -> str:
        """A day: "mercredi 5 février 2025"."""
        local: date = moment.astimezone(self.zone) if isinstance(moment, datetime) else moment
        return self.words.day(local)


def command(*parts: str) -> str:
    """A command as one types it, its words quoted where a shell needs it."""
    return shlex.join(("retombees", *parts))


def joined(*sentences: str) -> str:
    """Sentences one after the other, without the empty ones."""
    return " ".join(sentence for sentence in sentences if sentence)
