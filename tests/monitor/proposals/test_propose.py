"""A pasted release becomes a proposal that can be read, struck out and written."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.campaigns import read_campaign
from monitor.dossier import Campaign, DocumentKind
from monitor.matching.matcher import compile_campaign
from monitor.proposals import Part, Proposal, propose
from monitor.proposals.organisations import id_of, unique_id
from monitor.proposals.writing import dossier_files, proposed_id
from monitor.query.parsing import parse_query

TODAY = date(2026, 5, 13)
OUTLETS = {"Le Phare du Matin": "lephare.example"}
TEXTS = Path(__file__).with_name("texts")
FRENCH = propose((TEXTS / "french.txt").read_text(encoding="utf-8"), TODAY, OUTLETS)
ENGLISH = propose((TEXTS / "english.txt").read_text(encoding="utf-8"), TODAY)
GERMAN = propose((TEXTS / "german.txt").read_text(encoding="utf-8"), TODAY)


def said(proposal: Proposal, part: Part) -> list[str]:
    return [choice.text for choice in proposal.of(part)]


def loaded(proposal: Proposal) -> tuple[Campaign, list[str]]:
    ident = proposed_id(proposal, ())
    files = dossier_files(proposal, ident)
    bodies = {name.partition("/")[2]: data for name, data in files.items() if "/" in name}
    campaign, problems = read_campaign(ident, files[f"{ident}.toml"], bodies, f"campaigns/{ident}.toml")
    assert campaign is not None, problems
    return campaign, [problem.message for problem in problems]


def test_the_title_is_not_the_line_that_says_that_this_is_a_release() -> None:
    assert said(FRENCH, Part.TITLE) == ["Rendez-nous les rives du Lanterne"]
    assert said(ENGLISH, Part.TITLE) == ["Nobody asked the night shift"]
    assert said(GERMAN, Part.TITLE) == ["Das Wasser gehört nicht der Börse"]


def test_an_op_ed_announced_under_its_own_title_keeps_it() -> None:
    assert said(FRENCH, Part.OPED_TITLE) == ["Le fleuve n’est pas une autoroute"]


def test_the_paper_of_the_op_ed_is_watched_with_its_site_where_the_catalogue_knows_it() -> None:
    (paper,) = FRENCH.of(Part.OUTLET)
    assert (paper.text, paper.domain, paper.doubt) == ("Le Phare du Matin", "lephare.example", "")
    assert paper.days == (date(2026, 3, 2), date(2026, 3, 2))
    (unknown,) = ENGLISH.of(Part.OUTLET)
    assert (unknown.text, unknown.domain) == ("Harbour Gazette", "")
    assert unknown.doubt
    assert said(GERMAN, Part.OUTLET) == ["Tagesbote"]


def test_what_stands_between_quotation_marks_is_a_quote_and_what_only_looks_like_one_says_so() -> None:
    quotes = {choice.text: choice.doubt for choice in FRENCH.of(Part.QUOTE)}
    assert quotes["les digues poussent plus vite que les saules"] == ""
    by_form = [text for text, doubt in quotes.items() if doubt]
    assert any("prairies humides" in text for text in by_form)
    assert not any("Valmarin" in text or "Ligue" in text or "80" in text for text in quotes)


def test_the_organisations_have_their_acronyms_expansions_and_sites() -> None:
    by_id = {c.organisation.id: c.organisation for c in FRENCH.of(Part.ORGANISATION) if c.organisation}
    assert list(by_id) == ["rives-vivantes", "aquajuste", "lpr"]
    assert by_id["rives-vivantes"].sites == ("rives-vivantes.example",)
    assert by_id["aquajuste"].aliases == ("Aqua Juste",)
    assert (by_id["lpr"].name, by_id["lpr"].acronyms) == ("Ligue des pêcheurs riverains", ("LPR",))
    assert by_id["lpr"].sites == ("lpr.example",)
    assert said(ENGLISH, Part.ORGANISATION) == ["Quayside Voices", "Dockers’ Aid Network"]
    assert said(GERMAN, Part.ORGANISATION) == ["Quellenbund", "Arbeitsgemeinschaft Gutes Wasser"]


def test_an_article_before_a_word_inside_a_name_belongs_to_the_name() -> None:
    text = "# Titre de la tribune\n\nUne tribune à l’initiative de Femmes contre le bruit et du Refuge des oiseaux."
    assert said(propose(text, TODAY), Part.ORGANISATION) == ["Femmes contre le bruit", "Refuge des oiseaux"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Titre du texte\n\nSignataires : Amis du Vent, le RAR et Terre d’ici",
            ["Amis du Vent", "RAR", "Terre d’ici"],
        ),
        (
            "Titre du texte\n\nAinsi, 63 organisations dont Amis du Vent et le Réseau Rivière (RR) publient un appel.",
            ["Amis du Vent", "Réseau Rivière"],
        ),
        ("# Titre\n\n# Signataires\n\n- Amis du Vent\n- Terre d’ici", ["Amis du Vent", "Terre d’ici"]),
        (
            "The title of it\n\nIn all, 58 charities including Warm Rooms and Fuel Now have signed it.",
            ["Warm Rooms", "Fuel Now"],
        ),
    ],
)
def test_those_who_signed_are_organisations_too(text: str, names: list[str]) -> None:
    choices = propose(text, TODAY).of(Part.ORGANISATION)
    assert [choice.text for choice in choices] == names
    assert {choice.organisation.role for choice in choices if choice.organisation} == {"signatory"}


def test_a_person_or_a_government_is_no_place_and_a_city_in_brackets_is() -> None:
    text = "# Titre\n\nÀ la COP34 (Valmarin, 3-9 juin 2027), nous écrivons au Président et au Sénat."
    assert said(propose(text, TODAY), Part.PLACE) == ["Valmarin"]


def test_a_title_with_commas_is_a_title_and_the_line_above_it_never_is() -> None:
    for title in (
        "Charities: “Warm homes are a right, not a favour”",
        "63 ONG, dont Amis du Vent, écrivent au maire",
    ):
        assert said(propose(f"PRESS RELEASE\n\n{title}\n\nSome text.", TODAY), Part.TITLE) == [title]
    running = propose("Communiqué de presse\n\nNous refusons le canal, et nous le disons.", TODAY)
    (title_choice,) = running.of(Part.TITLE)
    assert title_choice.text.startswith("Nous refusons")
    assert title_choice.doubt


def test_the_sections_about_us_weigh_nothing() -> None:
    assert said(FRENCH, Part.BOILERPLATE) == ["À propos des signataires"]
    assert said(ENGLISH, Part.BOILERPLATE) == ["About Quayside Voices"]
    assert said(GERMAN, Part.BOILERPLATE) == ["Über den Quellenbund"]


def test_the_event_has_its_names_days_and_place() -> None:
    assert said(FRENCH, Part.EVENT_NAME)[:2] == [
        "Sommet européen pour la protection des fleuves",
        "Sommet européen pour la PF",
    ]
    assert FRENCH.of(Part.EVENT_DAYS)[0].days == (date(2026, 3, 17), date(2026, 3, 18))
    assert said(FRENCH, Part.PLACE) == ["Valmarin"]
    assert said(ENGLISH, Part.EVENT_NAME) == ["Global Port Labour Summit"]
    assert ENGLISH.of(Part.EVENT_DAYS)[0].days == (date(2026, 5, 4), date(2026, 5, 5))
    assert said(ENGLISH, Part.PLACE) == ["Eastmouth"]
    assert said(GERMAN, Part.EVENT_NAME)[0] == "Internationale Wasserkonferenz"
    assert "Wasserkonferenz" in said(GERMAN, Part.EVENT_NAME)


def test_how_the_signatories_are_counted_is_taken_with_what_qualifies_the_number() -> None:
    assert said(FRENCH, Part.NUMBER) == ["plus de 80 associations"]
    assert said(ENGLISH, Part.NUMBER) == ["More than two hundred organisations"]
    assert said(GERMAN, Part.NUMBER) == ["mehr als 90 Verbände"]


def test_the_date_and_the_kind_come_from_the_head_of_the_text() -> None:
    assert (FRENCH.published_on, FRENCH.kind) == (date(2026, 3, 3), DocumentKind.RELEASE)
    assert ENGLISH.published_on == date(2026, 4, 14)
    itself = propose("# Lettre ouverte aux maires\n\nNous, riverains, refusons le canal.", TODAY)
    assert itself.kind is DocumentKind.OPED


def test_queries_are_proposed_in_the_language_of_the_text_and_each_can_be_read() -> None:
    assert said(FRENCH, Part.QUERY)[0].startswith("(sommet PRES/8") or "PRES/8" in said(FRENCH, Part.QUERY)[0]
    assert "Valmarin" in said(FRENCH, Part.QUERY)[0]
    for proposal in (FRENCH, ENGLISH, GERMAN):
        assert [choice.values[1] for choice in proposal.of(Part.QUERY)] == ["topic", "related"]
        assert all(choice.doubt for choice in proposal.of(Part.QUERY))
        for text in said(proposal, Part.QUERY):
            parse_query(text)
    campaign, problems = loaded(FRENCH)
    assert problems == [] and dict(campaign.query_kinds) == {"evenement": "topic", "organisations": "related"}


@pytest.mark.parametrize("proposal", [FRENCH, ENGLISH, GERMAN], ids=["fr", "en", "de"])
def test_a_proposal_accepted_whole_is_a_dossier_without_a_problem(proposal: Proposal) -> None:
    campaign, problems = loaded(proposal)
    assert problems == []
    assert [document.kind for document in campaign.documents] == [DocumentKind.OPED, DocumentKind.RELEASE]
    assert campaign.documents[1].text
    assert campaign.search_strings
    assert compile_campaign(campaign).watch_terms


@pytest.mark.parametrize("part", list(Part))
def test_any_part_can_be_struck_out_and_the_rest_still_loads(part: Part) -> None:
    rest = FRENCH.without({choice.number for choice in FRENCH.of(part)})
    campaign, problems = loaded(rest)
    assert not rest.of(part)
    assert problems == []
    assert (campaign.event is None) == (part is Part.EVENT_NAME)


def test_without_a_title_that_of_the_op_ed_stands_and_without_any_the_id() -> None:
    titles = {choice.number for choice in (*FRENCH.of(Part.TITLE), *FRENCH.of(Part.OPED_TITLE))}
    campaign, _ = loaded(FRENCH.without({1}))
    assert campaign.name == "Le fleuve n’est pas une autoroute"
    campaign, _ = loaded(FRENCH.without(titles))
    assert {document.title for document in campaign.documents} == {campaign.id}


def test_numbers_stay_what_they_were_when_others_are_struck_out() -> None:
    rest = FRENCH.without({1, 3})
    assert [choice.number for choice in rest.choices] == [
        c.number for c in FRENCH.choices if c.number not in (1, 3)
    ]
    assert [choice.number for choice in FRENCH.choices] == list(range(1, len(FRENCH.choices) + 1))


def test_the_same_release_in_markdown_and_as_plain_text_proposes_the_same_titles_and_sections() -> None:
    marked = propose(FRENCH.release.markdown, TODAY, OUTLETS)
    for part in (
        Part.TITLE,
        Part.OPED_TITLE,
        Part.OUTLET,
        Part.EVENT_NAME,
        Part.BOILERPLATE,
        Part.ORGANISATION,
    ):
        assert said(marked, part) == said(FRENCH, part)


def test_lines_as_wide_as_a_mail_are_one_paragraph() -> None:
    mail = "Un titre\n\n" + "\n".join(
        ["Une ligne de courrier qui se poursuit sur la ligne d’après, sans fin"] * 3
    )
    assert len(propose(mail, TODAY).release.blocks) == 2


def test_a_text_without_anything_proposes_nothing() -> None:
    assert propose("", TODAY).choices == ()
    assert propose(" \n\u200b\n ", TODAY).choices == ()


def test_ids_are_made_of_whole_words_without_accents() -> None:
    assert id_of("Sommet européen de l’Œuvre, 2026") == "sommet-europeen-de-l-oeuvre-2026"
    assert id_of("水 · ???") == "campagne"
    assert unique_id("LPR", ["lpr", "lpr-2"]) == "lpr-3"
    assert len(id_of("mot " * 50)) <= 40


PIECES = st.sampled_from(
    [
        "# ",
        "\n",
        "\n\n",
        "À propos de ",
        "Sommet de l’IA ",
        "(ABC) ",
        "les 30 et 31 février ",
        "« ",
        " » ",
        "à l’initiative de ",
        "LDX (Ligue des x) ",
        "https://a.example/ ",
        "plus de 100 ONG ",
        "publié dans Le Jour ",
        "tribune ",
        '"',
        "\\",
        "{x}",
        "\u0000",
        ". ",
        "99 mai 2026 ",
        "'''",
        "Konferenz ",
        "Summit ",
        "mot " * 30,
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | st.text(max_size=12), max_size=25).map("".join))
def test_whatever_is_pasted_is_written_as_a_dossier_that_loads(text: str) -> None:
    proposal = propose(text, TODAY)
    if proposal.choices:
        loaded(proposal)


@pytest.mark.parametrize(
    "piece",
    ["Sommet de l’", "A ", "(", "« ", "publié ", "la Grande ", "100 ONG ", "1 mai ", "\n# ", "Summit on "],
)
def test_a_hostile_text_is_read_within_a_second_or_two(piece: str) -> None:
    start = time.process_time()
    propose(piece * (100_000 // len(piece)), TODAY)
    assert time.process_time() - start < 4


def test_the_text_is_data_even_where_it_looks_like_toml() -> None:
    text = 'Titre "]\n\nUn appel à l’initiative de Nous"\\n[[recipients]] et de Vous (V).\n'
    campaign, _ = loaded(propose(text, TODAY))
    assert campaign.recipients == ()
