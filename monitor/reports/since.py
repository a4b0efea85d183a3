"""After the news: the days since the release, the outlets, what waits for a review, the mail that did not arrive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from monitor.digest import DayCount, Digest, OutletCount
from monitor.digest.values import is_national
from monitor.reports.sentences import Sentences, capital
from monitor.wording.labels import outlet_kind_words
from monitor.wording.outside import clean
from monitor.wording.words import message
from storage.model import DeliveryState, MessageKind, ReportKind

DAYS_SHOWN = 14

MESSAGE = {
    MessageKind.DAILY: message("the daily report of {day}"),
    MessageKind.WEEKLY: message("the weekly report of {day}"),
    MessageKind.FINAL: message("the final report of {day}"),
    MessageKind.ALERT: message("an alert of {day}"),
    MessageKind.TRIAL: message("a trial of {day}"),
}
"""What a message carried."""

ARRIVED = {
    DeliveryState.PENDING: message("Not sent yet; we keep trying."),
    DeliveryState.UNKNOWN: message(
        "We do not know whether it arrived, and do not send it again by ourselves: ask the person."
    ),
    DeliveryState.FAILED: message("Not sent."),
}
"""How a message in trouble stands."""


@dataclass(frozen=True, slots=True)
class DayRow:
    """A row of the table of days; widths of the bars in per cent of the longest."""

    day: str
    pickups: str
    topic: str
    pickups_width: int
    topic_width: int


@dataclass(frozen=True, slots=True)
class OutletRow:
    """An outlet with its pickups in the period and since the release."""

    name: str
    kind: str
    period: str
    total: str
    in_period: bool


@dataclass(frozen=True, slots=True)
class TroubleRow:
    """A message that did not surely arrive: to whom, what it was, what happened."""

    recipient: str
    what: str
    happens: str


class Since:
    """These sections of one report."""

    def __init__(self, sentences: Sentences) -> None:
        self.sentences = sentences
        self.words = sentences.words
        self.digest: Digest = sentences.digest

    def release(self) -> str:
        """The figures since the release, and the last pickup; empty where there is none."""
        words, tally = self.words, self.digest.since_release
        if not tally.articles:
            return ""
        say, ink = self.sentences.say, self.sentences.ink
        values = {
            "pickups": ink.strong(words.n("{n} pickup", "{n} pickups", tally.articles)),
            "of_text": self.sentences.of_text,
            "outlets": words.n("{n} outlet", "{n} outlets", tally.outlets),
        }
        if tally.reprints:
            stories = words.n("{n} article", "{n} articles", tally.stories)
            reprints = words.n("{n} reprint", "{n} reprints", tally.reprints)
            told = words("{pickups} {of_text} in {outlets} since the release: {stories} and {reprints}.")
            said = say(told, stories=stories, reprints=reprints, **values)
        else:
            said = say(words("{pickups} {of_text} in {outlets} since the release."), **values)
        if self.digest.last_pickup is None or self.digest.pickups:
            return said
        return ink.join([said, self._last()])

    def _last(self) -> str:
        if self.digest.last_pickup is None:
            return ""
        article = self.digest.last_pickup.article
        return self.sentences.say(
            self.words("The last one: “{title}”, {outlet}, {when}."),
            title=article.title,
            outlet=article.outlet.name,
            when=self.sentences.times.moment(article.published_at),
        )

    def days(self) -> tuple[list[DayRow], list[DayRow]]:
        """(The days before, the last fourteen since the release); none where nothing came out on any of them.

        The report of a whole campaign leaves out the days on which nothing came out.
        """
        rows = self.digest.timeline
        most = max((max(row.pickups, row.topic) for row in rows), default=0)
        if not most:
            return [], []
        if self.digest.kind is ReportKind.FINAL:
            rows = tuple(row for row in rows if row.pickups or row.topic)
        made = [self._day_row(row, most, last=row is self.digest.timeline[-1]) for row in rows]
        return made[:-DAYS_SHOWN], made[-DAYS_SHOWN:]

    def ends(self) -> tuple[str, str]:
        """The first day since the release and the last, as the ends of a drawing."""
        days = [row.day for row in self.digest.timeline] or [self.digest.window.day]
        return self._day_name(False, days[0]), self._day_name(False, days[-1])

    def _day_row(self, row: DayCount, most: int, last: bool) -> DayRow:
        return DayRow(
            day=self._day_name(last, row.day),
            pickups=self.words.number(row.pickups),
            topic=self.words.number(row.topic),
            pickups_width=max(2, round(100 * row.pickups / most)) if row.pickups else 0,
            topic_width=max(2, round(100 * row.topic / most)) if row.topic else 0,
        )

    def _day_name(self, last: bool, day: date) -> str:
        words, window, times = self.words, self.digest.window, self.sentences.times
        near = (window.day - day).days < DAYS_SHOWN
        name = words.short_day(day) if near else words.day(day, year=day.year != window.day.year)
        until = window.covers_until.astimezone(times.zone)
        if last and not window.by_publication_day and until.date() == window.day:
            name = words("{day}, before {hour}", day=name, hour=words.hour(until))
        return capital(name)

    def days_caption(self, whole: bool = False) -> str:
        """What the table of the last days counts, or `whole` that of all of them."""
        words = self.words
        if self.digest.kind is ReportKind.FINAL:
            return words("Articles by day of publication; days on which nothing came out are left out.")
        if len(self.digest.timeline) > DAYS_SHOWN and not whole:
            return words("Articles by day of publication, over the last fourteen days.")
        return words("Articles by day of publication.")

    def nothing_by_day(self) -> str:
        """Instead of a table of days without anything in it; empty where there is one, or no day to speak of."""
        if not self.digest.timeline or any(self.days()):
            return ""
        return self.words("Nothing that we know of has come out since the release.")

    def period_outlets(self) -> tuple[list[str], list[str]]:
        """The outlets of the period, (national ones, others), each with its number where that is more than one."""
        found = [one for one in self.digest.outlets if one.period]
        names = {
            national: [self._counted(one) for one in found if is_national(one.outlet) is national]
            for national in (True, False)
        }
        return names[True], names[False]

    def _counted(self, one: OutletCount) -> str:
        name = clean(one.outlet.name, 80)
        return name if one.period == 1 else self.words("{outlet} ({n})", outlet=name, n=one.period)

    def about_outlets(self) -> tuple[str, str]:
        """What stands before the names of (national, other) outlets of the period."""
        words, (national, others) = self.words, self.period_outlets()
        about_others = words.n("{n} outlet:", "{n} outlets:", len(others))
        if national:
            about_others = words.n("{n} other:", "{n} others:", len(others))
        return words.n("{n} national outlet:", "{n} national outlets:", len(national)), about_others

    def outlet_rows(self) -> list[OutletRow]:
        """Every outlet with a pickup since the release, most first."""
        words = self.words
        return [
            OutletRow(
                name=clean(one.outlet.name, 80),
                kind=clean(outlet_kind_words(words, one.outlet.kind), 60),
                period=words.number(one.period),
                total=words.number(one.total),
                in_period=one.period > 0,
            )
            for one in self.digest.outlets
        ]

    def waiting(self) -> list[str]:
        """What nobody has reviewed yet, in sentences; none where there is nothing to review at all."""
        words, waiting = self.words, self.digest.waiting
        said = []
        if waiting.articles:
            kinds = [
                words.n("{n} pickup {of_text}", "{n} pickups {of_text}", waiting.pickups, of_text=self.sentences.of_text),
                words.n("{n} on a related subject", "{n} on related subjects", waiting.related),
                words.n("{n} on {event}", "{n} on {event}", waiting.topic, event=clean(self.sentences.event, 80)),
                words.n("{n} to check", "{n} to check", waiting.to_check),
            ]  # fmt: skip
            counts = (waiting.pickups, waiting.related, waiting.topic, waiting.to_check)
            parts = [told for told, count in zip(kinds, counts, strict=True) if count]
            since = words.n(
                "{n} article since the release: {kinds}.",
                "{n} articles since the release: {kinds}.",
                waiting.articles,
                kinds=words.listing(parts),
            )
            said.append(since)
        if waiting.second_look:
            said.append(
                words.n("{n} waits for a second look.", "{n} wait for a second look.", waiting.second_look)
            )
        return said

    def trouble(self) -> list[TroubleRow]:
        """Every message that did not surely arrive."""
        return [
            TroubleRow(
                recipient=clean(one.recipient, 120),
                what=self.words(MESSAGE[one.kind], day=self.words.day(one.day, year=False)),
                happens=" ".join(self._happens(one.state, one.reason)),
            )
            for one in self.digest.delivery_trouble
        ]

    def _happens(self, state: DeliveryState, reason: str) -> Sequence[str]:
        from monitor.delivery.troubles import (
            trouble_words,
        )  # delivery sends reports, and so imports this module

        arrived = self.words(ARRIVED[state]) if state in ARRIVED else ""
        return [part for part in (arrived, clean(trouble_words(self.words, state, reason), 200)) if part]
