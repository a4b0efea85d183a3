"""Plain tables: as wide as the terminal, or with every cell whole where there is none."""

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


WITHOUT_TERMINAL = 10_000
NARROWEST = 8


def table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    width: int | None = None,
    whole: Sequence[int] = (),
) -> str:
    """A table with a line of headings; cells are cut so that a row fits `width`, the terminal's where None.

    The columns `whole` are never cut: what one copies from them must be complete.
    """
    total = width or shutil.get_terminal_size((WITHOUT_TERMINAL, 24)).columns
    columns = [[heading, *(row[i] for row in rows)] for i, heading in enumerate(headings)]
    sizes = [max(width_of(" ".join(cell.split())) for cell in column) for column in columns]
    room = total - 2 * (len(headings) - 1)
    shrinking = [i for i in range(len(headings)) if i not in whole]
    while sum(sizes) > room and shrinking:
        widest = max(shrinking, key=lambda i: sizes[i])
        if sizes[widest] <= NARROWEST:
            break
        sizes[widest] -= 1
    lines = [
        "  ".join(cut(cell, size) for cell, size in zip(row, sizes, strict=True)).rstrip()
        for row in [headings, *rows]
    ]
    lines.insert(1, "  ".join("─" * size for size in sizes))
    return "\n".join(lines)
