"""A book as a Word document: the same sections and words as the page, with real headings to find one's way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docx.shared import Pt

from monitor.book import Book
from monitor.office.word import Cell, Piece, Writing
from monitor.office.word import Words as Said
from monitor.reports.book_chart import chart_of
from monitor.reports.book_items import Entry, Line
from monitor.reports.book_layout import LaidSection, Layout, Table
from monitor.reports.book_method import Method
from monitor.reports.ink import PLAIN
from monitor.reports.word_parts import badge, bar, excerpt, linked


def render(book: Book, language: str) -> bytes:
    """The document in one language, "fr" or "en"."""
    return BookWriter(book, language).save()


class BookWriter:
    """Writes one book."""

    def __init__(self, book: Book, language: str) -> None:
        self.layout = Layout(book, language, PLAIN)
        self.words = self.layout.words
        self.text = self.layout.text
        self.writing = Writing(
            self.text.full_title(), self.words.language, book.made_at, book.campaign.prepared_for
        )

    def save(self) -> bytes:
        """All of it, cover first."""
        sections = self.layout.sections()
        self.writing.running(self.text.title(), self.text.running(), "Retombées", cover=True)
        self._cover()
        self._contents(sections)
        self._timeline()
        self._figures()
        self._best()
        for section in sections:
            self._section(section)
        self._outlets()
        self._method()
        return self.writing.save()

    def _paragraphs(self, sentences: Iterable[str], style: str) -> None:
        for said in sentences:
            self.writing.paragraph(said, style=style)

    def _cover(self) -> None:
        write = self.writing.paragraph
        write(self.text.over(), style="Subtitle").paragraph_format.space_before = Pt(96)
        write(self.text.title(), style="Title")
        self._paragraphs(self.text.about(), "Intro")
        if self.text.warning():
            write(self.text.warning(), style="Warning")
        write("").paragraph_format.space_after = Pt(120)
        self._paragraphs(self.text.facts(), "Lead")
        self._paragraphs([*self.text.small(), self.text.prepared()], "Small")

    def _contents(self, sections: Sequence[LaidSection]) -> None:
        self.writing.heading(self.words("Contents"), new_page=True)
        self.writing.contents(
            [(one.heading, one.anchor, one.behind) for one in self.layout.contents(sections)]
        )

    def _timeline(self) -> None:
        chart, heads = chart_of(self.text), self.layout.heads
        if chart is None:
            return
        self.writing.heading(heads.timeline_heading(), anchor="jours", new_page=True)
        self._paragraphs(heads.timeline_intro(), "Intro")
        rows: list[tuple[Cell, ...]] = []
        for (day, pickups, topic), span in zip(
            [row for table in self.layout.day_tables() for row in table.rows],
            self.text.book.timeline.spans,
            strict=True,
        ):
            bars = [*bar(span.pickups, chart.most, first=True), *bar(span.topic, chart.most, first=False)]
            rows.append((day, pickups, topic, bars))
        table = self.layout.day_tables()[0]
        self.writing.table(
            (*table.heads, ""),
            rows,
            (3, 1.6, 1.6, 6),
            right=(1, 2),
            caption=f"{table.caption}. {self._key()}",
        )

    def _key(self) -> str:
        return " · ".join(self.layout.heads.key())

    def _figures(self) -> None:
        self.writing.heading(self.words("In figures"), anchor="chiffres", new_page=True)
        self.writing.paragraph(Method(self.text).summary(), style="Intro")
        for table in self.layout.figures():
            self._table(table)

    def _table(self, table: Table) -> None:
        widths = (5, *(2 for _ in table.heads[1:]))
        self.writing.table(
            table.heads, table.rows, widths, right=range(1, len(table.heads)), caption=table.caption
        )

    def _best(self) -> None:
        best = self.layout.best()
        if not best:
            return
        self.writing.heading(self.layout.heads.best_heading(), anchor="une", new_page=True)
        for entry in best:
            self.writing.paragraph(*excerpt(entry.excerpt, entry.language), style="Lead")
            self.writing.paragraph(Piece(entry.outlet, strong=True), f" · {entry.about}", style="Small")
            self.writing.paragraph(linked(entry.title, entry.url, entry.language), style="Heading 3")

    def _section(self, section: LaidSection) -> None:
        self.writing.heading(section.heading, anchor=section.anchor, new_page=not section.flows)
        self.writing.paragraph(section.intro, style="Intro")
        for entry in section.entries:
            self._entry(entry)
        if section.lines:
            words = self.words
            self.writing.table(
                (words("Outlet"), words("Title"), words("Date")),
                (self._line(line) for line in section.lines),
                (4, 10, 3),
                caption=section.caption,
            )
        if section.table:
            self._table(section.table)

    def _line(self, line: Line) -> Sequence[Said]:
        return (line.outlet, linked(line.title, line.url, line.language), line.when)

    def _entry(self, entry: Entry) -> None:
        words, write = self.words, self.writing.paragraph
        write(
            badge(entry.kind, entry.badge),
            " ",
            Piece(entry.outlet, strong=True),
            f" · {entry.about}",
            style="Item",
        )
        write(linked(entry.title, entry.url, entry.language), style="Heading 3")
        if entry.excerpt:
            write(*excerpt(entry.excerpt, entry.language), style="Quote")
        if entry.remark:
            write(entry.remark, style="Note")
        facts = " ".join(said for said in (entry.reuse, entry.organisations) if said)
        if facts or entry.address:
            write(f"{facts} " if facts else "", Piece(entry.address, url=entry.url), style="Small")
        if entry.reprint_of:
            before = entry.reprint_of
            write(
                words("The same text had already come out:"),
                " ",
                linked(before.outlet, before.url),
                f" ({before.when})",
                style="Small",
            )
        if entry.reprints:
            write(*self._reprints(entry), style="Small")

    def _reprints(self, entry: Entry) -> Iterable[Said]:
        words = self.words
        count = len(entry.reprints) + entry.more_reprints
        yield Piece(words.n("{n} reprint of this text:", "{n} reprints of this text:", count), strong=True)
        for index, one in enumerate(entry.reprints):
            yield ", " if index else " "
            yield linked(one.outlet, one.url)
            yield f" ({one.when})"
        if entry.more_reprints:
            yield ", "
            yield words.n("and {n} more", "and {n} more", entry.more_reprints)

    def _outlets(self) -> None:
        rows = self.layout.outlets()
        if not rows:
            return
        words = self.words
        self.writing.heading(words("All outlets"), anchor="medias", new_page=True)
        self.writing.paragraph(self.layout.heads.outlets_intro(), style="Intro")
        self.writing.table(
            (words("Outlet"), words("Kind of outlet"), words("Country"), words("Pickups"), words("Others")),
            ((row.name, row.kind, row.country, row.pickups, row.others) for row in rows),
            (6, 4, 3, 2, 2),
            right=(3, 4),
        )

    def _method(self) -> None:
        words, method = self.words, Method(self.text)
        self.writing.heading(words("Method and limits"), anchor="methode", new_page=True)
        for number, paragraph in enumerate(method.paragraphs()):
            self.writing.heading(paragraph.heading, 2)
            self._paragraphs(paragraph.sentences, "Normal")
            if number == 0:
                self._troubles(method)

    def _troubles(self, method: Method) -> None:
        words = self.words
        troubles, more = method.troubles()
        if not troubles:
            return
        self.writing.table(
            (words("Outlet"), words("Source"), words("What happens"), words("Last reading")),
            ((row.outlet, row.kind, row.happens, row.last) for row in troubles),
            (5, 3, 7, 3),
            caption=method.troubles_caption(),
        )
        if more:
            self.writing.paragraph(words.n("and {n} more", "and {n} more", more))
