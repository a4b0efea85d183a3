"""Dossiers: what a press officer writes becomes a campaign, or every mistake is named with its line."""

from __future__ import annotations

import dataclasses
import json
import re
from datetime import UTC, date, datetime, time
from importlib.resources import files
from pathlib import Path

import pytest

from monitor.campaigns import NOT_MATCHED, load_campaign, load_campaigns, read_campaign
from monitor.config import ConfigurationInvalid, Problem
from monitor.dossier import Campaign, DocumentKind, Quote, Recipient
from monitor.wording.words import Words
from monitor.workspace import shipped_campaign, shipped_campaigns

FRENCH = Words("fr")

SMALL = """
name = "La tribune des quais"
zone = "Europe/Brussels"
report_at = "08:15"
starts_on = 2025-02-04
search_strings = ["tribune quais"]
[[documents]]
id = "tribune"
kind = "oped"
title = "Rendez-nous les quais"
published_at = 2025-02-04
url_patterns = ["https://www.lephare.example/*/2025/02/04/*quais*"]
text_file = "tribune.md"
boilerplate = ["À propos"]
[documents.titles]
en = "Give us back the quays"
[documents.quotes]
fr = ["les quais sont à nous", "une ville sans rives"]
en = ["the quays are ours"]
[[organisations]]
id = "rives"
name = "Rives vivantes"
acronyms = ["RV"]
sites = ["rives.example"]
[event]
id = "fete"
name = "Fête du fleuve"
places = ["Lyon"]
starts_on = 2025-02-10
[event.short_name]
fr = "la fête"
[[event.other_editions]]
name = "Fête du fleuve 2023"
years = [2023]
[[rivals]]
id = "autre"
name = "L’autre tribune"
[queries]
quais = "quais ET fleuve"
[[recipients]]
address = "presse@rives.example.org"
"""
TEXTS = {
    "tribune.md": "# Rendez-nous les quais\n\nLes quais sont à nous.\n\n# À propos\n\nRives vivantes.\n".encode()
}


def read(
    text: str, texts: dict[str, bytes] = TEXTS, name: str = "quais"
) -> tuple[Campaign | None, list[Problem]]:
    return read_campaign(name, text.encode(), texts, f"campaigns/{name}.toml")


def campaign_of(text: str, texts: dict[str, bytes] = TEXTS) -> Campaign:
    campaign, problems = read(text, texts)
    assert problems == []
    assert campaign is not None
    return campaign


def places(problems: list[Problem]) -> list[tuple[int | None, str]]:
    return sorted(((problem.line or 0), problem.key) for problem in problems)


def test_a_dossier_becomes_a_campaign() -> None:
    campaign = campaign_of(SMALL)
    assert (campaign.id, campaign.zone, campaign.report_at) == ("quais", "Europe/Brussels", time(8, 15))
    [document] = campaign.documents
    assert document.kind is DocumentKind.OPED
    assert document.published_at == date(2025, 2, 4)
    assert document.titles == (("en", "Give us back the quays"),)
    assert document.quotes == (
        Quote("les quais sont à nous", "fr"),
        Quote("une ville sans rives", "fr"),
        Quote("the quays are ours", "en"),
    )
    assert document.text.startswith("# Rendez-nous les quais")
    assert campaign.organisations[0].sites == ("rives.example",)
    assert campaign.event is not None
    assert campaign.event.short("fr") == "la fête"
    assert campaign.event.other_editions[0].years == (2023,)
    assert campaign.queries == (("quais", "quais ET fleuve"),)
    assert campaign.recipients == (Recipient("presse@rives.example.org"),)


def test_a_time_of_publication_keeps_its_offset() -> None:
    campaign = campaign_of(
        SMALL.replace("published_at = 2025-02-04", "published_at = 2025-02-04T18:00:00+01:00")
    )
    published = campaign.documents[0].published_at
    assert isinstance(published, datetime)
    assert published == datetime(2025, 2, 4, 17, tzinfo=UTC)
    assert published.isoformat().endswith("+01:00")


def test_the_payload_says_all_and_the_digest_changes_with_it() -> None:
    first, again = campaign_of(SMALL), campaign_of("# a comment\n" + SMALL)
    assert first.digest == again.digest
    assert len(first.digest) == 64
    payload = json.loads(first.payload)
    assert payload["documents"][0]["text"] == first.documents[0].text
    assert set(payload) == {field.name for field in dataclasses.fields(Campaign)} - NOT_MATCHED
    assert campaign_of(SMALL.replace("2023", "2022")).digest != first.digest
    other_text = {"tribune.md": TEXTS["tribune.md"] + b"Encore.\n"}
    assert campaign_of(SMALL, other_text).digest != first.digest


