"""The filters of the list with their counts: each count is a link that opens what it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from monitor.web.desk import Desk
from monitor.web.pages.inbox_asking import ALL, Asked
from monitor.wording.labels import MENTION_KIND, TONE, outlet_kind_words
from monitor.wording.outside import clean
from monitor.wording.words import message
from storage.model import MentionKind, ReviewStatus, Tally

FEW = 6
"""So many languages stand as boxes; more of them are a list to choose from."""

MOST = 300
"""Outlets and tags in a list to choose from; those with most mentions stay."""

TABS: Mapping[ReviewStatus, str] = {
    ReviewStatus.TO_REVIEW: message("To review"),
    ReviewStatus.SECOND_LOOK: message("Second look"),
    ReviewStatus.CONFIRMED: message("Confirmed"),
    ReviewStatus.REJECTED: message("Rejected"),
}


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
    whole = not asked.selection.statuses
    return [*found, Choice(ALL, desk.words("All"), everything, whole, asked.query(status=ALL))]


def facets(desk: Desk, asked: Asked, tally: Tally) -> list[Facet]:
    """The filters of which there is something to choose."""
    words, chosen = desk.words, asked.selection
    outlets = (
        {one.id: clean(one.name, 80) for one in desk.store.outlets()}
        if tally.outlets or chosen.outlets
        else {}
    )
    people = {one.id: clean(one.name, 80) for one in desk.campaign.organisations}
    known = {one: count for one, count in tally.organisations.items() if one in people}
    tones = {one: count for one, count in tally.tones.items() if one in TONE}
    kinds = {str(one): tally.kinds[one] for one in MENTION_KIND if one in tally.kinds}
    languages = _named(tally.languages)

    def facet(
        name: str, title: str, counts: Mapping[str, int], text: Callable[[str], str], held: Iterable[str]
    ) -> Facet:
        kept = frozenset(one for one in held if one)
        values = [one for one in sorted(counts, key=lambda one: -counts[one])[:MOST] if one not in kept]
        values += kept  # one that is chosen stays, whatever else is
        values.sort(key=list(MENTION_KIND).index if name == "kind" else text)  # type: ignore[arg-type]
        made = (
            Choice(one, text(one), counts.get(one, 0), one in kept, asked.query(**{name: [one]}))
            for one in values
        )
        boxes = name in ("kind", "outlet_kind", "tone") or (name == "language" and len(counts) <= FEW)
        return Facet(name, title, tuple(made), boxes)

    made = [
        facet("kind", words("Kind"), kinds, lambda one: _kind_text(desk, one), chosen.kinds),
        facet(
            "outlet_kind", words("Kind of outlet"), _named(tally.outlet_kinds),
            lambda one: outlet_kind_words(words, clean(one, 40)), chosen.outlet_kinds,
        ),
        facet("outlet", words("Outlet"), tally.outlets, lambda one: outlets.get(one, clean(one, 80)), chosen.outlets),
        facet("organisation", words("Organisation"), known, lambda one: people.get(one, clean(one, 80)), chosen.organisations),
        facet("language", words("Language"), languages, words.tongue, chosen.languages),
        facet("tone", words("Tone"), tones, lambda one: words(TONE[one]), chosen.tones),
        facet("tag", words("Tag"), tally.tags, lambda one: clean(one, 60), chosen.tags),
    ]  # fmt: skip
    return [one for one in made if one.choices]


def _kind_text(desk: Desk, kind: str) -> str:
    """A kind in words: that of the event by the event's own short name."""
    event = desk.campaign.event if kind == MentionKind.TOPIC else None
    short = clean(event.short(desk.words.language), 40) if event else ""
    return short[:1].upper() + short[1:] or desk.words(MENTION_KIND[MentionKind(kind)])


def _named(counts: Mapping[str, int]) -> dict[str, int]:
    return {one: count for one, count in counts.items() if one}
