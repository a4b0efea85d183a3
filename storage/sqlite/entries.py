"""What people type by hand: an article without a page, and what changes of it, part by part."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from storage.changes import merge_values
from storage.errors import AlreadyAMention
from storage.identity import article_id as article_id_of
from storage.identity import article_key, canonical_url, mention_id
from storage.model import (
    HAND,
    Action,
    Decided,
    EntryDraft,
    HandEntry,
    Judgement,
    Outlet,
    Parts,
    Proof,
    StoredArticle,
)
from storage.sqlite.catalogue import add_unlisted
from storage.sqlite.entry_parts import PROOF, conflict, keep_change, parts_now, touches
from storage.sqlite.judgements import judgement_row
from storage.sqlite.loading import Loading
from storage.sqlite.making import put_made
from storage.sqlite.values import dumped, moment_text, read_time, sorting_text, time_text

_ARTICLE = """
INSERT OR IGNORE INTO articles (id, outlet_id, url, canonical_url, title, authors, published_at, published_utc,
    published_from, claimed_at, language, paywalled, rights, first_seen_at, fetched_at, checked_at, text_fingerprint,
    provenance, status, sha256, run_id)
VALUES (:id, :outlet, :url, :url, :title, :authors, :published_at, :published_utc, 'hand', :published_at, :language, 0,
    'open', :at, :at, :at, '', :provenance, 0, '', '')
"""

_TEXT = """
INSERT OR IGNORE INTO article_texts (article_id, state, rights, title, standfirst, links, body)
VALUES (:id, 'missing', 'open', :title, :words, '[]', '')
"""

_ENTRY = """
INSERT OR IGNORE INTO hand_entries (article_id, programme, proofs, entered_by, entered_at, version)
VALUES (:id, :programme, :proofs, :who, :at, 0)
"""

_PROVENANCE = {"title": HAND, "standfirst": HAND, "authors": HAND, "published_at": HAND}


class EntriesTable(Loading):
    """The part of the store that keeps what people type by hand."""

    def enter(
        self,
        draft: EntryDraft,
        campaign_id: str,
        judgement: Judgement,
        dossier_version: int,
        parts: Parts,
        who: str,
        at: datetime,
        found_at: datetime | None = None,
    ) -> Action:
        """See `Entries.enter`."""
        identity = article_id_of(f"{HAND}\n{draft.key}")
        with self.write(durable=True) as db:
            _refuse_known(db, campaign_id, identity, draft.address)
            _insert(db, identity, draft, who, at)
            row = judgement_row(judgement, dossier_version)
            return put_made(db, campaign_id, identity, row, parts, who, at, found_at or at)

    def entry(self, article_id: str) -> HandEntry | None:
        """See `Entries.entry`."""
        row = self.row("SELECT * FROM hand_entries WHERE article_id = ?", (article_id,))
        return None if row is None else _read(row)

    def entries(self) -> list[HandEntry]:
        """See `Entries.entries`."""
        return [_read(row) for row in self.rows("SELECT * FROM hand_entries ORDER BY entered_at, article_id")]

    def entered_like(self, outlet_id: str, day: str) -> list[StoredArticle]:
        """See `Entries.entered_like`."""
        clause = """JOIN hand_entries h ON h.article_id = a.id
            WHERE a.outlet_id = :outlet AND substr(a.published_at, 1, 10) = :day ORDER BY h.entered_at, a.id"""
        return self.select(clause, {"outlet": outlet_id, "day": day}, text=False)

    def change_entry(
        self,
        campaign_id: str,
        article_id: str,
        parts: Parts,
        who: str,
        at: datetime,
        expected: int | None = None,
        outlet: Outlet | None = None,
    ) -> Decided:
        """See `Entries.change_entry`."""
        with self.write(durable=True) as db:
            if outlet is not None:
                add_unlisted(db, outlet, by_hand=False)
            now, version = parts_now(db, campaign_id, article_id)
            for part in parts:
                if part not in now and not part.startswith(PROOF):
                    raise KeyError(part)
            since = touches(db, campaign_id, article_id, version if expected is None else expected)
            merged = merge_values(now.get, parts, since, who)
            conflicts = tuple(
                conflict(article_id, part, parts[part], now.get(part), touch)
                for part, touch in merged.conflicts.items()
            )
            if conflicts or not merged.parts:
                return Decided(None, {article_id: version}, conflicts)
            action = keep_change(db, campaign_id, article_id, now, merged.parts, who, at)
            return Decided(action, {article_id: action.number})


def _refuse_known(db: sqlite3.Connection, campaign_id: str, identity: str, address: str) -> None:
    """Raise AlreadyAMention, or ValueError for an address that is another article's."""
    holder = identity
    if address:
        row = db.execute("SELECT article_id FROM addresses WHERE key = ?", (article_key(address),)).fetchone()
        holder = row[0] if row else identity
    mention = mention_id(campaign_id, holder)
    sql = "SELECT 1 FROM mentions WHERE id = ? AND withdrawn_at IS NULL"
    if db.execute(sql, (mention,)).fetchone():
        raise AlreadyAMention(mention)
    if holder != identity:
        raise ValueError(f"this address is that of article {holder}")


def _insert(db: sqlite3.Connection, identity: str, draft: EntryDraft, who: str, at: datetime) -> None:
    add_unlisted(db, draft.outlet, by_hand=False)
    url = canonical_url(draft.address) if draft.address else ""
    columns = {
        "id": identity,
        "outlet": draft.outlet.id,
        "url": url,
        "title": draft.title,
        "authors": dumped(draft.authors),
        "published_at": moment_text(draft.published_at),
        "published_utc": sorting_text(draft.published_at),
        "language": draft.language,
        "at": time_text(at),
        "provenance": dumped(_PROVENANCE),
        "words": draft.words,
        "programme": draft.programme,
        "proofs": dumped({one.sha256: proof_value(one) for one in draft.proofs}),
        "who": who,
    }
    for sql in (_ARTICLE, _TEXT, _ENTRY):
        db.execute(sql, columns)
    if url:
        sql = "INSERT OR IGNORE INTO addresses (key, article_id, url, first_seen_at) VALUES (?, ?, ?, ?)"
        db.execute(sql, (article_key(url), identity, url, time_text(at)))


def proof_value(proof: Proof) -> dict[str, Any]:
    """A proof as the value of its part: all but its SHA-256, which is the part's name."""
    return {
        "name": proof.name,
        "media_type": proof.media_type,
        "size": proof.size,
        "who": proof.who,
        "at": time_text(proof.at),
    }


def _proof(sha256: str, kept: Mapping[str, Any]) -> Proof:
    return Proof(sha256, kept["name"], kept["media_type"], kept["size"], kept["who"], read_time(kept["at"]))


def _read(row: Any) -> HandEntry:
    return HandEntry(
        row["article_id"],
        row["programme"],
        tuple(_proof(sha256, kept) for sha256, kept in json.loads(row["proofs"]).items()),
        row["entered_by"],
        read_time(row["entered_at"]),
        row["version"],
    )
