"""A dossier that people edit by hand takes one more line without losing theirs."""

from __future__ import annotations

import dataclasses
import difflib
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.campaigns import read_campaign
from monitor.dossier import Campaign
from monitor.dossier_edit import (
    Addition,
    AlreadyThere,
    NotThisOne,
    What,
    add_to,
    advice_on,
    earlier_files,
    save_dossier,
)
from monitor.whole_file import FileChanged
from monitor.wording.words import Words

DOSSIER = """# Le dossier du fleuve
name = "Fleuve"   # un nom court

[[documents]]
id = "tribune"
kind = "oped"
title = "Le fleuve n’est pas une autoroute"
headlines = [
    "Quatre-vingts associations contre le canal",   # titre du Phare
]
urls = []

# Les mots qui restent. (The words that stay.)
[documents.quotes]
fr = ["les digues poussent plus vite que les saules"]

# ------------------------------------------------
# Les organisations
# ------------------------------------------------

[[documents]]
id = "lettre"
kind = "statement"
language = "en"
title = "A letter about the river"

# ------------------------------------------------
# Celles qui signent
# ------------------------------------------------

[[organisations]]
id = "rives"
name = "Rives vivantes"
aliases = ["Rives"]

# Sa ligue
[[organisations]]
id = "lpr"
name = "Ligue des pêcheurs riverains"
"""
NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


def read(data: bytes) -> Campaign:
    campaign, problems = read_campaign("fleuve", data, {}, "campaigns/fleuve.toml")
    assert campaign is not None, problems
    return campaign


def added(addition: Addition, before: str = DOSSIER) -> list[str]:
    """The lines that are new; fails where a line of before is gone, but for a list that grew on its line."""
    after = add_to(before.encode(), addition).decode()
    new = [line[2:] for line in difflib.ndiff(before.split("\n"), after.split("\n")) if line.startswith("+ ")]
    gone = [
        line[2:] for line in difflib.ndiff(before.split("\n"), after.split("\n")) if line.startswith("- ")
    ]
    assert all(line.endswith("]") or line.endswith('",') for line in gone), gone
    return new


def test_a_headline_is_one_line_more_and_every_comment_stays() -> None:
    assert added(Addition(What.HEADLINE, "Le canal de trop")) == ['    "Le canal de trop",']


def test_an_address_goes_into_the_empty_list() -> None:
    url = "https://www.lephare.example/debats/fleuve"
    assert added(Addition(What.URL, url)) == [f'urls = ["{url}"]']


def test_a_list_that_is_not_there_yet_stands_in_its_own_section() -> None:
    after = add_to(DOSSIER.encode(), Addition(What.HEADLINE, "Rivers are not roads", "lettre")).decode()
    assert 'id = "lettre"\nheadlines = ["Rivers are not roads"]\nkind = "statement"' in after
    after = add_to(DOSSIER.encode(), Addition(What.ALIAS, "Ligue des pêcheurs", organisation="lpr")).decode()
    assert 'id = "lpr"\naliases = ["Ligue des pêcheurs"]\n' in after


def test_a_quote_goes_to_its_language() -> None:
    campaign = read(
        add_to(DOSSIER.encode(), Addition(What.QUOTE, "willows grow slower than dykes", language="en"))
    )
    assert {(q.language, q.text) for q in campaign.documents[0].quotes} == {
        ("fr", "les digues poussent plus vite que les saules"),
        ("en", "willows grow slower than dykes"),
    }
    campaign = read(add_to(DOSSIER.encode(), Addition(What.QUOTE, "the river is not for sale", "lettre")))
    assert [(q.language, q.text) for q in campaign.documents[1].quotes] == [
        ("en", "the river is not for sale")
    ]


