"""Searching in a real browser: read while typing, why not, made a mention, undone; and the same without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.desk.conftest import PHONE, DeskPage, axe, fits


def test_a_query_is_read_while_typing_and_a_result_becomes_a_mention_and_back(desk_page: DeskPage) -> None:
    page = desk_page.open("/chercher")
    page.keyboard.press("/")
    expect(page.locator("#f-q")).to_be_focused()
    page.keyboard.type("soupe ET (port")
    expect(page.locator("#read .err")).to_be_visible()
    axe(page)
    page.locator("#f-q").fill("soupe ET (port OU quai)")
    expect(page.locator("#read .clauses li")).to_have_count(5)
    page.get_by_role("button", name="Chercher", exact=True).or_(
        page.locator("form.ask button.primary")
    ).first.click()
    expect(page.locator("#answer")).to_have_text("1 article répond.")
    expect(page.locator(".found mark").first).to_be_visible()
    page.locator(".found a.button").click()
    make = page.get_by_role("button", name="En faire une retombée")
    expect(make).to_be_visible()
    axe(page)
    make.click()
    expect(page.locator(".found .badge-citation")).to_be_visible()
    page.locator("#said").get_by_role("button", name="Annuler").click()
    expect(page.locator(".found .badge-none")).to_be_visible()


def test_without_scripts_the_same_is_done_by_forms(desk_page: DeskPage) -> None:
    page = desk_page.open("/chercher", scripts=False)
    page.locator("#f-q").fill('soupe "port')
    page.locator("form.ask button.primary").click()
    page.get_by_role("link", name="Corriger ainsi").click()
    expect(page.locator("#answer")).to_have_text("1 article répond.")
    page.locator(".found a.button").click()
    page.get_by_role("button", name="En faire une retombée").click()
    expect(page.locator("#said")).to_contain_text("Annuler")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_and_breaks_no_rule_and_nothing_hostile_runs(desk_page: DeskPage, scheme: str) -> None:
    desk_page.room.put_article(
        "pixel", 91, "<script>alert(9)</script>" + "long" * 90, "onerror=alert(8) capteurs " * 40
    )
    page = desk_page.open("/chercher?q=capteurs+OU+soupe+OU+%3Cscript%3E", scheme=scheme)
    axe(page)
    fits(page)
    assert page.locator(".found > li").count() == 3
    phone = desk_page.open("/chercher?q=titre%3A%28", size=PHONE, scheme=scheme, language="en")
    axe(phone)
    fits(phone, (320, 390))
