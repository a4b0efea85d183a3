"""The page of what is due, late and failed, in a real browser, with everything in trouble."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser

from monitor.accounts import new_account
from storage.model import DeliveryState, Health, Reason, Role, SourceReading
from tests.browser.desk.conftest import DeskPage, axe, fits, served
from tests.monitor.schedule.house import House, at, make_house
from tests.monitor.status.messages import put_message
from tests.monitor.web.newsroom import PASSWORD, Newsroom
from tests.monitor.web.newsroom import Clock as RoomClock


def trouble(house: House) -> None:
    """A late report, a failed step, messages in every state and sources that could not be read."""
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


@pytest.fixture
def troubled(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskPage]:
    house = make_house(tmp_path_factory.mktemp("trouble") / "espace")
    trouble(house)
    room = Newsroom(house.workspace, RoomClock(at("2025-02-04 09:10")))
    with room.store() as store:
        account = new_account(
            room.site.passwords, "lea", "Léa", PASSWORD, Role.READER, room.clock.now - timedelta(days=1)
        )
        store.put_account(account)
    yield from served(room, chromium)


def test_the_status_page_in_trouble_is_readable_by_all_and_fits_its_window(troubled: DeskPage) -> None:
    for scheme, language in (("light", "fr"), ("dark", "en")):
        page = troubled.open("/etat", "lea", scheme=scheme, language=language)
        for fold in page.locator("summary").all():
            fold.click()
        assert page.locator("h1").count() == 1
        axe(page)
    fits(page, (320, 390, 600, 640, 1000, 1280))
