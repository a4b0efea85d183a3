from __future__ import annotations

from collections.abc import Callable

import pytest

from monitor.dossier import Campaign, Document, DocumentKind
from monitor.matching import evidence as find
from monitor.matching.addresses import bare_address, fits
from monitor.matching.reading import Reading, read
from monitor.matching.terms import TermIndex
from monitor.matching.vocabulary import terms_of
from storage.model import Evidence, Link, StoredArticle

Write = Callable[..., StoredArticle]
Read = Callable[..., Reading]


@pytest.fixture(scope="module")
def reading(campaign: Campaign, article: Write) -> Read:
    index = TermIndex(terms_of(campaign))
    return lambda text, title="", **fields: read(article(text, title, **fields), index)


def texts(found: list[Evidence]) -> list[str]:
    return [one.text for one in found]


# ---- title, quote --------------------------------------------------------------------------------


def test_a_title_is_found_whatever_its_typography(reading: Read) -> None:
    found = find.titles(reading("", "CE QUE LES SEMENCES NE VOUS DIRONT PAS !"))
    assert [(one.field, one.subject) for one in found] == [("title", "tribune"), ("title", "communique")]


def test_a_title_in_another_language_and_in_the_slug_counts(reading: Read) -> None:
    found = find.titles(reading("", "What the seeds will never tell you"))
    assert [one.field for one in found] == ["title"]
    slug = find.titles(
        reading("", url="https://journal.example/debats/ce-que-les-semences-ne-vous-diront-pas.html")
    )
    assert {one.field for one in slug} == {"slug"}


def test_a_long_quote_weighs_more_than_a_short_one(reading: Read) -> None:
    found = find.quotes(
        reading("« Les champs n’appartiennent à aucun laboratoire du monde » et « graines sous clé ».")
    )
    assert [one.weight for one in found] == [find.WEIGHTS["quote"], find.WEIGHTS["short_quote"]]


# ---- link ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "leads"),
    [
        ("https://www.lesoir-bleu.example/debats/ce-que-les-semences", True),
        ("http://lesoir-bleu.example/debats/ce-que-les-semences/?xtor=1#a", True),
        ("https://www.lesoir-bleu.example/idees/2024/06/04/soixante-associations-les-champs_12.html", True),
        ("https://lesoir-bleu.example/x/les-champs-n-appartiennent-a-aucun-laboratoire", True),
        ("https://lesoir-bleu.example/debats/autre-chose", False),
        ("https://ailleurs.example/x/les-champs-n-appartiennent-a-aucun-laboratoire", False),
        ("https://notlesoir-bleu.example/debats/ce-que-les-semences", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_where_a_link_leads(campaign: Campaign, url: str, leads: bool) -> None:
    assert find.leads_to(Link(url, "ici", 0), campaign.documents[0]) is leads


@pytest.mark.parametrize(
    ("address", "pattern", "right"),
    [
        ("a.example/x/y", "a.example/*/y", True),
        ("a.example/y", "a.example/*/y", False),
        ("a.example/xx-yy-zz", "a.example/*xx*zz", True),
        ("a.example/xx-zz-yy", "a.example/*xx*zz", False),
        ("aba", "ab*ba", False),
        ("abba", "ab*ba", True),
        ("a", "a", True),
        ("a.example/[x]", "a.example/[a-z]", False),
    ],
)
def test_a_pattern_knows_the_star_and_nothing_else(address: str, pattern: str, right: bool) -> None:
    assert fits(address, pattern) is right


def test_a_bare_address_has_no_scheme_no_www_no_query() -> None:
    assert bare_address(" HTTPS://www.A.example/B/?q=1#c ") == "a.example/b"
    assert bare_address("a.example/b") == "a.example/b"


# ---- attribution, number, call -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Dans une tribune parue dans Le Soir bleu, elles protestent.", ["tribune parue dans Le Soir bleu"]),
        ("Leur tribune au « Soir bleu » fait du bruit.", ["tribune au « Soir bleu"]),
        ("Des associations ont signé dans Le Soir bleu un plaidoyer.", ["signé dans Le Soir bleu"]),
        ("Semences libres a publié dans Le Soir bleu un plaidoyer.", ["publié dans Le Soir bleu"]),
        ("Une enquête publiée par Le Soir bleu le dit.", []),
        ("La Tribune et Le Soir bleu reviennent sur le match.", []),
        ("Une tribune fait du bruit. Le Soir bleu n’en dit rien.", []),
        ("Une tribune sous le soir bleu de juin.", []),
    ],
)
def test_attribution_is_kind_or_publishing_and_outlet_in_one_sentence(
    reading: Read, text: str, quoted: list[str]
) -> None:
    assert texts(find.attributions(reading(text))) == quoted


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Une soixantaine d’associations protestent.", ["Une soixantaine d’associations"]),
        ("Plus de 60 ONG protestent.", ["60 ONG"]),
        ("Quelque soixante petites organisations protestent.", ["soixante petites organisations"]),
        ("More than sixty campaign groups protest.", ["sixty campaign groups"]),
        ("Cent vingt communes et 119 associations.", ["119 associations"]),
        ("Une centaine de communes protestent.", []),
        ("Quelque 200 associations protestent.", []),
        ("60 % des associations protestent.", []),
        ("En 60 av. J.-C. Une association proteste.", []),
    ],
)
def test_the_number_is_the_dossiers_before_a_word_for_groups(
    reading: Read, campaign: Campaign, text: str, quoted: list[str]
) -> None:
    assert texts(find.numbers(reading(text), campaign.documents)) == quoted


