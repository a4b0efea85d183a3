"""The report in a real browser: accessible in both languages and grounds, nothing remote, nothing hostile runs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from monitor.digest import Choices, Digest
from monitor.reports import render
from storage.model import Health, MentionKind, Reason, Review
from tests.browser.conftest import Windows
from tests.monitor.reports.situations import SITUATIONS, digest_with

PAGES = ("html", "mail")
HOSTILE = (
    "<script>document.title='ran'</script>",
    '"><img src="https://tracker.example/x.png" onerror="document.title=\'ran\'">',
    "</style><script src=//tracker.example/x.js></script>",
    "<svg onload=document.title='ran'>",
    "{{ 7*7 }}{% raw %}",
    "\u202egpj.exe\u2066",
    "x" * 5000,
)


@pytest.mark.parametrize(("language", "scheme"), [("fr", "light"), ("en", "dark")])
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("situation", ["full-day", "could-not-look", "mail-in-trouble", "whole-campaign"])
def test_axe_finds_nothing(
    windows: Windows, press: Any, situation: str, name: str, language: str, scheme: str
) -> None:
    content = render(SITUATIONS[situation](press), name, language)
    window = windows.open(content, scheme=scheme, width=1200 if name == "html" else 680)
    found = Axe().run(window.page)
    assert found.violations_count == 0, found.generate_report()
    assert (window.asked, window.said) == ([], [])


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("situation", ["full-day", "could-not-look", "mail-in-trouble"])
def test_no_page_is_wider_than_its_window(windows: Windows, press: Any, situation: str, name: str) -> None:
    page = windows.open(render(SITUATIONS[situation](press), name, "fr")).page
    for width in (320, 390, 600, 700, 1000, 1200):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def hostile_digest(press: Any, text: str) -> Digest:
    """The text everywhere where words of others stand."""
    outlet = replace(press.outlet("x"), name=text, kind=text, country=text)
    press.campaign = press.campaign_with(name=text, prepared_for=text)
    mentions = [
        press.mention(
            text, outlet, kind=kind, excerpt=text[:300], authors=[text], organisations=(text,), language=text,
            url=url, review=Review(note=text, reviewed_by=text), to_check=check,
        )
        for kind in MentionKind
        for url in ("javascript:document.title='ran'", "data:text/html,x", f"https://x.example/{text[:50]}")
        for check in (True, False)
    ]  # fmt: skip
    choices = Choices(foreword=text, remarks={one.id: text for one in mentions})
    statuses = [press.status(outlet, Health.FAILING, Reason.DNS), press.status("B")]
    return digest_with(press, mentions, statuses, choices=choices)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", PAGES)
def test_nothing_hostile_runs_or_asks_for_anything(
    windows: Windows, press: Any, name: str, text: str
) -> None:
    window = windows.open(render(hostile_digest(press, text), name, "fr"), width=390)
    page = window.page
    before = page.title()
    for link in page.locator("a:not([href^='#'])").all():
        assert (link.get_attribute("href") or "").startswith("https://x.example/")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.mouse.move(100, 100)
    page.wait_for_timeout(30)
    assert page.title() == before != "ran"
    assert (window.asked, window.said) == ([], [])
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("name", PAGES)
def test_without_any_style_everything_is_read_in_order(windows: Windows, press: Any, name: str) -> None:
    page = windows.open(render(SITUATIONS["full-day"](press), name, "fr"), width=680).page
    page.evaluate("document.querySelectorAll('style').forEach(one => one.remove())")
    page.evaluate("document.querySelectorAll('[style]').forEach(one => one.removeAttribute('style'))")
    seen = page.inner_text("main")
    order = ["7\u00a0nouvelles retombées", "À la une", "À vérifier", "Sujets liés", "Depuis la parution"]
    order += ["Médias", "Pas encore relus", "Ce que nous avons lu"]
    places = [seen.index(words) for words in order]
    assert places == sorted(places)
    assert page.evaluate("document.documentElement.scrollWidth") <= 680


def test_what_is_folded_on_screen_is_open_on_paper(windows: Windows, press: Any) -> None:
    digest = digest_with(press, [press.mention(f"Titre {n}", f"Journal {n}") for n in range(60)])
    page = windows.open(render(digest, "html", "fr")).page
    last = page.get_by_text("Titre 59", exact=True)
    assert not last.is_visible()
    page.emulate_media(media="print")
    assert last.is_visible()


def test_the_figures_of_the_first_sentence_lead_to_their_lists(windows: Windows, press: Any) -> None:
    page = windows.open(render(SITUATIONS["full-day"](press), "html", "fr")).page
    for words, heading in (("7\u00a0nouvelles", "À la une"), ("6\u00a0médias", "Médias")):
        page.locator("h1 a", has_text=words).click()
        assert page.locator(":target h2").inner_text() == heading
    page.locator("h1 a", has_text="2\u00a0nationaux").click()
    assert "Le Balancier du soir, The Ludwick Courier" in page.locator(":target").inner_text()
