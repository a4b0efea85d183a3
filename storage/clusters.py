"""The part of `storage.store.Store` that knows copies of one dispatch; errors and transactions as written there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from storage.model import (
    ClusterDecision,
    ClusterMember,
    Outlet,
    Signature,
    StoredArticle,
    SyndicationCluster,
)


class Clusters(Protocol):
    """Copies of one dispatch: signatures, what is near what, clusters, what people decided of them."""

    def outlets(self) -> list[Outlet]:
        """Every outlet, unlisted ones too, by id."""
        ...

    def to_sign(self) -> Iterator[StoredArticle]:
        """Articles with text whose current version has no signature yet, by first_seen_at then id."""
        ...

    def put_signatures(self, signatures: Iterable[Signature]) -> None:
        """Keep signatures; one of another version replaces that of its article, and what was near it is due again.

        One that is known changes nothing. Raises NotStored for an unknown article; nothing is kept then.
        """
        ...

    def put_own_shingles(self, campaign_id: str, shingles: Iterable[int]) -> None:
        """Keep the hashes of a campaign's own texts."""
        ...

    def own_shingles(self) -> frozenset[int]:
        """The hashes of the own texts of all campaigns."""
        ...

    def to_compare(self, compared_by: str) -> list[str]:
        """Ids of signed articles not compared yet by this rule, in the order in which they were signed."""
        ...

    def signature(self, article_id: str) -> Signature:
        """The signature of an article. Raises NotStored where it has none."""
        ...

    def sharing_prints(
        self, article_ids: Sequence[str], compared_by: str, without: frozenset[int], least: float, limit: int
    ) -> Iterator[tuple[Signature, list[Signature]]]:
        """Each of these, in the order in which they were signed, with the others that share prints with it.

        At most `limit` of those signed before it or compared by this rule already (of two that are due the later
        one finds the other), those with most in common first. Prints in `without` do not count; `least` is the
        share of the prints of the one with fewer (0.0 to 1.0) that both must have.
        """
        ...

    def put_near(self, compared_by: str, near: Mapping[str, Sequence[str]]) -> None:
        """Keep what was found near these articles, in place of what was kept of them; they are compared then."""
        ...

    def near_pairs(self) -> list[tuple[str, str]]:
        """All pairs of near articles, ordered."""
        ...

    def cluster_members(self, groups: Sequence[Collection[str]]) -> list[list[ClusterMember]]:
        """What the choice of a lead rests on, for each group of article ids; links count within a group."""
        ...

    def clusters(self) -> list[SyndicationCluster]:
        """All clusters, the oldest first."""
        ...

    def cluster(self, cluster_id: str) -> SyndicationCluster:
        """One cluster. Raises NotStored."""
        ...

    def put_clusters(self, clusters: Iterable[SyndicationCluster], at: datetime) -> int:
        """Make these the clusters of the archive, in place of all others; returns how many differ from what stood."""
        ...

    def put_cluster_decision(self, decision: ClusterDecision, campaign_id: str = "") -> None:
        """Keep what a person decided, with its line in the journal, of the campaign they were at work on.

        Raises NotStored for an unknown article.
        """
        ...

    def cluster_decisions(self) -> list[ClusterDecision]:
        """The decisions that hold, in the order in which they were taken; one that was undone does not."""
        ...
