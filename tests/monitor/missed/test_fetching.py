"""Pages read because somebody asks: what may be read is, what may not is told; who asks twice asks once."""

from __future__ import annotations

from pathlib import Path

import pytest
from filelock import FileLock

from monitor.missed.fetching import PATIENCE_SECONDS, TOLD_SECONDS, Readings, Stage, hand_outlet, read_pages
from storage.model import Outlet, Reason
from tests.monitor.missed.sites import page_of
from tests.monitor.sources_edit.kiosk import Kiosk, kiosk
from tests.monitor.web.newsroom import QUOTE, make_newsroom

PHARE = Outlet("phare", "Le Phare", "phare.example")
URL = "https://phare.example/actu/les-digues"


class Ticks:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_page_asked_for_twice_is_read_once_and_again_when_it_ended() -> None:
    readings = Readings()
    first = readings.ask([(PHARE, URL)])
    assert first is not None and readings.ask([(PHARE, f"{URL}?utm_source=x")]) is None
    more = readings.ask([(PHARE, URL), (PHARE, f"{URL}-2")])
    assert more is not None and [url for _, url in more.pages] == [f"{URL}-2"]
    readings.tell(first.number, Stage.DONE)
    again = readings.ask([(PHARE, URL)])
    assert again is not None and readings.of([URL]) == again


def test_a_reading_that_another_run_was_in_the_way_of_is_asked_for_again_once_and_after_a_while() -> None:
    ticks = Ticks()
    readings = Readings(ticks)
    made = readings.ask([(PHARE, URL)])
    assert made is not None and not readings.ask_again(made.number)
    readings.tell(made.number, Stage.BUSY)
    assert not readings.ask_again(made.number)
    ticks.now += PATIENCE_SECONDS
    assert readings.ask_again(made.number) and not readings.ask_again(made.number)
    kept = readings.of([URL])
    assert kept is not None and kept.is_under_way


def test_how_a_reading_ended_is_told_for_a_while() -> None:
    ticks = Ticks()
    readings = Readings(ticks)
    made = readings.ask([(PHARE, URL)])
    assert made is not None
    ticks.now += 2 * TOLD_SECONDS
    assert readings.of([URL]) is not None
    readings.tell(made.number, Stage.OFFLINE)
    kept = readings.of([URL])
    assert kept is not None and kept.stage is Stage.OFFLINE
    ticks.now += TOLD_SECONDS + 1
    assert readings.of([URL]) is None


def test_what_is_known_of_many_readings_does_not_grow_for_ever() -> None:
    readings = Readings()
    for number in range(500):
        made = readings.ask([(PHARE, f"{URL}-{number}")])
        assert made is not None
        readings.tell(made.number, Stage.DONE)
    assert readings.of([f"{URL}-1"]) is None and readings.of([f"{URL}-499"]) is not None


def test_an_outlet_that_is_not_listed_is_named_by_its_site() -> None:
    assert hand_outlet("https://www.ailleurs.example/x?y=1") == Outlet("site-ailleurs-example", "ailleurs.example", "ailleurs.example")  # fmt: skip
    with pytest.raises(ValueError):
        hand_outlet("javascript:alert(1)")


def test_pages_are_read_and_judged_as_robots_and_rights_allow(tmp_path: Path) -> None:
    room = make_newsroom(tmp_path / "espace", people=False)
    heard: list[tuple[Stage, int]] = []
    with kiosk() as site:
        site.let_in(room.workspace)
        fill(site)
        paths = ("/actu/quais", "/prive/quais", "/actu/disparue")
        pages = [(hand_outlet(f"http://{site.host}{path}"), f"http://{site.host}{path}") for path in paths]
        with room.store() as store:
            stage = read_pages(room.workspace, room.loaded, store, pages, room.clock.now, lambda *said: heard.append(said))  # fmt: skip
            found = [store.article_at(url) for _, url in pages]
            why = [[one.reason for one in store.failures(url=url)] for _, url in pages]
    room.site.close()
    assert stage is Stage.DONE and [one is not None for one in found] == [True, False, False]
    assert why == [[], [Reason.ROBOTS], [Reason.NOT_FOUND]]
    assert "/prive/quais" not in site.asked
    assert (heard[0], heard[-1]) == ((Stage.READING, 0), (Stage.JUDGING, 3))
    assert found[0] is not None and found[0].id in {one.article.id for one in room.mentions()}


def test_while_another_run_is_under_way_nothing_is_read_and_that_is_told(tmp_path: Path) -> None:
    room = make_newsroom(tmp_path / "espace", people=False, articles=False)
    with kiosk() as site:
        site.let_in(room.workspace)
        fill(site)
        url = f"http://{site.host}/actu/quais"
        with FileLock(f"{room.workspace.archive}.crawl.lock"), room.store() as store:
            stage = read_pages(room.workspace, room.loaded, store, [(hand_outlet(url), url)], room.clock.now)
    room.site.close()
    assert stage is Stage.BUSY and site.asked == []


def fill(site: Kiosk) -> None:
    """A page that may be read, and one that may not."""
    words = f"« {QUOTE} », dit le Collectif Rivage."
    for path in ("/actu/quais", "/prive/quais"):
        site.give(path, page_of("Le port s’inquiète", words))
