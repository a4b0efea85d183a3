"""What a run promises: it finds its way back after a kill, ends at its limit, and is never slowed by one outlet."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.model import Health, Reason, RunState, SourceKind, StoredArticle
from storage.store import open_store
from tests.crawler.loopback import Loopback, answer, article, feed, hang, loopback
from tests.crawler.rig import NOW, Outcome, Rig

DAY = "/2025/02/04"
NO_NAMES = {
    "off": "def gethostbyname(name):\n    raise socket.gaierror(-3, 'Temporary failure in name resolution')\n",
    "hanging": "def gethostbyname(name):\n    time.sleep(120)\n",
}


def resolver(folder: Path, how: str) -> dict[str, str]:
    """An environment in which the crawl's process resolves no name."""
    (folder / "sitecustomize.py").write_text(
        f"import socket, time\n{NO_NAMES[how]}socket.gethostbyname = gethostbyname\n", encoding="utf-8"
    )
    return {**os.environ, "PYTHONPATH": str(folder)}


def paths(number: int) -> list[str]:
    return [f"{DAY}/un-article-de-la-serie-numero-{n}" for n in range(number)]


@dataclass
class Twice:
    """Three sites and what two crawls of them left; the second order names an article to be looked at again."""

    sites: dict[str, Loopback]
    first: Outcome
    second: Outcome

    def of(self, outcome: Outcome, name: str) -> list[StoredArticle]:
        return [article for article in outcome.articles if article.outlet.id == name]


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twice]:
    rig = Rig(tmp_path_factory.mktemp("twice"))
    with ExitStack() as stack:
        sites = {name: stack.enter_context(loopback()) for name in ("same", "later", "named")}
        for name, site in sites.items():
            rig.source(site, "/feed", name=name)
            site.routes["/feed"] = feed(site.base, paths(3))
            for path in paths(3):
                site.routes[path] = [article(f"Article {path}"), article(f"Article {path}, corrigé")]
        listing = feed(sites["same"].base, paths(3))
        sites["same"].routes["/feed"] = [
            listing.replace(b"Connection:", b'ETag: "v1"\r\nConnection:'),
            answer(304),
        ]
        before = feed(sites["later"].base, paths(3))
        later = before.replace(b"Tue, 04 Feb 2025 08:00:00 +0100", b"Wed, 05 Feb 2025 09:30:00 +0100", 1)
        sites["later"].routes["/feed"] = [before, later]
        first = rig.crawl()
        named = next(a for a in first.articles if a.outlet.id == "named" and a.url.endswith(paths(3)[2]))
        yield Twice(sites, first, rig.crawl(revisit=(named.id,)))


def test_a_second_crawl_fetches_nothing_again_and_an_unchanged_feed_says_so(twice: Twice) -> None:
    site = twice.sites["same"]
    assert len(twice.of(twice.first, "same")) == len(twice.of(twice.second, "same")) == 3
    assert all(len(site.asked_for(path)) == 1 for path in paths(3))
    assert site.asked_for("/feed")[1].headers["if-none-match"] == '"v1"'
    assert twice.second.statuses["same/feed"].health is Health.UNCHANGED


def test_an_article_is_fetched_again_only_when_its_source_announces_a_later_date(twice: Twice) -> None:
    asked = [len(twice.sites["later"].asked_for(path)) for path in paths(3)]
    assert asked == [2, 1, 1]
    changed = next(a for a in twice.of(twice.second, "later") if a.url.endswith("numero-0"))
    assert changed.version == 2 and "corrigé" in changed.title


def test_an_article_that_the_order_names_is_looked_at_again(twice: Twice) -> None:
    asked = [len(twice.sites["named"].asked_for(path)) for path in paths(3)]
    assert asked == [1, 1, 2]
    again = next(a for a in twice.of(twice.second, "named") if a.url.endswith("numero-2"))
    assert (again.version, again.first_seen_at) == (2, NOW)


