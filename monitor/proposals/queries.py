"""Queries that a text suggests: the event by its noun and subject, the organisations on that subject.

They are wider than the evidence of the dossier, and say so: each is to be tried before it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.dossier import Organisation
from monitor.matching.folding import fold_words
from monitor.proposals.events import noun_of
from monitor.proposals.phrases import COMMON
from monitor.query.errors import QueryError
from monitor.query.parsing import parse_query
from monitor.query.printing import print_query
from storage.model import MentionKind

MOST_ORGANISATIONS = 6
ROOM = 8
"""Words between the event's noun and its subject."""

_WORD = re.compile(r"[^\W_](?:[\w-]*[^\W_])?")


@dataclass(frozen=True, slots=True)
class ProposedQuery:
    """A query for the dossier: its id there, its text, what an article that matches it is."""

    id: str
    text: str
    kind: MentionKind


def queries_of(
    organisations: Sequence[Organisation], names: Sequence[str], places: Sequence[str], language: str
) -> list[ProposedQuery]:
    """At most two; none where the event has no name, or nothing of it tells a subject. All of them can be read."""
    subjects = _any_of(dict.fromkeys(subject for name in names for subject in _subject(name, language)))
    nouns = _any_of(dict.fromkeys(noun for name in names for noun in _noun(name)))
    if not subjects or not nouns:
        return []
    place = _any_of(dict.fromkeys(_quoted(place) for place in places))
    event = f"({nouns} NEAR/{ROOM} {subjects})" + (f" AND {place}" if place else "")
    found = [ProposedQuery("evenement", event, MentionKind.TOPIC)]
    who = _any_of(dict.fromkeys(_quoted(one.name) for one in organisations[:MOST_ORGANISATIONS]))
    if who:
        found.append(ProposedQuery("organisations", f"{who} AND {subjects}", MentionKind.RELATED))
    return [read for query in found for read in _as_read(query, language)]


def _as_read(query: ProposedQuery, language: str) -> Iterator[ProposedQuery]:
    """The query as the language prints it; nothing where a name holds what cannot be asked for."""
    try:
        tree = parse_query(query.text).tree
    except QueryError:
        return
    yield ProposedQuery(query.id, print_query(tree, "fr" if language == "fr" else "en"), query.kind)


def _noun(name: str) -> Iterator[str]:
    """The event's noun as the name writes it: "Sommet", "Wasserkonferenz"."""
    for word in _WORD.findall(name):
        if noun_of(word) is not None:
            yield _quoted(word)
            return


def _subject(name: str, language: str) -> Iterator[str]:
    """The last words of a name that are not its noun: two where they stand together, else one."""
    small = COMMON[language] | {"l", "d", "la", "le", "les"}
    telling = [
        (match.start(), match.end(), match[0])
        for match in _WORD.finditer(name)
        if noun_of(match[0]) is None and not all(word in small for word in fold_words(match[0]))
    ]
    if not telling:
        return
    start, _, last = telling[-1]
    if len(telling) > 2 and start - telling[-2][1] == 1:
        yield _quoted(f"{telling[-2][2]} {last}")
    else:
        yield _quoted(last)


def _quoted(text: str) -> str:
    return '"' + re.sub(r'["“”«»*?~:()]', " ", text).strip() + '"'


def _any_of(parts: dict[str, None]) -> str:
    kept = [part for part in parts if len(part) > 3]
    return f"({' OR '.join(kept)})" if len(kept) > 1 else "".join(kept)
