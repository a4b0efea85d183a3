"""What people choose for a report: changed part by part, merged with what others chose meanwhile, and taken back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from storage.changes import Touch, above, merge_values
from storage.model import (
    Action,
    ActionKind,
    Conflict,
    Decided,
    Parts,
    ReportChoices,
    ReportKind,
    Step,
    Stepped,
)
from storage.sqlite.connection import Connection
from storage.sqlite.desk_journal import action_of, add_action, touch_of
from storage.sqlite.values import dumped

_LINES = """
SELECT who, at, number, before, after, step, about FROM journal
WHERE kind = 'report' AND campaign_id = ? AND json_extract(after, '$.report') = ? AND number > ? ORDER BY number
"""

_KEEP = """
INSERT INTO report_choices (campaign_id, kind, day, parts, version) VALUES (?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET parts = excluded.parts, version = excluded.version
"""


class ReportChoicesTable(Connection):
    """The part of the store that keeps what people choose for a report."""

    def report_choices(self, campaign_id: str, kind: ReportKind, day: date) -> ReportChoices:
        """See `Choices.report_choices`."""
        with self.read() as db:
            return _standing(db, ReportChoices(campaign_id, kind, day))

    def choose_for_report(
        self,
        campaign_id: str,
        kind: ReportKind,
        day: date,
        parts: Parts,
        who: str,
        at: datetime,
        expected: int | None = None,
    ) -> Decided:
        """See `Choices.choose_for_report`."""
        with self.write(durable=True) as db:
            now = _standing(db, ReportChoices(campaign_id, kind, day))
            since = _touches(db, now, now.version if expected is None else expected)
            merged = merge_values(now.parts.get, parts, since, who)
            conflicts = tuple(
                _conflict(now, part, parts[part], touch) for part, touch in merged.conflicts.items()
            )
            if conflicts or not merged.parts:
                return Decided(None, {now.subject: now.version}, conflicts)
            action = _keep(db, now, merged.parts, who, at)
            return Decided(action, {now.subject: action.number})


def step_report(db: sqlite3.Connection, base: Action, step: Step, who: str, at: datetime) -> Stepped:
    """Take back, or bring back, what was chosen for a report: all of it, or nothing."""
    kind, _, day = str(base.after["report"]).partition(" ")
    now = _standing(db, ReportChoices(base.campaign_id, ReportKind(kind), date.fromisoformat(day)))
    before, after = base.before["parts"], base.after["parts"]
    target: Mapping[str, Any] = before if step is Step.UNDO else after
    touches = _touches(db, now, 0)
    last: Mapping[str, Touch | None]
    if step is Step.UNDO:
        last = above(base.number, target, touches)
    else:
        changed = [part for part, value in before.items() if now.parts.get(part) != value]
        last = {part: next(one for one in reversed(touches) if part in one.after) for part in changed}
    if last:
        return Stepped(None, tuple(_conflict(now, part, target[part], touch) for part, touch in last.items()))
    return Stepped(_keep(db, now, target, who, at, step, base.number))


def _standing(db: sqlite3.Connection, report: ReportChoices) -> ReportChoices:
    sql = "SELECT parts, version FROM report_choices WHERE campaign_id = ? AND kind = ? AND day = ?"
    row = db.execute(sql, _key(report)).fetchone()
    if row is None:
        return report
    return ReportChoices(
        report.campaign_id, report.kind, report.day, json.loads(row["parts"]), row["version"]
    )


def _key(report: ReportChoices) -> tuple[str, str, str]:
    return report.campaign_id, report.kind.value, report.day.isoformat()


def _touches(db: sqlite3.Connection, report: ReportChoices, after: int) -> list[Touch]:
    rows = db.execute(_LINES, (report.campaign_id, report.subject, after))
    return [touch_of(row, "parts") for row in rows]


def _keep(
    db: sqlite3.Connection,
    now: ReportChoices,
    parts: Parts,
    who: str,
    at: datetime,
    step: Step = Step.DO,
    about: int | None = None,
) -> Action:
    """Write the action, and the choices as they are with it."""
    before = {part: now.parts.get(part) for part in parts}
    sides = ({"report": now.subject, "parts": before}, {"report": now.subject, "parts": dict(parts)})
    number = add_action(db, ActionKind.REPORT, now.campaign_id, who, at, *sides, step, about)
    chosen = {part: value for part, value in {**now.parts, **parts}.items() if value is not None}
    db.execute(_KEEP, (*_key(now), dumped(chosen), number))
    return action_of(db, number)


def _conflict(now: ReportChoices, part: str, wanted: Any, touch: Touch | None) -> Conflict:
    found = now.parts.get(part)
    if touch is None:
        return Conflict(now.subject, part, wanted, found)
    return Conflict(now.subject, part, wanted, found, touch.who, touch.at, touch.action)
