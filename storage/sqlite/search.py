"""Finding words, and letting go of texts whose time is over."""

from __future__ import annotations

import unicodedata
from datetime import datetime

from storage.model import StoredArticle
from storage.sqlite.loading import ARTICLE, FROM, Loading
from storage.sqlite.values import keys_parameter, time_or_none, time_text

MAX_SEARCH = 1000  # characters
MAX_WORDS = 64

_SEARCH = f"""
SELECT {ARTICLE} {FROM} JOIN article_search ON article_search.rowid = x.number
WHERE article_search MATCH ? ORDER BY article_search.rank, a.id LIMIT ?
"""

_TO_RELEASE = """
SELECT x.article_id FROM article_texts x JOIN articles a ON a.id = x.article_id
WHERE x.released_at IS NULL AND x.keep_until <= :now AND (x.rights = 'tdm-reserved' OR NOT EXISTS (
    SELECT 1 FROM mentions m LEFT JOIN reviews r ON r.mention_id = m.id
    WHERE m.article_id = x.article_id AND m.withdrawn_at IS NULL AND coalesce(r.status, '') <> 'rejected'))
UNION
SELECT x.article_id FROM article_texts x JOIN articles a ON a.id = x.article_id
WHERE x.released_at IS NULL AND x.rights = 'tdm-reserved' AND EXISTS (SELECT 1 FROM dossiers) AND NOT EXISTS (
    SELECT 1 FROM dossiers c WHERE NOT EXISTS (
        SELECT 1 FROM matched m WHERE m.campaign_id = c.campaign_id AND m.article_id = a.id
            AND m.article_version = a.version AND (:before IS NULL OR m.at < :before)))
"""

_RELEASE = """
UPDATE article_texts SET state = iif(state = 'kept', 'released', state), body = iif(state = 'kept', NULL, body),
    standfirst = NULL, links = NULL, released_at = ?
WHERE article_id IN (SELECT value FROM json_each(?))
"""

_RELEASE_VERSIONS = """
UPDATE article_versions SET body = NULL, standfirst = NULL WHERE article_id IN (SELECT value FROM json_each(?))
"""


class SearchTable(Loading):
    """The part of the store that searches texts and releases them."""

    def search(self, words: str, limit: int = 50) -> list[StoredArticle]:
        """See `Articles.search`."""
        query = match_expression(words)
        if not query:
            return []
        with self.read():
            return self.built(self.rows(_SEARCH, (query, limit)), text=False)

    def release_texts(self, now: datetime, matched_before: datetime | None = None) -> int:
        """See `Articles.release_texts`."""
        with self.write() as db:
            parameters = {"now": time_text(now), "before": time_or_none(matched_before)}
            due = [row[0] for row in db.execute(_TO_RELEASE, parameters)]
            if not due:
                return 0
            keys = keys_parameter(due)
            db.execute(_RELEASE, (time_text(now), keys))
            db.execute(_RELEASE_VERSIONS, (keys,))
            # A removed row leaves its words in the index until the segments are merged.
            db.execute("INSERT INTO article_search (article_search) VALUES ('optimize')")
        self._empty_log()
        return len(due)


def match_expression(words: str) -> str:
    """What a person typed as an FTS5 expression: every word quoted, œ and oe the same; empty where there is no word."""
    text = unicodedata.normalize("NFC", words[:MAX_SEARCH])
    terms = []
    for word in text.split()[:MAX_WORDS]:
        bare = "".join(
            c if c.isalnum() or unicodedata.category(c).startswith("M") else " " for c in word
        ).strip()
        if any(c.isalnum() for c in bare):
            spellings = dict.fromkeys((bare, _joined(bare), _split(bare)))
            terms.append("(" + " OR ".join(f'"{spelling}"' for spelling in spellings) + ")")
    return " AND ".join(terms)


def _joined(word: str) -> str:
    return word.casefold().replace("oe", "œ").replace("ae", "æ")


def _split(word: str) -> str:
    return word.casefold().replace("œ", "oe").replace("æ", "ae")
