"""The list that is asked for, from the query of its address to a `Selection` and back. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

MOST_VALUES = 50
MOST_PAGES = 100_000
Name = TypeVar("Name", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Asked:
    """The list of one address: which mentions, in which order, from which story on."""

    selection: Selection
    order: InboxOrder = InboxOrder.NEWEST
    page: int = 1

    @property
    def status(self) -> ReviewStatus | None:
        """The status of which the list is; None: of all."""
        return next(iter(self.selection.statuses), None) if len(self.selection.statuses) == 1 else None

    @property
    def filtered(self) -> bool:
        """Is there a filter besides the status?"""
        plain = Selection(self.selection.campaign, statuses=self.selection.statuses, zone=self.selection.zone)
        return self.selection != plain

    def query(self, **changes: object) -> str:
        """The query of the address with these fields otherwise (`kind=["citation"]`, `page=2`, None: without)."""
        fields = self.fields() | {name: _texts(value) for name, value in changes.items()}
        if changes and "page" not in changes:
            fields.pop("page", None)
        return urlencode([(name, text) for name, texts in fields.items() for text in texts])

    def fields(self) -> dict[str, list[str]]:
        """The fields of the query, without those that say nothing."""
        chosen, (first, last) = self.selection, self.selection.published
        status = str(self.status) if self.status else ALL
        found: dict[str, Sequence[str]] = {
            "status": [] if self.status is ReviewStatus.TO_REVIEW else [status],
            "kind": sorted(chosen.kinds),
            "check": ["1"] if chosen.to_check is Part.ONLY else [],
            "outlet": sorted(chosen.outlets),
            "outlet_kind": sorted(chosen.outlet_kinds),
            "language": sorted(chosen.languages),
            "organisation": sorted(chosen.organisations),
            "tone": sorted(chosen.tones),
            "tag": sorted(chosen.tags),
            "star": ["1"] if chosen.starred else [],
            "since": [first.isoformat()] if first else [],
            "until": [last.isoformat()] if last else [],
            "words": [chosen.words] if chosen.words else [],
            "order": [str(self.order)] if self.order is not InboxOrder.NEWEST else [],
            "page": [str(self.page)] if self.page > 1 else [],
        }
        return {name: [str(text) for text in texts] for name, texts in found.items() if texts}


def asked_of(fields: Fields, campaign: str, zone: str) -> Asked:
    """The list that a query asks for; what it holds that there is not is passed over."""
    status = fields.text("status", 20)
    tones = frozenset(one for one in fields.all("tone", 20)[:MOST_VALUES] if one in TONES)
    order = fields.text("order", 20)
    selection = Selection(
        campaign=campaign,
        zone=zone,
        statuses=frozenset()
        if status == ALL
        else _enums(ReviewStatus, (status,)) or frozenset({ReviewStatus.TO_REVIEW}),
        kinds=_enums(MentionKind, fields.all("kind", 20)),
        to_check=Part.ONLY if fields.flag("check") else Part.IN,
        outlets=_some(fields.all("outlet", 100)),
        outlet_kinds=_some(fields.all("outlet_kind", 60)),
        languages=_some(fields.all("language", 10)),
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
    """What a link to share shows of a list: nothing that was rejected, and only what names its organisation."""
    held = frozenset(ReviewStatus) - {ReviewStatus.REJECTED}
    chosen = replace(
        asked.selection,
        statuses=held,
        organisations=frozenset({organisation}) if organisation else asked.selection.organisations,
        tags=frozenset(),
        tones=frozenset(),
    )
    return replace(asked, selection=chosen)


def _enums(kind: type[Name], texts: tuple[str, ...]) -> frozenset[Name]:
    known: Mapping[str, Name] = {str(one): one for one in kind}
    return frozenset(known[text] for text in texts if text in known)


def _some(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(text for text in texts[:MOST_VALUES] if text)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _texts(value: object) -> list[str]:
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]
