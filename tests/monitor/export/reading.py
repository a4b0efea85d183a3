"""Reads each format back as its reader would: rows, titles, plain text."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any

import docx
import feedparser
import openpyxl
import pypdf
from docx.oxml.ns import qn

from monitor.export import FORMATS, MentionList, write

TABLES = sorted(name for name, form in FORMATS.items() if form.table)
FEEDS = ("atom", "rss")
SEPARATORS = {"fr": ";", "en": ","}


def made(asked: MentionList, name: str) -> bytes:
    out = io.BytesIO()
    write(asked, name, out)
    return out.getvalue()


def rows(data: bytes, separator: str = ";") -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=separator))


def cell(data: bytes, column: str, row: int = 1, separator: str = ";") -> str:
    table = rows(data, separator)
    return table[row][table[0].index(column)]


def lines(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.decode("utf-8").split("\n")[:-1]]


def book(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def sheet(data: bytes, number: int = 0) -> list[list[Any]]:
    """The values of one sheet, its head first."""
    return [list(row) for row in book(data).worksheets[number].iter_rows(values_only=True)]


def column(data: bytes, name: str, number: int = 0) -> list[Any]:
    """The values below one head of a sheet."""
    head, *below = sheet(data, number)
    return [row[head.index(name)] for row in below]


def document(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def word_rows(data: bytes) -> list[list[str]]:
    """The rows of the first table of a Word document, links included."""
    tables = document(data).tables
    return (
        [["".join(t.text or "" for t in c._tc.iter(qn("w:t"))) for c in row.cells] for row in tables[0].rows]
        if tables
        else []
    )


def pdf_text(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def feed(data: bytes) -> Any:
    return feedparser.parse(data)


def text_of(data: bytes, name: str) -> str:
    """All that a reader could see of a list, as one text."""
    if name in ("xlsx", "docx"):
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return "\n".join(parts.read(part).decode("utf-8", "replace") for part in parts.namelist())
    return pdf_text(data).replace("\n", "") if name == "pdf" else data.decode("utf-8")


def titles(data: bytes, name: str, language: str) -> list[str]:
    """The titles of a list in their order."""
    if name == "jsonl":
        return [line["title"] for line in lines(data)]
    if name in FEEDS:
        return [entry.title.rpartition(":")[2].strip() for entry in feed(data).entries]
    if name == "csv":
        head, *below = rows(data, SEPARATORS[language])
        return [row[head.index("Title")] for row in below]
    if name == "xlsx":
        return [value for value in column(data, "Title") if value]
    if name == "docx":
        return [row[2] for row in word_rows(data)[1:]]
    found = pdf_text(data)
    return sorted((word for word in ("T1", "T2", "T3", "T4", "T5", "T6") if word in found), key=found.index)
