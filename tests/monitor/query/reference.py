"""The meaning of the query language, slow and obvious: every stretch of every text is tried."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator

from monitor.matching.folding import fold, fold_words
from monitor.matching.sentences import sentence_starts
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
    Unit,
)

Place = tuple[int, int, int]  # text, first word, last word


def glob(pattern: str, word: str) -> bool:
    """`*` is any letters or none, `?` one."""
    if not pattern:
        return not word
    if pattern[0] == "*":
        return any(
            word[:cut].isalnum() or not cut for cut in range(len(word) + 1) if glob(pattern[1:], word[cut:])
        ) and any(
            glob(pattern[1:], word[cut:]) and (not cut or word[:cut].isalnum())
            for cut in range(len(word) + 1)
        )
    return (
        bool(word)
        and (pattern[0] == word[0] or (pattern[0] == "?" and word[0].isalnum()))
        and glob(pattern[1:], word[1:])
    )


def query_words(phrase: Phrase) -> list[str]:
    """The words of a phrase of the tests, in which wildcards stand inside plain words."""
    marked = phrase.text.replace("*", "zstarz").replace("?", "zmarkz")
    return [word.replace("zstarz", "*").replace("zmarkz", "?") for word in fold_words(marked)]


class Reference:
    def __init__(self, article: Searched) -> None:
        self.article = article
        self.folded = [fold(text.raw) for text in article.texts]
        self.words = [[token.folded for token in folded.tokens] for folded in self.folded]

    def holds(
        self,
        node: Node,
        fields: tuple[FieldName, ...] = READ_FIELDS,
        within: Place | None = None,
        exact: bool = False,
    ) -> bool:
        if isinstance(node, And):
            return all(self.holds(part, fields, within, exact) for part in node.parts)
        if isinstance(node, Or):
            return any(self.holds(part, fields, within, exact) for part in node.parts)
        if isinstance(node, Not):
            return not self.holds(node.part, fields, within, exact)
        if isinstance(node, InField):
            return self.holds(node.part, (node.field,), within, exact)
        if isinstance(node, Case):
            return self.holds(node.part, fields, within, True)
        if isinstance(node, Scope):
            return any(
                self.holds(node.part, fields, stretch, exact) for stretch in self.stretches(node.unit, fields)
            )
        if isinstance(node, AtLeast):
            return self.most_apart(self.places(node.part, fields, within, exact)) >= node.count
        if isinstance(node, Site):
            return node.value in self.article.sites
        if isinstance(node, Language):
            return self.article.language == node.code
        if isinstance(node, Days):
            day = self.article.day
            return (
                day is not None
                and not (node.first and day < node.first)
                and not (node.last and day > node.last)
            )
        return bool(self.places(node, fields, within, exact))

    def places(
        self, node: Node, fields: tuple[FieldName, ...], within: Place | None, exact: bool
    ) -> set[Place]:
        if isinstance(node, InField):
            return self.places(node.part, (node.field,), within, exact)
        if isinstance(node, Case):
            return self.places(node.part, fields, within, True)
        if isinstance(node, Or):
            return set().union(*(self.places(part, fields, within, exact) for part in node.parts))
        if isinstance(node, Near):
            pairs = itertools.product(
                self.places(node.left, fields, within, exact), self.places(node.right, fields, within, exact)
            )
            return {
                (one[0], min(one[1], other[1]), max(one[2], other[2]))
                for one, other in pairs
                if one[0] == other[0]
                and (
                    0 <= other[1] - one[2] - 1 <= node.distance
                    or (not node.ordered and 0 <= one[1] - other[2] - 1 <= node.distance)
                )
            }
        assert isinstance(node, Phrase)
        return {place for place in self.every_place(fields, within) if self.is_phrase(node, place, exact)}

    def every_place(self, fields: tuple[FieldName, ...], within: Place | None) -> Iterator[Place]:
        for number, words in enumerate(self.words):
            if self.article.texts[number].name not in fields:
                continue
            for first in range(len(words)):
                for last in range(first, len(words)):
                    if within is None or (number == within[0] and within[1] <= first and last <= within[2]):
                        yield number, first, last

    def is_phrase(self, phrase: Phrase, place: Place, exact: bool) -> bool:
        number, first, last = place
        if phrase.slop is not None:
            here = [self.holds_all(phrase, number, first, end) for end in range(first, last + 1)]
            return here[-1] and not any(here[:-1])
        if not self.spelt(query_words(phrase), number, first, last):
            return False
        start, end = self.folded[number].span(first, last)
        raw = unicodedata.normalize("NFC", " ".join(self.folded[number].raw[start:end].split()))
        return not exact or glob(unicodedata.normalize("NFC", phrase.text), raw)

    def holds_all(self, phrase: Phrase, number: int, first: int, last: int) -> bool:
        """Every word as often as the phrase has it, the first one at the beginning, few enough others."""
        wanted, here = query_words(phrase), self.words[number][first : last + 1]
        assert phrase.slop is not None
        return (
            len(here) <= len(wanted) + phrase.slop
            and any(glob(word, here[0]) for word in wanted)
            and all(sum(glob(word, one) for one in here) >= wanted.count(word) for word in wanted)
        )

    def spelt(self, wanted: list[str], number: int, first: int, last: int) -> bool:
        """Words one by one, or one in two parts of the text, or two joined in it."""
        if not wanted or first > last:
            return not wanted and first > last
        words = self.words[number]
        plain = "*" not in wanted[0] and "?" not in wanted[0]
        if glob(wanted[0], words[first]) and self.spelt(wanted[1:], number, first + 1, last):
            return True
        if (
            plain
            and first < last
            and words[first] + words[first + 1] == wanted[0]
            and self.joins(number, first)
        ):
            return self.spelt(wanted[1:], number, first + 2, last)
        if plain and len(wanted) > 1 and wanted[0] + wanted[1] == words[first]:
            return self.spelt(wanted[2:], number, first + 1, last)
        return False

    def joins(self, number: int, first: int) -> bool:
        one, other = self.folded[number].tokens[first : first + 2]
        if len(one.folded) >= 3 and len(other.folded) >= 3:
            return True
        address = self.article.texts[number].name in (FieldName.URL, FieldName.LINK)
        return not address and self.folded[number].raw[one.end : other.start] == "-"

    def stretches(self, unit: Unit, fields: tuple[FieldName, ...]) -> Iterator[Place]:
        for number, folded in enumerate(self.folded):
            if self.article.texts[number].name not in fields:
                continue
            numbers = list(sentence_starts(folded))
            if unit is Unit.PARAGRAPH:
                numbers = [folded.raw[: token.start].count("\n") for token in folded.tokens]
            for one in sorted(set(numbers)):
                inside = [at for at, other in enumerate(numbers) if other == one]
                yield number, inside[0], inside[-1]

    @staticmethod
    def most_apart(places: set[Place]) -> int:
        """The most places of which no two overlap, every choice tried where they are few."""

        def best(rest: list[Place]) -> int:
            if not rest:
                return 0
            one, others = rest[0], rest[1:]
            apart = [
                other for other in others if other[0] != one[0] or other[1] > one[2] or other[2] < one[1]
            ]
            return max(1 + best(apart), best(others) if len(apart) < len(others) else 0)

        return best(sorted(places))
