"""Plain tables for a terminal: as wide as it is, the last but one column takes what is left."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Sequence


def width_of(text: str) -> int:
    """Columns that a text takes on a terminal."""
    return sum(
        0
        if unicodedata.combining(c) or unicodedata.category(c) == "Cf"
        else 2
        if unicodedata.east_asian_width(c) in "WF"
        else 1
        for c in text
    )


def cut(text: str, width: int) -> str:
    """The text on one line in so many columns, with an ellipsis where it is longer."""
    text = " ".join(text.split())
    if width_of(text) <= width:
        return text + " " * (width - width_of(text))
    while text and width_of(text) > width - 1:
        text = text[:-1]
    return text + "…" + " " * (width - 1 - width_of(text))


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], width: int | None = None) -> str:
    """A table with a line of headings; cells are cut so that a row fits `width` (the terminal's, 100 without one)."""
    total = width or shutil.get_terminal_size((100, 24)).columns
    columns = [[heading, *(row[i] for row in rows)] for i, heading in enumerate(headings)]
    natural = [max(width_of(" ".join(cell.split())) for cell in column) for column in columns]
    gaps = 2 * (len(headings) - 1)
    while sum(natural) + gaps > max(total, 40) and max(natural) > 10:
        natural[natural.index(max(natural))] -= 1
    lines = [
        "  ".join(cut(cell, size) for cell, size in zip(row, natural, strict=True)).rstrip()
        for row in [headings, *rows]
    ]
    lines.insert(1, "  ".join("─" * size for size in natural))
    return "\n".join(lines)
