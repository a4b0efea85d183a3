"""Names as a byline means them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.authors import clean_names

OUTLET = ("La Gazette", "gazette.example", "Lagazette")


@pytest.mark.parametrize(
    ("given_names", "expected"),
    [
        (["Par Anne Dupont et Karim B."], ("Anne Dupont", "Karim B.")),
        (["Propos recueillis par Léa Martin"], ("Léa Martin",)),
        (["Recueilli par Paul Durand"], ("Paul Durand",)),
        (["Texte : Anne Dupont"], ("Anne Dupont",)),
        (["By Jane Doe and John Roe"], ("Jane Doe", "John Roe")),
        (["Von Käthe Kruse"], ("Käthe Kruse",)),
        (["J.-P. Morel"], ("J.-P. Morel",)),
        (["Ada L."], ("Ada L.",)),
        (["Anne Dupont."], ("Anne Dupont",)),
        (["Anne Dupont (avec AFP)"], ("Anne Dupont",)),
        (["Anne Dupont avec AFP"], ("Anne Dupont", "AFP")),
        (["Anne Dupont | La Gazette"], ("Anne Dupont",)),
        (["Anne Dupont, Mis à jour à 12h30"], ("Anne Dupont",)),
        (["Anne Dupont, avocate"], ("Anne Dupont, avocate",)),
        (["JEAN DUPONT"], ("Jean Dupont",)),
        (["Anne Dupont <anne@gazette.example>"], ("Anne Dupont",)),
        (["Anne Dupont", "anne  dupont"], ("Anne Dupont",)),
        (["Lagazette Fr"], ()),
        (["La Gazette"], ()),
        (["gazette.example"], ()),
        (["https://www.facebook.com/gazette"], ()),
        (["Mis à jour à"], ()),
        (["Publié le 3 mars"], ()),
        (["admin"], ()),
        (["null"], ()),
        (["12"], ()),
        (["La rédaction"], ()),
        ([""], ()),
    ],
)
def test_a_byline_becomes_names(given_names: list[str], expected: tuple[str, ...]) -> None:
    assert clean_names(given_names, OUTLET) == expected


def test_a_newsroom_signs_where_nobody_else_does() -> None:
    assert clean_names(["La rédaction"], OUTLET, houses=True) == ("La rédaction",)


def test_a_byline_that_splits_at_the_limit_does_not_pass_it() -> None:
    names = [f"Prénom Nom{letter}" for letter in "abcdefghijklmnopqrs"]
    assert len(clean_names([*names, "Anne Dumas et Paul Vial", "Luc Roy"], OUTLET)) == 20


@given(st.lists(st.text(max_size=300), max_size=30))
def test_names_are_few_short_and_on_one_line(names: list[str]) -> None:
    cleaned = clean_names(names, OUTLET)
    assert len(cleaned) <= 20
    assert all(2 <= len(name) <= 200 and "\n" not in name for name in cleaned)
