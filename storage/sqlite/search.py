"""Finding articles by their words, newest first; and letting go of texts whose time is over."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from typing import Any

from storage.folding import fold_words
from storage.model import StoredArticle
from storage.model.wordsearch import (
    NUMBER_BITS,
    EachOf,
    FoundArticle,
    FromOutlets,
    InLanguage,
    Lacking,
    OneOf,
    Sought,
    SoughtNear,
    TextPart,
    Wording,
    day_of_place,
    first_place,
)
from storage.sqlite.loading import ARTICLE, TEXT, Loading
from storage.sqlite.values import keys_parameter, time_or_none, time_text

MAX_SEARCH = 1000  # characters
MAX_WORDS = 64

_NO_WORD = '"é"'
"""What stands in no row: folded words have no accents."""

_READ = (TextPart.TITLE, TextPart.STANDFIRST, TextPart.BODY)

# The index alone decides which rows: they are loaded one by one, in its order, and never sorted.
_LOADED = f"""
SELECT w.place, {ARTICLE}{TEXT} FROM ({{places}}) w
CROSS JOIN article_texts x ON x.number = (w.place & {(1 << NUMBER_BITS) - 1})
CROSS JOIN articles a ON a.id = x.article_id
"""  # noqa: S608 - our own words

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


Limits = tuple[int | None, date | None, date | None]
"""Before which place, since and until which day."""


class SearchTable(Loading):
    """The part of the store that searches texts and releases them."""

    def search(self, words: str, limit: int = 50) -> list[StoredArticle]:
        """See `Searching.search`."""
        typed = fold_words(words[:MAX_SEARCH])[:MAX_WORDS]
        if not typed:
            return []
        wanted = EachOf(tuple(Sought((word,), _READ) for word in typed))
        with self.read():
            return self.built(self._rows(wanted, (None, None, None), limit), text=False)

    def found_articles(
        self,
        wanted: Wording | None,
        *,
        before: int | None = None,
        since: date | None = None,
        until: date | None = None,
        limit: int = 50,
    ) -> list[FoundArticle]:
        """See `Searching.found_articles`."""
        with self.read():
            rows = self._rows(wanted, (before, since, until), limit)
            articles = self.built(rows, text=True)
        return [FoundArticle(row["place"], one) for row, one in zip(rows, articles, strict=True)]

    def _rows(self, wanted: Wording | None, limits: Limits, limit: int) -> list[Any]:
        places, parameters = _places(wanted, limits)
        sql = _LOADED.format(places=f"{places} ORDER BY rowid DESC LIMIT :limit")
        return self.rows(sql, {**parameters, "limit": limit})

    def found_count(
        self, wanted: Wording | None, most: int, since: date | None = None, until: date | None = None
    ) -> int:
        """See `Searching.found_count`."""
        places, parameters = _places(wanted, (None, since, until))
        sql = f"SELECT count(*) FROM ({places} LIMIT :limit)"  # noqa: S608 - our own words
        return int(self.rows(sql, {**parameters, "limit": most})[0][0])

    def days_held(self) -> tuple[date, date] | None:
        """See `Searching.days_held`."""
        ends = [
            self.row(f"SELECT rowid FROM article_search ORDER BY rowid {order} LIMIT 1")  # noqa: S608
            for order in ("ASC", "DESC")
        ]
        first, last = (day_of_place(one[0]) if one is not None else None for one in ends)
        return (first, last) if first is not None and last is not None else None

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


def _places(wanted: Wording | None, limits: Limits) -> tuple[str, dict[str, str | int]]:
    """The places of what is wanted within limits, as words of SQL with their parameters."""
    before, since, until = limits
    where, parameters = ["TRUE"], dict[str, str | int]()
    if wanted is not None:
        where.append("article_search MATCH :match")
        parameters["match"] = expression(wanted)
    if since is not None:
        where.append("rowid >= :first")
        parameters["first"] = first_place(since)
    ends = [one for one in (before, first_place(until, 1) if until is not None else None) if one is not None]
    if ends:
        where.append("rowid < :end")
        parameters["end"] = min(ends)
    return f"SELECT rowid AS place FROM article_search WHERE {' AND '.join(where)}", parameters  # noqa: S608


def expression(wanted: Wording) -> str:
    """What is wanted as an FTS5 expression: every word quoted, and none of it anything but a word."""
    match wanted:
        case Sought():
            return f"{_columns(wanted.parts)} : {_term(wanted)}"
        case SoughtNear():
            terms = " ".join(_term(one) for one in wanted.terms)
            return f"{_columns(wanted.terms[0].parts)} : NEAR({terms}, {wanted.distance})"
        case FromOutlets():
            return _any([f'{{facts}} : "o{one.encode().hex()}"' for one in wanted.ids])
        case InLanguage():
            return f'{{facts}} : "l{wanted.code.encode().hex()}"'
        case EachOf():
            return f"({' AND '.join(expression(one) for one in wanted.parts)})"
        case OneOf():
            return _any([expression(one) for one in wanted.parts])
        case Lacking():
            return f"({expression(wanted.part)} NOT {expression(wanted.without)})"


def _any(parts: list[str]) -> str:
    return f"({' OR '.join(parts)})" if parts else _NO_WORD


def _columns(parts: tuple[TextPart, ...]) -> str:
    return f"{{{' '.join(parts)}}}"


def _term(sought: Sought) -> str:
    words = " ".join(word for word in sought.words if word.isalnum())
    return f'"{words}"{" *" if sought.begins else ""}'


def match_expression(words: str) -> str:
    """What a person typed as an FTS5 expression for an index of plain words: every word quoted, œ and oe the same.

    Empty where there is no word.
    """
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
