"""An article as matching reads it: its fields, and the terms found in each."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from monitor.matching.fields import Field, Fields, LinkField, fields_of
from monitor.matching.folding import Folded
from monitor.matching.lexicon import ASIDES_BY_WORD
from monitor.matching.terms import Hit, Role, TermIndex
from storage.model import Evidence, StoredArticle

MOST_HITS = 200
"""Hits of one role that count in one field: what compares hits with hits stays quick on any text."""

SHORTEST_REPETITION = 5
"""Words from which a standfirst that begins like the body is taken for its beginning."""


@dataclass(frozen=True, slots=True)
class ReadField:
    """One field with its hits by role, in reading order."""

    field: Field
    hits: dict[Role, tuple[Hit, ...]]

    def of(self, *roles: Role) -> list[Hit]:
        """The hits of these roles, in reading order."""
        return sorted((hit for role in roles for hit in self.hits.get(role, ())), key=lambda hit: hit.first)

    def sentence(self, hit: Hit) -> int:
        """The number of the sentence in which a hit begins."""
        return self.field.sentences[hit.first]

    def sentence_span(self, sentence: int) -> tuple[int, int]:
        """Raw offsets of a sentence, from its first word to its last."""
        numbers, folded = self.field.sentences, self.field.folded
        return folded.span(bisect_left(numbers, sentence), bisect_right(numbers, sentence) - 1)

    def followed_by(self, index: int, sign: str) -> bool:
        """True where a sign stands between a token and the next: 60 %."""
        end = self.field.folded.tokens[index].end
        return sign in self.field.folded.raw[end : end + 2]

    def together(self, hit: Hit, others: list[Hit]) -> list[Hit]:
        """Those of the others that stand in the same sentence and do not overlap the hit."""
        sentence = self.sentence(hit)
        return [
            other
            for other in others
            if self.sentence(other) == sentence and (other.last < hit.first or other.first > hit.last)
        ]

    def evidence(
        self, type_: str, about: str, subject: str, first: int, last: int, weight: float
    ) -> Evidence:
        """Tokens `first` to `last` of this field as evidence."""
        start, end = self.field.folded.span(first, last)
        text = self.field.folded.raw[start:end]
        return Evidence(type_, about, subject, self.field.name, text, start, end, weight)


@dataclass(frozen=True, slots=True)
class Reading:
    """An article with its hits: what people read (title, standfirst, body), its slug, its links."""

    article: StoredArticle
    fields: Fields
    texts: tuple[ReadField, ReadField, ReadField]
    slug: ReadField
    links: tuple[LinkField, ...]

    def each(self, *roles: Role) -> Iterator[tuple[ReadField, Hit]]:
        """All hits of these roles in what people read."""
        for text in self.texts:
            for hit in text.of(*roles):
                yield text, hit

    def has(self, *roles: Role) -> bool:
        """True where a term of these roles stands in what people read."""
        return any(role in text.hits for text in self.texts for role in roles)


def read(article: StoredArticle, index: TermIndex) -> Reading:
    """Fold an article and look all terms up."""
    fields = _without_repetition(fields_of(article))
    title, standfirst, body = (_read_field(field, index) for field in fields.texts)
    slug = _read_field(fields.slug, index, any_case=True)
    return Reading(article, fields, (title, standfirst, body), slug, fields.links)


def _without_repetition(fields: Fields) -> Fields:
    """A standfirst that only repeats how the body begins says nothing of its own: it is read as empty.

    Its last word may be cut, and marks such as […] follow it. Where it is the whole first paragraph, the body holds
    a true standfirst.
    """
    above, body = fields.standfirst.folded, fields.body.folded
    words = [token.folded for token in above.tokens[:-1]]
    beginning = [token.folded for token in body.tokens[: len(words)]]
    if len(words) < SHORTEST_REPETITION or words != beginning:
        return fields
    if fields.body.paragraphs.count(0) == len(above.tokens):
        return fields
    return replace(fields, standfirst=Field("standfirst", Folded(above.raw, (), "")))


def _read_field(field: Field, index: TermIndex, any_case: bool = False) -> ReadField:
    hits = index.find(field.folded, any_case)
    asides = _aside_sentences(field) if hits else frozenset()
    by_role: dict[Role, list[Hit]] = {}
    for hit in hits:
        found = by_role.setdefault(hit.term.role, [])
        if len(found) < MOST_HITS and (not asides or field.sentences[hit.first] not in asides):
            found.append(hit)
    return ReadField(field, {role: tuple(found) for role, found in by_role.items() if found})


def _aside_sentences(field: Field) -> frozenset[int]:
    """The sentences that point to other articles ("À lire aussi : …"): glued into a text, they are none of it."""
    tokens, found, before = field.folded.tokens, set(), -1
    for index, number in enumerate(field.sentences):
        if number == before:
            continue
        before = number
        for aside in ASIDES_BY_WORD.get(tokens[index].folded, ()):
            if tuple(token.folded for token in tokens[index : index + len(aside)]) == aside:
                found.add(number)
    return frozenset(found)
