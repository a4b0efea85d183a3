"""`extract --jsonl IN [-o OUT]`: articles from files of HTML, one line out for each line in, in their order.

IN: lines `{"id", "url", "html_path", "encoding"?}`; a path may end in `.gz`, a relative one is taken from the
working directory, then from the folder of IN. OUT: the article's fields and `error`, which is null, or the
reason why the page is no article, or not whole, or could not be read (`bad_line`, `file_missing`,
`file_unreadable`, `parse_timeout`, `parse_failed`). Nothing that a line holds ends the command.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import os
import sys
import zlib
from collections import deque
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import IO, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from crawler.extraction import Extraction, Page, extract
from crawler.extraction.decoding import MAX_BYTES
from crawler.workers import Workers, WorkFailed, WorkTimeout
from storage.model import Article, Reason

PAGE_SECONDS = 20.0
DONE, UNREADABLE = 0, 5


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command. Returns 0, or 5 where IN cannot be read or OUT not be written."""
    parser = argparse.ArgumentParser(prog="extract", description="Extract articles from files of HTML.")
    parser.add_argument(
        "--jsonl", type=Path, required=True, metavar="IN", help="lines {id, url, html_path, encoding?}"
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="OUT", help="where to write (default: standard output)"
    )
    parser.add_argument(
        "--workers", type=int, default=os.cpu_count() or 1, help="processes (default: one a core)"
    )
    options = parser.parse_args(arguments)
    try:
        lines = options.jsonl.read_bytes().splitlines()
        writing = options.output.open("wb") if options.output else nullcontext(sys.stdout.buffer)
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return UNREADABLE
    with writing as out:
        asyncio.run(_run(lines, options.jsonl.parent, out, max(1, options.workers)))
    return DONE


async def _run(lines: Sequence[bytes], folder: Path, out: IO[bytes], count: int) -> None:
    console = Console(stderr=True)
    columns = (TextColumn("extract"), BarColumn(), MofNCompleteColumn())
    workers = Workers(count)
    try:
        with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
            task = progress.add_task("extract", total=len(lines))
            async for row in _rows(lines, folder, workers):
                # A lone surrogate of IN goes out as the JSON escape that it came in as.
                out.write(json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")
                progress.advance(task)
    finally:
        workers.close()


async def _rows(lines: Iterable[bytes], folder: Path, workers: Workers) -> AsyncIterator[dict[str, Any]]:
    """The rows in the order of the lines, a few of them under way at a time."""
    under_way: deque[asyncio.Task[dict[str, Any]]] = deque()
    for line in lines:
        under_way.append(asyncio.create_task(_row(line, folder, workers)))
        if len(under_way) > 4 * workers.count:
            yield await under_way.popleft()
    while under_way:
        yield await under_way.popleft()


async def _row(line: bytes, folder: Path, workers: Workers) -> dict[str, Any]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        asked = None
    if not isinstance(asked, dict) or not isinstance(asked.get("html_path"), str):
        return row_of(asked.get("id") if isinstance(asked, dict) else None, Article(""), "bad_line")
    url, encoding = _text(asked.get("url")), _text(asked.get("encoding"))
    try:
        found = await workers.run(
            read_file, asked["html_path"], str(folder), url, encoding, timeout=PAGE_SECONDS
        )
    except WorkTimeout:
        return row_of(asked.get("id"), Article(url), Reason.PARSE_TIMEOUT)
    except WorkFailed:
        return row_of(asked.get("id"), Article(url), Reason.PARSE_FAILED)
    if isinstance(found, str):
        return row_of(asked.get("id"), Article(url), found)
    return row_of(asked.get("id"), found.article, found.problem)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def read_file(path: str, folder: str, url: str, encoding: str) -> Extraction | str:
    """In a worker: the article of one file, or why the file cannot be read."""
    try:
        place = Path(path) if Path(path).exists() else Path(folder, path)
        with gzip.open(place) if path.endswith(".gz") else place.open("rb") as file:
            body = file.read(MAX_BYTES)
    except FileNotFoundError:
        return "file_missing"
    except (OSError, EOFError, zlib.error, ValueError):
        return "file_unreadable"
    return extract(Page(url, body, f"text/html; charset={encoding}" if encoding else ""))


def row_of(name: Any, article: Article, error: str | None) -> dict[str, Any]:
    """One line of OUT."""
    return {
        "id": name,
        "url": article.url,
        "canonical_url": article.canonical_url,
        "title": article.title,
        "standfirst": article.standfirst,
        "authors": list(article.authors),
        "published_at": article.published_at.isoformat() if article.published_at else None,
        "modified_at": article.modified_at.isoformat() if article.modified_at else None,
        "language": article.language,
        "text": article.text,
        "links": [{"url": link.url, "text": link.text, "start": link.start} for link in article.links],
        "paywalled": article.paywalled,
        "provenance": dict(article.provenance),
        "error": str(error) if error else None,
    }
