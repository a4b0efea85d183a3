"""The tables, as migrations: each is one transaction, numbered, and never edited once it was released.

docs/archive.md says in words what every table and column holds; a test compares the two.
"""

from __future__ import annotations

from sqlite3 import complete_statement

from sqlite_utils import Database, Migrations

from storage.sqlite.api_keys_schema import API_KEYS
from storage.sqlite.byhand_schema import BY_HAND
from storage.sqlite.clusters_schema import CLUSTERS
from storage.sqlite.desk_schema import DESK, carry_history
from storage.sqlite.inbox_schema import INBOX
from storage.sqlite.morning_schema import COUNTING, MORNING
from storage.sqlite.paused_schema import PAUSED
from storage.sqlite.report_schema import REPORT_CHOICES
from storage.sqlite.search_schema import SEARCH
from storage.sqlite.search_words import teach

APPLICATION_ID = 0x5245544F  # "RETO": how a file says that it is an archive of ours
MIGRATION_SET = "retombees"

migrations = Migrations(MIGRATION_SET)

_CATALOGUE = """
CREATE TABLE outlets (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, domain TEXT NOT NULL, country TEXT NOT NULL, language TEXT NOT NULL,
    kind TEXT NOT NULL, tier INTEGER NOT NULL, paywall TEXT NOT NULL, rights TEXT NOT NULL,
    listed INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE sources (
    id TEXT PRIMARY KEY, outlet_id TEXT NOT NULL REFERENCES outlets (id), kind TEXT NOT NULL, url TEXT NOT NULL,
    listed INTEGER NOT NULL DEFAULT 1,
    health TEXT NOT NULL DEFAULT 'new', since TEXT, reason TEXT, detail TEXT NOT NULL DEFAULT '',
    last_tried_at TEXT, last_read_at TEXT, last_new_at TEXT,
    candidates INTEGER NOT NULL DEFAULT 0, new INTEGER NOT NULL DEFAULT 0,
    weight REAL NOT NULL DEFAULT 0.0, resting_until TEXT, last_run_id TEXT
) STRICT;
CREATE INDEX sources_of_outlet ON sources (outlet_id);

CREATE TABLE source_readings (
    number INTEGER PRIMARY KEY, source_id TEXT NOT NULL REFERENCES sources (id), run_id TEXT NOT NULL, at TEXT NOT NULL,
    health TEXT NOT NULL, reason TEXT, detail TEXT NOT NULL, status INTEGER,
    candidates INTEGER NOT NULL, new INTEGER NOT NULL, newest TEXT, oldest TEXT, resting_until TEXT,
    UNIQUE (source_id, run_id, at) ON CONFLICT REPLACE
) STRICT;
CREATE INDEX readings_of_run ON source_readings (run_id);
CREATE INDEX readings_with_news ON source_readings (at, source_id) WHERE new > 0;

CREATE TABLE validators (
    url TEXT PRIMARY KEY, etag TEXT, last_modified TEXT, full_at TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE site_files (
    origin TEXT NOT NULL, name TEXT NOT NULL, at TEXT NOT NULL, status INTEGER NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (origin, name)
) STRICT;

CREATE TABLE candidates (
    key TEXT PRIMARY KEY, url TEXT NOT NULL, outlet_id TEXT NOT NULL REFERENCES outlets (id),
    state TEXT NOT NULL DEFAULT 'waiting', title TEXT,
    published_at TEXT, published_utc TEXT, announced_at TEXT, announced_utc TEXT,
    first_seen_at TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, reason TEXT
) STRICT;
CREATE INDEX candidates_open ON candidates (outlet_id) WHERE state IN ('waiting', 'failed');

CREATE TABLE candidate_sources (
    key TEXT NOT NULL REFERENCES candidates (key), source_id TEXT NOT NULL REFERENCES sources (id),
    first_seen_at TEXT NOT NULL,
    PRIMARY KEY (key, source_id)
) STRICT, WITHOUT ROWID;
"""

