"""Articles that count for a campaign, and what people decided of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from storage.errors import NotStored
from storage.identity import mention_id
from storage.model import (
    ActionKind,
    DossierState,
    MatchResult,
    Mention,
    MentionKind,
    Review,
    ReviewStatus,
    StoredArticle,
)
from storage.sqlite.desk_decisions import book_order_of, replace_book_order, write_review
from storage.sqlite.desk_journal import add_action
from storage.sqlite.judgements import JUDGED, judgement_row, read_mention
from storage.sqlite.loading import BATCH, Loading, all_kept
from storage.sqlite.making import INSERT_MENTION, UPDATE_MENTION
from storage.sqlite.values import keys_parameter, read_time, time_or_none, time_text

_MENTIONS = """
SELECT m.*, r.status, r.tone, r.tags, r.starred, r.note, r.reject_reason, r.reviewed_by, r.reviewed_at,
    r.kind AS said_kind, r.salience AS said_salience, r.version AS review_version,
    c.cluster_id, c.lead, (SELECT count(*) FROM cluster_members n WHERE n.cluster_id = c.cluster_id) AS cluster_size
FROM mentions m JOIN articles a ON a.id = m.article_id LEFT JOIN reviews r ON r.mention_id = m.id
LEFT JOIN cluster_members c ON c.article_id = m.article_id
"""

_MATCHED = """
INSERT INTO matched (campaign_id, article_id, dossier_version, article_version, at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (campaign_id, article_id) DO UPDATE SET dossier_version = excluded.dossier_version,
    article_version = excluded.article_version, at = excluded.at
WHERE dossier_version <> excluded.dossier_version OR article_version <> excluded.article_version
"""

# Texts that are still kept are few beside all articles ever met: CROSS JOIN makes SQLite begin with them.
_TO_MATCH = """
SELECT a.id FROM article_texts x INDEXED BY texts_to_release CROSS JOIN articles a ON a.id = x.article_id
WHERE x.released_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM hand_entries h WHERE h.article_id = a.id) AND (:since IS NULL OR a.first_seen_at >= :since) AND (:everything OR NOT EXISTS (
    SELECT 1 FROM matched m WHERE m.campaign_id = :campaign AND m.article_id = a.id
        AND m.dossier_version = :dossier AND m.article_version = a.version))
ORDER BY a.first_seen_at, a.id
"""

_TO_REVISIT = """
SELECT DISTINCT a.id FROM mentions m JOIN articles a ON a.id = m.article_id
LEFT JOIN reviews r ON r.mention_id = m.id
WHERE m.withdrawn_at IS NULL AND coalesce(r.status, '') <> 'rejected'
    AND NOT EXISTS (SELECT 1 FROM hand_entries h WHERE h.article_id = a.id) AND EXISTS (
    SELECT 1 FROM json_each(:days)
    WHERE julianday(a.first_seen_at) + value <= julianday(:now)
        AND julianday(a.checked_at) < julianday(a.first_seen_at) + value)
