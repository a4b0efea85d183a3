"""The overview and the link to share in a real browser, with scripts and without; going on in a list; a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from monitor.accounts import create_share
from tests.browser.desk.conftest import DESKTOP, PHONE, DeskPage, axe, fits
from tests.monitor.web.test_dashboard import make_busy

BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


@pytest.mark.parametrize(("scheme", "language"), [("light", "fr"), ("dark", "en")])
def test_axe_finds_nothing_on_the_overview_and_it_is_no_wider_than_its_window(
    desk_page: DeskPage, scheme: str, language: str
) -> None:
    make_busy(desk_page.room)
    for query, size in (("", DESKTOP), ("?days=7", PHONE)):
        page = desk_page.open(f"/vue-d-ensemble{query}", size=size, scheme=scheme, language=language)
        assert page.locator("h1").count() == 1
        axe(page)
    fits(page)


@BOTH
def test_days_are_chosen_and_a_number_opens_its_list(desk_page: DeskPage, scripts: bool) -> None:
    make_busy(desk_page.room)
    page = desk_page.open("/a-relire", "lea", scripts=scripts)
    page.get_by_role("link", name="Vue d’ensemble").click()
    expect(page.locator("h1")).to_contain_text("5 retombées de la tribune, dans 4 médias.")
    page.get_by_label("Du", exact=True).fill("2025-02-04")
    page.get_by_label("au", exact=True).fill("2025-02-05")
    page.get_by_role("button", name="Afficher ces jours").click()
    expect(page.locator("h1")).to_contain_text("4 retombées de la tribune")
    row = page.locator("#days tbody tr").first
    expect(row).to_contain_text("Mardi 4 février")
    row.locator("td.n a").first.click()
    expect(page.locator("#inbox")).to_have_attribute("data-mentions", "4")
    page.go_back()
    with page.expect_download() as download:
        page.locator("#outlets .take a").click()
    assert download.value.suggested_filename == "appel-outlets.csv"


def test_on_paper_there_are_no_forms_and_no_bars_are_lost(desk_page: DeskPage) -> None:
    make_busy(desk_page.room)
    page = desk_page.open("/vue-d-ensemble")
    page.emulate_media(media="print")
    assert not page.locator("form.period").is_visible()
    assert page.locator("#days svg rect").count() >= 5


@BOTH
def test_a_partner_reads_without_an_account_and_finds_nothing_to_press(
    desk_page: DeskPage, scripts: bool
) -> None:
    make_busy(desk_page.room)
    with desk_page.room.store() as store:
        token, _ = create_share(store, "appel", "phare-asso", "", "maud", desk_page.room.clock.now, 30)
    page = desk_page.open(f"/partage/{token}", None, scripts=scripts)
    assert token not in page.url
    looked(page, scripts)
    page.get_by_role("link", name="French coastal groups").click()
    expect(page.locator("h1")).to_contain_text("French coastal groups call for a moratorium")
    expect(page.locator("main")).to_contain_text("Pourquoi cette retombée")
    looked(page, scripts)
    page.get_by_role("navigation", name="Principale").get_by_role("link", name="Vue d’ensemble").click()
    expect(page.locator("h1")).to_contain_text("nomme")
    looked(page, scripts)
    page.locator("#days td.n a").first.click()
    expect(page.locator("#inbox")).to_have_attribute("data-mentions", "1")
    ours = desk_page.room.mention("quais").id
    answer = page.goto(f"{desk_page.address}retombees/{ours}")
    assert answer is not None and answer.status == 404


def looked(page: Page, scripts: bool) -> None:
    """Nothing can be decided on the page, nobody is named, and axe finds nothing."""
    assert page.locator("form[method=post], textarea, [name=status]").count() == 0
    for name in ("Karim", "Maud", "Écarter", "Collectif Rivage, "):
        assert name not in page.inner_text("main")
    if scripts:
        axe(page)


def test_the_keys_go_on_in_the_list_as_it_was_filtered_and_back_to_the_same_place(
    desk_page: DeskPage,
) -> None:
    page = desk_page.open("/a-relire?kind=citation&order=strongest")
    order = page.locator("#inbox .list > li").evaluate_all("all => all.map(one => one.dataset.mention)")
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url(f"**/retombees/{order[1]}?list=**")
    page.keyboard.press("c")
    page.locator("#said").get_by_text("confirmée").wait_for()
    page.keyboard.press("j")
    page.wait_for_url(f"**/retombees/{order[2]}?list=**")
    page.keyboard.press("k")
    page.wait_for_url(f"**/retombees/{order[0]}?list=**")
    page.keyboard.press("l")
    page.wait_for_url(re.compile(r"/a-relire\?kind=citation&order=strongest&at="))
    shown = page.locator("#inbox [aria-current=true][data-mention]").get_attribute("data-mention")
    assert shown == order[0]


@BOTH
def test_on_a_phone_kind_tone_tags_and_note_are_changed_below_the_mention(
    desk_page: DeskPage, scripts: bool
) -> None:
    page = desk_page.open("/a-relire", size=PHONE, scripts=scripts)
    ident = page.locator("#inbox [aria-current=true][data-mention]").get_attribute("data-mention")
    item = page.locator(f"#m-{ident}")
    item.get_by_role("button", name="Nature…").tap()
    page.locator("[data-panel]").get_by_role("button", name="Sujet lié").tap()
    page.locator("#said").get_by_text("sujet lié").wait_for()
    item.get_by_role("button", name="Note…").tap()
    page.locator("[data-panel] [name=note]").fill("à rappeler")
    page.locator("[data-panel]").get_by_role("button", name="Enregistrer").tap()
    page.locator("#said").get_by_text("à rappeler").wait_for()
    item.get_by_role("button", name="Étiquette…").tap()
    page.locator("[data-panel] [name=tags]").fill("terrain")
    page.locator("[data-panel]").get_by_role("button", name="Enregistrer").tap()
    page.locator("#said").get_by_text("terrain").wait_for()
    item.get_by_role("button", name="Ton…").tap()
    page.locator("[data-panel]").get_by_role("button", name="critique").tap()
    page.locator("#said").get_by_text("critique").wait_for()
    review = next(one.review for one in desk_page.room.mentions() if one.id == ident)
    assert (review.kind, review.note, review.tags, review.tone) == (
        "related",
        "à rappeler",
        ("terrain",),
        "critical",
    )
    if scripts:
        axe(page)
        fits(page, (320, 390))
