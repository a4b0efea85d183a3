"""From a wish to the parts of the choices for a report: places by hand, a top of three, remarks that replace each other."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.digest import Choices, Story
from monitor.report_desk import (
    ChoiceRefused,
    foreword_parts,
    in_parts,
    move_parts,
    out_parts,
    remark_parts,
    top_parts,
)
from monitor.report_desk.choosing import MOST_PLACED


def stories(press: Any, count: int) -> list[Story]:
    return [Story(press.mention(f"t{number}", f"J{number}")) for number in range(count)]


def ids(found: list[Story] | tuple[Story, ...]) -> list[str]:
    return [one.lead.id for one in found]


def test_a_move_keeps_what_stands_before_and_lets_the_rest_follow(press: Any) -> None:
    found = stories(press, 5)
    a, b, c, *_ = ids(found)
    assert move_parts(found, found[2], Choices(), "up") == {"order": [a, c, b]}
    assert move_parts(found, found[0], Choices(), "down") == {"order": [b, a]}
    assert move_parts(found, found[2], Choices(), "top") == {"order": [c, a, b]}


def test_places_in_other_lists_stay(press: Any) -> None:
    found = stories(press, 3)
    a, b, _ = ids(found)
    assert move_parts(found, found[1], Choices(order=("x", b, "y")), "up") == {"order": [b, a, "x", "y"]}


@pytest.mark.parametrize(("place", "to"), [(0, "up"), (0, "top"), (2, "down")])
def test_nothing_moves_over_the_ends(press: Any, place: int, to: Any) -> None:
    found = stories(press, 3)
    with pytest.raises(ChoiceRefused):
        move_parts(found, found[place], Choices(), to)


def test_what_is_not_in_the_list_or_stands_too_far_down_does_not_move(press: Any) -> None:
    found = stories(press, MOST_PLACED + 2)
    for one in (found[-1], Story(press.mention("x"))):
        with pytest.raises(ChoiceRefused):
            move_parts(found, one, Choices(), "up")
    with pytest.raises(ChoiceRefused):
        move_parts(found, found[MOST_PLACED - 1], Choices(), "down")


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["up", "down", "top"])), max_size=12))
def test_moves_are_seen_as_they_were_meant(press_class: Any, moves: list[tuple[int, Any]]) -> None:
    """Whatever is moved, the list is then the old one with that one story elsewhere."""
    shown: tuple[Story, ...] = tuple(stories(press_class(), 6))
    choices = Choices()
    for place, to in moves:
        story = shown[place]
        target = {"up": place - 1, "down": place + 1, "top": 0}[to]
        try:
            parts = move_parts(shown, story, choices, to)
        except ChoiceRefused:
            assert target == place or not 0 <= target < 6
            continue
        choices = Choices(order=tuple(parts["order"]))
        wanted = [one for one in ids(shown) if one != story.lead.id]
        wanted.insert(target, story.lead.id)
        shown = choices.in_order(shown)
        assert ids(shown) == wanted


def test_the_top_holds_three_that_people_chose(press: Any) -> None:
    found = stories(press, 4)
    assert top_parts(found[0], Choices(), True) == {f"first:{found[0].lead.id}": True}
    assert top_parts(found[0], Choices(), True, found[:3]) == {f"first:{found[0].lead.id}": True}
    with pytest.raises(ChoiceRefused):
        top_parts(found[3], Choices(), True, found[:3])
    assert top_parts(found[3], Choices(), False, found[:3]) == {f"first:{found[3].lead.id}": False}


def test_what_was_said_of_another_copy_of_the_dispatch_is_replaced(press: Any) -> None:
    lead, copy = press.mention("a"), press.mention("b", "K")
    story = Story(lead, (copy,))
    before = Choices(remarks={copy.id: "vieux"}, first={copy.id: True}, out={copy.id: "x"})
    assert remark_parts(story, before, "neuf") == {f"remark:{copy.id}": None, f"remark:{lead.id}": "neuf"}
    assert remark_parts(story, before, "  ") == {f"remark:{copy.id}": None}
    assert top_parts(story, before, False) == {f"first:{copy.id}": None, f"first:{lead.id}": False}
    assert in_parts(story, before) == {f"out:{copy.id}": None}
    assert out_parts(story, " pas\u202e ici\n") == {f"out:{lead.id}": "pas ici"}


def test_typed_words_are_cleaned_and_cut() -> None:
    assert foreword_parts(" Bonjour.\r\nÀ demain.\x00 ") == {"foreword": "Bonjour.\nÀ demain."}
    assert foreword_parts("   ") == {"foreword": None}
    assert len(foreword_parts("x" * 9_000)["foreword"]) == 2_000
