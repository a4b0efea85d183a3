"""The tables of copies of one dispatch: what is kept to compare texts, and what came of it."""

from __future__ import annotations

CLUSTERS = """
CREATE TABLE text_signatures (
    number INTEGER PRIMARY KEY, article_id TEXT NOT NULL UNIQUE REFERENCES articles (id) ON DELETE CASCADE,
    article_version INTEGER NOT NULL, scale INTEGER NOT NULL, shingles BLOB NOT NULL, prints BLOB NOT NULL,
    credit INTEGER NOT NULL, walled INTEGER NOT NULL, links TEXT NOT NULL, compared_by TEXT
) STRICT;

CREATE TABLE text_prints (
    hash INTEGER NOT NULL, number INTEGER NOT NULL REFERENCES text_signatures (number) ON DELETE CASCADE,
    PRIMARY KEY (hash, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE own_shingles (
    campaign_id TEXT NOT NULL PRIMARY KEY, shingles BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE near_articles (
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    other_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    PRIMARY KEY (article_id, other_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX near_the_other ON near_articles (other_id);

CREATE TABLE clusters (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, created_at TEXT NOT NULL
) STRICT;

CREATE TABLE cluster_members (
    article_id TEXT NOT NULL PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    cluster_id TEXT NOT NULL REFERENCES clusters (id), lead INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX members_of_cluster ON cluster_members (cluster_id);

CREATE TABLE cluster_decisions (
    number INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, action TEXT NOT NULL,
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    other_id TEXT REFERENCES articles (id) ON DELETE CASCADE
) STRICT;

CREATE VIEW clusters_view AS
SELECT c.cluster_id AS cluster, c.lead, o.name AS outlet, o.domain, a.title, a.authors, a.canonical_url AS url,
    replace(substr(a.published_at, 1, 19), 'T', ' ') AS published, a.id AS article
FROM cluster_members c JOIN articles a ON a.id = c.article_id JOIN outlets o ON o.id = a.outlet_id;
"""