@pytest.mark.parametrize(
    "quotes",
    [
        "quotes = { fr = ['un deux'] }",
        "quotes.fr = ['un deux']",
        "quotes = {}",
        "",
        "[documents.quotes]\nde = ['x y']",
    ],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_quote_finds_its_place_however_the_quotes_are_written(quotes: str, language: str) -> None:
    before = f'name = "F"\n[[documents]]\nid = "t"\nkind = "oped"\ntitle = "T"\n{quotes}\n'
    campaign = read(add_to(before.encode(), Addition(What.QUOTE, "trois quatre", language=language)))
    assert (language, "trois quatre") in [(q.language, q.text) for q in campaign.documents[0].quotes]


def test_capitals_alone_are_an_acronym() -> None:
    campaign = read(add_to(DOSSIER.encode(), Addition(What.ALIAS, "LPR", organisation="lpr")))
    assert campaign.organisations[1].acronyms == ("LPR",)
    assert campaign.organisations[1].aliases == ()


@pytest.mark.parametrize(
    "addition",
    [
        Addition(What.HEADLINE, "le fleuve n'est pas une Autoroute"),
        Addition(What.HEADLINE, "Quatre\u2011vingts associations contre le canal"),
        Addition(What.QUOTE, "« Les digues poussent plus vite que les saules »"),
        Addition(What.ALIAS, "RIVES VIVANTES", organisation="rives"),
    ],
)
def test_what_is_there_in_another_typography_is_there(addition: Addition) -> None:
    with pytest.raises(AlreadyThere):
        add_to(DOSSIER.encode(), addition)


def test_an_address_is_there_whatever_its_query() -> None:
    once = add_to(DOSSIER.encode(), Addition(What.URL, "https://www.lephare.example/fleuve"))
    with pytest.raises(AlreadyThere):
        add_to(once, Addition(What.URL, "http://lephare.example/fleuve/?utm_source=x"))


def test_which_organisation_must_be_said_where_there_are_several() -> None:
    for ident in ("", "autre"):
        with pytest.raises(NotThisOne) as refused:
            add_to(DOSSIER.encode(), Addition(What.ALIAS, "Les Rivains", organisation=ident))
        assert refused.value.known == ("rives", "lpr")
    with pytest.raises(NotThisOne):
        add_to(DOSSIER.encode(), Addition(What.URL, "https://a.example/", document="autre"))


def test_windows_line_ends_and_the_mark_of_notepad_stay() -> None:
    before = "\ufeff" + DOSSIER.replace("\n", "\r\n")
    for addition in (Addition(What.HEADLINE, "Un titre"), Addition(What.HEADLINE, "Un titre", "lettre")):
        after = add_to(before.encode(), addition)
        assert after.startswith(b"\xef\xbb\xbf")
        assert after.count(b"\n") == after.count(b"\r\n")


def test_the_shipped_dossier_takes_every_kind_of_addition() -> None:
    shipped = files("monitor").joinpath("shipped", "campaigns", "sommet-ia-2025.toml").read_bytes()
    for addition in (
        Addition(What.HEADLINE, "Un titre tout neuf"),
        Addition(What.URL, "https://example.org/une"),
        Addition(What.QUOTE, "une citation toute neuve"),
        Addition(What.QUOTE, "ein neues Zitat", language="de"),
        Addition(What.ALIAS, "Vox-Pub", organisation="voxpublic"),
        Addition(What.ALIAS, "VXP", organisation="voxpublic"),
        Addition(What.HEADLINE, "Another headline", "communique-en"),
    ):
        before, after = shipped.decode().split("\n"), add_to(shipped, addition).decode().split("\n")
        assert len(after) - len(before) <= 1
        assert [line for line in before if line.startswith("#")] == [
            line for line in after if line.startswith("#")
        ]


@settings(max_examples=120, deadline=None)
@given(
    st.sampled_from([What.HEADLINE, What.QUOTE, What.ALIAS]),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=2, max_size=60)
    .map(str.strip)
    .filter(lambda text: len(text) > 1),
    st.sampled_from(["", "lettre"]),
)
def test_any_text_comes_back_as_it_was_given(what: What, text: str, document: str) -> None:
    addition = Addition(what, text, document, "lpr")
    try:
        campaign = read(add_to(DOSSIER.encode(), addition))
    except AlreadyThere:
        return
    one, organisation = campaign.documents[1 if document else 0], campaign.organisations[1]
    told = (
        *one.headlines,
        *(quote.text for quote in one.quotes),
        *organisation.aliases,
        *organisation.acronyms,
    )
    assert text in told


def test_the_earlier_file_is_kept_and_listed_latest_first(tmp_path: Path) -> None:
    path, backups = tmp_path / "fleuve.toml", tmp_path / "backups"
    path.write_bytes(b"un")
    save_dossier(path, b"un", b"deux", backups, NOW)
    save_dossier(path, b"deux", b"trois", backups, NOW)
    save_dossier(path, b"trois", b"quatre", backups, NOW + timedelta(hours=1))
    (backups / "fleuve-2.20260101T000000Z.toml").write_bytes(b"of another")
    assert path.read_bytes() == b"quatre"
    earlier = earlier_files("fleuve", backups)
    assert [one.path.read_bytes() for one in earlier] == [b"trois", b"deux", b"un"]
    assert earlier[0].until == NOW + timedelta(hours=1)


def test_a_file_that_somebody_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "fleuve.toml"
    path.write_bytes(b"theirs")
    with pytest.raises(FileChanged):
        save_dossier(path, b"un", b"deux", tmp_path / "backups", NOW)
    assert path.read_bytes() == b"theirs"
    assert not (tmp_path / "backups").exists()


def test_advice_says_what_is_lacking_and_is_never_fatal() -> None:
    words = Words("en")
    advice = advice_on(read(DOSSIER.encode()), "campaigns/fleuve.toml")
    said = [problem.sentence(words) for problem in advice]
    assert not any(problem.fatal for problem in advice)
    assert any("“tribune” has no address" in text for text in said)
    assert any("“lettre” has no quotes" in text for text in said)
    assert any("“rives” has no site" in text for text in said)


def test_a_dossier_that_has_everything_gets_no_advice() -> None:
    whole = DOSSIER.replace(
        "urls = []", 'urls = ["https://a.example/"]\npublished_at = 2026-03-02\noutlet_names = ["Le Phare"]'
    )
    campaign = read(whole.encode())
    campaign = dataclasses.replace(
        campaign,
        documents=campaign.documents[:1],
        organisations=tuple(dataclasses.replace(one, sites=("a.example",)) for one in campaign.organisations),
        search_strings=("fleuve",),
    )
    assert [problem.message for problem in advice_on(campaign, "f")] == [
        "Nobody receives the daily report: add a recipient."
    ]
