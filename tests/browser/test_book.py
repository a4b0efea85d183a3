"""The coverage book in a real browser: accessible in both languages and grounds, nothing remote, never too wide."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from monitor.reports.book import render_book
from tests.browser.conftest import Windows
from tests.monitor.book.shelf import Shelf


@pytest.mark.parametrize(
    ("language", "scheme", "count"), [("fr", "light", 60), ("en", "dark", 60), ("fr", "dark", 0)]
)
def test_axe_finds_nothing(windows: Windows, press: Any, language: str, scheme: str, count: int) -> None:
    shelf = Shelf(press)
    book = shelf.book(shelf.many(count), readings=None if count else [])
    window = windows.open(render_book(book, "html", language), scheme=scheme)
    found = Axe().run(window.page)
    assert found.violations_count == 0, found.generate_report()
    assert (window.asked, window.said) == ([], [])


def test_no_page_is_wider_than_its_window(windows: Windows, press: Any) -> None:
    shelf = Shelf(press)
    long = shelf.mention("x" * 300, "Le " + "y" * 70, url="https://a.example/" + "z" * 200)
    page = windows.open(render_book(shelf.book([long, *shelf.many(60)]), "html", "fr")).page
    for width in (320, 390, 640, 760, 1200):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_in_print_it_is_always_light(windows: Windows, press: Any) -> None:
    shelf = Shelf(press)
    page = windows.open(render_book(shelf.book(shelf.many(5)), "html", "fr"), scheme="dark").page
    page.emulate_media(media="print")
    ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    ink = page.evaluate("getComputedStyle(document.documentElement).color")
    assert (ground, ink) == ("rgb(255, 255, 255)", "rgb(28, 27, 24)")
