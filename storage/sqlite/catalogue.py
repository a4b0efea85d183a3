"""Outlets, their sources, how these were read, and what is kept about sites."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from datetime import datetime

from storage.errors import NotStored
from storage.model import (
    READABLE,
    Candidate,
    Health,
    Outlet,
    Reason,
    Source,
    SourceKind,
    SourceReading,
    SourceStatus,
    Validators,
)
from storage.sqlite.candidates import insert_candidates
from storage.sqlite.connection import Connection, Row
from storage.sqlite.values import (
    keys_parameter,
    moment_text,
    read_moment,
    read_outlet,
    read_time,
    read_time_or_none,
    time_or_none,
    time_text,
)

_OUTLET = """
INSERT INTO outlets (id, name, domain, country, language, kind, tier, paywall, rights, listed)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, domain = excluded.domain, country = excluded.country,
    language = excluded.language, kind = excluded.kind, tier = excluded.tier, paywall = excluded.paywall,
    rights = excluded.rights, listed = 1
"""

_SOURCE = """
INSERT INTO sources (id, outlet_id, kind, url, paused, listed) VALUES (?, ?, ?, ?, ?, 1)
ON CONFLICT (id) DO UPDATE SET outlet_id = excluded.outlet_id, kind = excluded.kind, url = excluded.url,
    paused = excluded.paused, listed = 1
"""

_STATUSES = """
SELECT s.id AS source_id, s.kind AS source_kind, s.url, s.paused, s.health, s.since, s.reason, s.detail, s.last_tried_at,
    s.last_read_at, s.last_new_at, s.candidates, s.new, s.weight, s.resting_until, s.last_run_id,
    o.id AS outlet_id, o.name, o.domain, o.country, o.language AS outlet_language, o.kind AS outlet_kind,
    o.tier, o.paywall, o.rights AS outlet_rights
FROM sources s JOIN outlets o ON o.id = s.outlet_id
WHERE s.listed
"""

_READING = """
INSERT INTO source_readings (source_id, run_id, at, health, reason, detail, status, candidates, new,
    newest, oldest, resting_until)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

# Readings of one source at the same moment all come: nothing here has to tell which of them is the last.
_TELLING = """
WITH inside AS (
    SELECT number, source_id, at, candidates, health, health IN (SELECT value FROM json_each(:readable)) AS could
    FROM source_readings WHERE at >= :since AND at <= :until
), lasts AS (
    SELECT source_id, max(at) AS any_way, max(iif(could, at, NULL)) AS could,
        max(iif(could AND health <> 'unchanged', at, NULL)) AS changed FROM inside GROUP BY source_id
), telling AS (
    SELECT i.number FROM lasts l JOIN source_readings i ON i.at IN (l.any_way, l.could, l.changed) AND i.source_id = l.source_id
    UNION SELECT number FROM (SELECT number, max(candidates) FROM inside GROUP BY source_id)
    UNION SELECT number FROM (SELECT number, min(at) FROM inside WHERE could GROUP BY substr(at, 1, 13))
    UNION SELECT number FROM (SELECT number, max(at) FROM inside WHERE could GROUP BY substr(at, 1, 13))
)
SELECT r.* FROM telling t JOIN source_readings r ON r.number = t.number ORDER BY r.at, r.number
"""

_HEALTH = """
UPDATE sources SET since = CASE WHEN since IS NULL OR health <> :health THEN :at ELSE since END, health = :health,
    reason = :reason, detail = :detail, last_tried_at = :at, last_read_at = iif(:readable, :at, last_read_at),
    last_new_at = iif(:new > 0, :at, last_new_at), candidates = :candidates, new = :new, weight = :weight,
    resting_until = :resting_until, last_run_id = :run_id
WHERE id = :source_id
"""

_VALIDATORS = """
INSERT INTO validators (url, etag, last_modified, full_at) VALUES (?, ?, ?, ?)
ON CONFLICT (url) DO UPDATE SET etag = excluded.etag, last_modified = excluded.last_modified,
    full_at = coalesce(excluded.full_at, full_at)
"""


