"""Mentions as a PDF: the pages of `pages` by a template, and `monitor.office` makes the file."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import BinaryIO

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from monitor.export.mention_list import MentionList
from monitor.export.method import colon
from monitor.export.pages import Pages, pages_of
from monitor.office import to_pdf
from monitor.wording.words import Words


def write(asked: MentionList, out: BinaryIO) -> None:
    """The file, in the language of the list; the same list gives the same bytes. Raises TooMuchForPages, PdfMissing."""
    out.write(to_pdf(page_of(pages_of(asked))))


def page_of(pages: Pages) -> str:
    """The list as one HTML page for print; it asks for nothing from anywhere."""
    words = Words(pages.language)
    total = sum(_width(head.width) for head in pages.heads)
    widths = [f"{100 * _width(head.width) / total:.1f}%" for head in pages.heads]
    return _environment().get_template("list.html.jinja").render(
        pages=pages,
        widths=widths,
        colon=colon(words),
        empty=words("The list is empty."),
        foot=words("Page"),
        created=pages.at.isoformat(),
    )  # fmt: skip


def _width(characters: int) -> int:
    return max(14, min(characters, 50))


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
