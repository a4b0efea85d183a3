"""Articles out of the archive, many at a time: never one query per article."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Any

from storage.model import FoundBy, Outlet, StoredArticle
from storage.sqlite.connection import Connection, Row
from storage.sqlite.values import keys_parameter, read_article, read_outlet

BATCH = 500

ARTICLE = """a.id, a.url, a.canonical_url, a.outlet_id, a.title, a.authors, a.published_at, a.published_from,
    a.modified_at, a.language, a.paywalled, a.rights, a.first_seen_at, a.fetched_at, a.version, a.text_fingerprint,
    a.provenance, a.sha256, x.standfirst"""
TEXT = ", x.links, x.body"
FROM = "FROM articles a JOIN article_texts x ON x.article_id = a.id"

_OUTLETS = """
SELECT id AS outlet_id, name, domain, country, language AS outlet_language, kind AS outlet_kind, tier, paywall,
    rights AS outlet_rights FROM outlets
"""

_FOUND_BY = """
SELECT DISTINCT d.article_id, s.id AS source, s.kind FROM addresses d
JOIN candidate_sources c ON c.key = d.key JOIN sources s ON s.id = c.source_id
WHERE d.article_id IN (SELECT value FROM json_each(?)) ORDER BY d.article_id, s.kind, s.id
"""


@contextmanager
def all_kept() -> Iterator[None]:
    """For making very many values of which none becomes garbage: looking for some again and again takes half the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


class Loading(Connection):
    """What the topics that give out articles share."""

    def outlets_by_id(self) -> dict[str, Outlet]:
        """Every outlet, listed or not."""
        return {row["outlet_id"]: read_outlet(row) for row in self.rows(_OUTLETS)}

    def found_by(self, article_ids: Sequence[str]) -> dict[str, tuple[FoundBy, ...]]:
        """The sources in which these articles were seen."""
        rows = self.rows(_FOUND_BY, (keys_parameter(article_ids),))
        return {
            article_id: tuple(FoundBy(row["source"], row["kind"]) for row in of_article)
            for article_id, of_article in groupby(rows, key=lambda row: str(row["article_id"]))
        }

    def built(self, rows: Sequence[Row], text: bool) -> list[StoredArticle]:
        """Articles from rows of `SELECT {ARTICLE} {FROM}`, in their order; `text` where they hold `TEXT`."""
        if not rows:
            return []
        outlets = self.outlets_by_id()
        found = self.found_by([row["id"] for row in rows])
        return [read_article(row, outlets[row["outlet_id"]], found.get(row["id"], ()), text) for row in rows]

    def select(self, where: str, parameters: Mapping[str, Any], text: bool) -> list[StoredArticle]:
        """Articles for a clause that starts with JOIN, WHERE or ORDER BY, written by us."""
        with self.read():
            sql = f"SELECT {ARTICLE}{TEXT if text else ''} {FROM} {where}"
            return self.built(self.rows(sql, parameters), text)

    def by_time(self, where: str, parameters: Mapping[str, Any], text: bool) -> Iterator[StoredArticle]:
        """Articles for a condition, by first_seen_at then id, a batch at a time: writes may go on between batches."""
        after = ("", "")
        clause = f"""WHERE (a.first_seen_at, a.id) > (:after_time, :after_id) AND {where}
                     ORDER BY a.first_seen_at, a.id LIMIT {BATCH}"""
        while True:
            sql = f"SELECT {ARTICLE}{TEXT if text else ''} {FROM} {clause}"
            with self.read():
                rows = self.rows(sql, {**parameters, "after_time": after[0], "after_id": after[1]})
                batch = self.built(rows, text)
            yield from batch
            if len(rows) < BATCH:
                return
            after = (rows[-1]["first_seen_at"], rows[-1]["id"])

    def with_text(self, ids: Sequence[str]) -> Iterator[StoredArticle]:
        """These articles with their text, by first_seen_at then id, but for those let go meanwhile."""
        for start in range(0, len(ids), BATCH):
            wanted = keys_parameter(ids[start : start + BATCH])
            clause = """WHERE a.id IN (SELECT value FROM json_each(:ids)) AND x.released_at IS NULL
                        ORDER BY a.first_seen_at, a.id"""
            yield from self.select(clause, {"ids": wanted}, text=True)
