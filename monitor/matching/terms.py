"""The phrases of a dossier, and where they stand in a text: one Aho-Corasick pass over the folded words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from ahocorasick_rs import AhoCorasick

from monitor.matching.folding import Folded, fold, joined


class Role(StrEnum):
    """What a phrase stands for."""

    TITLE = "title"
    QUOTE = "quote"
    OUTLET = "outlet"
    KIND_WORD = "kind_word"
    NUMBER = "number"
    ORGANISATION = "organisation"  # its full name, or a name that is only its own
    SHORT_NAME = "short_name"  # an acronym, or a part of the full name: proves nothing alone
    EXPANSION = "expansion"
    SPOKESPERSON = "spokesperson"
    EVENT = "event"
    HEAD = "head"  # the noun by which the event goes: the summit
    GATHERING = "gathering"  # any word for a meeting
    PLACE = "place"
    VENUE = "venue"  # a place that is known for little else in the weeks of the event
    HOST = "host"
    DATE = "date"
    OTHER_PLACE = "other_place"
    OTHER_NAME = "other_name"  # name or year of another edition
    RIVAL = "rival"
    SUBJECT = "subject"
    CIVIC = "civic"
    RIGHTS = "rights"


class Case(StrEnum):
    """Which capitals a phrase needs in the text."""

    ANY = "any"
    CAPITAL = "capital"  # one of its words begins with one: La Croix, but not la croix
    ACRONYM = "acronym"  # all capitals


@dataclass(frozen=True, slots=True)
class Term:
    """One phrase: its role, the id in the dossier of what it stands for, its folded words.

    `capital_at`: which word needs the capital, for Case.CAPITAL.
    """

    role: Role
    subject: str
    words: tuple[str, ...]
    case: Case = Case.ANY
    capital_at: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """A term in a text, from token `first` to token `last`."""

    term: Term
    first: int
    last: int


def term_of(role: Role, subject: str, phrase: str) -> Term | None:
    """A phrase of the dossier as a term; None where it has no word.

    A single word that the dossier writes in capitals or with a capital is looked for in that form; of an
    outlet's name the last word with a capital is.
    """
    folded = fold(phrase)
    words = tuple(token.folded for token in folded.tokens)
    if not words:
        return None
    if len(words) == 1 and folded.is_acronym(0) and 2 <= len(words[0]) <= 6:
        return Term(role, subject, words, Case.ACRONYM)
    capitals = [index for index in range(len(words)) if folded.is_capital(index)]
    if capitals and (len(words) == 1 or role is Role.OUTLET):
        return Term(role, subject, words, Case.CAPITAL, capitals[-1])
    return Term(role, subject, words)


def phrases_of(role: Role, subject: str, phrases: Iterable[str]) -> list[Term]:
    """The terms of several phrases of one thing, each once."""
    terms = (term_of(role, subject, phrase) for phrase in phrases)
    return list(dict.fromkeys(term for term in terms if term is not None))


class TermIndex:
    """Terms compiled for looking up all at once."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._by_phrase: dict[str, list[Term]] = {}
        for term in dict.fromkeys(terms):
            self._by_phrase.setdefault(joined(list(term.words)), []).append(term)
        self._groups = list(self._by_phrase.values())
        self._automaton = AhoCorasick(list(self._by_phrase)) if self._by_phrase else None

    @property
    def phrases(self) -> tuple[str, ...]:
        """All phrases, folded, without the spaces around them."""
        return tuple(phrase.strip() for phrase in self._by_phrase)

    def holds_one(self, text: str) -> bool:
        """True where a `joined` text holds a term, whatever its capitals."""
        return self._automaton is not None and bool(self._automaton.find_matches_as_indexes(text))

    def find(self, folded: Folded, any_case: bool = False) -> list[Hit]:
        """All hits, overlapping ones too, in reading order. `any_case` for slugs, which have no capitals."""
        if self._automaton is None or not folded.tokens:
            return []
        matches = self._automaton.find_matches_as_indexes(folded.joined, overlapping=True)
        if not matches:
            return []
        starts = list(accumulate((len(token.folded) + 1 for token in folded.tokens[:-1]), initial=1))
        hits = []
        for group, start, _ in matches:
            first = bisect_right(starts, start + 1) - 1
            for term in self._groups[group]:
                last = first + len(term.words) - 1
                if any_case or _has_case(folded, term, first, last):
                    hits.append(Hit(term, first, last))
        return sorted(hits, key=lambda hit: (hit.first, -hit.last))


def _has_case(folded: Folded, term: Term, first: int, last: int) -> bool:
    if term.case is Case.ACRONYM:
        return all(folded.is_acronym(index) for index in range(first, last + 1))
    return term.case is Case.ANY or folded.is_capital(first + term.capital_at)
