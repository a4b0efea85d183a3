"""From an article to a mention, and what people said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from storage.model.articles import StoredArticle


class MentionKind(StrEnum):
    """How an article carries the campaign's text, strongest first."""

    REPUBLICATION = "republication"
    CITATION = "citation"
    RELATED = "related"
    TOPIC = "topic"


PICKUP_KINDS = frozenset({MentionKind.REPUBLICATION, MentionKind.CITATION})


class Salience(StrEnum):
    """What place the mention has in the article."""

    MAIN = "main"
    SUBSTANTIAL = "substantial"
    PASSING = "passing"


class ReviewStatus(StrEnum):
    """What a person decided."""

    TO_REVIEW = "to_review"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    SECOND_LOOK = "second_look"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason: what was found where. `start`, `end` are offsets into the raw text of `field`.

    `about` is the kind of thing of the dossier that was found (document, organisation, event, query, rival)
    and `subject` its id there. `weight` 0.0-1.0.
    """

    type: str
    about: str
    subject: str
    field: str  # title | standfirst | body | author | link | slug
    text: str
    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The quoted words of a mention, at most 300 characters; `marks` are offsets into `text`."""

    text: str
    field: str = "body"
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What matching says of one article for one campaign; stored, it is the machine's part of a Mention.

    `by_hand`: no rule holds it, a person made it a mention, and its kind is theirs; the rest is what the machine saw.
    """

    kind: MentionKind
    to_check: bool
    salience: Salience
    score: float
    evidence: tuple[Evidence, ...]
    excerpt: Excerpt
    organisations: tuple[str, ...] = ()
    organisations_quoted: tuple[str, ...] = ()
    own: bool = False
    reuse: Mapping[str, Any] | None = None
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class DossierState:
    """One state of a dossier with which the archive was judged: what its files said, as JSON, without recipients.

    `at` (aware, UTC) is when the archive first knew it.
    """

    version: int
    digest: str
    payload: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Review:
    """What people said of a mention; the machine never writes it.

    `kind` and `salience` are None where nobody said otherwise than the machine.
    """

    status: ReviewStatus = ReviewStatus.TO_REVIEW
    tone: str | None = None
    tags: tuple[str, ...] = ()
    starred: bool = False
    note: str = ""
    reject_reason: str = ""
    reviewed_by: str | None = None
    reviewed_at: datetime | None = None
    kind: MentionKind | None = None
    salience: Salience | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """One article for one campaign: the unit that people review and export.

    `first_matched_at` is when the mention first stood in the archive; `withdrawn_at` is set when later
    rules no longer hold it and no person has confirmed it (nothing is deleted). `cluster_size` counts the
    articles of the archive in its cluster, itself included; all three are empty for an article that stands alone.
    `review_version` counts the changes of the review: 0 where nobody said anything yet.
    """

    id: str
    campaign_id: str
    article: StoredArticle
    judgement: Judgement
    review: Review
    dossier_version: int
    first_matched_at: datetime
    matched_at: datetime
    withdrawn_at: datetime | None = None
    cluster_id: str | None = None
    cluster_size: int | None = None
    cluster_lead: bool = False
    review_version: int = 0

    @property
    def kind(self) -> MentionKind:
        """What counts: the kind that a person said, else the machine's."""
        return self.review.kind or self.judgement.kind

    @property
    def salience(self) -> Salience:
        """The place in the article that a person said, else the machine's."""
        return self.review.salience or self.judgement.salience

    @property
    def to_check(self) -> bool:
        """True while a person must still check it: nobody confirmed it or said its kind."""
        decided = self.review.kind is not None or self.review.status is ReviewStatus.CONFIRMED
        return self.judgement.to_check and not decided

    @property
    def held(self) -> bool:
        """True where a person's word holds it, whatever the rules say later."""
        return (
            self.judgement.by_hand
            or self.review.status is ReviewStatus.CONFIRMED
            or self.review.starred
            or self.review.kind is not None
        )


@dataclass(frozen=True, slots=True)
class MatchResult:
    """The outcome of matching one article: a judgement, or None for no mention.

    `article_version` is the version that was matched; 0 stands for the one the archive holds.
    """

    article_id: str
    judgement: Judgement | None
    article_version: int = 0
