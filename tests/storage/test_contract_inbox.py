"""What every store must do for the list of the review desk: pages of stories, and counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from storage.model import (
    InboxOrder,
    MatchResult,
    MentionKind,
    ReviewStatus,
    Salience,
    SyndicationCluster,
)
from storage.store import Store

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Wanted:
    """As `monitor.export.selection.Selection`, which storage does not know."""

    campaign: str | None = "c"
    kinds: frozenset[MentionKind] = frozenset()
    statuses: frozenset[ReviewStatus] = frozenset()
    outlets: frozenset[str] = frozenset()
    outlet_kinds: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    tiers: frozenset[int] = frozenset()
    organisations: frozenset[str] = frozenset()
    tones: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    starred: bool | None = None
    to_check: str = "in"
    own: str = "in"
    published: tuple[date | None, date | None] = (None, None)
    found: tuple[datetime | None, datetime | None] = (None, None)
    words: str = ""
    zone: str = "Europe/Paris"
    quoted: frozenset[str] = frozenset()
    reviewers: frozenset[str] = frozenset()
    reviewed: tuple[date | None, date | None] = (None, None)
    undated: bool = False


@pytest.fixture
def ids(store: Store, make: SimpleNamespace) -> list[str]:
    """Five mentions, each published an hour after the one before; 1 and 2 are copies of one dispatch, led by 2."""
    store.put_dossier("c", "x", "{}", make.NOW)
    articles = [
        store.put_article(
            make.fetched(
                n, outlet=(make.COURRIER, make.ECHO)[n % 2], published_at=make.NOW - (9 - n) * HOUR,
                title=f"Cœur du sujet {n}", language=("fr-BE", "en")[n // 3],
            ),
            None,
        ).article_id
        for n in range(5)
    ]  # fmt: skip
    judged = [
        make.judgement(),
        make.judgement(MentionKind.TOPIC),
        make.judgement(MentionKind.REPUBLICATION, salience=Salience.PASSING),
        make.judgement(to_check=True, organisations=(), organisations_quoted=("voxpublic",)),
        make.judgement(MentionKind.TOPIC, own=True),
    ]
    results = [MatchResult(*pair) for pair in zip(articles, judged, strict=True)]
    store.put_matches("c", 1, results, make.NOW)
    cluster(store, make, articles[1:3], lead=articles[2])
    by_article = {one.article.id: one.id for one in store.mentions("c")}
    return [by_article[one] for one in articles]


def cluster(store: Store, make: SimpleNamespace, articles: list[str], lead: str) -> None:
    """Keep these articles as copies of one dispatch."""
    members = (lead, *(one for one in articles if one != lead))
    store.put_clusters([SyndicationCluster("k1", members)], make.NOW)


def listed(store: Store, order: InboxOrder = InboxOrder.NEWEST, **wanted: Any) -> list[list[str]]:
    page = store.inbox_page(Wanted(**wanted), order)
    return [[one.id for one in story.members] for story in page.stories]


class TestPages:
    def test_copies_of_a_dispatch_are_one_story_under_their_lead_the_newest_story_first(
        self, store: Store, ids: list[str]
    ) -> None:
        assert listed(store) == [[ids[4]], [ids[3]], [ids[2], ids[1]], [ids[0]]]

    def test_the_strongest_are_those_that_people_starred_or_confirmed_and_what_is_to_check_comes_last(
        self, store: Store, ids: list[str], make: SimpleNamespace
    ) -> None:
        assert listed(store, InboxOrder.STRONGEST)[-1] == [ids[3]]
        store.decide({ids[4]: {"starred": True}}, "zoé", make.NOW)
        store.decide({ids[3]: {"status": "confirmed"}}, "zoé", make.NOW)
        assert listed(store, InboxOrder.STRONGEST)[:2] == [[ids[4]], [ids[3]]]

    def test_pages_follow_each_other_without_a_gap(self, store: Store, ids: list[str]) -> None:
        pages = [store.inbox_page(Wanted(), offset=n, limit=2) for n in (0, 2, 4)]
        assert [len(page.stories) for page in pages] == [2, 2, 0]
        assert [page.more for page in pages] == [True, False, False]
        found = [story.lead.id for page in pages for story in page.stories]
        assert found == [ids[4], ids[3], ids[2], ids[0]]

    def test_of_a_story_only_what_is_wanted_is_there_and_only_so_many(
        self, store: Store, ids: list[str]
    ) -> None:
        assert listed(store, kinds=frozenset({MentionKind.TOPIC})) == [[ids[4]], [ids[1]]]
        (story,) = store.inbox_page(
            Wanted(kinds=frozenset({MentionKind.REPUBLICATION, MentionKind.TOPIC}), own="out"), members=1
        ).stories
        assert ([one.id for one in story.members], story.more) == ([ids[2]], 1)

    def test_a_page_that_claims_the_future_does_not_stay_on_top(
        self, store: Store, make: SimpleNamespace, ids: list[str]
    ) -> None:
        future = make.fetched("x", published_at=make.NOW + timedelta(days=900))
        (strange,) = make.matched(store, store.put_article(future, None).article_id, at=make.NOW - 20 * HOUR)
        assert listed(store)[-1] == [strange]

    def test_what_is_withdrawn_is_gone_and_comes_back_with_the_rules(
        self, store: Store, make: SimpleNamespace, ids: list[str]
    ) -> None:
        article = store.mention(ids[0]).article.id
        store.put_matches("c", 1, [MatchResult(article, None)], make.NOW)
        assert [ids[0]] not in listed(store)
        store.put_matches("c", 1, [MatchResult(article, make.judgement())], make.NOW)
        assert [ids[0]] in listed(store)

    def test_another_campaign_sees_nothing_of_it(self, store: Store, ids: list[str]) -> None:
        assert listed(store, campaign="d") == []
        assert store.inbox_tally(Wanted("d")).mentions == 0
        with pytest.raises(ValueError, match="one campaign"):
            store.inbox_page(Wanted(None))


class TestFinding:
    @pytest.mark.parametrize("words", ["coeur", "CŒUR", "cœur du", "sujet 3", "mots sujet", "l’sujet"])
    def test_words_are_found_in_titles_and_excerpts_however_they_are_typed(
        self, store: Store, ids: list[str], words: str
    ) -> None:
        found = {one for story in listed(store, words=words) for one in story}
        assert found == ({ids[3]} if words == "sujet 3" else set() if words == "l’sujet" else set(ids))

    @pytest.mark.parametrize("words", ['"', "sujet OR absent", "su*", "NEAR(a b)", "words:sujet", "suje"])
    def test_signs_of_a_query_are_plain_text_and_parts_of_words_find_nothing(
        self, store: Store, ids: list[str], words: str
    ) -> None:
        assert (listed(store, words=words) == []) is (words != '"')

    def test_a_title_that_changes_is_found_by_its_new_words_only(
        self, store: Store, make: SimpleNamespace, ids: list[str]
    ) -> None:
        store.put_article(make.fetched(0, title="Autre chose", text="Un autre corps."), None)
        assert listed(store, words="autre") == [[ids[0]]]
        assert [ids[0]] not in listed(store, words="coeur")

    def test_tags_are_whole_and_may_hold_any_sign(
        self, store: Store, make: SimpleNamespace, ids: list[str]
    ) -> None:
        store.decide({ids[0]: {"tag:a][b": 0, "tag:à « lire »": 1}}, "zoé", make.NOW)
        assert listed(store, tags=frozenset({"a][b"})) == [[ids[0]]]
        assert listed(store, tags=frozenset({"a"})) == []
        assert store.inbox_tally(Wanted()).tags == {"a][b": 1, "à « lire »": 1}


class TestCounting:
    def test_each_count_is_what_a_list_with_this_value_alone_holds(
        self, store: Store, make: SimpleNamespace, ids: list[str]
    ) -> None:
        store.decide({ids[0]: {"status": "confirmed", "tone": "neutral", "starred": True}}, "zoé", make.NOW)
        tally = store.inbox_tally(Wanted(statuses=frozenset({ReviewStatus.TO_REVIEW})))
        assert tally.mentions == 4
        assert tally.statuses == {ReviewStatus.TO_REVIEW: 4, ReviewStatus.CONFIRMED: 1}
        assert tally.kinds == {
            MentionKind.CITATION: 1,
            MentionKind.REPUBLICATION: 1,
            MentionKind.TOPIC: 2,
        }
        assert tally.outlets == {"echo": 2, "courrier": 2}
        assert tally.outlet_kinds == {"regional-daily": 2, "national-daily": 2}
        assert tally.languages == {"fr": 2, "en": 2}
        assert tally.organisations == {"ldh": 3, "voxpublic": 1}
        assert (tally.to_check, tally.own, tally.starred) == (1, 1, 0)
        assert store.inbox_tally(Wanted()).tones == {"": 4, "neutral": 1}

    def test_progress_counts_what_came_in_since_and_how_much_of_it_is_decided(
        self, store: Store, make: SimpleNamespace, ids: list[str]
    ) -> None:
        store.decide({one: {"status": "second_look"} for one in ids[:2]}, "zoé", make.NOW)
        store.decide({ids[2]: {"note": "plus tard"}}, "zoé", make.NOW)
        assert store.inbox_progress("c", make.NOW) == (2, 5)
        assert store.inbox_progress("c", make.NOW + HOUR) == (0, 0)
