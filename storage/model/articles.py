"""From an address seen in a source to a text in the archive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from storage.model.moments import Moment
from storage.model.outlets import Outlet, Rights
from storage.model.reasons import Reason

HAND = "hand"
"""In `provenance`, and as `published_from`: a person typed it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A URL seen in a source, not yet fetched. Times as the source claims them, None where it claims none."""

    url: str
    title: str | None = None
    published_at: Moment | None = None
    summary: str | None = None
    updated_at: Moment | None = None


class CandidateState(StrEnum):
    """What has become of a candidate."""

    WAITING = "waiting"
    STORED = "stored"
    FAILED = "failed"
    PASSED_OVER = "passed_over"


@dataclass(frozen=True, slots=True)
class KnownCandidate:
    """What the archive knows of an address (`key` is `storage.identity.article_key(url)`)."""

    key: str
    url: str
    outlet_id: str
    state: CandidateState
    title: str | None = None
    published_at: Moment | None = None
    announced_at: Moment | None = None
    first_seen_at: datetime | None = None
    article_id: str | None = None
    fetched_at: datetime | None = None
    tries: int = 0
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the body: absolute target, its words, and where they start in `Article.text`."""

    url: str
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Article:
    """One published text as extracted from one page. `provenance` says per field where it came from."""

    url: str
    canonical_url: str | None = None
    title: str | None = None
    standfirst: str | None = None
    authors: tuple[str, ...] = ()
    published_at: Moment | None = None
    modified_at: Moment | None = None
    language: str | None = None
    text: str = ""
    links: tuple[Link, ...] = ()
    paywalled: bool = False
    rights: Rights = Rights.OPEN
    provenance: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FetchedArticle:
    """An article with how it was fetched: what `Store.put_article` takes."""

    article: Article
    outlet_id: str
    candidate_key: str
    fetched_at: datetime
    run_id: str
    status: int = 200
    fetched_url: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as the archive holds it.

    `text` is None where it is no longer kept (`keep_until` passed, or its rights forbid it).
    `address` of the first sighting is `url`; `canonical_url` is what identity settled on.
    """

    id: str
    url: str
    canonical_url: str
    outlet: Outlet
    title: str
    standfirst: str
    authors: tuple[str, ...]
    published_at: Moment | None
    published_from: str
    modified_at: Moment | None
    language: str
    paywalled: bool
    rights: Rights
    first_seen_at: datetime
    fetched_at: datetime
    version: int
    text_fingerprint: str
    text: str | None
    links: tuple[Link, ...]
    provenance: Mapping[str, str]
    found_by: tuple[FoundBy, ...] = ()
    sha256: str = ""

    @property
    def by_hand(self) -> bool:
        """True where a person typed it: no page of it was read (see `storage.entries`)."""
        return self.provenance.get("title") == HAND


@dataclass(frozen=True, slots=True)
class ArticleVersion:
    """What an article was before it changed, as it was fetched then. `text` is None where it is no longer kept."""

    version: int
    title: str
    standfirst: str
    text: str | None
    published_at: Moment | None
    fetched_at: datetime
    status: int
    sha256: str


@dataclass(frozen=True, slots=True)
class FoundBy:
    """A source in which an article was seen."""

    source: str
    kind: str


@dataclass(frozen=True, slots=True)
class PutResult:
    """What storing an article did: `new`, or a new version of one known, or nothing but another address."""

    article_id: str
    new: bool
    changed: bool


@dataclass(frozen=True, slots=True)
class FetchFailure:
    """One fetch that failed, or one page that could not be used."""

    run_id: str
    at: datetime
    url: str
    purpose: str  # robots | rights | source | article
    reason: Reason
    outlet_id: str | None = None
    source_id: str | None = None
    status: int | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TextCensus:
    """How much of the archive can still be matched."""

    articles: int
    with_text: int
    body_missing: int
    released: int  # text let go after matching, or when its time was over
