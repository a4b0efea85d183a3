"""The sheets beside the list: outlets, timeline with its chart, method. Every figure counts rows of the list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from monitor.export.figures import AROUND, BUCKETS, COUNTED, OUR_TEXTS, Bucket, Figures
from monitor.export.mention_list import Head, MentionList
from monitor.export.method import method_of, title_of
from monitor.export.plain import sheet_text
from monitor.export.xlsx_looks import Looks, frame, height_of, paper
from monitor.wording.labels import outlet_kind_words
from monitor.wording.words import Words

SERIES = ("#0D4F5C", "#B5AE9F")
"""The colours of the two series of the chart, told apart in grey too."""

HALVES = (OUR_TEXTS, AROUND)
METHOD_WIDTHS = (38, 96)


def add_outlets(book: Any, looks: Looks, figures: Figures, words: Words) -> None:
    """One row for each outlet, those with most articles first."""
    name = words.c("sheet", "Outlets")
    sheet = book.add_worksheet(name)
    heads = [
        Head("outlet", words("Outlet"), 28),
        Head("kind", words("Kind of outlet"), 20),
        Head("country", words("Country"), 14),
        Head("tier", words("Tier"), 7, number=True),
        Head("counted", words("Articles counted"), 12, number=True),
        *_bucket_heads(words),
        Head("first", words("First article"), 12),
        Head("last", words("Last article"), 12),
    ]
    frame(sheet, looks, heads, name)
    rows = figures.by_outlet()
    for number, one in enumerate(rows, start=1):
        outlet = one.outlet
        sheet.write_string(number, 0, sheet_text(outlet.name), looks.text)
        sheet.write_string(number, 1, sheet_text(outlet_kind_words(words, outlet.kind)), looks.text)
        sheet.write_string(number, 2, words.country(outlet.country) if outlet.country else "", looks.text)
        if outlet.tier:
            sheet.write_number(number, 3, outlet.tier, looks.number)
        _counts(sheet, number, 4, (COUNTED,), one.counts, looks)
        for place, day in ((len(heads) - 2, one.first), (len(heads) - 1, one.last)):
            if day is not None:
                sheet.write_datetime(number, place, day, looks.day)
    sheet.autofilter(0, 0, max(len(rows), 1), len(heads) - 1)
    sheet.write_string(len(rows) + 2, 0, words.c("row", "Total"), looks.total_head)
    for place in range(1, 4):
        sheet.write_blank(len(rows) + 2, place, None, looks.total_head)
    _counts(sheet, len(rows) + 2, 4, (COUNTED,), figures.total, looks, total=True)


def add_timeline(book: Any, looks: Looks, figures: Figures, words: Words) -> None:
    """One row for each day of publication, a row for undated articles, and the chart of the days."""
    name = words.c("sheet", "Timeline")
    sheet = book.add_worksheet(name)
    heads = [
        Head("day", words("Day"), 13),
        Head("our_texts", words("Pickups of our texts"), 17, number=True),
        Head("around", words("Related subjects and event"), 17, number=True),
        *_bucket_heads(words),
    ]
    frame(sheet, looks, heads, name)
    days = figures.by_day()
    for number, (day, counts) in enumerate(days, start=1):
        sheet.write_datetime(number, 0, day, looks.day)
        _counts(sheet, number, 1, HALVES, counts, looks)
    last = len(days)
    if figures.undated:
        last += 1
        sheet.write_string(last, 0, words("no date"), looks.text)
        _counts(sheet, last, 1, HALVES, figures.undated, looks)
    sheet.write_string(last + 2, 0, words.c("row", "Total"), looks.total_head)
    _counts(sheet, last + 2, 1, HALVES, figures.total, looks, total=True)
    if days:
        sheet.insert_chart(1, len(heads) + 1, _chart(book, name, heads, days, words))


def _chart(
    book: Any, sheet: str, heads: Sequence[Head], days: Sequence[tuple[date, Counter[Bucket]]], words: Words
) -> Any:
    """Columns one on the other, from zero: our texts, and what is around them. The table beside is the same data."""
    chart = book.add_chart({"type": "column", "subtype": "stacked"})
    for place, (together, colour) in enumerate(zip(HALVES, SERIES, strict=True), start=1):
        chart.add_series(
            {
                "name": heads[place].text,
                "categories": [sheet, 1, 0, len(days), 0],
                "values": [sheet, 1, place, len(days), place],
                "values_data": [sum(counts[bucket] for bucket in together) for _, counts in days],
                "fill": {"color": colour},
                "gap": 40,
            }
        )
    chart.set_title(
        {"name": words("Articles by day of publication"), "name_font": {"size": 12, "bold": True}}
    )
    days_format = "dd/mm" if words.language == "fr" else "d mmm"
    chart.set_x_axis({"date_axis": True, "num_format": days_format, "num_font": {"rotation": -45}})
    chart.set_y_axis(
        {"min": 0, "major_gridlines": {"visible": True, "line": {"color": "#DDD8CD"}}, "num_format": "0"}
    )
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 760, "height": 380})
    return chart


def add_method(book: Any, looks: Looks, asked: MentionList, figures: Figures) -> None:
    """The account of how the list came about."""
    words = looks.words
    sheet = book.add_worksheet(words.c("sheet", "Method"))
    for place, width in enumerate(METHOD_WIDTHS):
        sheet.set_column(place, place, width)
    paper(sheet, looks, words.c("sheet", "Method"))
    sheet.write_string(0, 0, sheet_text(title_of(asked)), looks.title)
    row = 2
    for part in method_of(asked, figures):
        sheet.write_string(row, 0, part.heading, looks.section)
        sheet.write_blank(row, 1, None, looks.section)
        row += 1
        for what, said in part.lines:
            sheet.set_row(row, height_of(zip((what, said), METHOD_WIDTHS, strict=True)))
            sheet.write_string(row, 0, sheet_text(what), looks.label)
            sheet.write_string(row, 1, sheet_text(said), looks.running)
            row += 1
        row += 1


def _bucket_heads(words: Words) -> list[Head]:
    return [Head(bucket.value, words(text), 14, number=True) for bucket, text in BUCKETS.items()]


def _counts(
    sheet: Any,
    row: int,
    place: int,
    sums: Sequence[tuple[Bucket, ...]],
    counts: Counter[Bucket],
    looks: Looks,
    total: bool = False,
) -> None:
    """What is counted together, then each bucket; numbers, so that a sheet may add them up."""
    look = looks.total if total else looks.number
    figures = [sum(counts[bucket] for bucket in together) for together in sums]
    for offset, figure in enumerate([*figures, *(counts[bucket] for bucket in BUCKETS)]):
        sheet.write_number(row, place + offset, figure, look)
