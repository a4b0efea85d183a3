from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from monitor.dossier import Campaign, Document, DocumentKind, Edition, Event
from monitor.matching.events import event_evidence, event_mentions, is_near, slug_evidence
from monitor.matching.reading import read
from monitor.matching.terms import Role, TermIndex
from monitor.matching.vocabulary import terms_of, topic_of
from storage.model import StoredArticle

Write = Callable[..., StoredArticle]
Found = Callable[..., list[str]]


@pytest.fixture(scope="module")
def found(campaign: Campaign, article: Write) -> Found:
    index = TermIndex(terms_of(campaign))
    event = campaign.event
    assert event is not None

    def quoted(text: str, title: str = "", **fields: object) -> list[str]:
        reading = read(article(text, title, **fields), index)
        return [one.text for one in event_evidence(event_mentions(reading, event), event)]

    return quoted


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Le sommet sur les OGM s’ouvre.", ["sommet sur les OGM"]),
        ("Le sommet mondial consacré aux OGM s’ouvre.", ["sommet mondial consacré aux OGM"]),
        ("The GMO Summit opens.", ["GMO Summit"]),
        ("On parle d’OGM. À Brest, le sommet s’ouvre.", ["sommet"]),
        ("On parle d’OGM. Le sommet s’ouvre le 12 juin.", ["sommet"]),
        ("On parle d’OGM. Au sommet de l’État, on hésite.", []),
        ("Un drone OGM veille sur le sommet.", []),
        ("À Brest, le sommet du phare est fermé.", []),
        ("Le sommet de Brest s’ouvre.", []),
        ("Le sommet de Brest s’ouvre le 12 juin.", ["sommet de Brest"]),
        ("Le sommet de Brest parlera d’OGM.", ["sommet de Brest"]),
        ("Le sommet de Brest s’ouvre au Quartz.", ["sommet de Brest"]),
    ],
)
def test_what_names_the_event(found: Found, text: str, quoted: list[str]) -> None:
    assert found(text) == quoted


def test_another_place_counts_against_the_mention_beside_it_only(found: Found) -> None:
    text = "Le sommet des OGM d’Oslo sera grand. À Brest, le sommet des OGM fut petit."
    assert found(text) == ["sommet des OGM"]
    assert found("À Brest, le sommet des OGM fut petit, avant Oslo.") == ["sommet des OGM"]
    assert found("Le sommet des OGM d’Oslo, deux ans après Brest, sera grand.") == []


def test_a_dateline_elsewhere_does_not_count(found: Found) -> None:
    assert found("OSLO – Le ministre se rendra au sommet des OGM.") == ["sommet des OGM"]


def test_the_year_of_another_edition_outweighs_the_place_inside_the_name(found: Found) -> None:
    assert found("Les OGM, encore. En 2022, le sommet de Brest avait déçu.") == []
    assert found("Les OGM, encore. Le sommet de Brest, après celui de Lisbonne, a déçu.") == [
        "sommet de Brest"
    ]


def test_what_the_article_has_established_holds_for_the_mentions_that_follow(found: Found) -> None:
    assert found("Le sommet des OGM d’Oslo sera grand. Ce sommet des OGM coûtera cher.") == []
    assert len(found("À Brest, le sommet des OGM s’ouvre. Ce sommet des OGM coûte cher.")) == 2


def test_a_title_elsewhere_sets_the_edition_where_nothing_else_does(found: Found) -> None:
    assert found("Le sommet sur les OGM s’est ouvert.", "Lisbonne : les semences font salle comble") == []


def test_nothing_beside_it_goes_by_the_year_of_publication(found: Found) -> None:
    text = "Le sommet sur les OGM s’ouvre."
    assert found(text, published=date(2022, 5, 1)) == []
    assert len(found(text, published=date(2023, 5, 1))) == 1
    assert len(found(text, published=None)) == 1


def test_the_bare_noun_with_its_place_counts_in_the_weeks_of_the_event_only(found: Found) -> None:
    text = "On parle d’OGM. À Brest, le sommet s’ouvre."
    assert found(text, published=date(2023, 1, 1)) == []


def test_the_slug_names_the_event_unless_another_edition_stands_there(
    campaign: Campaign, article: Write
) -> None:
    index, event = TermIndex(terms_of(campaign)), campaign.event
    assert event is not None
    ours = read(article(url="https://j.example/2024/sommet-ogm-ouverture"), index)
    assert [one.text for one in slug_evidence(ours, event)] == ["sommet-ogm"]
    assert slug_evidence(read(article(url="https://j.example/sommet-ogm-oslo"), index), event) == []


def test_the_weeks_of_the_event_are_counted_in_days(campaign: Campaign) -> None:
    event = campaign.event
    assert event is not None
    assert is_near(event, date(2024, 5, 13)) and not is_near(event, date(2024, 5, 12))
    assert is_near(event, datetime(2024, 7, 13, 23, tzinfo=UTC)) and not is_near(event, date(2024, 7, 14))
    assert not is_near(event, None)


def test_subject_and_nouns_are_read_off_the_names(campaign: Campaign) -> None:
    topic = topic_of(campaign)
    assert {term.words for term in topic.subjects} == {
        ("ogm",),
        ("gmo",),
        ("organismes", "genetiquement", "modifies"),
    }
    assert {term.words for term in topic.heads} == {("sommet",), ("summit",)}


