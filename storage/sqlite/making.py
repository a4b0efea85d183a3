"""Articles that a person makes a mention, whatever the rules say: the mention and the decision in one step, taken back as one."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime

from storage.changes import Touch, below, parts_between, standing, value_of, with_parts
from storage.errors import AlreadyAMention, NotStored
from storage.identity import mention_id
from storage.model import Action, ActionKind, Judgement, Parts, Step, Stepped
from storage.sqlite.connection import Connection
from storage.sqlite.desk_reviews import conflict_of, keep_reviews, standing_review, touches_of
from storage.sqlite.judgements import JUDGED, judgement_row
from storage.sqlite.values import time_text

INSERT_MENTION = f"""
INSERT INTO mentions (id, campaign_id, article_id, first_matched_at, matched_at, {", ".join(JUDGED)})
VALUES (?, ?, ?, ?, ?, {", ".join("?" * len(JUDGED))})
"""  # noqa: S608 - column names of ours

UPDATE_MENTION = f"""
UPDATE mentions SET matched_at = ?, withdrawn_at = NULL, {", ".join(f"{name} = ?" for name in JUDGED)} WHERE id = ?
"""  # noqa: S608 - column names of ours

_WITHDRAW = "UPDATE mentions SET withdrawn_at = ? WHERE id = ? AND by_hand AND withdrawn_at IS NULL"

# A rule may have held it in between, and no longer does: it stands by a person's word alone again.
_RESTORE = """
UPDATE mentions SET by_hand = by_hand OR withdrawn_at IS NOT NULL, withdrawn_at = NULL WHERE id = ?
"""


class MakingTable(Connection):
    """The part of the store that makes an article a mention because a person says so."""

    def make_mention(
        self,
        campaign_id: str,
        article_id: str,
        judgement: Judgement,
        dossier_version: int,
        parts: Parts,
        who: str,
        at: datetime,
        found_at: datetime | None = None,
    ) -> Action:
        """See `Making.make_mention`."""
        with self.write(durable=True) as db:
            if not db.execute("SELECT 1 FROM articles WHERE id = ?", (article_id,)).fetchone():
                raise NotStored("article", article_id)
            row = judgement_row(judgement, dossier_version)
            return put_made(db, campaign_id, article_id, row, parts, who, at, found_at or at)


def put_made(
    db: sqlite3.Connection,
    campaign_id: str,
    article_id: str,
    judged: tuple[object, ...],
    parts: Parts,
    who: str,
    at: datetime,
    found_at: datetime,
) -> Action:
    """The mention, and what the person says of it, within a write. Raises AlreadyAMention."""
    identity = mention_id(campaign_id, article_id)
    before = db.execute("SELECT withdrawn_at FROM mentions WHERE id = ?", (identity,)).fetchone()
    if before is None:
        times = (time_text(found_at), time_text(found_at))
        db.execute(INSERT_MENTION, (identity, campaign_id, article_id, *times, *judged))
    elif before["withdrawn_at"] is None:
        raise AlreadyAMention(identity)
    else:
        db.execute(UPDATE_MENTION, (time_text(at), *judged, identity))
    now, version = standing_review(db, identity)
    after = with_parts(now, parts)
    change = (identity, version + 1, after, *parts_between(now, after))
    return keep_reviews(db, campaign_id, [change], who, at, kind=ActionKind.MADE)


def step_made(db: sqlite3.Connection, base: Action, step: Step, who: str, at: datetime) -> Stepped:
    """Take the mention back, unless somebody decided on it since; or bring it back with what was said of it then."""
    undoing = step is Step.UNDO
    mention = next(iter(base.after))
    target: Parts = (base.before if undoing else base.after)[mention]
    now, version = standing_review(db, mention)
    touches = touches_of(db, mention, 0)
    obstacles: Mapping[str, Touch | None] = (
        _decided_since(base, touches) if undoing else below(now, base.before[mention], touches)
    )
    if obstacles:
        told = [
            conflict_of(mention, part, target.get(part), value_of(now, part), touch)
            for part, touch in obstacles.items()
        ]
        return Stepped(None, tuple(told))
    if undoing:
        db.execute(_WITHDRAW, (time_text(at), mention))
    else:
        db.execute(_RESTORE, (mention,))
    after = with_parts(now, target)
    change = (mention, version + 1, after, *parts_between(now, after))
    return Stepped(keep_reviews(db, base.campaign_id, [change], who, at, step, base.number, ActionKind.MADE))


def _decided_since(base: Action, touches: list[Touch]) -> dict[str, Touch]:
    """Every part of the mention that was changed since it came to be one: none of it may vanish with the mention."""
    held = standing(touches)
    since = next((place for place, one in enumerate(held) if one.base == base.number), -1)
    return {part: one for one in held[since + 1 :] for part in one.after}
