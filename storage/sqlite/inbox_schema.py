"""Migration 0006: the list of the review desk, one narrow row a mention, kept in step by triggers.

What a list filters, counts and sorts by stands in six tables; joined anew for tens of thousands of mentions it takes
seconds. `inbox_source` says what a row is; every trigger asks it, so that there is one definition.
"""

from __future__ import annotations

COLUMNS = """number, campaign_id, story, mention_id, status, kind, to_check, own, starred, tone, outlet_kind, tier,
    country, language, newest, weight, lead, published_utc, first_matched_at, outlet_id, tags, organisations"""

# `weight` orders as `monitor.digest.importance` does, what is to check behind: the strongest mention has the least.
# `newest` is when it came out as far as that can be: no later than it was found, whatever the page claims.
_SOURCE = """
CREATE VIEW inbox_source AS
SELECT m.number, m.campaign_id, iif(m.cluster_id IS NULL, m.id, m.cluster_id || '/' || m.own || m.to_check) AS story,
    m.id AS mention_id, m.status, m.kind, m.to_check, m.own, m.starred, m.tone, m.outlet_kind, m.tier, m.country,
    m.language, min(coalesce(m.published_utc, m.first_matched_at), m.first_matched_at) AS newest,
    m.to_check * 1048576 + (NOT m.starred) * 524288 + (m.status <> 'confirmed') * 262144
        + iif(m.tier BETWEEN 1 AND 15, m.tier, 4) * 16384 + (m.outlet_kind <> 'national-daily') * 8192
        + CASE m.salience WHEN 'main' THEN 0 WHEN 'substantial' THEN 1 ELSE 2 END * 2048
        + CASE m.kind WHEN 'republication' THEN 0 WHEN 'citation' THEN 1 WHEN 'related' THEN 2 ELSE 3 END * 512
        + (m.organisations_quoted = '[]') * 256 AS weight,
    m.lead, m.published_utc, m.first_matched_at, m.outlet_id, m.tags,
    m.organisations || m.organisations_quoted AS organisations
FROM (
    SELECT w.number, m.id, m.campaign_id, c.cluster_id, coalesce(c.lead, 0) AS lead,
        coalesce(r.status, 'to_review') AS status, coalesce(r.kind, m.kind) AS kind,
        m.to_check AND r.kind IS NULL AND coalesce(r.status, '') <> 'confirmed' AS to_check, m.own,
        coalesce(r.starred, 0) AS starred, coalesce(r.tone, '') AS tone, coalesce(r.tags, '[]') AS tags,
        coalesce(r.salience, m.salience) AS salience, a.outlet_id, o.kind AS outlet_kind, o.tier,
        upper(o.country) AS country,
        lower(iif(instr(a.language, '-'), substr(a.language, 1, instr(a.language, '-') - 1), a.language)) AS language,
        a.published_utc, m.organisations, m.organisations_quoted, m.first_matched_at
    FROM mentions m JOIN mention_words w ON w.mention_id = m.id
    JOIN articles a ON a.id = m.article_id JOIN outlets o ON o.id = a.outlet_id
    LEFT JOIN reviews r ON r.mention_id = m.id LEFT JOIN cluster_members c ON c.article_id = m.article_id
    WHERE m.withdrawn_at IS NULL) m;
"""

# What most lists are made from stands in the indexes, so that tens of thousands of rows are counted without being read.
_TABLES = """
CREATE TABLE mention_words (
    number INTEGER PRIMARY KEY, mention_id TEXT NOT NULL UNIQUE REFERENCES mentions (id) ON DELETE CASCADE,
    words TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE mention_search USING fts5 (
    words, content = 'mention_words', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER words_added AFTER INSERT ON mention_words BEGIN
    INSERT INTO mention_search (rowid, words) VALUES (new.number, new.words);
END;
CREATE TRIGGER words_removed AFTER DELETE ON mention_words BEGIN
    INSERT INTO mention_search (mention_search, rowid, words) VALUES ('delete', old.number, old.words);
END;
CREATE TRIGGER words_changed AFTER UPDATE OF words ON mention_words BEGIN
    INSERT INTO mention_search (mention_search, rowid, words) VALUES ('delete', old.number, old.words);
    INSERT INTO mention_search (rowid, words) VALUES (new.number, new.words);
END;

CREATE TABLE inbox (
    number INTEGER PRIMARY KEY REFERENCES mention_words (number) ON DELETE CASCADE,
    campaign_id TEXT NOT NULL, story TEXT NOT NULL, mention_id TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL, kind TEXT NOT NULL, to_check INTEGER NOT NULL, own INTEGER NOT NULL,
    starred INTEGER NOT NULL, tone TEXT NOT NULL, outlet_kind TEXT NOT NULL, tier INTEGER NOT NULL,
    country TEXT NOT NULL, language TEXT NOT NULL, newest TEXT NOT NULL, weight INTEGER NOT NULL,
    lead INTEGER NOT NULL, published_utc TEXT, first_matched_at TEXT NOT NULL, outlet_id TEXT NOT NULL,
    tags TEXT NOT NULL, organisations TEXT NOT NULL
) STRICT;
CREATE INDEX inbox_of_story ON inbox (campaign_id, story);
CREATE INDEX inbox_of_outlet ON inbox (outlet_id);
CREATE INDEX inbox_tagged ON inbox (campaign_id) WHERE tags <> '[]';
CREATE INDEX inbox_arrived ON inbox (campaign_id, first_matched_at, status);
CREATE INDEX inbox_newest ON inbox (campaign_id, newest, story, status, kind, to_check, own, starred, tone,
    outlet_kind, tier, country, language);
CREATE INDEX inbox_strongest ON inbox (campaign_id, weight, newest DESC, story DESC, status, kind, to_check, own, starred,
    tone, outlet_kind, tier, country, language);
CREATE INDEX inbox_counted ON inbox (campaign_id, status, kind, to_check, own, starred, tone, outlet_kind, tier,
    country, language);
CREATE INDEX inbox_outlets ON inbox (campaign_id, outlet_id, status, kind, to_check, own);
CREATE INDEX inbox_named ON inbox (campaign_id, organisations, status, kind, to_check, own);
"""

