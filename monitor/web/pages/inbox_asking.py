"""The list that is asked for, from the query of its address to a `Selection` and back. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit

from monitor.export.columns import TONES
from monitor.export.selection import Part, Selection
from monitor.web.forms import Fields
from storage.model import InboxOrder, MentionKind, ReviewStatus

ALL = "all"
"""The status that stands for all of them; without one the list holds what is to review."""

NONE = "none"
"""In a query, what is unknown or was not said: a language, a country, a kind of outlet, a tone."""

MOST_VALUES = 50
MOST_PAGES = 100_000
PARTS: Mapping[Part, list[str]] = {Part.IN: [], Part.OUT: ["0"], Part.ONLY: ["1"]}
"""In a query, what becomes of those that stand apart."""

Name = TypeVar("Name", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Asked:
    """The list of one address: which mentions, in which order, from which story on."""

    selection: Selection
    order: InboxOrder = InboxOrder.NEWEST
    page: int = 1

    @property
    def status(self) -> ReviewStatus | None:
        """The one status of which the list is; None: of several, or of all."""
        return next(iter(self.selection.statuses), None) if len(self.selection.statuses) == 1 else None

    @property
    def filtered(self) -> bool:
        """Is there a filter besides the status?"""
        statuses = self.selection.statuses if len(self.selection.statuses) < 2 else frozenset()
        plain = Selection(self.selection.campaign, statuses=statuses, zone=self.selection.zone)
        return self.selection != plain

    @property
    def own_page(self) -> bool:
        """Is it a list that somebody asked for, neither what is to review nor all of one status?"""
        return self.filtered or self.status is not ReviewStatus.TO_REVIEW

    def query(self, **changes: object) -> str:
        """The query of the address with these fields otherwise (`kind=["citation"]`, `page=2`, None: without)."""
        fields = self.fields() | {name: _texts(value) for name, value in changes.items()}
        if (changes and "page" not in changes) or fields.get("page") == ["1"]:
            fields.pop("page", None)
        return urlencode([(name, text) for name, texts in fields.items() for text in texts])

    def fields(self) -> dict[str, list[str]]:
        """The fields of the query, without those that say nothing."""
        chosen, (first, last) = self.selection, self.selection.published
        (begun, ended) = chosen.reviewed
        found: dict[str, Sequence[str]] = {
            "status": [] if self.status is ReviewStatus.TO_REVIEW else sorted(chosen.statuses) or [ALL],
            "kind": sorted(chosen.kinds),
            "check": PARTS[chosen.to_check],
            "own": PARTS[chosen.own],
            "outlet": sorted(chosen.outlets),
            "outlet_kind": _named(chosen.outlet_kinds),
            "country": _named(chosen.countries),
            "language": _named(chosen.languages),
            "organisation": sorted(chosen.organisations),
            "quoted": sorted(chosen.quoted),
            "tone": _named(chosen.tones),
            "tag": sorted(chosen.tags),
            "star": ["1"] if chosen.starred else [],
            "by": sorted(chosen.reviewers),
            "since": [first.isoformat()] if first else [],
            "until": [last.isoformat()] if last else [],
            "decided_since": [begun.isoformat()] if begun else [],
            "decided_until": [ended.isoformat()] if ended else [],
            "undated": ["1"] if chosen.undated else [],
            "words": [chosen.words] if chosen.words else [],
            "order": [str(self.order)] if self.order is not InboxOrder.NEWEST else [],
            "page": [str(self.page)] if self.page > 1 else [],
        }
        return {name: [str(text) for text in texts] for name, texts in found.items() if texts}


def asked_of(fields: Fields, campaign: str, zone: str) -> Asked:
    """The list that a query asks for; what it holds that there is not is passed over."""
    statuses = fields.all("status", 20)
    tones = frozenset(one for one in _unnamed(fields.all("tone", 20)) if one in TONES or not one)
    order = fields.text("order", 20)
    selection = Selection(
        campaign=campaign,
        zone=zone,
        statuses=frozenset()
        if ALL in statuses
        else _enums(ReviewStatus, statuses) or frozenset({ReviewStatus.TO_REVIEW}),
        kinds=_enums(MentionKind, fields.all("kind", 20)),
        to_check=_part(fields.text("check", 10)),
        own=_part(fields.text("own", 10)),
        outlets=_some(fields.all("outlet", 100)),
        outlet_kinds=_unnamed(fields.all("outlet_kind", 60)),
        countries=_unnamed(fields.all("country", 10)),
        languages=_unnamed(fields.all("language", 10)),
        quoted=_some(fields.all("quoted", 80)),
        reviewers=_some(fields.all("by", 80)),
        reviewed=(_day(fields.text("decided_since", 10)), _day(fields.text("decided_until", 10))),
        undated=fields.flag("undated"),
        organisations=_some(fields.all("organisation", 80)),
        tones=tones,
        tags=_some(fields.all("tag", 60)),
        starred=True if fields.flag("star") else None,
        published=(_day(fields.text("since", 10)), _day(fields.text("until", 10))),
        words=fields.text("words", 200),
    )
    page = fields.number("page") or 1
    return Asked(
        selection,
        InboxOrder(order) if order in set(InboxOrder) else InboxOrder.NEWEST,
        min(max(page, 1), MOST_PAGES),
    )


def fields_of_address(address: str) -> Fields:
    """The query of an address of ours."""
    return Fields(parse_qsl(urlsplit(address).query[:4_000], max_num_fields=200))


def for_partner(asked: Asked, organisation: str) -> Asked:
    """What a link to share shows of a list: nothing that was rejected, only what names its organisation, and no list that
    tells what people said.
    """
    held = frozenset(ReviewStatus) - {ReviewStatus.REJECTED}
    chosen = replace(
        asked.selection,
        statuses=held,
        organisations=frozenset({organisation}) if organisation else asked.selection.organisations,
        tags=frozenset(),
        tones=frozenset(),
        starred=None,
        reviewers=frozenset(),
        reviewed=(None, None),
    )
    return replace(asked, selection=chosen)


def _enums(kind: type[Name], texts: tuple[str, ...]) -> frozenset[Name]:
    known: Mapping[str, Name] = {str(one): one for one in kind}
    return frozenset(known[text] for text in texts if text in known)


def _some(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(text for text in texts[:MOST_VALUES] if text)


def _named(values: Iterable[str]) -> list[str]:
    return sorted(one or NONE for one in values)


def _unnamed(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset("" if text == NONE else text for text in texts[:MOST_VALUES] if text)


def _part(text: str) -> Part:
    return next((part for part, texts in PARTS.items() if texts == [text]), Part.IN)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _texts(value: object) -> list[str]:
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]
