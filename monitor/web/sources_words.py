"""What is said of sources and outlets on the desk: sentences, rhythm, what can be done. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from monitor.sources_edit.standing import Overview, Standing, State
from monitor.sources_edit.trying import Tried
from monitor.web.moments import Moments
from monitor.wording import Words
from monitor.wording.labels import health_words
from monitor.wording.words import message
from storage.model import Health, Reason

SHUT_OUT = frozenset({Reason.DENIED, Reason.BOT_WALL, Reason.LOGIN, Reason.REFUSED, Reason.ROBOTS})
"""Reasons that only the outlet can change."""

UNDER = {
    State.SILENT: message("Reading works, but brings nothing new for longer than usual."),
    State.FORBIDDEN: message("The site does not want automatic reading. We respect it."),
    State.PAUSED: message("Paused by your team: nothing is read there, and the report says so."),
}
"""The line under the heading of a table."""

TRIED = {
    Tried.DONE: message("It was tried just now."),
    Tried.BUSY: message("Another reading is under way: nothing was tried. Try again once it is over."),
    Tried.OFFLINE: message("This machine seems to be offline: nothing was tried."),
    Tried.BROKEN: message("Trying broke off by a fault of ours. Try again."),
}


class Remedy(StrEnum):
    """What can be done about a source, first of all."""

    TRY = "try"
    MOVE = "move"
    ASK = "ask"
    RESUME = "resume"
    OPEN = "open"


def remedy(one: Standing) -> Remedy:
    """The one thing to do first."""
    if one.state is State.PAUSED:
        return Remedy.RESUME
    if one.state is State.FORBIDDEN or one.reason in SHUT_OUT:
        return Remedy.ASK
    if one.has_moved:
        return Remedy.MOVE
    return Remedy.OPEN if one.state is State.SILENT else Remedy.TRY


class SourceWords:
    """Sentences about sources as of one moment, in one language."""

    def __init__(self, words: Words, moments: Moments, now: datetime) -> None:
        self._words, self._moments, self._now = words, moments, now

    def lede(self, overview: Overview) -> str:
        """How it stands, in two sentences."""
        words = self._words
        followed = words.n("{n} outlet followed.", "{n} outlets followed.", overview.outlets)
        trouble = len(overview.having(State.TROUBLE))
        if not overview.tried:
            return (
                followed + " " + words("Nothing was read so far: the next reading begins with all of them.")
            )
        if not trouble:
            return followed + " " + words("All the sources that we may read could be read.")
        since = overview.troubled_since(self._now - timedelta(days=1))
        said = words.n("{n} source no longer answers us.", "{n} sources no longer answer us.", trouble)
        if since == trouble:
            said = words.n(
                "{n} source has not answered us since yesterday.",
                "{n} sources have not answered us since yesterday.",
                trouble,
            )
        elif since:
            recent = words.n("{n} of them since yesterday.", "{n} of them since yesterday.", since)
            said = f"{said[:-1]}, {recent}"
        return f"{followed} {said}"

    def caption(self, state: State, count: int) -> str:
        """The heading of a table of sources in one state."""
        n = self._words.n
        if state is State.SILENT:
            return n("{n} silent source", "{n} silent sources", count)
        if state is State.FORBIDDEN:
            return n("{n} forbidden source", "{n} forbidden sources", count)
        if state is State.PAUSED:
            return n("{n} paused source", "{n} paused sources", count)
        return n("{n} source asks for your attention", "{n} sources ask for your attention", count)

    def happens(self, one: Standing) -> str:
        """What happens with a source."""
        words = self._words
        if one.state is State.PAUSED:
            return words("Paused: nobody reads it until you take it up again.")
        if one.status is None or one.state is State.NEW:
            return words("Not tried yet: the next reading begins with it.")
        if one.state is State.SILENT:
            said = words("No new article for a while.")
            return f"{said} {self._usual(one)}".rstrip()
        said = health_words(words, one.health, one.reason)
        rests = one.status.resting_until
        if one.state is State.TROUBLE and rests is not None and rests > self._now:
            return words("{why} Next try: {when}.", why=said, when=self._moments.short(rests))
        if one.missed:
            return words("{what} Its whole list was new: some articles may have slipped by.", what=said)
        return said

    def _usual(self, one: Standing) -> str:
        """How much a silent source is used to give, going by 30 days; empty where that is hardly anything."""
        words, a_day, a_week = self._words, round(one.month / 30), round(one.month * 7 / 30)
        if a_day:
            return words.n("Usually about {n} a day.", "Usually about {n} a day.", a_day)
        return words.n("Usually about {n} a week.", "Usually about {n} a week.", a_week) if a_week else ""

    def tone(self, one: Standing) -> str:
        """The class of the sentence: refusals are red, what passes is amber."""
        if one.state is not State.TROUBLE:
            return ""
        return "bad" if one.reason in SHUT_OUT or one.health is Health.REFUSED else "warn"

    def rhythm(self, one: Standing) -> str:
        """How often it is read: "toutes les 4 heures"; empty where it is not."""
        if one.every is None or one.state is State.PAUSED:
            return ""
        words, minutes = self._words, round(one.every.total_seconds() / 60)
        if minutes < 60:
            return words.n("every minute", "every {n} minutes", minutes)
        hours = round(minutes / 60)
        if hours >= 24:
            return words("once a day")
        return words.n("every hour", "every {n} hours", hours)

    def next_time(self, one: Standing) -> str:
        """When it is read next."""
        words = self._words
        if one.state is State.PAUSED:
            return ""
        if one.next_at is None or one.next_at <= self._now:
            return words("with the next reading")
        return self._moments.short(one.next_at)

    def gave(self, one: Standing) -> str:
        """What it brought in: new articles of 7 and of 30 days."""
        words = self._words
        if not one.month:
            return words("nothing in 30 days")
        week = words.n("{n} article in 7 days", "{n} articles in 7 days", one.week)
        return words("{week}, {n} in 30", week=week, n=words.number(one.month))

    def folded(self, overview: Overview) -> str:
        """The line under which the healthy ones are folded."""
        words = self._words
        well, new = len(overview.having(State.WELL)), len(overview.having(State.NEW))
        said = words.n("{n} source read normally", "{n} sources read normally", well)
        if new:
            said += ", " + words.n("{n} not tried yet", "{n} not tried yet", new)
        return said
