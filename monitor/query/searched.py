"""An article as queries look at it: every text folded only as far as a query asks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import pairwise
from urllib.parse import unquote

from monitor.matching.fields import Fields
from monitor.matching.folding import Folded, fold, joined
from monitor.matching.sentences import sentence_starts
from monitor.query.patterns import Pattern
from monitor.query.tree import FieldName, Unit
from storage.model import Moment, StoredArticle
from storage.quick_words import quick_words

LONGEST_ADDRESS = 2_000
SHORTEST_PART = 3
"""Letters of each part of a word that a space may have cut in two (vox public); with a hyphen one is enough."""
_HYPHENS = frozenset("-‐‑‒–−")
ADDRESSES = (FieldName.URL, FieldName.LINK)


@dataclass(frozen=True)
class SearchedText:
    """One text of one field. Words are counted from 0; offsets are those of `raw`."""

    name: FieldName
    raw: str
    given: Folded | None = None
    _places: dict[str, list[int]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def words(self) -> list[str]:
        """The folded words."""
        return [token.folded for token in self.given.tokens] if self.given else quick_words(self.raw)

    @cached_property
    def folded(self) -> Folded:
        """The same words with their offsets: asked for only where something was found."""
        return self.given or fold(self.raw)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Each word once."""
        return frozenset(self.words)

    def places(self, word: str) -> list[int]:
        """Where a word stands, in reading order; looked for once."""
        if word not in self.vocabulary:
            return []
        found = self._places.get(word)
        if found is None:
            found, at = [], -1
            for _ in range(self.words.count(word)):
                at = self.words.index(word, at + 1)
                found.append(at)
            self._places[word] = found
        return found

    def at(self, pattern: Pattern) -> list[int]:
        """Where a word stands, its wildcards filled, in reading order."""
        if pattern.is_literal:
            return self.places(pattern.word)
        words, stem = self.sorted_words, pattern.stem
        found: list[int] = []
        for at in range(bisect_left(words, stem), len(words)):
            if not words[at].startswith(stem):
                break
            if pattern.accepts(words[at]):
                found.extend(self.places(words[at]))
        return sorted(found)

    @cached_property
    def sorted_words(self) -> list[str]:
        """Each word once, by its letters: those with one beginning stand together."""
        return sorted(self.vocabulary)

    def may_join(self, index: int) -> bool:
        """True where a word and the next can be one: with a hyphen between, or both of three letters or more."""
        words = self.words
        if min(len(words[index]), len(words[index + 1])) >= SHORTEST_PART:
            return True
        if self.name in ADDRESSES:
            return False  # there every space is a hyphen
        gap = self.raw[self.folded.tokens[index].end : self.folded.tokens[index + 1].start]
        return len(gap) == 1 and gap in _HYPHENS

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Raw offsets from the start of word `first` to the end of word `last`."""
        return self.folded.span(first, last)

    @cached_property
    def sentences(self) -> tuple[int, ...]:
        """For each word the number of its sentence."""
        return sentence_starts(self.folded)

    @cached_property
    def paragraphs(self) -> tuple[int, ...]:
        """For each word the number of its paragraph: one line of the text."""
        number, numbers = 0, [0] if self.folded.tokens else []
        for before, after in pairwise(self.folded.tokens):
            number += "\n" in self.raw[before.end : after.start]
            numbers.append(number)
        return tuple(numbers)

    def stretches(self, unit: Unit) -> Iterator[tuple[int, int]]:
        """First and last word of each sentence, or paragraph."""
        numbers = self.sentences if unit is Unit.SENTENCE else self.paragraphs
        first = 0
        while first < len(numbers):
            after = bisect_left(numbers, numbers[first] + 1, lo=first)
            yield first, after - 1
            first = after


@dataclass(frozen=True)
class Searched:
    """An article's texts, and what filters ask for: `sites` (domain, id and name of the outlet), language, day."""

    texts: tuple[SearchedText, ...]
    sites: tuple[str, ...] = ()
    language: str = ""
    day: date | None = None

    @cached_property
    def joined(self) -> str:
        """All words with spaces around, for the search for watch terms; a bar keeps the texts apart."""
        return "|".join(joined(text.words) for text in self.texts)

    def of(self, fields: Sequence[FieldName]) -> list[int]:
        """The numbers of the texts of these fields."""
        return [number for number, text in enumerate(self.texts) if text.name in fields]


def searched(article: StoredArticle, fields: Fields | None = None) -> Searched:
    """An article of the archive; `fields` where they are folded already."""
    title, lead, body, author = (
        (article.title, article.standfirst, article.text or "", " · ".join(article.authors))
        if fields is None
        else (None, None, None, None)
    )
    texts = [
        _text(FieldName.TITLE, title, fields.title.folded if fields else None),
        _text(FieldName.LEAD, lead, fields.standfirst.folded if fields else None),
        _text(FieldName.BODY, body, fields.body.folded if fields else None),
        _text(FieldName.AUTHOR, author, fields.author.folded if fields else None),
        SearchedText(FieldName.URL, _address(article.canonical_url or article.url)),
    ]
    texts += [SearchedText(FieldName.LINK, _address(link.url)) for link in article.links]
    outlet = article.outlet
    day = _day(article.published_at)
    return Searched(tuple(texts), (outlet.domain, outlet.id, outlet.name), article.language or "", day)


def _text(field: FieldName, raw: str | None, given: Folded | None) -> SearchedText:
    return SearchedText(field, given.raw if given is not None else raw or "", given)


def _address(url: str) -> str:
    return unquote(url[:LONGEST_ADDRESS])


def _day(moment: Moment | None) -> date | None:
    """The day that the page claims, in its own zone."""
    return moment.date() if isinstance(moment, datetime) else moment