class CatalogueTable(Connection):
    """The part of the store that knows outlets and sources."""

    def put_catalogue(self, sources: Iterable[tuple[Outlet, Sequence[Source]]]) -> None:
        """See `Catalogue.put_catalogue`."""
        listed = list(sources)
        with self.write() as db:
            db.execute("UPDATE outlets SET listed = 0 WHERE listed")
            db.execute("UPDATE sources SET listed = 0 WHERE listed")
            db.executemany(_OUTLET, [astuple(outlet) for outlet, _ in listed])
            rows = [
                (s.id, s.outlet_id, s.kind, s.url, s.paused) for _, of_outlet in listed for s in of_outlet
            ]
            db.executemany(_SOURCE, rows)

    def source_statuses(self) -> list[SourceStatus]:
        """See `Catalogue.source_statuses`."""
        statuses = [_status(row) for row in self.rows(_STATUSES)]
        return sorted(
            statuses, key=lambda s: (_folded(s.outlet.name), s.source.kind, s.source.url, s.source.id)
        )

    def put_reading(
        self,
        reading: SourceReading,
        weight: float = 0.0,
        candidates: Iterable[Candidate] = (),
        validators: Iterable[Validators] = (),
    ) -> int:
        """See `Catalogue.put_reading`."""
        seen = list(candidates)
        with self.write() as db:
            found = db.execute("SELECT outlet_id FROM sources WHERE id = ?", (reading.source_id,)).fetchone()
            if found is None:
                raise NotStored("source", reading.source_id)
            fresh = insert_candidates(db, reading.source_id, found["outlet_id"], seen, reading.at)
            _keep_reading(db, reading, reading.new + fresh, weight)
            db.executemany(_VALIDATORS, [_validator_row(v) for v in validators])
        return fresh

    def readings(self, run_id: str) -> list[SourceReading]:
        """See `Catalogue.readings`."""
        found = self.rows("SELECT * FROM source_readings WHERE run_id = ? ORDER BY number", (run_id,))
        return [reading_of_row(row) for row in found]

    def readings_since(self, at: datetime) -> dict[str, list[SourceReading]]:
        """See `Catalogue.readings_since`."""
        sql = "SELECT * FROM source_readings WHERE at >= ? ORDER BY at, number"
        found: dict[str, list[SourceReading]] = {}
        for row in self.rows(sql, (time_text(at),)):
            found.setdefault(row["source_id"], []).append(reading_of_row(row))
        return found

    def forget_readings(self, before: datetime, orders_before: datetime) -> int:
        """See `Catalogue.forget_readings`."""
        with self.write() as db:
            gone = db.execute(
                "DELETE FROM source_readings WHERE at < ? AND number NOT IN"
                " (SELECT max(number) FROM source_readings GROUP BY source_id)",
                (time_text(before),),
            ).rowcount
            db.execute(
                "DELETE FROM run_orders WHERE created_at < ? AND id NOT IN"
                " (SELECT order_id FROM runs WHERE state = 'running' AND order_id IS NOT NULL)",
                (time_text(orders_before),),
            )
        return gone

    def telling_readings(self, since: datetime, until: datetime) -> list[SourceReading]:
        """See `Catalogue.telling_readings`."""
        parameters = {
            "since": time_text(since),
            "until": time_text(until),
            "readable": keys_parameter(READABLE),
        }
        return [reading_of_row(row) for row in self.rows(_TELLING, parameters)]

    def news_days(self, since: datetime) -> dict[str, int]:
        """See `Catalogue.news_days`."""
        sql = """SELECT source_id, count(DISTINCT substr(at, 1, 10)) AS days FROM source_readings
                 WHERE new > 0 AND at >= ? GROUP BY source_id"""
        return {row["source_id"]: row["days"] for row in self.rows(sql, (time_text(since),))}

    def validators(self, urls: Iterable[str]) -> dict[str, Validators]:
        """See `Catalogue.validators`."""
        sql = "SELECT * FROM validators WHERE url IN (SELECT value FROM json_each(?))"
        return {
            row["url"]: Validators(
                row["url"], row["etag"], row["last_modified"], read_time_or_none(row["full_at"])
            )
            for row in self.rows(sql, (keys_parameter(urls),))
        }

    def put_validators(self, validators: Iterable[Validators]) -> None:
        """See `Catalogue.put_validators`."""
        rows = [_validator_row(v) for v in validators]
        with self.write() as db:
            db.executemany(_VALIDATORS, rows)

    def site_file(self, origin: str, name: str) -> tuple[datetime, int, bytes] | None:
        """See `Catalogue.site_file`."""
        found = self.row(
            "SELECT at, status, body FROM site_files WHERE origin = ? AND name = ?", (origin, name)
        )
        return (read_time(found["at"]), found["status"], found["body"]) if found else None

    def put_site_file(self, origin: str, name: str, at: datetime, status: int, body: bytes) -> None:
        """See `Catalogue.put_site_file`."""
        with self.write() as db:
            db.execute(
                "INSERT OR REPLACE INTO site_files (origin, name, at, status, body) VALUES (?, ?, ?, ?, ?)",
                (origin, name, time_text(at), status, body),
            )


