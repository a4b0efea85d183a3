"""The sections of a report in reading order: the same for HTML and for text, but for how much is shown in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from monitor.digest import Digest, Story
from monitor.digest.values import is_national
from monitor.reports.items import Items, ItemView, ReprintView
from monitor.reports.sentences import Sentences


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a rendering shows; None is everything. What is cut is always counted ("and 12 more")."""

    items: int | None = None  # mentions with their passage, in all sections together; others become lines
    lines: int | None = None  # lines of one list
    rows: int | None = None  # sources in one table
    names: int | None = None  # names in one sentence


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with mentions in full, then others as lines, then how many are not shown."""

    anchors: tuple[str, str]
    heading: str
    intro: str
    items: tuple[ItemView, ...] = ()
    lines: tuple[ReprintView, ...] = ()
    more: str = ""


@dataclass(frozen=True, slots=True)
class DayRow:
    """A row of the table of days; widths of the bars in per cent of the longest."""

    day: str
    pickups: str
    topic: str
    pickups_width: int
    topic_width: int


DAYS_SHOWN = 14

T = TypeVar("T")


def more_of(values: Sequence[T], limit: int | None) -> tuple[Sequence[T], int]:
    """The first values, and how many are left out."""
    if limit is None or len(values) <= limit:
        return values, 0
    return values[:limit], len(values) - limit


class Sections:
    """Makes the sections of one report."""

    def __init__(self, sentences: Sentences, limits: Limits) -> None:
        self.sentences = sentences
        self.words = sentences.words
        self.digest: Digest = sentences.digest
        self.items = Items(sentences)
        self.limits = limits
        self.left = limits.items

    def all(self) -> list[Section]:
        """Every section that has something in it."""
        return [section for section in (*self._pickups(), *self._others()) if section.items or section.lines]

    def _pickups(self) -> list[Section]:
        words, of_text = self.words, self.sentences.of_text
        stories = self.digest.pickups
        front = tuple(story for story in stories if _stands_out(story))
        rest = tuple(story for story in stories if not _stands_out(story))
        if not front or not rest:
            return [
                self._in_full("retombees", "une", words("The pickups {of_text}", of_text=of_text), stories)
            ]
        return [
            self._in_full("retombees", "une", words("First of all"), front),
            self._in_full("suite", "autres", words("The other pickups {of_text}", of_text=of_text), rest),
        ]

    def _others(self) -> list[Section]:
        words, digest = self.words, self.digest
        check, own = _size(digest.to_check), _size(digest.own)
        related, topic, late = _size(digest.related), _size(digest.topic), _size(digest.late)
        subject = self.sentences.event[:1].upper() + self.sentences.event[1:]
        return [
            self._in_full(
                "verifier",
                "a-verifier",
                words.n("To check: {n} article, not counted", "To check: {n} articles, not counted", check),
                digest.to_check,
                words("We could not decide; a person has to."),
            ),
            self._in_full(
                "tard",
                "retrouvees",
                words.n("Found late: {n} article", "Found late: {n} articles", late),
                digest.late,
                words("Published before this period and found in it; not counted above."),
            ),
            self._as_lines(
                "lies",
                "sujets-lies",
                words.n("Related subjects: {n} article", "Related subjects: {n} articles", related),
                digest.related,
            ),
            self._as_lines(
                "evenement",
                "articles",
                words.n("{event}: {n} article", "{event}: {n} articles", topic, event=subject),
                digest.topic,
            ),
            self._as_lines(
                "nous",
                "nos-sites",
                words.n(
                    "On our own sites: {n} page, not counted", "On our own sites: {n} pages, not counted", own
                ),
                digest.own,
            ),
        ]

    def _in_full(
        self, anchor: str, other: str, heading: str, stories: Sequence[Story], intro: str = ""
    ) -> Section:
        shown, _ = more_of(stories, self.left)
        if self.left is not None:
            self.left -= len(shown)
        lines, more = self._lines(stories[len(shown) :])
        return Section(
            anchors=(anchor, other),
            heading=heading,
            intro=intro,
            items=tuple(self.items.item(story) for story in shown),
            lines=lines,
            more=more,
        )

    def _as_lines(self, anchor: str, other: str, heading: str, stories: Sequence[Story]) -> Section:
        lines, more = self._lines(stories)
        return Section((anchor, other), heading, "", lines=lines, more=more)

    def _lines(self, stories: Sequence[Story]) -> tuple[tuple[ReprintView, ...], str]:
        shown, hidden = more_of(self.items.lines(stories), self.limits.lines)
        return tuple(shown), self.and_more(hidden)

    def and_more(self, hidden: int) -> str:
        """How many are not shown; the empty text for none."""
        return self.words.n("and {n} more", "and {n} more", hidden) if hidden else ""

    def since_release(self) -> str:
        """The figures since the release, and the last pickup; empty where there is none."""
        words, tally, digest = self.words, self.digest.since_release, self.digest
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
        if digest.last_pickup is None or digest.pickups:
            return said
        article = digest.last_pickup.article
        last = say(
            words("The last one: “{title}”, {outlet}, {when}."),
            title=article.title,
            outlet=article.outlet.name,
            when=self.sentences.times.moment(article.published_at),
        )
        return self.sentences.ink.join([said, last])

    def days(self) -> list[DayRow]:
        """The last days since the release, up to fourteen; none where nothing came out on any of them."""
        rows = self.digest.timeline[-DAYS_SHOWN:]
        most = max((max(row.pickups, row.topic) for row in rows), default=0)
        if not most:
            return []
        return [
            DayRow(
                day=self._day_name(index == len(rows) - 1, row.day),
                pickups=self.words.number(row.pickups),
                topic=self.words.number(row.topic),
                pickups_width=max(2, round(100 * row.pickups / most)) if row.pickups else 0,
                topic_width=max(2, round(100 * row.topic / most)) if row.topic else 0,
            )
            for index, row in enumerate(rows)
        ]

    def _day_name(self, last: bool, day: date) -> str:
        words, window, times = self.words, self.digest.window, self.sentences.times
        name = words.short_day(day)
        until = window.covers_until.astimezone(times.zone)
        if last and not window.by_publication_day and until.date() == window.day:
            name = words("{day}, before {hour}", day=name, hour=words.hour(until))
        return name[:1].upper() + name[1:]

    def days_caption(self) -> str:
        """What the table of days counts."""
        words = self.words
        if len(self.digest.timeline) > DAYS_SHOWN:
            return words("Articles by day of publication, over the last fourteen days.")
        return words("Articles by day of publication.")


def _stands_out(story: Story) -> bool:
    return any(mention.review.starred or is_national(mention.article.outlet) for mention in story.members)


def _size(stories: Sequence[Story]) -> int:
    return sum(len(story.members) for story in stories)
