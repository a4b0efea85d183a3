"""What people chose for one report, and what becomes of its stories with it. Pure.

A choice is about a story where it names any article of it: the dispatch that speaks for a story may be another one
tomorrow, and what was left out is not to come back by that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from monitor.digest.values import Story

FOREWORD, ORDER, FIRST, OUT, REMARK = "foreword", "order", "first:", "out:", "remark:"
"""The parts of `ReportChoices`; the last three are followed by the id of a mention."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices for one report, by mention id. `first` says of some whether they stand at the top of the report."""

    foreword: str = ""
    order: tuple[str, ...] = ()
    first: Mapping[str, bool] = field(default_factory=dict)
    out: Mapping[str, str] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)

    def leaves_out(self, story: Story) -> bool:
        """True for a story that people left out of the report."""
        return bool(self.out) and any(one.id in self.out for one in story.members)

    def at_top(self, story: Story) -> bool | None:
        """What people said of a story and the top of the report; None where they said nothing."""
        said = [self.first[one.id] for one in story.members if one.id in self.first] if self.first else []
        return any(said) if said else None

    def in_order(self, stories: Iterable[Story]) -> tuple[Story, ...]:
        """Those placed by hand first, in that order; the others as they stand."""
        found = tuple(stories)
        if not self.order:
            return found
        places = {mention: place for place, mention in enumerate(self.order)}
        last = len(places)
        return tuple(sorted(found, key=lambda story: min(places.get(one.id, last) for one in story.members)))


NO_CHOICES = Choices()


def choices_of(parts: Mapping[str, Any]) -> Choices:
    """The choices as values, from the parts that the archive keeps; an unknown part is passed over."""
    by_mention: dict[str, dict[str, Any]] = {FIRST: {}, OUT: {}, REMARK: {}}
    for part, value in parts.items():
        name, colon, mention = part.partition(":")
        if colon and f"{name}:" in by_mention and value is not None:
            by_mention[f"{name}:"][mention] = value
    order: Sequence[str] = parts.get(ORDER) or ()
    return Choices(
        foreword=parts.get(FOREWORD) or "",
        order=tuple(order),
        first=by_mention[FIRST],
        out=by_mention[OUT],
        remarks=by_mention[REMARK],
    )
