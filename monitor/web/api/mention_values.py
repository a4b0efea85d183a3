"""A mention as the API gives it: the keys of the export in JSON lines, and what one needs to change it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from monitor.export.jsonl import record
from monitor.web.api.values import Time, Value, utc
from storage.model import Evidence, Mention, MentionKind, ReviewStatus, Salience


class FoundBy(Value):
    """A source in which the article was seen."""

    source: str
    kind: str


class Snapshot(Value):
    """The page as it was read: its SHA-256, and when."""

    sha256: str | None
    fetched_at: Time | None


class Reuse(Value):
    """How much of our text the article took over, 0.0 to 1.0."""

    document: str | None = None
    share_of_document: float | None = None
    share_of_article: float | None = None


class Machine(Value):
    """What the machine said, whatever people said since."""

    kind: MentionKind
    to_check: bool
    salience: Salience


class MentionValue(Value):
    """One mention. `kind`, `salience` and `to_check` are what counts: a person’s word, else the machine’s."""

    id: str
    campaign: str
    version: int = Field(
        description="Of what people said: what a decision gives back to say on what it rests."
    )
    kind: MentionKind
    to_check: bool
    salience: Salience
    status: ReviewStatus
    score: float
    url: str
    canonical_url: str
    title: str
    outlet: str
    outlet_id: str
    domain: str
    country: str | None
    outlet_kind: str | None
    tier: int | None
    own: bool
    found_by: list[FoundBy]
    authors: list[str]
    published_at: datetime | date | None = Field(description="As the page claims it: a time, or a bare day.")
    published_precision: Literal["time", "day"] | None
    published_from: str
    first_seen_at: Time | None
    first_matched_at: Time
    withdrawn_at: Time | None
    language: str | None
    paywalled: bool
    excerpt: str
    organisations: list[str]
    organisations_quoted: list[str]
    dossier_version: int
    reuse: Reuse | None
    cluster: str | None
    cluster_size: int | None
    cluster_lead: bool
    tone: str | None
    tags: list[str]
    starred: bool
    note: str
    reject_reason: str
    reviewed_by: str | None
    reviewed_at: Time | None
    snapshot: Snapshot
    machine: Machine


class EvidenceValue(Value):
    """One reason: what was found where. `start` and `end` are places in the raw text of `field`."""

    type: str
    about: str = Field(
        description="What of the dossier was found: document, organisation, event, query, rival."
    )
    subject: str
    field: str
    text: str
    start: int
    end: int
    weight: float


class MentionInFull(MentionValue):
    """One mention with its reasons, and the article’s text where the rights of its source let us show it."""

    happened: str = Field(description="What it is, in a sentence.")
    why: str = Field(description="On what that rests, in a sentence.")
    evidence: list[EvidenceValue]
    standfirst: str | None
    text: str | None
    withheld: str | None = Field(description="Why there is no text, in a sentence.")


def mention_value(mention: Mention) -> MentionValue:
    """A mention without its text."""
    return MentionValue.model_validate(values_of(mention))


def values_of(mention: Mention) -> dict[str, Any]:
    """The fields of `MentionValue`."""
    found = record(mention)
    snapshot = found["snapshot"]
    judgement = mention.judgement
    fetched = None if mention.article.by_hand else mention.article.fetched_at
    return {name: value for name, value in found.items() if name not in ("standfirst", "evidence")} | {
        "version": mention.review_version,
        "published_at": mention.article.published_at,
        "first_seen_at": utc(mention.article.first_seen_at),
        "first_matched_at": utc(mention.first_matched_at),
        "withdrawn_at": utc(mention.withdrawn_at),
        "reviewed_at": utc(mention.review.reviewed_at),
        "snapshot": {"sha256": snapshot["sha256"], "fetched_at": utc(fetched)},
        "machine": {
            "kind": judgement.kind,
            "to_check": judgement.to_check,
            "salience": judgement.salience,
        },
    }


def evidence_value(one: Evidence) -> EvidenceValue:
    """One reason; words of the article beyond a short quotation are not repeated."""
    return EvidenceValue(
        type=one.type,
        about=one.about,
        subject=one.subject,
        field=one.field,
        text=one.text[:300],
        start=one.start,
        end=one.end,
        weight=round(one.weight, 4),
    )
