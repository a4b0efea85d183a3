"""How the sheets look on screen and on paper: one accent, a head that stays, A4 across."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil
from typing import Any

from monitor.export.mention_list import Head
from monitor.export.plain import xml_text
from monitor.wording.words import Words

ACCENT = "#0D4F5C"
TINT = "#E3EEEF"
INK = "#1C1B18"
QUIET = "#57534A"
RULE = "#DDD8CD"
FONT = "Calibri"
HEAD_HEIGHT = 34
LINE = 15.0
"""The height of one line, in points."""

LINES_MOST = 8
_A4 = 9


class Looks:
    """The cell formats of one workbook."""

    def __init__(self, book: Any, words: Words) -> None:
        self.words = words
        body = {"font_name": FONT, "font_color": INK, "valign": "top"}
        days = "dd/mm/yyyy" if words.language == "fr" else "dd mmm yyyy"
        self.text = book.add_format(body)
        self.running = book.add_format({**body, "text_wrap": True})
        right = {"num_format": "#,##0", "align": "right", "indent": 1}
        self.number = book.add_format({**body, **right})
        self.day = book.add_format({**body, "num_format": days, "align": "left"})
        self.time = book.add_format({**body, "num_format": f"{days} hh:mm", "align": "left"})
        self.link = book.add_format({**body, "font_color": ACCENT, "underline": 1, "text_wrap": True})
        head = {**body, "bold": True, "bg_color": TINT, "text_wrap": True, "valign": "vcenter"}
        self.head = book.add_format({**head, "bottom": 2, "bottom_color": ACCENT})
        self.number_head = book.add_format(
            {**head, "bottom": 2, "bottom_color": ACCENT, "align": "right", "indent": 1}
        )
        self.total = book.add_format({**body, **right, "bold": True, "top": 1, "top_color": QUIET})
        self.total_head = book.add_format({**body, "bold": True, "top": 1, "top_color": QUIET})
        self.title = book.add_format({"font_name": FONT, "bold": True, "font_size": 16, "font_color": INK})
        self.section = book.add_format(
            {"font_name": FONT, "bold": True, "font_size": 12, "font_color": ACCENT, "bottom": 1, "bottom_color": RULE}
        )  # fmt: skip
        self.label = book.add_format({**body, "bold": True, "text_wrap": True})


def frame(
    sheet: Any,
    looks: Looks,
    heads: Sequence[Head],
    title: str,
    folded: frozenset[str] | set[str] = frozenset(),
) -> None:
    """The head of a table in a sheet, its widths, and how it prints. Columns in `folded` are closed."""
    sheet.set_row(0, HEAD_HEIGHT)
    for place, head in enumerate(heads):
        closed = {"level": 1, "hidden": True} if head.key in folded else {}
        sheet.set_column(place, place, head.width, None, closed)
        sheet.write_string(0, place, head.text, looks.number_head if head.number else looks.head)
    if folded:
        sheet.set_column(len(heads), len(heads), 3, None, {"collapsed": True})
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    paper(sheet, looks, title)


def paper(sheet: Any, looks: Looks, title: str) -> None:
    """A4 across, as wide as the page, the title above and the number of the page below."""
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    sheet.hide_gridlines(1)
    sheet.set_header(f"&L&9{xml_text(title, 100).replace('&', '&&')}")
    sheet.set_footer(looks.words("&L&8Retombées&R&8Page &P of &N"))


def height_of(cells: Iterable[tuple[str, float]]) -> float | None:
    """The height of a row whose wrapped cells hold these texts in these widths (in characters); None for one line.

    Written down because not every program finds it by itself; a very long text does not fill the screen.
    """
    lines = max(
        (sum(ceil(max(1, len(line)) * 1.08 / width) for line in text.split("\n")) for text, width in cells),
        default=1,
    )
    return min(lines, LINES_MOST) * LINE if lines > 1 else None
