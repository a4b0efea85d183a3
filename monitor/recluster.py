"""Brings the copies of one dispatch together: what is new in the archive is compared, the rest stays as it is."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TypeVar

from monitor.clustering import (
    RULE,
    agency_names,
    gather,
    is_near,
    lead_first,
    name_clusters,
    nearness,
    shingle_hashes,
    sign,
)
from monitor.dossier import Campaign
from storage.errors import NotStored
from storage.model import ClusterAction, ClusterDecision, SyndicationCluster
from storage.store import Store

AT_ONCE = 2_000
"""So many are signed, or compared, at once: prints are then written and looked up in the order of their index."""

MOST_COMPARED = 30
"""As many texts are compared with one article: those that share most prints with it."""

LEAST_PRINTS = 0.25
"""Near texts share half of their prints and more: with less in common, a footer say, they are not compared further."""

MOST_NEAR = 20
"""As many of those near it are kept: a dispatch with hundreds of copies hangs together by far fewer."""

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class ClusterOutcome:
    """What one pass did: texts signed and compared, clusters there are now, and how many of them changed."""

    signed: int
    compared: int
    clusters: int
    changed: int


def cluster_archive(store: Store, campaigns: Iterable[Campaign], now: datetime) -> ClusterOutcome:
    """Sign, compare and gather what is due. Idempotent; a pass that was cut short is finished by the next one.

    Where the texts of a campaign changed, all articles are compared again: two that both took our words are no
    copies of one dispatch.
    """
    for campaign in campaigns:
        store.put_own_shingles(campaign.id, _own_shingles(campaign))
    signed, compared = _sign_all(store), _compare_all(store)
    clusters, changed = gather_again(store, now)
    return ClusterOutcome(signed, compared, clusters, changed)


def split(store: Store, article_id: str, now: datetime, who: str = "", campaign_id: str = "") -> None:
    """From now on this article stands alone, whatever its text. Raises NotStored.

    `campaign_id` is the campaign at which the person is at work: there they can undo it.
    """
    _decide(store, ClusterDecision(ClusterAction.SPLIT, article_id, now, who), campaign_id)


def merge(
    store: Store, article_id: str, other_id: str, now: datetime, who: str = "", campaign_id: str = ""
) -> str:
    """From now on both articles, and what stands with them, are one cluster; returns its id. Raises NotStored.

    Raises ValueError where both are the same article.
    """
    if article_id == other_id:
        raise ValueError("an article cannot be merged with itself")
    _decide(store, ClusterDecision(ClusterAction.MERGE, article_id, now, who, other_id), campaign_id)
    return next(one.id for one in store.clusters() if article_id in one.members)


def set_lead(store: Store, article_id: str, now: datetime, who: str = "", campaign_id: str = "") -> None:
    """From now on this article speaks for its cluster. Raises NotStored where it is in none."""
    if not any(article_id in cluster.members for cluster in store.clusters()):
        raise NotStored("cluster of article", article_id)
    _decide(store, ClusterDecision(ClusterAction.LEAD, article_id, now, who), campaign_id)


def gather_again(store: Store, now: datetime) -> tuple[int, int]:
    """Make the clusters anew from what is near and what people decided: how many there are, how many changed."""
    decisions = store.cluster_decisions()
    named = name_clusters(gather(store.near_pairs(), decisions), store.clusters())
    chosen = [one.article_id for one in decisions if one.action is ClusterAction.LEAD]
    clusters = []
    for (identity, group), members in zip(
        named, store.cluster_members([group for _, group in named]), strict=True
    ):
        by_hand = next((article for article in reversed(chosen) if article in group), None)
        clusters.append(SyndicationCluster(identity, lead_first(members, by_hand)))
    return len(clusters), store.put_clusters(clusters, now)


def _decide(store: Store, decision: ClusterDecision, campaign_id: str) -> None:
    store.put_cluster_decision(decision, campaign_id)
    gather_again(store, decision.at)


def _own_shingles(campaign: Campaign) -> set[int]:
    """The hashes of all that is written in the campaign's own texts, boilerplate included."""
    texts = [text for one in campaign.documents for text in (one.title, one.text)]
    texts += [quote.text for one in campaign.documents for quote in one.quotes]
    return {value for text in texts for value in shingle_hashes(text)}


def _sign_all(store: Store) -> int:
    agencies, signed = agency_names(store.outlets()), 0
    for batch in _batches(store.to_sign(), AT_ONCE):
        store.put_signatures([sign(article, agencies) for article in batch])
        signed += len(batch)
    return signed


def _compare_all(store: Store) -> int:
    ours = store.own_shingles()
    packed = struct.pack(f"<{len(ours)}I", *sorted(ours))
    compared_by = f"{RULE}-{hashlib.sha256(packed).hexdigest()[:16]}"
    due = store.to_compare(compared_by)
    for batch in _batches(iter(due), AT_ONCE):
        store.put_near(compared_by, dict(_near(store, batch, compared_by, ours)))
    return len(due)


def _near(
    store: Store, article_ids: Sequence[str], compared_by: str, ours: frozenset[int]
) -> Iterator[tuple[str, list[str]]]:
    """What is near each of these articles, those with most prints in common first."""
    sharing = store.sharing_prints(article_ids, compared_by, ours, LEAST_PRINTS, MOST_COMPARED)
    for signature, others in sharing:
        near = (other.article_id for other in others if is_near(nearness(signature, other, ours)))
        yield signature.article_id, list(islice(near, MOST_NEAR))


def _batches(things: Iterator[Thing], size: int) -> Iterator[Sequence[Thing]]:
    while batch := list(islice(things, size)):
        yield batch
