"""Mentions of the event, each resolved to one edition by what stands in its own sentence.

Another edition or place counts against the mention beside it and against no other. A mention with nothing
beside it goes with the nearest mention of the article that is resolved, then with the year of publication.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.dossier import Event
from monitor.matching.reading import ReadField, Reading
from monitor.matching.terms import Hit, Role
from storage.model import Evidence, Moment

NEAR = 8
"""The largest number of words between the event's noun and what it is about: "un sommet mondial consacré à l'IA"."""

_DATELINE = 4
WEIGHTS = {True: 0.6, False: 0.4}
"""With and without a place, host or date in the same sentence."""


@dataclass(frozen=True, slots=True)
class EventMention:
    """A mention of the event at tokens `first`-`last` of `text`; `ours` None while nothing resolves it."""

    text: ReadField
    first: int
    last: int
    ours: bool | None
    supported: bool = False


def event_mentions(reading: Reading, event: Event) -> list[EventMention]:
    """The mentions of our edition in what people read, in reading order."""
    found = [mention for text in reading.texts for mention in _in_field(text, reading)]
    return [mention for mention in _settled(found, reading.article.published_at, event) if mention.ours]


def event_evidence(mentions: Sequence[EventMention], event: Event) -> list[Evidence]:
    """Each mention as evidence."""
    return [
        mention.text.evidence(
            "event", "event", event.id, mention.first, mention.last, WEIGHTS[mention.supported]
        )
        for mention in mentions
    ]


def slug_evidence(reading: Reading, event: Event) -> list[Evidence]:
    """The event named by the address only, without another edition beside it."""
    slug = reading.slug
    if slug.of(Role.OTHER_EDITION):
        return []
    return [
        slug.evidence("event", "event", event.id, hit.first, hit.last, WEIGHTS[False])
        for hit in slug.of(Role.EVENT)[:1]
    ]


def _in_field(text: ReadField, reading: Reading) -> list[EventMention]:
    """Names of the event, and its noun with subject, place or date in one sentence; overlaps taken once."""
    spans: list[tuple[int, int]] = []
    for hit in text.of(Role.EVENT, Role.HEAD):
        span = _named(text, hit, reading) if hit.term.role is Role.EVENT else _described(text, hit)
        if span is None:
            continue
        if spans and span[0] <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(span[1], spans[-1][1]))
        else:
            spans.append(span)
    return [_resolved(text, first, last) for first, last in spans]


def _named(text: ReadField, hit: Hit, reading: Reading) -> tuple[int, int] | None:
    """A name of the event; one that says nothing of its subject counts where the article does."""
    inside = [subject for subject in text.of(Role.SUBJECT) if hit.first <= subject.first <= hit.last]
    whole = inside or reading.has(Role.SUBJECT) or text.together(hit, text.of(Role.DATE))
    return (hit.first, hit.last) if whole else None


def _described(text: ReadField, head: Hit) -> tuple[int, int] | None:
    """The event's noun near its subject, or in one sentence with its subject and its place or date."""
    subjects = text.together(head, text.of(Role.SUBJECT))
    if not subjects:
        return None
    subject = min(subjects, key=lambda other: _distance(other, head.first, head.last))
    if _distance(subject, head.first, head.last) <= NEAR:
        return min(head.first, subject.first), max(head.last, subject.last)
    return (head.first, head.last) if text.together(head, text.of(Role.PLACE, Role.DATE)) else None


def _distance(hit: Hit, first: int, last: int) -> int:
    """Words between a hit and the tokens first-last; -1 inside them."""
    if hit.last < first:
        return first - hit.last - 1
    return hit.first - last - 1 if hit.first > last else -1


def _resolved(text: ReadField, first: int, last: int) -> EventMention:
    """Whose edition: what stands nearest in the sentence says it, ours where both are as near."""
    sentence = text.field.sentences[first]

    def nearest(*roles: Role) -> int | None:
        hits = [
            hit for hit in text.of(*roles) if text.sentence(hit) == sentence and not _is_dateline(text, hit)
        ]
        return min((_distance(hit, first, last) for hit in hits), default=None)

    own, other = nearest(Role.PLACE, Role.DATE), nearest(Role.OTHER_EDITION)
    if other is not None and (own is None or other < own):
        return EventMention(text, first, last, ours=False)
    return EventMention(text, first, last, True if own is not None else None, own is not None)


def _is_dateline(text: ReadField, hit: Hit) -> bool:
    """A place that says where the report was written ("NEW DELHI –"), not where the event is."""
    tokens = text.field.folded.tokens
    if text.field.name != "body" or hit.last >= _DATELINE or hit.last + 1 >= len(tokens):
        return False
    gap = text.field.folded.raw[tokens[hit.last].end : tokens[hit.last + 1].start]
    return any(sign in gap for sign in "–—-:(,/")


def _settled(mentions: list[EventMention], published: Moment | None, event: Event) -> list[EventMention]:
    """Mentions with nothing beside them follow the last one resolved, the first one, the year of publication."""
    first = next((mention.ours for mention in mentions if mention.ours is not None), None)
    current = _by_year(published, event) if first is None else first
    settled = []
    for mention in mentions:
        current = current if mention.ours is None else mention.ours
        settled.append(replace(mention, ours=current))
    return settled


def _by_year(published: Moment | None, event: Event) -> bool:
    """False where the article appeared in the year of another edition and not in one of ours."""
    if published is None:
        return True
    ours = {day.year for day in (event.starts_on, event.ends_on) if day is not None}
    year = published.year if not isinstance(published, datetime) else published.date().year
    others = {year for edition in event.other_editions for year in edition.years}
    return year in ours or year not in others
