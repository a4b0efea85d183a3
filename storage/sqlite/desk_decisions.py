"""What people say of mentions: one action on one or many, merged with what others said meanwhile, and taken back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from storage.changes import Touch, above, below, merge, parts_between, standing, value_of, with_parts
from storage.errors import NotStored
from storage.model import (
    Action,
    ActionKind,
    Conflict,
    Decided,
    Parts,
    Review,
    Step,
    Stepped,
)
from storage.sqlite.connection import Connection
from storage.sqlite.desk_journal import action_of, add_action, is_so
from storage.sqlite.desk_reviews import Change, conflict_of, keep_reviews, standing_review, touches_of
from storage.sqlite.entry_parts import step_entry
from storage.sqlite.making import step_made
from storage.sqlite.report_choices import step_report
from storage.sqlite.values import keys_parameter, time_text


class DecisionsTable(Connection):
    """The part of the store that keeps decisions, and takes actions back."""

    def decide(
        self, changes: Mapping[str, Parts], who: str, at: datetime, expected: Mapping[str, int] | None = None
    ) -> Decided:
        """See `Decisions.decide`."""
        with self.write(durable=True) as db:
            campaign = _campaign_of(db, changes)
            kept: list[Change] = []
            conflicts: list[Conflict] = []
            versions: dict[str, int] = {}
            for mention, wanted in changes.items():
                now, version = standing_review(db, mention)
                versions[mention] = version
                since = touches_of(db, mention, (expected or {}).get(mention, version))
                merged = merge(now, wanted, since, who)
                for part, touch in merged.conflicts.items():
                    found = value_of(now, part)
                    conflicts.append(conflict_of(mention, part, wanted[part], found, touch))
                after = with_parts(now, merged.parts)
                if not merged.conflicts and after != now:
                    versions[mention] += 1
                    kept.append((mention, version + 1, after, *parts_between(now, after)))
            action = keep_reviews(db, campaign, kept, who, at) if kept else None
            return Decided(action, versions, tuple(conflicts))

    def step(self, number: int, step: Step, who: str, at: datetime, partly: bool = False) -> Stepped:
        """See `Decisions.step`."""
        with self.write(durable=True) as db:
            base = action_of(db, number)
            if base.about is not None or step is Step.DO:
                raise ValueError("only what was done can be undone or redone")
            if is_so(base, step):
                return Stepped(None, already=True)
            if partly and base.kind is ActionKind.REVIEW:
                return _step_review(db, base, step, who, at, partly=True)
            return _STEPS[base.kind](db, base, step, who, at)


def write_review(db: sqlite3.Connection, mention_id: str, review: Review) -> None:
    """Keep a whole review, whatever stood there, with its line in the journal; the same one changes nothing.

    Raises NotStored.
    """
    campaign = _campaign_of(db, [mention_id])
    now, version = standing_review(db, mention_id)
    before, after = parts_between(now, review)
    if after:
        change = (mention_id, version + 1, review, before, after)
        keep_reviews(db, campaign, [change], review.reviewed_by or "", review.reviewed_at)


def _campaign_of(db: sqlite3.Connection, mention_ids: Iterable[str]) -> str:
    """The one campaign of these mentions. Raises NotStored, and ValueError where they are of several."""
    wanted = list(mention_ids)
    sql = "SELECT id, campaign_id FROM mentions WHERE id IN (SELECT value FROM json_each(?))"
    campaigns = dict(db.execute(sql, (keys_parameter(wanted),)).fetchall())
    for mention in wanted:
        if mention not in campaigns:
            raise NotStored("mention", mention)
    if len(set(campaigns.values())) != 1:
        raise ValueError("an action is on mentions of one campaign")
    return str(campaigns[wanted[0]])


def _step_review(
    db: sqlite3.Connection, base: Action, step: Step, who: str, at: datetime, partly: bool = False
) -> Stepped:
    undoing = step is Step.UNDO
    targets = base.before if undoing else base.after
    taken_back = targets if undoing else _taken_back(db, base)
    changes: list[Change] = []
    in_the_way: list[Conflict] = []
    for mention in taken_back:
        target = targets[mention]
        now, version = standing_review(db, mention)
        touches = touches_of(db, mention, 0)
        if undoing:
            obstacles: Mapping[str, Touch | None] = above(base.number, target, touches)
        else:
            obstacles = below(now, base.before[mention], touches)
        for part, touch in obstacles.items():
            in_the_way.append(conflict_of(mention, part, target[part], value_of(now, part), touch))
        if not (partly and obstacles):
            after = with_parts(now, target)
            changes.append((mention, version + 1, after, *parts_between(now, after)))
    if not changes or (in_the_way and not partly):
        return Stepped(None, tuple(in_the_way))
    kept = keep_reviews(db, base.campaign_id, changes, who, at, step, base.number)
    return Stepped(kept, tuple(in_the_way))


def _taken_back(db: sqlite3.Connection, base: Action) -> Iterable[str]:
    """Of the mentions of an action, those that its last undo was of."""
    sql = "SELECT number FROM journal WHERE about = ? AND step = 'undo' ORDER BY number DESC LIMIT 1"
    row = db.execute(sql, (base.number,)).fetchone()
    return base.after if row is None else action_of(db, row[0]).after


def _step_cluster(db: sqlite3.Connection, base: Action, step: Step, who: str, at: datetime) -> Stepped:
    """Withdraw a decision, or let it hold again in its old place among the others; later ones stay as they are."""
    sql = "UPDATE cluster_decisions SET withdrawn_at = ? WHERE number = ?"
    withdrawn = time_text(at) if step is Step.UNDO else None
    if not db.execute(sql, (withdrawn, base.after["decision"])).rowcount:
        return Stepped(None, (Conflict(base.after["article"], "article", True, None),))
    sides = (base.after, {}) if step is Step.UNDO else ({}, base.after)
    number = add_action(db, base.kind, base.campaign_id, who, at, *sides, step, base.number)
    return Stepped(action_of(db, number))


_ORDERS = "SELECT number FROM journal WHERE kind = 'book_order' AND campaign_id = ? ORDER BY number"


def _step_book_order(db: sqlite3.Connection, base: Action, step: Step, who: str, at: datetime) -> Stepped:
    undoing, campaign = step is Step.UNDO, base.campaign_id
    before, after = _still_there(db, base.before["order"]), _still_there(db, base.after["order"])
    left, target = (after, before) if undoing else (before, after)
    now = book_order_of(db, campaign)
    lines = [action_of(db, row[0]) for row in db.execute(_ORDERS, (campaign,)).fetchall()]
    last = standing(lines)[-1] if undoing else lines[-1]
    changed = last.base != base.number if undoing else now != left
    if changed:
        by = (last.who, last.at, last.number)
        return Stepped(None, (Conflict(campaign, "order", target, now, *by),))
    replace_book_order(db, campaign, target)
    number = add_action(
        db, base.kind, campaign, who, at, {"order": now}, {"order": target}, step, base.number
    )
    return Stepped(action_of(db, number))


def _still_there(db: sqlite3.Connection, mention_ids: list[str]) -> list[str]:
    """Those that were not removed from the archive meanwhile."""
    sql = "SELECT id FROM mentions WHERE id IN (SELECT value FROM json_each(?))"
    known = {row[0] for row in db.execute(sql, (keys_parameter(mention_ids),))}
    return [mention for mention in mention_ids if mention in known]


def book_order_of(db: sqlite3.Connection, campaign_id: str) -> list[str]:
    """The order that a person gave, as it stands."""
    sql = "SELECT mention_id FROM book_order WHERE campaign_id = ? ORDER BY place"
    return [row[0] for row in db.execute(sql, (campaign_id,))]


def replace_book_order(db: sqlite3.Connection, campaign_id: str, order: Iterable[str]) -> None:
    """Put this order in the place of the one that stands."""
    db.execute("DELETE FROM book_order WHERE campaign_id = ?", (campaign_id,))
    db.executemany(
        "INSERT INTO book_order (campaign_id, place, mention_id) VALUES (?, ?, ?)",
        [(campaign_id, place, mention) for place, mention in enumerate(order, 1)],
    )


def _outside(db: sqlite3.Connection, base: Action, step: Step, who: str, at: datetime) -> Stepped:
    raise ValueError(f"a {base.kind} stands outside the archive: see record()")


_STEPS: dict[ActionKind, Callable[[sqlite3.Connection, Action, Step, str, datetime], Stepped]] = {
    ActionKind.REVIEW: _step_review,
    ActionKind.CLUSTER: _step_cluster,
    ActionKind.BOOK_ORDER: _step_book_order,
    ActionKind.DOSSIER: _outside,
    ActionKind.REPORT: step_report,
    ActionKind.MADE: step_made,
    ActionKind.ENTRY: step_entry,
}
