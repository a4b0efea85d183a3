"""The list to review in a real browser: by keyboard only, by two people, without scripts, into the clipboard."""

from __future__ import annotations

import statistics
import time
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from storage.model import Mention, Review, ReviewStatus
from tests.browser.desk.conftest import DESKTOP, PHONE, DeskPage, axe, fits
from tests.monitor.web.newsroom import QUOTE

FORTY = 40


def many(desk: DeskPage) -> None:
    """Forty mentions and more: one article more for each, of the outlets by turns."""
    outlets = ("phare", "quais", "sarmande", "harbour")
    for number in range(100, 100 + FORTY):
        text = (
            f"Article {number}. Le Collectif Rivage le redit au numéro {number} : « {QUOTE} ». "
            + f"Suite {number * 7919} du sujet {number * 104729}, avec ses mots à lui. " * 3
        )
        when = desk.room.clock.now - timedelta(minutes=number)
        desk.room.put_article(
            outlets[number % 4], number, f"Rivages, épisode {number}", text, published_at=when, seen=when
        )
    desk.room.match()


def shown(page: Page) -> str:
    return str(page.locator("#inbox [aria-current=true][data-mention]").get_attribute("data-mention"))


def reviews(desk: DeskPage) -> dict[str, Review]:
    return {one.id: one.review for one in desk.room.mentions()}


def of(desk: DeskPage, ident: str) -> Mention:
    return next(one for one in desk.room.mentions() if one.id == ident)


def pressed(page: Page, *keys: str) -> float:
    """Seconds from the keys to the line that announces the decision, on a list made anew."""
    page.evaluate("document.querySelector('#inbox').dataset.old = 'yes'")
    started = time.perf_counter()
    for key in keys[:-1]:
        page.keyboard.press(key)
        page.locator("[data-panel]").wait_for()
    page.keyboard.press(keys[-1])
    page.locator("#inbox:not([data-old])").wait_for()
    page.locator("#said .said").wait_for()
    return time.perf_counter() - started


def test_forty_mentions_are_reviewed_by_keyboard_only_and_undone_to_the_beginning(
    desk_page: DeskPage, capsys: pytest.CaptureFixture[str]
) -> None:
    many(desk_page)
    before = reviews(desk_page)
    page = desk_page.open("/a-relire")
    wanted: dict[str, ReviewStatus] = {}
    seconds: list[float] = []
    keys = [("c",), ("x", "2"), ("d",), ("c",)]
    status = [ReviewStatus.CONFIRMED, ReviewStatus.REJECTED, ReviewStatus.SECOND_LOOK, ReviewStatus.CONFIRMED]
    for number in range(FORTY):
        ident = shown(page)
        assert ident not in wanted
        wanted[ident] = status[number % 4]
        seconds.append(pressed(page, *keys[number % 4]))
    after = reviews(desk_page)
    assert {ident: after[ident].status for ident in wanted} == wanted
    median = statistics.median(seconds)
    with capsys.disabled():
        print(
            f"\nreview of {FORTY} mentions by keyboard: median {median * 1000:.0f} ms, worst {max(seconds) * 1000:.0f} ms"
        )
    assert median < 1
    for _ in range(FORTY):
        old = page.locator("#said").inner_text()
        page.keyboard.press("z")
        expect(page.locator("#said")).not_to_have_text(old)
    expect(page.locator(".tabs [aria-current]")).to_contain_text(str(len(before)))
    assert reviews(desk_page) == before
    page.keyboard.press("Shift+Z")
    expect(page.locator(".tabs [aria-current]")).to_contain_text(str(len(before) - 1))


def test_every_part_of_a_review_has_its_key(desk_page: DeskPage) -> None:
    page = desk_page.open("/a-relire")
    first = shown(page)
    page.keyboard.press("j")
    ident = shown(page)
    assert ident != first
    pressed(page, "n", "3")
    assert shown(page) == ident
    pressed(page, "p", "3")
    pressed(page, "v", "1")
    pressed(page, "e")
    page.keyboard.press("g")
    page.locator("[data-panel] [name=tags]").wait_for()
    page.keyboard.type("terrain, côte")
    pressed(page, "Enter")
    page.keyboard.press("t")
    page.locator("[data-panel] [name=note]").wait_for()
    page.keyboard.type("À rappeler : j k c x")
    pressed(page, "Control+Enter")
    said = of(desk_page, ident).review
    assert (said.kind, said.salience, said.tone, said.starred) == ("related", "passing", "favourable", True)
    assert (said.tags, said.note) == (("terrain", "côte"), "À rappeler : j k c x")
    assert shown(page) == ident
    page.keyboard.press("x")
    page.locator("[data-panel]").wait_for()
    page.keyboard.press("Escape")
    expect(page.locator("[data-panel]")).to_have_count(0)
    page.keyboard.press("k")
    assert shown(page) == first
    page.keyboard.press("o")
    page.wait_for_url(f"**/retombees/{first}")


def test_many_are_chosen_and_decided_on_at_once(desk_page: DeskPage) -> None:
    page = desk_page.open("/a-relire")
    page.keyboard.press("s")
    page.keyboard.press("j")
    page.keyboard.press("s")
    expect(page.locator("[data-chosen]")).to_have_text("2 choisies")
    axe(page)
    page.locator("#bulk").get_by_role("button", name="Confirmer").click()
    expect(page.locator(".tabs [aria-current]")).to_contain_text("4")
    assert sum(one.status is ReviewStatus.CONFIRMED for one in reviews(desk_page).values()) == 2
    page.keyboard.press("z")
    expect(page.locator(".tabs [aria-current]")).to_contain_text("6")