ORDER BY a.id
"""


class MentionsTable(Loading):
    """The part of the store that knows dossiers, mentions and reviews."""

    def put_dossier(self, campaign_id: str, digest: str, payload: str, at: datetime) -> int:
        """See `Mentions.put_dossier`."""
        sql = "SELECT version FROM dossiers WHERE campaign_id = ? AND digest = ?"
        with self.write() as db:
            known = db.execute(sql, (campaign_id, digest)).fetchone()
            if known:
                return int(known[0])
            last = db.execute(
                "SELECT max(version) FROM dossiers WHERE campaign_id = ?", (campaign_id,)
            ).fetchone()[0]
            version = (last or 0) + 1
            row = (campaign_id, version, digest, payload, time_text(at))
            db.execute(
                "INSERT INTO dossiers (campaign_id, version, digest, payload, at) VALUES (?, ?, ?, ?, ?)", row
            )
            return version

    def dossier_states(self, campaign_id: str) -> list[DossierState]:
        """See `Mentions.dossier_states`."""
        sql = "SELECT version, digest, payload, at FROM dossiers WHERE campaign_id = ? ORDER BY version"
        return [
            DossierState(row["version"], row["digest"], row["payload"], read_time(row["at"]))
            for row in self.rows(sql, (campaign_id,))
        ]

    def to_match(
        self, campaign_id: str, dossier_version: int, since: datetime | None, everything: bool
    ) -> Iterator[StoredArticle]:
        """See `Mentions.to_match`."""
        parameters = {
            "campaign": campaign_id,
            "dossier": dossier_version,
            "since": time_or_none(since),
            "everything": everything,
        }
        ids = [row["id"] for row in self.rows(_TO_MATCH, parameters)]
        return self.with_text(ids)

    def judgeable(self, article_ids: Iterable[str]) -> Iterator[StoredArticle]:
        """See `Mentions.judgeable`."""
        for article in self.with_text(sorted(set(article_ids))):
            if not article.by_hand:
                yield article

    def judgeable_count(self) -> int:
        """See `Mentions.judgeable_count`."""
        sql = """SELECT count(*) FROM article_texts x WHERE x.released_at IS NULL
                 AND NOT EXISTS (SELECT 1 FROM hand_entries h WHERE h.article_id = x.article_id)"""
        return int(self.rows(sql)[0][0])

    def put_matches(
        self, campaign_id: str, dossier_version: int, results: Iterable[MatchResult], at: datetime
    ) -> tuple[int, int]:
        """See `Mentions.put_matches`."""
        outcome = list(results)  # computed before the write begins: others may write meanwhile
        new = withdrawn = 0
        with self.write() as db:
            for start in range(0, len(outcome), BATCH):
                batch = outcome[start : start + BATCH]
                counts = _put_batch(db, campaign_id, dossier_version, batch, time_text(at))
                new, withdrawn = new + counts[0], withdrawn + counts[1]
        return new, withdrawn

    def mentions(
        self,
        campaign_id: str | None = None,
        kinds: Iterable[MentionKind] = (),
        statuses: Iterable[ReviewStatus] = (),
        since: datetime | None = None,
        until: datetime | None = None,
        withdrawn: bool = False,
        evidence: bool = True,
    ) -> list[Mention]:
        """See `Mentions.mentions`."""
        wanted = {
            "m.campaign_id = :campaign": campaign_id,
            "coalesce(r.kind, m.kind) IN (SELECT value FROM json_each(:kinds))": keys_parameter(kinds),
            "coalesce(r.status, 'to_review') IN (SELECT value FROM json_each(:statuses))": keys_parameter(
                statuses
            ),
            "m.first_matched_at >= :since": time_or_none(since),
            "m.first_matched_at < :until": time_or_none(until),
        }
        where = [clause for clause, value in wanted.items() if value not in (None, "[]")]
        parameters = dict(
            zip(("campaign", "kinds", "statuses", "since", "until"), wanted.values(), strict=True)
        )
        if not withdrawn:
            where.append("m.withdrawn_at IS NULL")
        order = "ORDER BY a.published_utc IS NULL, a.published_utc, m.id"
        return self._loaded(f"WHERE {' AND '.join(where) or 'TRUE'} {order}", parameters, evidence)

    def mention(self, mention_id: str) -> Mention:
        """See `Mentions.mention`."""
        found = self._loaded("WHERE m.id = :id", {"id": mention_id})
        if not found:
            raise NotStored("mention", mention_id)
        return found[0]

    def mentions_by_id(self, mention_ids: Iterable[str]) -> dict[str, Mention]:
        """See `Mentions.mentions_by_id`."""
        clause = "WHERE m.id IN (SELECT value FROM json_each(:ids))"
        return {one.id: one for one in self._loaded(clause, {"ids": keys_parameter(mention_ids)})}

    def put_review(self, mention_id: str, review: Review) -> None:
        """See `Mentions.put_review`."""
        with self.write(durable=True) as db:
            write_review(db, mention_id, review)

    def put_book_order(
        self, campaign_id: str, mention_ids: Iterable[str], who: str = "", at: datetime | None = None
    ) -> None:
        """See `Mentions.put_book_order`."""
        order = list(dict.fromkeys(mention_ids))
        with self.write(durable=True) as db:
            check_mentions(db, campaign_id, order)
            before = book_order_of(db, campaign_id)
            if before != order:
                replace_book_order(db, campaign_id, order)
                sides = {"order": before}, {"order": order}
                add_action(db, ActionKind.BOOK_ORDER, campaign_id, who, at, *sides)

    def book_order(self, campaign_id: str) -> tuple[str, ...]:
        """See `Mentions.book_order`."""
        with self.read() as db:
            return tuple(book_order_of(db, campaign_id))

    def mentions_to_revisit(self, now: datetime, after_days: Sequence[int]) -> list[str]:
        """See `Mentions.mentions_to_revisit`."""
        rows = self.rows(_TO_REVISIT, {"days": json.dumps(list(after_days)), "now": time_text(now)})
        return [row["id"] for row in rows]

    def _loaded(self, where: str, parameters: dict[str, str | None], evidence: bool = True) -> list[Mention]:
        with self.read(), all_kept():
            rows = self.rows(f"{_MENTIONS} {where}", parameters)
            ids = dict.fromkeys(row["article_id"] for row in rows)
            clause = "WHERE a.id IN (SELECT value FROM json_each(:ids))"
            articles = {a.id: a for a in self.select(clause, {"ids": keys_parameter(ids)}, text=False)}
            return [read_mention(row, articles[row["article_id"]], evidence) for row in rows]


def check_mentions(db: sqlite3.Connection, campaign_id: str, mention_ids: Iterable[str]) -> None:
    """Raise NotStored for the first of these that is no mention of the campaign."""
    wanted = list(mention_ids)
    sql = "SELECT id FROM mentions WHERE campaign_id = ? AND id IN (SELECT value FROM json_each(?))"
    known = {row[0] for row in db.execute(sql, (campaign_id, keys_parameter(wanted)))}
    for mention in wanted:
        if mention not in known:
            raise NotStored("mention", mention)


def _put_batch(
    db: sqlite3.Connection, campaign_id: str, dossier_version: int, batch: Sequence[MatchResult], at: str
) -> tuple[int, int]:
    ids = keys_parameter(result.article_id for result in batch)
    versions = dict(
        db.execute(
            "SELECT id, version FROM articles WHERE id IN (SELECT value FROM json_each(?))", (ids,)
        ).fetchall()
    )
    standing = {
        row["article_id"]: row
        for row in db.execute(
            "SELECT m.*, r.status, r.starred, r.kind AS said_kind FROM mentions m LEFT JOIN reviews r ON r.mention_id = m.id"
            " WHERE m.campaign_id = ? AND m.article_id IN (SELECT value FROM json_each(?))",
            (campaign_id, ids),
        )
    }
    new = withdrawn = 0
    for result in batch:
        if result.article_id not in versions:
            raise NotStored("article", result.article_id)
        before = standing.get(result.article_id)
        if result.judgement is None:
            withdrawn += before is not None and _withdraw(db, before, at)
        else:
            row = judgement_row(result.judgement, dossier_version)
            identity = mention_id(campaign_id, result.article_id)
            if before is None:
                db.execute(INSERT_MENTION, (identity, campaign_id, result.article_id, at, at, *row))
                new += 1
            elif before["withdrawn_at"] is not None or row != tuple(before[name] for name in JUDGED):
                db.execute(UPDATE_MENTION, (at, *row, identity))
        version = result.article_version or versions[result.article_id]
        db.execute(_MATCHED, (campaign_id, result.article_id, dossier_version, version, at))
    return new, withdrawn


def _withdraw(db: sqlite3.Connection, before: sqlite3.Row, at: str) -> bool:
    """Withdraw a mention that the rules no longer hold; never one that a person's word holds (`Mention.held`)."""
    said = before["status"] == ReviewStatus.CONFIRMED or before["starred"] or before["said_kind"]
    held = said or before["by_hand"]
    if before["withdrawn_at"] is not None or held:
        return False
    db.execute("UPDATE mentions SET withdrawn_at = ? WHERE id = ?", (at, before["id"]))
    return True
