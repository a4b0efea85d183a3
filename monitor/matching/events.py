"""Mentions of the event, each resolved to one edition by what stands in its own sentence.

Another edition or place counts against the mention beside it and against no other. A mention with nothing
beside it goes with the mention before it that is resolved, then with the first that is, then with title and
standfirst, then with the year of publication.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from monitor.dossier import Event
from monitor.matching import lexicon
from monitor.matching.folding import fold_words
from monitor.matching.reading import ReadField, Reading
from monitor.matching.terms import Hit, Role
from storage.model import Evidence, Moment

AFTER, BEFORE = 5, 2
"""The largest number of words between the event's noun and its subject: after it ("une conférence mondiale
consacrée à l'eau"), before it ("Water Conference"); "on demande de l'eau à la conférence" is another thing."""

BESIDE = 3
"""Within so many words another edition's name or year outweighs a place inside our name: "la conférence de
Brest de 1998"."""

SHORTEST_STEM = 5
"""Letters of a place by which a word derived from it is known: Brest, brestois."""

WEEKS = timedelta(days=30)
DAYS = timedelta(days=3)
"""Around the event: a gathering at its venue in the weeks is the event where the article is on the subject, in
these days in any case."""

A_ZONE = timedelta(days=1)
"""By how much the days of two time zones can differ."""

INSIDE = -1
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


@dataclass(frozen=True, slots=True)
class Nearness:
    """Whether an article is of the weeks of the event, of its very days, and speaks of a gathering on its subject.

    `stems`: the places of the event, to which a name may only allude ("Bremer").
    """

    weeks: bool
    days: bool
    gathering: bool
    stems: tuple[str, ...] = ()


def event_mentions(reading: Reading, event: Event) -> list[EventMention]:
    """The mentions of our edition in what people read, in reading order."""
    published = reading.article.published_at
    when = Nearness(
        is_near(event, published),
        is_near(event, published, DAYS),
        _speaks_of_gathering(reading),
        _stems(event),
    )
    found = [mention for text in reading.texts for mention in _in_field(text, reading, when)]
    presumed = not _is_about_another(reading) and _by_year(reading.article.published_at, event)
    return [mention for mention in _settled(found, presumed) if mention.ours]


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
    if slug.of(Role.OTHER_PLACE, Role.OTHER_NAME):
        return []
    return [
        slug.evidence("event", "event", event.id, hit.first, hit.last, WEIGHTS[False])
        for hit in slug.of(Role.EVENT)[:1]
    ]


def _in_field(text: ReadField, reading: Reading, when: Nearness) -> list[EventMention]:
    """Names of the event, its noun with subject, place or date in one sentence, its venue; overlaps taken once."""
    spans: list[tuple[int, int]] = []
    for hit in text.of(Role.EVENT, Role.HEAD, Role.GATHERING, Role.VENUE):
        if spans and hit.last <= spans[-1][1]:
            continue
        span = _span(text, hit, reading, when)
        if span is None:
            continue
        if spans and span[0] <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(span[1], spans[-1][1]))
        else:
            spans.append(span)
    return [_resolved(text, first, last, when.stems) for first, last in spans]


def _span(text: ReadField, hit: Hit, reading: Reading, when: Nearness) -> tuple[int, int] | None:
    """The words by which the event is named at this hit; None where it is not."""
    match hit.term.role:
        case Role.EVENT:
            return _named(text, hit, reading, when.weeks)
        case Role.HEAD:
            return _described(text, hit, reading, when.weeks)
        case Role.GATHERING:
            return _gathered(text, hit, reading) if when.weeks else None
        case _:
            return (hit.first, hit.last) if when.weeks and _at_venue(text, hit, reading, when) else None


def _gathered(text: ReadField, hit: Hit, reading: Reading) -> tuple[int, int] | None:
    """Another word for a meeting, with the subject beside it, where host, date or venue say which."""
    span = _with_subject(text, hit)
    return (
        span
        if span and (reading.has(Role.VENUE) or text.together(hit, text.of(Role.HOST, Role.DATE)))
        else None
    )


def _at_venue(text: ReadField, hit: Hit, reading: Reading, when: Nearness) -> bool:
    """The venue, where those who meet are told of, in its sentence or in the article, or its host is beside it.

    A hall holds many events: under a title or standfirst that names another edition, ours must be named too.
    """
    if any(above.of(Role.OTHER_NAME) for above in reading.texts[:2]) and not reading.has(Role.EVENT):
        return False
    meeting = when.gathering or bool(text.together(hit, text.of(Role.GATHERING)))
    hosted = reading.has(Role.SUBJECT) and bool(text.together(hit, text.of(Role.HOST)))
    return hosted or (meeting and (when.days or reading.has(Role.SUBJECT)))


def _speaks_of_gathering(reading: Reading) -> bool:
    return reading.has(Role.HEAD) or any(
        _with_subject(text, hit) for text, hit in reading.each(Role.GATHERING)
    )


def _named(text: ReadField, hit: Hit, reading: Reading, near: bool) -> tuple[int, int] | None:
    """A name of the event; one that says nothing of its subject counts where the article does, and, outside the
    weeks of the event, is not followed by another subject: "conférence de Brest sur les algues".
    """
    inside = [subject for subject in text.of(Role.SUBJECT) if hit.first <= subject.first <= hit.last]
    if not inside and not near and _is_about_other_matter(text, hit):
        return None
    if inside or reading.has(Role.SUBJECT) or text.together(hit, text.of(Role.DATE)):
        return hit.first, hit.last
    said = set(hit.term.words)
    elsewhere = any(said.isdisjoint(place.term.words) for _, place in reading.each(Role.PLACE))
    return (hit.first, hit.last) if elsewhere else None


