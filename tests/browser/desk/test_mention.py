"""The page of one mention in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.desk.conftest import PHONE, DeskPage, axe, fits
from tests.monitor.web.newsroom import QUOTE

OUTLETS = ("phare", "meridienne", "pixel")


def path_of(desk_page: DeskPage, outlet: str) -> str:
    return f"/retombees/{desk_page.room.mention(outlet).id}"


@pytest.mark.parametrize(("scheme", "language"), [("light", "fr"), ("dark", "en")])
def test_axe_finds_nothing_on_the_page_of_a_mention(desk_page: DeskPage, scheme: str, language: str) -> None:
    page = desk_page.open(path_of(desk_page, "phare"), scheme=scheme, language=language)
    for outlet in OUTLETS:
        for view in ("", "?view=text", "/versions"):
            page.goto(desk_page.address.rstrip("/") + path_of(desk_page, outlet) + view)
            axe(page)
            fits(page)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_person_confirms_and_takes_it_back(desk_page: DeskPage, scripts: bool) -> None:
    page = desk_page.open(path_of(desk_page, "quais"), scripts=scripts)
    page.get_by_role("button", name="Confirmer").first.click()
    page.get_by_text("statut : confirmée").first.wait_for()
    page.locator("#said button").click()
    page.locator("#state").get_by_text("à relire").wait_for()
    assert desk_page.room.mention("quais").review.status.value == "to_review"


def test_the_keys_decide(desk_page: DeskPage) -> None:
    page = desk_page.open(path_of(desk_page, "quais"))
    page.keyboard.press("x")
    page.keyboard.press("3")
    page.locator("#state").get_by_text("écartée", exact=True).wait_for()
    page.keyboard.press("z")
    page.locator("#state").get_by_text("à relire").wait_for()
    page.keyboard.press("x")
    page.get_by_label("Autre raison").fill("Le port voisin")
    page.keyboard.press("Enter")
    page.locator("#state").get_by_text("écartée", exact=True).wait_for()
    assert desk_page.room.mention("quais").review.reject_reason == "Le port voisin"
    page.keyboard.press("c")
    page.locator("#state").get_by_text("confirmée", exact=True).wait_for()


def test_on_a_phone_the_reasons_open_from_under_the_thumb_without_script(desk_page: DeskPage) -> None:
    page = desk_page.open(path_of(desk_page, "quais"), size=PHONE, scripts=False)
    page.locator(".phonebar").get_by_text("Écarter…").click()
    page.get_by_role("button", name="Un autre texte").click()
    page.locator("#state").get_by_text("écartée", exact=True).wait_for()
    assert desk_page.room.mention("quais").review.reject_reason != ""


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_words_of_the_article_go_into_the_dossier_and_come_back(desk_page: DeskPage, scripts: bool) -> None:
    page = desk_page.open(path_of(desk_page, "quais"), scripts=scripts)
    file = desk_page.room.workspace.campaigns / "appel.toml"
    before = file.read_bytes()
    if scripts:
        page.evaluate(
            "(() => { const p = document.querySelector('[data-words] mark').lastChild;"
            " getSelection().setBaseAndExtent(p, 0, p, p.length); })()"
        )
    page.get_by_label("Ce sont").select_option("quote" if scripts else "headline")
    page.get_by_role("button", name="Voir ce que cela change…").click()
    page.get_by_text("Rien n’est encore enregistré").wait_for()
    if scripts:
        axe(page)
        fits(page)
    page.get_by_role("button", name="Ajouter au dossier").click()
    page.get_by_text("est dans le dossier").wait_for()
    assert file.read_bytes() != before
    page.locator("#said button").click()
    page.get_by_text("Annulé").first.wait_for()
    assert file.read_bytes() == before


def test_what_somebody_types_is_not_replaced_by_what_another_decides(desk_page: DeskPage) -> None:
    path = path_of(desk_page, "quais")
    mine, theirs = desk_page.open(path), desk_page.open(path, "maud")
    mine.get_by_label("Note").fill("à rappeler mardi")
    theirs.get_by_role("button", name="Confirmer").first.click()
    mine.locator("#state").get_by_text("confirmée", exact=True).wait_for()
    assert mine.get_by_label("Note").input_value() == "à rappeler mardi"
    mine.get_by_role("button", name="Enregistrer").click()
    mine.locator("#history").get_by_text("à rappeler mardi").wait_for()
    review = desk_page.room.mention("quais").review
    assert (review.status.value, review.note) == ("confirmed", "à rappeler mardi")


def test_a_text_of_a_million_signs_opens_and_its_passage_is_in_sight(desk_page: DeskPage) -> None:
    filler = "La marée monte, la marée descend, et le quai attend encore son heure. " * 8
    text = "\n\n".join([filler] * 900 + [f"Le Collectif Rivage le dit : {QUOTE}."] + [filler] * 900)
    desk_page.room.put_article("pixel", 30, "Un très long direct", text)
    desk_page.room.match()
    ids = [one.id for one in desk_page.room.mentions() if one.article.title == "Un très long direct"]
    assert len(text) > 1_000_000
    page = desk_page.open(f"/retombees/{ids[0]}")
    page.locator("#p1").scroll_into_view_if_needed()
    assert page.locator("#p1").is_visible()
    assert page.evaluate("document.documentElement.scrollHeight") < 6_000
    page.get_by_role("button", name="Confirmer").first.click()
    page.locator("#state").get_by_text("confirmée", exact=True).wait_for()


def shoot(desk_page: DeskPage, folder: Path) -> None:
    """Pictures of the page, for a person to look at."""
    for outlet in OUTLETS:
        for name, size, scheme in (("bureau", (1366, 900), "light"), ("telephone", PHONE, "dark")):
            page = desk_page.open(path_of(desk_page, outlet), size=size, scheme=scheme)
            page.screenshot(path=folder / f"{outlet}-{name}.png", full_page=True)
            page.get_by_role("button", name="Voir ce que cela change…").click()
            page.screenshot(path=folder / f"{outlet}-{name}-dossier.png", full_page=True)
