"""The report as a Word document: everything, in the order of the page; nothing is cut."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.digest import Digest, State
from monitor.office.word import Cell, Piece, Writing
from monitor.office.word import Words as Said
from monitor.reports.ink import PLAIN
from monitor.reports.items import ItemView, ReprintView
from monitor.reports.looked import Looked
from monitor.reports.sections import Limits, Section, Sections
from monitor.reports.sentences import Sentences, capital
from monitor.reports.since import DayRow, Since
from monitor.reports.small_print import SmallPrint
from monitor.reports.word_parts import bar, excerpt, linked
from monitor.wording.outside import clean

BADGES = {
    "b1": "Badge republication",
    "b2": "Badge citation",
    "b3": "Badge related",
    "b4": "Badge topic",
    "b5": "Badge check",
}


def render(digest: Digest, language: str) -> bytes:
    """The document in one language, "fr" or "en"."""
    return ReportWriter(digest, language).save()


class ReportWriter:
    """Writes one report."""

    def __init__(self, digest: Digest, language: str) -> None:
        self.digest = digest
        self.sentences = Sentences(digest, language, PLAIN)
        self.words = self.sentences.words
        self.small_print = SmallPrint(self.sentences)
        self.writing = Writing(
            self.sentences.title(), self.words.language, digest.made_at, digest.campaign.prepared_for
        )

    def save(self) -> bytes:
        """All of it, headline first."""
        day = self.words.day(self.digest.window.day)
        self.writing.running(clean(self.digest.campaign.name, 110), day, "Retombées")
        self._head()
        for section in Sections(self.sentences, Limits()).all():
            self._section(section)
        since, looked = Since(self.sentences), Looked(self.sentences)
        self._since_release(since)
        self._outlets(since)
        self._review_and_mail(since)
        self._looked(looked)
        self.writing.paragraph("")
        self._paragraphs([*looked.foot(), *self.small_print.foot()], "Small")
        return self.writing.save()

    def _paragraphs(self, sentences: Iterable[str], style: str = "Normal") -> None:
        for said in sentences:
            if said:
                self.writing.paragraph(said, style=style)

    def _head(self) -> None:
        blind = self.digest.state is State.BLIND
        self.writing.paragraph(self.sentences.day(), style="Subtitle")
        self.writing.paragraph(self.sentences.headline(), style="Title")
        self._paragraphs([" ".join(self.sentences.subheads())], "Warning" if blind else "Lead")
        self._paragraphs([" ".join(self.small_print.details())], "Small")
        for about, says in self.small_print.blind_paragraphs():
            self.writing.paragraph(Piece(about, strong=True), " ", says)
        self._paragraphs(self.sentences.foreword(), "Note")

    # ---- articles --------------------------------------------------------------------------------------

    def _section(self, section: Section) -> None:
        self.writing.heading(section.heading)
        self._paragraphs([section.intro], "Intro")
        for item in section.items:
            self._item(item)
        for line in section.lines:
            self._line(line)

    def _item(self, item: ItemView) -> None:
        write = self.writing.paragraph
        where = f", {item.outlet_kind}" if item.outlet_kind else ""
        instead = f" {item.instead}" if item.instead else ""
        write(
            Piece(f"\u00a0{item.badge}\u00a0", style=BADGES[item.badge_class]),
            f"{instead} ",
            Piece(item.outlet, strong=True),
            where,
            style="Item",
        )
        write(linked(item.title, item.url, item.language), style="Heading 3")
        if item.excerpt:
            write(*excerpt(item.excerpt, item.language), style="Quote")
        self._paragraphs([item.reuse, item.speaks_for, item.byline, *item.organisations], "Small")
        if item.remark:
            write(item.remark, style="Note")
        if item.reprint_of:
            write(self.words("The same text had already come out:"), style="Small")
            self._line(item.reprint_of)
        if item.reprints:
            count = len(item.reprints)
            told = self.words.n("{n} reprint of this text:", "{n} reprints of this text:", count)
            write(Piece(told, strong=True), style="Small")
            for one in item.reprints:
                self._line(one)

    def _line(self, one: ReprintView) -> None:
        where = ", ".join(part for part in (one.outlet, one.country, one.when) if part)
        self.writing.paragraph(linked(one.title, one.url, one.language), f" – {where}", style="List Bullet")

    # ---- since the release -----------------------------------------------------------------------------

    def _since_release(self, since: Since) -> None:
        words, (before, days) = self.words, since.days()
        said = [told for told in (since.release(), since.nothing_by_day()) if told]
        if not said and not days:
            return
        self.writing.heading(words("Since the release"))
        self._paragraphs(said)
        if days:
            caption = since.days_caption() if not before else words("Articles by day of publication.")
            heads = (words("Day"), self.sentences.text_name, clean(self.sentences.event_name(), 40), "")
            rows = (self._day(row) for row in (*before, *days))
            self.writing.table(heads, rows, (4, 1.6, 1.8, 5), right=(1, 2), caption=caption)

    def _day(self, row: DayRow) -> tuple[Cell, ...]:
        bars: list[Said] = [
            *bar(row.pickups_width, 100, first=True),
            *bar(row.topic_width, 100, first=False),
        ]
        return (row.day, row.pickups, row.topic, bars)

    def _outlets(self, since: Since) -> None:
        words, rows = self.words, since.outlet_rows()
        if not rows:
            return
        self.writing.heading(words("Outlets"))
        for about, names in zip(since.about_outlets(), since.period_outlets(), strict=True):
            if names:
                self.writing.paragraph(Piece(about, strong=True), f" {', '.join(names)}.")
        self.writing.table(
            (words("Outlet"), words("Kind of outlet"), words("In this report"), words("Since the release")),
            ((row.name, row.kind, row.period, row.total) for row in rows),
            (5, 4, 2.4, 2.8),
            right=(2, 3),
            caption=words("Pickups by outlet, reprints included."),
        )

    def _review_and_mail(self, since: Since) -> None:
        words, waiting, trouble = self.words, since.waiting(), since.trouble()
        if waiting:
            self.writing.heading(words("Not reviewed yet"))
            self._paragraphs([" ".join(waiting)])
        if trouble:
            self.writing.heading(words("Mail"))
            for row in trouble:
                told = words(
                    "{what}, to {recipient}: {happens}",
                    what=capital(row.what),
                    recipient=row.recipient,
                    happens=row.happens,
                )
                self.writing.paragraph(told, style="List Bullet")

    def _looked(self, looked: Looked) -> None:
        words = self.words
        self.writing.heading(looked.heading())
        self._paragraphs([" ".join(looked.summary())])
        for about, names in looked.named():
            self.writing.paragraph(f"{about} {', '.join(names)}.")
        rows = looked.rows()
        if rows:
            self.writing.table(
                (words("Source"), words("What happens"), words("Since")),
                (
                    ([Piece(row.outlet, strong=True), f", {row.kind}"], row.happens, row.since or "–")
                    for row in rows
                ),
                (5, 6, 3),
                caption=looked.caption(),
            )
