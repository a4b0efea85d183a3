"""The vocabulary: what the product speaks of, as frozen values (docs/glossary.md says each in words).

Only the standard library. Times are aware and UTC unless a field says otherwise.
`Moment` is a time as a page claims it: an aware `datetime` that keeps the claimed offset, or a bare
`date` where the page gives no time of day; never a made-up midnight.
"""

from storage.model.articles import (
    Article,
    Candidate,
    CandidateState,
    FetchedArticle,
    FetchFailure,
    FoundBy,
    KnownCandidate,
    Link,
    PutResult,
    StoredArticle,
    TextCensus,
)
from storage.model.clusters import (
    ClusterAction,
    ClusterDecision,
    ClusterMember,
    Credit,
    Signature,
    SyndicationCluster,
)
from storage.model.mentions import (
    PICKUP_KINDS,
    Evidence,
    Excerpt,
    Judgement,
    MatchResult,
    Mention,
    MentionKind,
    Review,
    ReviewStatus,
    Salience,
)
from storage.model.moments import Moment, is_timed
from storage.model.outlets import (
    READABLE,
    Health,
    Outlet,
    Rights,
    Source,
    SourceKind,
    SourceReading,
    SourceStatus,
    Validators,
)
from storage.model.reasons import Reason
from storage.model.reports import (
    Channel,
    DeliveryState,
    MessageKind,
    OutboxMessage,
    ReportKind,
    ReportRecord,
)
from storage.model.runs import Run, RunKind, RunOrder, RunState

__all__ = [
    "PICKUP_KINDS",
    "READABLE",
    "Article",
    "Candidate",
    "CandidateState",
    "Channel",
    "ClusterAction",
    "ClusterDecision",
    "ClusterMember",
    "Credit",
    "DeliveryState",
    "Evidence",
    "Excerpt",
    "FetchFailure",
    "FetchedArticle",
    "FoundBy",
    "Health",
    "Judgement",
    "KnownCandidate",
    "Link",
    "MatchResult",
    "Mention",
    "MentionKind",
    "MessageKind",
    "Moment",
    "OutboxMessage",
    "Outlet",
    "PutResult",
    "Reason",
    "ReportKind",
    "ReportRecord",
    "Review",
    "ReviewStatus",
    "Rights",
    "Run",
    "RunKind",
    "RunOrder",
    "RunState",
    "Salience",
    "Signature",
    "Source",
    "SourceKind",
    "SourceReading",
    "SourceStatus",
    "StoredArticle",
    "SyndicationCluster",
    "TextCensus",
    "Validators",
    "is_timed",
]
