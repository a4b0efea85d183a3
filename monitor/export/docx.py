"""Mentions as a Word document: a title, what the list counts, the table, how it came about."""

from __future__ import annotations

from typing import BinaryIO

from monitor.export.mention_list import MentionList
from monitor.export.method import colon
from monitor.export.pages import Pages, Run, pages_of
from monitor.office import Piece, Writing
from monitor.wording.words import Words


def write(asked: MentionList, out: BinaryIO) -> None:
    """The document, in the language of the list; the same list gives the same bytes. Raises TooMuchForPages."""
    pages = pages_of(asked)
    words = Words(pages.language)
    writing = Writing(pages.title, pages.language, pages.at)
    writing.running(pages.title[:90], "", "Retombées")
    writing.paragraph(pages.title, style="Heading 1")
    writing.paragraph(pages.summary, style="Intro")
    for what, which in pages.chosen:
        writing.paragraph(Piece(f"{what}{colon(words)} ", strong=True), which, style="Small")
    _table(writing, pages, words)
    for part in pages.method:
        writing.heading(part.heading, level=2)
        for what, said in part.lines:
            writing.paragraph(Piece(f"{what}{colon(words)} ", strong=True), said, style="Small")
    out.write(writing.save())


DATES = frozenset({"published_at", "first_seen_at", "reviewed_at"})
DATE_WIDTH = 25.0
"""A day must not break: its parts are held together, and what has no room is cut in the middle of the year."""


def _table(writing: Writing, pages: Pages, words: Words) -> None:
    if not pages.rows:
        writing.paragraph(words("The list is empty."))
        return
    heads = [head.text for head in pages.heads]
    widths = [max(DATE_WIDTH if head.key in DATES else 22.0, min(head.width, 50)) for head in pages.heads]
    right = [place for place, head in enumerate(pages.heads) if head.number]
    rows = ([_cell(cell) for cell in row] for row in pages.rows)
    writing.table(heads, rows, widths, right)


def _cell(runs: tuple[Run, ...]) -> list[str | Piece]:
    pieces: list[str | Piece] = []
    for run in runs:
        if pieces:
            pieces.append("  ·  ")
        pieces.append(Piece(run.text, url=run.url or None, language=run.language))
    return pieces