# Signs inside a word that nobody sees would cut it in two.
_WORDS = "replace(replace(a.title || char(10) || json_extract(m.excerpt, '$.text'), char(173), ''), char(8203), '')"
FILL_WORDS = f"""INSERT INTO mention_words (mention_id, words)
    SELECT m.id, {_WORDS} FROM mentions m JOIN articles a ON a.id = m.article_id"""  # noqa: S608 - our own words
_CHANGE_WORDS = "ON CONFLICT (mention_id) DO UPDATE SET words = excluded.words WHERE words <> excluded.words"
FILL = f"INSERT INTO inbox ({COLUMNS}) SELECT {COLUMNS} FROM inbox_source WHERE "  # noqa: S608 - our own words
# Not OR REPLACE: in a trigger the clause of the statement that set it off would hold instead.
_CHANGE = "ON CONFLICT (number) DO UPDATE SET " + ", ".join(
    f"{name} = excluded.{name}" for name in COLUMNS.replace(",", " ").split()[1:]
)


def _trigger(name: str, event: str, *statements: str) -> str:
    return f"CREATE TRIGGER {name} AFTER {event} BEGIN {' '.join(f'{one};' for one in statements)} END;\n"


def _fill(mentions: str) -> str:
    return f"{FILL} mention_id IN ({mentions}) {_CHANGE}"


_OF = _fill("new.id")
_OF_OUTLET = _fill("SELECT mention_id FROM inbox WHERE outlet_id = new.id")
_OF_NEW_MEMBER = "SELECT id FROM mentions WHERE article_id = new.article_id"
_OF_OLD_MEMBER = "SELECT id FROM mentions WHERE article_id = old.article_id"
_OUTLET_CHANGED = "old.kind <> new.kind OR old.tier <> new.tier OR old.country <> new.country"

_TRIGGERS = (
    _trigger(
        "inbox_mention_added",
        "INSERT ON mentions",
        f"{FILL_WORDS} WHERE m.id = new.id {_CHANGE_WORDS}",
        _OF,
    )
    + _trigger(
        "inbox_mention_changed",
        "UPDATE ON mentions",
        "DELETE FROM inbox WHERE mention_id = new.id AND new.withdrawn_at IS NOT NULL",
        _OF,
        f"{FILL_WORDS} WHERE m.id = new.id {_CHANGE_WORDS}",
    )
    + _trigger("inbox_review_added", "INSERT ON reviews", _fill("new.mention_id"))
    + _trigger("inbox_review_changed", "UPDATE ON reviews", _fill("new.mention_id"))
    + _trigger("inbox_review_removed", "DELETE ON reviews", _fill("old.mention_id"))
    + _trigger("inbox_member_added", "INSERT ON cluster_members", _fill(_OF_NEW_MEMBER))
    + _trigger("inbox_member_changed", "UPDATE ON cluster_members", _fill(_OF_NEW_MEMBER))
    + _trigger("inbox_member_removed", "DELETE ON cluster_members", _fill(_OF_OLD_MEMBER))
    + _trigger(
        "inbox_article_changed",
        "UPDATE OF outlet_id, title, language, published_utc ON articles",
        _fill("SELECT id FROM mentions WHERE article_id = new.id"),
        f"{FILL_WORDS} WHERE m.article_id = new.id {_CHANGE_WORDS}",
    )
    + _trigger("inbox_outlet_changed", f"UPDATE ON outlets WHEN {_OUTLET_CHANGED}", _OF_OUTLET)
)

REFILL = (FILL_WORDS, f"{FILL} TRUE")
"""What fills the empty tables at once."""

INBOX = f"{_TABLES}{_SOURCE}{_TRIGGERS}" + "".join(f"{sql};\n" for sql in REFILL)
