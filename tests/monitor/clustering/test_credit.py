"""An agency is named in the byline, at the edge of the text, or by the outlet being one."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from monitor.clustering import agency_names, credit_of
from storage.model import Credit, Outlet

AGENCY = Outlet("agm", "Agence Méridienne (AGM)", "agm.example", kind="news-agency")
DAILY = Outlet("jour", "Le Journal (LJ)", "jour.example", kind="national-daily")
NAMES = agency_names([AGENCY, DAILY])


def test_a_news_agency_of_the_catalogue_is_known_by_its_name_and_by_what_stands_in_brackets() -> None:
    assert {"agence meridienne", "agm"} == NAMES


@pytest.mark.parametrize(
    ("authors", "credit"),
    [
        (("AFP",), Credit.SIGNED),
        (("Agence Méridienne",), Credit.SIGNED),
        (("Agence France-Presse",), Credit.SIGNED),
        (("AFP", "Reuters"), Credit.SIGNED),
        (("avec AFP",), Credit.SHARED),
        (("Le Journal avec AGM",), Credit.SHARED),
        (("AGM", "réd."), Credit.SHARED),
        (("Jeanne Dupont (AFP)",), Credit.SHARED),
        (("La rédaction",), Credit.NONE),
        (("Jeanne Dupont",), Credit.NONE),
        (("Le Journal",), Credit.NONE),
        ((), Credit.NONE),
    ],
)
def test_authors_tell_the_credit(make: SimpleNamespace, authors: tuple[str, ...], credit: Credit) -> None:
    assert credit_of(make.article("Un texte.", authors=authors), NAMES) is credit


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("PARIS (AFP) – Le sommet s’est ouvert lundi.", Credit.SHARED),
        ("Le sommet s’est ouvert lundi.\n\nAvec AGM", Credit.SHARED),
        ("Le pas de côté d’un ap parisien.", Credit.NONE),
        ("a " * 100 + "comme l’écrit l’AFP " + "b " * 100, Credit.NONE),
        ("", Credit.NONE),
    ],
)
def test_a_credit_stands_in_capitals_at_an_edge_of_the_text(
    make: SimpleNamespace, text: str, credit: Credit
) -> None:
    assert credit_of(make.article(text), NAMES) is credit


def test_the_agency_itself_comes_before_all(make: SimpleNamespace) -> None:
    assert credit_of(make.article("", outlet=AGENCY, authors=("Jeanne Dupont",))) is Credit.AGENCY
