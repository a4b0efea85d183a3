"""The seam to the query language: what matching asks of compiled queries, and the evidence that comes back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from monitor.matching.fields import Fields
from storage.model import Evidence, MentionKind, StoredArticle

WEIGHTS = {MentionKind.CITATION: 0.8, MentionKind.RELATED: 0.6, MentionKind.TOPIC: 0.5}
"""By the kind that the dossier gives a query."""


@dataclass(frozen=True, slots=True)
class QueryHit:
    """One passage that satisfies a query: `text` is `start` to `end` of the raw text of `field`."""

    id: str
    field: str  # title | standfirst | body | author | link | slug
    start: int
    end: int
    text: str


class QueryMatcher(Protocol):
    """Compiled queries. `watch_terms`: without one of them, as runs of folded letters, no query matches."""

    @property
    def watch_terms(self) -> tuple[str, ...]:
        """Every run of letters that a query may need."""

    def may_match(self, article: StoredArticle) -> bool:
        """False where no query can match; quick."""

    def matching(self, article: StoredArticle, fields: Fields) -> Iterable[QueryHit]:
        """The passages of every query that matches."""


def kinds_of_queries(given: Mapping[str, str]) -> dict[str, MentionKind]:
    """What the dossier says each query stands for, by its id; those without a word are of the topic."""
    return {query: MentionKind(kind) for query, kind in given.items()}


def evidence_of_queries(
    queries: QueryMatcher | None, kinds: Mapping[str, MentionKind], article: StoredArticle, fields: Fields
) -> list[Evidence]:
    """Each passage as evidence."""
    if queries is None:
        return []
    return [
        Evidence(
            "query", "query", hit.id, hit.field, hit.text, hit.start, hit.end, WEIGHTS[_kind(kinds, hit.id)]
        )
        for hit in queries.matching(article, fields)
    ]


def kind_by_queries(evidence: Iterable[Evidence], kinds: Mapping[str, MentionKind]) -> MentionKind | None:
    """The strongest kind that a query gives, None where none matches."""
    found = {_kind(kinds, one.subject) for one in evidence if one.type == "query"}
    return next((kind for kind in MentionKind if kind in found), None)


def _kind(kinds: Mapping[str, MentionKind], query: str) -> MentionKind:
    return kinds.get(query, MentionKind.TOPIC)
