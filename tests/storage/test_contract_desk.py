"""What every store must do for the review desk: nobody's decision is lost, and anything can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from storage.changes import LAST
from storage.errors import NotStored
from storage.model import (
    Account,
    ActionKind,
    ClusterAction,
    ClusterDecision,
    MatchResult,
    MentionKind,
    Review,
    ReviewStatus,
    Role,
    Salience,
    SavedView,
    Step,
)
from storage.store import Store

MINUTE = timedelta(minutes=1)
CONFIRM = {"status": "confirmed"}
REJECT = {"status": "rejected", "reject_reason": "homonyme"}


@pytest.fixture
def ids(store: Store, make: SimpleNamespace) -> list[str]:
    store.put_dossier("c", "x", "{}", make.NOW)
    return list(make.matched(store, *[store.put_article(make.fetched(n), None).article_id for n in range(3)]))


@pytest.fixture
def say(store: Store, make: SimpleNamespace) -> Callable[..., Any]:
    """Decide on some mentions, a minute later each time."""
    clock = {"at": make.NOW}

    def call(
        ids: str | list[str], parts: dict[str, Any], who: str = "zoé", expected: dict[str, int] | None = None
    ) -> Any:
        clock["at"] += MINUTE
        wanted = [ids] if isinstance(ids, str) else ids
        return store.decide(dict.fromkeys(wanted, parts), who, clock["at"], expected)

    return call


class TestDeciding:
    def test_a_decision_changes_what_it_is_about_and_counts_a_version(
        self, store: Store, make: SimpleNamespace, ids: list[str], say: Callable[..., Any]
    ) -> None:
        assert store.mention(ids[0]).review_version == 0
        done = say(ids[0], {**CONFIRM, "tag:radio": LAST, "note": "à citer"})
        mention = store.mention(ids[0])
        assert mention.review == Review(
            ReviewStatus.CONFIRMED,
            tags=("radio",),
            note="à citer",
            reviewed_by="zoé",
            reviewed_at=make.NOW + MINUTE,
        )
        assert (mention.review_version, done.versions, done.conflicts) == (1, {ids[0]: 1}, ())
        assert store.mention(ids[1]).review == Review()

    def test_a_persons_kind_and_place_count_and_the_machines_stay_what_they_are(
        self, store: Store, make: SimpleNamespace, ids: list[str], say: Callable[..., Any]
    ) -> None:
        unsure = make.judgement(MentionKind.TOPIC, to_check=True)
        article = store.mention(ids[0]).article.id
        store.put_matches("c", 2, [MatchResult(article, unsure)], make.NOW)
        assert store.mention(ids[0]).to_check
        say(ids[0], {"kind": "citation", "salience": "passing"})
        mention = store.mention(ids[0])
        assert (mention.kind, mention.salience, mention.to_check) == (
            MentionKind.CITATION,
            Salience.PASSING,
            False,
        )
        assert mention.judgement == unsure
        assert ids[0] in {m.id for m in store.mentions("c", kinds=[MentionKind.CITATION])}
        assert store.mentions("c", kinds=[MentionKind.TOPIC]) == []
        say(ids[0], {"kind": None, "salience": None})
        mention = store.mention(ids[0])
        assert (mention.kind, mention.salience, mention.to_check) == (unsure.kind, unsure.salience, True)

    def test_confirming_ends_to_check(
        self, store: Store, make: SimpleNamespace, ids: list[str], say: Callable[..., Any]
    ) -> None:
        article = store.mention(ids[0]).article.id
        store.put_matches("c", 2, [MatchResult(article, make.judgement(to_check=True))], make.NOW)
        say(ids[0], CONFIRM)
        assert not store.mention(ids[0]).to_check
        assert store.mention(ids[0]).judgement.to_check

    def test_many_at_once_are_one_action(self, store: Store, ids: list[str], say: Callable[..., Any]) -> None:
        action = say(ids, CONFIRM).action
        assert action.after == dict.fromkeys(ids, CONFIRM)
        assert action.before == {key: {"status": "to_review"} for key in ids}
        assert [one.number for one in store.journal()] == [action.number]

    def test_the_same_again_is_no_action(self, store: Store, ids: list[str], say: Callable[..., Any]) -> None:
        say(ids[:2], CONFIRM)
        before = store.mentions("c")
        assert say(ids[:2], CONFIRM).action is None
        assert store.mentions("c") == before
        assert list(say(ids, CONFIRM).action.after) == [ids[2]]

    def test_what_cannot_be_decided_is_refused_and_nothing_is_kept(
        self, store: Store, make: SimpleNamespace, ids: list[str], say: Callable[..., Any]
    ) -> None:
        elsewhere = make.matched(store, store.mention(ids[0]).article.id, campaign="autre")
        for wanted, parts, error in (
            ([ids[0], "inconnue"], CONFIRM, NotStored),
            ([ids[0], *elsewhere], CONFIRM, ValueError),
            ([ids[0]], {"status": "peut-être"}, ValueError),
            ([ids[0]], {"judgement": "citation"}, KeyError),
        ):
            with pytest.raises(error):
                say(wanted, parts)
        assert store.journal() == [] and store.mention(ids[0]).review == Review()


class TestTwoPeople:
    def test_the_second_one_is_told_who_changed_what_and_nothing_of_theirs_is_kept(
        self, store: Store, make: SimpleNamespace, ids: list[str], say: Callable[..., Any]
    ) -> None:
        first = say(ids[0], REJECT, who="karim", expected={ids[0]: 0}).action
        done = say(ids[0], {**CONFIRM, "starred": True}, expected={ids[0]: 0})
        (conflict,) = done.conflicts
        assert (conflict.subject, conflict.part, conflict.wanted, conflict.found) == (
            ids[0],
            "status",
            "confirmed",
            "rejected",
        )
        assert (conflict.who, conflict.at, conflict.action) == ("karim", make.NOW + MINUTE, first.number)
        assert done.action is None and done.versions == {ids[0]: 1}
        assert not store.mention(ids[0]).review.starred

    def test_who_has_seen_the_others_change_may_change_it(
        self, store: Store, ids: list[str], say: Callable[..., Any]
    ) -> None:
        seen = say(ids[0], REJECT, who="karim").versions
        assert say(ids[0], CONFIRM, expected=seen).conflicts == ()
        assert store.mention(ids[0]).review.status is ReviewStatus.CONFIRMED

    def test_what_the_other_did_not_touch_is_merged(
        self, store: Store, ids: list[str], say: Callable[..., Any]
    ) -> None:
        say(ids[0], {"note": "de Karim", "tag:radio": LAST}, who="karim", expected={ids[0]: 0})
        assert say(ids[0], {"starred": True, "tag:tv": LAST}, expected={ids[0]: 0}).conflicts == ()
        review = store.mention(ids[0]).review
        assert (review.note, review.starred, review.tags) == ("de Karim", True, ("radio", "tv"))

    def test_of_many_those_without_conflict_are_kept(
        self, store: Store, ids: list[str], say: Callable[..., Any]
    ) -> None:
        say(ids[1], REJECT, who="karim")
        done = say(ids, CONFIRM, expected=dict.fromkeys(ids, 0))
        assert [one.subject for one in done.conflicts] == [ids[1]]
        assert list(done.action.after) == sorted([ids[0], ids[2]])
        assert done.versions == {ids[0]: 1, ids[1]: 1, ids[2]: 1}
        assert store.mention(ids[1]).review.status is ReviewStatus.REJECTED


class TestTheMachine:
    def test_matching_and_crawling_never_touch_a_persons_part(
        self, store: Store, make: SimpleNamespace, ids: list[str], say: Callable[..., Any]
    ) -> None:
        say(ids[0], {**CONFIRM, "kind": "related", "salience": "main", "tag:radio": LAST, "note": "oui"})
        before = store.mention(ids[0])
        journal = store.journal()
        store.put_article(make.fetched(0, title="Titre refait", text="Texte refait."), None)
        store.put_matches(
            "c", 2, [MatchResult(before.article.id, make.judgement(MentionKind.TOPIC))], make.NOW
        )
        store.put_matches("c", 3, [MatchResult(before.article.id, None)], make.NOW)
        after = store.mention(ids[0])
        assert (after.review, after.review_version) == (before.review, before.review_version)
        assert after.kind is MentionKind.RELATED and after.withdrawn_at is None
        assert store.journal() == journal

    @pytest.mark.parametrize("parts", [CONFIRM, {"starred": True}, {"kind": "citation"}])
    def test_what_a_persons_word_holds_is_not_withdrawn_and_may_be_once_it_is_taken_back(
        self,
        store: Store,
        make: SimpleNamespace,
        ids: list[str],
        say: Callable[..., Any],
        parts: dict[str, Any],
    ) -> None:
        action = say(ids[0], parts).action
        article = store.mention(ids[0]).article.id
        assert store.mention(ids[0]).held
        assert store.put_matches("c", 2, [MatchResult(article, None)], make.NOW) == (0, 0)
        store.step(action.number, Step.UNDO, "zoé", make.NOW)
        assert not store.mention(ids[0]).held
        assert store.put_matches("c", 3, [MatchResult(article, None)], make.NOW) == (0, 1)


class TestUndo:
    def test_an_undo_brings_back_what_stood_and_adds_a_line(
        self, store: Store, make: SimpleNamespace, ids: list[str], say: Callable[..., Any]
    ) -> None:
        before = store.mention(ids[0])
        done = say(ids[0], {**REJECT, "tag:radio": LAST, "kind": "topic"}).action
        undo = store.step(done.number, Step.UNDO, "karim", make.NOW + 9 * MINUTE).action
        after = store.mention(ids[0])
        assert after.review == before.review and after.review_version == 2
        assert undo is not None
        assert (undo.step, undo.about, undo.who) == (Step.UNDO, done.number, "karim")
        assert (undo.before, undo.after) == (done.after, done.before)
        assert [(a.number, a.undone) for a in store.journal()] == [(undo.number, False), (done.number, True)]

    def test_a_redo_brings_it_again_and_whoever_decided_has_decided(
        self, store: Store, make: SimpleNamespace, ids: list[str], say: Callable[..., Any]
    ) -> None:
        done = say(ids[0], CONFIRM).action
        decided = store.mention(ids[0]).review
        store.step(done.number, Step.UNDO, "zoé", make.NOW)
        redo = store.step(done.number, Step.REDO, "karim", make.NOW).action
        assert redo is not None and redo.about == done.number
        assert store.mention(ids[0]).review == decided
        assert store.mention(ids[0]).review_version == 3

    def test_twice_is_once(
        self, store: Store, make: SimpleNamespace, ids: list[str], say: Callable[..., Any]
    ) -> None:
        done = say(ids[0], CONFIRM).action
        assert store.step(done.number, Step.REDO, "zoé", make.NOW).already
        store.step(done.number, Step.UNDO, "zoé", make.NOW)
        assert store.step(done.number, Step.UNDO, "zoé", make.NOW).already
        assert len(store.journal()) == 2

    def test_what_changed_since_is_not_overwritten_but_told(
        self, store: Store, make: SimpleNamespace, ids: list[str], say: Callable[..., Any]
    ) -> None:
        done = say(ids, CONFIRM).action
        later = say(ids[1], REJECT, who="karim").action
        stepped = store.step(done.number, Step.UNDO, "zoé", make.NOW)
        (conflict,) = stepped.in_the_way
        assert (conflict.subject, conflict.part, conflict.found) == (ids[1], "status", "rejected")
        assert (conflict.who, conflict.action) == ("karim", later.number)
        assert stepped.action is None
        assert store.mention(ids[0]).review.status is ReviewStatus.CONFIRMED  # all of it or nothing
        store.step(later.number, Step.UNDO, "zoé", make.NOW)
        assert store.step(done.number, Step.UNDO, "zoé", make.NOW).action is not None
        assert {store.mention(i).review for i in ids} == {Review()}

    def test_an_older_action_is_undone_around_a_later_one_on_other_parts(
        self, store: Store, make: SimpleNamespace, ids: list[str], say: Callable[..., Any]
    ) -> None:
        done = say(ids[0], CONFIRM).action
        say(ids[0], {"note": "de Karim"}, who="karim")
        store.step(done.number, Step.UNDO, "zoé", make.NOW)
        review = store.mention(ids[0]).review
        assert (review.status, review.note, review.reviewed_by) == (
            ReviewStatus.TO_REVIEW,
            "de Karim",
            "karim",
        )

    def test_only_what_was_done_can_be_undone(
        self, store: Store, make: SimpleNamespace, ids: list[str], say: Callable[..., Any]
    ) -> None:
        done = say(ids[0], CONFIRM).action
        undo = store.step(done.number, Step.UNDO, "zoé", make.NOW).action
        assert undo is not None
        for number, step, error in (
            (undo.number, Step.REDO, ValueError),
            (done.number, Step.DO, ValueError),
            (999, Step.UNDO, NotStored),
        ):
            with pytest.raises(error):
                store.step(number, step, "zoé", make.NOW)

    def test_a_persons_undo_is_their_own_last_action_on_this_campaign(
        self, store: Store, make: SimpleNamespace, ids: list[str], say: Callable[..., Any]
    ) -> None:
        (other,) = make.matched(store, store.mention(ids[0]).article.id, campaign="autre")
        first, second = say(ids[0], CONFIRM).action, say(ids[1], CONFIRM).action
        say(ids[2], CONFIRM, who="karim")
        elsewhere = say(other, CONFIRM).action
        assert store.last_to_undo("zoé", "c") == second
        assert store.last_to_undo("zoé", "autre") == elsewhere
        store.step(second.number, Step.UNDO, "zoé", make.NOW)
        assert store.last_to_undo("zoé", "c") == first
        store.step(first.number, Step.UNDO, "karim", make.NOW)
        assert store.last_to_undo("zoé", "c") is None
        assert store.last_to_undo("inconnu", "c") is None

    def test_what_was_brought_back_last_is_undone_first(
        self, store: Store, make: SimpleNamespace, ids: list[str], say: Callable[..., Any]
    ) -> None:
        first, second = say(ids[0], CONFIRM).action, say(ids[0], {"starred": True}).action
        for step in (Step.UNDO, Step.REDO):
            store.step(first.number, step, "karim", make.NOW)
        assert store.last_to_undo("zoé", "c") == first
        store.step(first.number, Step.UNDO, "zoé", make.NOW)
        assert store.last_to_undo("zoé", "c") == second

    def test_a_persons_redo_is_what_they_undid_last_until_they_do_something_new(
        self, store: Store, make: SimpleNamespace, ids: list[str], say: Callable[..., Any]
    ) -> None:
        first, second = say(ids[0], CONFIRM).action, say(ids[1], CONFIRM).action
        assert store.last_to_redo("zoé", "c") is None
        for action in (second, first):
            store.step(action.number, Step.UNDO, "zoé", make.NOW)
        redo = store.last_to_redo("zoé", "c")
        assert redo is not None and (redo.number, redo.undone) == (first.number, True)
        store.step(first.number, Step.REDO, "zoé", make.NOW)
        redo = store.last_to_redo("zoé", "c")
        assert redo is not None and redo.number == second.number
        assert store.last_to_redo("karim", "c") is None
        say(ids[2], CONFIRM)
        assert store.last_to_redo("zoé", "c") is None


class TestOtherKinds:
    def test_a_whole_review_goes_through_the_same_journal(
        self, store: Store, make: SimpleNamespace, ids: list[str]
    ) -> None:
        review = Review(ReviewStatus.REJECTED, tags=("b", "a"), reviewed_by="zoé", reviewed_at=make.NOW)
        store.put_review(ids[0], review)
        store.put_review(ids[0], Review(ReviewStatus.REJECTED, tags=("a", "b"), reviewed_by="zoé"))
        store.put_review(ids[0], Review(ReviewStatus.REJECTED, tags=("a", "b"), reviewed_by="karim"))
        reordered, first = store.journal(mention_id=ids[0])
        assert (first.who, first.at, store.mention(ids[0]).review_version) == ("zoé", make.NOW, 2)
        store.step(reordered.number, Step.UNDO, "zoé", make.NOW)
        assert store.mention(ids[0]).review == review
        store.step(first.number, Step.UNDO, "zoé", make.NOW)
        assert store.mention(ids[0]).review == Review()

    def test_the_order_of_a_book_is_undone_unless_somebody_ordered_it_anew(
        self, store: Store, make: SimpleNamespace, ids: list[str]
    ) -> None:
        store.put_book_order("c", ids[:2], "zoé", make.NOW)
        store.put_book_order("c", ids[:2], "zoé", make.NOW)
        store.put_book_order("c", ids[::-1], "karim", make.NOW + MINUTE)
        later, first = store.journal(kinds=[ActionKind.BOOK_ORDER])
        (conflict,) = store.step(first.number, Step.UNDO, "zoé", make.NOW).in_the_way
        assert (conflict.who, conflict.at, conflict.action) == ("karim", make.NOW + MINUTE, later.number)
        assert store.book_order("c") == tuple(ids[::-1])
        store.step(later.number, Step.UNDO, "zoé", make.NOW)
        assert store.book_order("c") == tuple(ids[:2])
        store.step(first.number, Step.UNDO, "zoé", make.NOW)
        assert store.book_order("c") == ()
        store.step(first.number, Step.REDO, "zoé", make.NOW)
        assert store.book_order("c") == tuple(ids[:2])

    def test_a_decision_about_clusters_that_is_undone_does_not_count(
        self, store: Store, make: SimpleNamespace, ids: list[str]
    ) -> None:
        one, other = (store.mention(i).article.id for i in ids[:2])
        merge = ClusterDecision(ClusterAction.MERGE, one, make.NOW, "zoé", other)
        split = ClusterDecision(ClusterAction.SPLIT, one, make.NOW, "zoé")
        store.put_cluster_decision(merge, "c")
        store.put_cluster_decision(split, "c")
        done = store.last_to_undo("zoé", "c")
        assert done is not None and done.kind is ActionKind.CLUSTER
        store.step(done.number, Step.UNDO, "karim", make.NOW)
        assert store.cluster_decisions() == [merge]
        store.step(done.number, Step.REDO, "karim", make.NOW)
        assert store.cluster_decisions() == [merge, split]

    def test_what_stands_outside_the_archive_is_recorded_once_it_is_done(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        sides: tuple[dict[str, str], dict[str, str]] = {"file": "a"}, {"file": "b"}
        done = store.record(ActionKind.DOSSIER, "c", *sides, "zoé", make.NOW).action
        assert done is not None and (done.before, done.after) == sides
        with pytest.raises(ValueError):
            store.step(done.number, Step.UNDO, "zoé", make.NOW)
        undo = (ActionKind.DOSSIER, "c", *sides[::-1], "zoé", make.NOW, Step.UNDO, done.number)
        assert store.record(*undo).action is not None
        assert store.record(*undo).already
        with pytest.raises(ValueError):
            store.record(ActionKind.REVIEW, "c", {}, {}, "zoé", make.NOW)


class TestJournal:
    def test_it_is_read_by_campaign_mention_person_and_kind_page_by_page(
        self, store: Store, make: SimpleNamespace, ids: list[str], say: Callable[..., Any]
    ) -> None:
        (other,) = make.matched(store, store.mention(ids[0]).article.id, campaign="autre")
        numbers = [
            say(ids[0], CONFIRM).action.number,
            say(ids[1], CONFIRM, who="karim").action.number,
            say(other, CONFIRM).action.number,
            say(ids[0], {"starred": True}).action.number,
        ]
        store.put_book_order("c", ids, "karim", make.NOW)

        def read(**filters: Any) -> list[int]:
            return [numbers.index(a.number) for a in store.journal(**filters) if a.number in numbers]

        assert read() == [3, 2, 1, 0]
        assert read(campaign_id="c") == [3, 1, 0]
        assert read(mention_id=ids[0]) == [3, 0]
        assert read(who="karim") == [1]
        assert read(before=numbers[2], limit=1) == [1]
        assert len(store.journal(kinds=[ActionKind.BOOK_ORDER])) == 1
        assert len(store.journal(limit=None)) == 5


class TestViewsAndPresence:
    @pytest.fixture(autouse=True)
    def _people(self, store: Store, make: SimpleNamespace) -> None:
        for login in ("karim", "zoé"):
            store.put_account(Account(login, login, Role.REVIEWER, "x", make.NOW))

    def test_a_view_is_kept_under_its_name_for_its_person(self, store: Store) -> None:
        store.put_view(SavedView("zoé", "Radios", "kind_of_outlet=radio"))
        store.put_view(SavedView("zoé", "À vérifier", "to_check=1"))
        store.put_view(SavedView("zoé", "Radios", "kind_of_outlet=radio&status=to_review"))
        assert [(v.name, v.query) for v in store.views("zoé")] == [
            ("Radios", "kind_of_outlet=radio&status=to_review"),
            ("À vérifier", "to_check=1"),
        ]
        assert store.views("karim") == []
        assert store.drop_view("zoé", "Radios") and not store.drop_view("zoé", "Radios")
        with pytest.raises(NotStored):
            store.put_view(SavedView("inconnue", "x", ""))

    def test_it_is_seen_who_has_which_mention_before_them(
        self, store: Store, make: SimpleNamespace, ids: list[str]
    ) -> None:
        store.look("zoé", ids[0], make.NOW)
        store.look("karim", ids[0], make.NOW + MINUTE / 2)
        store.look("zoé", ids[1], make.NOW + MINUTE)
        assert [(one.login, one.mention_id) for one in store.looking(make.NOW)] == [
            ("zoé", ids[1]),
            ("karim", ids[0]),
        ]
        assert [one.login for one in store.looking(make.NOW + MINUTE)] == ["zoé"]
        assert store.looking(make.NOW, "autre") == []
        with pytest.raises(NotStored):
            store.look("zoé", "inconnue", make.NOW)

    def test_looking_on_is_written_once_in_a_while(
        self, store: Store, make: SimpleNamespace, ids: list[str]
    ) -> None:
        for seconds in (0, 3, 9, 12):
            store.look("zoé", ids[0], make.NOW + timedelta(seconds=seconds))
        assert [one.at for one in store.looking(make.NOW)] == [make.NOW + timedelta(seconds=12)]
        store.look("zoé", ids[0], make.NOW + timedelta(seconds=15))
        assert [one.at for one in store.looking(make.NOW)] == [make.NOW + timedelta(seconds=12)]
