"""The campaign page in a real browser: changes tried, saved, undone, gone back to; a new campaign; nothing hostile runs."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk.conftest import DESKTOP, PHONE, DeskPage, axe, fits
from tests.monitor.web.newsroom import HOSTILE
from tests.monitor.web.test_campaign import RELEASE

ALIAS = "Les Amis du Rivage"
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


def file_text(desk: DeskPage) -> str:
    return (desk.room.workspace.campaigns / "appel.toml").read_text("utf-8")


def with_alias(page: Page) -> None:
    """From the campaign page to the effect of one more name of the first organisation."""
    page.get_by_role("link", name="Changer : Collectif Rivage").click()
    page.fill("[name=aliases]", ALIAS)
    page.get_by_role("button", name="Voir l’effet…").click()
    expect(page.get_by_role("button", name="Enregistrer le dossier")).to_be_visible()


@SCRIPTS
def test_a_name_is_added_seen_saved_undone_and_gone_back_to(desk_page: DeskPage, scripts: bool) -> None:
    page, before = desk_page.open("/campagne", "maud", scripts=scripts), file_text(desk_page)
    with_alias(page)
    expect(page.locator(".diff")).to_contain_text(ALIAS)
    expect(page.locator("#effect")).to_contain_text("Essai sur 6 articles")
    assert file_text(desk_page) == before
    page.get_by_role("button", name="Enregistrer le dossier").click()
    expect(page.locator("#said")).to_contain_text("Le dossier est enregistré")
    assert ALIAS in page.inner_text(".dossier")
    page.locator("#said").get_by_role("button", name="Annuler").click()
    expect(page.locator("#said")).to_contain_text("Annulé")
    assert file_text(desk_page) == before
    page.goto(desk_page.address + "campagne/versions")
    page.get_by_role("link", name="Comparer avec la version actuelle").first.click()
    page.get_by_role("button", name="Y revenir").click()
    page.get_by_role("button", name="Enregistrer le dossier").click()
    expect(page.locator("#said")).to_contain_text("Le dossier est enregistré")
    assert ALIAS in file_text(desk_page)


@SCRIPTS
def test_a_campaign_is_made_from_a_pasted_release(desk_page: DeskPage, scripts: bool) -> None:
    page = desk_page.open("/campagne", "maud", scripts=scripts)
    page.get_by_role("link", name="Nouvelle campagne").click()
    page.fill("[name=text]", RELEASE)
    page.get_by_role("button", name="Lire et proposer…").click()
    page.fill("[name=id]", "nuits-2025")
    page.get_by_role("checkbox", name="Garder : Dormir n’est pas un luxe de capitaine").uncheck()
    page.get_by_role("button", name="Voir ce qu’elle trouve…").click()
    page.get_by_role("button", name="Créer la campagne").click()
    expect(page.locator("#said")).to_contain_text("La campagne est créée")
    assert "Contre le bruit" in page.inner_text("h1")
    made = (desk_page.room.workspace.campaigns / "nuits-2025.toml").read_text("utf-8")
    assert "Contre le bruit, des nuits tranquilles" in made and "Dormir" not in made


@SCRIPTS
def test_an_error_in_the_text_is_told_with_its_line(desk_page: DeskPage, scripts: bool) -> None:
    page = desk_page.open("/campagne/texte", "maud", scripts=scripts)
    page.fill("#f-file", page.input_value("#f-file").replace('zone = "Europe/Paris"', 'zone = "Lune"'))
    page.get_by_role("button", name="Voir l’effet…").click()
    assert "Ligne 2" in page.inner_text(".err")
    if scripts:
        assert page.inner_text(".numbers .here") == "2"
        page.get_by_role("link", name="Ligne 2").click()
        assert page.evaluate("document.activeElement.selectionStart") > 0


def test_axe_finds_nothing_on_any_page_in_any_state_and_all_are_as_wide_as_their_window(
    desk_page: DeskPage,
) -> None:
    page = desk_page.open("/campagne", "maud", scheme="dark")
    axe(page)
    fits(page, (320, 640, 1024))
    for path in ("documents?at=tribune", "recipients", "event"):
        page.goto(f"{desk_page.address}campagne/modifier/{path}")
        axe(page)
        fits(page, (320,))
    page.goto(f"{desk_page.address}campagne")
    with_alias(page)
    axe(page)
    fits(page, (320,))
    page.get_by_role("button", name="Enregistrer le dossier").click()
    for path in ("campagne/versions", "campagne/nouvelle", "campagne/texte"):
        page.goto(desk_page.address + path)
        axe(page)
        fits(page, (320,))
    page.goto(f"{desk_page.address}campagne/versions")
    page.get_by_role("link", name="Comparer").first.click()
    axe(page)
    page.goto(f"{desk_page.address}campagne/nouvelle")
    page.fill("[name=text]", RELEASE)
    page.get_by_role("button", name="Lire et proposer…").click()
    axe(page)
    fits(page, (320,))


def test_what_is_wrong_in_a_form_is_told_in_english_too_and_axe_finds_nothing(desk_page: DeskPage) -> None:
    page = desk_page.open("/campagne/modifier/basics", "maud", size=PHONE, language="en")
    page.fill("[name=zone]", "Moon")
    page.get_by_role("button", name="See the effect…").click()
    assert "is not a time zone" in page.inner_text("main")
    axe(page)
    page = desk_page.open("/campagne", "lea", size=DESKTOP, language="en")
    axe(page)


def test_hostile_words_of_a_dossier_run_nothing(desk_page: DeskPage) -> None:
    page = desk_page.open("/campagne/modifier/rivals", "maud")
    page.fill("[name=name]", HOSTILE)
    page.fill("[name=phrases]", HOSTILE)
    page.get_by_role("button", name="Voir l’effet…").click()
    page.get_by_role("button", name="Enregistrer le dossier").click()
    form = page.get_by_role("link", name="Changer : <script>").get_attribute("href")
    assert form is not None
    for path in ("/campagne", form, "/campagne/texte", "/campagne/versions"):
        page.goto(desk_page.address.rstrip("/") + path)
        assert "alert(1)" in page.content()
        fits(page, (390,))
    page.goto(f"{desk_page.address}campagne/nouvelle")
    page.fill("[name=text]", f"# {HOSTILE}\n\n{RELEASE}\n\n« {HOSTILE} »\n")
    page.get_by_role("button", name="Lire et proposer…").click()
    page.get_by_role("button", name="Voir ce qu’elle trouve…").click()
    assert "Avant d’enregistrer" in page.inner_text("main")


def test_a_query_is_read_while_it_is_typed_and_corrected_in_one_click(desk_page: DeskPage) -> None:
    page = desk_page.open("/campagne/requetes", "maud")
    page.locator("#f-query").press_sequentially("rivage PRES/5 (collectif ET digue)", delay=5)
    expect(page.locator("#query-read")).to_contain_text("Position 1")
    axe(page)
    page.get_by_role("link", name="Corriger ainsi").click()
    expect(page.locator("#query-read")).to_contain_text("Requête comprise")
    assert "PRES/5" in page.input_value("#f-query") or "NEAR/5" in page.input_value("#f-query")
    page.get_by_role("button", name="L’ajouter au dossier…").click()
    page.fill("[name=id]", "rivage")
    axe(page)
    fits(page, (320, 1366))
    page.get_by_role("button", name="Voir l’effet…").click()
    page.get_by_role("button", name="Enregistrer le dossier").click()
    assert "[queries.rivage]" in file_text(desk_page)


def test_a_query_is_tried_and_corrected_without_scripts(desk_page: DeskPage) -> None:
    page = desk_page.open("/campagne/requetes", "lea", scripts=False)
    page.fill("#f-query", "rivage PRES/5 (collectif ET digue)")
    page.get_by_role("button", name="Essayer sur les archives").click()
    page.get_by_role("link", name="Corriger ainsi").click()
    expect(page.locator("#query-read")).to_contain_text("Requête comprise")
