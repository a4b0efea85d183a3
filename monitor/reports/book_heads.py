"""What stands at the head of each section of a book."""

from __future__ import annotations

from monitor.book import Section, Unit
from monitor.reports.book_dates import period_words
from monitor.reports.book_words import BookWords
from monitor.reports.sentences import capital


class BookHeads:
    """The headings and introductions of one book."""

    def __init__(self, book_words: BookWords) -> None:
        self.book_words = book_words
        self.book = book_words.book
        self.words = book_words.words
        self.say = book_words.say
        self.ink = book_words.ink
        self.span = book_words.span

    def section_intro(self, section: Section, in_full: int) -> str:
        """How many pickups in how many outlets, in which order, and how many are shown in full."""
        words = self.words
        said = [
            self.say(
                words("{pickups} in {outlets}."),
                pickups=words.n("{n} pickup", "{n} pickups", section.tally.articles),
                outlets=words.n("{n} outlet", "{n} outlets", section.tally.outlets),
            )
        ]
        if len(section.stories) > 1:
            said.append(
                words("The most striking first, in the order chosen by the team.")
                if section.by_hand
                else words("The most striking first.")
            )
        if len(section.stories) > in_full:
            said.append(
                words.n(
                    "The first stands in full, the others in one line each.",
                    "The first {n} stand in full, the others in one line each.",
                    in_full,
                )
            )
        return self.ink.join(said)

    def timeline_heading(self) -> str:
        """The heading of the timeline, by what a bar stands for."""
        unit = self.book.timeline.unit
        if unit is Unit.DAY:
            return self.words("The campaign, day by day")
        if unit is Unit.WEEK:
            return self.words("The campaign, week by week")
        return self.words("The campaign, month by month")

    def timeline_intro(self) -> list[str]:
        """The strongest bar in words, then the articles that stand in none."""
        words, timeline = self.words, self.book.timeline
        said = []
        strongest = max(timeline.spans, key=lambda span: span.pickups, default=None)
        if strongest is not None and strongest.pickups:
            when = self.span(strongest)
            pickups = words.n("{n} pickup", "{n} pickups", strongest.pickups)
            said.append(words("Most pickups: {when}, {pickups}.", when=when, pickups=pickups))
        outside = timeline.earlier + timeline.later
        if outside:
            said.append(
                words.n(
                    "{n} article published before or after is not drawn.",
                    "{n} articles published before or after are not drawn.",
                    outside,
                )
            )
        if timeline.undated:
            said.append(
                words.n(
                    "{n} article without a date is not drawn.",
                    "{n} articles without a date are not drawn.",
                    timeline.undated,
                )
            )
        return said

    def chart_title(self) -> str:
        """What the drawing shows, for those who do not see it."""
        words, timeline = self.words, self.book.timeline
        drawn = words(
            "Articles by date, {period}: {pickups} and {topic} on {event}.",
            period=period_words(words, timeline.spans[0].first, timeline.spans[-1].last),
            pickups=words.n("{n} pickup", "{n} pickups", sum(span.pickups for span in timeline.spans)),
            topic=words.n("{n} article", "{n} articles", sum(span.topic for span in timeline.spans)),
            event=self.book_words.event,
        )
        see = words("The figures stand in the table.")
        return f"{drawn} {see}"

    def key(self) -> tuple[str, str]:
        """What the two colours of the drawing are."""
        words, book = self.words, self.book
        return (
            words.n(
                "{text}: {n} pickup",
                "{text}: {n} pickups",
                book.tally.articles,
                text=self.book_words.text_name,
            ),
            words.n(
                "{event}: {n} article",
                "{event}: {n} articles",
                len(book.topic),
                event=capital(self.book_words.event),
            ),
        )

    def best_heading(self) -> str:
        """The heading of the first pages of articles."""
        return self.words.form("The most striking", "The {n} most striking", len(self.book.best)).format(
            n=self.words.number(len(self.book.best))
        )

    def outlets_intro(self) -> str:
        """How many outlets there are in all, and that they are in the order of the alphabet."""
        words = self.words
        return words.n(
            "{n} outlet with at least one article in this book.",
            "{n} outlets with at least one article in this book, in alphabetical order.",
            len(self.book.outlets),
        )

    def others_intro(self, count: int, listed: bool) -> str:
        """Before articles that are no pickups: that they are not counted, and where they are if not listed."""
        words = self.words
        said = words("These articles are not counted as pickups.")
        if listed:
            return said
        left = words.n(
            "{n} article is too many to be listed here: they stand by outlet below, and one by one in the list that “retombees export” writes.",
            "{n} articles are too many to be listed here: they stand by outlet below, and one by one in the list that “retombees export” writes.",
            count,
        )
        return f"{said} {left}"
