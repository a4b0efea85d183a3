"""Mentions as an Excel workbook: the list with real dates and links, the outlets, the timeline, the method.

Row after row, so that memory does not grow with the list; texts are typed as texts, so that none is a formula.
"""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from monitor.export.columns import SHEET, SHEET_OPEN, SHEET_PRINTED, Clock, Link, Value
from monitor.export.figures import Figures
from monitor.export.mention_list import Head, MentionList, Rows, Table, table_of
from monitor.export.method import title_of
from monitor.export.plain import CELL_MOST, followable, sheet_text
from monitor.export.xlsx_looks import Looks, frame, height_of
from monitor.export.xlsx_sheets import add_method, add_outlets, add_timeline
from monitor.wording.words import Words

LINKS_MOST = 65_530
URL_MOST = 2_079
FIRST_YEAR = 1901
"""Excel knows no day before 1900, and takes 1900 for a leap year."""

_PACKED_AT = (1980, 1, 1, 0, 0, 0)
_ROWS_MOST = 1_048_575
_MADE_WHEN_EMPTY = datetime(2000, 1, 1)  # noqa: DTZ001 - Excel's properties bear no zone


def write(asked: MentionList, out: BinaryIO) -> None:
    """The workbook, in the language of the list; the same list gives the same bytes, whatever the time and place."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "list.xlsx"
        _workbook(asked, made, folder)
        _packed_again(made, out)


def _workbook(asked: MentionList, path: Path, folder: str) -> None:
    import xlsxwriter  # type: ignore[import-untyped]  # a tenth of a second that no other command should wait

    options = {
        "constant_memory": True,
        "tmpdir": folder,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    words, figures = Words(asked.language), Figures(asked.zone)
    with xlsxwriter.Workbook(str(path), options) as book:
        looks = Looks(book, words)
        table = table_of(asked, SHEET, figures.add)
        own = not asked.columns and asked.rows is Rows.MENTIONS
        folded = frozenset(SHEET) - frozenset(SHEET_OPEN) if own else frozenset[str]()
        printed = len(SHEET_PRINTED) if own else len(table.heads)
        _List(book, table, looks, asked).write(words.c("sheet", "List"), folded, printed)
        add_outlets(book, looks, figures, words)
        add_timeline(book, looks, figures, words)
        add_method(book, looks, asked, figures)
        newest = figures.newest.replace(tzinfo=None) if figures.newest else _MADE_WHEN_EMPTY
        book.set_properties({"title": title_of(asked)[:255], "author": "Retombées", "created": newest})


class _List:
    """The first sheet: one row for each mention, or each person."""

    def __init__(self, book: Any, table: Table, looks: Looks, asked: MentionList) -> None:
        self.book, self.table, self.looks, self.zone = book, table, looks, asked.zone
        self.title = title_of(asked)
        self.yes, self.no = looks.words("yes"), looks.words("no")
        self.links = 0

    def write(self, name: str, folded: frozenset[str], printed: int) -> None:
        """Write all rows. Columns with a key in `folded` are closed; the first `printed` ones go to paper."""
        sheet = self.sheet = self.book.add_worksheet(name)
        heads = self.table.heads
        frame(sheet, self.looks, heads, self.title, folded)
        last = 0
        for last, row in enumerate(self.table.rows, start=1):
            if last > _ROWS_MOST:
                raise ValueError("a sheet holds no more rows")
            self._row(last, row, heads)
        sheet.autofilter(0, 0, max(last, 1), len(heads) - 1)
        sheet.print_area(0, 0, last, printed - 1)

    def _row(self, number: int, row: Sequence[Value], heads: Sequence[Head]) -> None:
        wrapped = [(_long(value), head.width) for value, head in zip(row, heads, strict=True) if head.wrap]
        self.sheet.set_row(number, height_of(wrapped))
        for place, (value, head) in enumerate(zip(row, heads, strict=True)):
            self._cell(number, place, value, head.wrap)

    def _cell(self, row: int, place: int, value: Value, wrap: bool) -> None:
        sheet, looks = self.sheet, self.looks
        if value is None or value == "" or value == ():
            return
        if isinstance(value, bool):
            sheet.write_string(row, place, self.yes if value else self.no, looks.text)
        elif isinstance(value, int):
            sheet.write_number(row, place, value, looks.number)
        elif isinstance(value, date):
            self._date(row, place, value)
        elif isinstance(value, Link):
            self._link(row, place, value)
        elif isinstance(value, tuple):
            sheet.write_string(row, place, _lines(value), looks.running)
        else:
            text = sheet_text(value.text if isinstance(value, Clock) else value)
            sheet.write_string(row, place, text, looks.running if wrap else looks.text)

    def _date(self, row: int, place: int, value: date) -> None:
        """A time in the campaign's zone, or a day alone; as text where Excel has no such day."""
        local = value.astimezone(self.zone).replace(tzinfo=None) if isinstance(value, datetime) else value
        if local.year < FIRST_YEAR:
            self.sheet.write_string(
                row,
                place,
                local.isoformat(" ") if isinstance(local, datetime) else local.isoformat(),
                self.looks.text,
            )
        else:
            timed = isinstance(local, datetime)
            self.sheet.write_datetime(row, place, local, self.looks.time if timed else self.looks.day)

    def _link(self, row: int, place: int, link: Link) -> None:
        """A link while Excel takes more of them, else the text alone; the address has a column of its own."""
        address, text = followable(link.url), sheet_text(link.text)
        if address and self.links < LINKS_MOST and _as_excel_writes(address) <= URL_MOST:
            self.links += 1
            self.sheet.write_url(row, place, address, self.looks.link, text or address)
        else:
            self.sheet.write_string(row, place, text, self.looks.running)


def _as_excel_writes(address: str) -> int:
    """The most characters that an address may have once its odd signs are written as three, two units for some."""
    plain = sum(sign.isalnum() or sign in "-._~:/?#@!$&()*+,;=%" for sign in address)
    return plain + 3 * (len(address) - plain) + sum(ord(sign) > 0xFFFF for sign in address)


def _long(value: Value) -> str:
    """The text that a wrapped cell will hold, near enough to know its height."""
    if isinstance(value, tuple):
        return _lines(value)
    return value.text[:CELL_MOST] if isinstance(value, Link) else str(value or "")[:CELL_MOST]


def _lines(values: tuple[str | Link, ...]) -> str:
    """Several texts on lines of their own, as many as a cell holds."""
    texts = [sheet_text(one.text if isinstance(one, Link) else one, 300) for one in values]
    kept, length = [], 0
    for text in texts:
        length += len(text) + 1
        if length > 10 * CELL_MOST:
            kept.append("…")
            break
        kept.append(text)
    return "\n".join(kept)


def _packed_again(path: Path, out: BinaryIO) -> None:
    """The same parts under one fixed time and mode: what they had was of this machine."""
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            part = zipfile.ZipInfo(entry.filename, _PACKED_AT)
            part.compress_type, part.create_system = zipfile.ZIP_DEFLATED, 0
            with before.open(entry) as source, after.open(part, "w", force_zip64=False) as target:
                shutil.copyfileobj(source, target, 1 << 20)
