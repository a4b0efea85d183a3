"""The page of the report in a real browser: chosen, ordered, sent to a real server; by keys, by mouse, without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from storage.model import DeliveryState
from tests.browser.desk.conftest import PHONE, DeskPage, axe, fits
from tests.monitor.delivery.mailserver import Behaviour, MailServer
from tests.monitor.web.posting import DAILY, give_mail, settled

BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


@pytest.fixture
def mail(desk_page: DeskPage) -> Iterator[MailServer]:
    with MailServer(Behaviour()) as server:
        give_mail(desk_page.room, server.port)
        yield server


def top(page: Page) -> list[str]:
    return [one.strip()[:20] for one in page.locator("#une h3").all_inner_texts()]


@BOTH
def test_from_the_first_choice_to_the_mail_in_the_outbox(
    desk_page: DeskPage, mail: MailServer, scripts: bool
) -> None:
    page = desk_page.open("/point", scripts=scripts)
    first, second, third = top(page)
    page.locator("#une li").nth(1).get_by_role("button", name="Monter").click()
    page.locator("#said").get_by_text("l’ordre de ce point").wait_for()
    assert top(page) == [second, first, third]
    page.locator("#retombees li").first.get_by_role("button", name="Mettre à la une").click()
    page.locator("#said").get_by_text("mise à la une").wait_for()
    page.locator("#une li").first.get_by_text("Remarque…").click()
    page.locator("#une li").first.get_by_label("Remarque pour le point").fill("Nous y serons.")
    page.get_by_role("button", name="Enregistrer la remarque").first.click()
    page.locator("#une").get_by_text("Nous y serons.").first.wait_for()
    page.get_by_label("Un mot avant le point").fill("Bonjour à tous.")
    page.get_by_role("button", name="Enregistrer le mot").click()
    page.locator("#said").get_by_text("mot d’introduction").wait_for()
    shown = page.frame_locator("#shown").get_by_text("Bonjour à tous.").first
    shown.wait_for()
    page.get_by_role("link", name="Envoyer maintenant à 3 destinataires…").click()
    page.get_by_text(DAILY[2]).first.wait_for()
    assert mail.seen.messages == []
    page.get_by_role("button", name="Envoyer", exact=True).click()
    page.get_by_text("C’est envoyé").wait_for()
    assert sorted(one.recipient for one in mail.seen.messages) == sorted(DAILY)
    assert all(b"Nous y serons." in one.content for one in mail.seen.messages)
    page.get_by_role("link", name="Tous les envois").click()
    assert page.locator("tbody b").all_inner_texts() == ["envoyé"] * 3
    page.goto(f"{desk_page.address.rstrip('/')}/point/envoyer")
    page.get_by_text("Rien ne part une deuxième fois").wait_for()
    assert page.get_by_role("button", name="Envoyer", exact=True).count() == 0
    assert len(mail.seen.messages) == 3


@BOTH
def test_what_is_left_out_comes_back_with_one_undo(desk_page: DeskPage, scripts: bool) -> None:
    page = desk_page.open("/point", scripts=scripts)
    before = page.locator("#retombees li, #une li").count()
    item = page.locator("#une li").first
    item.get_by_text("Laisser hors du point…").click()
    item.get_by_label("Pourquoi").fill("demain")
    item.get_by_role("button", name="Laisser hors du point").click()
    page.locator("#dehors").get_by_text("Pourquoi : demain").wait_for()
    assert page.locator("#retombees li, #une li").count() == before - 1
    if scripts:
        page.keyboard.press("z")
    else:
        page.locator("#said button").click()
    page.locator("#dehors").wait_for(state="detached")
    assert page.locator("#retombees li, #une li").count() == before


def test_everything_by_keys(desk_page: DeskPage) -> None:
    page = desk_page.open("/point")
    first, second, third = top(page)
    page.keyboard.press("j")
    page.keyboard.press("b")
    page.locator("#said").get_by_text("l’ordre de ce point").wait_for()
    assert top(page) == [second, first, third]
    assert page.locator("[data-story][aria-current=true] h3").inner_text().startswith(first[:10])
    page.keyboard.press("e")
    page.locator("#said").get_by_text("retirée de la une").wait_for()
    assert page.locator("[data-story][aria-current=true] h3").inner_text().startswith(first[:10])
    page.keyboard.press("r")
    page.keyboard.type("À lire.")
    page.keyboard.press("Control+Enter")
    page.locator("[data-story][aria-current=true] .remark").get_by_text("À lire.").wait_for()
    page.keyboard.press("z")
    page.locator(".remark").wait_for(state="detached")
    page.keyboard.press("i")
    assert page.evaluate("document.activeElement.id") == "f-foreword"


def test_what_somebody_types_is_not_replaced_by_what_another_chooses(desk_page: DeskPage) -> None:
    mine, theirs = desk_page.open("/point"), desk_page.open("/point", "maud")
    mine.get_by_label("Un mot avant le point").fill("Un long mot, pas encore fini")
    theirs.locator("#une li").nth(1).get_by_role("button", name="Monter").click()
    theirs.locator("#said").get_by_text("l’ordre de ce point").wait_for()
    mine.evaluate("document.body.dispatchEvent(new CustomEvent('desk-changed'))")
    mine.wait_for_timeout(200)
    assert mine.get_by_label("Un mot avant le point").input_value() == "Un long mot, pas encore fini"
    mine.get_by_role("button", name="Enregistrer le mot").click()
    mine.locator("#said").get_by_text("mot d’introduction").wait_for()


def test_axe_finds_nothing_and_every_page_fits_its_window(desk_page: DeskPage, mail: MailServer) -> None:
    mail.behaviour.refuses = frozenset({DAILY[1]})
    mail.behaviour.greylist = 1
    page = desk_page.open("/point")
    for fold in page.locator("#une li").first.locator("summary").all():
        fold.click()
    axe(page)
    fits(page)
    page.locator("#une li").first.get_by_label("Pourquoi").fill("x")
    page.locator("#une li").first.get_by_role("button", name="Laisser hors du point").click()
    page.locator("#dehors").wait_for()
    axe(page)
    page.goto(f"{desk_page.address.rstrip('/')}/point/envoyer")
    axe(page)
    page.get_by_role("button", name="Envoyer", exact=True).click()
    page.get_by_text("partis").or_(page.get_by_text("est parti")).first.wait_for()
    found = settled(desk_page.room, lambda all_: len({one.state for one in all_}) == 3)
    sent = next(one for one in found if one.state is DeliveryState.SENT)
    paths = ("/point/envois", f"/point/envois/{sent.id}", f"/point/envois/{sent.id}?view=text", "/points", "/points/jour/2025-02-05", "/point/essai", "/revue", "/point?type=bilan")  # fmt: skip
    for scheme, language in (("light", "fr"), ("dark", "en")):
        page = desk_page.open("/points", scheme=scheme, language=language)
        for path in paths:
            page.goto(desk_page.address.rstrip("/") + path)
            assert page.locator("h1").count() == 1, path
            axe(page)
            if scheme == "light":
                fits(page, (320, 390, 768, 1366))


def shoot(desk_page: DeskPage, folder: Path, paths: dict[str, str]) -> None:
    """Pictures of the pages, for a person to look at."""
    for name, path in paths.items():
        for where, size, scheme, language in (
            ("bureau", (1366, 900), "light", "fr"),
            ("telephone", PHONE, "dark", "fr"),
            ("bureau-en", (1366, 900), "dark", "en"),
        ):
            page = desk_page.open(path, size=size, scheme=scheme, language=language)
            page.wait_for_timeout(300)
            page.screenshot(path=folder / f"{name}-{where}.png", full_page=True)
