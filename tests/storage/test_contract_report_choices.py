"""What every store must do for what people choose for a report: merged, undone, kept apart by report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from storage.model import ActionKind, ReportKind, Step
from storage.store import Store

DAY = date(2025, 2, 5)
DAILY = ("c", ReportKind.DAILY, DAY)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def choose(store: Store, make: SimpleNamespace) -> Callable[..., Any]:
    """Choose parts for the report of the day, a minute later each time."""
    clock = {"at": make.NOW}

    def call(parts: dict[str, Any], who: str = "zoé", expected: int | None = None) -> Any:
        clock["at"] += MINUTE
        return store.choose_for_report(*DAILY, parts, who, clock["at"], expected)

    return call


def test_nothing_is_chosen_until_somebody_does_and_each_report_has_its_own(
    store: Store, choose: Callable[..., Any]
) -> None:
    assert (store.report_choices(*DAILY).parts, store.report_choices(*DAILY).version) == ({}, 0)
    decided = choose({"foreword": "Bonjour.", "first:m1": True})
    kept = store.report_choices(*DAILY)
    assert kept.parts == {"foreword": "Bonjour.", "first:m1": True}
    assert decided.versions == {"daily 2025-02-05": kept.version}
    assert (decided.action.kind, decided.action.after["report"]) == (ActionKind.REPORT, "daily 2025-02-05")
    for other in (
        ("c", ReportKind.WEEKLY, DAY),
        ("c", ReportKind.DAILY, DAY + timedelta(days=1)),
        ("autre", ReportKind.DAILY, DAY),
    ):
        assert store.report_choices(*other).parts == {}


def test_the_same_choice_again_makes_no_line_and_none_takes_it_back(
    store: Store, choose: Callable[..., Any]
) -> None:
    choose({"remark:m1": "À lire."})
    assert choose({"remark:m1": "À lire."}).action is None
    choose({"remark:m1": None})
    assert store.report_choices(*DAILY).parts == {}
    assert len(store.journal(kinds=[ActionKind.REPORT])) == 2


def test_two_people_choose_different_things_from_the_same_page(
    store: Store, choose: Callable[..., Any]
) -> None:
    choose({"foreword": "Bonjour."}, "karim", expected=0)
    assert choose({"first:m1": True}, "zoé", expected=0).conflicts == ()
    assert store.report_choices(*DAILY).parts == {"foreword": "Bonjour.", "first:m1": True}


def test_the_order_that_another_person_made_meanwhile_is_told_and_stays(
    store: Store, choose: Callable[..., Any]
) -> None:
    first = choose({"order": ["a", "b"]}, "karim", expected=0).action
    decided = choose({"order": ["b", "a"], "foreword": "x"}, "zoé", expected=0)
    (conflict,) = decided.conflicts
    assert (decided.action, conflict.part, conflict.who, conflict.action) == (
        None,
        "order",
        "karim",
        first.number,
    )
    assert store.report_choices(*DAILY).parts == {"order": ["a", "b"]}


def test_a_choice_is_taken_back_and_brought_back_unless_another_came_over_it(
    store: Store, make: SimpleNamespace, choose: Callable[..., Any]
) -> None:
    first = choose({"foreword": "un", "first:m1": True}).action
    second = choose({"foreword": "deux"}, "karim").action
    (conflict,) = store.step(first.number, Step.UNDO, "zoé", make.NOW).in_the_way
    assert (conflict.part, conflict.who) == ("foreword", "karim")
    assert store.step(second.number, Step.UNDO, "zoé", make.NOW).action is not None
    assert store.report_choices(*DAILY).parts == {"foreword": "un", "first:m1": True}
    store.step(first.number, Step.UNDO, "zoé", make.NOW)
    assert store.report_choices(*DAILY).parts == {}
    assert store.step(first.number, Step.UNDO, "zoé", make.NOW).already
    choose({"foreword": "trois"}, "karim")
    (conflict,) = store.step(first.number, Step.REDO, "zoé", make.NOW).in_the_way
    assert (conflict.part, conflict.found) == ("foreword", "trois")
    last = store.last_to_undo("karim", "c")
    assert last is not None and last.after["parts"] == {"foreword": "trois"}
    store.step(last.number, Step.UNDO, "karim", make.NOW)
    store.step(first.number, Step.REDO, "zoé", make.NOW)
    assert store.report_choices(*DAILY).parts == {"foreword": "un", "first:m1": True}
