from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.matching.folding import fold
from monitor.matching.terms import Case, Role, Term, TermIndex, phrases_of, term_of


def found(phrases: list[str], text: str, any_case: bool = False) -> list[str]:
    folded = fold(text)
    hits = TermIndex(phrases_of(Role.TITLE, "d", phrases)).find(folded, any_case)
    return [text[slice(*folded.span(hit.first, hit.last))] for hit in hits]


def test_phrases_are_found_as_whole_words_overlaps_too() -> None:
    assert found(["le sommet", "sommet de l'eau", "eau"], "Le sommet de l’eau, l’eaurore") == [
        "Le sommet",
        "sommet de l’eau",
        "eau",
    ]


def test_an_acronym_needs_its_capitals_and_a_name_its_capital() -> None:
    assert found(["IA"], "l’IA, l’I.A., ia, Ia") == ["IA", "I.A"]
    assert found(["Friche"], "Friche, friche, FRICHE") == ["Friche", "FRICHE"]
    assert found(["IA"], "/tout-sur-ia", any_case=True) == ["ia"]


def test_an_outlet_needs_the_last_capital_of_its_name() -> None:
    term = term_of(Role.OUTLET, "d", "Le Monde")
    assert term == Term(Role.OUTLET, "d", ("le", "monde"), Case.CAPITAL, capital_at=1)
    folded = fold("tout le monde lit « le Monde »")
    assert [hit.first for hit in TermIndex([term]).find(folded)] == [4]


@pytest.mark.parametrize("phrase", ["", " ", "…", "\u00ad"])
def test_a_phrase_without_a_word_is_no_term(phrase: str) -> None:
    assert term_of(Role.TITLE, "d", phrase) is None


def test_an_index_without_terms_finds_nothing() -> None:
    assert TermIndex([]).find(fold("a b")) == []
    assert not TermIndex([]).holds_one(" a b ")


WORDS = st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=8)


@given(st.lists(WORDS, max_size=5), WORDS)
def test_one_pass_finds_what_looking_word_by_word_finds(phrases: list[list[str]], text: list[str]) -> None:
    terms = {Term(Role.TITLE, "d", tuple(words)) for words in phrases}
    hits = TermIndex(sorted(terms, key=lambda term: term.words)).find(fold(" ".join(text)))
    expected = {
        (term.words, start)
        for term in terms
        for start in range(len(text))
        if tuple(text[start : start + len(term.words)]) == term.words
    }
    assert {(hit.term.words, hit.first) for hit in hits} == expected
    assert len(hits) == len(expected)
