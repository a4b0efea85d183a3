"""The addresses in what a person pastes or uploads: any text, or a table of another tool, whatever its shape. Pure."""

from __future__ import annotations

import csv
import html
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import parse_qs, urlsplit

from monitor.explain.files import decoded, is_address
from monitor.proposals.attachments import AttachmentUnreadable, text_of
from monitor.wording.words import message
from storage.identity import MAX_URL, article_key

MOST = 200
"""Addresses of one list; the others are counted."""

MOST_FOUND = 5_000
"""Addresses that are counted at all."""

MOST_BYTES = 10_000_000
MOST_ROWS = 20_000
"""Of a table; no list of clips has more."""

LONGEST_SHOWN = 2_000
"""Signs that are kept of what is no address."""

NOTHING = message("We found no address in it. An address begins with https:// or http://.")
TOO_LARGE = message(
    "This is too large: paste or send 10 MB at the most, or only the column of the addresses."
)
WORKBOOK = message(
    "This is an Excel workbook. Open it, then “Save as”, “CSV”: we find the column of the addresses in that."
)
NOT_READABLE = message(
    "This file holds no text that we can read. Send a CSV or a text, or paste the addresses."
)

_FOUND = re.compile(rf"https?://[^\s<>\"\x00-\x1f]{{1,{MAX_URL}}}", re.IGNORECASE)
_BARE = re.compile(
    r"(?:www\.)?[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}(?::[0-9]{1,5})?/\S{1,2000}|www\.[\w.-]{3,200}"
)
_OTHER = re.compile(r"[a-z][a-z0-9+.-]{1,30}:\S", re.IGNORECASE)
_UNSEEN = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_SPACE = re.compile(r"\s")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|avif|ico)$", re.IGNORECASE)
_AFTER = ".,;:!?'’»”*_"
_CLOSING = {")": "(", "]": "[", "}": "{"}
_WRAPPERS = (("/url", ("url", "q")), ("/", ("url",)))
"""Paths under which a search engine's alerts, and a mail program's guard, wrap an address, and the fields that hold it."""


class ListUnreadable(Exception):
    """Nothing in it can be looked up; `reason` is a message, a sentence for the person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Listed:
    """The addresses in their order, each once (one article has one, however it is addressed); how many more there were."""

    addresses: tuple[str, ...]
    left_out: int = 0


def in_text(text: str) -> Listed:
    """The addresses of a text or a pasted table. What looks like an address and is none stays, to be told so.

    Raises ListUnreadable.
    """
    if len(text) > MOST_BYTES:
        raise ListUnreadable(TOO_LARGE)
    found = _in_table(text) or list(islice(_in_prose(text), MOST_FOUND))
    if not found:
        lines = [one.strip() for one in text.splitlines() if one.strip()]
        if len(lines) != 1:
            raise ListUnreadable(NOTHING)
        found = [_shown(lines[0])]
    return _once(found)


def in_file(data: bytes) -> Listed:
    """The addresses of a file: a CSV in whatever separator and encoding, a text, a Word file. Raises ListUnreadable."""
    if len(data) > MOST_BYTES:
        raise ListUnreadable(TOO_LARGE)
    if _is_workbook(data):
        raise ListUnreadable(WORKBOOK)
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")) and (data.startswith(b"PK") or b"\0" in data[:1_000]):
        try:
            return in_text(text_of(data))
        except AttachmentUnreadable as error:
            raise ListUnreadable(NOT_READABLE) from error
    if not data.strip():
        raise ListUnreadable(NOTHING)
    return in_text(decoded(data))


def _is_workbook(data: bytes) -> bool:
    if not data.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return "xl/workbook.xml" in packed.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return False


def _once(found: Iterable[str]) -> Listed:
    """Each article once: the address that stands first."""
    kept: dict[str, str] = {}
    for one in islice(found, MOST_FOUND):
        kept.setdefault(article_key(one) if is_address(one) else one, one)
    addresses = tuple(kept.values())
    return Listed(addresses[:MOST], max(0, len(addresses) - MOST))


# ---- a table


def _in_table(text: str) -> list[str]:
    """The addresses of the column that lists articles; none where the text is no table."""
    tables = (_columns(text, separator) for separator in ";,\t|")
    best = max((one for columns in tables for one in columns), key=_worth, default=[])
    return best if _worth(best)[0] else []


def _columns(text: str, separator: str) -> list[list[str]]:
    """The addresses of each column of a table: most of its rows have several cells."""
    if separator not in text:
        return []
    found: dict[int, list[str]] = {}
    rows = wide = 0
    try:
        sheet = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=separator)
        for row in islice(sheet, MOST_ROWS):
            rows += bool(row)
            wide += len(row) > 1
            for at, cell in enumerate(row):
                address = _address(cell.strip())
                if address:
                    found.setdefault(at, []).append(address)
    except csv.Error:  # a cell longer than a sheet allows, a quotation mark that is never closed
        return []
    return list(found.values()) if 2 * wide > rows else []


def _worth(column: list[str]) -> tuple[int, int]:
    """How surely a column lists articles: distinct pages that are neither home pages nor pictures, then all cells."""
    pages = {
        one for one in column if urlsplit(one).path.strip("/") and not _PICTURE.search(urlsplit(one).path)
    }
    return len(pages), len(column)


# ---- any other text


def _in_prose(text: str) -> Iterator[str]:
    """Every address in a text; of a line without one, the line where it looks like an address."""
    for line in text.splitlines():
        found = [_address(_trimmed(one[0])) or _shown(_trimmed(one[0])) for one in _FOUND.finditer(line)]
        yield from found
        bare = line.strip()
        if found or not bare or " " in bare[:LONGEST_SHOWN]:
            continue
        if _BARE.fullmatch(bare):
            yield _address(f"https://{bare}") or _shown(bare)
        elif _OTHER.match(bare):
            yield _shown(bare)


def _trimmed(found: str) -> str:
    """Without the signs of the sentence around it; a closing bracket stays where the address opened it."""
    counts = Counter(found)
    end = len(found)
    while end:
        last = found[end - 1]
        open_too = last in _CLOSING and counts[_CLOSING[last]] >= counts[last]
        if last not in _AFTER and (last not in _CLOSING or open_too):
            break
        counts[last] -= 1
        end -= 1
    return found[:end]


def _address(text: str) -> str:
    """The address of the page that is meant; empty where it is none."""
    if not is_address(text) or _SPACE.search(text):
        return ""
    text = html.unescape(text) if "&amp;" in text else text
    return _unwrapped(text) if is_address(text) else ""


def _unwrapped(url: str) -> str:
    """The address in one of a search engine's alert or a mail program's guard, which lead on to it."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    for path, names in _WRAPPERS:
        known = (
            host.startswith("google.")
            if path == "/url"
            else host.endswith(".safelinks.protection.outlook.com")
        )
        if known and parts.path == path:
            fields = parse_qs(parts.query[:MAX_URL])
            inside = next((fields[name][0] for name in names if name in fields), "")
            return inside if is_address(inside) else url
    return url


def _shown(text: str) -> str:
    """What is no address, as far as it is kept to be told so."""
    return _UNSEEN.sub("", text[: 2 * LONGEST_SHOWN]).strip()[:LONGEST_SHOWN]