def test_a_counter_event_is_the_civil_society_s(campaign: Campaign) -> None:
    civic = {term.words for term in terms_of(campaign) if term.role is Role.CIVIC}
    assert {("contre", "sommet"), ("contresommet",), ("counter", "summit")} <= civic


def test_without_an_acronym_the_subject_is_what_names_and_titles_share() -> None:
    event = Event(
        "c",
        "Conférence sur les océans",
        names=("conférence des océans",),
        short_name=(("fr", "la conférence"),),
    )
    document = Document("d", DocumentKind.OPED, "Les océans ne sont pas à vendre")
    topic = topic_of(Campaign("c", "C", documents=(document,), event=event))
    assert [term.words for term in topic.subjects] == [("oceans",)]
    assert [term.words for term in topic.heads] == [("conference",)]


@pytest.fixture(scope="module")
def at_the_docks(campaign: Campaign, article: Write) -> Found:
    """The same campaign, its venue told."""
    assert campaign.event is not None
    event = replace(campaign.event, venues=("Halle aux Filets",), nouns=("sommet",), subjects=("OGM",))
    index = TermIndex(terms_of(replace(campaign, event=event)))

    def quoted(text: str, published: date = date(2024, 6, 12)) -> list[str]:
        reading = read(article(text, published=published), index)
        return [one.text for one in event_evidence(event_mentions(reading, event), event)]

    return quoted


@pytest.mark.parametrize(
    ("text", "published", "quoted"),
    [
        ("Les délégations entrent à la Halle aux Filets.", date(2024, 6, 12), ["Halle aux Filets"]),
        ("Les délégations entrent à la Halle aux Filets.", date(2024, 6, 25), []),
        (
            "On parle d’OGM. Les délégations entrent à la Halle aux Filets.",
            date(2024, 6, 25),
            ["Halle aux Filets"],
        ),
        ("On parle d’OGM. Les délégations entrent à la Halle aux Filets.", date(2024, 9, 25), []),
        ("Le bal de la Halle aux Filets est complet.", date(2024, 6, 12), []),
        ("Une réunion sur les OGM se tient à Brest.", date(2024, 6, 12), []),
        (
            "Une réunion sur les OGM. La Halle aux Filets ferme.",
            date(2024, 6, 25),
            ["réunion sur les OGM", "Halle aux Filets"],
        ),
        ("Le raout sur les OGM de Yann Kerbiriou attire.", date(2024, 6, 12), ["raout sur les OGM"]),
    ],
)
def test_the_venue_speaks_of_the_event_in_its_weeks_and_where_people_meet(
    at_the_docks: Found, text: str, published: date, quoted: list[str]
) -> None:
    assert at_the_docks(text, published) == quoted


def test_the_venue_under_a_title_of_another_edition_is_that_edition_s_unless_ours_is_named(
    campaign: Campaign, article: Write
) -> None:
    assert campaign.event is not None
    event = replace(
        campaign.event, venues=("Halle aux Filets",), subjects=("OGM",),
        other_editions=(Edition("Sommet des Algues", (), (2023,), ("Sommet des Algues",)),),
    )  # fmt: skip
    index, day = TermIndex(terms_of(replace(campaign, event=event))), date(2024, 6, 12)
    text = "La Halle aux Filets accueillait alors les délégations. On y parlait déjà d’OGM."
    assert _mentions(event, index, article(text, "Ce qu’il reste du Sommet des Algues", published=day)) == 0
    assert _mentions(event, index, article(text, "Ce que dit la Halle aux Filets", published=day)) > 0


def _mentions(event: Event, index: TermIndex, article: StoredArticle) -> int:
    return len(event_mentions(read(article, index), event))


def test_a_name_that_alludes_to_the_place_needs_no_year(article: Write) -> None:
    event = Event(
        "e", "Brester Gipfel zum Saatgut", places=("Brest",), names=("Brester Gipfel",), subjects=("Saatgut",),
        starts_on=date(2024, 6, 12), other_editions=(Edition("Oslo", ("Oslo",), (2026,)),),
    )  # fmt: skip
    index, year = TermIndex(terms_of(Campaign("c", "C", event=event))), date(2026, 6, 1)
    assert _mentions(event, index, article("Nach dem Brester Gipfel: Saatgut", published=year)) == 1
    assert _mentions(event, index, article("Der Gipfel zum Saatgut beginnt.", published=year)) == 0


def test_what_the_dossier_says_of_subject_and_noun_goes_before_what_names_show(campaign: Campaign) -> None:
    assert campaign.event is not None
    event = replace(campaign.event, subjects=("semences paysannes",), nouns=("assises",))
    topic = topic_of(replace(campaign, event=event))
    assert [term.words for term in topic.subjects] == [("semences", "paysannes")]
    assert [term.words for term in topic.heads] == [("assises",)]


def test_a_name_that_goes_on_with_another_subject_is_not_ours_outside_its_weeks(found: Found) -> None:
    other = "On parle d’OGM. Le sommet de Brest sur les algues a déçu."
    assert found(other, published=date(2024, 11, 2)) == []
    assert found(other) == ["sommet de Brest"]
    ours = "Le sommet de Brest sur les organismes, dont les OGM, a déçu."
    assert found(ours, published=date(2024, 11, 2)) == ["sommet de Brest"]