def test_two_hundred_is_not_a_hundred(article: Write) -> None:
    document = Document("d", DocumentKind.OPED, "Un titre à nous", numbers=("une centaine d'ONG",))
    index = TermIndex(terms_of(Campaign("c", "C", documents=(document,))))

    def found(text: str) -> list[str]:
        return texts(find.numbers(read(article(text), index), [document]))

    assert found("cent associations, deux cents associations, two hundred groups, 117 ONG") == [
        "cent associations",
        "117 ONG",
    ]
    assert found("vingt pour cent des associations") == []


def test_the_outlet_beside_the_number_attributes_it(reading: Read, campaign: Campaign) -> None:
    read_ = reading("Plus de soixante ONG accusaient, dans les colonnes du Soir bleu, les semenciers.")
    assert texts(find.counted_attributions(read_, find.numbers(read_, campaign.documents))) == [
        "du Soir bleu"
    ]
    apart = reading("Plus de soixante ONG accusaient. Les colonnes du Soir bleu étaient vides.")
    assert find.counted_attributions(apart, find.numbers(apart, campaign.documents)) == []


def test_a_call_is_a_kind_word_beside_a_number_or_an_organisation(reading: Read, campaign: Campaign) -> None:
    def found(text: str, title: str = "") -> list[str]:
        read_ = reading(text, title)
        return [one.field for one in find.calls(read_, find.numbers(read_, campaign.documents))]

    assert found("L’appel des soixante associations.") == ["body"]
    assert found("Tribune. Soixante associations protestent.") == ["body"]
    assert found("Il pleut. Soixante associations protestent.", "Un appel") == ["title"]
    assert found("Soixante associations protestent. Il pleut. Un appel d’air.") == []
    assert found("Une tribune. Personne ne proteste.") == []


def test_another_signed_text_is_seen_but_not_a_press_release(reading: Read, campaign: Campaign) -> None:
    assert texts(find.other_texts(reading("Ils ont signé une tribune."), campaign.documents, [])) == [
        "tribune"
    ]
    assert find.other_texts(reading("Ils ont publié un communiqué."), campaign.documents, []) == []
    assert find.other_texts(reading("Le ministre est monté à la tribune."), campaign.documents, []) == []


# ---- organisations -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "pickup", "named"),
    [
        ("Le taux de LPP est élevé.", False, set()),
        ("Le taux de lpp est élevé, dit la Ligue paysanne du Ponant.", False, {"lpp"}),
        ("La LPP et Semences libres de France protestent.", False, {"lpp", "semences-libres"}),
        ("La LPP défend les droits humains.", False, {"lpp"}),
        ("La LPP proteste.", True, {"lpp"}),
        ("Semences libres : mode d’emploi.", False, set()),
        ("Semences libres et la LPP.", False, set()),
    ],
)
def test_an_acronym_or_a_part_of_a_name_proves_nothing_alone(
    reading: Read, campaign: Campaign, text: str, pickup: bool, named: set[str]
) -> None:
    assert {one.subject for one in find.organisations(reading(text), campaign, pickup)} == named


def test_a_one_word_rival_needs_its_capital(reading: Read) -> None:
    assert texts(find.rivals(reading("Friche ne désarme pas. La friche fleurit."))) == ["Friche"]
