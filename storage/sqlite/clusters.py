"""Copies of one dispatch: what is kept to compare texts, and what came of it."""

from __future__ import annotations

import sqlite3
import struct
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from storage.errors import NotStored
from storage.model import (
    ActionKind,
    ClusterAction,
    ClusterDecision,
    ClusterMember,
    Credit,
    Outlet,
    Signature,
    StoredArticle,
    SyndicationCluster,
)
from storage.sqlite.connection import Row
from storage.sqlite.desk_journal import add_action
from storage.sqlite.loading import Loading
from storage.sqlite.values import dumped, keys_parameter, read_moment, read_time, strings, time_text

MOST_HOLDERS = 200
"""Of one print, as many texts are looked at: what more texts hold is a footer, or a dispatch found by these already."""

_TO_SIGN = """
SELECT a.id FROM article_texts x INDEXED BY texts_to_release CROSS JOIN articles a ON a.id = x.article_id
WHERE x.released_at IS NULL AND x.state = 'kept' AND NOT EXISTS (
    SELECT 1 FROM text_signatures s WHERE s.article_id = a.id AND s.article_version = a.version)
ORDER BY a.first_seen_at, a.id
"""

_SIGN = """
INSERT INTO text_signatures (article_id, article_version, scale, shingles, prints, credit, walled, links)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (article_id) DO UPDATE SET article_version = excluded.article_version, scale = excluded.scale,
    shingles = excluded.shingles, prints = excluded.prints, credit = excluded.credit, walled = excluded.walled,
    links = excluded.links, compared_by = NULL
RETURNING number
"""

# What was near an article that changed may have hung together through it only.
_NEIGHBOURS_DUE = """
UPDATE text_signatures SET compared_by = NULL WHERE article_id IN (
    SELECT other_id FROM near_articles WHERE article_id = :id
    UNION SELECT article_id FROM near_articles WHERE other_id = :id)
"""

_HOLDERS = "SELECT number FROM text_prints WHERE hash = ? ORDER BY number LIMIT ?"

_SHARING = """
SELECT s.* FROM json_each(:held) h CROSS JOIN text_signatures s ON s.number = CAST(h.key AS INTEGER)
WHERE s.number <> :number AND min(:own, length(s.prints) / 4) * :least <= h.value
    AND (s.number < :number OR s.compared_by = :compared_by)
ORDER BY h.value DESC, s.number LIMIT :limit
"""

_LINKED = """
SELECT DISTINCT s.article_id, d.article_id FROM text_signatures s, json_each(s.links) l
JOIN addresses d ON d.key = l.value
WHERE s.article_id IN (SELECT value FROM json_each(:ids)) AND d.article_id IN (SELECT value FROM json_each(:ids))
    AND s.article_id <> d.article_id
"""


