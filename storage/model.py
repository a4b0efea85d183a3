"""The vocabulary: what the product speaks of, as frozen values (docs/glossary.md says each in words).

Only the standard library. Times are aware and UTC unless a field says otherwise.
`Moment` is a time as a page claims it: an aware `datetime` that keeps the claimed offset, or a bare
`date` where the page gives no time of day; never a made-up midnight.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

Moment = datetime | date


def is_timed(moment: Moment | None) -> bool:
    """True where the moment has a time of day."""
    return isinstance(moment, datetime)


# ---- who publishes, and the ways in -------------------------------------------------------------


class SourceKind(StrEnum):
    """One way into an outlet; the words of the `--kind` option. HAND: a person gave the address."""

    FEED = "feed"
    SITEMAP = "sitemap"
    SEARCH = "search"
    PAGE = "page"
    HAND = "hand"


class Rights(StrEnum):
    """What an outlet, or one page, says about automated reading of its text."""

    OPEN = "open"
    RESERVED = "tdm-reserved"


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who publishes. `domain` is host or host:port without scheme; `tier` 1 (national reference) to 3, 0 unknown."""

    id: str
    name: str
    domain: str
    country: str = ""
    language: str = ""
    kind: str = ""
    tier: int = 0
    paywall: str = "unknown"
    rights: Rights = Rights.OPEN


@dataclass(frozen=True, slots=True)
class Source:
    """One way into an outlet. `url` is a template with `{query}`, `{page}`, `{start:…}`, `{end:…}` for a search."""

    id: str
    outlet_id: str
    kind: SourceKind
    url: str


class Health(StrEnum):
    """How a source fared when it was last tried."""

    NEW = "new"
    READ = "read"
    UNCHANGED = "unchanged"
    EMPTY = "empty"
    NOT_A_FEED = "not_a_feed"
    ROBOTS = "forbidden_by_robots"
    REFUSED = "refused_by_publisher"
    FAILING = "failing"
    RESTING = "resting"
    SILENT = "silent"


READABLE = frozenset({Health.READ, Health.UNCHANGED, Health.EMPTY, Health.SILENT})
"""The states in which we could look; the others say that we could not."""


class Reason(StrEnum):
    """Why something could not be fetched or used. Each failed fetch is a row with one of these."""

    OFFLINE = "offline"
    DNS = "dns"
    CONNECT = "connect"
    TIMEOUT = "timeout"
    TLS = "tls"
    RESET = "reset"
    TRUNCATED = "truncated"
    TOO_LARGE = "too_large"
    BAD_ANSWER = "bad_answer"
    NOT_FOUND = "not_found"
    GONE_HOME = "gone_home"
    DENIED = "denied"
    LOGIN = "login"
    RATE_LIMITED = "rate_limited"
    SERVER_ERROR = "server_error"
    HTTP_ERROR = "http_error"
    REDIRECT = "redirect"
    ROBOTS = "robots"
    ROBOTS_UNREACHABLE = "robots_unreachable"
    REFUSED = "refused_by_publisher"
    BOT_WALL = "bot_wall"
    PRIVATE_ADDRESS = "private_address"
    SCHEME = "scheme"
    HOST_DOWN = "host_down"
    TIME_LIMIT = "time_limit"
    NOT_HTML = "not_html"
    NOT_A_FEED = "not_a_feed"
    UNSAFE_XML = "unsafe_xml"
    CONSENT_WALL = "consent_wall"
    NEEDS_BROWSER = "needs_browser"
    BODY_MISSING = "body_missing"
    SOFT_404 = "soft_404"
    PARSE_TIMEOUT = "parse_timeout"
    PARSE_FAILED = "parse_failed"


@dataclass(frozen=True, slots=True)
class SourceReading:
    """One attempt to read one source in one run.

    `candidates` counts the entries seen, `new` those never seen before. `newest` and `oldest` are the
    claimed dates of the entries. `detail` is for a reader of logs (a status code, an exception name).
    """

    source_id: str
    run_id: str
    at: datetime
    health: Health
    reason: Reason | None = None
    detail: str = ""
    status: int | None = None
    candidates: int = 0
    new: int = 0
    newest: Moment | None = None
    oldest: Moment | None = None
    resting_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """How a source stands: its last reading, since when it is in this state, and when it last could be read."""

    source: Source
    outlet: Outlet
    health: Health = Health.NEW
    since: datetime | None = None
    reason: Reason | None = None
    detail: str = ""
    last_tried_at: datetime | None = None
    last_read_at: datetime | None = None
    last_new_at: datetime | None = None
    candidates: int = 0
    new: int = 0
    weight: float = 0.0
    resting_until: datetime | None = None
    last_run_id: str | None = None


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask "changed since?" with. `full_at`: when the whole answer was last read."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    full_at: datetime | None = None


# ---- from a source to an article ----------------------------------------------------------------


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


# ---- runs ---------------------------------------------------------------------------------------