def test_who_gets_the_report_changes_no_mention_and_no_address_enters_the_archive() -> None:
    first, other = campaign_of(SMALL), campaign_of(SMALL.replace("presse@rives", "bureau@rives"))
    assert other.recipients != first.recipients
    assert other.digest == first.digest
    assert "bureau@" not in other.payload


def test_a_recipient_says_which_reports_and_of_which_organisation() -> None:
    campaign = campaign_of(SMALL + 'receives = ["weekly", "alert"]\norganisation = "rives"\n')
    assert campaign.recipients == (
        Recipient("presse@rives.example.org", receives=("weekly", "alert"), organisation="rives"),
    )


def test_a_recipient_of_an_unknown_organisation_or_report_is_told() -> None:
    campaign, problems = read(SMALL + 'organisation = "autre"\n')
    assert campaign is None
    assert [problem.key for problem in problems] == ["organisation"]
    campaign, problems = read(SMALL + 'receives = ["hourly"]\n')
    assert campaign is None
    assert len(problems) == 1


def test_every_mistake_is_named_with_its_line() -> None:
    campaign, problems = read(
        'name = ""\n'  # 1
        'zone = "Paris"\n'
        "search_string = []\n"
        "[[documents]]\n"  # 4
        'id = "La Tribune"\n'
        'title = "x"\n'
        "published_at = 2025-02-04T10:00:00\n"
        'urls = ["https://a.example/1",\n'
        '  "a.example/2"]\n'  # 9
        'url_patterns = ["https://*/x"]\n'
        'text_file = "../../secret.md"\n'
        "[[organisations]]\n"
        'id = "a"\n'
        'name = "A"\n'
        'sites = ["https://a.example/"]\n'  # 15
        'role = "chef"\n'
        "[event]\n"
        'id = "e"\n'
        'name = "E"\n'
        "[[event.other_editions]]\n"  # 20
        'name = "F"\n'
        "years = [23]\n"
        "[[recipients]]\n"
        'address = "Nom <a@b.org>"\n'
    )
    assert campaign is None
    assert places(problems) == [
        (1, "name"),
        (2, "zone"),
        (3, "search_string"),
        (4, "kind"),
        (5, "id"),
        (7, "published_at"),
        (9, "urls"),
        (10, "url_patterns"),
        (11, "text_file"),
        (15, "sites"),
        (16, "role"),
        (22, "years"),
        (24, "address"),
    ]
    sentences = ConfigurationInvalid(problems).sentences(FRENCH)
    assert all(sentence.startswith("campaigns/quais.toml, ligne ") for sentence in sentences)
    assert any("Vouliez-vous écrire search_strings" in sentence for sentence in sentences)


@pytest.mark.parametrize("zone", ["", "Europe", "../../etc/passwd", "/etc/localtime", "Europe/Pari"])
def test_a_zone_that_does_not_exist_is_a_mistake_and_not_a_crash(zone: str) -> None:
    _, problems = read(f'name = "x"\nzone = "{zone}"\n')
    assert places(problems) == [(2, "zone")]


def test_an_event_cannot_end_before_it_begins() -> None:
    _, problems = read(
        SMALL.replace("starts_on = 2025-02-10", "starts_on = 2025-02-10\nends_on = 2025-02-09")
    )
    assert [problem.key for problem in problems] == ["event"]


def test_an_id_stands_for_one_thing() -> None:
    _, problems = read(SMALL + '[[organisations]]\nid = "rives"\nname = "Autres rives"\n')
    assert [(problem.key, problem.values["id"]) for problem in problems] == [("id", "rives")]
    assert problems[0].line == SMALL.count("\n") + 2


def test_a_text_that_is_not_there_is_a_mistake() -> None:
    campaign, [problem] = read(SMALL, {})
    assert campaign is None
    assert "campaigns/quais/" in problem.what(FRENCH)
    assert (problem.line, problem.key) == (13, "text_file")


def test_a_text_that_is_not_utf8_is_a_mistake() -> None:
    campaign, [problem] = read(SMALL, {"tribune.md": "été".encode("cp1252")})
    assert campaign is None
    assert "UTF-8" in problem.what(FRENCH)


def test_a_section_that_the_text_does_not_have_is_told_and_the_campaign_is_used() -> None:
    campaign, [problem] = read(SMALL.replace('["À propos"]', '["À propos", "Contacts"]'))
    assert campaign is not None
    assert not problem.fatal
    assert problem.values["heading"] == "Contacts"


