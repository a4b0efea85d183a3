"""Which candidates deserve a fetch, and in which order (pure).

Nothing is left out for lack of a term: most pickups of a text carry nothing of it in their title. Terms and
dates set the order only, so that a run cut by its time limit has read the best first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

import ahocorasick_rs

from crawler.sources.address_shape import looks_like_article, never_an_article, slug_day, slug_words
from storage.identity import article_key, same_site
from storage.model import Candidate, CandidateState, KnownCandidate, Moment

__all__ = [
    "MAX_TRIES",
    "Chosen",
    "is_article_of",
    "looks_like_article",
    "merged",
    "plausible",
    "publication",
    "select",
]

MAX_TRIES = 3
"""Fetches of one address that may fail, over all runs."""

EARLIEST = date(2000, 1, 1)
AHEAD = timedelta(hours=48)
"""Claimed dates before 2000 or later than this from now count as no date."""

_DAY = timedelta(days=1)
_WORD = re.compile(r"[^\W_]+")
_WEST, _EAST = timedelta(hours=12), timedelta(hours=14)  # how far a day without a zone may lie


@dataclass(frozen=True, slots=True)
class Chosen:
    """A candidate to fetch, with its article key."""

    candidate: Candidate
    key: str


def select(
    candidates: Iterable[Candidate],
    known: Mapping[str, KnownCandidate],
    *,
    domain: str,
    since: Moment | None,
    until: Moment | None,
    now: datetime,
    terms: Sequence[str] = (),
) -> list[Chosen]:
    """The candidates to fetch, best first; of several with one article key, one that has what they all say.

    `known` is keyed by `article_key`; `domain` is the outlet's. Both ends of the window belong to it, a bare
    date is the whole day anywhere on Earth. Taken are addresses of the outlet's site that look like an
    article, not yet stored, failed less than `MAX_TRIES` times, published or updated in the window, or
    undated; stored ones only where the source announces a date later than we fetched them.
    """
    chosen = [
        Chosen(candidate, key)
        for key, candidate in merged(candidates).items()
        if is_article_of(candidate, domain) and _is_due(candidate, known.get(key), since, until, now)
    ]
    hits = _term_counter(terms)
    return sorted(chosen, key=lambda choice: _rank(choice.candidate, hits(choice.candidate), now))


def merged(candidates: Iterable[Candidate]) -> dict[str, Candidate]:
    """Candidates by article key, in order of first sight; what the first does not say comes from the others.

    Of several announced changes the latest counts. Addresses that are none are left out.
    """
    found: dict[str, Candidate] = {}
    for candidate in candidates:
        try:
            key = article_key(candidate.url)
        except ValueError:
            continue
        first = found.get(key)
        found[key] = candidate if first is None else _completed(first, candidate)
    return found


def is_article_of(candidate: Candidate, domain: str) -> bool:
    """Whether the address belongs to the site of this domain (or one below it) and may be an article.

    What its source gives a publication date is an article, unless its address is of a kind that never is.
    """
    if never_an_article(candidate.url) or not same_site(candidate.url, domain):
        return False
    return candidate.published_at is not None or looks_like_article(candidate.url, candidate.title)


def plausible(moment: Moment | None, now: datetime) -> Moment | None:
    """The moment, or None where it lies before 2000 or more than 48 hours ahead of `now`."""
    if moment is None:
        return None
    earliest, latest = _span(moment)
    return moment if latest.date() >= EARLIEST and earliest <= now + AHEAD else None


def publication(candidate: Candidate, now: datetime) -> Moment | None:
    """When the candidate was published: as its source says, else as its address does; None where neither does."""
    return plausible(candidate.published_at, now) or plausible(slug_day(candidate.url), now)


def _completed(first: Candidate, other: Candidate) -> Candidate:
    updates = [moment for moment in (first.updated_at, other.updated_at) if moment is not None]
    return replace(
        first,
        title=first.title or other.title,
        published_at=first.published_at if first.published_at is not None else other.published_at,
        summary=first.summary or other.summary,
        updated_at=max(updates, key=_instant, default=None),
    )


def _is_due(
    candidate: Candidate,
    known: KnownCandidate | None,
    since: Moment | None,
    until: Moment | None,
    now: datetime,
) -> bool:
    if known is not None:
        if known.state is CandidateState.STORED:
            return _changed_since_fetched(candidate, known, now)
        if known.state is CandidateState.FAILED and known.tries >= MAX_TRIES:
            return False
        if candidate.published_at is None:
            candidate = replace(candidate, published_at=known.published_at)
    return _in_window(candidate, since, until, now)


def _changed_since_fetched(candidate: Candidate, known: KnownCandidate, now: datetime) -> bool:
    announced = plausible(candidate.updated_at, now) or plausible(candidate.published_at, now)
    return announced is not None and known.fetched_at is not None and _instant(announced) > known.fetched_at


def _in_window(candidate: Candidate, since: Moment | None, until: Moment | None, now: datetime) -> bool:
    """Whether publication or a change lies in the window, or nothing is known of either.

    A date of change alone says only that publication was not later. A day in the address outweighs it, since
    sites that rewrite their whole sitemap call every page changed.
    """
    published = publication(candidate, now)
    updated = plausible(candidate.updated_at, now)
    if published is None:
        return updated is None or since is None or _span(updated)[1] >= _span(since)[0]
    if _overlaps(published, since, until):
        return True
    return candidate.published_at is not None and updated is not None and _overlaps(updated, since, until)


def _overlaps(moment: Moment, since: Moment | None, until: Moment | None) -> bool:
    earliest, latest = _span(moment)
    return (since is None or latest >= _span(since)[0]) and (until is None or earliest <= _span(until)[1])


def _span(moment: Moment) -> tuple[datetime, datetime]:
    """The first and last instant that a moment may mean: itself, or a day anywhere on Earth."""
    if isinstance(moment, datetime):
        instant = _instant(moment)
        return instant, instant
    start = datetime.combine(moment, time.min, tzinfo=UTC)
    try:
        return start - _EAST, start + _DAY + _WEST
    except OverflowError:
        return start, start


def _instant(moment: Moment) -> datetime:
    """One instant for comparing; a day is its midnight UTC."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time.min, tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return moment.replace(tzinfo=UTC)


def _rank(candidate: Candidate, hits: int, now: datetime) -> tuple[int, bool, float]:
    """More terms first, then the newest; undated ones behind dated ones, in the order of their source."""
    moment = publication(candidate, now) or plausible(candidate.updated_at, now)
    return -hits, moment is None, 0.0 if moment is None else -_instant(moment).timestamp()


def _term_counter(terms: Sequence[str]) -> Callable[[Candidate], int]:
    """A function that counts the terms (at most three) in a candidate's title, summary and address."""
    patterns = sorted({f" {folded} " for folded in map(_fold, terms) if folded})
    if not patterns:
        return lambda candidate: 0
    automaton = ahocorasick_rs.AhoCorasick(patterns)

    def count(candidate: Candidate) -> int:
        words = (candidate.title or "", candidate.summary or "", slug_words(candidate.url))
        text = " " + " | ".join(map(_fold, words)) + " "
        return min(
            3, len({index for index, _, _ in automaton.find_matches_as_indexes(text, overlapping=True)})
        )

    return count


def _fold(text: str) -> str:
    """Words without accents, case and signs, one space between them."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(_WORD.findall("".join(sign for sign in bare if not unicodedata.combining(sign))))
