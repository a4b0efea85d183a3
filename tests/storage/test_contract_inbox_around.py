"""What every store must do for a list of the review desk as a whole: neighbours, and rows to be counted."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest

from storage.errors import NotStored
from storage.model import (
    InboxAround,
    InboxOrder,
    InboxRow,
    MatchResult,
    MentionKind,
    ReviewStatus,
    Salience,
    Step,
    SyndicationCluster,
)
from storage.store import Store
from tests.storage.test_contract_inbox import Wanted

HOUR = timedelta(hours=1)
TO_REVIEW = Wanted(statuses=frozenset({ReviewStatus.TO_REVIEW}))


@pytest.fixture
def ids(store: Store, make: SimpleNamespace) -> list[str]:
    """Twelve mentions an hour apart; of 0, 4, 8 one dispatch, of 1, 2, 11 another; they differ in weight."""
    store.put_dossier("c", "x", "{}", make.NOW)
    articles = [
        store.put_article(make.fetched(n, published_at=make.NOW - (20 - n) * HOUR), None).article_id
        for n in range(12)
    ]
    results = [
        MatchResult(one, make.judgement(list(MentionKind)[n % 4], salience=list(Salience)[n % 3]))
        for n, one in enumerate(articles)
    ]
    store.put_matches("c", 1, results, make.NOW)
    groups = {"k1": (8, 0, 4), "k2": (1, 2, 11)}
    clusters = [SyndicationCluster(k, tuple(articles[n] for n in some)) for k, some in groups.items()]
    store.put_clusters(clusters, make.NOW)
    by_article = {one.article.id: one.id for one in store.mentions("c")}
    return [by_article[one] for one in articles]


def flat(store: Store, wanted: Wanted, order: InboxOrder) -> list[tuple[int, str, str]]:
    """Of each mention of a list in its order: the place of its story, its id, the id of its lead."""
    stories = store.inbox_page(wanted, order, limit=100).stories
    return [(place, one.id, story.lead.id) for place, story in enumerate(stories) for one in story.members]


@pytest.mark.parametrize("order", InboxOrder)
@pytest.mark.parametrize("kinds", [frozenset(), frozenset(list(MentionKind)[1:3])])
def test_neighbours_are_those_of_the_list_from_its_beginning_to_its_end(
    store: Store, ids: list[str], order: InboxOrder, kinds: frozenset[MentionKind]
) -> None:
    wanted = Wanted(kinds=kinds)
    listed = flat(store, wanted, order)
    for (_, before, _), (_, after, _) in pairwise(listed):
        assert store.inbox_around(wanted, order, before).after == after
        assert store.inbox_around(wanted, order, after).before == before
    for place, ident, lead in listed:
        found = store.inbox_around(wanted, order, ident)
        assert (found.place, found.lead) == (place, lead)
    assert store.inbox_around(wanted, order, listed[0][1]).before == ""
    assert store.inbox_around(wanted, order, listed[-1][1]).after == ""


@pytest.mark.parametrize("status", ["confirmed", "second_look"])
@pytest.mark.parametrize("order", InboxOrder)
def test_what_a_decision_took_out_of_the_list_keeps_its_neighbours(
    store: Store, ids: list[str], order: InboxOrder, status: str, make: SimpleNamespace
) -> None:
    listed = [one for _, one, _ in flat(store, TO_REVIEW, order)]
    for before, ident, after in zip(["", *listed], listed, [*listed[1:], ""], strict=False):
        number = store.decide({ident: {"status": status}}, "zoé", make.NOW).action.number  # type: ignore[union-attr]
        found = store.inbox_around(TO_REVIEW, order, ident)
        assert (found.before, found.after) == (before, after)
        store.step(number, Step.UNDO, "zoé", make.NOW)


def test_of_what_is_unknown_or_withdrawn_the_list_begins(
    store: Store, ids: list[str], make: SimpleNamespace
) -> None:
    first = flat(store, TO_REVIEW, InboxOrder.NEWEST)[0][1]
    assert store.inbox_around(TO_REVIEW, InboxOrder.NEWEST, "x") == InboxAround(after=first, lead=first)
    store.put_matches("c", 1, [MatchResult(store.mention(ids[3]).article.id, None)], make.NOW)
    assert store.inbox_around(TO_REVIEW, InboxOrder.NEWEST, ids[3]).after == first
    assert store.inbox_around(Wanted("d"), InboxOrder.NEWEST, ids[3]) == InboxAround()


def test_rows_say_of_each_mention_what_is_counted(
    store: Store, ids: list[str], make: SimpleNamespace
) -> None:
    store.decide({ids[3]: {"status": "confirmed", "tone": "neutral", "kind": "citation"}}, "zoé", make.NOW)
    (row,) = store.inbox_rows(Wanted(statuses=frozenset({ReviewStatus.CONFIRMED})))
    assert row == InboxRow(
        MentionKind.CITATION, ReviewStatus.CONFIRMED, False, False, "neutral", "courrier", "national-daily", "FR", "fr",
        "2025-02-04T14:30:00.000000Z", ids[3], ("ldh",), (), "zoé", make.NOW,
    )  # fmt: skip
    assert len(store.inbox_rows(Wanted())) == 12


def test_stories_are_as_many_as_their_pages_show(store: Store, ids: list[str]) -> None:
    for wanted in (Wanted(), Wanted(kinds=frozenset({MentionKind.TOPIC, MentionKind.RELATED}))):
        assert store.inbox_stories(wanted) == len(store.inbox_page(wanted, limit=100).stories)


def test_one_cluster_is_what_all_of_them_hold_of_it(store: Store, ids: list[str]) -> None:
    assert [store.cluster(one.id) for one in store.clusters()] == store.clusters()
    with pytest.raises(NotStored):
        store.cluster("k3")
