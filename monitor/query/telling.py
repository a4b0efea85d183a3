"""A miss in a sentence."""

from __future__ import annotations

from collections.abc import Callable

from monitor.query.drawing import FIELD_LABEL
from monitor.query.misses import Miss, MissKind
from monitor.query.printing import print_query
from monitor.query.tree import FieldName, Near, Node, Scope, Unit
from monitor.wording.words import Words

_LONGEST_CLAUSE = 120


def miss_sentence(miss: Miss, words: Words) -> str:
    """Which clause fails, and what came nearest."""
    return _SENTENCES[miss.kind](miss, words)


def _clause(node: Node, words: Words) -> str:
    text = print_query(node, words.language)
    return text if len(text) <= _LONGEST_CLAUSE else text[: _LONGEST_CLAUSE - 1] + "…"


def _absent(miss: Miss, words: Words) -> str:
    return words("{clause} is not there.", clause=_clause(miss.clause, words))


def _none_of(miss: Miss, words: Words) -> str:
    return words("None of these is there: {clause}", clause=_clause(miss.clause, words))


def _scattered(miss: Miss, words: Words) -> str:
    return words("The words of {clause} are there, but not side by side.", clause=_clause(miss.clause, words))


def _elsewhere(miss: Miss, words: Words) -> str:
    field = words(FIELD_LABEL[FieldName(str(miss.values["field"]))])
    return words("{clause} is found only {field}.", clause=_clause(miss.clause, words), field=field)


def _written_otherwise(miss: Miss, words: Words) -> str:
    return words(
        "{clause} is found only as “{found}”; cs(…) keeps capitals and signs.",
        clause=_clause(miss.clause, words),
        found=miss.values["found"],
    )


def _too_far(miss: Miss, words: Words) -> str:
    found = int(miss.values["found"])
    left, right = miss.values["left"], miss.values["right"]
    assert isinstance(miss.clause, Near)
    operator = _operator(miss.clause, words)
    return words.n(
        "“{left}” at {n} word from “{right}”, {operator} asked.",
        "“{left}” at {n} words from “{right}”, {operator} asked.",
        found,
        left=left,
        right=right,
        operator=operator,
    )


def _operator(node: Near, words: Words) -> str:
    names = ("SUIVI", "PRES") if words.language == "fr" else ("ONEAR", "NEAR")
    return f"{names[0 if node.ordered else 1]}/{node.distance}"


def _other_order(miss: Miss, words: Words) -> str:
    assert isinstance(miss.clause, Near)
    return words(
        "The two sides of {operator} are found in the other order.", operator=_operator(miss.clause, words)
    )


def _other_fields(miss: Miss, words: Words) -> str:
    assert isinstance(miss.clause, Near)
    return words(
        "The two sides of {operator} are never found in the same field.",
        operator=_operator(miss.clause, words),
    )


def _too_few(miss: Miss, words: Words) -> str:
    found = int(miss.values["found"])
    return words.n(
        "Found {n} time, {asked} asked: {clause}",
        "Found {n} times, {asked} asked: {clause}",
        found,
        asked=words.number(int(miss.values["asked"])),
        clause=_clause(miss.clause, words),
    )


def _not_together(miss: Miss, words: Words) -> str:
    assert isinstance(miss.clause, Scope)
    clause = _clause(miss.clause.part, words)
    if miss.clause.unit is Unit.SENTENCE:
        return words("All of it is there, but never in one sentence: {clause}", clause=clause)
    return words("All of it is there, but never in one paragraph: {clause}", clause=clause)


def _excluded(miss: Miss, words: Words) -> str:
    return words("There is what must not be there: {clause}", clause=_clause(miss.clause, words))


def _filtered(miss: Miss, words: Words) -> str:
    return words(
        "{clause} does not let it through: it has {has}.",
        clause=_clause(miss.clause, words),
        has=miss.values["has"],
    )


_SENTENCES: dict[MissKind, Callable[[Miss, Words], str]] = {
    MissKind.ABSENT: _absent,
    MissKind.NONE_OF: _none_of,
    MissKind.SCATTERED: _scattered,
    MissKind.ELSEWHERE: _elsewhere,
    MissKind.WRITTEN_OTHERWISE: _written_otherwise,
    MissKind.TOO_FAR: _too_far,
    MissKind.OTHER_ORDER: _other_order,
    MissKind.OTHER_FIELDS: _other_fields,
    MissKind.TOO_FEW: _too_few,
    MissKind.NOT_TOGETHER: _not_together,
    MissKind.EXCLUDED: _excluded,
    MissKind.FILTERED: _filtered,
}
