"""What every store must do with copies of one dispatch: signatures outlive texts, ids stay, decisions are kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from storage.errors import NotStored
from storage.model import (
    ClusterAction,
    ClusterDecision,
    ClusterMember,
    Credit,
    Link,
    Rights,
    Signature,
    SyndicationCluster,
)
from storage.store import Store

DAY = timedelta(days=1)
Put = Callable[..., str]


@pytest.fixture
def put(store: Store, make: SimpleNamespace) -> Put:
    """Stores an article; returns its id."""
    return lambda number, **article: str(store.put_article(make.fetched(number, **article), None).article_id)


def signed(article: str, *hashes: int, version: int = 1, prints: set[int] | None = None) -> Signature:
    return Signature(article, version, frozenset(hashes), 1, frozenset(prints or hashes))


class TestSignatures:
    def test_articles_with_text_are_due_until_this_version_of_them_is_signed(
        self, store: Store, put: Put
    ) -> None:
        one, two = put(1), put(2)
        put(3, text="")
        assert [article.id for article in store.to_sign()] == sorted([one, two])
        assert all(article.text for article in store.to_sign())
        store.put_signatures([signed(one, 1)])
        assert [article.id for article in store.to_sign()] == [two]
        put(1, text="Un autre texte.")
        assert {article.id for article in store.to_sign()} == {one, two}

    def test_a_signature_comes_back_as_it_was_made(self, store: Store, put: Put) -> None:
        made = Signature(
            put(1), 1, frozenset({0, 7, 2**32 - 1}), 4, frozenset({9}), Credit.SHARED, True, ("a.fr/1",)
        )
        store.put_signatures([made])
        assert store.signature(made.article_id) == made

    def test_a_signature_stays_when_its_text_is_let_go(self, store: Store, make: SimpleNamespace) -> None:
        article = store.put_article(make.fetched(rights=Rights.OPEN), make.NOW + DAY).article_id
        store.put_signatures([signed(article, 1, 2)])
        assert store.release_texts(make.NOW + 2 * DAY) == 1
        assert store.signature(article).shingles == {1, 2}
        assert list(store.to_sign()) == []

    def test_an_unknown_article_is_refused_and_nothing_is_kept(self, store: Store, put: Put) -> None:
        known = put(1)
        with pytest.raises(NotStored):
            store.put_signatures([signed(known, 1), signed("nobody", 2)])
        with pytest.raises(NotStored):
            store.signature(known)


class TestComparing:
    def test_those_that_share_prints_are_found_most_in_common_first(self, store: Store, put: Put) -> None:
        ids = [put(number) for number in range(4)]
        prints = [{3, 4, 8, 9}, {1, 2, 3, 7}, {10, 11}, {1, 2, 3, 4}]
        store.put_signatures(signed(one, *values) for one, values in zip(ids, prints, strict=True))

        def found(least: float = 0.1, limit: int = 9, without: frozenset[int] = frozenset()) -> list[str]:
            ((signature, sharing),) = store.sharing_prints([ids[3]], "r", without, least, limit)
            assert signature == store.signature(ids[3])
            return [one.article_id for one in sharing]

        assert found() == [ids[1], ids[0]]
        assert found(limit=1) == [ids[1]]
        assert found(least=0.6) == [ids[1]]
        assert found(without=frozenset({3, 4})) == [ids[1]]

    def test_of_two_that_are_due_the_later_finds_the_earlier_and_what_was_compared_is_found_by_all(
        self, store: Store, put: Put
    ) -> None:
        one, two = put(1), put(2)
        store.put_signatures([signed(one, 1), signed(two, 1)])

        def found(article: str) -> list[str]:
            ((_, sharing),) = store.sharing_prints([article], "r", frozenset(), 0.1, 9)
            return [other.article_id for other in sharing]

        assert (found(one), found(two)) == ([], [one])
        together = store.sharing_prints([two, one], "r", frozenset(), 0.1, 9)
        assert [(signature.article_id, len(others)) for signature, others in together] == [(one, 0), (two, 1)]
        store.put_near("r", {two: [one]})
        assert (found(one), found(two)) == ([two], [one])

    def test_the_prints_of_an_earlier_version_are_forgotten(self, store: Store, put: Put) -> None:
        one, two = put(1), put(2)
        store.put_signatures([signed(one, 1, 2), signed(two, 1, 2)])
        store.put_signatures([signed(one, 8, 9, version=2)])
        assert list(store.sharing_prints([two], "r", frozenset(), 0.1, 9)) == [(store.signature(two), [])]
        assert store.signature(one).shingles == {8, 9}

    def test_an_article_is_due_once_for_each_rule_and_version(self, store: Store, put: Put) -> None:
        one, two = put(1), put(2)
        store.put_signatures([signed(two, 1), signed(one, 1)])
        assert store.to_compare("rule-1") == [two, one]
        store.put_near("rule-1", {one: [], two: []})
        assert store.to_compare("rule-1") == [] and store.to_compare("rule-2") == [two, one]
        store.put_signatures([signed(one, 1)])
        assert store.to_compare("rule-1") == [], "the same signature again changes nothing"
        store.put_signatures([signed(one, 2, version=2)])
        assert store.to_compare("rule-1") == [one]

    def test_what_was_near_a_changed_article_is_due_too(self, store: Store, put: Put) -> None:
        one, two, three = put(1), put(2), put(3)
        store.put_signatures([signed(one, 1), signed(two, 1), signed(three, 5)])
        store.put_near("r", {one: [two], two: [one], three: []})
        store.put_signatures([signed(one, 2, version=2)])
        assert store.to_compare("r") == [one, two]

    def test_near_pairs_are_kept_once_and_replaced_by_a_later_comparison(
        self, store: Store, put: Put
    ) -> None:
        one, two, three = (put(number) for number in (1, 2, 3))
        store.put_signatures(signed(article, 1) for article in (one, two, three))
        store.put_near("r", {one: [two], two: [one, three]})
        assert store.near_pairs() == sorted(
            [(min(one, two), max(one, two)), (min(two, three), max(two, three))]
        )
        store.put_near("r", {two: [three]})
        assert store.near_pairs() == [(min(two, three), max(two, three))]

    def test_the_words_of_all_campaigns_are_ours(self, store: Store) -> None:
        assert store.own_shingles() == frozenset()
        store.put_own_shingles("c", {1, 2})
        store.put_own_shingles("d", {2, 3})
        store.put_own_shingles("c", {4})
        assert store.own_shingles() == {2, 3, 4}


class TestClusters:
    def test_members_tell_credit_date_and_the_links_within_their_group(
        self, store: Store, make: SimpleNamespace, put: Put
    ) -> None:
        source = put(1, published_at=date(2025, 2, 5))
        address = "http://courrier.fr/monde/article-1.html?utm_source=x"
        one, far = (put(n, published_at=None, links=(Link(address, "ici", 0),)) for n in (2, 3))
        key = make.fetched(1).candidate_key
        for article in (one, far):
            store.put_signatures(
                [Signature(article, 1, frozenset(), 1, frozenset(), Credit.SIGNED, False, (key, key))]
            )
        groups = store.cluster_members([frozenset({source, one}), frozenset({far})])
        assert groups == [
            sorted(
                [
                    ClusterMember(source, Credit.NONE, date(2025, 2, 5), 1),
                    ClusterMember(one, Credit.SIGNED, None),
                ],
                key=lambda member: member.article_id,
            ),
            [ClusterMember(far, Credit.SIGNED, None)],
        ]
        assert store.cluster_members([]) == []

    def test_clusters_come_back_the_oldest_first_and_the_same_again_changes_nothing(
        self, store: Store, make: SimpleNamespace, put: Put
    ) -> None:
        ids = sorted(put(number) for number in range(5))
        old = SyndicationCluster("z", (ids[3], ids[0]))
        young = SyndicationCluster("a", (ids[1], ids[2]))
        assert store.put_clusters([old], make.NOW) == 1
        assert store.put_clusters([young, old], make.NOW + DAY) == 1
        assert store.clusters() == [old, young]
        assert store.put_clusters([young, old], make.NOW + 2 * DAY) == 0

    def test_members_and_leads_change_and_clusters_go(
        self, store: Store, make: SimpleNamespace, put: Put
    ) -> None:
        ids = sorted(put(number) for number in range(4))
        store.put_clusters(
            [SyndicationCluster("x", (ids[0], ids[1])), SyndicationCluster("y", (ids[2], ids[3]))], make.NOW
        )
        one = SyndicationCluster("x", (ids[2], ids[0], ids[1], ids[3]))
        assert store.put_clusters([one], make.NOW) == 2
        assert store.clusters() == [one]
        assert store.put_clusters([], make.NOW) == 1 and store.clusters() == []

    def test_a_mention_says_its_cluster_its_size_and_whether_it_leads(
        self, store: Store, make: SimpleNamespace, put: Put
    ) -> None:
        ids = sorted(put(number) for number in range(4))
        store.put_dossier("c", "digest", "{}", make.NOW)
        make.matched(store, ids[0], ids[1], ids[3])
        store.put_clusters([SyndicationCluster("x", (ids[1], ids[0], ids[2]))], make.NOW)
        told = {m.article.id: (m.cluster_id, m.cluster_size, m.cluster_lead) for m in store.mentions("c")}
        assert told == {ids[0]: ("x", 3, False), ids[1]: ("x", 3, True), ids[3]: (None, None, False)}

    def test_decisions_come_back_in_their_order(self, store: Store, make: SimpleNamespace, put: Put) -> None:
        one, two = put(1), put(2)
        taken = [
            ClusterDecision(ClusterAction.MERGE, two, make.NOW + DAY, "anne", one),
            ClusterDecision(ClusterAction.LEAD, one, make.NOW, "paul"),
            ClusterDecision(ClusterAction.SPLIT, two, make.NOW),
        ]
        for decision in taken:
            store.put_cluster_decision(decision)
        assert store.cluster_decisions() == taken

    def test_a_decision_on_an_unknown_article_is_refused(
        self, store: Store, make: SimpleNamespace, put: Put
    ) -> None:
        for decision in (
            ClusterDecision(ClusterAction.SPLIT, "nobody", make.NOW),
            ClusterDecision(ClusterAction.MERGE, put(1), make.NOW, other_id="nobody"),
        ):
            with pytest.raises(NotStored):
                store.put_cluster_decision(decision)
        assert store.cluster_decisions() == []

    def test_agencies_are_among_the_outlets(self, store: Store, make: SimpleNamespace) -> None:
        assert store.outlets() == [make.COURRIER, make.ECHO]
