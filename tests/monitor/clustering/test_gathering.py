"""Clusters do not depend on the order of arrival; ids stay; what a person decided stays."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.clustering import gather, name_clusters
from storage.model import ClusterAction, ClusterDecision, SyndicationCluster

NOW = datetime(2025, 2, 5, tzinfo=UTC)
ARTICLES = st.sampled_from([f"a{n}" for n in range(12)])
PAIRS = st.lists(st.tuples(ARTICLES, ARTICLES).filter(lambda pair: pair[0] != pair[1]), max_size=20)


def split(article: str) -> ClusterDecision:
    return ClusterDecision(ClusterAction.SPLIT, article, NOW)


def merge(article: str, other: str) -> ClusterDecision:
    return ClusterDecision(ClusterAction.MERGE, article, NOW, other_id=other)


def groups(*names: str) -> list[frozenset[str]]:
    return [frozenset(name) for name in names]


def standing(named: list[tuple[str, frozenset[str]]]) -> list[SyndicationCluster]:
    return [SyndicationCluster(identity, tuple(sorted(group))) for identity, group in named]


@settings(deadline=None)
@given(PAIRS, st.randoms(use_true_random=False))
def test_membership_does_not_depend_on_the_order_of_arrival(
    pairs: list[tuple[str, str]], order: object
) -> None:
    shuffled = [(other, one) for one, other in pairs]
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    assert gather(shuffled) == gather(pairs)


@settings(deadline=None)
@given(PAIRS)
def test_every_near_pair_is_together_and_no_article_is_in_two_groups_or_alone(
    pairs: list[tuple[str, str]],
) -> None:
    found = gather(pairs)
    assert all(any({*pair} <= group for group in found) for pair in pairs)
    members = [article for group in found for article in group]
    assert len(members) == len(set(members)) == len({article for pair in pairs for article in pair})
    assert all(len(group) > 1 for group in found)


def test_a_split_article_stands_alone_and_holds_no_others_together() -> None:
    assert gather([("a", "b"), ("b", "c")], [split("c")]) == groups("ab")
    assert gather([("a", "b"), ("b", "c")], [split("b")]) == []


def test_merged_articles_are_together_with_all_that_stands_with_them() -> None:
    assert gather([("a", "b"), ("c", "d")], [merge("b", "c")]) == groups("abcd")
    assert gather([], [merge("a", "b")]) == groups("ab")


def test_the_later_decision_is_stronger() -> None:
    pairs = [("a", "b"), ("c", "d")]
    assert gather(pairs, [merge("a", "c"), split("a")]) == groups("cd")
    assert gather(pairs, [split("a"), merge("a", "c")]) == groups("acd")  # and not with b again
    assert gather(pairs, [split("a"), merge("a", "b")]) == groups("ab", "cd")


class TestIds:
    def test_an_id_stays_when_a_member_joins_or_leaves(self) -> None:
        before = name_clusters(groups("bc"), [])
        assert name_clusters(groups("abc"), standing(before))[0][0] == before[0][0]
        assert name_clusters(groups("cd"), standing(before))[0][0] == before[0][0]

    def test_of_two_clusters_that_become_one_the_older_id_survives(self) -> None:
        (old,) = name_clusters(groups("yz"), [])
        both = name_clusters(groups("ab", "yz"), standing([old]))
        (young,) = [one for one in both if one != old]
        assert name_clusters(groups("abyz"), standing([old, young])) == [(old[0], frozenset("abyz"))]

    def test_a_cluster_that_falls_apart_leaves_its_id_to_most_of_its_members(self) -> None:
        before = name_clusters(groups("abcde"), [])
        (small, large) = name_clusters(groups("ab", "cde"), standing(before))
        assert large == (before[0][0], frozenset("cde"))
        assert small[0] != large[0]

    def test_a_new_cluster_never_takes_an_id_in_use_even_from_the_same_founder(self) -> None:
        before = name_clusters(groups("abcd"), [])
        named = name_clusters(groups("ab", "cdxy"), standing(before))
        assert len({identity for identity, _ in named}) == 2

    def test_the_same_groups_get_the_same_ids_again(self) -> None:
        named = name_clusters(groups("ab", "cd"), [])
        assert name_clusters(groups("ab", "cd"), standing(named)) == named
        assert name_clusters(groups("ab", "cd"), []) == named

    @settings(deadline=None)
    @given(st.lists(PAIRS, min_size=1, max_size=4))
    def test_whatever_happens_ids_are_unique_and_a_cluster_that_only_grows_keeps_its_own(
        self, arrivals: list[list[tuple[str, str]]]
    ) -> None:
        pairs: list[tuple[str, str]] = []
        before: list[SyndicationCluster] = []
        for arrived in arrivals:
            pairs += arrived
            named = name_clusters(gather(pairs), before)
            assert len({identity for identity, _ in named}) == len(named)
            known = {cluster.id: set(cluster.members) for cluster in before}
            for identity, group in named:
                heirs = [key for key, members in known.items() if members <= group]
                assert not heirs or identity == heirs[0], "the oldest of those it holds"
            order = {cluster.id: number for number, cluster in enumerate(before)}
            named.sort(key=lambda one: order.get(one[0], len(order)))
            before = standing(named)
