"""`crawl`, `add`, `sources check`: what is asked of the sites is what was asked of the command."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.demo import RunningWorld
from storage.model import RunKind, RunState
from storage.store import open_store
from tests.monitor.commands.calling import CAMPAIGN, DAY, MORNING, Run, set_clock, settle

ROOT = Path(__file__).parents[3]


def articles(folder: Path, run: Run) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run("-w", folder, "articles", "--json").out.splitlines()]


def asked(world: RunningWorld) -> set[tuple[str, str]]:
    """What was asked of which outlet since the log was cleared, robots.txt and its like left out."""
    return {
        (request.outlet_id, request.target)
        for request in world.requests
        if not re.search("robots|tdmrep", request.target)
    }


def test_only_the_outlet_named_is_asked_and_no_more_articles_than_the_limit_are_read(
    own_world: RunningWorld, tmp_path: Path, run: Run
) -> None:
    folder = settle(tmp_path / "espace", own_world)
    ran = run("-w", folder, "crawl", "--source", "octet", "--limit", "2")
    assert (ran.code, ran.out) == (0, "")
    assert {request.outlet_id for request in own_world.requests} == {"octet"}
    assert "2 sources lues sur 2.\n2 nouveaux articles rangés." in ran.said
    assert [article["outlet_id"] for article in articles(folder, run)] == ["octet"] * 2


def test_only_the_kind_named_is_asked_and_limit_0_reads_no_article(
    own_world: RunningWorld, tmp_path: Path, run: Run
) -> None:
    folder = settle(tmp_path / "espace", own_world, only=("balancier", "octet"))
    ran = run("-w", folder, "crawl", "--kind", "sitemap,search", "--limit", "0")
    assert ran.code == 0
    assert "0 nouvel article rangé." in ran.said
    targets = {target.split("?")[0] for _, target in asked(own_world)}
    assert targets == {"/sitemap_news.xml", "/recherche/", "/wp-json/wp/v2/posts"}
    assert articles(folder, run) == []


def test_since_and_until_bound_the_day_of_publication(
    own_world: RunningWorld, tmp_path: Path, run: Run
) -> None:
    folder = settle(tmp_path / "espace", own_world, only=("balancier", "mailles"))
    day = "2025-02-04"
    assert run("-w", folder, "crawl", "--since", day, "--until", day).code == 0
    found = {article["published_at"][:10] for article in articles(folder, run)}
    assert found == {day}


def test_a_negative_limit_reads_nothing(own_world: RunningWorld, tmp_path: Path, run: Run) -> None:
    folder = settle(tmp_path / "espace", own_world, only=("octet",))
    ran = run("-w", folder, "crawl", "--limit", "-1")
    assert ran.code == 2
    assert "--limit est un nombre d’articles : 0 ou plus." in ran.said
    assert own_world.requests == ()


def test_a_source_at_rest_is_not_asked_unless_it_is_named(
    own_world: RunningWorld, tmp_path: Path, run: Run
) -> None:
    folder = settle(tmp_path / "espace", own_world, only=("cadran",))  # its robots.txt forbids everything
    assert run("-w", folder, "crawl").code == 4
    rows = [json.loads(line) for line in run("-w", folder, "sources", "list", "--json").out.splitlines()]
    assert [(row["health"], row["resting_until"] is None) for row in rows] == [("forbidden_by_robots", False)]
    set_clock(folder, own_world, MORNING + timedelta(hours=2))
    own_world.clear_requests()
    resting = run("-w", folder, "crawl")
    assert resting.code == 0
    assert "Aucune source n’est à lire" in resting.said
    assert own_world.requests == ()
    run("-w", folder, "crawl", "--source", "cadran")
    assert {request.target for request in own_world.requests} == {"/robots.txt"}


def test_when_too_few_sources_can_be_read_the_report_says_that_we_could_not_look(
    own_world: RunningWorld, tmp_path: Path, run: Run
) -> None:
    folder = settle(tmp_path / "espace", own_world, only=("octet", "mailles", "balancier"))
    for outlet in ("octet", "mailles", "balancier"):
        own_world.break_(outlet, 503)
    ran = run("-w", folder, "today")
    assert (ran.code, ran.out) == (4, "")
    text = (folder / "reports" / f"{CAMPAIGN}-{DAY}.txt").read_text(encoding="utf-8")
    assert "Nous n’avons pas pu" in text
    assert "Aucune nouvelle retombée" not in text
    english = run("--lang", "en", "-w", folder, "report", "--format", "text").out
    assert "could not" in english.split("====")[0]


def test_sources_check_reads_the_sources_and_no_article(
    own_world: RunningWorld, tmp_path: Path, run: Run
) -> None:
    folder = settle(tmp_path / "espace", own_world, only=("octet", "sarmande"))
    ran = run("-w", folder, "sources", "check")
    assert ran.code == 0
    assert "La page n’existe plus à cette adresse." in ran.out
    assert "Lue." in ran.out
    assert articles(folder, run) == []


def test_an_article_added_by_hand_may_be_of_an_outlet_that_is_not_in_the_list(
    own_world: RunningWorld, tmp_path: Path, run: Run
) -> None:
    folder = settle(tmp_path / "espace", own_world, only=("octet",))
    expected = {e.title: e for e in own_world.expectations() if e.outlet_id == "mailles" and e.stored}
    mention = next(e for e in expected.values() if e.kind == "republication")
    ran = run("-w", folder, "add", mention.url)
    assert (ran.code, ran.out) == (0, "")
    assert f"Ajouté : {mention.title.replace(chr(0xA0), ' ').replace(chr(0x202F), ' ')}" in ran.said
    assert "C’est une retombée : reprise intégrale." in ran.said
    stored = articles(folder, run)
    assert [(row["url"], row["found_by"][0]["kind"]) for row in stored] == [(mention.url, "hand")]
    again = run("-w", folder, "add", mention.url)
    assert again.code == 0
    assert "Il y était déjà : " in again.said
    assert len(articles(folder, run)) == 1


def test_an_article_added_by_hand_that_names_nothing_is_said_to_be_no_mention(
    own_world: RunningWorld, tmp_path: Path, run: Run
) -> None:
    folder = settle(tmp_path / "espace", own_world, only=("octet",))
    other = next(
        e for e in own_world.expectations() if e.outlet_id == "balancier" and e.kind is None and e.stored
    )
    ran = run("-w", folder, "add", other.url)
    assert ran.code == 0
    assert "Il ne nomme ni le texte ni l’événement" in ran.said
    assert run("-w", folder, "mentions", "--json").out == ""
    assert len(articles(folder, run)) == 1


def test_a_page_that_cannot_be_read_is_not_added_and_the_reason_is_told(
    own_world: RunningWorld, tmp_path: Path, run: Run
) -> None:
    folder = settle(tmp_path / "espace", own_world, only=("octet",))
    ran = run("-w", folder, "add", f"{own_world.bases['octet']}/2025/02/rien-du-tout/")
    assert (ran.code, ran.out) == (5, "")
    assert "Cette page n’a pas pu être ajoutée. La page n’existe plus à cette adresse." in ran.said
    for text in ("octet", "ftp://octet.example/a", "file:///etc/passwd"):
        refused = run("-w", folder, "add", text)
        assert refused.code == 2
        assert "n’est pas l’adresse d’une page" in refused.said


def test_two_runs_at_once_are_not_let_through(own_world: RunningWorld, tmp_path: Path, run: Run) -> None:
    folder = settle(tmp_path / "espace", own_world, only=("octet",))
    own_world.delay("octet", 2.0)
    command = [sys.executable, "-m", "monitor", "-w", str(folder), "crawl", "--limit", "0"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as first:
        _wait_for(lambda: own_world.requests)
        second = run("-w", folder, "today")
        own_world.delay("octet", 0)
        assert first.wait(30) == 0
    assert second.code == 6
    assert "Un autre passage est en cours dans cet espace de travail." in second.said
    assert list((folder / "reports").iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX system")
def test_ctrl_c_ends_a_run_cleanly_and_no_report_is_made(own_world: RunningWorld, tmp_path: Path) -> None:
    folder = settle(tmp_path / "espace", own_world, only=("octet", "balancier"))
    own_world.delay("balancier", 3.0)
    command = [sys.executable, "-m", "monitor", "-w", str(folder), "today"]
    with subprocess.Popen(
        command, cwd=ROOT, stderr=subprocess.PIPE, text=True, encoding="utf-8", start_new_session=True
    ) as running:
        _wait_for(lambda: own_world.requests)
        os.killpg(running.pid, signal.SIGINT)
        _, said = running.communicate(timeout=60)
    own_world.delay("balancier", 0)
    assert running.returncode == 130
    assert "Traceback" not in said
    assert "Le passage a été arrêté." in said
    assert "Arrêté." in said
    assert list((folder / "reports").iterdir()) == []
    with open_store(folder / "archive.db") as store:
        assert [found.state for found in store.runs(RunKind.CRAWL)] == [RunState.STOPPED]


def _wait_for(happened: Any) -> None:
    end = time.monotonic() + 20
    while not happened() and time.monotonic() < end:
        time.sleep(0.05)
    assert happened()


def test_the_second_morning_goes_on_where_the_first_ended(
    own_world: RunningWorld, tmp_path: Path, run: Run
) -> None:
    evening = datetime.fromisoformat("2025-02-04T07:30:00+01:00")
    folder = settle(tmp_path / "espace", own_world, moment=evening, only=("mailles",))
    assert run("-w", folder, "today").code == 0
    before = {article["id"] for article in articles(folder, run)}
    set_clock(folder, own_world, MORNING)
    assert run("-w", folder, "today").code == 0
    after = {article["id"] for article in articles(folder, run)}
    assert before < after
    assert len(list((folder / "reports").glob("*.txt"))) == 2


def test_what_was_found_a_minute_ago_is_in_a_look_at_today(
    own_world: RunningWorld, tmp_path: Path, run: Run
) -> None:
    folder = settle(tmp_path / "espace", own_world, only=("mailles",))
    assert run("-w", folder, "crawl").code == 0
    assert run("-w", folder, "match").code == 0
    found = json.loads(run("-w", folder, "mentions", "--json", "--kind", "citation").out.splitlines()[0])
    told = " ".join(run("-w", folder, "report", "--format", "text").out.split())
    assert found["url"] in told


def test_a_mention_is_looked_at_again_after_a_day_and_other_articles_are_not(
    own_world: RunningWorld, tmp_path: Path, run: Run
) -> None:
    folder = settle(tmp_path / "espace", own_world, only=("mailles", "balancier"))
    assert run("-w", folder, "today").code == 0
    read = {article["url"] for article in articles(folder, run)}
    counted = {json.loads(line)["url"] for line in run("-w", folder, "mentions", "--json").out.splitlines()}
    assert counted and read - counted
    own_world.clear_requests()
    set_clock(folder, own_world, MORNING + timedelta(days=1, minutes=1))
    assert run("-w", folder, "today").code == 0
    asked = {own_world.bases[one.outlet_id] + one.target for one in own_world.requests}
    assert counted <= asked
    assert not (read - counted) & asked
