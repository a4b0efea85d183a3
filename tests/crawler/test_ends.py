"""How a run ends when it cannot go on: a full disk, a site that asks for a minute, a pause, an order with mistakes."""

from __future__ import annotations

import signal
import subprocess
import time
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from storage.model import Health, Outlet, Reason, RunState, Source, SourceKind
from storage.store import open_store
from tests.crawler.loopback import Loopback, answer, article, feed, loopback
from tests.crawler.rig import NOW, Rig


def paths(number: int) -> list[str]:
    return [f"/2025/02/04/un-article-de-la-serie-numero-{n}" for n in range(number)]


def write(site: Loopback, number: int, paragraphs: int = 5) -> None:
    site.routes["/feed"] = feed(site.base, paths(number))
    for path in paths(number):
        site.routes[path] = article(f"Article {path}", paragraphs)


def test_a_full_disk_ends_the_run_with_its_reason_and_the_next_one_reads_all(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    with loopback() as site:
        write(site, 25, paragraphs=200)
        rig.source(site, "/feed", name="one")
        rig.order()
        rig.largest_file = rig.archive.stat().st_size + 400_000
        full = rig.crawl()
        assert full.seconds < 28  # its time limit
        assert full.code == 1
        assert full.events[-1]["event"] == "end"
        assert full.events[-1]["state"] == "failed" and "archive" in full.events[-1]["detail"]
        assert len(full.articles) < 25
        with open_store(rig.archive) as store:
            assert store.check() == ""
            assert store.quarantined(1) == []
        rig.largest_file = 0
        again = rig.crawl(now=NOW + timedelta(hours=1))
        assert len(again.articles) == 25
        assert again.run is not None and again.run.state is RunState.DONE


def test_a_run_ends_at_its_limit_though_a_site_asks_for_a_minute_between_requests(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    with loopback() as site:
        write(site, 3)
        site.routes["/robots.txt"] = answer(200, "User-agent: *\nCrawl-delay: 60\n", "text/plain")
        rig.source(site, "/feed", name="slow")
        outcome = rig.crawl(max_minutes=0.05)
        assert [asked.path for asked in site.log] == ["/robots.txt"]
    assert outcome.seconds < 40
    assert outcome.run is not None and outcome.run.state is RunState.PARTIAL
    assert outcome.statuses["slow/feed"].health is Health.NEW


def test_an_interrupt_does_not_wait_for_a_pause_that_a_site_asked_for(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    with loopback() as site:
        site.routes["/feed"] = answer(503, "", Retry_After="25")
        rig.source(site, "/feed", name="one")
        order = rig.order()
        child = subprocess.Popen(rig.command(order), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        give_up = time.monotonic() + 20
        while len(site.log) < 2 and time.monotonic() < give_up:
            time.sleep(0.05)
        time.sleep(0.3)
        began = time.monotonic()
        child.send_signal(signal.SIGINT)
        child.wait(timeout=30)
        assert time.monotonic() - began < 20
    outcome = rig.outcome(child.returncode)
    assert outcome.run is not None and outcome.run.state is RunState.STOPPED


def test_mistakes_in_an_order_cost_it_nothing_else(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    with loopback() as site:
        write(site, 2)
        rig.source(site, "/feed", name="one")
        outlet = rig.entries[0][0]
        strange = Source("one/strange", "one", SourceKind.FEED, "http://[::1/feed")
        rig.entries += [
            (outlet, strange),
            (outlet, Source("one/none", "one", SourceKind.FEED, "pas une adresse")),
        ]
        outcome = rig.crawl(
            revisit=("no-such-article",),
            pages=((outlet, "http://[::1/x"), (outlet, site.base + "/une-page-donnee-a-la-main")),
        )
    assert outcome.run is not None and outcome.run.state is RunState.DONE, outcome.stderr
    assert len(outcome.articles) == 2
    assert outcome.statuses["one/strange"].reason is Reason.SCHEME
    assert outcome.statuses["one/none"].reason is Reason.SCHEME
    assert site.asked_for("/une-page-donnee-a-la-main")


def test_a_limit_counts_articles_and_none_reads_the_sources_only(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    with ExitStack() as stack:
        sites = [stack.enter_context(loopback()) for _ in range(2)]
        for number, site in enumerate(sites):
            write(site, 8)
            rig.source(site, "/feed", name=f"outlet-{number}")
        none = rig.crawl(limit=0)
        assert none.articles == [] and none.statuses["outlet-0/feed"].candidates == 8
        few = rig.crawl(limit=5, max_pages_per_source=3)
    by_outlet = [article.outlet.id for article in few.articles]
    assert sorted(map(by_outlet.count, ("outlet-0", "outlet-1"))) == [2, 3]


def test_an_outlet_on_two_hosts_is_read_on_both_and_one_that_is_down_costs_the_other_nothing(
    tmp_path: Path,
) -> None:
    rig = Rig(tmp_path)
    with loopback() as site, loopback() as elsewhere:
        write(site, 2)
        elsewhere.routes["/feed"] = feed(site.base, paths(4)[2:])
        for path in paths(4)[2:]:
            site.routes[path] = article(f"Article {path}")
        rig.source(site, "/feed", name="one")
        outlet = rig.entries[0][0]
        rig.source(elsewhere, "/feed", name="other")
        source = replace(rig.entries.pop()[1], id="one/elsewhere", outlet_id="one")
        dead = Source("one/dead", "one", SourceKind.FEED, "http://127.0.0.1:9/feed")
        rig.allowed.append("127.0.0.1/32:9")
        rig.entries += [(outlet, source), (outlet, dead)]
        outcome = rig.crawl()
    assert len(outcome.articles) == 4
    assert outcome.statuses["one/elsewhere"].health is Health.READ
    assert outcome.statuses["one/dead"].reason is Reason.CONNECT
    assert isinstance(outlet, Outlet)