_ARTICLES = """
CREATE TABLE articles (
    id TEXT PRIMARY KEY, outlet_id TEXT NOT NULL REFERENCES outlets (id),
    url TEXT NOT NULL, canonical_url TEXT NOT NULL, title TEXT NOT NULL, authors TEXT NOT NULL,
    published_at TEXT, published_utc TEXT, published_from TEXT NOT NULL, claimed_at TEXT, modified_at TEXT,
    language TEXT NOT NULL, paywalled INTEGER NOT NULL, rights TEXT NOT NULL,
    first_seen_at TEXT NOT NULL, fetched_at TEXT NOT NULL, checked_at TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1, text_fingerprint TEXT NOT NULL,
    provenance TEXT NOT NULL, status INTEGER NOT NULL, sha256 TEXT NOT NULL, run_id TEXT NOT NULL
) STRICT;
CREATE INDEX articles_by_time ON articles (first_seen_at, id);
CREATE INDEX articles_by_text ON articles (outlet_id, text_fingerprint) WHERE text_fingerprint <> '';

CREATE TABLE addresses (
    key TEXT PRIMARY KEY, article_id TEXT NOT NULL REFERENCES articles (id), url TEXT NOT NULL, first_seen_at TEXT NOT NULL
) STRICT;
CREATE INDEX addresses_of_article ON addresses (article_id);

CREATE TABLE article_texts (
    number INTEGER PRIMARY KEY, article_id TEXT NOT NULL UNIQUE REFERENCES articles (id),
    state TEXT NOT NULL CHECK (state IN ('kept', 'missing', 'released')),
    keep_until TEXT, rights TEXT NOT NULL, released_at TEXT,
    title TEXT NOT NULL, standfirst TEXT, links TEXT, body TEXT
) STRICT;
CREATE INDEX texts_by_state ON article_texts (state);
CREATE INDEX texts_to_release ON article_texts (keep_until) WHERE released_at IS NULL;
CREATE INDEX texts_reserved ON article_texts (rights) WHERE released_at IS NULL;

CREATE TABLE article_versions (
    article_id TEXT NOT NULL REFERENCES articles (id), version INTEGER NOT NULL,
    title TEXT NOT NULL, published_at TEXT, modified_at TEXT, fetched_at TEXT NOT NULL, run_id TEXT NOT NULL,
    status INTEGER NOT NULL, sha256 TEXT NOT NULL, text_fingerprint TEXT NOT NULL, standfirst TEXT, body TEXT,
    PRIMARY KEY (article_id, version)
) STRICT;

CREATE VIRTUAL TABLE article_search USING fts5 (
    title, standfirst, body, content = 'article_texts', content_rowid = 'number',
    tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER texts_added AFTER INSERT ON article_texts BEGIN
    INSERT INTO article_search (rowid, title, standfirst, body)
    VALUES (new.number, new.title, new.standfirst, new.body);
END;
CREATE TRIGGER texts_removed AFTER DELETE ON article_texts BEGIN
    INSERT INTO article_search (article_search, rowid, title, standfirst, body)
    VALUES ('delete', old.number, old.title, old.standfirst, old.body);
END;
CREATE TRIGGER texts_changed AFTER UPDATE OF title, standfirst, body ON article_texts BEGIN
    INSERT INTO article_search (article_search, rowid, title, standfirst, body)
    VALUES ('delete', old.number, old.title, old.standfirst, old.body);
    INSERT INTO article_search (rowid, title, standfirst, body)
    VALUES (new.number, new.title, new.standfirst, new.body);
END;

CREATE TABLE fetch_failures (
    number INTEGER PRIMARY KEY, run_id TEXT NOT NULL, at TEXT NOT NULL, url TEXT NOT NULL, key TEXT NOT NULL,
    purpose TEXT NOT NULL, reason TEXT NOT NULL, outlet_id TEXT, source_id TEXT, status INTEGER, detail TEXT NOT NULL
) STRICT;
CREATE INDEX failures_of_run ON fetch_failures (run_id);
CREATE INDEX failures_of_address ON fetch_failures (key);
"""

