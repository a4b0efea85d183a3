"""Mentions as CSV that a spreadsheet opens with a double click: byte order mark, and no cell that could run."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import BinaryIO
from zoneinfo import ZoneInfo

from monitor.export.columns import COLUMNS, Clock, Link, Value
from monitor.export.mention_list import CsvStyle, MentionList, table_of
from monitor.export.plain import CELL_MOST
from monitor.wording.outside import clean
from monitor.wording.words import Words

RUNS = tuple("=+-@|%＝＋－＠")
"""With what a cell may begin that a spreadsheet takes for a formula or a command; tabs and returns are gone by then."""

SEPARATORS = {CsvStyle.EXCEL_FR: ";", CsvStyle.INTERNATIONAL: ","}

OWN_COLUMNS = tuple(column.key for column in COLUMNS)


def write(asked: MentionList, out: BinaryIO) -> None:
    """The list, UTF-8 with a byte order mark, every cell quoted, CRLF; separator and columns by style and language."""
    words = Words(asked.language)
    style = asked.csv or (CsvStyle.EXCEL_FR if asked.language == "fr" else CsvStyle.INTERNATIONAL)
    table = table_of(asked, OWN_COLUMNS)
    zone = asked.zone
    text = io.TextIOWrapper(out, "utf-8", newline="", write_through=True)
    text.write("\ufeff")
    sheet = csv.writer(text, delimiter=SEPARATORS[style], quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    sheet.writerow([head.text for head in table.heads])
    for row in table.rows:
        sheet.writerow([safe(_text(value, words, style, zone)) for value in row])
    text.detach()  # or it would close what it was given


def safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: on one line, with a leading ' where it would be one."""
    cell = clean(text, CELL_MOST)
    return f"'{cell}" if cell.startswith(RUNS) else cell


def _text(value: Value, words: Words, style: CsvStyle, zone: ZoneInfo) -> str:
    """A value as text: days as 2025-02-05, which every spreadsheet reads as a day, whatever its language."""
    if isinstance(value, bool):
        return words("yes") if value else words("no")
    if isinstance(value, datetime):
        return _moment(value, style, zone)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Clock | Link):
        return value.text
    if isinstance(value, tuple):
        return " | ".join(one.text if isinstance(one, Link) else one for one in value)
    return "" if value is None else str(value)


def _moment(value: datetime, style: CsvStyle, zone: ZoneInfo) -> str:
    """Excel reads no offset: for it, the campaign's time; else ISO 8601 with the offset that the time has."""
    if style is CsvStyle.INTERNATIONAL:
        return value.isoformat()
    return f"{value.astimezone(zone):%Y-%m-%d %H:%M}"
