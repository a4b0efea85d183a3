"""What every store must do where some mentions of one action are in the way of taking it back: the others are done."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from storage.model import ReviewStatus, Step, Stepped
from storage.store import Store


class Desk:
    """Three mentions, and short ways to decide on them."""

    def __init__(self, store: Store, make: SimpleNamespace) -> None:
        self.store, self.now = store, make.NOW
        store.put_dossier("c", "x", "{}", make.NOW)
        articles = [store.put_article(make.fetched(n), None).article_id for n in range(3)]
        self.ids = make.matched(store, *articles)

    def say(self, who: str, status: str, *places: int) -> int:
        changes = {self.ids[place]: {"status": status} for place in places}
        action = self.store.decide(changes, who, self.now).action
        assert action is not None
        return action.number

    def step(self, number: int, step: Step, partly: bool = True) -> Stepped:
        return self.store.step(number, step, "zoé", self.now, partly=partly)

    def statuses(self) -> str:
        short = {
            ReviewStatus.TO_REVIEW: ".", ReviewStatus.CONFIRMED: "c", ReviewStatus.REJECTED: "r",
            ReviewStatus.SECOND_LOOK: "s",
        }  # fmt: skip
        return "".join(short[self.store.mention(one).review.status] for one in self.ids)


@pytest.fixture
def desk(store: Store, make: SimpleNamespace) -> Desk:
    return Desk(store, make)


def test_the_others_are_taken_back_and_the_one_in_the_way_is_told_of(desk: Desk) -> None:
    number = desk.say("zoé", "confirmed", 0, 1, 2)
    desk.say("max", "rejected", 1)
    assert desk.step(number, Step.UNDO, partly=False).action is None and desk.statuses() == "crc"
    stepped = desk.step(number, Step.UNDO)
    assert desk.statuses() == ".r."
    assert [(one.subject, one.who) for one in stepped.in_the_way] == [(desk.ids[1], "max")]
    assert stepped.action is not None and set(stepped.action.after) == {desk.ids[0], desk.ids[2]}
    assert desk.store.action(number).undone


def test_what_was_taken_back_of_it_comes_back_and_no_more(desk: Desk) -> None:
    number = desk.say("zoé", "confirmed", 0, 1, 2)
    desk.say("max", "rejected", 1)
    desk.step(number, Step.UNDO)
    stepped = desk.step(number, Step.REDO, partly=False)
    assert stepped.in_the_way == () and desk.statuses() == "crc"
    assert not desk.store.action(number).undone


def test_where_all_are_in_the_way_nothing_is_done(desk: Desk) -> None:
    number = desk.say("zoé", "confirmed", 0, 1)
    desk.say("max", "rejected", 0, 1)
    assert desk.step(number, Step.UNDO).action is None
    assert desk.statuses() == "rr." and not desk.store.action(number).undone


def test_one_who_decided_otherwise_and_takes_it_back_meets_the_word_that_was_never_taken_back(
    desk: Desk,
) -> None:
    number = desk.say("zoé", "confirmed", 0, 1)
    other = desk.say("max", "rejected", 1)
    desk.step(number, Step.UNDO)
    desk.step(other, Step.UNDO)
    assert desk.statuses() == ".c."
    review = desk.store.mention(desk.ids[1]).review
    assert (review.reviewed_by, review.status) == ("zoé", ReviewStatus.CONFIRMED)
    assert desk.store.mention(desk.ids[0]).review.reviewed_by is None