class ClustersTable(Loading):
    """The part of the store that knows copies of one dispatch."""

    def outlets(self) -> list[Outlet]:
        """See `Clusters.outlets`."""
        return sorted(self.outlets_by_id().values(), key=lambda outlet: outlet.id)

    def to_sign(self) -> Iterator[StoredArticle]:
        """See `Clusters.to_sign`."""
        return self.with_text([row["id"] for row in self.rows(_TO_SIGN)])

    def put_signatures(self, signatures: Iterable[Signature]) -> None:
        """See `Clusters.put_signatures`."""
        outcome = list(signatures)
        with self.write() as db:
            new = [print_row for one in outcome for print_row in _put_signature(db, one)]
            # In the order of the index, many at once: several times as quick as text by text.
            db.executemany("INSERT INTO text_prints (hash, number) VALUES (?, ?)", sorted(new))

    def put_own_shingles(self, campaign_id: str, shingles: Iterable[int]) -> None:
        """See `Clusters.put_own_shingles`."""
        sql = """INSERT INTO own_shingles (campaign_id, shingles) VALUES (?, ?)
            ON CONFLICT DO UPDATE SET shingles = excluded.shingles WHERE shingles <> excluded.shingles"""
        with self.write() as db:
            db.execute(sql, (campaign_id, _packed(shingles)))

    def own_shingles(self) -> frozenset[int]:
        """See `Clusters.own_shingles`."""
        rows = self.rows("SELECT shingles FROM own_shingles")
        return frozenset(value for row in rows for value in _unpacked(row["shingles"]))

    def to_compare(self, compared_by: str) -> list[str]:
        """See `Clusters.to_compare`."""
        sql = "SELECT article_id FROM text_signatures WHERE compared_by IS NOT ? ORDER BY number"
        return [row["article_id"] for row in self.rows(sql, (compared_by,))]

    def signature(self, article_id: str) -> Signature:
        """See `Clusters.signature`."""
        row = self.row("SELECT * FROM text_signatures WHERE article_id = ?", (article_id,))
        if row is None:
            raise NotStored("signature", article_id)
        return _read_signature(row)

    def sharing_prints(
        self, article_ids: Sequence[str], compared_by: str, without: frozenset[int], least: float, limit: int
    ) -> Iterator[tuple[Signature, list[Signature]]]:
        """See `Clusters.sharing_prints`."""
        sql = "SELECT * FROM text_signatures WHERE article_id IN (SELECT value FROM json_each(?)) ORDER BY number"
        rows = self.rows(sql, (keys_parameter(article_ids),))
        own = [frozenset(_unpacked(row["prints"])) - without for row in rows]
        for row, prints, holders in zip(rows, own, self._holders(own), strict=True):
            held = Counter(number for numbers in holders for number in numbers)
            most = sorted(held, key=lambda number: (-held[number], number))[: 2 * limit]  # itself among them
            parameters = {
                "held": dumped({str(number): held[number] for number in most}),
                "number": row["number"],
                "compared_by": compared_by,
                "least": least,
                "own": len(prints),
                "limit": limit,
            }
            yield _read_signature(row), [_read_signature(other) for other in self.rows(_SHARING, parameters)]

    def _holders(self, texts: Sequence[frozenset[int]]) -> list[list[list[int]]]:
        """For each text and print, the numbers of the texts that hold it; looked up in the order of the index."""
        found: list[list[list[int]]] = [[] for _ in texts]
        wanted = sorted((value, place) for place, prints in enumerate(texts) for value in prints)
        with self.read() as db:
            last, numbers = -1, []
            for value, place in wanted:
                if value != last:
                    numbers = [number for (number,) in db.execute(_HOLDERS, (value, MOST_HOLDERS))]
                    last = value
                found[place].append(numbers)
        return found

    def put_near(self, compared_by: str, near: Mapping[str, Sequence[str]]) -> None:
        """See `Clusters.put_near`."""
        with self.write() as db:
            for article, others in near.items():
                db.execute("DELETE FROM near_articles WHERE article_id = ?1 OR other_id = ?1", (article,))
                pairs = [(min(article, other), max(article, other)) for other in others]
                db.executemany(
                    "INSERT OR IGNORE INTO near_articles (article_id, other_id) VALUES (?, ?)", pairs
                )
                sql = "UPDATE text_signatures SET compared_by = ? WHERE article_id = ?"
                db.execute(sql, (compared_by, article))

    def near_pairs(self) -> list[tuple[str, str]]:
        """See `Clusters.near_pairs`."""
        sql = "SELECT article_id, other_id FROM near_articles ORDER BY article_id, other_id"
        return [(row[0], row[1]) for row in self.rows(sql)]

    def cluster_members(self, groups: Sequence[Collection[str]]) -> list[list[ClusterMember]]:
        """See `Clusters.cluster_members`."""
        group_of = {article: number for number, group in enumerate(groups) for article in group}
        ids = {"ids": keys_parameter(group_of)}
        sql = """SELECT a.id, a.published_at, s.credit FROM articles a
            LEFT JOIN text_signatures s ON s.article_id = a.id
            WHERE a.id IN (SELECT value FROM json_each(:ids)) ORDER BY a.id"""
        with self.read():
            pairs = self.rows(_LINKED, ids)
            rows = self.rows(sql, ids)
        linked = Counter(target for source, target in pairs if group_of[source] == group_of[target])
        members: list[list[ClusterMember]] = [[] for _ in groups]
        for row in rows:
            members[group_of[row["id"]]].append(_read_member(row, linked[row["id"]]))
        return members

    def clusters(self) -> list[SyndicationCluster]:
        """See `Clusters.clusters`."""
        sql = """SELECT c.id, m.article_id FROM clusters c JOIN cluster_members m ON m.cluster_id = c.id
            ORDER BY c.number, NOT m.lead, m.article_id"""
        members: dict[str, list[str]] = {}
        for row in self.rows(sql):
            members.setdefault(row["id"], []).append(row["article_id"])
        return [SyndicationCluster(identity, tuple(ids)) for identity, ids in members.items()]

    def cluster(self, cluster_id: str) -> SyndicationCluster:
        """See `Clusters.cluster`."""
        sql = "SELECT article_id FROM cluster_members WHERE cluster_id = ? ORDER BY NOT lead, article_id"
        members = tuple(row["article_id"] for row in self.rows(sql, (cluster_id,)))
        if not members:
            raise NotStored("cluster", cluster_id)
        return SyndicationCluster(cluster_id, members)

    def put_clusters(self, clusters: Iterable[SyndicationCluster], at: datetime) -> int:
        """See `Clusters.put_clusters`."""
        wanted = {cluster.id: cluster for cluster in clusters}
        with self.write() as db:
            standing = {cluster.id: cluster for cluster in self.clusters()}
            changed = sorted(
                key for key in wanted.keys() | standing.keys() if wanted.get(key) != standing.get(key)
            )
            for key in changed:
                db.execute("DELETE FROM cluster_members WHERE cluster_id = ?", (key,))
            for key in changed:
                if key in wanted:
                    _put_cluster(db, wanted[key], time_text(at))
        return len(changed)

    def put_cluster_decision(self, decision: ClusterDecision, campaign_id: str = "") -> None:
        """See `Clusters.put_cluster_decision`."""
        row = (
            time_text(decision.at),
            decision.who,
            str(decision.action),
            decision.article_id,
            decision.other_id,
        )
        with self.write(durable=True) as db:
            for article in filter(None, (decision.article_id, decision.other_id)):
                _check_stored(db, article)
            sql = """INSERT INTO cluster_decisions (at, who, action, article_id, other_id) VALUES (?, ?, ?, ?, ?)
                RETURNING number"""
            kept = {"decision": db.execute(sql, row).fetchone()[0], "action": decision.action}
            kept |= {"article": decision.article_id, "other": decision.other_id}
            add_action(db, ActionKind.CLUSTER, campaign_id, decision.who, decision.at, {}, kept)

    def cluster_decisions(self) -> list[ClusterDecision]:
        """See `Clusters.cluster_decisions`."""
        return [
            ClusterDecision(
                ClusterAction(row["action"]),
                row["article_id"],
                read_time(row["at"]),
                row["who"],
                row["other_id"],
            )
            for row in self.rows("SELECT * FROM cluster_decisions WHERE withdrawn_at IS NULL ORDER BY number")
        ]


