"""What was typed by hand as parts: how they stand, how they are changed, taken back and brought back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from storage.changes import Touch, above
from storage.errors import NotStored
from storage.identity import article_key, canonical_url, mention_id
from storage.model import Action, ActionKind, Conflict, Parts, Step, Stepped, entry_excerpt
from storage.sqlite.desk_journal import action_of, add_action, touch_of
from storage.sqlite.judgements import excerpt_text
from storage.sqlite.values import dumped, read_moment, sorting_text, time_text

PROOF = "proof:"

_NOW = """
SELECT a.title, a.authors, a.published_at, a.outlet_id AS outlet, a.url AS address, x.standfirst AS words, h.programme,
    h.proofs, h.version, m.organisations
FROM hand_entries h JOIN articles a ON a.id = h.article_id JOIN article_texts x ON x.article_id = a.id
JOIN mentions m ON m.article_id = a.id AND m.id = :mention WHERE h.article_id = :id
"""

_LINES = """
SELECT who, at, number, before, after, step, about FROM journal
WHERE kind = 'entry' AND campaign_id = ? AND json_extract(after, '$.article') = ? AND number > ? ORDER BY number
"""

_WRITE = (
    """UPDATE articles SET title = :title, authors = :authors, published_at = :published_at,
        published_utc = :published_utc, claimed_at = :published_at, outlet_id = :outlet, url = :address,
        canonical_url = :address WHERE id = :id""",
    "UPDATE article_texts SET title = :title, standfirst = :words WHERE article_id = :id",
    "UPDATE hand_entries SET programme = :programme, proofs = :proofs, version = :version WHERE article_id = :id",
    "UPDATE mentions SET excerpt = :excerpt WHERE article_id = :id AND by_hand AND excerpt <> :excerpt",
    "UPDATE mentions SET organisations = :organisations WHERE id = :mention",
)


def parts_now(db: sqlite3.Connection, campaign_id: str, article_id: str) -> tuple[dict[str, Any], int]:
    """The parts of an entry as they stand, and its version. Raises NotStored."""
    row = db.execute(_NOW, {"id": article_id, "mention": mention_id(campaign_id, article_id)}).fetchone()
    if row is None:
        raise NotStored("entry", article_id)
    parts = {
        "title": row["title"],
        "authors": json.loads(row["authors"]),
        "published_at": row["published_at"],
        "outlet": row["outlet"],
        "words": row["words"] or "",
        "programme": row["programme"],
        "address": row["address"],
        "organisations": json.loads(row["organisations"]),
    }
    proofs = {PROOF + sha256: kept for sha256, kept in json.loads(row["proofs"]).items()}
    return parts | proofs, row["version"]


def touches(db: sqlite3.Connection, campaign_id: str, article_id: str, after: int) -> list[Touch]:
    """The changes of an entry after a line of the journal, oldest first."""
    return [touch_of(row, "parts") for row in db.execute(_LINES, (campaign_id, article_id, after))]


def keep_change(
    db: sqlite3.Connection,
    campaign_id: str,
    article_id: str,
    now: Mapping[str, Any],
    parts: Parts,
    who: str,
    at: datetime,
    step: Step = Step.DO,
    about: int | None = None,
) -> Action:
    """Write the action, and the entry as it is with it. Raises ValueError for an address of another article."""
    subject = {"article": article_id, "mention": mention_id(campaign_id, article_id)}
    before = {**subject, "parts": {part: now.get(part) for part in parts}}
    after = {**subject, "parts": dict(parts)}
    number = add_action(db, ActionKind.ENTRY, campaign_id, who, at, before, after, step, about)
    _write(db, article_id, subject["mention"], {**now, **parts}, number)
    if "address" in parts:
        _move(db, article_id, parts["address"], at)
    return action_of(db, number)


def step_entry(db: sqlite3.Connection, base: Action, step: Step, who: str, at: datetime) -> Stepped:
    """Take back, or bring back, what was changed of an entry: all of it, or nothing."""
    article, before, after = base.after["article"], base.before["parts"], base.after["parts"]
    now, _ = parts_now(db, base.campaign_id, article)
    target: Mapping[str, Any] = before if step is Step.UNDO else after
    since = touches(db, base.campaign_id, article, 0)
    last: Mapping[str, Touch | None]
    if step is Step.UNDO:
        last = above(base.number, target, since)
    else:
        changed = [part for part, value in before.items() if now.get(part) != value]
        last = {part: next((one for one in reversed(since) if part in one.after), None) for part in changed}
    if last:
        told = [conflict(article, part, target[part], now.get(part), touch) for part, touch in last.items()]
        return Stepped(None, tuple(told))
    if _holder(db, target.get("address")) not in (None, article):
        return Stepped(None, (Conflict(article, "address", target["address"], now["address"]),))
    return Stepped(keep_change(db, base.campaign_id, article, now, target, who, at, step, base.number))


def conflict(article_id: str, part: str, wanted: Any, found: Any, touch: Touch | None) -> Conflict:
    """What stands in the way, with who did it where that is known."""
    if touch is None:
        return Conflict(article_id, part, wanted, found)
    return Conflict(article_id, part, wanted, found, touch.who, touch.at, touch.action)


def _write(
    db: sqlite3.Connection, article_id: str, mention: str, parts: Mapping[str, Any], number: int
) -> None:
    if not db.execute("SELECT 1 FROM outlets WHERE id = ?", (parts["outlet"],)).fetchone():
        raise NotStored("outlet", str(parts["outlet"]))
    moment = read_moment(parts["published_at"])
    proofs = {part.removeprefix(PROOF): value for part, value in parts.items() if part.startswith(PROOF)}
    excerpt = entry_excerpt(parts["title"], parts["words"])
    columns = {
        **{part: parts[part] for part in ("title", "outlet", "words", "programme", "published_at")},
        "id": article_id,
        "mention": mention,
        "authors": dumped(parts["authors"]),
        "published_utc": sorting_text(moment),
        "address": canonical_url(parts["address"]) if parts["address"] else "",
        "proofs": dumped({sha256: value for sha256, value in proofs.items() if value is not None}),
        "version": number,
        "excerpt": excerpt_text(excerpt),
        "organisations": dumped(parts["organisations"]),
    }
    for sql in _WRITE:
        db.execute(sql, columns)


def _holder(db: sqlite3.Connection, address: str | None) -> str | None:
    """The article that is known under an address; None where none is."""
    if not address:
        return None
    row = db.execute("SELECT article_id FROM addresses WHERE key = ?", (article_key(address),)).fetchone()
    return None if row is None else str(row[0])


def _move(db: sqlite3.Connection, article_id: str, address: str, at: datetime) -> None:
    """The entry is known under this address from now on, and under no other."""
    db.execute("DELETE FROM addresses WHERE article_id = ?", (article_id,))
    if not address:
        return
    holder = _holder(db, address)
    if holder is not None:
        raise ValueError(f"this address is that of article {holder}")
    sql = "INSERT INTO addresses (key, article_id, url, first_seen_at) VALUES (?, ?, ?, ?)"
    db.execute(sql, (article_key(address), article_id, canonical_url(address), time_text(at)))
