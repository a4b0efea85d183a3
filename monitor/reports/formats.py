"""The formats of a report. To add one: a module with `render(digest, language) -> bytes`, and its line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from monitor.digest import Digest
from monitor.office.word import WORD_TYPE
from monitor.reports.data import render as render_data
from monitor.reports.docx import render as render_docx
from monitor.reports.html import render as render_html
from monitor.reports.ink import PLAIN
from monitor.reports.mail import render as render_mail
from monitor.reports.pdf import render as render_pdf
from monitor.reports.sentences import Sentences
from monitor.reports.text import render as render_text


@dataclass(frozen=True, slots=True)
class Format:
    """One rendering; text is UTF-8. `suffix` ends a file name, and no two formats share one."""

    name: str
    suffix: str
    media_type: str
    render: Callable[[Digest, str], bytes]


FORMATS = {
    one.name: one
    for one in (
        Format("html", ".html", "text/html; charset=utf-8", render_html),
        Format("mail", ".mail.html", "text/html; charset=utf-8", render_mail),
        Format("text", ".txt", "text/plain; charset=utf-8", render_text),
        Format("json", ".json", "application/json", render_data),
        Format("pdf", ".pdf", "application/pdf", render_pdf),
        Format("docx", ".docx", WORD_TYPE, render_docx),
    )
}


def render(digest: Digest, format_name: str, language: str) -> bytes:
    """The report in one format and language ("fr" or "en").

    Raises KeyError for a format that is not in the table, and PdfMissing where PDF cannot be made here.
    """
    return FORMATS[format_name].render(digest, language)


def title_of(digest: Digest, language: str) -> str:
    """The report in one line without line breaks: the title of the page, the subject of a mail."""
    return Sentences(digest, language, PLAIN).title()
