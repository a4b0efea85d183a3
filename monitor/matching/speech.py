"""Who is quoted: the organisations to which a quotation is attributed, not those that are only named.

The words around a quotation say who speaks. An organisation does where it, or somebody of its people, stands with
a verb of saying, after "selon", or before a colon. Where the words only have a pronoun, or the quotation stands
alone, whoever was brought in last speaks; another name or office takes the word away.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from monitor.matching import lexicon
from monitor.matching.fields import Field
from monitor.matching.quotations import Frame, frames_of
from monitor.matching.reading import Reading
from storage.model import Evidence

_LONGEST_FRAME = 60

Named = dict[int, str]
"""By token, the organisation whose name begins there."""


def quoted_in(reading: Reading, named: Sequence[Evidence]) -> set[str]:
    """The ids of the organisations quoted, of those named (evidence of the type organisation)."""
    speakers = Speakers()
    if not named:
        return speakers.quoted
    for text in reading.texts:
        if text.field.folded.tokens:
            speakers.listen(text.field, [one for one in named if one.field == text.field.name])
    return speakers.quoted


class Speakers:
    """Follows a text from its title on: who was brought in last, who spoke.

    `people` are the words of the names of people of an organisation.
    """

    def __init__(self) -> None:
        self.quoted: set[str] = set()
        self._people: dict[str, str] = {}
        self._speaker: frozenset[str] = frozenset()
        self._pending = False

    def listen(self, field: Field, named: Sequence[Evidence]) -> None:
        """Read one field."""
        places = {field.tokens_from(one.start): one.subject for one in named}
        covered = {
            token
            for one in named
            for token in range(field.tokens_from(one.start), field.tokens_from(one.end))
        }
        at = 0
        for frame in frames_of(field):
            for first, last in _sentences(field, at, frame.before[0]):
                self._bring_in(field, first, last, places, covered)
            self._attribute(field, frame, places, covered)
            at = max(frame.after[1], frame.quoted[1])
        for first, last in _sentences(field, at, len(field.folded.tokens)):
            self._bring_in(field, first, last, places, covered)
        if field.name != "body":
            return
        self._pending = False

    def _bring_in(self, field: Field, first: int, last: int, places: Named, covered: set[int]) -> None:
        """A sentence without a quotation: it may introduce who speaks next."""
        words = [field.folded.tokens[index].folded for index in range(first, last)]
        telling = not lexicon.ROLES.isdisjoint(words) or not lexicon.SAYING.isdisjoint(words)
        organisations = frozenset(
            places[index] for index in range(first, last) if index in places and not _spoken_to(field, index)
        )
        names = _names(field, first, last, covered)
        known = frozenset(self._people[word] for word in _name_words(field, names) if word in self._people)
        if organisations and (telling or names):
            self._speaker = organisations
            if len(organisations) == 1:
                self._meet(field, names, next(iter(organisations)))
            if self._pending:
                self.quoted |= organisations
                self._pending = False
        elif known:
            self._speaker = known
        elif names or not lexicon.ROLES.isdisjoint(words):
            self._speaker = frozenset()

    def _meet(self, field: Field, names: Iterable[tuple[int, int]], organisation: str) -> None:
        for word in _name_words(field, names):
            self._people.setdefault(word, organisation)

    def _attribute(self, field: Field, frame: Frame, places: Named, covered: set[int]) -> None:
        """One quotation."""
        if frame.is_empty:
            self.quoted |= self._speaker
            self._pending = field.name == "title"
            return
        said = self._framed(field, frame, places, covered)
        if said is not None:
            self._speaker = said
            self.quoted |= said

    def _framed(self, field: Field, frame: Frame, places: Named, covered: set[int]) -> frozenset[str] | None:
        """Who speaks by the words around; None where they are no words of saying."""
        spans = [(max(frame.before[0], frame.before[1] - _LONGEST_FRAME), frame.before[1])]
        spans.append((frame.after[0], min(frame.after[1], frame.after[0] + _LONGEST_FRAME)))
        words = [field.folded.tokens[index].folded for first, last in spans for index in range(first, last)]
        says = frame.announced or not lexicon.SAYING.isdisjoint(words)
        found: set[str] = set()
        others = False
        for first, last in spans:
            names = _names(field, first, last, covered)
            named = [index for index in range(first, last) if index in places]
            accorded = {index for index in named if _accorded(field, index)}
            speaking = [index for index in named if says and not _spoken_to(field, index)] + list(accorded)
            office = any(_word(field, index) in lexicon.ROLES for index in range(first, last))
            known = {self._people[word] for word in _name_words(field, names) if word in self._people}
            theirs = [index for index in speaking if _is_of(field, index, names)]
            if speaking and (office or theirs or not names or _before_names(speaking, names)):
                found |= {places[index] for index in speaking}
                if (office or theirs) and len(found) == 1:
                    self._meet(field, names, next(iter(found)))
            elif says and known:
                found |= known
            elif names and says:
                others = True
        if found:
            return frozenset(found)
        if not says:
            return None
        if self._speaker and _has_own_office(words):
            return self._speaker
        pronoun = not lexicon.PRONOUNS.isdisjoint(words)
        return frozenset() if others or not pronoun else self._speaker


def _is_of(field: Field, index: int, names: Sequence[tuple[int, int]]) -> bool:
    """True for an organisation right after somebody's name: "Anne Le Bihan, de la LPP", "Anne Le Bihan of the LPP"."""
    ends = {last for _, last in names}
    for place in range(index, max(index - 4, -1), -1):
        if place in ends:
            return place < index
        if field.folded.tokens[place - 1].folded not in lexicon.ARTICLES:
            return False
    return False


