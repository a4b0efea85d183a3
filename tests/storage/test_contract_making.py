"""An article that a person makes a mention: one action, held against matching, taken back and brought back whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from storage.errors import AlreadyAMention, NotStored
from storage.identity import mention_id
from storage.model import Action, ActionKind, MatchResult, MentionKind, Review, ReviewStatus, Step
from storage.store import Store

SAID = {"status": "confirmed", "kind": "citation", "note": "à la radio"}
MINUTE = timedelta(minutes=1)


@pytest.fixture
def article(store: Store, make: SimpleNamespace) -> str:
    return store.put_article(make.fetched(7), None).article_id


@pytest.fixture
def made(store: Store, make: SimpleNamespace, article: str) -> Callable[..., Action]:
    def do(who: str = "zoé", **more: Any) -> Action:
        judged = make.judgement(MentionKind.CITATION, by_hand=True)
        return store.make_mention("c", article, judged, 1, SAID, who, make.NOW, **more)

    return do


def test_it_is_a_mention_with_what_the_person_said_in_one_line_of_the_journal(
    store: Store, make: SimpleNamespace, article: str, made: Callable[..., Action]
) -> None:
    action = made(found_at=make.NOW + MINUTE)
    mention = store.mention(mention_id("c", article))
    assert (mention.kind, mention.review.status, mention.review.note) == (
        MentionKind.CITATION,
        ReviewStatus.CONFIRMED,
        "à la radio",
    )
    assert mention.judgement == make.judgement(MentionKind.CITATION, by_hand=True)
    assert (mention.first_matched_at, mention.review.reviewed_by) == (make.NOW + MINUTE, "zoé")
    assert store.journal("c") == store.journal(mention_id=mention.id) == [action]
    assert (action.kind, action.who, action.after) == (ActionKind.MADE, "zoé", {mention.id: SAID})


def test_rules_that_do_not_hold_it_leave_it(
    store: Store, make: SimpleNamespace, article: str, made: Callable[..., Action]
) -> None:
    made()
    assert store.put_matches("c", 2, [MatchResult(article, None)], make.NOW + MINUTE) == (0, 0)
    mention = store.mention(mention_id("c", article))
    store.decide({mention.id: {"status": "to_review", "kind": None}}, "zoé", make.NOW)
    assert store.put_matches("c", 3, [MatchResult(article, None)], make.NOW + MINUTE) == (0, 0)
    assert store.mention(mention.id).withdrawn_at is None


def test_what_is_a_mention_already_or_unknown_is_refused(
    store: Store, make: SimpleNamespace, article: str, made: Callable[..., Action]
) -> None:
    made()
    with pytest.raises(AlreadyAMention) as found:
        made("karim")
    assert found.value.mention_id == mention_id("c", article)
    with pytest.raises(NotStored):
        store.make_mention("c", "nulle-part", make.judgement(by_hand=True), 1, SAID, "zoé", make.NOW)
    assert len(store.journal()) == 1


def test_undo_takes_it_back_and_redo_brings_it_back(
    store: Store, make: SimpleNamespace, article: str, made: Callable[..., Action]
) -> None:
    action, mention = made(), mention_id("c", article)
    undone = store.step(action.number, Step.UNDO, "karim", make.NOW + MINUTE).action
    assert undone is not None and (undone.kind, undone.about) == (ActionKind.MADE, action.number)
    assert store.mention(mention).withdrawn_at == make.NOW + MINUTE
    assert store.mention(mention).review == Review()
    assert store.mentions("c") == []
    assert store.step(action.number, Step.UNDO, "karim", make.NOW).already
    assert store.step(action.number, Step.REDO, "zoé", make.NOW).action is not None
    again = store.mention(mention)
    assert (again.withdrawn_at, again.kind, again.review.note) == (None, MentionKind.CITATION, "à la radio")
    assert store.last_to_undo("zoé", "c") == store.action(action.number)


@pytest.mark.parametrize("part", [{"starred": True}, {"tag:radio": 0}, {"status": "rejected"}])
def test_whatever_was_decided_on_it_since_is_in_the_way(
    store: Store, make: SimpleNamespace, article: str, made: Callable[..., Action], part: dict[str, Any]
) -> None:
    action, mention = made(), mention_id("c", article)
    later = store.decide({mention: part}, "karim", make.NOW + MINUTE).action
    assert later is not None
    stepped = store.step(action.number, Step.UNDO, "zoé", make.NOW)
    (conflict,) = stepped.in_the_way
    assert (stepped.action, conflict.part, conflict.who) == (None, next(iter(part)), "karim")
    assert store.mention(mention).withdrawn_at is None
    store.step(later.number, Step.UNDO, "karim", make.NOW)
    assert store.step(action.number, Step.UNDO, "zoé", make.NOW).action is not None


def test_one_that_was_withdrawn_comes_back_and_goes_again(
    store: Store, make: SimpleNamespace, article: str, made: Callable[..., Action]
) -> None:
    (mention,) = make.matched(store, article)
    store.decide({mention: {"tag:radio": 0}}, "karim", make.NOW)
    store.put_matches("c", 2, [MatchResult(article, None)], make.NOW)
    action = made()
    found = store.mention(mention)
    assert (found.withdrawn_at, found.judgement.by_hand, found.review.tags) == (None, True, ("radio",))
    store.step(action.number, Step.UNDO, "zoé", make.NOW + MINUTE)
    found = store.mention(mention)
    assert (found.withdrawn_at, found.review.tags) == (make.NOW + MINUTE, ("radio",))
    assert found.review.status is ReviewStatus.TO_REVIEW


def test_one_that_rules_hold_meanwhile_is_theirs_after_an_undo(
    store: Store, make: SimpleNamespace, article: str, made: Callable[..., Action]
) -> None:
    action, mention = made(), mention_id("c", article)
    related = make.judgement(MentionKind.RELATED)
    store.put_matches("c", 2, [MatchResult(article, related)], make.NOW)
    assert store.mention(mention).kind is MentionKind.CITATION
    store.step(action.number, Step.UNDO, "zoé", make.NOW)
    found = store.mention(mention)
    assert (found.withdrawn_at, found.kind, found.judgement.by_hand) == (None, MentionKind.RELATED, False)
    store.put_matches("c", 3, [MatchResult(article, None)], make.NOW)
    assert store.mention(mention).withdrawn_at is not None
    store.step(action.number, Step.REDO, "zoé", make.NOW)
    assert store.mention(mention).judgement.by_hand
    store.step(action.number, Step.UNDO, "zoé", make.NOW)
    assert store.mention(mention).withdrawn_at is not None


def test_what_people_decided_on_it_in_between_is_in_the_way_of_a_redo(
    store: Store, make: SimpleNamespace, article: str, made: Callable[..., Action]
) -> None:
    action, mention = made(), mention_id("c", article)
    store.step(action.number, Step.UNDO, "zoé", make.NOW)
    store.decide({mention: {"status": "rejected"}}, "karim", make.NOW)
    (conflict,) = store.step(action.number, Step.REDO, "zoé", make.NOW).in_the_way
    assert (conflict.part, conflict.who) == ("status", "karim")
    assert store.mention(mention).withdrawn_at is not None
