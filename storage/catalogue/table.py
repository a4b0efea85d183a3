"""From the bytes of a spreadsheet's file to rows with their line numbers: encodings, separators, broken quotes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

MAX_BYTES = 20_000_000
MAX_LINES_PER_ROW = 50
"""A quote that is opened and not closed spoils at most so many lines, and each of them is then read by itself."""

DELIMITERS = ";,\t"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its first line in the file (from 1) and its cells; None where the quotes are broken."""

    line: int
    cells: tuple[str, ...] | None


def decode(data: bytes) -> tuple[str, int | None]:
    """The text, and the first line that is not UTF-8 (then the whole is read as an old Excel writes it, cp1252)."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace"), None
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return data.decode("cp1252", errors="replace"), line


def _delimiter(header: str) -> str:
    return max(DELIMITERS, key=header.count)


def rows(text: str) -> Iterator[Row]:
    """Every row that is not blank, the header first. Excel's own first line `sep=;` is obeyed and skipped."""
    lines = io.StringIO(text.replace("\0", ""), newline="").readlines()
    at = 0
    while at < len(lines) and not lines[at].strip():
        at += 1
    if at == len(lines):
        return
    first = lines[at].strip('\r\n"').lower()
    if len(first) == len("sep=;") and first.startswith("sep=") and first[-1] in DELIMITERS:
        delimiter, at = first[-1], at + 1
    else:
        delimiter = _delimiter(lines[at])
    while at < len(lines):
        reader = csv.reader(lines[at : at + MAX_LINES_PER_ROW], delimiter=delimiter, strict=True)
        try:
            cells = next(reader)
        except csv.Error:
            yield Row(at + 1, None)
            at += 1
            continue
        if any(cell.strip() for cell in cells):
            yield Row(at + 1, tuple(cell.strip() for cell in cells))
        at += reader.line_num
