"""Reading a source's answer in a worker process: no hostile feed may hold up, or bring down, a run."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.context import RunContext
from crawler.sources import SourceError, SourcePage, reader_for
from crawler.walls import legal_refusal
from crawler.workers import WorkFailed, WorkTimeout
from storage.model import Reason, Source

SOURCE_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why an answer is no page of its source."""

    reason: Reason
    detail: str = ""


def read_source(source: Source, body: bytes, url: str, content_type: str) -> SourcePage | Unreadable:
    """Read one answer; expected failures come back as values, since they cross a process border."""
    try:
        return reader_for(source).read(body, url, content_type)
    except SourceError as error:
        if error.reason in (Reason.NOT_A_FEED, Reason.NOT_HTML) and legal_refusal(body):
            return Unreadable(Reason.REFUSED, "a notice of the publisher instead of the source")
        return Unreadable(error.reason, error.detail)


async def parse(
    context: RunContext, source: Source, body: bytes, url: str, content_type: str
) -> SourcePage | Unreadable:
    """The same in a worker, under a deadline in seconds."""
    try:
        return await context.workers.run(read_source, source, body, url, content_type, timeout=SOURCE_SECONDS)
    except WorkTimeout:
        return Unreadable(Reason.PARSE_TIMEOUT)
    except WorkFailed as error:
        return Unreadable(Reason.PARSE_FAILED, str(error)[:200])
