"""What a book says in its own voice: on its cover, and at the head of its sections."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from monitor.book import Book, Part, Span
from monitor.digest.window import local_day
from monitor.reports.book_dates import day_words, period_short, period_words, span_words
from monitor.reports.ink import Ink
from monitor.reports.sentences import OF_TEXT, TEXT_NAME
from monitor.wording.outside import clean
from monitor.wording.words import Words, keep_together, message

PART = {
    Part.DAILIES: message("National dailies"),
    Part.MAGAZINES: message("Weeklies and magazines"),
    Part.AGENCIES: message("News agencies"),
    Part.REGIONAL: message("Regional press"),
    Part.BROADCAST: message("Radio and television"),
    Part.ONLINE: message("Online newspapers"),
    Part.SPECIALIST: message("Specialist sites"),
    Part.ASSOCIATIONS: message("Associations’ sites"),
    Part.INSTITUTIONS: message("Institutions’ sites"),
    Part.OTHERS: message("Other sites"),
}

TITLE_MOST = 160


class BookWords:
    """The sentences of one book in one language; `ink` says whether they are text or HTML."""

    def __init__(self, book: Book, language: str, ink: Ink) -> None:
        self.book = book
        self.words = Words(language)
        self.ink = ink
        campaign = book.campaign
        self.zone = ZoneInfo(campaign.zone)
        kind = campaign.documents[0].kind if campaign.documents else None
        self.of_text = self.words(OF_TEXT[kind]) if kind else self.words("of the text")
        self.text_name = self.words(TEXT_NAME[kind]) if kind else self.words("Text")
        event = campaign.event
        self.event = clean(event.short(self.words.language), 60) if event else self.words("the subject")
        self.organisation = clean(book.organisation.name, 80) if book.organisation else ""

    def say(self, sentence: str, **values: Any) -> str:
        """Fill a sentence that has been looked up already."""
        return self.ink.fill(sentence, values)

    def title(self) -> str:
        """The title of the campaign."""
        campaign = self.book.campaign
        title = clean(campaign.name, TITLE_MOST)
        return keep_together(title) if campaign.language == "fr" else title

    def full_title(self) -> str:
        """The book in one line of plain text: the title of the page and of the file."""
        title = self.words("{title}: press review {period}", title=self.title(), period=self.period())
        return f"{title}, {self.organisation}" if self.organisation else title

    def over(self) -> str:
        """What this is, and of which days."""
        return self.words("Press review, {period}", period=self.period())

    def period(self) -> str:
        """The days of the book in a sentence."""
        return period_words(self.words, self.book.first, self.book.last)

    def short_day(self, day: date) -> str:
        """A day in a list: "4 février", with its year where the book lies in more than one, or in another."""
        alone = self.book.first.year == self.book.last.year == day.year
        return day_words(self.words, day, year=not alone)

    def release(self) -> date | None:
        """The local day on which the first text of the campaign came out."""
        published = [one.published_at for one in self.book.campaign.documents if one.published_at]
        return min((local_day(moment, self.zone) for moment in published), default=None)

    def running(self) -> str:
        """The days of the book at the head of a page."""
        return period_short(self.words, self.book.first, self.book.last)

    def about(self) -> list[str]:
        """Under the title: what was published, when, by whom, and what of it stands here."""
        words, campaign = self.words, self.book.campaign
        said = []
        document = campaign.documents[0] if campaign.documents else None
        if document and document.published_at:
            day = words.day(local_day(document.published_at, self.zone))
            where = clean(document.outlet_names[0], 60) if document.outlet_names else ""
            if where:
                published = words("{text}, published in {outlet} on {day}.")
                said.append(self.say(published, text=self.text_name, outlet=where, day=day))
            else:
                said.append(self.say(words("{text} of {day}."), text=self.text_name, day=day))
        behind = [clean(one.name, 80) for one in campaign.organisations if one.role == "initiator"]
        if behind:
            names = words.listing(behind[:12])
            said.append(self.say(words("Organisations behind it: {names}."), names=names))
        if self.organisation:
            only = words("This book holds what names or quotes {organisation}.")
            said.append(self.say(only, organisation=self.organisation))
        return said

    def facts(self) -> list[str]:
        """The numbers, each in a sentence: what was picked up, what else there is, what has been reviewed."""
        return [said for said in (self._pickups(), self._others(), self._reviewed()) if said]

    def _pickups(self) -> str:
        words, tally, strong = self.words, self.book.tally, self.ink.strong
        if not tally.articles:
            none = words("No pickup {of_text} in this period.")
            return "" if self.book.looked.blind else self.say(none, of_text=self.of_text)
        said = self.say(
            words("{pickups} {of_text} in {outlets}"),
            pickups=strong(words.n("{n} pickup", "{n} pickups", tally.articles)),
            of_text=self.of_text,
            outlets=strong(self._outlets()),
        )
        countries = sum(1 for share in self.book.countries if share.key and share.pickups)
        if countries > 1:
            where = words.n("{n} country", "{n} countries", countries)
            said = self.say(words("{before} of {countries}"), before=said, countries=where)
        if 0 < tally.national < tally.outlets:
            national = words.n("{n} of them national", "{n} of them national", tally.national)
            said = self.say(words("{before}, {national}"), before=said, national=national)
        said = self.say(words("{said}."), said=said)
        if not tally.reprints:
            return said
        made_of = self.say(
            words("{stories} and {reprints}."),
            stories=words.n("{n} article", "{n} articles", tally.stories),
            reprints=words.n("{n} reprint of a dispatch", "{n} reprints of a dispatch", tally.reprints),
        )
        return self.ink.join([said, made_of])

    def _outlets(self) -> str:
        words, tally = self.words, self.book.tally
        if tally.national == tally.outlets:
            return words.n("{n} national outlet", "{n} national outlets", tally.outlets)
        return words.n("{n} outlet", "{n} outlets", tally.outlets)

    def warning(self) -> str:
        """That we could not look, or not everywhere; empty where we could."""
        words, book = self.words, self.book
        if not book.looked.blind:
            return ""
        if book.tally.articles:
            return words("We could not look everywhere in this period; there may be other pickups.")
        return words("We could not look in this period. There may be pickups: we do not know.")

    def _others(self) -> str:
        words, book = self.words, self.book
        said = []
        if book.topic:
            said.append(
                self.say(
                    words("{articles} on {event}, among the outlets that we read."),
                    articles=self.ink.strong(words.n("{n} article", "{n} articles", len(book.topic))),
                    event=self.event,
                )
            )
        if book.related:
            said.append(
                words.n(
                    "{n} article on a related subject.",
                    "{n} articles on a related subject.",
                    len(book.related),
                )
            )
        return self.ink.join(said) if said else ""

    def _reviewed(self) -> str:
        words, book = self.words, self.book
        if book.confirmed_only:
            left = book.waiting.pickups + book.waiting.second_look
            said = [words("Only what the team confirmed stands in this book.")]
            if left:
                said.append(
                    words.n(
                        "{n} pickup that waits for review is left out.",
                        "{n} pickups that wait for review are left out.",
                        left,
                    )
                )
            return " ".join(said)
        tally = book.tally
        if not tally.articles:
            return ""
        if tally.reviewed == tally.articles:
            return words("All have been reviewed by the team.")
        if not tally.reviewed:
            return words("None has been reviewed yet: they may still change.")
        return words(
            "Reviewed so far: {reviewed} of {n}; the others may still change.",
            reviewed=words.number(tally.reviewed),
            n=words.number(tally.articles),
        )

    def small(self) -> list[str]:
        """The small print of the cover: what waits for a person, and what the figures are not."""
        words, check = self.words, self.book.waiting.to_check
        said = []
        if check:
            said.append(
                words.n(
                    "{n} article is still to be checked; it is neither shown nor counted.",
                    "{n} articles are still to be checked; they are neither shown nor counted.",
                    check,
                )
            )
        said.append(
            words(
                "Figures count articles, never readers: we estimate neither audience nor advertising value."
            )
        )
        return said

    def prepared(self) -> str:
        """Who prepared the book, and when."""
        words = self.words
        day = words.day(local_day(self.book.made_at, self.zone))
        whom = clean(self.book.campaign.prepared_for)
        if whom:
            return self.say(words("Prepared for {whom} on {day}."), whom=whom, day=day)
        return self.say(words("Prepared on {day}."), day=day)

    def part(self, part: Part) -> str:
        """A kind of outlet, as a heading."""
        return self.words(PART[part])

    def span(self, span: Span) -> str:
        """A bar in words, with its year where the bars lie in more than one."""
        spans = self.book.timeline.spans
        year = bool(spans) and spans[0].first.year != spans[-1].last.year
        return span_words(self.words, span, self.book.timeline.unit, year)
