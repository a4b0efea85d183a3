"""`candidates FILE` and `candidates --jsonl IN`: what a source would yield, as JSON lines.

Every file is opened and read in a worker process under a deadline, whatever it is: a feed that hangs its
parser, a pipe nobody writes to, a device without end.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import math
import os
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from crawler.sources import KINDS, SourceError, reader_of, sniff
from crawler.sources.base import MAX_BYTES
from crawler.workers import WorkError, Workers, WorkTimeout
from storage.identity import is_http
from storage.model import Candidate, Reason, SourceKind

DONE, USAGE, UNREADABLE = 0, 2, 5

SECONDS = 20.0
"""The deadline for one file."""

MAX_LINE = 1_000_000
"""Characters of one line of IN that are read."""

_AHEAD = 32  # lines of IN under way at once


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer of the web: its body, where it came from in the end, its Content-Type."""

    body: bytes
    url: str
    content_type: str = ""


Fetch = Callable[[str], Fetched]
"""Gets a URL for `candidates URL`; raises SourceError."""

Found = tuple[list[dict[str, Any]], str | None]
"""Candidates as they are written, and an error in words or None."""


def main(arguments: Sequence[str], fetch: Fetch | None = None, seconds: float = SECONDS) -> int:
    """Run the command; returns its exit code (0 done, 2 usage, 5 input unreadable)."""
    parser = argparse.ArgumentParser(
        prog="python -m crawler candidates", description="What a source would yield."
    )
    parser.add_argument("target", nargs="?", metavar="FILE|URL")
    parser.add_argument("--kind", choices=[kind.value for kind in KINDS])
    parser.add_argument("--base", default="", metavar="URL", help="where the file came from")
    parser.add_argument("--jsonl", type=Path, metavar="IN", help="lines {id, path, base, kind?}")
    parser.add_argument("-o", "--output", type=Path, metavar="OUT")
    options = parser.parse_args(arguments)
    if (options.target is None) == (options.jsonl is None):
        parser.error("give either a file or --jsonl")
    try:
        with _opened(options.output) as out:
            if options.jsonl is not None:
                with options.jsonl.open("rb") as lines:
                    asyncio.run(_read_lines(lines, out, seconds))
                return DONE
            return _read_one(options, fetch, out, seconds)
    except OSError as error:
        print(f"{error.filename or 'output'}: {error.strerror or error}", file=sys.stderr)
        return UNREADABLE


@contextlib.contextmanager
def _opened(path: Path | None) -> Iterator[IO[bytes]]:
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    else:
        with path.open("wb") as out:
            yield out


def _read_one(options: argparse.Namespace, fetch: Fetch | None, out: IO[bytes], seconds: float) -> int:
    target: str = options.target
    if target.lower().startswith(("http://", "https://")):
        if fetch is None:
            print("a URL cannot be read here, only a file", file=sys.stderr)
            return USAGE
        found, error = _read_url(fetch, target, options.kind)
    else:
        found, error = asyncio.run(_read_alone(target, options.base, options.kind, seconds))
    for row in found:
        _write(out, row)
    if error is not None:
        print(error, file=sys.stderr)
    return DONE if error is None else UNREADABLE


def _read_url(fetch: Fetch, url: str, kind: str | None) -> Found:
    try:
        answer = fetch(url)
    except SourceError as error:
        return [], str(error)
    return read_bytes(answer.body, answer.url, kind, answer.content_type)


async def _read_alone(path: str, base: str, kind: str | None, seconds: float) -> Found:
    workers = Workers(1)
    try:
        return await _in_worker(workers, path, base, kind, seconds)
    finally:
        workers.close()


