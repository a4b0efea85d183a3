"""How a phrase of a query may stand in the index of all words: as it is written, or with a word cut in two or joined. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.query.patterns import SHORTEST_STEM, Pattern, patterns_of
from monitor.query.searched import SHORTEST_PART
from monitor.query.tree import FieldName, Phrase
from storage.model.wordsearch import EachOf, OneOf, Sought, SoughtNear, TextPart, Wording

READ_PARTS = (TextPart.TITLE, TextPart.STANDFIRST, TextPart.BODY)
JOINED = (TextPart.JOINED,)
PARTS = {
    None: READ_PARTS,
    FieldName.TITLE: (TextPart.TITLE,),
    FieldName.LEAD: (TextPart.STANDFIRST,),
    FieldName.BODY: (TextPart.BODY,),
    FieldName.AUTHOR: (TextPart.AUTHORS,),
    FieldName.URL: (TextPart.ADDRESS,),
    FieldName.LINK: (TextPart.LINKS,),
}
"""Where the words of each field stand; None: of no field in particular."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """A phrase in one field. `as_is`: its words as they are; None where none of them can be looked for.

    `otherwise`: each way in which one of its words can stand other than as it is, and `forms`: for each word all its ways.
    """

    phrase: Phrase
    name: FieldName | None
    as_is: Wording | None
    otherwise: tuple[Wording, ...] = ()
    forms: tuple[Wording, ...] = ()

    @property
    def size(self) -> int:
        """About how many words and phrases it takes to look for it."""
        return 1 + len(self.otherwise) + 2 * len(self.forms)

    def at_least(self) -> Wording | None:
        """What holds wherever the phrase stands."""
        if self.as_is is None or not self.otherwise:
            return self.as_is
        if len(self.forms) == 1:
            return OneOf((self.as_is, *self.otherwise))
        return OneOf((self.as_is, EachOf((OneOf(self.otherwise), *self.forms))))

    def at_most(self) -> Wording | None:
        """What holds only where the phrase stands."""
        words = patterns_of(self.phrase.text)
        loose = self.name in (FieldName.AUTHOR, FieldName.LINK)
        if loose or self.phrase.slop is not None or not all(one.is_literal for one in words):
            return None
        if len(words) == 1 and self.name is None:
            return self.at_least()
        return self.as_is


def spelled(phrase: Phrase, name: FieldName | None) -> Spelled:
    """The ways of a phrase in one field, or in title, standfirst and text."""
    words, parts = patterns_of(phrase.text), PARTS[name]
    if not words:
        return Spelled(phrase, name, None)
    if phrase.slop is not None:
        return Spelled(phrase, name, _together(words, phrase.slop, parts))
    if name in (FieldName.LINK, FieldName.AUTHOR):
        # The words of all links stand in one heap, those that a hyphen joins in a name behind all names.
        forms = [OneOf(tuple(_ways(words, at, parts))) for at in range(len(words)) if words[at].is_literal]
        alone = [one for one in (_begun(word, parts) for word in words if not word.is_literal) if one]
        return Spelled(phrase, name, _each([*forms, *alone]))
    found = Spelled(phrase, name, _each(list(_runs(words, parts))))
    if not any(one.is_literal for one in words):
        return found
    every = [list(_ways(words, at, parts)) for at in range(len(words)) if words[at].is_literal]
    otherwise = tuple(dict.fromkeys(way for ways in every for way in ways[1:]))
    return Spelled(phrase, name, found.as_is, otherwise, tuple(OneOf(tuple(ways)) for ways in every))


def _ways(words: Sequence[Pattern], at: int, parts: tuple[TextPart, ...]) -> Iterator[Wording]:
    """The ways in which one literal word can stand: as it is first, joined by a hyphen, cut in two, with a neighbour."""
    word = words[at].word
    yield Sought((word,), parts)
    if TextPart.ADDRESS not in parts and TextPart.LINKS not in parts and len(word) > 1:
        yield Sought((word,), JOINED)
    for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        halves = word[:cut], word[cut:]
        if parts == (TextPart.LINKS,):
            yield EachOf(tuple(Sought((half,), parts) for half in halves))
        else:
            yield Sought(halves, parts)
    if at > 0 and words[at - 1].is_literal:
        yield Sought((words[at - 1].word + word,), parts)
    if at + 1 < len(words) and words[at + 1].is_literal:
        yield Sought((word + words[at + 1].word,), parts)


def _runs(words: Sequence[Pattern], parts: tuple[TextPart, ...]) -> Iterator[Wording]:
    """The phrase as it is, in pieces where a word with wildcards stands: the index knows how a phrase ends, no more."""
    run: list[str] = []
    for word in words:
        if word.is_literal:
            run.append(word.word)
            continue
        begun = _begun(word, parts)
        if begun is not None:
            yield Sought((*run, *begun.words), parts, begins=True)
        elif run:
            yield Sought(tuple(run), parts)
        run = []
    if run:
        yield Sought(tuple(run), parts)


def _begun(word: Pattern, parts: tuple[TextPart, ...]) -> Sought | None:
    """How a word with wildcards begins; None for fewer letters than a `*` needs before it."""
    return Sought((word.stem,), parts, begins=True) if len(word.stem) >= SHORTEST_STEM else None


def _together(words: Sequence[Pattern], slop: int, parts: tuple[TextPart, ...]) -> Wording | None:
    """All words in any order, so many others among them."""
    terms = [
        Sought((one.word,), parts) if one.is_literal else _begun(one, parts) for one in dict.fromkeys(words)
    ]
    known = [one for one in terms if one is not None]
    if len(known) < 2 or len(known) < len(terms) or parts == (TextPart.LINKS,):
        return _each(known)
    return SoughtNear(tuple(known), max(0, len(words) + slop - 2))


def _each(parts: Sequence[Wording]) -> Wording | None:
    return EachOf(tuple(parts)) if len(parts) > 1 else next(iter(parts), None)
