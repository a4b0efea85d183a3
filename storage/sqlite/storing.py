"""What storing one article does: which article is it, is it new, has it changed."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from functools import cached_property

from storage.identity import (
    article_id,
    article_key,
    canonical_url,
    site_of,
    text_fingerprint,
    trusted_canonical,
)
from storage.model import Article, FetchedArticle, Outlet, PutResult
from storage.sqlite.catalogue import add_unlisted
from storage.sqlite.connection import Row
from storage.sqlite.values import dumped, links_text, moment_text, sorting_text, time_text

MAX_VERSIONS = 20
"""Versions kept of one article beside the first: a page that changes at every look must not fill the disk."""

_NEW = """
INSERT INTO articles (id, outlet_id, url, canonical_url, title, authors, published_at, published_utc, published_from,
    claimed_at, modified_at, language, paywalled, rights, first_seen_at, fetched_at, checked_at, text_fingerprint,
    provenance, status, sha256, run_id)
VALUES (:id, :outlet_id, :url, :canonical_url, :title, :authors, :published_at, :published_utc, :published_from,
    :published_at, :modified_at, :language, :paywalled, :rights, :at, :at, :at, :text_fingerprint,
    :provenance, :status, :sha256, :run_id)
"""

_NEW_TEXT = """
INSERT INTO article_texts (article_id, state, keep_until, rights, title, standfirst, links, body)
VALUES (:id, :state, :keep_until, :rights, :title, :standfirst, :links, :body)
"""

_KEEP_VERSION = """
INSERT INTO article_versions (article_id, version, title, published_at, modified_at, fetched_at, run_id, status, sha256,
    text_fingerprint, standfirst, body)
SELECT a.id, a.version, a.title, a.claimed_at, a.modified_at, a.fetched_at, a.run_id, a.status, a.sha256,
    a.text_fingerprint, x.standfirst, x.body
FROM articles a JOIN article_texts x ON x.article_id = a.id WHERE a.id = ?
"""

_CHANGE = """
UPDATE articles SET version = version + 1, title = :title, authors = :authors,
    published_from = iif(published_at IS NULL, :published_from, published_from),
    published_utc = coalesce(published_utc, :published_utc), published_at = coalesce(published_at, :published_at),
    claimed_at = coalesce(:published_at, claimed_at), modified_at = :modified_at, language = :language,
    paywalled = :paywalled, rights = :rights, fetched_at = :at, checked_at = :at,
    text_fingerprint = :text_fingerprint, provenance = :provenance, status = :status, sha256 = :sha256, run_id = :run_id
WHERE id = :id
"""

_CHANGE_TEXT = """
UPDATE article_texts SET state = :state, keep_until = :keep_until, rights = :rights, released_at = NULL,
    title = :title, standfirst = :standfirst, links = :links, body = :body