def _put_signature(db: sqlite3.Connection, signature: Signature) -> list[tuple[int, int]]:
    """Keep one; returns the rows of `text_prints` that it needs."""
    sql = "SELECT number, article_version, prints FROM text_signatures WHERE article_id = ?"
    before = db.execute(sql, (signature.article_id,)).fetchone()
    if before is not None and before["article_version"] == signature.article_version:
        return []
    if before is None:
        _check_stored(db, signature.article_id)
    else:
        gone = [(value, before["number"]) for value in _unpacked(before["prints"])]
        db.executemany("DELETE FROM text_prints WHERE hash = ? AND number = ?", gone)
        db.execute(_NEIGHBOURS_DUE, {"id": signature.article_id})
    row = (
        signature.article_id,
        signature.article_version,
        signature.scale,
        _packed(signature.shingles),
        _packed(signature.prints),
        int(signature.credit),
        int(signature.walled),
        dumped(signature.links),
    )
    number = db.execute(_SIGN, row).fetchone()[0]
    return [(value, number) for value in signature.prints]


def _put_cluster(db: sqlite3.Connection, cluster: SyndicationCluster, at: str) -> None:
    db.execute("INSERT OR IGNORE INTO clusters (id, created_at) VALUES (?, ?)", (cluster.id, at))
    rows = [(article, cluster.id, int(article == cluster.lead)) for article in cluster.members]
    db.executemany("INSERT INTO cluster_members (article_id, cluster_id, lead) VALUES (?, ?, ?)", rows)


def _check_stored(db: sqlite3.Connection, article_id: str) -> None:
    if not db.execute("SELECT 1 FROM articles WHERE id = ?", (article_id,)).fetchone():
        raise NotStored("article", article_id)


def _read_signature(row: Row) -> Signature:
    return Signature(
        article_id=row["article_id"],
        article_version=row["article_version"],
        shingles=frozenset(_unpacked(row["shingles"])),
        scale=row["scale"],
        prints=frozenset(_unpacked(row["prints"])),
        credit=Credit(row["credit"]),
        walled=bool(row["walled"]),
        links=strings(row["links"]),
    )


def _read_member(row: Row, linked_by: int) -> ClusterMember:
    credit = Credit.NONE if row["credit"] is None else Credit(row["credit"])
    return ClusterMember(row["id"], credit, read_moment(row["published_at"]), linked_by)


def _packed(hashes: Iterable[int]) -> bytes:
    """32-bit hashes as bytes, smallest first: the same on every machine."""
    ordered = sorted(set(hashes))
    return struct.pack(f"<{len(ordered)}I", *ordered)


def _unpacked(packed: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(packed) // 4}I", packed)
