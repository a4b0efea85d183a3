"""The journal: what people did; taking back any line of it, and bringing it back."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any, Literal

from pydantic import Field

from monitor import review
from monitor.review.rows import JournalRow, journal_rows
from monitor.web.api.operation import Call, Operation, Refused
from monitor.web.api.values import Asked, Code, Limit500, Place, Time, Value, utc
from monitor.web.pages.journal import NOT_YOURS, may_change, telling_of
from monitor.web.rematching import match_again
from storage.model import Action, ActionKind, Conflict, Role, Step, Stepped

USUAL = 50


class JournalAsked(Asked):
    """Which lines; without a field, all of the campaign."""

    kind: list[ActionKind] = Field([])
    who: Code | None = Field(None, description="A login.")
    mention: Code | None = None
    before: Place | None = Field(None, description="Only lines with a lower number.")
    limit: Limit500 = USUAL


class Change(Value):
    """One part that changed: of a mention, of an article, of a campaign, of a report."""

    subject: str
    part: str
    before: str | bool | None
    after: str | bool | None


class Line(Value):
    """One line of the journal. `undone` says of what was done whether it is taken back at the moment."""

    number: str
    at: Time | None
    who: str
    kind: ActionKind
    campaign: str
    step: Step
    about: str | None = Field(description="Of an undo or a redo: which line it is about.")
    undone: bool
    sentence: str
    changes: list[Change]


class Journal(Value):
    """Lines, the latest first; `next` is the `before` of the next page, null on the last one."""

    lines: list[Line]
    next: int | None


class Stepping(Value):
    """What came of an undo or a redo: its own line in the journal, which can be undone too."""

    action: str | None = Field(description="null: it was so already, and nothing was changed.")
    sentence: str
    line: Line | None


def list_journal(call: Call[JournalAsked, None]) -> Journal:
    """What people did on a campaign, the latest first."""
    query = call.query
    found = call.store.journal(
        call.campaign.id, query.mention, query.who, query.kind, query.before, query.limit + 1
    )
    shown = found[: query.limit]
    return Journal(
        lines=lines(call, shown), next=shown[-1].number if shown and len(found) > len(shown) else None
    )


def one_line(call: Call[Asked, None]) -> Line:
    """One line of the journal."""
    return lines(call, [call.store.action(call.number("number"))])[0]


def undo(call: Call[Asked, None]) -> Stepping:
    """Take back a line: what it did, what it brought back, or its own taking back. Twice: nothing happens again.

    Where something else changed it since, nothing is changed, and 409 says what.
    """
    number = _own_line(call)
    return _stepped(call, review.undo(call.desk.review, number, call.desk.who, call.desk.now), "undo")


def redo(call: Call[Asked, None]) -> Stepping:
    """Bring back what a line did."""
    number = _own_line(call)
    return _stepped(call, review.redo(call.desk.review, number, call.desk.who, call.desk.now), "redo")


def _own_line(call: Call[Asked, None]) -> int:
    """The number of the line, where whoever asks may take such a one back. Raises Refused, NotStored."""
    found = call.store.action(call.number("number"))
    if not may_change(call.desk, found):
        raise Refused(403, call.words(NOT_YOURS))
    return found.number


def in_the_way(conflicts: Iterable[Conflict]) -> list[dict[str, Any]]:
    """What is in the way, as it stands in a refusal."""
    return [
        {
            "subject": one.subject,
            "part": one.part,
            "wanted": one.wanted,
            "found": one.found,
            "who": one.who,
            "at": moment.isoformat() if (moment := utc(one.at)) is not None else None,
            "action": str(one.action) if one.action is not None else None,
        }
        for one in conflicts
    ]


def lines(call: Call[Any, Any], actions: Iterable[Action]) -> list[Line]:
    """These actions as lines."""
    found = list(actions)
    telling = telling_of(call.desk, found)
    rows = {number: list(group) for number, group in groupby(journal_rows(found), lambda row: row.number)}
    return [_line(one, telling.what(one), rows.get(one.number, [])) for one in found]


def _line(one: Action, sentence: str, rows: Iterable[JournalRow]) -> Line:
    return Line(
        number=str(one.number),
        at=utc(one.at),
        who=one.who,
        kind=one.kind,
        campaign=one.campaign_id,
        step=one.step,
        about=str(one.about) if one.about is not None else None,
        undone=one.undone,
        sentence=sentence,
        changes=[
            Change(subject=row.subject, part=row.part, before=row.before, after=row.after) for row in rows
        ],
    )


def _stepped(call: Call[Any, Any], stepped: Stepped, way: Literal["undo", "redo"]) -> Stepping:
    action = stepped.action
    if action is not None and action.kind is ActionKind.DOSSIER:
        match_again(call.desk, action.campaign_id)
    sentence = telling_of(call.desk, [action] if action is not None else []).stepped(stepped, way == "undo")
    if stepped.in_the_way:
        raise Refused(409, sentence, in_the_way=in_the_way(stepped.in_the_way))
    made = lines(call, [action])[0] if action is not None else None
    return Stepping(action=str(action.number) if action is not None else None, sentence=sentence, line=made)


_LINE = {
    "number": "12",
    "at": "2025-02-05T07:02:00Z",
    "who": "karim",
    "kind": "review",
    "campaign": "appel",
    "step": "do",
    "about": None,
    "undone": False,
    "sentence": "statut : confirmée",
    "changes": [
        {"subject": "m2q7k5r3x4h6d8w2a", "part": "status", "before": "to_review", "after": "confirmed"}
    ],
}
_UNDONE = {
    "action": "13",
    "sentence": "Annulé : statut : confirmée – « Des pêcheurs demandent la fermeture des vannes »",
    "line": _LINE | {"number": "13", "step": "undo", "about": "12"},
}

OPERATIONS = (
    Operation(
        "journal", "GET", "/campaigns/{campaign}/journal", Role.READER, "Journal", "What people did",
        list_journal, Journal, JournalAsked, example={"lines": [_LINE], "next": None},
    ),
    Operation(
        "journal_line", "GET", "/journal/{number}", Role.READER, "Journal", "One line", one_line, Line, example=_LINE,
    ),
    Operation(
        "undo", "POST", "/journal/{number}/undo", Role.REVIEWER, "Journal", "Take a line back", undo, Stepping,
        refuses=(409,), example=_UNDONE,
    ),
    Operation(
        "redo", "POST", "/journal/{number}/redo", Role.REVIEWER, "Journal", "Bring a line back", redo, Stepping,
        refuses=(409,), example=_UNDONE | {"line": _LINE | {"number": "14", "step": "redo", "about": "12"}, "action": "14"},
    ),
)  # fmt: skip