def _is_about_other_matter(text: ReadField, hit: Hit) -> bool:
    tokens, after = text.field.folded.tokens, hit.last + 1
    if after >= len(tokens) or tokens[after].folded not in lexicon.ABOUT:
        return False
    if text.field.sentences[after] != text.field.sentences[hit.last]:
        return False
    return not any(0 <= subject.first - after <= AFTER for subject in text.of(Role.SUBJECT))


def _described(text: ReadField, head: Hit, reading: Reading, near: bool) -> tuple[int, int] | None:
    """The event's noun with its subject; in an article about the subject, with its date, or in the weeks of
    the event with its place.
    """
    span = _with_subject(text, head)
    if span is not None:
        return span
    telling = (Role.DATE, Role.PLACE) if near else (Role.DATE,)
    placed = reading.has(Role.SUBJECT) and text.together(head, text.of(*telling))
    return (head.first, head.last) if placed else None


def _with_subject(text: ReadField, noun: Hit) -> tuple[int, int] | None:
    """A noun and the subject not many words away in its sentence."""
    for subject in text.together(noun, text.of(Role.SUBJECT)):
        room = AFTER if subject.first > noun.last else BEFORE
        if _distance(subject, noun.first, noun.last) <= room:
            return min(noun.first, subject.first), max(noun.last, subject.last)
    return None


def _distance(hit: Hit, first: int, last: int) -> int:
    """Words between a hit and the tokens first-last; INSIDE where they overlap."""
    if hit.last < first:
        return first - hit.last - 1
    return hit.first - last - 1 if hit.first > last else INSIDE


def _stems(event: Event) -> tuple[str, ...]:
    words = [fold_words(place) for place in event.places]
    return tuple(found[0] for found in words if len(found) == 1 and len(found[0]) >= SHORTEST_STEM)


def _resolved(text: ReadField, first: int, last: int, stems: tuple[str, ...] = ()) -> EventMention:
    """Whose edition: what stands nearest in the sentence says it, ours where both are as near."""
    sentence = text.field.sentences[first]

    def nearest(*roles: Role) -> int | None:
        hits = [
            hit for hit in text.of(*roles) if text.sentence(hit) == sentence and not _is_dateline(text, hit)
        ]
        return min((_distance(hit, first, last) for hit in hits), default=None)

    own, named = nearest(Role.PLACE, Role.HOST, Role.DATE), nearest(Role.OTHER_NAME)
    named_after = [text.field.folded.tokens[index].folded for index in range(first, last + 1)]
    if stems and any(word.startswith(stems) for word in named_after):
        own = INSIDE
    others = [distance for distance in (named, nearest(Role.OTHER_PLACE)) if distance is not None]
    if others and (own is None or min(others) < own):
        return EventMention(text, first, last, ours=False)
    if own == INSIDE and named is not None and named <= BESIDE:
        return EventMention(text, first, last, ours=False)
    return EventMention(text, first, last, True if own is not None else None, own is not None)


def _is_dateline(text: ReadField, hit: Hit) -> bool:
    """A place that says where the report was written ("OSLO –"), not where the event is."""
    tokens = text.field.folded.tokens
    if text.field.name != "body" or hit.first > 0 or hit.last + 1 >= len(tokens):
        return False
    gap = text.field.folded.raw[tokens[hit.last].end : tokens[hit.last + 1].start]
    return any(sign in gap for sign in "–—-:(/")


def _settled(mentions: list[EventMention], presumed: bool) -> list[EventMention]:
    """Mentions with nothing beside them follow the last one resolved, else the first one, else what is presumed."""
    current = next((mention.ours for mention in mentions if mention.ours is not None), presumed)
    settled = []
    for mention in mentions:
        current = current if mention.ours is None else mention.ours
        settled.append(replace(mention, ours=current))
    return settled


def _is_about_another(reading: Reading) -> bool:
    """True where title or standfirst set another place or edition, and nothing of ours."""
    above = reading.texts[:2]
    others = any(text.of(Role.OTHER_PLACE, Role.OTHER_NAME) for text in above)
    return others and not any(text.of(Role.PLACE, Role.HOST, Role.DATE) for text in above)


def _by_year(published: Moment | None, event: Event) -> bool:
    """False where the article appeared in the year of another edition and not in one of ours."""
    if published is None:
        return True
    ours = {day.year for day in (event.starts_on, event.ends_on) if day is not None}
    others = {year for edition in event.other_editions for year in edition.years}
    return published.year in ours or published.year not in others


def day_of(moment: Moment) -> date:
    """The day of a moment, as its page claims it."""
    return moment.date() if isinstance(moment, datetime) else moment


def is_near(event: Event, published: Moment | None, around: timedelta = WEEKS) -> bool:
    """True for an article of the weeks of the event (or other days around it), where its noun alone says which one."""
    if published is None or event.starts_on is None:
        return False
    return event.starts_on - around <= day_of(published) <= (event.ends_on or event.starts_on) + around
