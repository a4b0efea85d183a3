"""`sources.csv` as lines: what is not changed stays as it was written, byte for byte. Pure."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from storage.catalogue.reading import CatalogueReading
from storage.catalogue.table import beginning, lines_of, rows

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of a file, where its header and the row of each outlet stand (first line from 0, how many lines)."""

    lines: tuple[str, ...]
    separator: str
    header: tuple[int, int]
    places: Mapping[str, tuple[int, int]]
    encoding: str
    mark: bytes

    @property
    def columns(self) -> list[str]:
        """The names of the columns as they are compared."""
        return [name.strip().casefold() for name in self._read(self.header)]

    def cells(self, outlet_id: str) -> dict[str, str]:
        """The cells of an outlet by column, empty ones left out. Raises KeyError."""
        found = (cell.strip() for cell in self._read(self.places[outlet_id]))
        return {name: cell for name, cell in zip(self.columns, found, strict=False) if name and cell}

    def row_before(self, outlet_id: str) -> str:
        """The outlet whose row stands before this one's; empty where it is the first. Raises KeyError."""
        at = self.places[outlet_id][0]
        above = [(place, one) for one, (place, _) in self.places.items() if place < at]
        return max(above)[1] if above else ""

    def replaced(
        self, rows: Mapping[str, Mapping[str, str] | None], new: Sequence[tuple[str, str | None]]
    ) -> bytes:
        """The file with these rows: None is taken out, cells are set, ids of `new` are put in.

        `new` are ids with the outlet after whose row each is to stand (empty: before all; none: at the end). Columns that are missing are
        put behind the others.
        """
        columns = self._read(self.header)
        known = [name.strip().casefold() for name in columns]
        named = dict.fromkeys(name for cells in rows.values() if cells for name in cells)
        more = [name for name in named if name not in known]
        lines: list[str] = list(self.lines)
        blocks: dict[int, tuple[int, str]] = {}
        if more:
            blocks[self.header[0]] = (self.header[1], self._written([*columns, *more]))
        for outlet_id, cells in rows.items():
            if outlet_id in self.places:
                at, height = self.places[outlet_id]
                old = self._read((at, height))
                blocks[at] = (
                    height,
                    "" if cells is None else self._written(_with(old, [*known, *more], cells)),
                )
        added: dict[int, list[str]] = {}
        for outlet_id, after in new:
            text = self._written(_with([], [*known, *more], rows[outlet_id] or {}))
            at = self.header[0] if after == "" else self.places.get(after or "", (len(lines), 1))[0]
            added.setdefault(at, []).append(text)
        return self._encoded("".join(self._pieces(lines, blocks, added)))

    def _pieces(
        self, lines: list[str], blocks: Mapping[int, tuple[int, str]], added: Mapping[int, list[str]]
    ) -> list[str]:
        """The text of the file in pieces: lines, with rows in the place of others, and new ones behind theirs."""
        heights = dict([self.header, *self.places.values()]) | {
            at: height for at, (height, _) in blocks.items()
        }
        pieces: list[str] = []
        at = 0
        while at < len(lines):
            height = heights.get(at, 1)
            pieces.append(blocks[at][1] if at in blocks else "".join(lines[at : at + height]))
            pieces += added.get(at, [])
            at += height
        last = added.get(len(lines), [])
        if last and pieces and not "".join(pieces[-1:]).endswith(("\n", "\r")):
            pieces.append(self._line_end)
        return [*pieces, *last]

    @property
    def _line_end(self) -> str:
        first = self.lines[self.header[0] + self.header[1] - 1]
        return first[len(first.rstrip("\r\n")) :] or "\n"

    def _read(self, place: tuple[int, int]) -> list[str]:
        at, height = place
        found = csv.reader(self.lines[at : at + height], delimiter=self.separator, strict=True)
        return [cell.replace("\0", "") for cell in next(found)]

    def _written(self, cells: Sequence[str]) -> str:
        """A row; whatever may end a line in some program is quoted, which csv.writer leaves to the line end in use."""
        signs = (self.separator, '"', "\r", "\n")
        quoted = (
            '"' + cell.replace('"', '""') + '"' if any(sign in cell for sign in signs) else cell
            for cell in cells
        )
        return self.separator.join(quoted) + self._line_end

    def _encoded(self, text: str) -> bytes:
        """In the encoding of the file; where an old one cannot write a sign, as UTF-8 with its mark."""
        try:
            return self.mark + text.encode(self.encoding)
        except UnicodeEncodeError:
            return codecs.BOM_UTF8 + text.encode()


def sheet_of(data: bytes, reading: CatalogueReading) -> Sheet:
    """The sheet of a file that `read_catalogue` could use. Raises UnicodeDecodeError, csv.Error."""
    mark, encoding = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", "utf-8"))
    body = data.removeprefix(mark)
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError:
        if mark:
            raise
        encoding, text = "cp1252", body.decode("cp1252")
    lines = tuple(lines_of(text))
    at, separator = beginning(lines)
    heights = {row.line - 1: row.height for row in rows(text)}
    places = {one.outlet.id: (one.line - 1, heights[one.line - 1]) for one in reading.listings}
    return Sheet(lines, separator, (at, heights[at]), places, encoding, mark)


def _with(old: Sequence[str], columns: Sequence[str], cells: Mapping[str, str]) -> list[str]:
    """A row with these cells set; it is no longer than it was, or than the last cell that it needs."""
    last = max((number for number, name in enumerate(columns) if cells.get(name)), default=-1)
    row = [*old, *[""] * (max(last + 1, len(old)) - len(old))]
    for number, name in enumerate(columns):
        if name in cells and number < len(row):
            row[number] = cells[name]
    return row
