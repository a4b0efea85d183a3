"""The words of an overview: heads of its tables, names of its lines, the sentences that say the answer first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from monitor.dossier import DocumentKind
from monitor.export.figures import BUCKETS, Bucket
from monitor.figures import Row, Series, Table, TableName
from monitor.figures.days import Span, Step
from monitor.reports.sentences import OF_TEXT, capital
from monitor.web.desk import Desk
from monitor.wording.labels import MENTION_KIND, TONE, outlet_kind_words
from monitor.wording.outside import clean
from monitor.wording.words import message
from storage.model import MentionKind, ReviewStatus

TITLES = {
    TableName.DAYS: message("Since the release"),
    TableName.KINDS: message("Kinds"),
    TableName.OUTLETS: message("Outlets"),
    TableName.OUTLET_KINDS: message("Kinds of outlet"),
    TableName.ORGANISATIONS: message("Organisations named and quoted"),
    TableName.LANGUAGES: message("Languages"),
    TableName.COUNTRIES: message("Countries"),
    TableName.TONES: message("Tone, as you judged it"),
    TableName.PROGRESS: message("Review"),
    TableName.REVIEWERS: message("By person"),
    TableName.REVIEW_DAYS: message("By day of review"),
}
FIRST_HEADS = {
    TableName.DAYS: message("Day"),
    TableName.KINDS: message("Kind"),
    TableName.OUTLETS: message("Outlet"),
    TableName.OUTLET_KINDS: message("Kind of outlet"),
    TableName.ORGANISATIONS: message("Organisation"),
    TableName.LANGUAGES: message("Language"),
    TableName.COUNTRIES: message("Country"),
    TableName.TONES: message("Tone"),
    TableName.PROGRESS: message("Status"),
    TableName.REVIEWERS: message("Person"),
    TableName.REVIEW_DAYS: message("Day"),
}
PUBLISHED = {
    DocumentKind.OPED: message("the op-ed comes out"),
    DocumentKind.RELEASE: message("the press release comes out"),
    DocumentKind.STATEMENT: message("the statement comes out"),
    DocumentKind.REPORT: message("the report comes out"),
}
COLUMNS = {
    "mentions": message("Mentions"),
    "named": message("named"),
    "quoted": message("quoted"),
    ReviewStatus.CONFIRMED: message("confirmed"),
    ReviewStatus.REJECTED: message("rejected"),
    ReviewStatus.SECOND_LOOK: message("second look"),
}
STATUSES = {
    ReviewStatus.TO_REVIEW: message("To review"),
    ReviewStatus.CONFIRMED: message("Confirmed"),
    ReviewStatus.REJECTED: message("Rejected"),
    ReviewStatus.SECOND_LOOK: message("Second look"),
}


@dataclass(frozen=True)
class Labels:
    """The words of one campaign's overview, for whoever asks."""

    desk: Desk

    @cached_property
    def of_text(self) -> str:
        """ "de la tribune": the text that is picked up."""
        documents = self.desk.campaign.documents
        words = self.desk.words
        return words(OF_TEXT[documents[0].kind]) if documents else words("of the text")

    @cached_property
    def event(self) -> str:
        """The event by its name on the screen."""
        event, words = self.desk.campaign.event, self.desk.words
        return clean(event.short(words.language), 60) if event is not None else words("the subject")

    def title(self, table: Table) -> str:
        """The heading of a table; the days of a period that somebody chose are not "since the release"."""
        words = self.desk.words
        if table.name is TableName.DAYS and any(
            self.desk.query.text(one, 10) for one in ("days", "since", "until")
        ):
            return words("By day of publication")
        return words(TITLES[table.name])

    def head(self, name: TableName) -> str:
        """The head of its first column."""
        return self.desk.words(FIRST_HEADS[name])

    def column(self, column: str) -> str:
        """The head of a column of numbers."""
        words = self.desk.words
        series = {
            Series.TEXT: capital(words("pickups {of_text}", of_text=self.of_text)),
            Series.RELATED: words("Related subjects"),
            Series.EVENT: capital(words("articles on {event}", event=self.event)),
        }
        return series[Series(column)] if column in set(Series) else words(COLUMNS[column])

    @cached_property
    def _outlets(self) -> dict[str, str]:
        return {one.id: one.name for one in self.desk.store.outlets()}

    @cached_property
    def _people(self) -> dict[str, str]:
        return {one.login: one.name for one in self.desk.store.accounts()}

    @cached_property
    def _organisations(self) -> dict[str, str]:
        return {one.id: one.name for one in self.desk.campaign.organisations}

    def row(self, name: TableName, row: Row) -> str:
        """The name of a line."""
        words, key = self.desk.words, row.key
        if name is TableName.DAYS:
            return self.span(row.span)
        if name is TableName.REVIEW_DAYS:
            return capital(self._day(date.fromisoformat(key)))
        if name is TableName.KINDS:
            return self._kind(key)
        if name is TableName.OUTLETS:
            return clean(self._outlets.get(key, key), 80)
        if name is TableName.ORGANISATIONS:
            return clean(self._organisations.get(key, key), 80)
        if name is TableName.REVIEWERS:
            return clean(self._people.get(key, key), 60)
        if name is TableName.PROGRESS:
            return words(STATUSES[ReviewStatus(key)])
        return self._of_a_few(name, key)

    def _of_a_few(self, name: TableName, key: str) -> str:
        words = self.desk.words
        if name is TableName.OUTLET_KINDS:
            return outlet_kind_words(words, clean(key, 40)) or words("kind of outlet unknown")
        if name is TableName.LANGUAGES:
            return words.tongue(clean(key, 20)) if key else words("language unknown")
        if name is TableName.COUNTRIES:
            return words.country(clean(key, 20)) if key else words("country unknown")
        return words(TONE[key]) if key in TONE else words("not judged yet")

    def _kind(self, key: str) -> str:
        words = self.desk.words
        if key == MentionKind.TOPIC:
            return capital(self.event)
        return (
            words(MENTION_KIND[MentionKind(key)]) if key in set(MentionKind) else words(BUCKETS[Bucket(key)])
        )

    def span(self, span: Span | None) -> str:
        """The days of a line of the timeline."""
        words = self.desk.words
        if span is None:
            return words("Without a date")
        if span.first is None:
            return words("Until {day}", day=self._day(span.last)) if span.last else words("Without a date")
        if span.last is None:
            return words("From {day} on", day=self._day(span.first))
        if span.step is Step.DAY:
            return capital(self._day(span.first))
        if span.step is Step.WEEK:
            return words("Week of {day}", day=self._day(span.first))
        return capital(words.month(span.first)) if span.step is Step.MONTH else str(span.first.year)

    def notes(self, span: Span | None) -> list[str]:
        """What fell on these days, and whether we could look."""
        if span is None:
            return []
        words, campaign = self.desk.words, self.desk.campaign
        documents = {one.id: words(PUBLISHED[one.kind]) for one in campaign.documents}
        said = [documents.get(ident, "") if kind == "document" else self.event for kind, ident in span.marks]
        found = [one for one in dict.fromkeys(said) if one]
        if span.unread and span.step is Step.DAY:
            found.append(words("we could not read the outlets"))
        elif span.unread:
            found.append(
                words.n(
                    "{n} day on which we could not read the outlets",
                    "{n} days on which we could not read the outlets",
                    span.unread,
                )
            )
        return found

    def _day(self, day: date) -> str:
        today = self.desk.now.date()
        return self.desk.words.day(day, year=day.year != today.year)