def _has_own_office(words: Sequence[str]) -> bool:
    """True for "sa présidente", "their new director": an office of whoever was named before."""
    return any(
        word in lexicon.POSSESSIVES and not lexicon.ROLES.isdisjoint(words[place + 1 : place + 4])
        for place, word in enumerate(words)
    )


def _before_names(speaking: Sequence[int], names: Sequence[tuple[int, int]]) -> bool:
    """True where the organisation stands before any other name: it is the one that speaks."""
    return min(speaking) < min(first for first, _ in names)


def _sentences(field: Field, first: int, last: int) -> list[tuple[int, int]]:
    """The tokens first to last, excluded, cut into sentences."""
    found: list[tuple[int, int]] = []
    for index in range(first, last):
        if found and field.sentences[index] == field.sentences[found[-1][0]]:
            found[-1] = (found[-1][0], index + 1)
        else:
            found.append((index, index + 1))
    return found


def _names(field: Field, first: int, last: int, covered: set[int]) -> list[tuple[int, int]]:
    """Two words or more with a capital in a row, none of an organisation of the dossier: a person, or somebody else."""
    found: list[tuple[int, int]] = []
    start = first
    for index in range(first, last + 1):
        capital = index < last and index not in covered and _is_name_word(field, index, begins=index == start)
        if not capital:
            if index - start > 1:
                found.append((start, index))
            start = index + 1
    return found


def _is_name_word(field: Field, index: int, begins: bool) -> bool:
    """True for a word with a capital; an article goes on with a name and does not begin one: Anne Le Bihan."""
    token = field.folded.tokens[index]
    if begins and token.folded in lexicon.ARTICLES:
        return False
    return field.folded.raw[token.start].isupper() and not token.folded.isdigit()


def _name_words(field: Field, names: Iterable[tuple[int, int]]) -> list[str]:
    return [
        field.folded.tokens[index].folded
        for first, last in names
        for index in range(first, last)
        if len(field.folded.tokens[index].folded) > 2
    ]


def _tokens_before(field: Field, index: int) -> list[int]:
    """The tokens of its sentence before a token, nearest first, articles left out."""
    return [
        place
        for place in range(index - 1, max(index - 7, -1), -1)
        if field.sentences[place] == field.sentences[index]
        and field.folded.tokens[place].folded not in lexicon.ARTICLES
    ]


def _spoken_to(field: Field, index: int) -> bool:
    """True for an organisation after "par", "à", "against", its office between them or not: it does not speak."""
    before = _tokens_before(field, index)
    offices = [place for place, token in enumerate(before[:4]) if _word(field, token) in lexicon.ROLES]
    if not offices:
        return bool(before) and _word(field, before[0]) in lexicon.TOWARDS
    beyond = before[offices[0] + 1 :]
    if not beyond or _word(field, beyond[0]) not in lexicon.TOWARDS:
        return False
    start, end = field.folded.span(beyond[0], beyond[0])
    return field.folded.raw[start:end].lower() != "a"  # "said a spokesman": an article


def _word(field: Field, index: int) -> str:
    return field.folded.tokens[index].folded


def _accorded(field: Field, index: int) -> bool:
    """True for an organisation right after "selon", "according to"."""
    reading_order = [_word(field, token) for token in _tokens_before(field, index)[:4]][::-1]
    return any(
        tuple(reading_order[len(reading_order) - len(phrase) :]) == phrase
        for phrase in _ACCORDING
        if phrase and len(phrase) <= len(reading_order)
    )


_ACCORDING = tuple(
    tuple(word for word in phrase if word not in lexicon.ARTICLES) for phrase in lexicon.ACCORDING
)