@pytest.mark.parametrize("name", ["Été", "a b", "..", "-a", "A"])
def test_the_name_of_the_file_is_the_id_of_the_campaign(name: str) -> None:
    campaign, problems = read(SMALL, name=name)
    assert campaign is None
    assert len(problems) == 1


def test_one_bad_dossier_does_not_hide_the_mistakes_of_another(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("name = 1\n", encoding="utf-8")
    (tmp_path / "b.toml").write_text("nom = 'x'\n", encoding="utf-8")
    (tmp_path / "c.toml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "tribune.md").write_bytes(TEXTS["tribune.md"])
    campaigns, problems = load_campaigns(tmp_path)
    assert [campaign.id for campaign in campaigns] == ["c"]
    assert sorted((problem.file, problem.key) for problem in problems) == [
        ("campaigns/a.toml", "name"),
        ("campaigns/b.toml", "name"),
        ("campaigns/b.toml", "nom"),
    ]
    assert load_campaign(tmp_path / "c.toml") == campaigns[0]
    with pytest.raises(ConfigurationInvalid):
        load_campaign(tmp_path / "a.toml")


# ---- the shipped campaign -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped() -> Campaign:
    return shipped_campaign()


@pytest.mark.parametrize("campaign_id", shipped_campaigns())
def test_every_shipped_dossier_can_be_read_in_full(campaign_id: str) -> None:
    assert shipped_campaign(campaign_id).documents


def test_the_four_organisations_have_their_ids(shipped: Campaign) -> None:
    assert [(one.id, one.role) for one in shipped.organisations] == [
        ("amnesty-france", "initiator"),
        ("ldh", "initiator"),
        ("voxpublic", "initiator"),
        ("feministes-contre-le-cyberharcelement", "initiator"),
    ]
    assert all(one.sites for one in shipped.organisations)


def test_no_address_of_the_tribune_is_invented(shipped: Campaign) -> None:
    tribune = next(document for document in shipped.documents if document.id == "tribune")
    assert tribune.urls == ()
    assert tribune.url_patterns
    for pattern in tribune.url_patterns:
        assert pattern.startswith("https://www.lemonde.fr/*/article/2025/02/04/*")
        assert not any(len(part) > 2 and part.isdigit() and part != "2025" for part in pattern.split("/"))


def test_the_release_is_there_in_both_languages_without_its_boilerplate(shipped: Campaign) -> None:
    releases = [document for document in shipped.documents if document.kind is DocumentKind.RELEASE]
    assert [document.language for document in releases] == ["fr", "en"]
    for document in releases:
        assert document.title in document.text
        assert all(f"# {heading}\n" in document.text for heading in document.boilerplate)


def test_the_quotes_of_the_release_stand_in_it(shipped: Campaign) -> None:
    release = next(document for document in shipped.documents if document.id == "communique")
    text = release.text.replace("\u00a0", " ").casefold()
    assert [quote.text for quote in release.quotes if quote.text.casefold() not in text] == []


def test_the_summit_goes_by_its_names_in_seven_languages(shipped: Campaign) -> None:
    assert shipped.event is not None
    names = {name.casefold() for name in shipped.event.names}
    for name in (
        "Sommet sur l’IA", "AI Action Summit", "Paris AI Summit", "KI-Gipfel", "Cumbre de París", "Vertice sull’IA",
        "Cimeira de Paris", "Cúpula de Paris", "AI-top", "Sommet IA", "Summit for Action on AI",
    ):  # fmt: skip
        assert name.casefold() in names
    assert (shipped.event.starts_on, shipped.event.ends_on) == (date(2025, 2, 10), date(2025, 2, 11))
    assert {year for edition in shipped.event.other_editions for year in edition.years} >= {
        2017,
        2021,
        2023,
        2024,
        2026,
    }


def test_nobody_is_mailed_before_staff_say_so(shipped: Campaign) -> None:
    assert shipped.recipients == ()


def test_what_is_typed_into_searches_is_short_and_in_both_languages(shipped: Campaign) -> None:
    assert 4 <= len(shipped.search_strings) <= 8
    assert all(len(text) <= 60 and '"' not in text for text in shipped.search_strings)
    assert any("summit" in text.casefold() for text in shipped.search_strings)


def test_the_shipped_french_is_set_as_french_is() -> None:
    folder = files("monitor").joinpath("shipped")
    texts = [folder.joinpath("retombees.toml"), folder.joinpath("campaigns", "sommet-ia-2025.toml")]
    texts += list(folder.joinpath("campaigns", "sommet-ia-2025").iterdir())
    for path in texts:
        text = path.read_text(encoding="utf-8")
        assert re.findall(r".*(?:\w'\w| [:;?!»]|« ).*", text) == []
