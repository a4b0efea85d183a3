"""The status page in a real browser: readable by all, as wide as its window, nothing asked of others."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from argon2 import PasswordHasher
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from monitor.accounts import Passwords
from monitor.schedule.live import LiveWorkspace
from monitor.web.app import make_app, make_site
from monitor.web.cookies import SESSION
from monitor.web.serving import address_of, listening, serve
from storage.model import DeliveryState, Health, Reason, SourceReading
from tests.monitor.schedule.house import House, at, make_house
from tests.monitor.status.conftest import reader
from tests.monitor.status.messages import put_message


@pytest.fixture(scope="module")
def troubled(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house with a late report, a failed step, messages in every state and sources that could not be read."""
    house = make_house(tmp_path_factory.mktemp("trouble") / "espace")
    house.steps.fail.add("alert appel")
    house.ticker("fr").tick()
    for number, state in enumerate(DeliveryState):
        put_message(house, number, state)
    with house.store() as store:
        sources = [status.source.id for status in store.source_statuses()]
        for source, health, reason in zip(
            sources, (Health.FAILING, Health.ROBOTS), (Reason.TIMEOUT, Reason.ROBOTS), strict=False
        ):
            store.put_reading(SourceReading(source, "r", house.clock.now, health, reason))
    house.clock.now = at("2025-02-04 09:10")
    return house


@dataclass(frozen=True)
class Desk:
    """Where the page is, and the cookie of somebody who may read it."""

    address: str
    cookie: Any


@pytest.fixture(scope="module")
def desk(troubled: House) -> Iterator[Desk]:
    found, stop = listening("127.0.0.1", 0), threading.Event()
    passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    site = make_site(LiveWorkspace(troubled.workspace), troubled.clock, passwords=passwords)
    token = reader(troubled, passwords)
    serving = threading.Thread(target=serve, args=(make_app(site), found, stop))
    serving.start()
    home = address_of(found)
    yield Desk(f"{home}etat", {"name": SESSION, "value": token, "url": home})
    stop.set()
    serving.join()
    site.threads.shutdown()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_axe_finds_nothing_on_the_status_page(
    chromium: Browser, troubled: House, desk: Desk, scheme: str, language: str
) -> None:
    troubled.workspace.settings_file.write_text(
        f'language = "{language}"\n\n[network]\ncontact = "a@b.example"\n\n[schedule]\nweekly = ""\n'
    )
    context = chromium.new_context(bypass_csp=True, color_scheme=scheme)  # type: ignore[arg-type]
    context.add_cookies([desk.cookie])
    page = context.new_page()
    page.goto(desk.address)
    for fold in page.locator("summary").all():
        fold.click()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    context.close()


def test_the_status_page_fits_its_window_and_its_own_policy_stops_nothing(
    chromium: Browser, desk: Desk
) -> None:
    context = chromium.new_context(java_script_enabled=True)
    context.add_cookies([desk.cookie])
    page, said, asked = context.new_page(), list[str](), list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(desk.address)
    assert page.locator("h1").count() == 1
    for width in (320, 390, 600, 640, 1000, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert said == []
    assert all(url.startswith(desk.address.removesuffix("etat")) for url in asked)
    context.close()
