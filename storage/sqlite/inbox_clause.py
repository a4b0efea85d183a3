"""The condition for a list of the review desk: from what is wanted to words of SQL with their parameters."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from storage.inbox import Wanted
from storage.sqlite.search import match_expression
from storage.sqlite.values import time_text


@dataclass
class Clause:
    """A condition that is built up, with its parameters. `facets` are those that counting can leave out."""

    facets: dict[str, str] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)
    parameters: dict[str, Any] = field(default_factory=dict)

    def sql(self, *without: str) -> str:
        """The condition without these fields."""
        kept = [text for name, text in (self.facets | self.others).items() if name not in without]
        return " AND ".join(("campaign_id = :campaign", *kept))


def clause_of(wanted: Wanted) -> Clause:
    """The condition for what is wanted. Raises ValueError without a campaign."""
    if wanted.campaign is None:
        raise ValueError("a list of the desk is of one campaign")
    clause = Clause(parameters={"campaign": wanted.campaign})
    lists = {
        "status": wanted.statuses, "kind": wanted.kinds, "tone": wanted.tones, "outlet_kind": wanted.outlet_kinds,
        "tier": wanted.tiers, "country": wanted.countries, "language": wanted.languages,
    }  # fmt: skip
    for name, values in lists.items():
        if values:
            clause.facets[name] = f"{name} IN (SELECT value FROM json_each(:{name}))"  # noqa: S608 - our own words
            clause.parameters[name] = json.dumps(sorted(values))
    for name, yes in (
        ("to_check", part_of(wanted.to_check)),
        ("own", part_of(wanted.own)),
        ("starred", wanted.starred),
    ):
        if yes is not None:
            clause.facets[name] = f"{name} = {int(yes)}"
    _add_others(clause, wanted)
    return clause


def part_of(part: str) -> bool | None:
    """What a yes-or-no column must be for "in", "out" and "only"."""
    return {"in": None, "out": False, "only": True}[str(part)]


def _add_others(clause: Clause, wanted: Wanted) -> None:
    others, parameters = clause.others, clause.parameters
    if wanted.outlets:
        others["outlet_id"] = "outlet_id IN (SELECT value FROM json_each(:outlets))"
        parameters["outlets"] = json.dumps(sorted(wanted.outlets))
    if wanted.tags:
        others["tags"] = """tags <> '[]' AND EXISTS (SELECT 1 FROM json_each(tags) t
            WHERE t.value IN (SELECT value FROM json_each(:tags)))"""
        parameters["tags"] = json.dumps(sorted(wanted.tags))
    if words := match_expression(wanted.words):
        others["words"] = "+number IN (SELECT rowid FROM mention_search WHERE mention_search MATCH :words)"
        parameters["words"] = words
    _add_organisations(clause, wanted)
    _add_times(clause, wanted)
    if wanted.reviewers:
        others["reviewers"] = """mention_id IN (SELECT mention_id FROM reviews
            WHERE reviewed_by IN (SELECT value FROM json_each(:reviewers)))"""
        parameters["reviewers"] = json.dumps(sorted(wanted.reviewers))
    if (days := _days(wanted.reviewed, wanted.zone)) is not None:
        others["reviewed"] = """mention_id IN (SELECT mention_id FROM reviews
            WHERE reviewed_at >= :reviewed_from AND reviewed_at < :reviewed_until)"""
        parameters |= {"reviewed_from": days["first_utc"], "reviewed_until": days["end_utc"]}


def _add_organisations(clause: Clause, wanted: Wanted) -> None:
    """Ids are letters, figures and hyphens: a quoted one is found as it stands in JSON, and `]` ends the first list."""
    for name, ids, place in (
        ("organisations", wanted.organisations, "organisations"),
        ("quoted", wanted.quoted, "substr(organisations, instr(organisations, ']'))"),
    ):
        if ids:
            clause.others[name] = f"EXISTS (SELECT 1 FROM json_each(:{name}) WHERE instr({place}, value))"  # noqa: S608
            clause.parameters[name] = json.dumps([json.dumps(one) for one in sorted(ids)])


def _add_times(clause: Clause, wanted: Wanted) -> None:
    for name, sign, when in zip(("since", "until"), (">=", "<"), wanted.found, strict=True):
        if when is not None:
            clause.others[name] = f"first_matched_at {sign} :{name}"
            clause.parameters[name] = time_text(when)
    if (days := _days(wanted.published, wanted.zone)) is not None:
        clause.others[
            "published"
        ] = """CASE length(published_utc) WHEN 10 THEN published_utc BETWEEN :first AND :last
            ELSE published_utc >= :first_utc AND published_utc < :end_utc END"""
        clause.parameters |= days
    if wanted.undated:
        clause.others["undated"] = "published_utc IS NULL"


def _days(days: tuple[date | None, date | None], zone: str) -> dict[str, str] | None:
    """Days of a zone as they stand in the archive: bare dates, and UTC from the first midnight to the last one.

    None where any day does.
    """
    if days == (None, None):
        return None
    first, last = days[0] or date(1, 1, 2), min(days[1] or date(9999, 12, 30), date(9999, 12, 30))
    begin, end = (
        time_text(datetime.combine(day, time.min, ZoneInfo(zone)))
        for day in (first, last + timedelta(days=1))
    )
    return {"first": first.isoformat(), "last": last.isoformat(), "first_utc": begin, "end_utc": end}
