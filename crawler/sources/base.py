"""What every source reader takes and gives: bytes in, a `SourcePage` out, no network, no file, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from storage.model import Candidate, Moment, Reason, SourceKind

MAX_FEED_ENTRIES = 2_000
"""Entries read of one feed; what stands behind them is left."""

MAX_SITEMAP_URLS = 50_000
"""Addresses, or children, read of one sitemap file (the limit of the sitemap protocol)."""

MAX_PAGE_LINKS = 1_000
"""Links read of one section or search page."""

MAX_ADDRESS = 2_048
"""Characters of an address; longer ones are none of an article."""

MAX_BYTES = 50_000_000
"""Bytes read of one source, after inflating (the limit of the sitemap protocol)."""


class SourceError(Exception):
    """A source could not be read.

    `reason` is NOT_A_FEED (something else than this kind of source), NOT_HTML (the same, for a page),
    UNSAFE_XML (it declares entities) or TRUNCATED (cut before its first entry). A source that is valid and
    holds nothing is no error: it gives a page without candidates. `detail` is for a reader of logs.
    """

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Child:
    """A sitemap named by a sitemap index; `updated_at` as the index claims it."""

    url: str
    updated_at: Moment | None = None


@dataclass(frozen=True, slots=True)
class SourcePage:
    """What one answer of a source holds.

    Candidates stand in the order of the source, with absolute http(s) addresses without fragment; a feed may
    list one address several times (a live blog), which `selection.select` makes one.
    `entries` counts what the source listed, those without a usable address included. `next_url` is what
    the page itself calls its next page. `form` is what it was recognised as: rss, atom, rdf, cdf,
    json-feed, wordpress-json, json, sitemap, sitemap-index, sitemap-text, html.
    """

    form: str
    candidates: tuple[Candidate, ...] = ()
    children: tuple[Child, ...] = ()
    entries: int = 0
    next_url: str | None = None


@dataclass(frozen=True, slots=True)
class SearchWindow:
    """What a search is asked: each of `strings`, as a person would type it, from `since` to `until` (both days in)."""

    strings: tuple[str, ...]
    since: date
    until: date


class Reader(Protocol):
    """Reads one kind of source. `template` is `Source.url`; for a search it has placeholders."""

    @property
    def name(self) -> str:
        """A word for logs and for the contract test."""
        ...

    @property
    def kind(self) -> SourceKind:
        """The kind it reads."""
        ...

    def takes(self, template: str) -> bool:
        """Whether this reader, among those of its kind, is the one for this address (the last one takes all)."""
        ...

    def addresses(self, template: str, window: SearchWindow) -> tuple[str, ...]:
        """The addresses to ask first: one for each search string, or the source's one address."""
        ...

    def read(self, body: bytes, base_url: str, content_type: str = "") -> SourcePage:
        """What the answer holds. `base_url` is where it came from in the end. Raises SourceError only."""
        ...

    def following(self, template: str, url: str, page: SourcePage) -> str | None:
        """The address of the page after `page`, which was read at `url`; None where it was the last.

        A site may serve pages without end: who follows must stop when a page brings nothing new.
        """
        ...
