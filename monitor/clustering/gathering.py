"""From near pairs and decisions to clusters, and from clusters to ids that stay."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence

from storage.model import ClusterAction, ClusterDecision, SyndicationCluster

Group = frozenset[str]


def gather(pairs: Iterable[tuple[str, str]], decisions: Iterable[ClusterDecision] = ()) -> list[Group]:
    """Groups of two articles and more, by their smallest id, whatever the order of the pairs.

    A split article is joined by no text any more, only by a merge decided later; a split undoes the merges of
    that article decided before. Decisions come in their order.
    """
    alone: set[str] = set()
    merged: list[tuple[str, str]] = []
    for decision in decisions:
        if decision.action is ClusterAction.SPLIT:
            alone.add(decision.article_id)
            merged = [pair for pair in merged if decision.article_id not in pair]
        elif decision.action is ClusterAction.MERGE and decision.other_id:
            merged.append((decision.article_id, decision.other_id))
    near = [pair for pair in pairs if alone.isdisjoint(pair)]
    return _components(near + merged)


def _components(pairs: Iterable[tuple[str, str]]) -> list[Group]:
    above: dict[str, str] = {}

    def top(article: str) -> str:
        while above.setdefault(article, article) != article:
            above[article] = above[above[article]]
            article = above[article]
        return article

    for one, other in pairs:
        above[top(one)] = top(other)
    groups: dict[str, set[str]] = {}
    for article in above:
        groups.setdefault(top(article), set()).add(article)
    return sorted((frozenset(group) for group in groups.values() if len(group) > 1), key=min)


def name_clusters(groups: Sequence[Group], standing: Iterable[SyndicationCluster]) -> list[tuple[str, Group]]:
    """An id for each group. `standing` are the clusters so far, the oldest first: each gives its id to the group
    that holds most of its members, so that of two that became one the older id stays; a new group gets a new one.
    """
    home = {article: number for number, group in enumerate(groups) for article in group}
    named: dict[int, str] = {}
    used = set()
    for cluster in standing:
        used.add(cluster.id)
        heirs = Counter(home[article] for article in cluster.members if article in home)
        free = [
            (-count, min(groups[number]), number) for number, count in heirs.items() if number not in named
        ]
        if free:
            named[min(free)[2]] = cluster.id
    for number, group in enumerate(groups):
        if number not in named:
            named[number] = _new_id(min(group), used)
            used.add(named[number])
    return [(named[number], group) for number, group in enumerate(groups)]


def _new_id(founder: str, used: set[str]) -> str:
    """A short id, the same on every machine; a counter where the founder gave its id to another cluster before."""
    number = 0
    while True:
        digest = hashlib.sha256(f"cluster\n{founder}\n{number}".encode()).hexdigest()
        if (identity := f"c{digest[:12]}") not in used:
            return identity
        number += 1