async def _read_lines(lines: IO[bytes], out: IO[bytes], seconds: float) -> None:
    """One answer for each line, in the order of the lines, a bounded number of them under way."""
    workers = Workers(os.cpu_count() or 1)
    under_way: deque[asyncio.Task[dict[str, Any]]] = deque()
    try:
        for line in _bounded_lines(lines):
            under_way.append(asyncio.create_task(_answer(workers, line, seconds)))
            if len(under_way) >= _AHEAD:
                _write(out, await under_way.popleft())
        while under_way:
            _write(out, await under_way.popleft())
    finally:
        for task in under_way:
            task.cancel()
        workers.close()


def _bounded_lines(lines: IO[bytes]) -> Iterator[bytes | None]:
    """The lines; None for one that is longer than `MAX_LINE` bytes, of which no more is kept."""
    while line := lines.readline(MAX_LINE):
        if line.endswith(b"\n") or len(line) < MAX_LINE:
            yield line
            continue
        while rest := lines.readline(MAX_LINE):
            if rest.endswith(b"\n"):
                break
        yield None


async def _answer(workers: Workers, line: bytes | None, seconds: float) -> dict[str, Any]:
    """The answer to one line of IN, whatever it holds."""
    if line is None:
        return _row(None, [], f"line longer than {MAX_LINE} bytes")
    try:
        asked = json.loads(line.decode("utf-8", "replace"), parse_constant=_refuse, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        return _row(None, [], f"no JSON: {error}"[:200])
    if not isinstance(asked, dict):
        return _row(None, [], "no JSON object")
    path, base, kind = asked.get("path"), asked.get("base") or "", asked.get("kind")
    if not isinstance(path, str) or not path or "\0" in path:
        return _row(asked.get("id"), [], "no path")
    if not isinstance(base, str) or kind not in (None, *KINDS):
        return _row(asked.get("id"), [], "base is no text, or kind is none of " + ", ".join(KINDS))
    found, problem = await _in_worker(workers, path, base, kind, seconds)
    return _row(asked.get("id"), found, problem)


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else 0.0


def _row(name: Any, found: list[dict[str, Any]], error: str | None) -> dict[str, Any]:
    return {"id": name, "candidates": found, "error": error}


async def _in_worker(workers: Workers, path: str, base: str, kind: str | None, seconds: float) -> Found:
    try:
        return await workers.run(read_file, path, base, kind, timeout=seconds)
    except WorkTimeout:
        return [], f"{Reason.PARSE_TIMEOUT}: not read within {seconds:g} s"
    except WorkError as error:
        return [], f"{Reason.PARSE_FAILED}: {error}"[:300]


def read_file(path: str, base: str, kind: str | None) -> Found:
    """Read one file; runs in a worker process."""
    try:
        with Path(path).open("rb") as file:
            body = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        return [], f"cannot be read: {getattr(error, 'strerror', None) or error}"
    if len(body) > MAX_BYTES:
        return [], f"{Reason.TOO_LARGE}: more than {MAX_BYTES} bytes"
    return read_bytes(body, base, kind)


def read_bytes(body: bytes, base: str, kind: str | None, content_type: str = "") -> Found:
    """What a body holds; its form is found out where no kind is given."""
    reader = reader_of(SourceKind(kind)) if kind else sniff(body, content_type)
    try:
        page = reader.read(body, base, content_type)
    except SourceError as error:
        return [], str(error)
    if page.form == "html" and not is_http(base):
        return [], "a page cannot be read without the address it came from (base)"
    rows = [as_row(candidate) for candidate in page.candidates]
    return rows or [
        as_row(Candidate(child.url, updated_at=child.updated_at)) for child in page.children
    ], None


def as_row(candidate: Candidate) -> dict[str, Any]:
    """A candidate as the contract writes it."""
    published = candidate.published_at
    return {
        "url": candidate.url,
        "title": candidate.title,
        "published_at": published.isoformat() if published is not None else None,
        "summary": candidate.summary,
    }


def _write(out: IO[bytes], row: dict[str, Any]) -> None:
    # A lone surrogate, which JSON can hold and UTF-8 cannot, is written as the escape it came as.
    out.write(json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")
