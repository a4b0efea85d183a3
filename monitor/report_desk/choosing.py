"""From what a person wants of a story in a report to the parts of its choices that change. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from monitor.digest import Choices, Story
from monitor.digest.choices import FIRST, FOREWORD, ORDER, OUT, REMARK
from monitor.digest.importance import HIGHLIGHTS
from monitor.reports.items import REMARK_MOST
from monitor.reports.sentences import FOREWORD_MOST
from monitor.typed import clean, one_line

MOST_FIRST = HIGHLIGHTS
"""Stories at the top of a report."""

MOST_PLACED = 300
"""Stories that are kept in an order by hand; those after them follow in the order of the report."""

LONGEST_WHY = 300

Parts = dict[str, Any]


class ChoiceRefused(Exception):
    """Nothing is to be changed: the top is full, or there is nowhere to move to."""


def foreword_parts(text: str) -> Parts:
    """A text before the report; the empty one takes it away."""
    return {FOREWORD: clean(text, FOREWORD_MOST) or None}


def remark_parts(story: Story, choices: Choices, text: str) -> Parts:
    """What is told under a story; the empty text takes it away."""
    said = {f"{REMARK}{one.id}": None for one in story.members if one.id in choices.remarks}
    remark = one_line(text, REMARK_MOST)
    return {**said, f"{REMARK}{story.lead.id}": remark} if remark else said


def out_parts(story: Story, why: str) -> Parts:
    """Leave a story out of the report, and why; the reason is told to nobody outside."""
    return {f"{OUT}{story.lead.id}": one_line(why, LONGEST_WHY)}


def in_parts(story: Story, choices: Choices) -> Parts:
    """Put a story back."""
    return {f"{OUT}{one.id}": None for one in story.members if one.id in choices.out}


def top_parts(story: Story, choices: Choices, wanted: bool, chosen: Sequence[Story] = ()) -> Parts:
    """Put a story at the top, or take it from there. `chosen` are those that people put there already.

    Raises ChoiceRefused where the top is full of them.
    """
    others = [one for one in chosen if one.lead.id != story.lead.id]
    if wanted and len(others) >= MOST_FIRST:
        raise ChoiceRefused
    before: Parts = {f"{FIRST}{one.id}": None for one in story.members if one.id in choices.first}
    return {**before, f"{FIRST}{story.lead.id}": wanted}


def move_parts(
    stories: Sequence[Story], story: Story, choices: Choices, to: Literal["up", "down", "top"]
) -> Parts:
    """Move a story within the list in which it stands. Raises ChoiceRefused where it cannot go there.

    What stands before the place where it was, or comes to stand, is kept in this order from now on.
    """
    ids = [_placed_id(one, choices) for one in stories]
    at = next((place for place, one in enumerate(stories) if one.lead.id == story.lead.id), None)
    if at is None or at >= MOST_PLACED:
        raise ChoiceRefused
    target = {"up": at - 1, "down": at + 1, "top": 0}[to]
    if target == at or not 0 <= target < min(len(ids), MOST_PLACED):
        raise ChoiceRefused
    ids.insert(target, ids.pop(at))
    fixed = ids[: max(at, target) + 1]
    placed = [one for one in choices.order if one not in fixed]
    return {ORDER: [*fixed, *placed][:MOST_PLACED]}


def _placed_id(story: Story, choices: Choices) -> str:
    """The article by which a story is placed already, else the one that speaks for it."""
    return next((one.id for one in story.members if one.id in choices.order), story.lead.id)
