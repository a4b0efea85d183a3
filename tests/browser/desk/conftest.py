"""The fixture `desk_page`: the desk of a newsroom on a real socket, and windows of a real Chromium on it.

Every test that uses it also shows that no policy was violated, no script of others ran, and nothing remote was asked.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from monitor.accounts import LoggedIn, log_in
from monitor.web.cookies import LANGUAGE, SESSION
from monitor.web.serving import address_of, listening, serve
from tests.monitor.web.newsroom import PASSWORD, Newsroom, make_newsroom

DESKTOP, PHONE = (1366, 900), (390, 844)


@dataclass
class DeskPage:
    """A newsroom whose desk is served at `address`."""

    room: Newsroom
    address: str
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def open(
        self,
        path: str = "/",
        login: str | None = "karim",
        size: tuple[int, int] = DESKTOP,
        scheme: str = "light",
        scripts: bool = True,
        language: str = "fr",
    ) -> Page:
        """A window of its own on this page of the desk, for one of the people; None: for nobody yet."""
        phone = size == PHONE
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,  # type: ignore[arg-type]
            java_script_enabled=scripts,
            has_touch=phone,
            is_mobile=phone,
        )
        self.contexts.append(context)
        cookies = {LANGUAGE: language}
        if login is not None:
            cookies[SESSION] = self.session(login)
        context.add_cookies(
            [{"name": name, "value": value, "url": self.address} for name, value in cookies.items()]
        )
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("dialog", lambda dialog: (self.said.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: self.asked.append(request.url))
        page.goto(self.address.rstrip("/") + path)
        return page

    def session(self, login: str) -> str:
        """The token of a new session."""
        with self.room.store() as store:
            found = log_in(store, self.room.site.passwords, login, PASSWORD, "127.0.0.1", self.room.clock.now)
        assert isinstance(found, LoggedIn)
        return found.token

    def _hear(self, kind: str, text: str) -> None:
        if kind != "verbose" and "Failed to load resource" not in text:  # a refusal that a test asks for
            self.said.append(f"{kind}: {text}")

    def outside(self) -> list[str]:
        """What was asked of others than this desk."""
        return [url for url in self.asked if not url.startswith((self.address, "data:", "about:", "blob:"))]


def axe(page: Page) -> None:
    """No violation of the accessibility rules on the page as it is."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def fits(page: Page, widths: tuple[int, ...] = (320, 390, 640, 768, 1024, 1366)) -> None:
    """The page is no wider than its window, at each of these widths."""
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        found = page.evaluate("document.documentElement.scrollWidth")
        assert found <= width, f"{page.url} is {found} wide in a window of {width}"


@pytest.fixture
def desk_page(chromium: Browser, tmp_path: Path) -> Iterator[DeskPage]:
    """A fresh newsroom, served."""
    room = make_newsroom(tmp_path / "espace")
    yield from served(room, chromium)


@pytest.fixture
def first_day(chromium: Browser, tmp_path: Path) -> Iterator[DeskPage]:
    """A newsroom on its first day, served: nobody has an account, the archive holds nothing."""
    room = make_newsroom(tmp_path / "espace", people=False, articles=False)
    yield from served(room, chromium)


def served(room: Newsroom, chromium: Browser) -> Iterator[DeskPage]:
    """The desk of a newsroom on a socket, until the test ends; then what it said and asked is looked at."""
    found, stop = listening("127.0.0.1", 0), threading.Event()
    serving = threading.Thread(target=serve, args=(room.app, found, stop))
    serving.start()
    made = DeskPage(room, address_of(found), chromium)
    try:
        yield made
    finally:
        for context in made.contexts:
            context.close()
        stop.set()
        serving.join()
        room.site.close()
    assert made.said == []
    assert made.outside() == []
