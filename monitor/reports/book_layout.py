"""A book laid out: its sections with their words, the same for the page, for PDF and for Word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.book import Book, Part, Share
from monitor.reports.book_heads import BookHeads
from monitor.reports.book_items import BookItems, Entry, Line
from monitor.reports.book_words import BookWords
from monitor.reports.ink import Ink
from monitor.reports.sentences import capital
from monitor.wording.labels import outlet_kind_words
from monitor.wording.outside import clean
from storage.model import Mention

IN_FULL = 60
"""So many stories of a section stand in full; the others of it in a line each."""

IN_LINES = 2_000
"""So many articles that are no pickups are listed; where there are more, they are counted by outlet."""

SHORT = 3
"""A section of no more stories than this does not begin a page."""

ROWS_AT_ONCE = 10
"""A table of more rows than this stands in two columns."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of figures: the first cell of a row is its name."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class LaidSection:
    """A section: entries in full, then lines, then a table, as far as it has them. `behind` is for the contents.

    `flows` says that it is short, and begins in print on the page where the one before it ends.
    """

    anchor: str
    heading: str
    behind: str
    intro: str
    entries: tuple[Entry, ...] = ()
    lines: tuple[Line, ...] = ()
    caption: str = ""
    table: Table | None = None
    flows: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """A line of the contents."""

    anchor: str
    heading: str
    behind: str = ""


@dataclass(frozen=True, slots=True)
class OutletRow:
    """An outlet at the end of the book."""

    name: str
    kind: str
    country: str
    pickups: str
    others: str


class Layout:
    """Lays one book out in one language."""

    def __init__(self, book: Book, language: str, ink: Ink) -> None:
        self.book = book
        self.text = BookWords(book, language, ink)
        self.heads = BookHeads(self.text)
        self.items = BookItems(self.text)
        self.words = self.text.words

    def contents(self, sections: Sequence[LaidSection]) -> list[Content]:
        """Every section with its anchor."""
        words = self.words
        listed = [Content("jours", self.heads.timeline_heading())] if self.drawn else []
        listed.append(Content("chiffres", words("In figures")))
        if self.book.best:
            listed.append(Content("une", self.heads.best_heading()))
        listed += [Content(one.anchor, one.heading, one.behind) for one in sections]
        if self.book.outlets:
            listed.append(Content("medias", words("All outlets"), words.number(len(self.book.outlets))))
        return [*listed, Content("methode", words("Method and limits"))]

    def best(self) -> list[Entry]:
        """The most striking stories."""
        return [self.items.entry(story) for story in self.book.best]

    def sections(self) -> list[LaidSection]:
        """The pickups by kind of outlet, then the other articles."""
        words = self.words
        sections: list[LaidSection] = []
        for section in self.book.sections:
            rest = [one for story in section.stories[IN_FULL:] for one in story.members]
            sections.append(
                LaidSection(
                    anchor=section.part.value,
                    heading=self.text.part(section.part),
                    behind=words.n("{n} pickup", "{n} pickups", section.tally.articles),
                    intro=self.heads.section_intro(section, IN_FULL),
                    entries=tuple(self.items.entry(story) for story in section.stories[:IN_FULL]),
                    lines=tuple(self.items.lines(rest)),
                    caption=words("The other pickups"),
                    flows=bool(sections) and len(section.stories) <= SHORT,
                )
            )
        if self.book.related:
            sections.append(self._others("lies", words("Related subjects"), self.book.related))
        if self.book.topic:
            sections.append(self._others("evenement", capital(self.text.event), self.book.topic))
        return sections

    def _others(self, anchor: str, heading: str, mentions: Sequence[Mention]) -> LaidSection:
        words = self.words
        listed = len(mentions) <= IN_LINES
        return LaidSection(
            anchor=anchor,
            heading=heading,
            behind=words.n("{n} article", "{n} articles", len(mentions)),
            intro=self.heads.others_intro(len(mentions), listed),
            lines=tuple(self.items.lines(mentions)) if listed else (),
            caption=words("In the order of publication"),
            table=None if listed else self._by_outlet(mentions),
        )

    def _by_outlet(self, mentions: Sequence[Mention]) -> Table:
        counted = Counter(one.article.outlet.id for one in mentions)
        outlets = {one.article.outlet.id: one.article.outlet for one in mentions}
        ordered = sorted(outlets.values(), key=lambda one: (-counted[one.id], one.name.casefold(), one.id))
        rows = tuple((clean(one.name, 80), self.words.number(counted[one.id])) for one in ordered)
        return Table(self.words("By outlet"), (self.words("Outlet"), self.words("Articles")), rows)

    @property
    def drawn(self) -> bool:
        """Whether the timeline has anything to draw."""
        return any(span.pickups or span.topic for span in self.book.timeline.spans)

    # ---- figures -------------------------------------------------------------------------------------

    def day_tables(self) -> list[Table]:
        """The numbers of the drawing, in two tables where they are many."""
        words, spans = self.words, self.book.timeline.spans
        rows = [
            (capital(self.text.span(span)), words.number(span.pickups), words.number(span.topic))
            for span in spans
        ]
        heads = (words("Date"), self.text.text_name, capital(self.text.event))
        caption = words("Articles by date of publication")
        half = -(-len(rows) // 2) if len(rows) > ROWS_AT_ONCE else len(rows)
        cut = [rows[:half], rows[half:]]
        return [Table(caption, heads, tuple(part)) for part in cut if part]

    def figures(self) -> list[Table]:
        """Who carried it, where, in which language, and whom the pickups name."""
        words, book = self.words, self.book
        tables = [
            self._shares(
                words("By kind of outlet"),
                words("Kind of outlet"),
                [(self._part(one), one) for one in book.parts],
            ),
            self._shares(
                words("By country"),
                words("Country"),
                [(self._country(one.key), one) for one in book.countries],
            ),
            self._shares(
                words("By language"),
                words("Language"),
                [(self._tongue(one.key), one) for one in book.languages],
            ),
        ]
        if book.organisations:
            rows = tuple(
                (clean(one.organisation.name, 80), words.number(one.named), words.number(one.quoted))
                for one in book.organisations
            )
            caption = words("Organisations in the pickups")
            tables.append(
                Table(caption, (words("Organisation"), words("Named"), words("of these quoted")), rows)
            )
        return [table for table in tables if table.rows]

    def _shares(self, caption: str, about: str, shares: Sequence[tuple[str, Share]]) -> Table:
        words = self.words
        rows = tuple((name, words.number(one.pickups), words.number(one.topic)) for name, one in shares)
        return Table(caption, (about, self.text.text_name, capital(self.text.event)), rows)

    def _part(self, share: Share) -> str:
        return self.text.part(Part(share.key))

    def _country(self, code: str) -> str:
        return self.items.country(code) or self.words("unknown")

    def _tongue(self, code: str) -> str:
        known = code.isascii() and code.isalpha() and len(code) <= 3
        return capital(clean(self.words.tongue(code), 40)) if known else self.words("unknown")

    def outlets(self) -> list[OutletRow]:
        """Every outlet with anything in the book."""
        words = self.words
        return [
            OutletRow(
                name=clean(line.outlet.name, 80),
                kind=outlet_kind_words(words, clean(line.outlet.kind, 40)),
                country=self.items.country(line.outlet.country),
                pickups=words.number(line.pickups),
                others=words.number(line.others),
            )
            for line in self.book.outlets
        ]
