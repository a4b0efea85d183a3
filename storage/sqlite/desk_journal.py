"""The journal of what people did: one line an action, only ever added to."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any

from storage.changes import Touch
from storage.errors import NotStored
from storage.model import OF_MENTIONS, Action, ActionKind, Step, Stepped
from storage.sqlite.connection import Connection, Row
from storage.sqlite.values import dumped, keys_parameter, read_time_or_none, time_or_none

# The last word about an action is its latest undo or redo.
_UNDONE = "coalesce((SELECT u.step FROM journal u WHERE u.about = j.number ORDER BY u.number DESC LIMIT 1), '') = 'undo'"

_ACTION = f"SELECT j.*, j.step = 'do' AND {_UNDONE} AS undone FROM journal j"  # noqa: S608 - our own words


def _here(journal: str) -> str:
    """Lines on a campaign, and on the list of sources, which belongs to all of them."""
    return f"{journal}.campaign_id IN (:campaign, '') AND ({journal}.campaign_id = :campaign OR {journal}.kind = 'sources')"


# The last deed that holds, or a deed that was brought back later than that one was done. The first release also noted
# decisions that changed nothing: there is nothing to take back in them. Each of the two places is asked by itself, so
# that the index gives the last one without a look at the others.
_LAST_DEED = f"""
    SELECT * FROM (
        SELECT j.number AS base, j.number AS since FROM journal j
        WHERE j.who = :who AND %s AND j.step = 'do' AND NOT ({_UNDONE}) AND (j.kind <> 'review'
            OR EXISTS (SELECT 1 FROM journal_mentions n WHERE n.number = j.number AND n.after <> '{{}}'))
        ORDER BY j.number DESC LIMIT 1)"""  # noqa: S608

_LAST_TO_UNDO = f"""{_ACTION}
WHERE j.number = (SELECT base FROM (
    {_LAST_DEED % "j.campaign_id = :campaign"}
    UNION ALL
    {_LAST_DEED % "j.campaign_id = '' AND j.kind = 'sources'"}
    UNION ALL
    SELECT u.about, u.number FROM journal u JOIN journal d ON d.number = u.about
    WHERE u.about IS NOT NULL AND u.step = 'redo' AND d.who = :who AND {_here("d")}
        AND u.number = (SELECT max(number) FROM journal l WHERE l.about = u.about)
    ) ORDER BY since DESC LIMIT 1)"""  # noqa: S608

_LAST_TO_REDO = f"""{_ACTION}
WHERE j.number = (
    SELECT u.about FROM journal u
    WHERE u.who = :who AND {_here("u")} AND u.step = 'undo'
        AND u.number = (SELECT max(number) FROM journal l WHERE l.about = u.about)
        AND u.number > coalesce((SELECT max(number) FROM journal d
            WHERE d.who = :who AND {_here("d")} AND d.step = 'do'), 0)
    ORDER BY u.number DESC LIMIT 1)"""  # noqa: S608

_JOURNAL = f"""{_ACTION}
WHERE (:campaign IS NULL OR ({_here("j")})) AND (:who IS NULL OR j.who = :who)
    AND (:mention IS NULL OR j.number IN (SELECT number FROM journal_mentions WHERE mention_id = :mention))
    AND (:kinds = '[]' OR j.kind IN (SELECT value FROM json_each(:kinds)))
    AND (:before IS NULL OR j.number < :before)
