"""The place of a mention in its article: by where it stands, and by how much of the text it takes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from monitor.matching import lexicon
from monitor.matching.reading import ReadField, Reading
from monitor.matching.terms import Role
from storage.model import Evidence, MentionKind, Salience

LEAD = 2
"""Sentences that tell what a body of one paragraph is about."""

HALF = 2
A_GOOD_PART = 3
"""Half of a body of one or two parts, or a third of a longer one, makes a mention the subject of the text."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where a mention stands.

    `above`: in title or standfirst. `leads`: in the first paragraph, of a body of one in its first two sentences.
    `announced`: title or standfirst speak of the subject, or of a meeting in the place of the event.
    `parts`: numbers of the parts of the body that hold it, of `of`: paragraphs, or the sentences of a body of one
    paragraph; `sentences`: how many sentences do or go on about it.
    """

    above: bool
    leads: bool
    announced: bool
    parts: frozenset[int]
    sentences: int
    of: int


def salience_of(kind: MentionKind, places: Places) -> Salience:
    """main: in title or standfirst, in a first paragraph that they announce, or in a third of the paragraphs;
    substantial: in the first paragraph, in two, or in two sentences of one; passing: in one, or in the address only.

    Of a body of one paragraph the sentences count like paragraphs.
    """
    held = len(places.parts)
    if kind is MentionKind.REPUBLICATION or places.above or (places.leads and places.announced):
        return Salience.MAIN
    if (held > 1 and held * A_GOOD_PART >= places.of) or (held and held * HALF >= places.of):
        return Salience.MAIN
    return Salience.SUBSTANTIAL if places.leads or held > 1 or places.sentences > 1 else Salience.PASSING


def places_of(reading: Reading, kind: MentionKind, rests_on: Iterable[Evidence]) -> Places:
    """Where the evidence stands on which the kind rests; a link stands where its words do."""
    body = reading.texts[2]
    found = [_offset(reading, one) for one in rests_on]
    offsets = [start for field, start in found if field == "body"]
    sentences = {body.field.sentence_at(start) for start in offsets}
    if kind in (MentionKind.CITATION, MentionKind.RELATED):
        sentences |= _going_on(body, sentences)
    whole = len(set(body.field.paragraphs)) < 2
    parts = body.field.sentences if whole else body.field.paragraphs
    at = body.field.sentence_at if whole else body.field.paragraph_at
    held = frozenset(at(start) for start in offsets)
    return Places(
        leads=not held.isdisjoint(range(LEAD) if whole else (0,)),
        above=any(field in ("title", "standfirst") for field, _ in found),
        announced=any(_announces(text) for text in reading.texts[:2]),
        parts=held,
        sentences=len(sentences),
        of=parts[-1] + 1 if parts else 0,
    )


def _announces(text: ReadField) -> bool:
    placed = bool(text.of(Role.PLACE)) and bool(text.of(Role.HEAD, Role.GATHERING))
    return placed or bool(text.of(Role.SUBJECT))


def _offset(reading: Reading, one: Evidence) -> tuple[str, int]:
    if one.field != "link":
        return one.field, one.start
    link = next((link.link for link in reading.links if link.link.url == one.text), None)
    return ("link", 0) if link is None or not reading.texts[2].field.folded.tokens else ("body", link.start)


def _going_on(body: ReadField, sentences: set[int]) -> set[int]:
    """The sentences right after these that go on about a text: "le texte réclame", "the signatories say"."""
    words = [token.folded for token in body.field.folded.tokens]
    numbers = body.field.sentences
    told = {
        numbers[index]
        for index in range(len(words))
        if any(
            tuple(words[index : index + len(phrase)]) == phrase
            for phrase in lexicon.TEXTS_BY_WORD.get(words[index], ())
        )
    }
    return {number for number in told if number - 1 in sentences}
