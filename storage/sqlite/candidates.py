"""Addresses seen in sources, and what has become of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.errors import NotStored
from storage.identity import article_key
from storage.model import Candidate, CandidateState, KnownCandidate, Moment, Reason
from storage.sqlite.connection import Connection, Row
from storage.sqlite.values import (
    keys_parameter,
    moment_text,
    read_moment,
    read_time,
    read_time_or_none,
    sorting_text,
    time_text,
)

MAX_TRIES = 3
"""A candidate that failed this often waits no longer; people see it among the quarantined."""

_SELECT = """
SELECT c.key, c.url, c.outlet_id, iif(d.article_id IS NULL, c.state, 'stored') AS state, c.title, c.published_at,
    c.announced_at, c.first_seen_at, c.tries, c.reason, d.article_id, a.checked_at
FROM candidates c LEFT JOIN addresses d ON d.key = c.key LEFT JOIN articles a ON a.id = d.article_id
"""

_KNOWN = f"{_SELECT} WHERE c.key IN (SELECT value FROM json_each(?))"  # noqa: S608 - constants of ours

_KNOWN_ADDRESSES = """
SELECT d.key, d.url, a.outlet_id, 'stored' AS state, a.title, a.published_at, NULL AS announced_at, d.first_seen_at,
    0 AS tries, NULL AS reason, d.article_id, a.checked_at
FROM addresses d JOIN articles a ON a.id = d.article_id
WHERE d.key IN (SELECT value FROM json_each(?))
"""

_WAITING = f"""{_SELECT}
WHERE c.outlet_id IN (SELECT value FROM json_each(:outlets)) AND c.state IN ('waiting', 'failed')
    AND c.tries < :tries AND d.key IS NULL
    AND (:since IS NULL OR c.published_utc IS NULL OR c.published_utc >= :since OR c.published_utc = :day)
