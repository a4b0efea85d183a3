"""What changes between two reviews, part by part, and how two changes meet. Pure.

A part is a name and a JSON value. Every tag is a part of its own (`tag:…`): its value is its place among the tags, None
where it is not there, so that two people may each add one. Of a tag only whether it is there counts when values are
compared; the place is kept so that what is taken back stands where it stood.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol, TypeVar

from storage.model import MentionKind, Parts, Review, ReviewStatus, Salience, Step

TAG = "tag:"
LAST = 1_000_000
"""The place of a tag that is to come after all others."""

PLAIN = ("status", "reject_reason", "kind", "salience", "tone", "starred", "note")


@dataclass(frozen=True, slots=True)
class Touch:
    """One earlier change of a mention: who, when, under which number, what it changed, and of which DO it speaks."""

    who: str
    at: datetime | None
    action: int
    before: Parts
    after: Parts
    step: Step = Step.DO
    about: int | None = None

    @property
    def base(self) -> int:
        """The number of the DO that this is, or is about."""
        return self.action if self.about is None else self.about


@dataclass(frozen=True, slots=True)
class Merged:
    """What is left to change, and the parts that somebody else changed otherwise, each with the change."""

    parts: Mapping[str, Any]
    conflicts: Mapping[str, Touch]


def value_of(review: Review, part: str) -> Any:
    """The value of a part. Raises KeyError for an unknown one."""
    if part.startswith(TAG):
        tag = part.removeprefix(TAG)
        return review.tags.index(tag) if tag in review.tags else None
    if part not in PLAIN:
        raise KeyError(part)
    value = getattr(review, part)
    return str(value) if isinstance(value, ReviewStatus | MentionKind | Salience) else value


def same(part: str, one: Any, other: Any) -> bool:
    """True where two values of a part mean the same."""
    return (one is None) == (other is None) if part.startswith(TAG) else bool(one == other)


def parts_between(before: Review, after: Review) -> tuple[dict[str, Any], dict[str, Any]]:
    """The parts that differ, as they are in each of the two."""
    differ = [part for part in PLAIN if value_of(before, part) != value_of(after, part)]
    kept = [tag for tag in before.tags if tag in after.tags]
    moved = kept != [tag for tag in after.tags if tag in before.tags]
    tags = dict.fromkeys((*before.tags, *after.tags))
    for part in (TAG + tag for tag in tags):
        one, other = value_of(before, part), value_of(after, part)
        if not same(part, one, other) or (moved and one != other):
            differ.append(part)
    return {part: value_of(before, part) for part in differ}, {part: value_of(after, part) for part in differ}


def with_parts(review: Review, parts: Parts) -> Review:
    """The review with these parts. Raises KeyError for an unknown part, ValueError for a value that it cannot have."""
    plain = {part: _read(part, value) for part, value in parts.items() if not part.startswith(TAG)}
    places = {part.removeprefix(TAG): place for part, place in parts.items() if part.startswith(TAG)}
    tags = [tag for tag in review.tags if tag not in places]
    for tag, place in sorted(places.items(), key=lambda item: (item[1] is not None, item[1] or 0)):
        if place is not None:
            tags.insert(place, tag)
    return replace(review, tags=tuple(tags), **plain)


def _read(part: str, value: Any) -> Any:
    if part not in PLAIN:
        raise KeyError(part)
    if part == "status":
        return ReviewStatus(value)
    if part == "kind":
        return None if value is None else MentionKind(value)
    if part == "salience":
        return None if value is None else Salience(value)
    return value


def merge(now: Review, wanted: Parts, since: Sequence[Touch], who: str) -> Merged:
    """What `who` wants, laid over what others did since they looked (`since`, oldest first).

    Part by part, as three texts are merged: what nobody else touched is changed; where another person was the last to
    touch a part, a value that they left as it was when `who` looked, or made what `who` wants, is no conflict, and a
    value that `who` did not mean to change stays as the other one made it. What is so already is not changed again.
    """
    return merge_values(lambda part: value_of(now, part), wanted, since, who)


def merge_values(now: Callable[[str], Any], wanted: Parts, since: Sequence[Touch], who: str) -> Merged:
    """The same for whatever has parts: `now` gives the value of one."""
    parts: dict[str, Any] = {}
    conflicts: dict[str, Touch] = {}
    for part, value in wanted.items():
        current = now(part)
        touches = [touch for touch in since if part in touch.after]
        if same(part, current, value):
            continue
        if touches and touches[-1].who != who:
            seen = touches[0].before[part]
            if same(part, value, seen):
                continue
            if not same(part, current, seen):
                conflicts[part] = touches[-1]
                continue
        parts[part] = value
    return Merged(parts, conflicts)


class Line(Protocol):
    """A line of the journal, as far as it says what holds."""

    @property
    def base(self) -> int:
        """The number of the DO that it is, or is about."""
        ...

    @property
    def step(self) -> Step:
        """What it does with it."""
        ...


AnyLine = TypeVar("AnyLine", bound=Line)


def standing(lines: Iterable[AnyLine]) -> list[AnyLine]:
    """Of all lines about one thing, oldest first, those that hold, in the order in which they came to hold.

    Only the last of them can be undone without touching the others, so that everything can be undone in the end.
    """
    held: list[AnyLine] = []
    for line in lines:
        if line.step is Step.UNDO:
            held = [one for one in held if one.base != line.base]
        else:
            held.append(line)
    return held


def above(base: int, parts: Iterable[str], touches: Sequence[Touch]) -> dict[str, Touch]:
    """The parts of a mention on which another change came after that of `base`, which holds; each with that change."""
    last = {part: standing(touch for touch in touches if part in touch.after)[-1] for part in parts}
    return {part: touch for part, touch in last.items() if touch.base != base}


def below(now: Review, parts: Parts, touches: Sequence[Touch]) -> dict[str, Touch | None]:
    """The parts that are not as they must be before a change is brought back; each with the last change of it."""
    differ = [part for part, value in parts.items() if not same(part, value_of(now, part), value)]
    return {part: next((t for t in reversed(touches) if part in t.after), None) for part in differ}
