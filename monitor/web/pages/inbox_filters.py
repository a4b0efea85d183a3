"""The filters of the list with their counts: each count is a link that opens what it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from monitor.web.desk import Desk
from monitor.web.pages.inbox_asking import ALL, Asked
from monitor.wording.labels import MENTION_KIND, TONE, outlet_kind_words
from monitor.wording.outside import clean
from monitor.wording.words import message
from storage.model import MentionKind, ReviewStatus, Tally

MOST = 300
"""Outlets and tags in a list to choose from; those with most mentions stay."""

TABS: Mapping[ReviewStatus, str] = {
    ReviewStatus.TO_REVIEW: message("To review"),
    ReviewStatus.SECOND_LOOK: message("Second look"),
    ReviewStatus.CONFIRMED: message("Confirmed"),
    ReviewStatus.REJECTED: message("Rejected"),
}

Value = TypeVar("Value", bound=str)


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter. `query` opens what has this value alone."""

    value: str
    text: str
    count: int
    chosen: bool
    query: str


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter: a group of boxes, or where there are many values a list to choose one from."""

    name: str
    title: str
    choices: tuple[Choice, ...]
    boxes: bool


def tabs(desk: Desk, asked: Asked, tally: Tally) -> list[Choice]:
    """The statuses, each with its count, and all of them together."""
    found = [
        Choice(
            status,
            desk.words(text),
            tally.statuses.get(status, 0),
            asked.status is status,
            asked.query(status=status),
        )
        for status, text in TABS.items()
    ]
    everything = sum(tally.statuses.values())
    return [*found, Choice(ALL, desk.words("All"), everything, asked.status is None, asked.query(status=ALL))]


def facets(desk: Desk, asked: Asked, tally: Tally) -> list[Facet]:
    """The filters of which there is something to choose."""
    words, chosen = desk.words, asked.selection
    event = desk.campaign.event

    def kind_text(kind: MentionKind) -> str:
        short = clean(event.short(words.language), 40) if event and kind is MentionKind.TOPIC else ""
        return short[:1].upper() + short[1:] or words(MENTION_KIND[kind])

    def facet(
        name: str,
        title: str,
        counts: Mapping[Value, int],
        text: Callable[[Value], str],
        held: Iterable[str],
        boxes: bool,
    ) -> Facet:
        values = sorted(counts, key=lambda one: -counts[one])[:MOST]
        values.sort(key=(lambda one: list(MENTION_KIND).index(MentionKind(one))) if name == "kind" else text)
        kept = frozenset(held)
        made = (
            Choice(one, text(one), counts[one], one in kept, asked.query(**{name: [one]})) for one in values
        )
        return Facet(name, title, tuple(made), boxes)

    outlets = {one.id: clean(one.name, 80) for one in desk.store.outlets()} if tally.outlets else {}
    people = {one.id: clean(one.name, 80) for one in desk.campaign.organisations}
    known = {one: count for one, count in tally.organisations.items() if one in people}
    kinds = {one: count for one, count in tally.outlet_kinds.items() if one}
    tones = {one: count for one, count in tally.tones.items() if one in TONE}
    tongues = {one: count for one, count in tally.languages.items() if one}
    made = [
        facet("kind", words("Kind"), tally.kinds, kind_text, chosen.kinds, True),
        facet(
            "outlet_kind",
            words("Kind of outlet"),
            kinds,
            lambda one: outlet_kind_words(words, clean(one, 40)),
            chosen.outlet_kinds,
            True,
        ),
        facet(
            "outlet", words("Outlet"), tally.outlets, lambda one: outlets.get(one, one), chosen.outlets, False
        ),
        facet(
            "organisation", words("Organisation"), known, lambda one: people[one], chosen.organisations, False
        ),
        facet("language", words("Language"), tongues, words.tongue, chosen.languages, len(tongues) <= 6),
        facet("tone", words("Tone"), tones, lambda one: words(TONE[one]), chosen.tones, True),
        facet("tag", words("Tag"), tally.tags, lambda one: clean(one, 60), chosen.tags, False),
    ]
    return [one for one in made if one.choices]