def test_a_kill_in_the_middle_loses_nothing_and_the_next_run_completes_it(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    with loopback() as site:
        site.routes["/feed"] = feed(site.base, paths(30))
        for path in paths(30):
            site.routes[path] = article(f"Article {path}")
        rig.source(site, "/feed", name="one")
        order = rig.order(min_delay=0.05)
        kills = 0
        for wait in (0.2, 0.7, 1.1):
            child = subprocess.Popen(
                rig.command(order), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
            )
            assert child.stdout is not None
            child.stdout.readline()  # it has begun
            time.sleep(wait)
            if child.poll() is None:
                child.send_signal(signal.SIGKILL)
                kills += 1
            child.wait()
            child.stdout.close()
            with open_store(rig.archive) as store:
                ids = {a.id for a in store.articles()}
                assert store.check() == ""
                assert len(ids) == store.article_count()
        assert kills > 0
        done = rig.crawl(min_delay=0.02)
        assert len(done.articles) == 30
        assert done.run is not None and done.run.state is RunState.DONE
        with open_store(rig.archive) as store:
            states = [run.state for run in store.runs()]
            assert states.count(RunState.KILLED) >= 1 and RunState.RUNNING not in states


def test_a_run_ends_at_its_time_limit_having_read_the_best_and_the_next_one_goes_on(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    with loopback() as site:
        site.routes["/feed"] = feed(site.base, paths(40)).replace(
            b"<title>Article /2025/02/04/un-article-de-la-serie-numero-37", b"<title>Une tribune au sommet 37"
        )
        body = site.routes["/feed"]
        assert isinstance(body, bytes)
        site.routes["/feed"] = answer(200, body.split(b"\r\n\r\n", 1)[1], "application/rss+xml")
        for path in paths(40):
            site.routes[path] = article(f"Article {path}")
        rig.source(site, "/feed", name="one")
        cut = rig.crawl(min_delay=0.4, max_minutes=0.1, watch_terms=("tribune",))
        assert cut.run is not None and cut.run.state is RunState.PARTIAL
        assert 0 < len(cut.articles) < 40
        asked = [a.path for a in site.log if a.path.startswith(DAY)]
        assert asked[0].endswith("numero-37")
        assert len(rig.crawl().articles) == 40


def test_forty_eight_tar_pits_do_not_delay_a_good_outlet(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    with ExitStack() as stack:
        for number in range(48):
            pit = stack.enter_context(loopback())
            pit.routes["/feed"] = hang
            rig.source(pit, "/feed", name=f"pit-{number}")
        good = stack.enter_context(loopback())
        good.routes["/feed"] = feed(good.base, paths(20))
        for path in paths(20):
            good.routes[path] = article(f"Article {path}")
        rig.source(good, "/feed", name="good")
        outcome = rig.crawl(fetch_timeout=12.0, min_delay=0.05)
        span = good.log[-1].at - good.log[0].at
        assert len(outcome.articles) == 20
        # 22 requests at 0.05 s and their answers; behind the pits they would take a timeout and more
        assert span < 10.0
        assert outcome.statuses["pit-3/feed"].reason is Reason.TIMEOUT


@pytest.mark.parametrize("how", ["off", "hanging"])
def test_without_names_the_run_says_offline_and_no_source_is_blamed(tmp_path: Path, how: str) -> None:
    rig = Rig(tmp_path)
    with loopback() as site:
        for number in range(60):
            source = rig.source(site, "/feed", name=f"outlet-{number}")
            outlet = rig.entries[-1][0]
            url = f"https://outlet-{number}.example/feed"
            rig.entries[-1] = (outlet, type(source)(source.id, source.outlet_id, SourceKind.FEED, url))
        order = rig.order(max_minutes=2)
        began = time.monotonic()
        environment = resolver(tmp_path, how)
        done = subprocess.run(
            rig.command(order), capture_output=True, text=True, timeout=100, env=environment
        )
        outcome = rig.outcome(done.returncode, time.monotonic() - began, done.stdout, done.stderr)
    assert outcome.seconds < 60
    assert outcome.run is not None and outcome.run.state is RunState.OFFLINE
    assert all(s.health is Health.NEW and s.weight == 0 for s in outcome.statuses.values())


def test_two_crawls_of_one_archive_do_not_run_at_once(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    with loopback() as site:
        site.routes["/feed"] = hang
        rig.source(site, "/feed", name="one")
        order = rig.order(fetch_timeout=6.0)
        first = subprocess.Popen(rig.command(order), stdout=subprocess.PIPE, text=True)
        assert first.stdout is not None
        first.stdout.readline()
        second = subprocess.run(rig.command(order), capture_output=True, timeout=60)
        first.kill()
        first.wait()
        first.stdout.close()
    assert second.returncode == 6


def test_an_interrupt_ends_a_run_cleanly(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    with loopback() as site:
        site.routes["/feed"] = feed(site.base, paths(40))
        for path in paths(40):
            site.routes[path] = article(f"Article {path}")
        rig.source(site, "/feed", name="one")
        order = rig.order(min_delay=0.3)
        child = subprocess.Popen(
            rig.command(order), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert child.stdout is not None
        give_up = time.monotonic() + 20
        while len(site.log) < 6 and time.monotonic() < give_up:
            time.sleep(0.05)
        child.send_signal(signal.SIGINT)
        child.wait(timeout=20)
        child.stdout.close()
        outcome = rig.outcome(child.returncode)
    assert outcome.code == 0
    assert outcome.run is not None and outcome.run.state is RunState.STOPPED
    assert len(outcome.articles) > 0
