"""What a report says in its own voice: the headline first, then what bears it out."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from monitor.digest import Blindness, Digest, State
from monitor.dossier import DocumentKind
from monitor.reports.ink import Ink
from monitor.reports.times import Times
from monitor.wording.outside import clean
from monitor.wording.words import Words, message
from storage.model import ReportKind

OF_TEXT = {
    DocumentKind.OPED: message("of the op-ed"),
    DocumentKind.RELEASE: message("of the press release"),
    DocumentKind.STATEMENT: message("of the statement"),
    DocumentKind.REPORT: message("of the report"),
}
"""The text of the campaign as the thing that is picked up."""

TEXT_NAME = {
    DocumentKind.OPED: message("Op-ed"),
    DocumentKind.RELEASE: message("Press release"),
    DocumentKind.STATEMENT: message("Statement"),
    DocumentKind.REPORT: message("Report"),
}
"""The text of the campaign as the head of a column."""


FOREWORD_MOST = 2_000
"""Signs of a foreword."""


class Sentences:
    """The sentences of one digest in one language; `ink` says whether they are text or HTML."""

    def __init__(self, digest: Digest, language: str, ink: Ink) -> None:
        self.digest = digest
        self.words = Words(language)
        self.ink = ink
        self.times = Times(self.words, ZoneInfo(digest.campaign.zone), digest.window.day)
        documents = digest.campaign.documents
        self.of_text = self.words(OF_TEXT[documents[0].kind]) if documents else self.words("of the text")
        self.text_name = self.words(TEXT_NAME[documents[0].kind]) if documents else self.words("Text")
        event = digest.campaign.event
        self.event = event.short(self.words.language) if event else self.words("the subject")
        self.organisation = clean(digest.organisation.name, 80) if digest.organisation else ""

    def say(self, sentence: str, **values: Any) -> str:
        """Fill a sentence that has been looked up already."""
        return self.ink.fill(sentence, values)

    def event_name(self) -> str:
        """The event as the head of a column or section."""
        return capital(self.event)

    def day(self) -> str:
        """What report this is, and of which day."""
        words, day = self.words, self.words.day(self.digest.window.day)
        if self.digest.kind is ReportKind.WEEKLY:
            return words("The week, {day}", day=day)
        if self.digest.kind is ReportKind.FINAL:
            return words("The whole campaign, {day}", day=day)
        return capital(day)

    def title(self) -> str:
        """Day and headline in one line."""
        return self.say(self.words("{day}: {headline}"), day=self.day(), headline=self._plain_headline())

    def _plain_headline(self) -> str:
        digest = self.digest
        if digest.state is State.CAME_OUT and digest.tally.articles:
            return self._named() if digest.organisation else self._pickups_of_text()
        headline = self.headline().removesuffix(".")
        return headline[:1].lower() + headline[1:]

    def _pickups_of_text(self) -> str:
        return self.say(
            self.words("{pickups} {of_text}"),
            pickups=self._pickups(),
            of_text=self.of_text,
        )

    def _pickups(self) -> str:
        words, count = self.words, self.digest.tally.articles
        if self.digest.window.by_publication_day or self.digest.kind is ReportKind.FINAL:
            pickups = words.n("{n} pickup", "{n} pickups", count)
        else:
            pickups = words.n("{n} new pickup", "{n} new pickups", count)
        return self.ink.figure(pickups, "retombees")

    def _named(self) -> str:
        """The pickups that name the organisation of this report."""
        words, count = self.words, self.digest.tally.articles
        named = words.form(
            "{pickups} {of_text} names {organisation}", "{pickups} {of_text} name {organisation}", count
        )
        return self.say(named, pickups=self._pickups(), of_text=self.of_text, organisation=self.organisation)

    def headline(self) -> str:
        """The sentence that could be read aloud."""
        digest, words = self.digest, self.words
        if digest.state is State.BLIND:
            return self._blind_headline()
        if digest.tally.articles:
            return self._came_out_by_name() if digest.organisation else self._came_out()
        if digest.late_tally.articles:
            return self.say(words("{older}."), older=self._older())
        if digest.organisation:
            none = words("No new pickup {of_text} names {organisation}.")
            return self.say(none, of_text=self.of_text, organisation=self.organisation)
        if digest.kind is ReportKind.FINAL:
            return self.say(words("No pickup {of_text}."), of_text=self.of_text)
        return self.say(words("No new pickup {of_text}."), of_text=self.of_text)

    def _blind_headline(self) -> str:
        digest, words = self.digest, self.words
        if digest.blindness is Blindness.NOTHING_RAN:
            if digest.kind is ReportKind.DAILY:
                return words("We did not look on that day.")
            return words("We did not look in that time.")
        return (
            words("We could not look everywhere.") if digest.tally.articles else words("We could not look.")
        )

    def _came_out(self) -> str:
        return self.say(
            self.words("{pickups}, in {outlets}."), pickups=self._pickups_of_text(), outlets=self._outlets()
        )

    def _outlets(self) -> str:
        words, tally, ink = self.words, self.digest.tally, self.ink
        if tally.national == tally.outlets:
            all_of_them = words.n("{n} national outlet", "{n} national outlets", tally.outlets)
            return ink.figure(all_of_them, "nationaux")
        outlets = ink.figure(words.n("{n} outlet", "{n} outlets", tally.outlets), "medias")
        if not tally.national:
            return outlets
        national = ink.figure(words.n("{n} national one", "{n} national ones", tally.national), "nationaux")
        return self.say(words("{outlets} including {national}"), outlets=outlets, national=national)

    def _came_out_by_name(self) -> str:
        words, named = self.words, self._named()
        count = self.quoting()
        if not count:
            return self.say(words("{named}; none of them quotes what it says."), named=named)
        quoting = self.ink.figure(words.number(count), "propos")
        told = words.form(
            "{named}; {quoting} of them quotes what it says.",
            "{named}; {quoting} of them quote what it says.",
            count,
        )
        return self.say(told, named=named, quoting=quoting)

    def quoting(self) -> int:
        """How many pickups of the period quote the organisation of this report."""
        digest = self.digest
        if digest.organisation is None:
            return 0
        members = [mention for story in digest.pickups for mention in story.members]
        return sum(digest.organisation.id in one.judgement.organisations_quoted for one in members)

    def _older(self) -> str:
        words, count = self.words, self.digest.late_tally.articles
        pickups = words.n("{n} earlier pickup", "{n} earlier pickups", count)
        found = words.form("{pickups} {of_text} has been found", "{pickups} {of_text} have been found", count)
        return self.say(found, pickups=self.ink.figure(pickups, "tard"), of_text=self.of_text)

    def foreword(self) -> list[str]:
        """The lines that people put before the report, as plain text."""
        lines = (clean(line, FOREWORD_MOST) for line in self.digest.foreword[:FOREWORD_MOST].split("\n"))
        return [line for line in lines if line]

    def subheads(self) -> list[str]:
        """The second sentences: what else there is, whether we could look, and whether all mail arrived."""
        digest, words = self.digest, self.words
        said = self._blind_subheads() if digest.state is State.BLIND else self._looked_subheads()
        trouble = len(digest.delivery_trouble)
        if trouble:
            messages = self.ink.figure(words.n("{n} message", "{n} messages", trouble), "envois")
            may = words.form("{messages} may not have arrived.", "{messages} may not have arrived.", trouble)
            said.append(self.say(may, messages=messages))
        return said

    def _looked_subheads(self) -> list[str]:
        digest, words = self.digest, self.words
        said = []
        if digest.organisation and digest.tally.articles:
            said.append(self.say(words("In {outlets}."), outlets=self._outlets()))
        if digest.late_tally.articles and digest.tally.articles:
            said.append(self.say(words("{older}."), older=self._older()))
        if digest.state is State.NOTHING:
            said.append(self._we_looked())
        said += self._on_event()
        unread = len(digest.coverage.unread)
        if unread and digest.state is State.CAME_OUT and not digest.window.by_publication_day:
            sources = self._sources(unread)
            could_not = words.form("{sources} could not be read.", "{sources} could not be read.", unread)
            said.append(self.say(could_not, sources=sources))
        return said

    def _on_event(self) -> list[str]:
        words = self.words
        topic = sum(len(story.members) for story in self.digest.topic)
        if topic:
            articles = self.ink.figure(words.n("{n} article", "{n} articles", topic), "evenement")
            return [self.say(words("{articles} on {event}."), articles=articles, event=self.event)]
        if self.digest.state is State.NOTHING and not self.digest.organisation:
            return [self.say(words("No new article on {event} either."), event=self.event)]
        return []

    def _we_looked(self) -> str:
        coverage, words = self.digest.coverage, self.words
        if coverage.read == coverage.allowed:
            looked = words.form(
                "We did look: the only source we may read was read.",
                "We did look: the {sources} we may read were all read.",
                coverage.read,
            )
            return self.say(looked, sources=self._sources(coverage.read))
        looked = words.form(
            "We did look: {read} of {sources} that we may read was read.",
            "We did look: {read} of {sources} that we may read were read.",
            coverage.read,
        )
        return self.say(looked, read=words.number(coverage.read), sources=self._sources(coverage.allowed))

    def _sources(self, count: int) -> str:
        return self.ink.figure(self.words.n("{n} source", "{n} sources", count), "lu")

    def _blind_subheads(self) -> list[str]:
        digest, words = self.digest, self.words
        unknown = words("There may be pickups: we do not know.")
        if digest.blindness is Blindness.NOTHING_RAN:
            if digest.kind is ReportKind.DAILY:
                return [words("Nothing that we have read since is dated from that day."), unknown]
            return [words("Nothing that we have read since is dated from that time."), unknown]
        if digest.blindness is Blindness.NO_SOURCE:
            return [words("There is no source that we may read."), unknown]
        unread = len(digest.coverage.unread)
        were_not = words.form(
            "{sources} out of {total} was not read.", "{sources} out of {total} were not read.", unread
        )
        total = words.number(digest.coverage.allowed)
        said = [self.say(were_not, sources=self._sources(unread), total=total)]
        if not digest.tally.articles:
            return [*said, unknown]
        found = self._pickups_of_text()
        all_the_same = words("We found {pickups} all the same; there may be others.")
        return [*said, self.say(all_the_same, pickups=found)]


def capital(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]
