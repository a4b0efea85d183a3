"""Does a query match an article, and by which words: the spans that satisfied each clause."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from monitor.matching.folding import fold_words
from monitor.query.hits import Hit, disjoint, exact_hits, near_hits, phrase_hits
from monitor.query.searched import Searched
from monitor.query.tree import (
    READ_FIELDS,
    And,
    AtLeast,
    Case,
    Days,
    FieldName,
    InField,
    Language,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Scope,
    Site,
)

MOST_SPANS = 20
"""Spans shown of one clause."""


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a raw text: `raw[start:end]` of this field. `text` counts the fields, and each link as one."""

    field: FieldName
    start: int
    end: int
    text: int


@dataclass(frozen=True, slots=True)
class Satisfied:
    """A clause that holds, and the words that made it hold; none for a filter."""

    clause: Node
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """Why a query matches an article: the clauses that hold, in the order of the query."""

    clauses: tuple[Satisfied, ...]

    @property
    def spans(self) -> tuple[Span, ...]:
        """All spans, each once, in reading order."""
        found = {span for clause in self.clauses for span in clause.spans}
        return tuple(sorted(found, key=lambda span: (span.text, span.start, span.end)))


@dataclass(frozen=True, slots=True)
class Where:
    """Which part of an article counts: its fields, one stretch of one text, and whether as it is written."""

    fields: tuple[FieldName, ...] = READ_FIELDS
    stretch: Hit | None = None
    exact: bool = False


EVERYWHERE = Where()


@dataclass
class Evaluation:
    """One article under evaluation; what one query has looked up serves the others."""

    article: Searched
    _phrases: dict[tuple[str, int | None, tuple[str, ...], bool], list[Hit]] = field(default_factory=dict)

    def holds(self, node: Node, where: Where = EVERYWHERE) -> bool:
        """Whether a query, or a part of one, holds."""
        if isinstance(node, And):
            return all(self.holds(part, where) for part in node.parts)
        if isinstance(node, Or):
            return any(self.holds(part, where) for part in node.parts)
        if isinstance(node, Not):
            return not self.holds(node.part, where)
        if isinstance(node, Phrase | Near):
            return bool(self.hits(node, where))
        if isinstance(node, AtLeast):
            return len(disjoint(self.hits(node.part, where))) >= node.count
        if isinstance(node, Scope):
            return bool(self.stretches(node, where, most=1))
        if isinstance(node, InField):
            return self.holds(node.part, Where((node.field,), where.stretch, where.exact))
        if isinstance(node, Case):
            return self.holds(node.part, Where(where.fields, where.stretch, True))
        return self.passes(node)

    def hits(self, node: Node, where: Where = EVERYWHERE) -> list[Hit]:
        """All matches of a part that has a place: phrase, NEAR, OR of these, cs, field; in reading order."""
        if isinstance(node, Phrase):
            return _within(self._of_phrase(node, where), where.stretch)
        if isinstance(node, Near):
            left, right = self.hits(node.left, where), self.hits(node.right, where)
            return near_hits(left, right, node.distance, node.ordered)
        if isinstance(node, Or):
            return sorted({hit for part in node.parts for hit in self.hits(part, where)})
        if isinstance(node, InField):
            return self.hits(node.part, Where((node.field,), where.stretch, where.exact))
        assert isinstance(node, Case)
        return self.hits(node.part, Where(where.fields, where.stretch, True))

    def _of_phrase(self, phrase: Phrase, where: Where) -> list[Hit]:
        key = (phrase.text, phrase.slop, where.fields, where.exact)
        found = self._phrases.get(key)
        if found is None:
            texts = self.article.texts
            found = [
                hit
                for number in self.article.of(where.fields)
                for hit in phrase_hits(phrase, number, texts[number])
            ]
            if where.exact and found:
                found = exact_hits(phrase, found, texts)
            self._phrases[key] = found
        return found

    def stretches(self, scope: Scope, where: Where, most: int = MOST_SPANS) -> list[Hit]:
        """The sentences, or paragraphs, in which the part of a scope holds."""
        found: list[Hit] = []
        for number in self.article.of(where.fields):
            for first, last in self.article.texts[number].stretches(scope.unit):
                stretch = Hit(number, first, last)
                if self.holds(scope.part, Where(where.fields, stretch, where.exact)):
                    found.append(stretch)
                    if len(found) == most:
                        return found
        return found

    def passes(self, node: Site | Language | Days) -> bool:
        """Whether a filter lets the article through."""
        if isinstance(node, Language):
            return self.article.language.lower().split("-")[0].split("_")[0] == node.code
        if isinstance(node, Days):
            day = self.article.day
            return (
                day is not None
                and (not node.first or node.first <= day)
                and (not node.last or day <= node.last)
            )
        return is_site(node.value, self.article.sites)

    def match(self, tree: Node) -> Match | None:
        """Why a query matches; None where it does not."""
        return Match(tuple(self._satisfied(tree, EVERYWHERE))) if self.holds(tree) else None

    def _satisfied(self, node: Node, where: Where) -> list[Satisfied]:
        """The clauses below a part that holds which hold themselves; what is excluded has no words to show."""
        if isinstance(node, And | Or):
            return [
                one for part in node.parts if self.holds(part, where) for one in self._satisfied(part, where)
            ]
        if isinstance(node, InField) and isinstance(node.part, And | Or | Not):
            return self._satisfied(node.part, Where((node.field,), where.stretch, where.exact))
        if isinstance(node, Not):
            return []
        if isinstance(node, Scope):
            hits = self.stretches(node, where)
        elif isinstance(node, AtLeast):
            hits = disjoint(self.hits(node.part, where))
        elif isinstance(node, Site | Language | Days):
            hits = []
        elif isinstance(node, InField) and isinstance(node.part, AtLeast | Scope):
            inner = self._satisfied(node.part, Where((node.field,), where.stretch, where.exact))
            return [Satisfied(node, one.spans) for one in inner]
        else:
            hits = self.hits(node, where)
        return [Satisfied(node, tuple(self.span(hit) for hit in hits[:MOST_SPANS]))]

    def span(self, hit: Hit) -> Span:
        """A match as raw offsets."""
        text = self.article.texts[hit.text]
        return Span(text.name, *text.span(hit.first, hit.last), hit.text)


def evaluate(tree: Node, article: Searched) -> Match | None:
    """Why a query matches an article; None where it does not."""
    return Evaluation(article).match(tree)


def _within(hits: list[Hit], stretch: Hit | None) -> list[Hit]:
    if stretch is None:
        return hits
    at = bisect_left(hits, (stretch.text, stretch.first, -1))
    found = []
    while at < len(hits) and hits[at][:2] <= (stretch.text, stretch.last):
        if hits[at].last <= stretch.last:
            found.append(hits[at])
        at += 1
    return found


def is_site(value: str, sites: tuple[str, ...]) -> bool:
    """Whether one of these (domain, id, name of an outlet) is what is asked for."""
    wanted = (
        value.strip().lower().removeprefix("https://").removeprefix("http://").removeprefix("www.").strip("/")
    )
    words = fold_words(value)
    for site in sites:
        low = site.lower().removeprefix("www.")
        if low == wanted or low.endswith(f".{wanted}") or (words and fold_words(site) == words):
            return True
    return False
