"""What a book says of its own making: what was read and what could not be, what counts, and what no figure says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from babel.dates import get_timezone_location

from monitor.digest import Look, SourceLine
from monitor.reports.book_dates import period_words
from monitor.reports.book_words import BookWords
from monitor.reports.items import EXCERPT_MOST
from monitor.wording.labels import SOURCE_KIND, health_words
from monitor.wording.outside import clean

DAYS_NAMED = 10
NAMES_MOST = 40
ROWS_MOST = 60


@dataclass(frozen=True, slots=True)
class Trouble:
    """A source that was never read in the period: what happens, and when it was last read."""

    outlet: str
    kind: str
    happens: str
    last: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A heading, and what is said under it."""

    heading: str
    sentences: tuple[str, ...]


class Method:
    """The last section of one book, in plain text."""

    def __init__(self, book_words: BookWords) -> None:
        self.book_words = book_words
        self.words = book_words.words
        self.looked = book_words.book.looked
        self.coverage = self.looked.coverage

    def paragraphs(self) -> list[Paragraph]:
        """What was read first, then how it was counted."""
        words = self.words
        return [
            Paragraph(words("What we read"), tuple(self._read())),
            Paragraph(words("What counts"), tuple(self._counts())),
            Paragraph(words("Days and dates"), tuple(self._days())),
            Paragraph(words("Extracts and rights"), tuple(self._rights())),
            Paragraph(words("What no figure says"), tuple(self._limits())),
        ]

    def summary(self) -> str:
        """How much of what we may read was read, in one sentence."""
        words, coverage = self.words, self.coverage
        if self.looked.begins is None:
            return words("Nothing was read in this period: what stands here was found at another time.")
        sources = words.n("{n} source", "{n} sources", coverage.allowed)
        said = words.form(
            "{read} of the {sources} that we may read was read at least once in this period.",
            "{read} of the {sources} that we may read were read at least once in this period.",
            coverage.read,
        )
        return said.format(read=words.number(coverage.read), sources=sources)

    def _read(self) -> Iterable[str]:
        words, looked = self.words, self.looked
        yield self.summary()
        if looked.begins and looked.begins > self.book_words.book.first:
            yield words(
                "Reading began on {day}: what had come out before was found afterwards, as far as the sites still listed it.",
                day=words.day(looked.begins),
            )
        if looked.blank:
            named = words.listing([words.day(day, year=False) for day in looked.blank[:DAYS_NAMED]])
            if len(looked.blank) <= DAYS_NAMED:
                yield words.n(
                    "On {n} day nothing could be read: {days}.",
                    "On {n} days nothing could be read: {days}.",
                    len(looked.blank),
                    days=named,
                )
            else:
                yield words.n(
                    "On {n} day nothing could be read.",
                    "On {n} days nothing could be read.",
                    len(looked.blank),
                )
        if self.coverage.in_part:
            yield words.n(
                "{n} source could be read at first and no longer at the end: {names}.",
                "{n} sources could be read at first and no longer at the end: {names}.",
                len(self.coverage.in_part),
                names=self._names(self.coverage.in_part),
            )
        yield from self._not_to_be_read()

    def _not_to_be_read(self) -> Iterable[str]:
        """Whose sites forbid it, and what the team had paused."""
        words = self.words
        forbidden = self.coverage.having(Look.FORBIDDEN)
        if forbidden:
            yield words.n(
                "{n} source forbids automatic reading; we respect that: {names}.",
                "{n} sources forbid automatic reading; we respect that: {names}.",
                len(forbidden),
                names=self._names(forbidden),
            )
        paused = self.coverage.having(Look.PAUSED)
        if paused:
            yield words.n(
                "{n} source was paused by the team and read by nobody: {names}.",
                "{n} sources were paused by the team and read by nobody: {names}.",
                len(paused),
                names=self._names(paused),
            )

    def _names(self, lines: Iterable[SourceLine]) -> str:
        names = list(dict.fromkeys(clean(line.outlet.name, 80) for line in lines))
        shown, hidden = ", ".join(names[:NAMES_MOST]), len(names) - NAMES_MOST
        if hidden <= 0:
            return shown
        more = self.words.n("and {n} more", "and {n} more", hidden)
        return f"{shown}, {more}"

    def troubles(self) -> tuple[list[Trouble], int]:
        """The sources that could never be read in the period, and how many more there are than are listed."""
        unread = self.coverage.unread
        return [self._trouble(line) for line in unread[:ROWS_MOST]], max(0, len(unread) - ROWS_MOST)

    def troubles_caption(self) -> str:
        """The caption of the table of these sources."""
        count = len(self.coverage.unread)
        return self.words.n(
            "The source that could not be read in this period",
            "The {n} sources that could not be read in this period",
            count,
        )

    def _trouble(self, line: SourceLine) -> Trouble:
        words = self.words
        untold = line.look is Look.NOT_TRIED and line.reason is None
        last = line.last_read_at
        return Trouble(
            outlet=clean(line.outlet.name, 80),
            kind=words(SOURCE_KIND[line.source.kind]),
            happens=words("Not tried.") if untold else health_words(words, line.health, line.reason),
            last=self.book_words.short_day(last.astimezone(self.book_words.zone).date()) if last else "–",
        )

    def _counts(self) -> Iterable[str]:
        words, book = self.words, self.book_words.book
        yield words("A pickup is an article that republishes our text or cites it.")
        yield words("The articles of one dispatch count as one article and its reprints.")
        yield words(
            "Articles on {event} that do not speak of our text stand apart and are never counted as pickups.",
            event=self.book_words.event,
        )
        if book.confirmed_only:
            yield words("Only what the team confirmed stands in this book.")
        else:
            yield words("What the team rejected is left out; what it has not reviewed yet is in.")
        waiting = book.waiting
        if waiting.articles - waiting.to_check:
            yield words.n(
                "{n} article of this period waits for review.",
                "{n} articles of this period wait for review.",
                waiting.articles - waiting.to_check,
            )
        if waiting.to_check:
            yield words.n(
                "{n} article is still to be checked; it is neither shown nor counted.",
                "{n} articles are still to be checked; they are neither shown nor counted.",
                waiting.to_check,
            )

    def _days(self) -> Iterable[str]:
        words, book = self.words, self.book_words.book
        place = get_timezone_location(
            self.book_words.zone, locale={"fr": "fr_FR", "en": "en_GB"}[words.language], return_city=True
        )
        yield words("Period: {period}.", period=period_words(words, book.first, book.last))
        yield words(
            "Days are cut at midnight, {place} time; dates are those that the outlets give.", place=place
        )
        yield words("An article without a date stands on the day on which we found it.")

    def _rights(self) -> Iterable[str]:
        words = self.words
        yield words(
            "Titles and extracts, of {most} characters at most, belong to their outlets; the articles are to be read there.",
            most=words.number(EXCERPT_MOST),
        )
        yield words(
            "This book names authors and people quoted, as the outlets have published it. "
            "Whoever is named can ask those who prepare it what is kept, and have it put right or deleted."
        )

    def _limits(self) -> Iterable[str]:
        words = self.words
        yield words(
            "Figures count articles, never readers: we estimate neither audience nor advertising value."
        )
        yield words(
            "We read the sites of the outlets in our list, as far as they let us. "
            "What came out on paper or on air alone, or in social networks, is not in this book."
        )
