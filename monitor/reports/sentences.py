"""What a report says in its own voice: the headline first, then what bears it out."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from monitor.digest import Blindness, Digest, State
from monitor.dossier import DocumentKind
from monitor.reports.ink import Ink
from monitor.reports.times import Times
from monitor.wording.words import Words, message
from storage.model import MentionKind

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

WHAT_HAPPENED = {
    Blindness.OFFLINE: message("The computer that runs Retombées had no access to the internet."),
    Blindness.TOO_FEW: message("Most of the sites could not be read; the list below says why."),
    Blindness.NO_SOURCE: message(
        "The list of sources is empty, or every site in it forbids automatic reading."
    ),
    Blindness.NOTHING_RAN: message(
        "Nothing was read in that time: the computer was off, or the service had stopped."
    ),
}

WHAT_TO_DO = {
    Blindness.OFFLINE: message(
        "Nothing urgent. If this message comes back tomorrow, write to the person who looks after the installation."
    ),
    Blindness.TOO_FEW: message(
        "Nothing urgent. If this message comes back tomorrow, write to the person who looks after the installation."
    ),
    Blindness.NO_SOURCE: message(
        "Have the list of sources looked at by the person who looks after the installation."
    ),
    Blindness.NOTHING_RAN: message(
        "Nothing urgent: what was published in the meantime is read at the next reading, as long as the sites still list it."
    ),
}


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

    def say(self, sentence: str, **values: Any) -> str:
        """Fill a sentence that has been looked up already."""
        return self.ink.fill(sentence, values)

    def day(self) -> str:
        """The day of the report, with its capital."""
        day = self.words.day(self.digest.window.day)
        return day[:1].upper() + day[1:]

    def title(self) -> str:
        """Day and headline in one line."""
        return self.say(self.words("{day}: {headline}"), day=self.day(), headline=self._plain_headline())

    def _plain_headline(self) -> str:
        digest = self.digest
        if digest.state is State.CAME_OUT and digest.tally.articles:
            return self._pickups_of_text()
        headline = self.headline().removesuffix(".")
        return headline[:1].lower() + headline[1:]

    def _pickups_of_text(self) -> str:
        words, count = self.words, self.digest.tally.articles
        if self.digest.window.by_publication_day:
            pickups = words.n("{n} pickup", "{n} pickups", count)
        else:
            pickups = words.n("{n} new pickup", "{n} new pickups", count)
        return self.say(
            words("{pickups} {of_text}"), pickups=self.ink.figure(pickups, "retombees"), of_text=self.of_text
        )

    def headline(self) -> str:
        """The sentence that could be read aloud."""
        digest, words = self.digest, self.words
        if digest.state is State.BLIND:
            if digest.blindness is Blindness.NOTHING_RAN:
                return words("We did not look on that day.")
            if digest.tally.articles:
                return words("We could not look everywhere.")
            return words("We could not look.")
        if digest.tally.articles:
            return self._came_out()
        if digest.late_tally.articles:
            return self.say(words("{older}."), older=self._older())
        return self.say(words("No new pickup {of_text}."), of_text=self.of_text)

    def _came_out(self) -> str:
        words, tally = self.words, self.digest.tally
        pickups = self._pickups_of_text()
        if tally.national == tally.outlets:
            outlets = words.n("{n} national outlet", "{n} national outlets", tally.outlets)
            return self.say(words("{pickups}, in {outlets}."), pickups=pickups, outlets=outlets)
        outlets = words.n("{n} outlet", "{n} outlets", tally.outlets)
        if not tally.national:
            return self.say(words("{pickups}, in {outlets}."), pickups=pickups, outlets=outlets)
        national = self.ink.figure(words.n("{n} national one", "{n} national ones", tally.national), "une")
        return self.say(
            words("{pickups}, in {outlets} including {national}."),
            pickups=pickups,
            outlets=outlets,
            national=national,
        )

    def _older(self) -> str:
        words, count = self.words, self.digest.late_tally.articles
        pickups = words.n("{n} earlier pickup", "{n} earlier pickups", count)
        found = words.form("{pickups} {of_text} has been found", "{pickups} {of_text} have been found", count)
        return self.say(found, pickups=self.ink.figure(pickups, "tard"), of_text=self.of_text)

    def subheads(self) -> list[str]:
        """The second sentences: what else there is, and whether we could look."""
        digest, words = self.digest, self.words
        if digest.state is State.BLIND:
            return self._blind_subheads()
        said = []
        topic = sum(len(story.members) for story in digest.topic)
        if digest.late_tally.articles and digest.tally.articles:
            said.append(self.say(words("{older}."), older=self._older()))
        if digest.state is State.NOTHING:
            said.append(self._we_looked())
        if topic:
            said.append(
                self.say(
                    words("{articles} on {event}."),
                    articles=self.ink.figure(words.n("{n} article", "{n} articles", topic), "evenement"),
                    event=self.event,
                )
            )
        elif digest.state is State.NOTHING:
            said.append(self.say(words("No new article on {event} either."), event=self.event))
        unread = len(digest.coverage.unread)
        if unread and digest.state is State.CAME_OUT and not digest.window.by_publication_day:
            sources = self._sources(unread)
            could_not = words.form("{sources} could not be read.", "{sources} could not be read.", unread)
            said.append(self.say(could_not, sources=sources))
        return said

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
            return [words("Nothing that we have read since is dated from that day."), unknown]
        if digest.blindness is Blindness.NO_SOURCE:
            return [words("There is no source that we may read."), unknown]
        coverage = digest.coverage
        said = [
            self.say(
                words.form(
                    "{unread} of {sources} was not read.",
                    "{unread} of {sources} were not read.",
                    len(coverage.unread),
                ),
                unread=words.number(len(coverage.unread)),
                sources=self._sources(coverage.allowed),
            )
        ]
        if digest.tally.articles:
            found = self._pickups_of_text()
            said.append(
                self.say(words("We found {pickups} all the same; there may be others."), pickups=found)
            )
        else:
            said.append(unknown)
        return said

    def details(self) -> list[str]:
        """The small print under the headline: of what the number is made, and which hours are covered."""
        words, tally = self.words, self.digest.tally
        said = []
        if tally.reprints:
            said.append(
                self.say(
                    words("{stories} and {reprints}."),
                    stories=words.n("{n} article", "{n} articles", tally.stories),
                    reprints=words.n(
                        "{n} reprint of a dispatch", "{n} reprints of a dispatch", tally.reprints
                    ),
                )
            )
        if tally.by_kind:
            kinds = [self._kind_count(kind, count) for kind, count in tally.by_kind]
            said.append(self.say(words("In all, {kinds}."), kinds=words.listing(kinds)))
        if tally.articles:
            said.append(self._reviewed())
        said.append(self.period())
        entries = self.digest.coverage.entries
        if entries:
            said.append(words.n("We looked through {n} title.", "We looked through {n} titles.", entries))
        return said

    def _kind_count(self, kind: MentionKind, count: int) -> str:
        if kind is MentionKind.REPUBLICATION:
            return self.words.n("{n} full republication", "{n} full republications", count)
        return self.words.n("{n} citation", "{n} citations", count)

    def period(self) -> str:
        """Which hours are covered, or that the report goes by publication day."""
        window, words = self.digest.window, self.words
        if window.by_publication_day:
            return words(
                "Nothing was read on that day: this report holds what was published on it, from what has been read since."
            )
        return words.n(
            "This report covers {n} hour, from {start} to {end}.",
            "This report covers {n} hours, from {start} to {end}.",
            window.hours,
            start=self.times.cut(window.covers_from),
            end=self.times.cut(window.covers_until),
        )

    def _reviewed(self) -> str:
        words, tally = self.words, self.digest.tally
        if tally.reviewed == tally.articles:
            return words("All are reviewed.")
        if not tally.reviewed:
            return words("None is reviewed yet: they may still change.")
        return words.n(
            "{reviewed} of {n} pickup is reviewed: the others may still change.",
            "{reviewed} of {n} pickups are reviewed: the others may still change.",
            tally.articles,
            reviewed=words.number(tally.reviewed),
        )

    def blind_paragraphs(self) -> list[tuple[str, str]]:
        """For a report that could not look: (what the paragraph is about, what it says)."""
        words, blindness = self.words, self.digest.blindness
        if blindness is None or self.digest.state is not State.BLIND:
            return []
        happened = words(WHAT_HAPPENED[blindness])
        reads = [line.last_read_at for line in self.digest.coverage.lines if line.last_read_at]
        if reads and blindness in (Blindness.OFFLINE, Blindness.TOO_FEW):
            last = words("Last successful reading: {when}.", when=self.times.short(max(reads)))
            happened = f"{happened} {last}"
        return [
            (words("What happened."), happened),
            (words("What is kept."), words("Nothing that was found before is lost.")),
            (words("What you can do."), words(WHAT_TO_DO[blindness])),
        ]
