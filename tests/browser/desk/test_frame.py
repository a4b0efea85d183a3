"""The frame in a real browser: first start, logging in, every page of it readable by all, wide as its window."""

from __future__ import annotations

import pytest

from monitor.accounts import FIRST_PATH, make_first_link
from tests.browser.desk.conftest import DeskPage, axe, fits

PAGES = ("/compte", "/personnes", "/partages", "/journal", "/etat", "/clavier", "/nulle-part")


@pytest.mark.parametrize(("scheme", "language"), [("light", "fr"), ("dark", "en")])
def test_axe_finds_nothing_on_the_pages_of_the_frame(desk_page: DeskPage, scheme: str, language: str) -> None:
    page = desk_page.open("/compte", "maud", scheme=scheme, language=language)
    for path in PAGES:
        page.goto(desk_page.address.rstrip("/") + path)
        assert page.locator("h1").count() == 1
        axe(page)


def test_the_pages_of_the_frame_are_no_wider_than_their_window(desk_page: DeskPage) -> None:
    page = desk_page.open("/compte", "maud")
    for path in PAGES:
        page.goto(desk_page.address.rstrip("/") + path)
        fits(page)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_first_account_is_made_with_the_link_of_the_terminal(first_day: DeskPage, scripts: bool) -> None:
    page = first_day.open("/", None, scripts=scripts)
    assert "Personne n’a encore de compte" in page.inner_text("main")
    with first_day.room.store() as store:
        token = make_first_link(store, first_day.room.clock.now)
    page.goto(first_day.address.rstrip("/") + FIRST_PATH + token)
    page.fill("[name=name]", "Maud L.")
    page.fill("[name=login]", "maud")
    page.fill("[name=password]", "quatre mots bien choisis")
    page.fill("[name=again]", "quatre mots bien choisis")
    page.get_by_role("button", name="Créer le compte").click()
    page.goto(first_day.address + "compte")
    assert "Maud L." in page.inner_text("main")


def test_the_keyboard_map_opens_over_the_page(desk_page: DeskPage) -> None:
    page = desk_page.open("/journal")
    page.keyboard.press("?")
    page.get_by_role("dialog").get_by_text("annuler ce que j’ai fait en dernier").wait_for()
    axe(page)
    page.keyboard.press("Escape")
    assert not page.get_by_role("dialog").is_visible()
