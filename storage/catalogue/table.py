"""From the bytes of a spreadsheet's file to rows with their line numbers: encodings, separators, broken quotes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MAX_BYTES = 20_000_000
MAX_LINES_PER_ROW = 50
"""A quote that is opened and not closed spoils at most so many lines, and each of them is then read by itself."""

DELIMITERS = ";,\t"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its first line in the file (from 1), its cells (None where the quotes are broken), how many lines it takes."""

    line: int
    cells: tuple[str, ...] | None
    height: int = 1


def decode(data: bytes) -> tuple[str, int | None]:
    """The text, and the first line that is not UTF-8 (then the whole is read as an old Excel writes it, cp1252)."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace"), None
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return data.decode("cp1252", errors="replace"), line


def lines_of(text: str) -> list[str]:
    """The lines of a text with their ends, cut where a spreadsheet cuts them."""
    return io.StringIO(text, newline="").readlines()


def beginning(lines: Sequence[str]) -> tuple[int, str]:
    """On which line (from 0) the header stands, and what separates its cells; Excel's own line `sep=;` is obeyed.

    The number of lines where all of them are blank.
    """
    at = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    if at == len(lines):
        return at, DELIMITERS[0]
    first = lines[at].strip('\r\n"').lower()
    if len(first) == len("sep=;") and first.startswith("sep=") and first[-1] in DELIMITERS:
        return at + 1, first[-1]
    return at, max(DELIMITERS, key=lines[at].count)


def rows(text: str) -> Iterator[Row]:
    """Every row that is not blank, the header first. Excel's own first line `sep=;` is obeyed and skipped."""
    lines = lines_of(text.replace("\0", ""))
    at, delimiter = beginning(lines)
    while at < len(lines):
        reader = csv.reader(lines[at : at + MAX_LINES_PER_ROW], delimiter=delimiter, strict=True)
        try:
            cells = next(reader)
        except csv.Error:
            yield Row(at + 1, None)
            at += 1
            continue
        if any(cell.strip() for cell in cells):
            yield Row(at + 1, tuple(cell.strip() for cell in cells), reader.line_num)
        at += reader.line_num
