"""A book as one page: it reads in a browser, light or dark, and prints as A4 leaves with running heads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from monitor.book import Book
from monitor.reports.book_chart import chart_of
from monitor.reports.book_layout import Layout, Table
from monitor.reports.book_method import Method
from monitor.reports.context import environment
from monitor.reports.ink import HTML, PLAIN


def render(book: Book, language: str) -> bytes:
    """The page in one language, "fr" or "en", as UTF-8."""
    return page(book, language).encode("utf-8")


def page(book: Book, language: str) -> str:
    """The page as text."""
    layout = Layout(book, language, HTML)
    method = Method(layout.text)
    sections = layout.sections()
    troubles, more_troubles = method.troubles()
    return (
        environment()
        .get_template("book.html.jinja")
        .render(
            words=layout.words,
            n=layout.words.n,
            text=layout.text,
            heads=layout.heads,
            title=Layout(book, language, PLAIN).text.full_title(),
            contents=layout.contents(sections),
            timeline_intro=" ".join(layout.heads.timeline_intro()),
            figure_pairs=_pairs(layout.figures()),
            reading_summary=method.summary(),
            best=layout.best(),
            held=held,
            sections=sections,
            outlets=layout.outlets(),
            paragraphs=method.paragraphs(),
            troubles=troubles,
            more_troubles=more_troubles,
            troubles_caption=method.troubles_caption(),
            **_drawing(layout),
        )
    )


def _drawing(layout: Layout) -> dict[str, Any]:
    chart = chart_of(layout.text)
    if chart is None:
        return {"chart": None}
    pickups, topic = layout.heads.key()
    return {
        "chart": chart,
        "chart_title": layout.heads.chart_title(),
        "key_pickups": pickups,
        "key_topic": topic,
        "most": layout.words.number(chart.most),
        "day_tables": layout.day_tables(),
    }


def held(excerpt: Iterable[tuple[str, bool]]) -> list[tuple[str, str, str]]:
    """An excerpt as (words, words that hold to what is marked, what is marked), each possibly empty.

    An opening quotation mark or an article before a passage shares its element: else weasyprint, when both do not
    fit on a line, breaks the line at the first space before them and not at the last.
    """
    parts: list[tuple[str, str, str]] = []
    before = ""
    for text, marked in excerpt:
        if marked:
            cut = before.rfind(" ") + 1
            parts.append((before[:cut], before[cut:], text))
            before = ""
        else:
            before += text
    return [*parts, (before, "", "")] if before else parts


def _pairs(tables: list[Table]) -> list[list[Table]]:
    return [tables[number : number + 2] for number in range(0, len(tables), 2)]