def _folded(name: str) -> str:
    """A name as people sort it: É with E."""
    return "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))


def add_unlisted(db: sqlite3.Connection, outlet: Outlet, by_hand: bool) -> None:
    """Make sure that an outlet that no catalogue lists can own an article, and that a person can have found it."""
    row = (*astuple(outlet), 0)
    db.execute(
        f"INSERT OR IGNORE INTO outlets VALUES ({', '.join('?' * len(row))})",  # noqa: S608 - question marks only
        row,
    )
    if by_hand:
        db.execute(
            "INSERT OR IGNORE INTO sources (id, outlet_id, kind, url, listed) VALUES (?, ?, ?, '', 0)",
            (f"{outlet.id}/{SourceKind.HAND}", outlet.id, SourceKind.HAND),
        )


def _validator_row(v: Validators) -> tuple[str, str | None, str | None, str | None]:
    return v.url, v.etag, v.last_modified, time_or_none(v.full_at)


def _keep_reading(db: sqlite3.Connection, reading: SourceReading, new: int, weight: float) -> None:
    resting = time_or_none(reading.resting_until)
    at = time_text(reading.at)
    db.execute(
        _READING,
        (
            reading.source_id,
            reading.run_id,
            at,
            reading.health,
            reading.reason,
            reading.detail,
            reading.status,
            reading.candidates,
            new,
            moment_text(reading.newest),
            moment_text(reading.oldest),
            resting,
        ),
    )
    db.execute(
        _HEALTH,
        {
            "source_id": reading.source_id,
            "run_id": reading.run_id,
            "at": at,
            "health": reading.health,
            "readable": reading.health in READABLE,
            "reason": reading.reason,
            "detail": reading.detail,
            "candidates": reading.candidates,
            "new": new,
            "weight": weight,
            "resting_until": resting,
        },
    )


def reading_of_row(row: Row) -> SourceReading:
    """A reading from its row."""
    return SourceReading(
        source_id=row["source_id"],
        run_id=row["run_id"],
        at=read_time(row["at"]),
        health=Health(row["health"]),
        reason=Reason(row["reason"]) if row["reason"] else None,
        detail=row["detail"],
        status=row["status"],
        candidates=row["candidates"],
        new=row["new"],
        newest=read_moment(row["newest"]),
        oldest=read_moment(row["oldest"]),
        resting_until=read_time_or_none(row["resting_until"]),
    )


def _status(row: Row) -> SourceStatus:
    return SourceStatus(
        source=Source(
            row["source_id"],
            row["outlet_id"],
            SourceKind(row["source_kind"]),
            row["url"],
            bool(row["paused"]),
        ),
        outlet=read_outlet(row),
        health=Health(row["health"]),
        since=read_time_or_none(row["since"]),
        reason=Reason(row["reason"]) if row["reason"] else None,
        detail=row["detail"],
        last_tried_at=read_time_or_none(row["last_tried_at"]),
        last_read_at=read_time_or_none(row["last_read_at"]),
        last_new_at=read_time_or_none(row["last_new_at"]),
        candidates=row["candidates"],
        new=row["new"],
        weight=row["weight"],
        resting_until=read_time_or_none(row["resting_until"]),
        last_run_id=row["last_run_id"],
    )
