"""Orders and runs: what was asked, what happened."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from storage.errors import NotStored
from storage.model import (
    Outlet,
    Rights,
    Run,
    RunKind,
    RunOrder,
    RunState,
    Source,
    SourceKind,
)
from storage.sqlite.catalogue import add_unlisted
from storage.sqlite.connection import Connection, Row
from storage.sqlite.values import dumped, read_time, read_time_or_none, time_or_none, time_text

_TIMES = ("created_at", "since", "until", "now")
_TUPLES = ("search_strings", "watch_terms", "allow_private", "revisit")


class RunsTable(Connection):
    """The part of the store that knows orders and runs."""

    def put_order(self, order: RunOrder) -> None:
        """See `Runs.put_order`."""
        with self.write() as db:
            db.execute(
                "INSERT OR REPLACE INTO run_orders (id, created_at, payload) VALUES (?, ?, ?)",
                (order.id, time_text(order.created_at), order_text(order)),
            )
            for outlet, _ in order.pages:
                add_unlisted(db, outlet, by_hand=True)

    def order(self, order_id: str) -> RunOrder:
        """See `Runs.order`."""
        found = self.row("SELECT payload FROM run_orders WHERE id = ?", (order_id,))
        if found is None:
            raise NotStored("order", order_id)
        return read_order(found["payload"])

    def begin_run(self, run: Run) -> None:
        """See `Runs.begin_run`."""
        with self.write() as db:
            db.execute(
                "UPDATE runs SET state = 'killed', ended_at = coalesce(heartbeat_at, started_at)"
                " WHERE kind = ? AND state = 'running'",
                (run.kind,),
            )
            db.execute(
                "INSERT INTO runs (id, kind, state, started_at, ended_at, heartbeat_at, order_id, counts, detail)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    run.id,
                    run.kind,
                    run.state,
                    time_text(run.started_at),
                    time_or_none(run.ended_at),
                    time_or_none(run.heartbeat_at),
                    run.order_id,
                    dumped(run.counts),
                    run.detail,
                ),
            )

    def beat(self, run_id: str, at: datetime, counts: Mapping[str, int]) -> None:
        """See `Runs.beat`."""
        self._change_run(
            "UPDATE runs SET heartbeat_at = ?, counts = ? WHERE id = ?", time_text(at), dumped(counts), run_id
        )

    def end_run(
        self, run_id: str, at: datetime, state: RunState, counts: Mapping[str, int], detail: str = ""
    ) -> None:
        """See `Runs.end_run`."""
        self._change_run(
            "UPDATE runs SET ended_at = ?, state = ?, counts = ?, detail = ? WHERE id = ?",
            time_text(at),
            state,
            dumped(counts),
            detail,
            run_id,
        )

    def _change_run(self, sql: str, *parameters: str) -> None:
        with self.write() as db:
            if not db.execute(sql, parameters).rowcount:
                raise NotStored("run", parameters[-1])

    def run(self, run_id: str) -> Run:
        """See `Runs.run`."""
        found = self.row("SELECT * FROM runs WHERE id = ?", (run_id,))
        if found is None:
            raise NotStored("run", run_id)
        return _run(found)

    def runs(self, kind: RunKind | None = None, limit: int = 20) -> list[Run]:
        """See `Runs.runs`."""
        sql = "SELECT * FROM runs WHERE ? IS NULL OR kind = ? ORDER BY started_at DESC, rowid DESC LIMIT ?"
        return [_run(row) for row in self.rows(sql, (kind, kind, limit))]


def order_text(order: RunOrder) -> str:
    """An order as JSON, field by field."""
    return dumped(
        asdict(order) | {name: time_or_none(getattr(order, name)) for name in _TIMES},
    )


def read_order(text: str) -> RunOrder:
    """The order that `order_text` wrote; fields that a newer version added take their default."""
    payload: dict[str, Any] = json.loads(text)
    payload |= {name: read_time_or_none(payload[name]) for name in _TIMES}
    payload |= {name: tuple(payload[name]) for name in _TUPLES if name in payload}
    payload["sources"] = tuple((_outlet(o), _source(s)) for o, s in payload["sources"])
    payload["pages"] = tuple((_outlet(o), url) for o, url in payload.get("pages", ()))
    return RunOrder(**payload)


def _outlet(values: dict[str, Any]) -> Outlet:
    return Outlet(**{**values, "rights": Rights(values["rights"])})


def _source(values: dict[str, Any]) -> Source:
    return Source(**{**values, "kind": SourceKind(values["kind"])})


def _run(row: Row) -> Run:
    return Run(
        id=row["id"],
        kind=RunKind(row["kind"]),
        started_at=read_time(row["started_at"]),
        state=RunState(row["state"]),
        ended_at=read_time_or_none(row["ended_at"]),
        heartbeat_at=read_time_or_none(row["heartbeat_at"]),
        order_id=row["order_id"],
        counts=json.loads(row["counts"]),
        detail=row["detail"],
    )
