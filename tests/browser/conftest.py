"""A real Chromium, off the network: what a page asks for outside its own file is refused and written down."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from tests.monitor.conftest import Press

NO_CHROMIUM = "Chromium is not installed"
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
]


def chromium_path() -> str | None:
    """The distribution's browser: nothing is downloaded."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for the tests of a module; skips where there is none.

    No longer than that: it keeps a loop of asyncio running in its thread, in which no other test could start its own.
    """
    path = chromium_path()
    if path is None:
        pytest.skip(NO_CHROMIUM)
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=[*QUIET, *(["--no-sandbox"] if root else [])]
        )
        yield browser
        browser.close()


@dataclass
class Window:
    """A page with what it asked for outside its file, and what it said on its console."""

    page: Page
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


class Windows:
    """Opens files in fresh windows."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.browser, self.folder = browser, folder
        self.contexts: list[Any] = []

    def open(self, content: bytes, width: int = 1200, scheme: str = "light", scripts: bool = True) -> Window:
        """Show this page; a script in it may run, and would be seen."""
        path = self.folder / f"{len(self.contexts)}.html"
        path.write_bytes(content)
        context = self.browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=scripts
        )  # type: ignore[arg-type]
        self.contexts.append(context)
        window = Window(context.new_page())

        def only_the_file(route: Route) -> None:
            if route.request.url == path.as_uri():
                route.continue_()
            else:
                window.asked.append(route.request.url)
                route.abort()

        context.route("**/*", only_the_file)
        window.page.on("console", lambda message: window.said.append(message.text))
        window.page.on("dialog", lambda dialog: (window.said.append(dialog.message), dialog.dismiss()))
        window.page.on("pageerror", lambda error: window.said.append(str(error)))
        window.page.goto(path.as_uri())
        return window


@pytest.fixture
def windows(chromium: Browser, tmp_path: Path) -> Iterator[Windows]:
    made = Windows(chromium, tmp_path)
    yield made
    for context in made.contexts:
        context.close()


@pytest.fixture
def press() -> Press:
    """A fresh press, as the tests of the reports have it."""
    return Press()
