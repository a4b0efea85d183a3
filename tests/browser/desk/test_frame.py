"""The frame in a real browser: first start, logging in, every page of it readable by all, wide as its window."""

from __future__ import annotations

import contextlib

import pytest
from playwright.sync_api import Error as PlaywrightError

from monitor.accounts import FIRST_PATH, create_share, make_first_link
from monitor.review import Wish, say
from monitor.web.app import all_pages
from storage.model import ReviewStatus
from tests.browser.desk.conftest import PHONE, DeskPage, axe, fits
from tests.monitor.web.newsroom import HOSTILE, plain

PAGES = ("/compte", "/personnes", "/partages", "/journal", "/etat", "/clavier", "/nulle-part")

DOCUMENTS = {"report_document"}
"""Pages for a frame of ours, in which no script runs: not even that which looks for mistakes."""


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


def test_on_a_phone_the_entry_that_is_open_is_in_sight(desk_page: DeskPage) -> None:
    page = desk_page.open("/sources", size=PHONE)
    here = page.locator("header [aria-current]").bounding_box()
    assert here is not None and here["x"] >= 0 and here["x"] + here["width"] <= PHONE[0]


def test_the_keyboard_map_opens_over_the_page(desk_page: DeskPage) -> None:
    page = desk_page.open("/journal")
    page.keyboard.press("?")
    page.get_by_role("dialog").get_by_text("annuler ce que j’ai fait en dernier").wait_for()
    axe(page)
    page.keyboard.press("Escape")
    assert not page.get_by_role("dialog").is_visible()


def test_hostile_words_do_nothing_in_a_real_browser(desk_page: DeskPage) -> None:
    page = desk_page.open("/compte", "maud")
    page.locator("[name=name]").fill(HOSTILE)
    page.get_by_role("button", name="Changer le nom").click()
    page.goto(desk_page.address + "partages")
    page.locator("[name=label]").fill(HOSTILE)
    page.get_by_role("button", name="Créer le lien").click()
    decide(desk_page, "maud", "pixel", Wish(note=HOSTILE, add_tags=("<img src=x onerror=alert(4)>",)))
    for path in PAGES:
        page.goto(desk_page.address.rstrip("/") + path)
        page.wait_for_load_state("networkidle")
        assert page.locator("img, iframe, script:not([src])").count() == 0
    page.goto(desk_page.address + "compte")
    assert "<script>alert(1)</script>" in page.inner_text("header")


def test_what_a_colleague_decides_and_looks_at_appears_by_itself(desk_page: DeskPage) -> None:
    maud = desk_page.open("/journal", "maud")
    assert "Rien n’a encore été décidé" in maud.inner_text("main")
    decide(desk_page, "karim", "quais", Wish(status=ReviewStatus.CONFIRMED))
    maud.evaluate("document.dispatchEvent(new Event('desk-looks'))")
    maud.get_by_text("statut : confirmée").wait_for()


def test_the_keyboard_takes_back_one_thing_after_the_other(desk_page: DeskPage) -> None:
    for wish in (Wish(status=ReviewStatus.CONFIRMED), Wish(note="à rappeler"), Wish(starred=True)):
        decide(desk_page, "karim", "phare", wish)
    page = desk_page.open("/journal", "karim")
    for said in ("Annulé : mise à la une", "Annulé : note", "Annulé : statut"):
        page.keyboard.press("z")
        page.locator("#said").get_by_text(said).wait_for()
    review = desk_page.room.mention("phare").review
    assert (review.status, review.note, review.starred) == (ReviewStatus.TO_REVIEW, "", False)
    page.keyboard.press("Shift+Z")
    page.locator("#said").get_by_text("Rétabli : statut").wait_for()
    page.get_by_role("row").filter(has_text="Rétabli").first.wait_for()
    axe(page)


def test_without_scripts_the_journal_undoes_by_forms(desk_page: DeskPage) -> None:
    decide(desk_page, "karim", "phare", Wish(starred=True))
    page = desk_page.open("/journal", "karim", scripts=False)
    page.get_by_role("button", name="Annuler la ligne 1").click()
    assert "Annulé : mise à la une du point" in plain(page.inner_text("#said"))
    page.locator("#said").get_by_role("button").click()
    assert "Rétabli : mise à la une du point" in plain(page.inner_text("#said"))
    assert desk_page.room.mention("phare").review.starred


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_every_page_of_the_table_opens_in_its_policy_and_its_window(
    desk_page: DeskPage, scripts: bool
) -> None:
    page = desk_page.open("/compte", "maud", size=PHONE, scripts=scripts)
    for one in all_pages():
        if one.role is None or one.data or "GET" not in one.methods or "{" in one.path:
            continue
        with contextlib.suppress(PlaywrightError):  # a file to be saved is no page
            page.goto(desk_page.address.rstrip("/") + one.path)
            if page.locator("main").count():
                assert page.locator("h1").count() == 1, one.path
                assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0], one.path


def test_a_partner_sees_their_pages_and_nothing_of_ours(desk_page: DeskPage) -> None:
    decide(desk_page, "karim", "quais", Wish(note="à rappeler avant midi", reject_reason="hors sujet"))
    with desk_page.room.store() as store:
        token, _ = create_share(store, "appel", "", "", "maud", desk_page.room.clock.now, 30)
    page = desk_page.open(f"/partage/{token}", None, language="fr")
    for one in all_pages():
        if one.share and not one.data and "GET" in one.methods and "{" not in one.path:
            page.goto(desk_page.address.rstrip("/") + one.path)
            text = page.content()
            assert token not in page.url
            for secret in ("rappeler avant midi", "hors sujet", "Karim", "Maud", "/personnes", "/journal"):
                assert secret not in text, f"{secret} stands in {one.path}"
            if page.locator("main").count() and one.name not in DOCUMENTS:
                axe(page)


def decide(desk_page: DeskPage, who: str, outlet: str, wish: Wish) -> None:
    """Somebody decides something elsewhere."""
    room = desk_page.room
    mention = room.mention(outlet)
    with room.store() as store:
        assert say(store, wish, {mention.id: mention.review_version}, who, room.clock.now).action
