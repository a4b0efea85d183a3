"""The small print of a report: of what its figures are made, which hours it covers, why we could not look, its foot."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from monitor.digest import Blindness, State
from monitor.reports.ink import PLAIN
from monitor.reports.sentences import Sentences
from monitor.wording.outside import clean
from monitor.wording.words import message
from storage.model import MentionKind, ReportKind

SATURDAY, SUNDAY = 5, 6
NAMED_DAYS = 4
"""So many days without a report are named; more are counted."""

WHAT_HAPPENED = {
    Blindness.OFFLINE: message("The computer that runs Retombées had no access to the internet."),
    Blindness.TOO_FEW: message("Most of the sites could not be read; the list below says why."),
    Blindness.BROKEN_OFF: message("The reading of this morning stopped on its way."),
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
    Blindness.BROKEN_OFF: message(
        "Nothing urgent. If this message comes back tomorrow, write to the person who looks after the installation."
    ),
    Blindness.NO_SOURCE: message(
        "Have the list of sources looked at by the person who looks after the installation."
    ),
    Blindness.NOTHING_RAN: message(
        "Nothing urgent: what was published in the meantime is read at the next reading, as long as the sites still list it."
    ),
}


LAST_READ_SAID = (Blindness.OFFLINE, Blindness.TOO_FEW, Blindness.BROKEN_OFF)


class SmallPrint:
    """The small print of one report."""

    def __init__(self, sentences: Sentences) -> None:
        self.sentences = sentences
        self.digest = sentences.digest
        self.words = sentences.words
        self.say = sentences.say

    def details(self) -> list[str]:
        """Under the headline: of what the number is made, and which hours are covered."""
        words, tally = self.words, self.digest.tally
        said = []
        if self.digest.organisation:
            only = words("Only articles that name or quote {organisation} stand in this report.")
            said.append(self.say(only, organisation=self.sentences.organisation))
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
        said += self._left_out()
        said.append(self.period())
        if self.digest.broken_off and self.digest.state is not State.BLIND:
            broken = words(
                "The last reading, begun {when}, stopped on its way: something that came out since may be missing."
            )
            said.append(self.say(broken, when=self.sentences.times.short(self.digest.broken_off)))
        entries = self.digest.coverage.entries
        if entries:
            said.append(words.n("We looked through {n} title.", "We looked through {n} titles.", entries))
        return said

    def _left_out(self) -> list[str]:
        count = sum(len(story.members) for story in self.digest.left_out)
        if not count:
            return []
        return [
            self.words.n(
                "{n} article is left out of this report by choice; it stays in the archive.",
                "{n} articles are left out of this report by choice; they stay in the archive.",
                count,
            )
        ]

    def _kind_count(self, kind: MentionKind, count: int) -> str:
        if kind is MentionKind.REPUBLICATION:
            return self.words.n("{n} full republication", "{n} full republications", count)
        return self.words.n("{n} citation", "{n} citations", count)

    def _reviewed(self) -> str:
        words, tally = self.words, self.digest.tally
        if tally.reviewed == tally.articles:
            return words("All are reviewed.")
        if not tally.reviewed:
            return words("None is reviewed yet: they may still change.")
        return words.n(
            "{n} of {total} pickups is reviewed: the rest may still change.",
            "{n} of {total} pickups are reviewed: the rest may still change.",
            tally.reviewed,
            total=words.number(tally.articles),
        )

    def period(self) -> str:
        """Which hours are covered, with the days that had no report; or that the report goes by publication day."""
        window, words = self.digest.window, self.words
        if window.by_publication_day and self.digest.kind is ReportKind.DAILY:
            return words(
                "Nothing was read on that day: this report holds what was published on it, from what has been read since."
            )
        if window.by_publication_day:
            return words(
                "Nothing was read in that time: this report holds what was published in it, from what has been read since."
            )
        if self.digest.kind is ReportKind.FINAL:
            return self._campaign_days()
        if self.digest.kind is ReportKind.WEEKLY:
            return words.n(
                "This report covers {n} day, from {start} to {end}.",
                "This report covers {n} days, from {start} to {end}.",
                window.days(self.sentences.times.zone),
                **self._ends(),
            )
        skipped = window.skipped(self.sentences.times.zone)
        return self._with_skipped(skipped) if skipped else self._hours(words("This report covers {hours}."))

    def _ends(self) -> dict[str, str]:
        times, window = self.sentences.times, self.digest.window
        return {"start": times.cut(window.covers_from), "end": times.cut(window.covers_until)}

    def _hours(self, sentence: str, **values: str) -> str:
        hours = self.words.n(
            "{n} hour, from {start} to {end}",
            "{n} hours, from {start} to {end}",
            self.digest.window.hours,
            **self._ends(),
        )
        return self.say(sentence, hours=hours, **values)

    def _with_skipped(self, skipped: tuple[date, ...]) -> str:
        words = self.words
        if [day.weekday() for day in skipped] == [SATURDAY, SUNDAY]:
            return self._hours(words("This report covers the weekend: {hours}."))
        if len(skipped) > NAMED_DAYS:
            count = words.number(len(skipped))
            return self._hours(
                words("This report also covers {count} days without one of their own: {hours}."), count=count
            )
        days = words.listing([words.short_day(day) for day in skipped])
        also = words.form(
            "This report also covers {days}, which had none of its own: {hours}.",
            "This report also covers {days}, which had none of their own: {hours}.",
            len(skipped),
        )
        return self._hours(also, days=days)

    def _campaign_days(self) -> str:
        window, words = self.digest.window, self.words
        zone: ZoneInfo = self.sentences.times.zone
        first = window.covers_from.astimezone(zone).date()
        last = window.day
        return words.n(
            "This report covers the whole campaign: {n} day, from {start} to {end}.",
            "This report covers the whole campaign: {n} days, from {start} to {end}.",
            (last - first) // timedelta(days=1) + 1,
            start=words.day(first, year=first.year != last.year),
            end=words.day(last),
        )

    def blind_paragraphs(self) -> list[tuple[str, str]]:
        """For a report that could not look: (what the paragraph is about, what it says)."""
        words, blindness = self.words, self.digest.blindness
        if blindness is None or self.digest.state is not State.BLIND:
            return []
        happened = words(WHAT_HAPPENED[blindness])
        reads = [line.last_read_at for line in self.digest.coverage.lines if line.last_read_at]
        if reads and blindness in LAST_READ_SAID:
            last = words("Last successful reading: {when}.", when=self.sentences.times.short(max(reads)))
            happened = f"{happened} {last}"
        return [
            (words("What happened."), happened),
            (words("What is kept."), words("Nothing that was found before is lost.")),
            (words("What you can do."), words(WHAT_TO_DO[blindness])),
        ]

    def foot(self) -> list[str]:
        """Who prepared the report and when, whose words it holds, whom it is about: plain text, one line each."""
        words = self.words
        daily = self.digest.kind is ReportKind.DAILY
        made_at = self.sentences.times.cut(self.digest.made_at)
        whom = clean(self.digest.campaign.prepared_for)
        if whom:
            of_day = words("Daily report prepared for {whom} on {when}.")
            made = of_day if daily else words("Report prepared for {whom} on {when}.")
            prepared = PLAIN.fill(made, {"whom": whom, "when": made_at})
        else:
            made = words("Daily report prepared on {when}.") if daily else words("Report prepared on {when}.")
            prepared = PLAIN.fill(made, {"when": made_at})
        return [
            prepared,
            words(
                "Titles and short extracts belong to their outlets; the articles are to be read there. "
                "Figures count articles, never readers: we estimate neither audience nor advertising value."
            ),
            words(
                "This report names authors and people quoted, as the outlets have published it. "
                "Whoever is named can ask those who prepare it what is kept, and have it put right or deleted."
            ),
        ]
