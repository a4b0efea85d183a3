"""What a person gives as a file: a list of addresses, a saved page, a text.

GivenUnreadable    the file cannot be used; carries why, as a message
"""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from monitor.proposals.attachments import AttachmentUnreadable, text_of
from monitor.wording.labels import REASON
from monitor.wording.words import message
from storage.identity import MAX_URL, is_http, text_fingerprint
from storage.model import Link, Moment, Outlet, Reason, Rights, StoredArticle

MOST_BYTES = 20_000_000
MOST_ADDRESSES = 5_000
"""Addresses of one list that are looked up."""

EXTRACTION_SECONDS = 60.0
_TABLES = (".csv", ".tsv")
_PAGES = (".html", ".htm", ".xhtml", ".mht")
_MARKUP = re.compile(r"\s{0,1000}<(?:!doctype|html|\?xml|head|body|article)", re.IGNORECASE)
_TITLE = re.compile(r"#{1,3} {0,4}")

TOO_LARGE = message("it is too large")
NO_ADDRESS = message("no address of a page stands in it")
NO_PAGE = message("no article was found on this page")


class GivenUnreadable(Exception):
    """The file cannot be used; `reason` is a message, a sentence or the end of one."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def given(path: Path, now: datetime) -> list[str] | StoredArticle:
    """The addresses that a file lists, or the article it holds. Raises OSError and GivenUnreadable.

    A table gives those of the column that has most of them. An article of a file has no id; its times are `now`.
    """
    if path.stat().st_size > MOST_BYTES:
        raise GivenUnreadable(TOO_LARGE)
    data = path.read_bytes()
    ending = path.suffix.lower()
    if ending in _TABLES:
        return _some(in_table(decoded(data)))
    if ending in _PAGES or _MARKUP.match(decoded(data[:2_000])):
        return saved_page(path, now)
    try:
        text = text_of(data)
    except AttachmentUnreadable as error:
        raise GivenUnreadable(error.reason) from error
    return in_lines(text) or article_of({"text": _body(text), "title": _title(text)}, path.stem, now)


def decoded(data: bytes) -> str:
    """The text of a list: what Excel and other tools write."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def in_lines(text: str) -> list[str]:
    """The addresses of a text that is nothing but addresses, one a line; none of another text."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[:MOST_ADDRESSES] if lines and all(is_address(line) for line in lines) else []


def in_table(text: str) -> list[str]:
    """The addresses of the column of a table that has most of them, in the order of its rows."""
    first = text.partition("\n")[0]
    separator = max(";,\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=separator))
    except csv.Error:  # a cell longer than a sheet allows, a quotation mark that is never closed
        return []
    columns: dict[int, list[str]] = {}
    for row in rows:
        for number, cell in enumerate(row):
            if is_address(cell.strip()):
                columns.setdefault(number, []).append(cell.strip())
    return max(columns.values(), key=len, default=[])[:MOST_ADDRESSES]


def is_address(text: str) -> bool:
    """True for what looks like the address of a page, as a person or a tool writes it."""
    return len(text) <= MAX_URL and text.lower().startswith(("http://", "https://")) and is_http(text)


def _some(addresses: list[str]) -> list[str]:
    if not addresses:
        raise GivenUnreadable(NO_ADDRESS)
    return addresses


def _title(text: str) -> str:
    """The first line, where it is a heading or stands by itself."""
    first, _, rest = text.strip().partition("\n")
    heading = _TITLE.match(first)
    alone = rest.startswith(("\n", "\r\n")) and len(first) <= 250
    return first[heading.end() :].strip() if heading else first.strip() if alone else ""


def _body(text: str) -> str:
    return text.strip().partition("\n")[2].strip() if _title(text) else text.strip()


def saved_page(path: Path, now: datetime) -> StoredArticle:
    """The article of a saved page: read by the crawler's own process, which alone knows how. Raises GivenUnreadable."""
    with tempfile.TemporaryDirectory(prefix="retombees-") as folder:
        asked, answered = Path(folder) / "in.jsonl", Path(folder) / "out.jsonl"
        asked.write_text(
            json.dumps({"id": "1", "url": "", "html_path": str(path.resolve())}) + "\n", encoding="utf-8"
        )
        arguments = ["extract", "--jsonl", str(asked), "-o", str(answered), "--workers", "1"]
        try:
            done = subprocess.run(  # noqa: S603 - our own module, our own arguments
                [sys.executable, "-P", "-m", "crawler", *arguments],
                check=False,
                capture_output=True,
                timeout=EXTRACTION_SECONDS,
            )
        except subprocess.TimeoutExpired as error:
            raise GivenUnreadable(REASON[Reason.PARSE_TIMEOUT]) from error
        row = json.loads(answered.read_text(encoding="utf-8")) if done.returncode == 0 else {}
    if not row.get("text"):
        error_code = str(row.get("error"))
        known = error_code in list(Reason)
        raise GivenUnreadable(REASON[Reason(error_code)] if known else NO_PAGE)
    return article_of(row, path.stem, now)


def article_of(row: Mapping[str, Any], name: str, now: datetime) -> StoredArticle:
    """An article as the archive would hold it, from a line of `extract`; what the line lacks is empty."""
    address = str(row.get("canonical_url") or row.get("url") or "")
    text = str(row.get("text") or "")
    return StoredArticle(
        id="",
        url=address,
        canonical_url=address,
        outlet=Outlet("", name, ""),
        title=str(row.get("title") or ""),
        standfirst=str(row.get("standfirst") or ""),
        authors=tuple(map(str, row.get("authors") or ())),
        published_at=_moment(row.get("published_at")),
        published_from="unknown",
        modified_at=None,
        language=str(row.get("language") or ""),
        paywalled=bool(row.get("paywalled")),
        rights=Rights.OPEN,
        first_seen_at=now,
        fetched_at=now,
        version=1,
        text_fingerprint=text_fingerprint(text),
        text=text,
        links=_links(row.get("links") or ()),
        provenance={},
    )


def _links(rows: Sequence[Mapping[str, Any]]) -> tuple[Link, ...]:
    return tuple(Link(str(row["url"]), str(row["text"]), int(row["start"])) for row in rows)


def _moment(text: object) -> Moment | None:
    """A time or a day as `extract` writes it."""
    if not isinstance(text, str):
        return None
    if len(text) == len("2025-02-05"):
        return date.fromisoformat(text)
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
