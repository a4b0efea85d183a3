"""Effects of dossiers are found behind the pages, one at a time, and let go of when nobody asks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from monitor.dossier import Campaign
from monitor.preview import Preview
from monitor.web.effects import KEPT, UNASKED, Effects
from storage.store import Store
from tests.monitor.web.newsroom import Newsroom, plain

FOUND = Preview((), (), (), (), 3, 1)
APPEL = Campaign("appel", "Appel")


class Slow:
    """Work that goes on as far as it is let, article by article."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.given_up: list[str] = []
        self.steps = threading.Semaphore(0)
        self.told = threading.Semaphore(0)

    def __call__(
        self, store: Store, before: Campaign | None, campaign: Campaign, tell: Callable[[int], None]
    ) -> Preview:
        self.begun.append(campaign.name)
        try:
            for number in range(1, 4):
                self.steps.acquire()
                tell(number)
                self.told.release()
        except BaseException:
            self.given_up.append(campaign.name)
            self.told.release()
            raise
        return FOUND

    def step(self, steps: int = 1) -> None:
        for _ in range(steps):
            self.steps.release()
            self.told.acquire()


class Room:
    def __init__(self, desk: Newsroom) -> None:
        self.now, self.faults, self.slow = 0.0, list[Exception](), Slow()
        self.effects = Effects(self.faults.append, lambda: self.now, self.slow)
        self.store = desk.site.archives.store

    def ask(self, key: str, name: str = "Appel", owner: str = "maud", wait: float = 0.0) -> object:
        campaign = replace(APPEL, name=name)
        effect = self.effects.ask(key, (None, campaign), owner, self.store, wait)
        return "found" if effect.found else "failed" if effect.failed else effect.gone_through


@pytest.fixture
def room(desk: Newsroom) -> Iterator[Room]:
    made = Room(desk)
    yield made
    made.slow.steps.release(100)
    made.effects.close()


def test_a_page_that_asks_again_sees_how_far_it_is_and_then_the_effect(room: Room) -> None:
    assert room.ask("a") == 0
    room.slow.step(2)
    assert room.ask("a") == 2
    room.slow.step()
    assert room.ask("a", wait=5.0) == "found"
    assert room.ask("a") == "found"
    assert room.slow.begun == ["Appel"]


def test_an_effect_that_nobody_asks_for_is_given_up_and_begun_anew_when_somebody_does(room: Room) -> None:
    room.ask("a")
    room.slow.step()
    room.now += UNASKED + 1
    room.slow.step()
    assert room.slow.given_up == ["Appel"]
    assert room.faults == []
    room.ask("a")
    room.slow.step(3)
    assert room.ask("a", wait=5.0) == "found"
    assert room.slow.begun == ["Appel", "Appel"]


def test_the_next_change_of_one_person_gives_the_earlier_one_up_and_leaves_that_of_another(
    room: Room,
) -> None:
    room.ask("a", "première")
    room.ask("b", "d’une autre", owner="karim")
    room.ask("c", "seconde")
    room.slow.step()
    assert room.slow.given_up == ["première"]
    room.slow.step(6)
    assert room.ask("b", "d’une autre", "karim", 5.0) == room.ask("c", "seconde", "maud", 5.0) == "found"


def test_what_was_found_is_let_go_after_a_while(room: Room) -> None:
    room.ask("a")
    room.slow.step(3)
    assert room.ask("a", wait=5.0) == "found"
    room.now += KEPT + 1
    room.ask("b", owner="karim")
    assert room.ask("a") == 0


def test_a_fault_is_told_and_noted_and_may_be_tried_again(desk: Newsroom) -> None:
    faults: list[Exception] = []

    def broken(
        store: Store, before: Campaign | None, campaign: Campaign, tell: Callable[[int], None]
    ) -> Preview:
        raise OSError("no disk")

    effects = Effects(faults.append, work=broken)
    for times in (1, 2):
        assert effects.ask("a", (None, APPEL), "maud", desk.site.archives.store, 5.0).failed
        assert len(faults) == times
    effects.close()


def test_the_page_asks_again_by_itself_with_scripts_and_without(desk: Newsroom) -> None:
    slow = Slow()
    object.__setattr__(desk.site, "effects", Effects(lambda error: None, work=slow))
    maud = desk.login("maud")
    maud.page("/campagne")
    answer = maud.post("/campagne/modifier/rivals", {"name": "Manifeste du large"})
    address = answer.headers["location"]
    page = maud.page(address)
    assert "Nous l’essayons sur les archives" in plain(page)
    assert '<noscript><meta http-equiv="refresh"' in page
    assert 'hx-trigger="load delay:1s"' in page
    assert "Enregistrer le dossier" not in page
    slow.step(3)
    part = maud.htmx(address.split("?")[0], shown=address)
    assert "Enregistrer le dossier" in plain(part.text) and "<html" not in part.text
    assert "hx-trigger" not in part.text