class RunKind(StrEnum):
    """What a run did."""

    CRAWL = "crawl"
    MATCH = "match"
    REPORT = "report"


class RunState(StrEnum):
    """How a run ended; RUNNING while it has not (or when it was killed: see `Run.heartbeat_at`)."""

    RUNNING = "running"
    DONE = "done"
    PARTIAL = "partial"  # ended cleanly at its time limit
    OFFLINE = "offline"  # stopped: no host answered
    STOPPED = "stopped"  # by the person who started it
    FAILED = "failed"
    KILLED = "killed"  # found dead by a later run


@dataclass(frozen=True, slots=True)
class Run:
    """One run with its counts (`counts` keys are named in docs/archive.md)."""

    id: str
    kind: RunKind
    started_at: datetime
    state: RunState = RunState.RUNNING
    ended_at: datetime | None = None
    heartbeat_at: datetime | None = None
    order_id: str | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    detail: str = ""


@dataclass(frozen=True, slots=True)
class RunOrder:
    """All that a crawl may know: `monitor` writes it, `crawler` reads nothing else.

    `since` None means: from each source's last successful read, `first_window_days` the first time.
    `now` is set in rehearsals only and stands for the clock in windows and stored times, never in delays.
    `revisit` holds article ids to fetch again. Delays and limits in seconds unless the name says otherwise.
    """

    id: str
    created_at: datetime
    contact: str
    sources: tuple[tuple[Outlet, Source], ...]
    search_strings: tuple[str, ...] = ()
    watch_terms: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    now: datetime | None = None
    limit: int | None = None
    min_delay: float = 2.0
    allow_private: tuple[str, ...] = ()
    max_pages_per_source: int = 200
    max_minutes: float = 30.0
    first_window_days: int = 7
    fetch_timeout: float = 30.0
    revisit: tuple[str, ...] = ()
    pages: tuple[tuple[Outlet, str], ...] = ()  # addresses that a person gave; found by "<outlet id>/hand"
    keep_article_days: int = 90
    accept_language: str = "fr, en;q=0.5"


# ---- from an article to a mention ---------------------------------------------------------------


class MentionKind(StrEnum):
    """How an article carries the campaign's text, strongest first."""

    REPUBLICATION = "republication"
    CITATION = "citation"
    RELATED = "related"
    TOPIC = "topic"


PICKUP_KINDS = frozenset({MentionKind.REPUBLICATION, MentionKind.CITATION})


class Salience(StrEnum):
    """What place the mention has in the article."""

    MAIN = "main"
    SUBSTANTIAL = "substantial"
    PASSING = "passing"


class ReviewStatus(StrEnum):
    """What a person decided."""

    TO_REVIEW = "to_review"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    SECOND_LOOK = "second_look"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason: what was found where. `start`, `end` are offsets into the raw text of `field`.

    `about` is the kind of thing of the dossier that was found (document, organisation, event, query, rival)
    and `subject` its id there. `weight` 0.0-1.0.
    """

    type: str
    about: str
    subject: str
    field: str  # title | standfirst | body | author | link | slug
    text: str
    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The quoted words of a mention, at most 300 characters; `marks` are offsets into `text`."""

    text: str
    field: str = "body"
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What matching says of one article for one campaign; stored, it is the machine's part of a Mention."""

    kind: MentionKind
    to_check: bool
    salience: Salience
    score: float
    evidence: tuple[Evidence, ...]
    excerpt: Excerpt
    organisations: tuple[str, ...] = ()
    organisations_quoted: tuple[str, ...] = ()
    own: bool = False
    reuse: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """What people said of a mention; the machine never writes it."""

    status: ReviewStatus = ReviewStatus.TO_REVIEW
    tone: str | None = None
    tags: tuple[str, ...] = ()
    starred: bool = False
    note: str = ""
    reject_reason: str = ""
    reviewed_by: str | None = None
    reviewed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """One article for one campaign: the unit that people review and export.

    `first_matched_at` is when the mention first stood in the archive; `withdrawn_at` is set when later
    rules no longer hold it and no person has confirmed it (nothing is deleted).
    """

    id: str
    campaign_id: str
    article: StoredArticle
    judgement: Judgement
    review: Review
    dossier_version: int
    first_matched_at: datetime
    matched_at: datetime
    withdrawn_at: datetime | None = None
    cluster_id: str | None = None


@dataclass(frozen=True, slots=True)
class MatchResult:
    """The outcome of matching one article: a judgement, or None for no mention.

    `article_version` is the version that was matched; 0 stands for the one the archive holds.
    """

    article_id: str
    judgement: Judgement | None
    article_version: int = 0


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """A daily report that was made: which day, and the times [covers_from, covers_until) it covered."""

    campaign_id: str
    day: date
    covers_from: datetime
    covers_until: datetime
    made_at: datetime


@dataclass(frozen=True, slots=True)
class TextCensus:
    """How much of the archive can still be matched."""

    articles: int
    with_text: int
    body_missing: int
    released: int  # text let go after matching, or when its time was over
