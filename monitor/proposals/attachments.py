"""From an attached file to its text: plain text, Markdown, Word (.docx).

AttachmentUnreadable    the file cannot be used; carries why, as a message
"""

from __future__ import annotations

import io
import zipfile

import docx
from docx.document import Document
from docx.table import Table

from monitor.wording.words import message

MAX_BYTES = 20_000_000
MAX_UNPACKED = 100_000_000
_ZIP, _PDF, _OLE = b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0"

TOO_LARGE = message("it is too large to be a release")
NOT_WORD = message("it is not a Word file that can be opened (.docx)")
NOT_TEXT = message("it is not a text; copy the words out of it and paste them: “retombees campaign new -”")
EMPTY = message("there are no words in it")


class AttachmentUnreadable(Exception):
    """The file cannot be used; `reason` is a message."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def text_of(data: bytes) -> str:
    """The words of a file, Word headings marked as in Markdown. Raises AttachmentUnreadable and nothing else."""
    if len(data) > MAX_BYTES:
        raise AttachmentUnreadable(TOO_LARGE)
    if data.startswith(_ZIP):
        text = _word_text(data)
    elif data.startswith((_PDF, _OLE)) or b"\x00" in data[:1_000]:
        raise AttachmentUnreadable(NOT_TEXT)
    else:
        text = _decoded(data)
    if not text.strip():
        raise AttachmentUnreadable(EMPTY)
    return text


def _decoded(data: bytes) -> str:
    """UTF-8, or what older Windows editors write."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _word_text(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
        if unpacked > MAX_UNPACKED:
            raise AttachmentUnreadable(TOO_LARGE)
        return "\n\n".join(_paragraphs(docx.Document(io.BytesIO(data))))
    except AttachmentUnreadable:
        raise
    except (
        Exception
    ) as error:  # a damaged file makes zipfile, lxml and python-docx raise a dozen different ones
        raise AttachmentUnreadable(NOT_WORD) from error


def _paragraphs(document: Document) -> list[str]:
    found = []
    for part in document.iter_inner_content():
        if isinstance(part, Table):
            found += [cell.text for row in part.rows for cell in row.cells]
            continue
        level = _level(part.style.name if part.style is not None else "")
        text = " ".join(part.text.split())
        found.append(f"{'#' * level} {text}" if level and text else text)
    return [text for text in found if text]


def _level(style: str | None) -> int:
    """The level of a heading's style, 0 for other styles; Word keeps these names whatever its language."""
    name = (style or "").lower()
    if name == "title":
        return 1
    number = name.removeprefix("heading ")
    return min(int(number), 6) if number != name and number.isascii() and number.isdigit() else 0