_CAMPAIGNS = """
CREATE TABLE run_orders (
    id TEXT PRIMARY KEY, created_at TEXT NOT NULL, payload TEXT NOT NULL
) STRICT;

CREATE TABLE runs (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, state TEXT NOT NULL, started_at TEXT NOT NULL, ended_at TEXT,
    heartbeat_at TEXT, order_id TEXT, counts TEXT NOT NULL, detail TEXT NOT NULL
) STRICT;
CREATE INDEX runs_by_time ON runs (kind, started_at);

CREATE TABLE dossiers (
    campaign_id TEXT NOT NULL, version INTEGER NOT NULL, digest TEXT NOT NULL, payload TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (campaign_id, version), UNIQUE (campaign_id, digest)
) STRICT;

CREATE TABLE matched (
    campaign_id TEXT NOT NULL, article_id TEXT NOT NULL REFERENCES articles (id),
    dossier_version INTEGER NOT NULL, article_version INTEGER NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (campaign_id, article_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE mentions (
    id TEXT PRIMARY KEY, campaign_id TEXT NOT NULL, article_id TEXT NOT NULL REFERENCES articles (id),
    kind TEXT NOT NULL, to_check INTEGER NOT NULL, salience TEXT NOT NULL, score REAL NOT NULL, own INTEGER NOT NULL,
    excerpt TEXT NOT NULL, evidence TEXT NOT NULL, organisations TEXT NOT NULL, organisations_quoted TEXT NOT NULL,
    reuse TEXT, dossier_version INTEGER NOT NULL,
    first_matched_at TEXT NOT NULL, matched_at TEXT NOT NULL, withdrawn_at TEXT,
    UNIQUE (campaign_id, article_id)
) STRICT;
CREATE INDEX mentions_by_time ON mentions (campaign_id, first_matched_at);
CREATE INDEX mentions_of_article ON mentions (article_id);

CREATE TABLE reviews (
    mention_id TEXT PRIMARY KEY REFERENCES mentions (id), status TEXT NOT NULL, tone TEXT, tags TEXT NOT NULL,
    starred INTEGER NOT NULL, note TEXT NOT NULL, reject_reason TEXT NOT NULL, reviewed_by TEXT, reviewed_at TEXT
) STRICT;

CREATE TABLE review_journal (
    number INTEGER PRIMARY KEY, mention_id TEXT NOT NULL REFERENCES mentions (id), at TEXT, who TEXT,
    before TEXT NOT NULL, after TEXT NOT NULL
) STRICT;
CREATE INDEX journal_of_mention ON review_journal (mention_id);

CREATE TABLE reports (
    campaign_id TEXT NOT NULL, day TEXT NOT NULL, covers_from TEXT NOT NULL, covers_until TEXT NOT NULL,
    made_at TEXT NOT NULL,
    PRIMARY KEY (campaign_id, day)
) STRICT, WITHOUT ROWID;
"""

