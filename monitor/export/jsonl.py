"""Mentions as JSON lines, in the form of the contract: every key is always there, and the order of keys is fixed."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, BinaryIO

from monitor.export.columns import PUBLISHED_FROM
from monitor.export.mention_list import MentionList
from monitor.export.order import short, standfirst_of
from storage.model import Evidence, Mention, Moment

LINE_BREAKS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}
"""Characters that JSON allows in a text, but at which some readers would break the line."""


REUSE = ("document", "share_of_document", "share_of_article")
"""What of the reuse is exported; the aligned passages are for the screen."""


def write(asked: MentionList, out: BinaryIO) -> None:
    """One JSON object per line, UTF-8; language, columns and rows of the list change nothing."""
    for mention in asked.mentions:
        line = json.dumps(record(mention), ensure_ascii=False).translate(LINE_BREAKS)
        out.write(f"{line}\n".encode("utf-8", "backslashreplace"))  # half a surrogate pair becomes its escape


def record(mention: Mention) -> dict[str, Any]:
    """One mention as the contract exports it."""
    return {**_what(mention), **_where(mention), **_why(mention), **_reviewed(mention)}


def _what(mention: Mention) -> dict[str, Any]:
    judgement = mention.judgement
    return {
        "id": mention.id,
        "campaign": mention.campaign_id,
        "kind": mention.kind.value,
        "to_check": mention.to_check,
        "salience": mention.salience.value,
        "status": mention.review.status.value,
        "score": round(min(1.0, max(0.0, judgement.score)), 4),
    }


def _where(mention: Mention) -> dict[str, Any]:
    article, outlet = mention.article, mention.article.outlet
    timed = isinstance(article.published_at, datetime)
    precision = None if article.published_at is None else ("time" if timed else "day")
    return {
        "url": article.url,
        "canonical_url": article.canonical_url,
        "title": article.title,
        "standfirst": standfirst_of(mention) or None,
        "outlet": outlet.name,
        "outlet_id": outlet.id,
        "domain": outlet.domain,
        "country": outlet.country or None,
        "outlet_kind": outlet.kind or None,
        "tier": outlet.tier or None,
        "own": mention.judgement.own,
        "found_by": [{"source": one.source, "kind": one.kind} for one in article.found_by],
        "authors": list(article.authors),
        "published_at": _moment(article.published_at),
        "published_precision": precision,
        "published_from": PUBLISHED_FROM.get(article.published_from, "unknown"),
        "first_seen_at": _moment(article.first_seen_at),
        "language": article.language or None,
        "paywalled": article.paywalled,
    }


def _why(mention: Mention) -> dict[str, Any]:
    judgement = mention.judgement
    return {
        "excerpt": short(judgement.excerpt.text),
        "evidence": [_evidence(one) for one in judgement.evidence],
        "organisations": list(judgement.organisations),
        "organisations_quoted": list(judgement.organisations_quoted),
        "dossier_version": mention.dossier_version,
        "reuse": {key: judgement.reuse.get(key) for key in REUSE} if judgement.reuse else None,
        "cluster": mention.cluster_id,
        "cluster_size": mention.cluster_size,
        "cluster_lead": mention.cluster_lead,
    }


def _evidence(one: Evidence) -> dict[str, Any]:
    return {
        "type": one.type,
        one.about: one.subject,
        "field": one.field,
        "text": short(one.text),
        "start": one.start,
        "end": one.end,
        "weight": round(one.weight, 4),
    }


def _reviewed(mention: Mention) -> dict[str, Any]:
    review, article = mention.review, mention.article
    return {
        "tone": review.tone,
        "tags": list(review.tags),
        "starred": review.starred,
        "note": review.note,
        "reject_reason": review.reject_reason,
        "reviewed_by": review.reviewed_by,
        "reviewed_at": _moment(review.reviewed_at),
        "snapshot": {
            "sha256": article.sha256 or None,
            "fetched_at": None if article.by_hand else _moment(article.fetched_at),
            "path": None,
        },
    }


def _moment(moment: Moment | None) -> str | None:
    """ISO 8601, with the offset it has; a day without a time is a bare date."""
    return None if moment is None else moment.isoformat()
