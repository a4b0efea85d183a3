from __future__ import annotations

from dataclasses import fields

import pytest

from monitor.dossier import DocumentKind
from monitor.matching import lexicon
from monitor.matching.folding import fold_words
from monitor.matching.languages.words import Words


@pytest.mark.parametrize("table", lexicon.TABLES, ids=lambda table: table.code)
def test_every_language_says_everything(table: Words) -> None:
    assert all(getattr(table, field.name) for field in fields(Words))
    assert {10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 1000} <= set(table.numerals)
    assert set(table.factors) == set(range(2, 10))


@pytest.mark.parametrize(
    ("phrase", "number"),
    [
        ("quatre-vingts ONG", 80),
        ("une centaine d’associations", 100),
        ("deux cents collectifs", 200),
        ("some eighty NGOs", 80),
        ("three hundred groups", 300),
        ("ochenta ONG", 80),
        ("doscientas organizaciones", 200),
        ("zweihundert Verbände", 200),
        ("siebzig Initiativen", 70),
        ("un centinaio di associazioni", 100),
        ("duecento collettivi", 200),
        ("uma centena de organizações", 100),
        ("een honderdtal ngo’s", 100),
        ("117 organisations", 117),
    ],
)
def test_numbers_of_groups_are_read_in_every_language(phrase: str, number: int) -> None:
    words = fold_words(phrase)
    at = next(index for index, word in enumerate(words) if word in lexicon.NUMERALS or word.isdigit())
    read = [lexicon.numeral(words, index) for index in range(at, len(words))]
    assert number in read
    assert any(word in lexicon.GROUPS for word in words)


def test_a_share_is_no_number_of_groups() -> None:
    assert lexicon.numeral(fold_words("vingt pour cent"), 2) is None
    assert lexicon.numeral(fold_words("twenty per hundred"), 2) is None


def test_the_gatherings_of_those_who_oppose_an_event_follow_from_its_noun() -> None:
    found = {" ".join(fold_words(name)) for name in lexicon.counter_events("forum")}
    assert {"contre forum", "counterforum", "gegenforum", "forum alternatif", "people s forum"} <= found


def test_names_of_outlets_are_known_as_sentences_write_them() -> None:
    assert lexicon.contracted("Le Figaro") == ["du Figaro", "au Figaro"]
    assert lexicon.contracted("La Gazette du Rhône") == ["Gazette du Rhône"]
    assert lexicon.contracted("Mediapart") == []


def test_every_kind_of_document_has_its_words() -> None:
    assert all(len(lexicon.KINDS[kind]) >= len(lexicon.TABLES) for kind in DocumentKind)


def test_no_word_of_the_tables_is_one_that_every_text_holds() -> None:
    common = set(
        fold_words("le la les de des du vous nous s t d l the of and to is der die und zu el y che non een")
    )
    for words in (lexicon.GROUPS, lexicon.GATHERINGS, lexicon.SAYING, lexicon.ROLES, lexicon.PUBLISHED):
        assert not common & words
