"""Judgements and reviews as columns, and mentions back from them."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from storage.model import (
    Evidence,
    Excerpt,
    Judgement,
    Mention,
    MentionKind,
    Review,
    ReviewStatus,
    Salience,
    StoredArticle,
)
from storage.sqlite.connection import Row
from storage.sqlite.values import dumped, read_time, read_time_or_none, strings

JUDGED = (
    "kind",
    "to_check",
    "salience",
    "score",
    "own",
    "excerpt",
    "evidence",
    "organisations",
    "organisations_quoted",
    "reuse",
    "dossier_version",
    "by_hand",
)
"""The columns that matching writes, in the order of `judgement_row`."""

_EVIDENCE = tuple(field.name for field in fields(Evidence))


def judgement_row(judgement: Judgement, dossier_version: int) -> tuple[Any, ...]:
    """The values of `JUDGED`, equal for equal judgements."""
    return (
        str(judgement.kind),
        int(judgement.to_check),
        str(judgement.salience),
        float(judgement.score),
        int(judgement.own),
        excerpt_text(judgement.excerpt),
        dumped({name: getattr(piece, name) for name in _EVIDENCE} for piece in judgement.evidence),
        dumped(judgement.organisations),
        dumped(judgement.organisations_quoted),
        None if judgement.reuse is None else dumped(dict(judgement.reuse)),
        dossier_version,
        int(judgement.by_hand),
    )


def excerpt_text(excerpt: Excerpt) -> str:
    """An excerpt as JSON."""
    return dumped({"text": excerpt.text, "field": excerpt.field, "marks": excerpt.marks})


def read_mention(row: Row, article: StoredArticle, evidence: bool = True) -> Mention:
    """A mention from a row of `mentions` joined with its review and its cluster; without `evidence` it holds none."""
    excerpt = json.loads(row["excerpt"])
    pieces = json.loads(row["evidence"]) if evidence else ()
    judgement = Judgement(
        kind=MentionKind(row["kind"]),
        to_check=bool(row["to_check"]),
        salience=Salience(row["salience"]),
        score=row["score"],
        evidence=tuple(Evidence(**piece) for piece in pieces),
        excerpt=Excerpt(excerpt["text"], excerpt["field"], tuple((m[0], m[1]) for m in excerpt["marks"])),
        organisations=strings(row["organisations"]),
        organisations_quoted=strings(row["organisations_quoted"]),
        own=bool(row["own"]),
        reuse=json.loads(row["reuse"]) if row["reuse"] else None,
        by_hand=bool(row["by_hand"]),
    )
    return Mention(
        id=row["id"],
        campaign_id=row["campaign_id"],
        article=article,
        judgement=judgement,
        review=read_review(row) if row["status"] else Review(),
        dossier_version=row["dossier_version"],
        first_matched_at=read_time(row["first_matched_at"]),
        matched_at=read_time(row["matched_at"]),
        withdrawn_at=read_time_or_none(row["withdrawn_at"]),
        cluster_id=row["cluster_id"],
        cluster_size=row["cluster_size"] or None,
        cluster_lead=bool(row["lead"]),
        review_version=row["review_version"] or 0,
    )


def review_row(review: Review, reviewed_by: str | None, reviewed_at: str | None) -> tuple[Any, ...]:
    """A review as the columns of `reviews` after the mention's id, with who had the last word, and when, as text."""
    return (
        str(review.status),
        review.tone,
        dumped(review.tags),
        int(review.starred),
        review.note,
        review.reject_reason,
        reviewed_by,
        reviewed_at,
        review.kind,
        review.salience,
    )


def read_review(row: Row) -> Review:
    """A review from those columns; `kind` and `salience` are there as `said_kind` and `said_salience`."""
    return Review(
        status=ReviewStatus(row["status"]),
        tone=row["tone"],
        tags=strings(row["tags"]),
        starred=bool(row["starred"]),
        note=row["note"],
        reject_reason=row["reject_reason"],
        reviewed_by=row["reviewed_by"],
        reviewed_at=read_time_or_none(row["reviewed_at"]),
        kind=MentionKind(row["said_kind"]) if row["said_kind"] else None,
        salience=Salience(row["said_salience"]) if row["said_salience"] else None,
    )
