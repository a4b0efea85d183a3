"""A table as CSV that Excel opens with a double click, with no cell that could run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from monitor.export.csv_list import safe


def csv_bytes(rows: Iterable[Sequence[str]], language: str) -> bytes:
    """The rows, the heads first: UTF-8 with a byte order mark, separated as this language's Excel expects."""
    text = io.StringIO(newline="")
    separator = ";" if language == "fr" else ","
    sheet = csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in rows:
        sheet.writerow([safe(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")