def test_those_chosen_are_decided_on_by_keys_alone(desk_page: DeskPage) -> None:
    page = desk_page.open("/a-relire")
    for key in ("s", "j", "s", "Shift+X"):
        page.keyboard.press(key)
    expect(page.locator("#bulk-reason")).to_be_focused()
    page.keyboard.type("Le port voisin")
    page.keyboard.press("Enter")
    expect(page.locator(".tabs [aria-current]")).to_contain_text("4")
    rejected = [one for one in reviews(desk_page).values() if one.status is ReviewStatus.REJECTED]
    assert [one.reject_reason for one in rejected] == ["Le port voisin"] * 2
    page.keyboard.press("z")
    expect(page.locator(".tabs [aria-current]")).to_contain_text("6")
    for key in ("a", "Shift+C"):
        page.keyboard.press(key)
    expect(page.locator(".tabs [aria-current]")).to_contain_text("0")
    assert {one.status for one in reviews(desk_page).values()} == {ReviewStatus.CONFIRMED}


def test_two_reviewers_on_one_mention_lose_nothing_and_see_each_other(desk_page: DeskPage) -> None:
    karim, maud = desk_page.open("/a-relire"), desk_page.open("/a-relire", "maud")
    ident = shown(karim)
    assert shown(maud) == ident
    karim.keyboard.press("t")
    karim.locator("[data-panel] [name=note]").wait_for()
    karim.keyboard.type("Vu avec la rédaction")
    pressed(maud, "c")
    karim.wait_for_timeout(7_000)  # the pulse comes, and does not take away what is being typed
    assert karim.locator("[data-panel] [name=note]").input_value() == "Vu avec la rédaction"
    pressed(karim, "Control+Enter")
    said = of(desk_page, ident).review
    assert (said.status, said.note) == (ReviewStatus.CONFIRMED, "Vu avec la rédaction")
    expect(maud.locator("#live-people")).to_contain_text("Karim B.", timeout=10_000)
    pressed(maud, "x", "1")
    expect(karim.locator(".tabs [aria-current]")).to_contain_text("4", timeout=10_000)  # without a reload


def test_without_scripts_the_same_is_done_by_forms(desk_page: DeskPage) -> None:
    page = desk_page.open("/a-relire", scripts=False)
    first = shown(page)
    page.locator(f"#act-{first}").get_by_role("button", name="Confirmer").click()
    assert of(desk_page, first).review.status is ReviewStatus.CONFIRMED
    page.locator("#said").get_by_role("button", name="Annuler").click()
    assert of(desk_page, first).review.status is ReviewStatus.TO_REVIEW
    page.get_by_role("link", name="Relire celle-ci").nth(1).click()
    other = shown(page)
    assert other != first
    page.locator(f"#act-{other}").get_by_role("button", name="Écarter…").click()
    page.locator("[data-panel] [name=reason_text]").fill("Homonyme du port voisin")
    page.locator("[data-panel]").get_by_role("button", name="Écarter X").click()
    assert of(desk_page, other).review.reject_reason == "Homonyme du port voisin"
    page.get_by_text("Mots du titre ou de l’extrait").fill("moratorium")
    page.get_by_role("button", name="Filtrer", exact=True).click()
    assert page.locator("#inbox .list > li").count() == 1
    page.locator(".pick input").check()
    page.get_by_role("button", name="Copier en liste").click()
    assert "French coastal groups" in page.locator("textarea").input_value()


def test_the_list_goes_into_the_clipboard_with_its_links(desk_page: DeskPage) -> None:
    page = desk_page.open("/a-relire")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.keyboard.press("j")
    page.keyboard.press("s")
    page.keyboard.press("l")
    expect(page.locator("#said")).to_contain_text("1 retombée est copiée")
    html = page.evaluate(
        "async () => (await (await navigator.clipboard.read())[0].getType('text/html')).text()"
    )
    text = page.evaluate("navigator.clipboard.readText()")
    assert 'href="https://harbour.example/articles/5"' in html
    assert "French coastal groups call for a moratorium (The Harbour Post" in text


@pytest.mark.parametrize(("scheme", "language"), [("light", "fr"), ("dark", "en")])
def test_axe_finds_nothing_and_nothing_is_wider_than_its_window(
    desk_page: DeskPage, scheme: str, language: str
) -> None:
    for path in ("/a-relire", "/a-relire?status=all&words=rivage", "/a-relire?words=zzz", "/a-relire/liste"):
        for size in (DESKTOP, PHONE):
            page = desk_page.open(path, size=size, scheme=scheme, language=language)
            axe(page)
        fits(page)
    page = desk_page.open("/a-relire", scheme=scheme, language=language)
    for key in "xnpvgt":
        page.keyboard.press(key)
        page.locator("[data-panel]").wait_for()
        axe(page)
        page.keyboard.press("Escape")
        if page.locator("[data-panel]").count():
            page.keyboard.press("Escape")
        expect(page.locator("[data-panel]")).to_have_count(0)


def test_on_a_phone_four_buttons_decide_on_the_mention_shown(desk_page: DeskPage) -> None:
    page = desk_page.open("/a-relire", size=PHONE)
    first = shown(page)
    bar = page.locator(".phonebar")
    bar.get_by_role("button", name="Confirmer").tap()
    expect(page.locator(".tabs [aria-current]")).to_contain_text("5")
    second = shown(page)
    bar.get_by_role("link", name="Écarter…").tap()
    page.locator("[data-panel]").get_by_role("button", name="Un autre texte").tap()
    expect(page.locator(".tabs [aria-current]")).to_contain_text("4")
    found = reviews(desk_page)
    assert (found[first].status, found[second].reject_reason) == (ReviewStatus.CONFIRMED, "Un autre texte")
    bar.get_by_role("button", name="Annuler").tap()
    expect(page.locator(".tabs [aria-current]")).to_contain_text("5")
