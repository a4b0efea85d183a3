"""What is known of an address, and how far the article behind it came: values, and one decision (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from storage.identity import article_key, is_http, same_site
from storage.model import (
    READABLE,
    CandidateState,
    FetchFailure,
    KnownCandidate,
    Moment,
    Outlet,
    Reason,
    SourceReading,
    SourceStatus,
    StoredArticle,
)

MOST_TRIES = 3
"""Failures after which an address waits no longer (see `Candidates.waiting`)."""


class Verdict(StrEnum):
    """How far an article came. Only the last three are in the archive; DUPLICATE under another address."""

    NO_ADDRESS = "no_address"
    UNKNOWN_SITE = "unknown_site"
    NO_SOURCE = "no_source"
    NOT_LOOKED = "not_looked"
    NOT_SEEN = "not_seen"
    OFF_SITE = "off_site"
    OUTSIDE_WINDOW = "outside_window"
    LEFT_ASIDE = "left_aside"
    WAITING = "waiting"
    ROBOTS = "forbidden_by_robots"
    ROBOTS_SILENT = "robots_silent"
    REFUSED = "refused_by_publisher"
    SHUT_OUT = "shut_out"
    NO_TEXT = "no_text"
    GONE = "gone"
    FAILED = "failed"
    GIVEN_UP = "given_up"
    BODY_MISSING = "body_missing"
    DUPLICATE = "duplicate"
    READ = "read"


@dataclass(frozen=True, slots=True)
class RobotsSaid:
    """What the robots.txt that the archive keeps says of an address, and when it was read."""

    at: datetime
    allows: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Place of an address among those of its outlet that wait to be fetched, from 1, and how many they are."""

    number: int
    of: int


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known of an address.

    `outlet` is the one whose site it is; `outlets` counts all. `failures` are fetches of the page, oldest first.
    `window_start`: what was published before is not fetched. `passed_by`: when a whole crawl of the outlet ended
    that had room, knew the address, and left it. `sources` are those of the outlet, `readings` their latest ones.
    """

    url: str
    outlets: int = 0
    outlet: Outlet | None = None
    sources: tuple[SourceStatus, ...] = ()
    readings: tuple[SourceReading, ...] = ()
    candidate: KnownCandidate | None = None
    failures: tuple[FetchFailure, ...] = ()
    article: StoredArticle | None = None
    robots: RobotsSaid | None = None
    place: Place | None = None
    window_start: datetime | None = None
    passed_by: datetime | None = None

    @property
    def reason(self) -> Reason | None:
        """Why the page could not be had the last time, None where nothing went wrong."""
        if self.failures:
            return self.failures[-1].reason
        return self.candidate.reason if self.candidate else None

    @property
    def tries(self) -> int:
        """How often a fetch of the page failed."""
        return max(len(self.failures), self.candidate.tries if self.candidate else 0)


_BY_REASON = {
    Reason.ROBOTS: Verdict.ROBOTS,
    Reason.ROBOTS_UNREACHABLE: Verdict.ROBOTS_SILENT,
    Reason.REFUSED: Verdict.REFUSED,
    Reason.DENIED: Verdict.SHUT_OUT,
    Reason.BOT_WALL: Verdict.SHUT_OUT,
    Reason.LOGIN: Verdict.SHUT_OUT,
    Reason.CONSENT_WALL: Verdict.NO_TEXT,
    Reason.NEEDS_BROWSER: Verdict.NO_TEXT,
    Reason.BODY_MISSING: Verdict.NO_TEXT,
    Reason.NOT_HTML: Verdict.NO_TEXT,
    Reason.NOT_FOUND: Verdict.GONE,
    Reason.SOFT_404: Verdict.GONE,
    Reason.GONE_HOME: Verdict.GONE,
}
"""What a failed fetch means; the reasons that are not here may be another day's luck."""


def verdict_of(facts: Facts) -> Verdict:
    """The one verdict of these facts: the last step that the article reached."""
    if not is_http(facts.url):
        return Verdict.NO_ADDRESS
    if facts.article is not None:
        return _in_archive(facts.url, facts.article)
    failed = facts.failures or (facts.candidate and facts.candidate.state is CandidateState.FAILED)
    if failed:
        return _failed(facts)
    if facts.candidate is not None:
        return _seen(facts, facts.candidate)
    return _unseen(facts)


def _in_archive(url: str, article: StoredArticle) -> Verdict:
    if not article.text_fingerprint:
        return Verdict.BODY_MISSING
    known = {article_key(address) for address in (article.url, article.canonical_url) if is_http(address)}
    return Verdict.READ if article_key(url) in known else Verdict.DUPLICATE


def _failed(facts: Facts) -> Verdict:
    if facts.reason in _BY_REASON:
        return _BY_REASON[facts.reason]
    given_up = facts.candidate is not None and facts.candidate.tries >= MOST_TRIES
    return Verdict.GIVEN_UP if given_up else Verdict.FAILED


def _seen(facts: Facts, candidate: KnownCandidate) -> Verdict:
    if facts.outlet is not None and not same_site(candidate.url, facts.outlet.domain):
        return Verdict.OFF_SITE
    if facts.robots is not None and not facts.robots.allows:
        return Verdict.ROBOTS
    if facts.window_start is not None and _is_before(candidate.published_at, facts.window_start):
        return Verdict.OUTSIDE_WINDOW
    return Verdict.LEFT_ASIDE if facts.passed_by is not None else Verdict.WAITING


def _unseen(facts: Facts) -> Verdict:
    if facts.outlet is None:
        return Verdict.UNKNOWN_SITE
    if facts.robots is not None and not facts.robots.allows:
        return Verdict.ROBOTS
    if not facts.sources:
        return Verdict.NO_SOURCE
    return Verdict.NOT_SEEN if any(was_read(status) for status in facts.sources) else Verdict.NOT_LOOKED


def was_read(status: SourceStatus) -> bool:
    """True where a source could be looked at, the last time or once before."""
    return status.health in READABLE or status.last_read_at is not None


def _is_before(published: Moment | None, start: datetime) -> bool:
    """True where even the last hour that a moment may mean lies before `start`."""
    if published is None:
        return False
    if isinstance(published, datetime):
        return published < start
    return published < _day(start)


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()
