"""What every store must do with mentions: people's decisions stay, and nothing is deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from storage.errors import NotStored
from storage.model import (
    DossierState,
    Excerpt,
    MatchResult,
    MentionKind,
    Review,
    ReviewStatus,
    Rights,
    Salience,
    TextCensus,
    outline_of,
)
from storage.store import Store, open_store

DAY = timedelta(days=1)


@pytest.fixture
def article(store: Store, make: SimpleNamespace) -> str:
    store.put_dossier("c", "digest-1", "{}", make.NOW)
    return str(store.put_article(make.fetched(), make.NOW + 90 * DAY).article_id)


def confirmed(make: SimpleNamespace, **changes: object) -> Review:
    standard = {"status": ReviewStatus.CONFIRMED, "reviewed_by": "anne", "reviewed_at": make.NOW + DAY}
    return Review(**{**standard, **changes})  # type: ignore[arg-type]


class TestMatching:
    def test_a_dossier_has_a_new_version_for_each_new_state(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        versions = [store.put_dossier("c", digest, "{}", make.NOW) for digest in ("a", "a", "b", "a")]
        assert versions == [1, 1, 2, 1]
        assert store.put_dossier("autre", "a", "{}", make.NOW) == 1

    def test_a_mention_comes_back_as_it_was_judged(
        self, store: Store, make: SimpleNamespace, article: str
    ) -> None:
        judged = make.judgement(
            to_check=True,
            own=True,
            salience=Salience.PASSING,
            excerpt=Excerpt("« l’IA »", "title", ((2, 6), (0, 1))),
            organisations=("ldh", "voxpublic"),
            organisations_quoted=("ldh",),
            reuse={"document": "d", "passages": [[0, 5]], "share_of_document": 1 / 3},
        )
        assert store.put_matches("c", 1, [MatchResult(article, judged)], make.NOW) == (1, 0)
        (mention,) = store.mentions()
        assert mention.judgement == judged
        assert mention.review == Review()
        assert (mention.campaign_id, mention.dossier_version) == ("c", 1)
        assert (mention.first_matched_at, mention.matched_at, mention.withdrawn_at) == (
            make.NOW,
            make.NOW,
            None,
        )
        assert mention.article.id == article and mention.article.text is None
        assert store.mention(mention.id) == mention

    def test_matching_again_with_the_same_outcome_changes_nothing(
        self, store: Store, make: SimpleNamespace, article: str
    ) -> None:
        make.matched(store, article)
        before = store.mentions()
        assert store.put_matches("c", 1, [MatchResult(article, make.judgement())], make.NOW + DAY) == (0, 0)
        assert store.mentions() == before

    def test_another_judgement_changes_the_mention_and_keeps_its_birth(
        self, store: Store, make: SimpleNamespace, article: str
    ) -> None:
        make.matched(store, article)
        stronger = make.judgement(MentionKind.REPUBLICATION)
        store.put_matches("c", 2, [MatchResult(article, stronger)], make.NOW + DAY)
        (mention,) = store.mentions()
        assert (mention.judgement.kind, mention.dossier_version) == (MentionKind.REPUBLICATION, 2)
        assert (mention.first_matched_at, mention.matched_at) == (make.NOW, make.NOW + DAY)

    def test_a_mention_no_longer_held_is_withdrawn_and_can_return(
        self, store: Store, make: SimpleNamespace, article: str
    ) -> None:
        (identity,) = make.matched(store, article)
        assert store.put_matches("c", 2, [MatchResult(article, None)], make.NOW + DAY) == (0, 1)
        assert store.put_matches("c", 2, [MatchResult(article, None)], make.NOW + 2 * DAY) == (0, 0)
        assert store.mentions() == []
        assert [m.withdrawn_at for m in store.mentions(withdrawn=True)] == [make.NOW + DAY]
        assert store.put_matches("c", 3, [MatchResult(article, make.judgement())], make.NOW + 3 * DAY) == (
            0,
            0,
        )
        assert [(m.id, m.first_matched_at) for m in store.mentions()] == [(identity, make.NOW)]

    @pytest.mark.parametrize("decision", [{}, {"status": ReviewStatus.TO_REVIEW, "starred": True}])
    def test_what_a_person_confirmed_or_starred_is_not_withdrawn(
        self, store: Store, make: SimpleNamespace, article: str, decision: dict[str, object]
    ) -> None:
        (identity,) = make.matched(store, article)
        store.put_review(identity, confirmed(make, **decision))
        assert store.put_matches("c", 2, [MatchResult(article, None)], make.NOW + 2 * DAY) == (0, 0)
        assert [m.id for m in store.mentions()] == [identity]

    def test_only_what_this_version_has_not_judged_is_to_match(
        self, store: Store, make: SimpleNamespace, article: str
    ) -> None:
        assert [(a.id, a.text) for a in store.to_match("c", 1, None, False)] == [
            (article, make.fetched().article.text)
        ]
        store.put_matches("c", 1, [MatchResult(article, None)], make.NOW)
        assert list(store.to_match("c", 1, None, False)) == []
        assert len(list(store.to_match("c", 2, None, False))) == 1
        assert len(list(store.to_match("d", 1, None, False))) == 1
        assert len(list(store.to_match("c", 1, None, True))) == 1
        assert list(store.to_match("c", 1, make.NOW + DAY, True)) == []

    def test_a_changed_article_is_to_match_again(
        self, store: Store, make: SimpleNamespace, article: str
    ) -> None:
        store.put_matches("c", 1, [MatchResult(article, None)], make.NOW)
        store.put_article(make.fetched(text="Un autre texte."), None)
        assert [a.id for a in store.to_match("c", 1, None, False)] == [article]

    def test_an_article_that_changed_while_it_was_matched_is_matched_again(
        self, store: Store, make: SimpleNamespace, article: str
    ) -> None:
        (seen,) = store.to_match("c", 1, None, False)
        store.put_article(make.fetched(text="Un autre texte."), None)
        store.put_matches("c", 1, [MatchResult(article, None, seen.version)], make.NOW)
        assert [a.id for a in store.to_match("c", 1, None, False)] == [article]

    def test_results_may_be_written_while_articles_are_still_read(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        for number in range(520):
            store.put_article(make.fetched(number), None)
        done = 0
        for stored in store.to_match("c", 1, None, False):
            store.put_matches("c", 1, [MatchResult(stored.id, None)], make.NOW)
            done += 1
        assert done == 520

    def test_an_unknown_article_is_refused_and_nothing_is_kept(
        self, store: Store, make: SimpleNamespace, article: str
    ) -> None:
        results = [MatchResult(article, make.judgement()), MatchResult("inconnu", make.judgement())]
        with pytest.raises(NotStored):
            store.put_matches("c", 1, results, make.NOW)
        assert store.mentions() == []


class TestListing:
    def test_mentions_are_filtered(self, store: Store, make: SimpleNamespace) -> None:
        ids = [store.put_article(make.fetched(n), None).article_id for n in range(3)]
        first, second = make.matched(store, *ids[:2])
        store.put_matches("c", 1, [MatchResult(ids[2], make.judgement(MentionKind.TOPIC))], make.NOW + DAY)
        store.put_matches("autre", 1, [MatchResult(ids[0], make.judgement())], make.NOW)
        store.put_review(first, confirmed(make))
        assert len(store.mentions()) == 4 and len(store.mentions("c")) == 3
        assert [m.article.id for m in store.mentions(kinds=[MentionKind.TOPIC])] == [ids[2]]
        assert [m.id for m in store.mentions("c", statuses=[ReviewStatus.CONFIRMED])] == [first]
        unseen = store.mentions("c", statuses=[ReviewStatus.TO_REVIEW, ReviewStatus.REJECTED])
        assert second in {m.id for m in unseen} and len(unseen) == 2
        assert len(store.mentions("c", since=make.NOW + DAY)) == 1
        assert len(store.mentions("c", until=make.NOW + DAY)) == 2

    def test_mentions_are_ordered_by_publication_undated_last(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        dates = {
            "a": make.NOW,
            "b": None,
            "c": make.NOW.date(),
            "d": date(2024, 1, 1),
            "e": make.NOW - timedelta(hours=1),
        }
        ids = [store.put_article(make.fetched(t, published_at=w), None).article_id for t, w in dates.items()]
        make.matched(store, *ids)
        assert [m.article.title for m in store.mentions()] == [
            "Titre d",
            "Titre c",
            "Titre e",
            "Titre a",
            "Titre b",
        ]

    def test_what_is_not_there_is_said(self, store: Store) -> None:
        with pytest.raises(NotStored):
            store.mention("inconnue")
        with pytest.raises(NotStored):
            store.put_review("inconnue", Review())

    def test_mentioned_articles_are_due_again_after_so_many_days(
        self, store: Store, make: SimpleNamespace, article: str
    ) -> None:
        other = store.put_article(make.fetched(2), None).article_id
        mention, dropped = make.matched(store, article, other)
        store.put_review(dropped, Review(ReviewStatus.REJECTED))
        due = {}
        for hours in (0, 23, 24, 48, 72, 14 * 24):
            now = make.NOW + timedelta(hours=hours)
            due[hours] = store.mentions_to_revisit(now, (1, 3, 14))
            if due[hours]:
                store.touch_article(article, now)
        assert due == {0: [], 23: [], 24: [article], 48: [], 72: [article], 336: [article]}
        assert store.mention(mention).article.fetched_at == make.NOW


class TestReviews:
    def test_a_decision_survives_a_rematch_and_a_recrawl(
        self, store: Store, make: SimpleNamespace, article: str
    ) -> None:
        (identity,) = make.matched(store, article)
        decision = confirmed(
            make, tone="critical", tags=("à lire", "b"), starred=True, note="« Oui »\n", reject_reason=""
        )
        store.put_review(identity, decision)
        store.put_article(make.fetched(title="Titre refait", text="Texte refait."), None)
        store.put_matches(
            "c", 2, [MatchResult(article, make.judgement(MentionKind.TOPIC))], make.NOW + 5 * DAY
        )
        mention = store.mention(identity)
        assert mention.review == decision
        assert (mention.judgement.kind, mention.article.version) == (MentionKind.TOPIC, 2)

    def test_a_decision_can_be_taken_back(self, store: Store, make: SimpleNamespace, article: str) -> None:
        (identity,) = make.matched(store, article)
        store.put_review(identity, confirmed(make))
        store.put_review(identity, Review())
        assert store.mention(identity).review == Review()


class TestRetention:
    def test_a_text_without_mention_goes_when_its_time_is_over(
        self, store: Store, make: SimpleNamespace, article: str
    ) -> None:
        assert store.release_texts(make.NOW + 89 * DAY) == 0
        assert store.release_texts(make.NOW + 90 * DAY) == 1
        assert store.release_texts(make.NOW + 91 * DAY) == 0
        kept = store.article(article)
        assert (kept.text, kept.standfirst, kept.links) == (None, "", ())
        assert kept.title == "Titre 1" and kept.text_fingerprint
        assert store.text_census() == TextCensus(articles=1, with_text=0, body_missing=0, released=1)
        assert list(store.to_match("c", 1, None, True)) == []
        assert store.search("corps") == [] and len(store.search("titre")) == 1

    def test_a_text_with_a_mention_stays_until_it_is_rejected(
        self, store: Store, make: SimpleNamespace, article: str
    ) -> None:
        (identity,) = make.matched(store, article)
        assert store.release_texts(make.NOW + 900 * DAY) == 0
        store.put_review(identity, Review(ReviewStatus.REJECTED))
        assert store.release_texts(make.NOW + 900 * DAY) == 1
        assert store.mention(identity).judgement == make.judgement()

    def test_a_text_whose_mention_was_withdrawn_goes(
        self, store: Store, make: SimpleNamespace, article: str
    ) -> None:
        make.matched(store, article)
        store.put_matches("c", 2, [MatchResult(article, None)], make.NOW)
        assert store.release_texts(make.NOW + 90 * DAY) == 1

    def test_a_text_without_end_stays(self, store: Store, make: SimpleNamespace) -> None:
        store.put_article(make.fetched(), None)
        assert store.release_texts(make.NOW + 9000 * DAY) == 0

    def test_a_reserved_text_stays_only_until_every_campaign_has_matched_it(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        reserved = store.put_article(make.fetched(rights=Rights.RESERVED), make.NOW + 90 * DAY).article_id
        assert store.release_texts(make.NOW) == 0
        for campaign in ("c", "d"):
            store.put_dossier(campaign, "x", "{}", make.NOW)
        (identity,) = make.matched(store, reserved)
        assert store.release_texts(make.NOW) == 0
        store.put_matches("d", 1, [MatchResult(reserved, None)], make.NOW + DAY)
        assert store.release_texts(make.NOW + DAY, matched_before=make.NOW) == 0
        assert store.release_texts(make.NOW + DAY) == 1
        mention = store.mention(identity)
        assert (mention.judgement, mention.article.standfirst) == (make.judgement(), "")

    def test_a_reserved_text_never_matched_goes_when_its_time_is_over(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        reserved = store.put_article(make.fetched(rights=Rights.RESERVED), make.NOW + 90 * DAY).article_id
        make.matched(store, reserved)
        assert store.release_texts(make.NOW + 90 * DAY) == 1

    def test_a_reserved_text_that_changed_is_matched_before_it_goes(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        store.put_dossier("c", "x", "{}", make.NOW)
        reserved = store.put_article(make.fetched(rights=Rights.RESERVED), None).article_id
        make.matched(store, reserved)
        store.put_article(make.fetched(rights=Rights.RESERVED, text="Tout autre."), None)
        assert store.release_texts(make.NOW) == 0

    def test_the_same_page_fetched_again_does_not_bring_a_released_text_back(
        self, store: Store, make: SimpleNamespace, article: str
    ) -> None:
        store.release_texts(make.NOW + 90 * DAY)
        store.put_article(make.fetched(at=make.NOW + 91 * DAY), make.NOW + 200 * DAY)
        assert store.article(article).text is None


class TestOutlines:
    def test_an_outline_says_of_a_mention_what_counting_needs(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        """Whatever the machine and people said, an outline from the archive is that of the whole mention."""
        ids = [store.put_article(make.fetched(n), None).article_id for n in range(6)]
        ids.append(store.put_article(make.fetched(7, published_at=date(2025, 2, 4)), None).article_id)
        ids.append(store.put_article(make.fetched(8, published_at=None, outlet=make.ECHO), None).article_id)
        judged = make.judgement(to_check=True, organisations_quoted=("amnesty",))
        store.put_matches("c", 1, [MatchResult(i, judged) for i in ids], make.NOW)
        whole = store.mentions("c")
        reviews = (
            Review(ReviewStatus.CONFIRMED, starred=True, reviewed_by="A", reviewed_at=make.NOW),
            Review(ReviewStatus.REJECTED, reviewed_by="A", reviewed_at=make.NOW),
            Review(kind=MentionKind.TOPIC, reviewed_by="A", reviewed_at=make.NOW),
        )
        for mention, review in zip(whole, reviews, strict=False):
            store.put_review(mention.id, review)
        store.put_matches("c", 2, [MatchResult(whole[3].article.id, None)], make.NOW)
        store.put_matches("autre", 1, [MatchResult(ids[0], make.judgement())], make.NOW)
        expected = [outline_of(mention) for mention in store.mentions("c")]
        assert sorted(store.outlines("c"), key=lambda one: one.id) == sorted(expected, key=lambda one: one.id)
        assert len(expected) == 7
        assert {one.id for one in store.outlines("c", "amnesty")} == {one.id for one in expected}
        assert {one.id for one in store.outlines("c", "ldh")} == {one.id for one in expected}
        assert store.outlines("c", "autre") == []

    def test_without_evidence_a_mention_is_the_same_but_for_it(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        make.matched(store, store.put_article(make.fetched(1), None).article_id)
        (whole,), (light,) = store.mentions("c"), store.mentions("c", evidence=False)
        assert whole.judgement.evidence != () == light.judgement.evidence
        assert replace(whole, judgement=replace(whole.judgement, evidence=())) == light

    def test_mentions_come_by_id(self, store: Store, make: SimpleNamespace) -> None:
        ids = [store.put_article(make.fetched(n), None).article_id for n in range(3)]
        first, second, _ = make.matched(store, *ids)
        found = store.mentions_by_id([second, first, "inconnue"])
        assert found == {first: store.mention(first), second: store.mention(second)}

    def test_within_one_moment_nothing_that_others_write_is_seen(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        article = store.put_article(make.fetched(1), None).article_id
        with store.one_moment():
            assert store.outlines("c") == []
            with open_store(store.path) as other:
                make.matched(other, article)
            assert (store.outlines("c"), store.mentions("c")) == ([], [])
        assert len(store.outlines("c")) == len(store.mentions("c")) == 1


class TestDossiers:
    def test_every_state_with_which_the_archive_was_judged_is_known_with_its_day(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        store.put_dossier("c", "a", '{"name": "A"}', make.NOW)
        store.put_dossier("c", "b", '{"name": "B"}', make.NOW + DAY)
        store.put_dossier("c", "a", '{"name": "A"}', make.NOW + 2 * DAY)
        store.put_dossier("autre", "z", "{}", make.NOW)
        assert store.dossier_states("c") == [
            DossierState(1, "a", '{"name": "A"}', make.NOW),
            DossierState(2, "b", '{"name": "B"}', make.NOW + DAY),
        ]
        assert store.dossier_states("rien") == []

    def test_of_some_articles_those_come_back_that_can_be_judged(
        self, store: Store, make: SimpleNamespace, article: str
    ) -> None:
        (whole,) = store.to_match("c", 0, None, True)
        assert list(store.judgeable([article, article, "rien"])) == [whole]
        assert list(store.judgeable([])) == []
        assert store.judgeable_count() == 1
        store.release_texts(make.NOW + 91 * DAY)
        assert list(store.judgeable([article])) == list(store.to_match("c", 0, None, True)) == []
        assert store.judgeable_count() == 0