_VIEWS = """
CREATE VIEW articles_view AS
SELECT a.id, o.name AS outlet, o.domain, a.title, x.standfirst, a.authors, a.canonical_url AS url,
    replace(substr(a.published_at, 1, 19), 'T', ' ') AS published, a.published_from, a.language,
    a.paywalled, a.rights, x.state AS text_state, a.version,
    replace(substr(a.first_seen_at, 1, 19), 'T', ' ') AS first_seen_utc,
    replace(substr(a.fetched_at, 1, 19), 'T', ' ') AS fetched_utc,
    (SELECT group_concat(DISTINCT s.kind) FROM addresses d JOIN candidate_sources c ON c.key = d.key
     JOIN sources s ON s.id = c.source_id WHERE d.article_id = a.id) AS found_by
FROM articles a JOIN outlets o ON o.id = a.outlet_id JOIN article_texts x ON x.article_id = a.id;

CREATE VIEW mentions_view AS
SELECT m.id, m.campaign_id AS campaign, o.name AS outlet, o.country, o.tier, a.title, a.authors,
    a.canonical_url AS url, replace(substr(a.published_at, 1, 19), 'T', ' ') AS published,
    m.kind, m.to_check, m.salience, round(m.score, 3) AS score, m.own,
    coalesce(r.status, 'to_review') AS status, r.tone, r.tags, coalesce(r.starred, 0) AS starred, r.note,
    r.reject_reason, r.reviewed_by, replace(substr(r.reviewed_at, 1, 19), 'T', ' ') AS reviewed_utc,
    json_extract(m.excerpt, '$.text') AS excerpt, m.organisations, m.organisations_quoted,
    replace(substr(m.first_matched_at, 1, 19), 'T', ' ') AS first_matched_utc,
    replace(substr(m.withdrawn_at, 1, 19), 'T', ' ') AS withdrawn_utc
FROM mentions m JOIN articles a ON a.id = m.article_id JOIN outlets o ON o.id = a.outlet_id
LEFT JOIN reviews r ON r.mention_id = m.id;

CREATE VIEW sources_health_view AS
SELECT o.name AS outlet, s.kind, s.url, s.health, replace(substr(s.since, 1, 19), 'T', ' ') AS since_utc,
    s.reason, s.detail, replace(substr(s.last_tried_at, 1, 19), 'T', ' ') AS last_tried_utc,
    replace(substr(s.last_read_at, 1, 19), 'T', ' ') AS last_read_utc,
    replace(substr(s.last_new_at, 1, 19), 'T', ' ') AS last_new_utc, s.candidates, s.new, s.weight,
    replace(substr(s.resting_until, 1, 19), 'T', ' ') AS resting_until_utc
FROM sources s JOIN outlets o ON o.id = s.outlet_id WHERE s.listed;

CREATE VIEW coverage_by_day_view AS
SELECT m.campaign_id AS campaign, substr(a.published_at, 1, 10) AS day, m.kind,
    sum(NOT m.to_check) AS mentions, sum(m.to_check) AS to_check,
    sum(coalesce(r.status, '') = 'confirmed') AS confirmed, count(DISTINCT a.outlet_id) AS outlets
FROM mentions m JOIN articles a ON a.id = m.article_id LEFT JOIN reviews r ON r.mention_id = m.id
WHERE m.withdrawn_at IS NULL AND NOT m.own AND coalesce(r.status, '') <> 'rejected'
GROUP BY 1, 2, 3;
"""


def _run(db: Database, script: str) -> None:
    """Run statements one by one: `executescript` would commit the migration's transaction."""
    statement = ""
    for line in script.splitlines():
        statement += line + "\n"
        if complete_statement(statement):
            db.conn.execute(statement)
            statement = ""


@migrations(name="0001_first_release")
def _first_release(db: Database) -> None:
    for script in (_CATALOGUE, _ARTICLES, _CAMPAIGNS, _VIEWS):
        _run(db, script)
    db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")


@migrations(name="0002_clusters")
def _clusters(db: Database) -> None:
    _run(db, CLUSTERS)


@migrations(name="0003_morning")
def _morning(db: Database) -> None:
    _run(db, MORNING)


@migrations(name="0004_desk")
def _desk(db: Database) -> None:
    _run(db, DESK)
    carry_history(db.conn)


@migrations(name="0005_counting")
def _counting(db: Database) -> None:
    _run(db, COUNTING)


@migrations(name="0006_inbox")
def _inbox(db: Database) -> None:
    _run(db, INBOX)


@migrations(name="0007_report_choices")
def _report_choices(db: Database) -> None:
    _run(db, REPORT_CHOICES)


@migrations(name="0008_by_hand")
def _by_hand(db: Database) -> None:
    _run(db, BY_HAND)


@migrations(name="0009_paused")
def _paused(db: Database) -> None:
    _run(db, PAUSED)


@migrations(name="0010_api_keys")
def _api_keys(db: Database) -> None:
    _run(db, API_KEYS)


@migrations(name="0011_search")
def _search(db: Database) -> None:
    teach(db.conn)
    _run(db, SEARCH)