ORDER BY j.number DESC LIMIT :limit"""  # noqa: S608

_OF_MENTIONS = """
SELECT number, mention_id, before, after FROM journal_mentions
WHERE number IN (SELECT value FROM json_each(?)) ORDER BY number, mention_id
"""


OUTSIDE = frozenset({ActionKind.DOSSIER, ActionKind.SOURCES})
"""Kinds of action on what stands outside the archive."""


class JournalTable(Connection):
    """The part of the store that reads the journal, and keeps actions on what stands outside the archive."""

    def journal(
        self,
        campaign_id: str | None = None,
        mention_id: str | None = None,
        who: str | None = None,
        kinds: Iterable[ActionKind] = (),
        before: int | None = None,
        limit: int | None = 100,
    ) -> list[Action]:
        """See `Journal.journal`."""
        parameters = {
            "campaign": campaign_id,
            "mention": mention_id,
            "who": who,
            "kinds": keys_parameter(kinds),
            "before": before,
            "limit": -1 if limit is None else limit,
        }
        with self.read() as db:
            return read_actions(db, self.rows(_JOURNAL, parameters))

    def action(self, number: int) -> Action:
        """See `Journal.action`."""
        with self.read() as db:
            return action_of(db, number)

    def last_to_undo(self, who: str, campaign_id: str) -> Action | None:
        """See `Journal.last_to_undo`."""
        return self._one(_LAST_TO_UNDO, {"who": who, "campaign": campaign_id})

    def last_to_redo(self, who: str, campaign_id: str) -> Action | None:
        """See `Journal.last_to_redo`."""
        return self._one(_LAST_TO_REDO, {"who": who, "campaign": campaign_id})

    def record(
        self,
        kind: ActionKind,
        campaign_id: str,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
        who: str,
        at: datetime,
        step: Step = Step.DO,
        about: int | None = None,
    ) -> Stepped:
        """See `Journal.record`."""
        if kind not in OUTSIDE:
            raise ValueError(f"an action on a {kind} is kept together with what it changes")
        with self.write(durable=True) as db:
            if about is not None and is_so(action_of(db, about), step):
                return Stepped(None, already=True)
            number = add_action(db, kind, campaign_id, who, at, before, after, step, about)
            return Stepped(action_of(db, number))

    def _one(self, sql: str, parameters: Mapping[str, str]) -> Action | None:
        with self.read() as db:
            return next(iter(read_actions(db, self.rows(sql, parameters))), None)


def add_action(
    db: sqlite3.Connection,
    kind: ActionKind,
    campaign_id: str,
    who: str,
    at: datetime | None,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    step: Step = Step.DO,
    about: int | None = None,
) -> int:
    """Add a line within the transaction that does what it says; returns its number."""
    sql = """INSERT INTO journal (at, who, kind, campaign_id, step, about, before, after)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING number"""
    row = (time_or_none(at), who, kind, campaign_id, step, about, dumped(before), dumped(after))
    return int(db.execute(sql, row).fetchone()[0])


def action_of(db: sqlite3.Connection, number: int) -> Action:
    """One line. Raises NotStored."""
    found = read_actions(db, db.execute(f"{_ACTION} WHERE j.number = ?", (number,)).fetchall())
    if not found:
        raise NotStored("action", str(number))
    return found[0]


def is_so(base: Action, step: Step) -> bool:
    """True where an undo, or a redo, of this action would change nothing."""
    return base.undone if step is Step.UNDO else not base.undone


def read_actions(db: sqlite3.Connection, rows: Collection[Row]) -> list[Action]:
    """Actions from rows of `_ACTION`; those on mentions with what they changed of each."""
    numbers = dumped(row["number"] for row in rows if row["kind"] in OF_MENTIONS)
    parts = {
        number: {
            row["mention_id"]: (json.loads(row["before"]), json.loads(row["after"])) for row in of_action
        }
        for number, of_action in groupby(db.execute(_OF_MENTIONS, (numbers,)), key=lambda row: row["number"])
    }
    return [_read(row, parts.get(row["number"], {})) for row in rows]


def _read(row: Row, parts: Mapping[str, tuple[Any, Any]]) -> Action:
    kind = ActionKind(row["kind"])
    of_mentions = kind in OF_MENTIONS
    return Action(
        number=row["number"],
        at=read_time_or_none(row["at"]),
        who=row["who"],
        kind=kind,
        campaign_id=row["campaign_id"],
        step=Step(row["step"]),
        about=row["about"],
        before={key: pair[0] for key, pair in parts.items()} if of_mentions else json.loads(row["before"]),
        after={key: pair[1] for key, pair in parts.items()} if of_mentions else json.loads(row["after"]),
        undone=bool(row["undone"]),
    )


def touch_of(row: Row, inside: str = "") -> Touch:
    """A line of the journal as what it changed; `inside` names the place of the parts where they stand in one."""
    before, after = json.loads(row["before"]), json.loads(row["after"])
    return Touch(
        row["who"],
        read_time_or_none(row["at"]),
        row["number"],
        before[inside] if inside else before,
        after[inside] if inside else after,
        Step(row["step"]),
        row["about"],
    )
