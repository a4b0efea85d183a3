"""Published texts: one article however often and wherever it is met, its versions, its failures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from storage.errors import NotStored
from storage.identity import article_key
from storage.model import (
    ArticleVersion,
    FetchedArticle,
    FetchFailure,
    PutResult,
    Reason,
    StoredArticle,
    TextCensus,
)
from storage.sqlite.connection import Row
from storage.sqlite.loading import Loading
from storage.sqlite.storing import store_article
from storage.sqlite.values import read_moment, read_time, time_or_none, time_text


class ArticlesTable(Loading):
    """The part of the store that knows articles."""

    def put_article(self, fetched: FetchedArticle, keep_until: datetime | None) -> PutResult:
        """See `Articles.put_article`."""
        with self.write() as db:
            return store_article(db, fetched, time_or_none(keep_until))

    def touch_article(self, article_id: str, at: datetime) -> None:
        """See `Articles.touch_article`."""
        with self.write() as db:
            done = db.execute("UPDATE articles SET checked_at = ? WHERE id = ?", (time_text(at), article_id))
            if not done.rowcount:
                raise NotStored("article", article_id)

    def article(self, article_id: str) -> StoredArticle:
        """See `Articles.article`."""
        found = self.select("WHERE a.id = :id", {"id": article_id}, text=True)
        if not found:
            raise NotStored("article", article_id)
        return found[0]

    def article_at(self, url: str) -> StoredArticle | None:
        """See `Articles.article_at`."""
        try:
            key = article_key(url)
        except ValueError:
            return None
        found = self.select(
            "JOIN addresses d ON d.article_id = a.id WHERE d.key = :key", {"key": key}, text=True
        )
        return found[0] if found else None

    def article_versions(self, article_id: str) -> list[ArticleVersion]:
        """See `Articles.article_versions`."""
        rows = self.rows(
            "SELECT * FROM article_versions WHERE article_id = ? ORDER BY version", (article_id,)
        )
        return [
            ArticleVersion(
                version=row["version"],
                title=row["title"],
                standfirst=row["standfirst"] or "",
                text=row["body"],
                published_at=read_moment(row["published_at"]),
                fetched_at=read_time(row["fetched_at"]),
                status=row["status"],
                sha256=row["sha256"],
            )
            for row in rows
        ]

    def articles(
        self, since: datetime | None = None, until: datetime | None = None, text: bool = False
    ) -> Iterator[StoredArticle]:
        """See `Articles.articles`."""
        where, parameters = ["TRUE"], {}
        if since is not None:
            where.append("a.first_seen_at >= :since")
            parameters["since"] = time_text(since)
        if until is not None:
            where.append("a.first_seen_at < :until")
            parameters["until"] = time_text(until)
        return self.by_time(" AND ".join(where), parameters, text)

    def article_count(self) -> int:
        """See `Articles.article_count`."""
        return int(self.rows("SELECT count(*) FROM article_texts")[0][0])

    def text_census(self) -> TextCensus:
        """See `Articles.text_census`."""
        counts = {
            row[0]: row[1] for row in self.rows("SELECT state, count(*) FROM article_texts GROUP BY state")
        }
        by_hand = self.rows("SELECT count(*) FROM hand_entries")[0][0]  # nobody looks for a page of these
        counts["missing"] = counts.get("missing", 0) - by_hand
        return TextCensus(
            articles=sum(counts.values()),
            with_text=counts.get("kept", 0),
            body_missing=counts.get("missing", 0),
            released=counts.get("released", 0),
        )

    def put_failure(self, failure: FetchFailure) -> None:
        """See `Articles.put_failure`."""
        row = (
            failure.run_id,
            time_text(failure.at),
            failure.url,
            _failure_key(failure.url),
            failure.purpose,
            failure.reason,
            failure.outlet_id,
            failure.source_id,
            failure.status,
            failure.detail,
        )
        with self.write() as db:
            db.execute(
                """INSERT INTO fetch_failures (run_id, at, url, key, purpose, reason, outlet_id, source_id, status, detail)
                   VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                row,
            )

    def failures(self, run_id: str | None = None, url: str | None = None) -> list[FetchFailure]:
        """See `Articles.failures`."""
        sql = "SELECT * FROM fetch_failures WHERE TRUE"
        parameters: list[str] = []
        if run_id is not None:
            sql += " AND run_id = ?"
            parameters.append(run_id)
        if url is not None:
            sql += " AND key = ?"
            parameters.append(_failure_key(url))
        return [_failure(row) for row in self.rows(sql + " ORDER BY at, number", parameters)]


def _failure_key(url: str) -> str:
    """What compares addresses; one that cannot be taken one way only stands for itself."""
    try:
        return article_key(url)
    except ValueError:
        return url


def _failure(row: Row) -> FetchFailure:
    return FetchFailure(
        run_id=row["run_id"],
        at=read_time(row["at"]),
        url=row["url"],
        purpose=row["purpose"],
        reason=Reason(row["reason"]),
        outlet_id=row["outlet_id"],
        source_id=row["source_id"],
        status=row["status"],
        detail=row["detail"],
    )
