"""The journal as rows of plain values, one for each part that changed: for a list, a CSV or JSON lines. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import ndiff
from typing import Any

from storage.changes import TAG
from storage.model import OF_MENTIONS, Action, ActionKind, Step

Value = str | bool | None


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One part of one action. `subject` is a mention, an article, a campaign by its id, or a report by its kind and day; `at` is UTC.

    Of a tag, `before` and `after` say whether it is there; of a dossier they are the lines that differ.
    """

    number: int
    at: datetime | None
    who: str
    kind: ActionKind
    campaign: str
    step: Step
    about: int | None
    undone: bool
    subject: str
    part: str
    before: Value
    after: Value


def journal_rows(actions: Iterable[Action]) -> Iterator[JournalRow]:
    """The rows of these actions, in their order; an action that changed nothing has none."""
    for one in actions:
        for subject, part, before, after in _parts(one):
            about = (one.number, one.at, one.who, one.kind, one.campaign_id, one.step, one.about, one.undone)
            yield JournalRow(*about, subject, part, before, after)


def _parts(action: Action) -> Iterator[tuple[str, str, Value, Value]]:
    if action.kind in OF_MENTIONS:
        if action.kind is ActionKind.MADE:
            there = action.step is not Step.UNDO
            yield next(iter(action.after)), "mention", not there, there
        for mention, after in action.after.items():
            for part, value in after.items():
                old = action.before[mention][part]
                tag = part.startswith(TAG)
                yield (
                    (mention, part, old is not None, value is not None)
                    if tag
                    else (mention, part, old, value)
                )
    elif action.kind is ActionKind.CLUSTER:
        kept = action.after or action.before
        others = kept["other"] or ""
        yield kept["article"], kept["action"], *_sides(action, others or kept["article"])
    elif action.kind is ActionKind.BOOK_ORDER:
        before, after = (" ".join(side["order"]) for side in (action.before, action.after))
        yield action.campaign_id, "order", before, after
    elif action.kind is ActionKind.REPORT:
        yield from _of_report(action)
    elif action.kind is ActionKind.ENTRY:
        yield from _of_entry(action)
    elif action.kind is ActionKind.SOURCES:
        yield from _of_sources(action)
    else:
        yield action.campaign_id, "file", *_lines(action.before["file"], action.after["file"])


def _of_report(action: Action) -> Iterator[tuple[str, str, Value, Value]]:
    """What was chosen for a report: of a mention by its id, else of the report itself ("daily 2025-02-05")."""
    for part, after in action.after["parts"].items():
        name, _, mention = part.partition(":")
        values = (
            " ".join(one) if isinstance(one, list) else one for one in (action.before["parts"][part], after)
        )
        yield mention or action.after["report"], name, *values


def _of_entry(action: Action) -> Iterator[tuple[str, str, Value, Value]]:
    """What changed of what was typed by hand; of a proof whether it is there, by its SHA-256."""
    for part, after in action.after["parts"].items():
        before = action.before["parts"][part]
        if part.startswith("proof:"):
            yield action.after["mention"], part, before is not None, after is not None
        else:
            sides = (", ".join(one) if isinstance(one, list) else one for one in (before, after))
            yield action.after["mention"], part, *sides


def _of_sources(action: Action) -> Iterator[tuple[str, str, Value, Value]]:
    """Of each outlet the cells that differ; of one that came or went, all that its row held."""
    for outlet, after in action.after["outlets"].items():
        before = action.before["outlets"][outlet]
        for column in dict.fromkeys((*(before or {}), *(after or {}))):
            yield (
                outlet,
                column,
                None if before is None else before.get(column, ""),
                None if after is None else after.get(column, ""),
            )


def _sides(action: Action, value: str) -> tuple[Value, Value]:
    """Of a decision about clusters: with which article it is, on the side on which it holds."""
    return (None, value) if action.after else (value, None)


def _lines(before: str, after: str) -> tuple[str, str]:
    """The lines that only one of two files has."""
    marked: list[Any] = list(ndiff(before.splitlines(), after.splitlines()))
    gone, come = ("\n".join(line[2:] for line in marked if line.startswith(sign)) for sign in ("- ", "+ "))
    return gone, come
