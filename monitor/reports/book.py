"""The formats of a coverage book. To add one: a module with `render(book, language) -> bytes`, and its line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from monitor.book import Book
from monitor.office import to_pdf
from monitor.office.word import WORD_TYPE
from monitor.reports.book_docx import render as render_docx
from monitor.reports.book_html import page
from monitor.reports.book_html import render as render_html
from monitor.reports.book_words import BookWords
from monitor.reports.ink import PLAIN


@dataclass(frozen=True, slots=True)
class BookFormat:
    """One rendering; `suffix` ends a file name."""

    name: str
    suffix: str
    media_type: str
    render: Callable[[Book, str], bytes]


def render_pdf(book: Book, language: str) -> bytes:
    """The page as A4 leaves. Raises PdfMissing where the extra is not installed."""
    return to_pdf(page(book, language), book.made_at)


BOOK_FORMATS = {
    one.name: one
    for one in (
        BookFormat("html", ".html", "text/html; charset=utf-8", render_html),
        BookFormat("pdf", ".pdf", "application/pdf", render_pdf),
        BookFormat("docx", ".docx", WORD_TYPE, render_docx),
    )
}


def render_book(book: Book, format_name: str, language: str) -> bytes:
    """The book in one format and language ("fr" or "en"). Raises KeyError for an unknown format, and PdfMissing."""
    return BOOK_FORMATS[format_name].render(book, language)


def book_title(book: Book, language: str) -> str:
    """The book in one line without line breaks."""
    return BookWords(book, language, PLAIN).full_title()