ORDER BY coalesce(c.published_utc, c.first_seen_at) DESC, c.key
"""  # noqa: S608 - constants of ours

_INSERT = """
INSERT INTO candidates (key, url, outlet_id, state, title, published_at, published_utc, announced_at, announced_utc,
    first_seen_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

_ANNOUNCE = """
UPDATE candidates SET announced_at = :moment, announced_utc = :sorting
WHERE key = :key AND (announced_utc IS NULL OR announced_utc < :sorting)
"""

_FILL = """
UPDATE candidates SET title = coalesce(title, :title), published_at = coalesce(published_at, :published_at),
    published_utc = coalesce(published_utc, :published_utc)
WHERE key = :key AND ((title IS NULL AND :title IS NOT NULL) OR (published_at IS NULL AND :published_at IS NOT NULL))
"""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A candidate with its key; of several with one key in one reading, what they say together."""

    key: str
    candidate: Candidate

    @property
    def announced(self) -> Moment | None:
        return self.candidate.updated_at or self.candidate.published_at


class CandidatesTable(Connection):
    """The part of the store that knows candidates."""

    def put_candidates(self, source_id: str, candidates: Iterable[Candidate], at: datetime) -> int:
        """See `Catalogue.put_candidates`."""
        seen = list(candidates)
        with self.write() as db:
            found = db.execute("SELECT outlet_id FROM sources WHERE id = ?", (source_id,)).fetchone()
            if found is None:
                raise NotStored("source", source_id)
            return insert_candidates(db, source_id, found["outlet_id"], seen, at)

    def known(self, keys: Iterable[str]) -> dict[str, KnownCandidate]:
        """See `Candidates.known`."""
        wanted = keys_parameter(keys)
        with self.read():
            addresses = self.rows(_KNOWN_ADDRESSES, (wanted,))
            candidates = self.rows(_KNOWN, (wanted,))
        return {row["key"]: _known(row) for row in (*addresses, *candidates)}

    def waiting(self, outlet_ids: Iterable[str], since: datetime | None) -> list[KnownCandidate]:
        """See `Candidates.waiting`."""
        text = time_text(since) if since else None
        parameters = {
            "outlets": keys_parameter(outlet_ids),
            "since": text,
            "day": text[:10] if text else None,
            "tries": MAX_TRIES,
        }
        return [_known(row) for row in self.rows(_WAITING, parameters)]

    def settle(self, key: str, state: CandidateState, reason: Reason | None = None) -> None:
        """See `Candidates.settle`."""
        with self.write() as db:
            db.execute(
                "UPDATE candidates SET state = ?, reason = ?, tries = tries + ? WHERE key = ?",
                (state, reason, state is CandidateState.FAILED, key),
            )

    def quarantined(self, max_tries: int) -> list[KnownCandidate]:
        """See `Candidates.quarantined`."""
        sql = f"{_SELECT} WHERE c.state = 'failed' AND c.tries >= ? AND d.key IS NULL ORDER BY c.first_seen_at, c.key"
        return [_known(row) for row in self.rows(sql, (max_tries,))]


def insert_candidates(
    db: sqlite3.Connection, source_id: str, outlet_id: str, candidates: Sequence[Candidate], at: datetime
) -> int:
    """Keep what a source listed, inside a write; what has no usable address is passed over. Returns how many are new."""
    seen = _keyed(candidates)
    keys = keys_parameter(seen)
    known = {
        row[0]
        for row in db.execute(
            "SELECT key FROM candidates WHERE key IN (SELECT value FROM json_each(?))", (keys,)
        )
    }
    stored = {
        row[0]
        for row in db.execute(
            "SELECT key FROM addresses WHERE key IN (SELECT value FROM json_each(?))", (keys,)
        )
    }
    now = time_text(at)
    fresh = [s for s in seen.values() if s.key not in known]
    db.executemany(_INSERT, [_row(s, outlet_id, s.key in stored, now) for s in fresh])
    again = [s for s in seen.values() if s.key in known]
    db.executemany(_FILL, [_filling(s) for s in again])
    db.executemany(_ANNOUNCE, [_announcement(s) for s in again if s.announced is not None])
    db.executemany(
        "INSERT OR IGNORE INTO candidate_sources (key, source_id, first_seen_at) VALUES (?, ?, ?)",
        [(key, source_id, now) for key in seen],
    )
    return sum(s.key not in stored for s in fresh)


def _keyed(candidates: Iterable[Candidate]) -> dict[str, _Seen]:
    seen: dict[str, _Seen] = {}
    for candidate in candidates:
        try:
            key = article_key(candidate.url)
        except ValueError:
            continue
        first = seen.get(key)
        seen[key] = (
            _Seen(key, candidate) if first is None else _Seen(key, _merged(first.candidate, candidate))
        )
    return seen


def _merged(first: Candidate, other: Candidate) -> Candidate:
    dates = [d for d in (first.updated_at, other.updated_at) if d is not None]
    return Candidate(
        first.url,
        first.title or other.title,
        first.published_at or other.published_at,
        None,
        max(dates, key=lambda d: sorting_text(d) or "") if dates else None,
    )


def _row(seen: _Seen, outlet_id: str, stored: bool, now: str) -> tuple[str | None, ...]:
    candidate = seen.candidate
    return (
        seen.key,
        candidate.url,
        outlet_id,
        CandidateState.STORED if stored else CandidateState.WAITING,
        candidate.title,
        moment_text(candidate.published_at),
        sorting_text(candidate.published_at),
        moment_text(seen.announced),
        sorting_text(seen.announced),
        now,
    )


def _filling(seen: _Seen) -> dict[str, str | None]:
    return {
        "key": seen.key,
        "title": seen.candidate.title,
        "published_at": moment_text(seen.candidate.published_at),
        "published_utc": sorting_text(seen.candidate.published_at),
    }


def _announcement(seen: _Seen) -> dict[str, str | None]:
    return {"key": seen.key, "moment": moment_text(seen.announced), "sorting": sorting_text(seen.announced)}


def _known(row: Row) -> KnownCandidate:
    return KnownCandidate(
        key=row["key"],
        url=row["url"],
        outlet_id=row["outlet_id"],
        state=CandidateState(row["state"]),
        title=row["title"],
        published_at=read_moment(row["published_at"]),
        announced_at=read_moment(row["announced_at"]),
        first_seen_at=read_time(row["first_seen_at"]),
        article_id=row["article_id"],
        fetched_at=read_time_or_none(row["checked_at"]),
        tries=row["tries"],
        reason=Reason(row["reason"]) if row["reason"] else None,
    )