WHERE article_id = :id
"""


@dataclass(frozen=True)
class _Incoming:
    """An article about to be stored, with what identity says of it."""

    fetched: FetchedArticle

    @property
    def article(self) -> Article:
        return self.fetched.article

    @cached_property
    def fetched_url(self) -> str:
        return canonical_url(self.fetched.fetched_url or self.article.url)

    @cached_property
    def canonical_url(self) -> str:
        return trusted_canonical(self.fetched_url, self.article.canonical_url)

    @cached_property
    def fingerprint(self) -> str:
        return text_fingerprint(self.article.text)

    @cached_property
    def keys(self) -> dict[str, str]:
        """Its addresses by key, the weightiest first: as fetched, as claimed where trusted, as met."""
        keys: dict[str, str] = {}
        for url in (self.fetched_url, self.canonical_url, canonical_url(self.article.url)):
            keys.setdefault(article_key(url), url)
        if self.fetched.candidate_key:
            keys.setdefault(self.fetched.candidate_key, self.fetched_url)
        return keys


def store_article(db: sqlite3.Connection, fetched: FetchedArticle, keep_until: str | None) -> PutResult:
    """Store inside a write; see `Articles.put_article`. Raises ValueError for an address that is no address."""
    incoming = _Incoming(fetched)
    found = _known_as(db, incoming)
    if found is None:
        result = _insert(db, incoming, keep_until)
    else:
        result = PutResult(found, False, _update(db, incoming, found, keep_until))
    _settle(db, incoming, result.article_id)
    return result


def _known_as(db: sqlite3.Connection, incoming: _Incoming) -> str | None:
    for key in incoming.keys:
        row = db.execute("SELECT article_id FROM addresses WHERE key = ?", (key,)).fetchone()
        if row:
            return str(row[0])
    if not incoming.fingerprint:
        return None
    same_text = db.execute(
        "SELECT id, title, published_at FROM articles WHERE outlet_id = ? AND text_fingerprint = ?"
        " AND text_fingerprint <> '' ORDER BY first_seen_at, id",
        (incoming.fetched.outlet_id, incoming.fingerprint),
    )
    title = text_fingerprint(incoming.article.title or "")
    day = (moment_text(incoming.article.published_at) or "")[:10]
    for row in same_text:
        if text_fingerprint(row["title"]) == title and (row["published_at"] or "")[:10] == day:
            return str(row["id"])
    return None


def _columns(incoming: _Incoming, identity: str, keep_until: str | None) -> dict[str, object]:
    article, fetched = incoming.article, incoming.fetched
    return {
        "id": identity,
        "outlet_id": fetched.outlet_id,
        "url": canonical_url(article.url),
        "canonical_url": incoming.canonical_url,
        "title": article.title or "",
        "authors": dumped(article.authors),
        "published_at": moment_text(article.published_at),
        "published_utc": sorting_text(article.published_at),
        "published_from": article.provenance.get("published_at", "unknown"),
        "modified_at": moment_text(article.modified_at),
        "language": article.language or "",
        "paywalled": article.paywalled,
        "rights": article.rights,
        "at": time_text(fetched.fetched_at),
        "text_fingerprint": incoming.fingerprint,
        "provenance": dumped(article.provenance),
        "status": fetched.status,
        "sha256": fetched.sha256,
        "run_id": fetched.run_id,
        "state": "kept" if incoming.fingerprint else "missing",
        "keep_until": keep_until,
        "standfirst": article.standfirst or "",
        "links": links_text(article.links),
        "body": article.text,
    }


def _insert(db: sqlite3.Connection, incoming: _Incoming, keep_until: str | None) -> PutResult:
    identity = article_id(article_key(incoming.canonical_url))
    if not db.execute("SELECT 1 FROM outlets WHERE id = ?", (incoming.fetched.outlet_id,)).fetchone():
        site = site_of(incoming.fetched_url)
        add_unlisted(db, Outlet(incoming.fetched.outlet_id, site, site), by_hand=False)
    columns = _columns(incoming, identity, keep_until)
    db.execute(_NEW, columns)
    db.execute(_NEW_TEXT, columns)
    return PutResult(identity, True, False)


def _update(db: sqlite3.Connection, incoming: _Incoming, identity: str, keep_until: str | None) -> bool:
    """Make it the current version where title, text or date changed; True then."""
    before = db.execute("SELECT * FROM articles WHERE id = ?", (identity,)).fetchone()
    columns = _columns(incoming, identity, keep_until)
    if not _has_changed(incoming, before):
        db.execute(
            "UPDATE articles SET checked_at = max(checked_at, :at), rights = :rights WHERE id = :id", columns
        )
        db.execute(
            "UPDATE article_texts SET rights = :rights WHERE article_id = :id AND rights <> :rights", columns
        )
        return False
    db.execute(_KEEP_VERSION, (identity,))
    db.execute(
        "DELETE FROM article_versions WHERE article_id = ? AND version > 1 AND version <= ?",
        (identity, before["version"] - MAX_VERSIONS),
    )
    columns["title"] = columns["title"] or before["title"]
    db.execute(_CHANGE, columns)
    db.execute(_CHANGE_TEXT, columns)
    return True


def _has_changed(incoming: _Incoming, before: Row) -> bool:
    """A page that now gives nothing (a wall, a broken template) has not changed: what it gave first is kept."""
    article = incoming.article
    if not incoming.fingerprint and before["text_fingerprint"]:
        return False
    if incoming.fingerprint != before["text_fingerprint"]:
        return True
    claimed = moment_text(article.published_at)
    if claimed is not None and claimed != before["claimed_at"]:
        return True
    return bool(article.title) and text_fingerprint(article.title or "") != text_fingerprint(before["title"])


def _settle(db: sqlite3.Connection, incoming: _Incoming, identity: str) -> None:
    at = time_text(incoming.fetched.fetched_at)
    db.executemany(
        "INSERT OR IGNORE INTO addresses (key, article_id, url, first_seen_at) VALUES (?, ?, ?, ?)",
        [(key, identity, url, at) for key, url in incoming.keys.items()],
    )
    db.executemany(
        "UPDATE candidates SET state = 'stored', reason = NULL WHERE key = ? AND (state <> 'stored' OR reason IS NOT NULL)",
        [(key,) for key in incoming.keys],
    )
