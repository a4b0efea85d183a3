"""The status page: the truth about what is due, late, failed and undelivered, and nothing that could do harm."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest

from monitor.web.serving import PortTaken, listening
from storage.model import (
    DeliveryState,
    Health,
    Reason,
    ReportRecord,
    Run,
    RunKind,
    RunState,
    SourceReading,
)
from tests.monitor.schedule.house import House, at
from tests.monitor.status.conftest import Ask
from tests.monitor.status.messages import put_message

HOSTILE = '<script>alert(1)</script><img src="https://x.example/p.gif">\u202e'


def plain(text: str) -> str:
    """What a person reads of a page: no tags, one space."""
    without = re.sub(r"<(style|title)>.*?</\1>|<[^>]+>", " ", text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", without.replace("\u00a0", " ").replace("\u202f", " "))


def test_a_house_in_order_says_so(house: House, ask: Ask) -> None:
    house.ticker().tick()
    said = plain(ask().body)
    assert "Rien n’est en retard, mais rien ne tourne tout seul non plus." in said
    assert (
        "Prochain point aujourd’hui à 7 h 30. Toutes les sources sont lues avant, aujourd’hui à 7 h 00."
        in said
    )
    assert "La dernière sauvegarde a été faite aujourd’hui à 5 h 00." in said
    found = json.loads(ask("/etat.json").body)
    assert found["well"] is True
    assert found["campaigns"][0]["next_report"] == "2025-02-04T07:30:00+01:00"


def test_a_report_is_late_an_hour_after_its_time(house: House, ask: Ask) -> None:
    house.ticker().tick()
    house.clock.now = at("2025-02-04 08:15")
    assert "Attendu depuis aujourd’hui à 7 h 30 : le point du jour. 3 sources sont à lire avant." in plain(
        ask().body
    )
    assert json.loads(ask("/etat.json").body)["campaigns"][0]["late"] is False
    house.clock.now = at("2025-02-04 08:45")
    assert "Un point est en retard." in plain(ask().body)
    found = json.loads(ask("/etat.json").body)
    assert (found["well"], found["campaigns"][0]["late"]) == (False, True)
    house.ticker().tick()
    assert json.loads(ask("/etat.json").body)["well"] is True


def test_what_failed_is_shown_until_it_went_well(house: House, ask: Ask) -> None:
    house.clock.now = at("2025-02-04 08:00")
    house.steps.fail.add("report appel daily")
    ticker = house.ticker("fr")
    ticker.tick()
    said = plain(ask().body)
    assert "Quelque chose a échoué." in said and "Le point de « appel »" in said
    assert "RuntimeError" not in said
    assert json.loads(ask("/etat.json").body)["failed"][0]["detail"].endswith("RuntimeError")
    house.steps.fail.clear()
    house.clock.turn(minutes=15)
    ticker.tick()
    assert json.loads(ask("/etat.json").body)["failed"] == []


def test_a_run_that_lost_its_life_is_no_run_under_way(house: House, ask: Ask) -> None:
    now = house.clock.now
    with house.store() as store:
        store.begin_run(Run("alive", RunKind.CRAWL, now, heartbeat_at=now))
        store.begin_run(Run("dead", RunKind.MATCH, now, heartbeat_at=now - timedelta(minutes=10)))
    found = json.loads(ask("/etat.json").body)
    assert [run["id"] for run in found["under_way"]] == ["alive"]
    assert [run["id"] for run in found["failed"]] == ["dead"]


def test_messages_that_did_not_arrive_are_counted_and_come_first(house: House, ask: Ask) -> None:
    for number, state in enumerate(DeliveryState):
        put_message(house, number, state)
    found = json.loads(ask("/etat.json").body)["outbox"]
    assert found["counts"] == {"pending": 1, "sent": 1, "unknown": 1, "failed": 1}
    assert [one["state"] for one in found["messages"] if one["in_trouble"]] == ["failed", "unknown"]
    body = ask().body
    assert "2 messages demandent votre attention" in plain(body)
    assert body.index("lecteur3@") < body.index("lecteur1@")
    assert "2 autres messages" in plain(body)


def test_what_a_site_forbids_stands_apart_from_what_failed(house: House, ask: Ask) -> None:
    house.ticker().tick()
    later = house.clock.now + timedelta(minutes=5)
    with house.store() as store:
        for source, health, reason in (
            (store.source_statuses()[0].source.id, Health.FAILING, Reason.SERVER_ERROR),
            (store.source_statuses()[1].source.id, Health.ROBOTS, Reason.ROBOTS),
        ):
            store.put_reading(SourceReading(source, "r", later, health, reason))
    house.clock.turn(minutes=10)
    found = json.loads(ask("/etat.json").body)["sources"]
    assert ([one["reason"] for one in found["trouble"]], [one["reason"] for one in found["forbidden"]]) == (
        ["server_error"],
        ["robots"],
    )
    said = plain(ask().body)
    assert "1 source n’a pas pu être lue" in said and "1 source ne veut pas être lue" in said


def test_a_list_that_was_all_new_is_told_as_probably_incomplete(house: House, ask: Ask) -> None:
    house.ticker().tick()
    with house.store() as store:
        source = store.source_statuses()[0].source.id
        for hours, new in ((1, 1), (2, 20)):
            when = house.clock.now + timedelta(hours=hours)
            store.put_reading(SourceReading(source, "r", when, Health.READ, candidates=20, new=new))
    house.clock.turn(hours=2)
    assert json.loads(ask("/etat.json").body)["sources"]["missed"] == [source]
    assert "sont sans doute passés entre deux lectures" in plain(ask().body)


def test_files_with_errors_are_told_with_their_place(house: House, ask: Ask) -> None:
    house.dossier("appel", "name = ")
    said = plain(ask().body)
    assert "Fichiers à corriger" in said and "campaigns/appel.toml" in said
    assert json.loads(ask("/etat.json").body)["files"]


def test_a_clock_that_stands_before_the_last_report_is_told(house: House, ask: Ask) -> None:
    with house.store() as store:
        ahead = house.clock.now + timedelta(days=400)
        store.put_report(ReportRecord("appel", ahead.date(), house.clock.now, ahead, ahead))
    assert "vérifiez l’horloge de cette machine" in plain(ask().body)


def test_an_archive_that_cannot_be_read_is_told_in_words(house: House, ask: Ask) -> None:
    house.workspace.archive.write_bytes(b"no archive")
    answer = ask()
    assert answer.status == 503
    assert "est abîmé" in answer.body or "n’est pas une archive" in answer.body


def test_english_is_spoken_where_the_settings_say_so(house: House, ask: Ask) -> None:
    house.workspace.settings_file.write_text('language = "en"\n\n[network]\ncontact = "a@b.example"\n')
    answer = ask()
    assert answer.headers["content-language"] == "en"
    assert "Nothing is late, but nothing runs by itself either." in plain(answer.body)


# ---- nothing that could do harm ------------------------------------------------------------------------


class Outside(HTMLParser):
    """Collects what a browser would load or run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("img", "iframe", "object", "style"):
            self.found.append(tag)
        for name, value in attrs:
            if name in ("src", "href") and value and not value.startswith(("/", "#")):
                self.found.append(value)
            if name == "style" or name.startswith("on"):
                self.found.append(name)


def test_hostile_words_stay_words_and_nothing_remote_or_inline_is_loaded(house: House, ask: Ask) -> None:
    house.dossier("banc", "name = '" + HOSTILE + "'\n")
    put_message(house, 1, DeliveryState.FAILED, HOSTILE)
    with house.store() as store:
        store.begin_run(Run("r", RunKind.REPORT, house.clock.now))
        store.end_run("r", house.clock.now, RunState.FAILED, {}, f"{HOSTILE}: KeyError")
    page = Outside()
    body = ask().body
    page.feed(body)
    assert page.found == []
    assert body.count("&lt;script&gt;") >= 2


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8765", 200),
        ("localhost", 200),
        ("[::1]:8765", 200),
        ("rebound.example", 400),
        ("127.0.0.1.rebound.example", 400),
        ("localhost@rebound.example", 400),
        ("", 400),
        ("localhost:8765:80", 400),
    ],
)
def test_a_page_of_another_site_cannot_ask_through_the_browser(ask: Ask, host: str, status: int) -> None:
    assert ask(host=host).status == status


def test_a_taken_port_is_told() -> None:
    with listening("127.0.0.1", 0) as first, pytest.raises(PortTaken):
        listening("127.0.0.1", first.getsockname()[1])
