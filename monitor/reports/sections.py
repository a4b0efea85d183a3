"""The sections of a report in reading order: the same for HTML and for text, but for how much is shown in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from monitor.digest import Digest, Story
from monitor.reports.items import Items, ItemView, ReprintView
from monitor.reports.sentences import Sentences
from monitor.wording.outside import clean


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a rendering shows; None is everything. What is cut is always counted ("and 12 more")."""

    items: int | None = None  # mentions with their passage, in all sections together; others become lines
    lines: int | None = None  # lines of one list
    rows: int | None = None  # sources in one table
    names: int | None = None  # names in one sentence
    organisations: int | None = None  # names of organisations with one article


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with mentions in full, then others as lines, then how many are not shown."""

    anchors: tuple[str, str]
    heading: str
    intro: str
    items: tuple[ItemView, ...] = ()
    lines: tuple[ReprintView, ...] = ()
    more: str = ""


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
        self.items = Items(sentences, limits.organisations)
        self.limits = limits
        self.left = limits.items

    def all(self) -> list[Section]:
        """Every section that has something in it."""
        sections = (*self._pickups(), *self._quoting(), *self._others())
        return [section for section in sections if section.items or section.lines]

    def _pickups(self) -> list[Section]:
        words, of_text = self.words, self.sentences.of_text
        first, stories = self.digest.highlights, self.digest.pickups
        if len(stories) <= len(first):
            return [
                self._in_full("retombees", "une", words("The pickups {of_text}", of_text=of_text), stories)
            ]
        leads = {story.lead.id for story in first}
        rest = tuple(story for story in stories if story.lead.id not in leads)
        return [
            self._in_full("retombees", "une", words("Highlights"), first),
            self._in_full("suite", "autres", words("The other pickups {of_text}", of_text=of_text), rest),
        ]

    def _quoting(self) -> list[Section]:
        """Of an organisation's own report: the pickups that quote it, for the figure of the headline to lead to."""
        whose, count = self.digest.organisation, self.sentences.quoting()
        if whose is None or not count:
            return []
        members = [mention for story in self.digest.pickups for mention in story.members]
        quoting = [one for one in members if whose.id in one.judgement.organisations_quoted]
        shown, hidden = more_of(quoting, self.limits.lines)
        heading = self.words.n(
            "What {organisation} says is quoted in {n} article",
            "What {organisation} says is quoted in {n} articles",
            count,
            organisation=self.sentences.organisation,
        )
        lines = tuple(self.items.line(mention) for mention in shown)
        return [Section(("propos", "cite"), heading, "", lines=lines, more=self.and_more(hidden))]

    def _others(self) -> list[Section]:
        words, digest = self.words, self.digest
        check, own = size(digest.to_check), size(digest.own)
        related, topic, late = size(digest.related), size(digest.topic), size(digest.late)
        subject = clean(self.sentences.event_name(), 80)
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


def size(stories: Sequence[Story]) -> int:
    """How many articles stand in these, reprints included."""
    return sum(len(story.members) for story in stories)
