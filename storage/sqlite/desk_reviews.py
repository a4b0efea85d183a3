"""What people say of one mention as it stands, who touched it since, and writing it with its line in the journal."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from storage.changes import Touch
from storage.model import Action, ActionKind, Conflict, Review, Step
from storage.sqlite.desk_journal import action_of, add_action, touch_of
from storage.sqlite.judgements import read_review, review_row
from storage.sqlite.values import dumped

_TOUCHES = """
SELECT j.who, j.at, j.number, n.before, n.after, j.step, j.about FROM journal_mentions n JOIN journal j ON j.number = n.number
WHERE n.mention_id = ? AND n.version > ? ORDER BY n.version
"""

# Who decided last, of all that still holds: what is taken back (of this mention) no longer counts.
_LAST_WORD = """
SELECT nullif(j.who, ''), j.at FROM journal_mentions n JOIN journal j ON j.number = n.number
WHERE n.mention_id = ? AND j.step = 'do' AND n.after <> '{}' AND coalesce(
    (SELECT u.step FROM journal u JOIN journal_mentions l ON l.number = u.number AND l.mention_id = n.mention_id
    WHERE u.about = j.number ORDER BY u.number DESC LIMIT 1), '') <> 'undo'
ORDER BY j.number DESC LIMIT 1
"""

_SAY = """
INSERT INTO reviews (mention_id, status, tone, tags, starred, note, reject_reason, reviewed_by, reviewed_at, kind,
    salience, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (mention_id) DO UPDATE SET status = excluded.status, tone = excluded.tone, tags = excluded.tags,
    starred = excluded.starred, note = excluded.note, reject_reason = excluded.reject_reason,
    reviewed_by = excluded.reviewed_by, reviewed_at = excluded.reviewed_at, kind = excluded.kind,
    salience = excluded.salience, version = excluded.version
"""

Change = tuple[str, int, Review, dict[str, Any], dict[str, Any]]
"""Of a mention: its id, the version that it gets, the review, and the parts before and after."""


def standing_review(db: sqlite3.Connection, mention_id: str) -> tuple[Review, int]:
    """What people say of a mention now, and how often it was changed."""
    sql = "SELECT *, kind AS said_kind, salience AS said_salience FROM reviews WHERE mention_id = ?"
    row = db.execute(sql, (mention_id,)).fetchone()
    return (Review(), 0) if row is None else (read_review(row), row["version"])


def touches_of(db: sqlite3.Connection, mention_id: str, after_version: int) -> list[Touch]:
    """The changes of a mention after a version, oldest first."""
    return [touch_of(row) for row in db.execute(_TOUCHES, (mention_id, after_version))]


def keep_reviews(
    db: sqlite3.Connection,
    campaign_id: str,
    changes: Iterable[Change],
    who: str,
    at: datetime | None,
    step: Step = Step.DO,
    about: int | None = None,
    kind: ActionKind = ActionKind.REVIEW,
) -> Action:
    """Write the action, what it changes of each mention, and the reviews as they are now."""
    number = add_action(db, kind, campaign_id, who, at, {}, {}, step, about)
    for mention, version, review, before, after in changes:
        sql = (
            "INSERT INTO journal_mentions (mention_id, version, number, before, after) VALUES (?, ?, ?, ?, ?)"
        )
        db.execute(sql, (mention, version, number, dumped(before), dumped(after)))
        last = db.execute(_LAST_WORD, (mention,)).fetchone() or (None, None)
        db.execute(_SAY, (mention, *review_row(review, last[0], last[1]), version))
    return action_of(db, number)


def conflict_of(subject: str, part: str, wanted: Any, found: Any, touch: Touch | None) -> Conflict:
    """What stands in the way, with who did it where that is known."""
    if touch is None:
        return Conflict(subject, part, wanted, found)
    return Conflict(subject, part, wanted, found, touch.who, touch.at, touch.action)
