"""What people choose for the report that is being prepared: its foreword, what stands first, what is left out, remarks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from monitor.digest.choices import FIRST, FOREWORD, ORDER, OUT, REMARK, choices_of
from monitor.report_desk import MOST_FIRST, Prepared, prepared
from monitor.report_desk.choosing import LONGEST_WHY, MOST_PLACED
from monitor.reports.items import REMARK_MOST
from monitor.reports.sentences import FOREWORD_MOST
from monitor.typed import clean, one_line
from monitor.web.api.journal import in_the_way
from monitor.web.api.operation import Call, Operation, Refused
from monitor.web.api.reports import ReportsAsked
from monitor.web.api.values import Asked, Code, Taken, Value, Version
from monitor.web.pages.journal import telling_of
from storage.model import ReportKind, Role

MOST_SAID = 100

Why = Annotated[str, Field(max_length=LONGEST_WHY)]
Remark = Annotated[str, Field(max_length=REMARK_MOST)]


class Chosen(Taken):
    """What is chosen, by the ids of mentions: what is not named stays as it is; null takes it back."""

    kind: ReportKind = ReportKind.DAILY
    version: Version = Field(description="Of the choices as they were looked at.")
    foreword: Annotated[str, Field(max_length=FOREWORD_MOST)] | None = None
    order: Annotated[list[Code], Field(max_length=MOST_PLACED)] | None = Field(
        None, description="These mentions first, in this order; the others follow in that of the report."
    )
    first: Annotated[dict[Code, bool | None], Field(max_length=MOST_SAID)] = Field(
        {}, description=f"At the top of this report, or not; {MOST_FIRST} at the most."
    )
    out: Annotated[dict[Code, Why | None], Field(max_length=MOST_SAID)] = Field(
        {}, description="Left out of this report, and why (told to nobody outside)."
    )
    remarks: Annotated[dict[Code, Remark | None], Field(max_length=MOST_SAID)] = Field(
        {}, description="What is told under it."
    )

    def parts(self) -> dict[str, Any]:
        """The same as the parts that the archive keeps."""
        named = self.model_fields_set
        parts: dict[str, Any] = {}
        if "foreword" in named:
            parts[FOREWORD] = clean(self.foreword or "", FOREWORD_MOST) or None
        if "order" in named:
            parts[ORDER] = list(dict.fromkeys(self.order)) if self.order else None
        parts |= {f"{FIRST}{one}": value for one, value in self.first.items()}
        parts |= {f"{OUT}{one}": _line(value, LONGEST_WHY) for one, value in self.out.items()}
        return parts | {
            f"{REMARK}{one}": _line(value, REMARK_MOST) or None for one, value in self.remarks.items()
        }

    def mentions(self) -> set[str]:
        """Of which mentions something is said."""
        return {*(self.order or ()), *self.first, *self.out, *self.remarks}


class ChoicesValue(Value):
    """What is chosen for the report of `day`, the one that is being prepared."""

    kind: ReportKind
    day: date
    version: int
    foreword: str
    order: list[str]
    first: dict[str, bool]
    out: dict[str, str]
    remarks: dict[str, str]
    action: str | None = Field(None, description="After a change: its line in the journal.")


def read(call: Call[ReportsAsked, None]) -> ChoicesValue:
    """What people chose for the report that is being prepared: today's, or the next one once today's has gone."""
    return _value(call, _prepared(call, call.query.kind))


def choose(call: Call[Asked, Chosen]) -> ChoicesValue:
    """Choose for the report that is being prepared. Said twice, it changes nothing the second time.

    What others chose since the version given is kept where it is of another part; where it is of the same: 409.
    """
    campaign, body, one = call.campaign, call.body, _prepared(call, call.body.kind)
    if not one.is_open:
        raise Refused(409, call.words("This report has gone, and no other one will be due."), "kind")
    _check(call, body.mentions())
    parts = body.parts()
    standing = choices_of(call.store.report_choices(campaign.id, one.kind, one.day).parts).first
    top = {**standing, **body.first}
    if sum(value is True for value in top.values()) > MOST_FIRST:
        raise Refused(409, call.words("The top of the report is full."), "first")
    decided = call.store.choose_for_report(
        campaign.id, one.kind, one.day, parts, call.desk.who, call.desk.now, body.version
    )
    if decided.conflicts:
        sentence = telling_of(call.desk, []).in_the_way(decided.conflicts)
        versions = dict(decided.versions)
        raise Refused(409, sentence, in_the_way=in_the_way(decided.conflicts), versions=versions)
    return _value(call, one, str(decided.action.number) if decided.action is not None else None)


def _prepared(call: Call[Any, Any], kind: ReportKind) -> Prepared:
    return prepared(call.store, call.campaign, call.desk.loaded.settings, call.desk.now, kind)


def _check(call: Call[Any, Any], mentions: Iterable[str]) -> None:
    """Raise Refused for what is no mention of this campaign."""
    wanted = set(mentions)
    found = call.store.mentions_by_id(wanted)
    own = {one.id for one in found.values() if one.campaign_id == call.campaign.id}
    for ident in sorted(wanted - own):
        raise Refused(404, call.words("This campaign has no mention of this id."), ident)


def _line(text: str | None, most: int) -> str | None:
    return None if text is None else one_line(text, most)


def _value(call: Call[Any, Any], one: Prepared, action: str | None = None) -> ChoicesValue:
    kept = call.store.report_choices(call.campaign.id, one.kind, one.day)
    chosen = choices_of(kept.parts)
    return ChoicesValue(
        kind=one.kind, day=one.day, version=kept.version, foreword=chosen.foreword, order=list(chosen.order),
        first=dict(chosen.first), out=dict(chosen.out), remarks=dict(chosen.remarks), action=action,
    )  # fmt: skip


_CHOSEN: dict[str, Any] = {
    "kind": "daily", "day": "2025-02-05", "version": 14, "foreword": "Bonjour à tous.", "order": [],
    "first": {"m2q7k5r3x4h6d8w2a": True}, "out": {}, "remarks": {}, "action": "14",
}  # fmt: skip

OPERATIONS = (
    Operation(
        "choices", "GET", "/campaigns/{campaign}/reports/choices", Role.READER, "Reports",
        "What is chosen for the report", read, ChoicesValue, ReportsAsked, example=_CHOSEN | {"action": None},
    ),
    Operation(
        "choose", "POST", "/campaigns/{campaign}/reports/choices", Role.REVIEWER, "Reports", "Choose for the report",
        choose, ChoicesValue, body=Chosen, refuses=(409,), example=_CHOSEN,
        sent={"version": 0, "foreword": "Bonjour à tous.", "first": {"m2q7k5r3x4h6d8w2a": True}},
    ),
)  # fmt: skip
