"""What a list is limited to besides its filters with counts: shown, so that one sees why it is as it is, and can let go of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from monitor.export.selection import Part
from monitor.web.desk import Desk
from monitor.web.pages.inbox_asking import NONE, Asked
from monitor.wording.labels import REVIEW_STATUS
from monitor.wording.outside import clean
from monitor.wording.words import message

PARTS = {
    ("check", Part.OUT): message("without those to check"),
    ("own", Part.OUT): message("without pages of our organisations"),
    ("own", Part.ONLY): message("pages of our organisations only"),
}
UNKNOWN = {
    "outlet_kind": message("kind of outlet unknown"),
    "country": message("country unknown"),
    "language": message("language unknown"),
    "tone": message("tone not judged yet"),
}


@dataclass(frozen=True, slots=True)
class Also:
    """One limit of a list: the field and value of its query, and its words."""

    name: str
    value: str
    text: str


def also(desk: Desk, asked: Asked) -> list[Also]:
    """The limits of this list for which the form has no field of their own."""
    found = [*_statuses(desk, asked), *_apart(desk, asked), *_known(desk, asked), *_decided(desk, asked)]
    chosen = {
        "outlet_kind": asked.selection.outlet_kinds,
        "country": asked.selection.countries,
        "language": asked.selection.languages,
        "tone": asked.selection.tones,
    }
    unknown = [Also(name, NONE, desk.words(UNKNOWN[name])) for name, values in chosen.items() if "" in values]
    if asked.selection.undated:
        unknown.append(Also("undated", "1", desk.words("without a date")))
    return [*found, *unknown]


def _statuses(desk: Desk, asked: Asked) -> Iterator[Also]:
    if len(asked.selection.statuses) > 1 and desk.person is not None:
        for one, text in REVIEW_STATUS.items():
            if one in asked.selection.statuses:
                yield Also("status", one.value, desk.words(text))


def _apart(desk: Desk, asked: Asked) -> Iterator[Also]:
    for name, part in (("check", asked.selection.to_check), ("own", asked.selection.own)):
        if (name, part) in PARTS:
            yield Also(name, "0" if part is Part.OUT else "1", desk.words(PARTS[name, part]))


def _known(desk: Desk, asked: Asked) -> Iterator[Also]:
    words, names = desk.words, {one.id: one.name for one in desk.campaign.organisations}
    for country in sorted(asked.selection.countries - {""}):
        yield Also("country", country, words.country(clean(country, 20)))
    for one in sorted(asked.selection.quoted):
        yield Also("quoted", one, words("quotes {name}", name=clean(names.get(one, one), 80)))


def _decided(desk: Desk, asked: Asked) -> Iterator[Also]:
    words = desk.words
    names = {one.login: one.name for one in desk.store.accounts()} if asked.selection.reviewers else {}
    for one in sorted(asked.selection.reviewers):
        yield Also("by", one, words("decided by {name}", name=clean(names.get(one, one), 60)))
    begun, ended = asked.selection.reviewed
    if begun is not None:
        yield Also("decided_since", begun.isoformat(), words("decided from {day} on", day=_day(desk, begun)))
    if ended is not None:
        yield Also("decided_until", ended.isoformat(), words("decided until {day}", day=_day(desk, ended)))


def _day(desk: Desk, day: date) -> str:
    return desk.words.day(day)
