"""The figures of a campaign: every number with the query of the list that it counts."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from pydantic import Field

from monitor.export.selection import Part, Selection
from monitor.figures import Count, Period, Table, figures_of
from monitor.web.api.operation import Call, Operation, Refused
from monitor.web.api.values import Asked, Code, Day, Value
from storage.model import Role


class FiguresAsked(Asked):
    """Of which days, by publication, and of whom."""

    since: Day | None = None
    until: Day | None = None
    organisation: Code | None = Field(None, description="Only what names or quotes it, by its id.")


class CountValue(Value):
    """A number of mentions; the list of mentions with this query holds as many."""

    number: int
    query: str


class RowValue(Value):
    """One line of a table: what it is about (empty where it is unknown), its days where it is about days, its counts."""

    key: str
    first: date | None
    last: date | None
    counts: list[CountValue]


class TableValue(Value):
    """A table: the names of its columns, and its rows."""

    columns: list[str]
    rows: list[RowValue]


class FiguresValue(Value):
    """What came out. `text`, `related` and `event` are never added up; what is to check or our own stands beside."""

    since: date | None
    until: date | None
    text: CountValue
    related: CountValue
    event: CountValue
    to_check: CountValue
    own: CountValue
    rejected: CountValue | None
    reviewed: CountValue | None
    stories: int = Field(description="Of `text`: dispatches, each counted once.")
    reprints: int
    outlets: int
    tables: dict[str, TableValue]


def figures(call: Call[FiguresAsked, None]) -> FiguresValue:
    """The overview of a campaign in numbers: what came out, where, in which tone, and how far its review is."""
    campaign, query = call.campaign, call.query
    if query.organisation not in {None, *(one.id for one in campaign.organisations)}:
        raise Refused(422, call.words("This organisation is not in the dossier."), "organisation")
    try:
        period = Period(query.since, query.until)
    except ValueError as error:
        said = call.words("A period begins before it ends, between 1990 and 2100.")
        raise Refused(422, said, "since") from error
    found = figures_of(
        call.store, campaign, period, call.desk.now,
        call.desk.loaded.settings.crawl.min_read, query.organisation or "",
    )  # fmt: skip
    return FiguresValue(
        since=found.period.first,
        until=found.period.last,
        text=_count(found.text),
        related=_count(found.related),
        event=_count(found.event),
        to_check=_count(found.to_check),
        own=_count(found.own),
        rejected=_count(found.rejected) if found.rejected is not None else None,
        reviewed=_count(found.reviewed) if found.reviewed is not None else None,
        stories=found.stories,
        reprints=found.reprints,
        outlets=found.outlets,
        tables={name.value: _table(one) for name, one in found.tables.items()},
    )


def query_of(chosen: Selection) -> str:
    """A selection as the query of the list of mentions."""
    (first, last), (begun, ended) = chosen.published, chosen.reviewed
    lists: dict[str, Any] = {
        "status": chosen.statuses,
        "kind": chosen.kinds,
        "outlet": chosen.outlets,
        "outlet_kind": _unknown(chosen.outlet_kinds),
        "country": _unknown(chosen.countries),
        "language": _unknown(chosen.languages),
        "organisation": chosen.organisations,
        "quoted": chosen.quoted,
        "tone": _unknown(chosen.tones),
        "tag": chosen.tags,
        "by": chosen.reviewers,
    }
    pairs = [(name, str(one)) for name, values in lists.items() for one in sorted(values)]
    single: dict[str, Any] = {
        "check": None if chosen.to_check is Part.IN else chosen.to_check.value,
        "own": None if chosen.own is Part.IN else chosen.own.value,
        "starred": None if chosen.starred is None else str(chosen.starred).lower(),
        "since": first,
        "until": last,
        "decided_since": begun,
        "decided_until": ended,
        "undated": "true" if chosen.undated else None,
        "words": chosen.words or None,
    }
    return urlencode([*pairs, *((name, str(one)) for name, one in single.items() if one is not None)])


def _unknown(values: frozenset[str]) -> set[str]:
    return {one or "none" for one in values}


def _count(one: Count) -> CountValue:
    return CountValue(number=one.number, query=query_of(one.selection))


def _table(one: Table) -> TableValue:
    rows = [
        RowValue(
            key=row.key,
            first=row.span.first if row.span is not None else None,
            last=row.span.last if row.span is not None else None,
            counts=[_count(count) for count in row.counts],
        )
        for row in one.rows
    ]
    return TableValue(columns=list(one.columns), rows=rows)


_NONE = {"number": 0, "query": "status=rejected"}

OPERATIONS = (
    Operation(
        "figures", "GET", "/campaigns/{campaign}/figures", Role.READER, "Reports", "Figures, each with its list",
        figures, FiguresValue, FiguresAsked,
        example={
            "since": None, "until": None, "text": {"number": 3, "query": "kind=citation&kind=republication&check=out"},
            "related": _NONE, "event": _NONE, "to_check": _NONE, "own": _NONE, "rejected": _NONE, "reviewed": None,
            "stories": 2, "reprints": 1, "outlets": 3,
            "tables": {"outlets": {"columns": ["text", "related", "event"], "rows": [
                {"key": "phare", "first": None, "last": None, "counts": [{"number": 1, "query": "outlet=phare"}]}]}},
        },
    ),
)  # fmt: skip
