"""Every page of the desk: French as a printer sets it, and the keyboard's way through it as the eye's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playwright.sync_api import Page as Window

from monitor.web.app import all_pages
from tests.browser.desk.conftest import DeskPage

OUR_WORDS = """() => {
  const theirs = "bdi, code, kbd, samp, pre, textarea, input, mark, q, blockquote, option, [lang]:not(html), script, style, .excerpt";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const at = walker.currentNode;
    if (at.data.trim() && !at.parentElement.closest(theirs)) found.push(at.data.replace(/[ \\t\\n]+/g, " "));
  }
  return found;
}"""
"""What the product itself says on a page, text by text; words of the press, of people and of addresses are left out."""

BAD_FRENCH = re.compile(
    r"[^\s\u00a0\u202f][ ][:;?!»](?!\))|[a-zàâéèêîôûç][?!»](?![\w/=.])|«[ \w]|\w'\w|\.\.\."
)
"""A plain space, or none, before a double sign; an open quotation mark without its space; typewriter signs."""

STEP = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const all = [...document.querySelectorAll("*")], style = getComputedStyle(here), box = here.getBoundingClientRect();
  return { place: all.indexOf(here), name: here.outerHTML.slice(0, 160), outline: parseFloat(style.outlineWidth) || 0,
    style: style.outlineStyle, inside: box.width > 0 && box.height > 0, tabindex: here.tabIndex };
}"""
MOST_STEPS = 45


def paths() -> list[str]:
    """The pages that a click in the frame leads to."""
    return [
        page.path
        for page in all_pages()
        if page.role is not None and not page.data and "GET" in page.methods and "{" not in page.path
    ]


def opened(window: Window, base: str) -> Iterator[str]:
    """Each of them that is a whole page, one after the other."""
    for path in paths():
        answer = window.context.request.get(base + path)
        if answer.ok and 'id="main"' in answer.text() and "content-disposition" not in answer.headers:
            window.goto(base + path)
            yield path


def test_what_the_product_says_is_set_as_french_is(desk_page: DeskPage) -> None:
    page = desk_page.open("/compte", "maud")
    found, read = [], 0
    for path in opened(page, desk_page.address.rstrip("/")):
        for text in page.evaluate(OUR_WORDS):
            read += 1
            if BAD_FRENCH.search(text):
                found.append(f"{path}: {text.strip()[:120]}")
    assert read > 500
    assert found == []


def test_the_keyboard_goes_through_a_page_as_it_is_read(desk_page: DeskPage) -> None:
    page = desk_page.open("/compte", "maud")
    for path in opened(page, desk_page.address.rstrip("/")):
        places: list[int] = []
        for _ in range(MOST_STEPS):
            page.keyboard.press("Tab")
            step = page.evaluate(STEP)
            if step is None or (len(places) > 1 and step["place"] <= places[0]):
                break
            assert step["tabindex"] == 0, f"{path}: {step['name']} jumps the queue"
            assert step["inside"], f"{path}: {step['name']} cannot be seen"
            assert step["outline"] >= 2 and step["style"] != "none", f"{path}: no focus on {step['name']}"
            assert not places or step["place"] >= places[-1], f"{path}: back to {step['name']}"
            places.append(step["place"])  # a field for a day has a stop for each of its parts
        assert len(places) > 3, path
