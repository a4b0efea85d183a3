"""The page of one mention in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.desk.conftest import PHONE, DeskPage, axe, fits

OUTLETS = ("phare", "meridienne", "pixel")


def path_of(desk_page: DeskPage, outlet: str) -> str:
    return f"/retombees/{desk_page.room.mention(outlet).id}"


@pytest.mark.parametrize(("scheme", "language"), [("light", "fr"), ("dark", "en")])
def test_axe_finds_nothing_on_the_page_of_a_mention(desk_page: DeskPage, scheme: str, language: str) -> None:
    page = desk_page.open(path_of(desk_page, "phare"), scheme=scheme, language=language)
    for outlet in OUTLETS:
        page.goto(desk_page.address.rstrip("/") + path_of(desk_page, outlet))
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
    page.get_by_label("Un autre texte que le nôtre").check()
    page.get_by_role("button", name="Écarter", exact=True).click()
    page.locator("#state").get_by_text("écartée", exact=True).wait_for()
    page.keyboard.press("z")
    page.locator("#state").get_by_text("à relire").wait_for()
    page.keyboard.press("c")
    page.locator("#state").get_by_text("confirmée", exact=True).wait_for()


def shoot(desk_page: DeskPage, folder: Path) -> None:
    """Pictures of the page, for a person to look at."""
    for outlet in OUTLETS:
        for name, size, scheme in (("bureau", (1366, 900), "light"), ("telephone", PHONE, "dark")):
            page = desk_page.open(path_of(desk_page, outlet), size=size, scheme=scheme)
            page.screenshot(path=folder / f"{outlet}-{name}.png", full_page=True)
