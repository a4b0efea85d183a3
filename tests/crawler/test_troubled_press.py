"""One crawl over a press where everything goes wrong that can: each trouble has its reason, and none costs another outlet its news."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from storage.model import Health, Reason
from tests.crawler.loopback import Asked, Loopback, answer, article, feed, hang, loopback, reset
from tests.crawler.rig import Outcome, Rig

PATHS = ["/2025/02/04/un-premier-article-sur-le-sommet", "/2025/02/04/un-deuxieme-article-sur-la-tribune"]
RULES = "User-agent: *\nDisallow: /reserve/\n"


@dataclass
class Press:
    """The sites by name, the canary nobody may call, and what the crawl left."""

    sites: dict[str, Loopback]
    canary: Loopback
    outcome: Outcome

    def status(self, name: str, path: str = "/feed") -> tuple[Health, Reason | None]:
        found = self.outcome.statuses[f"{name}{path}"]
        return found.health, found.reason

    def first_article(self, name: str) -> str:
        return self.sites[name].base + PATHS[0]


def endless(asked: Asked, connection: socket.socket) -> None:
    """A body that never ends (it does, after 40 MB)."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    for _ in range(640):
        connection.sendall(b"<p>encore</p>" * 5000)


def broken_off(asked: Asked, connection: socket.socket) -> None:
    """A promised length that is not kept."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<p>debut")


def packed(body: bytes, cut: int = 0) -> bytes:
    data = gzip.compress(body)
    return answer(200, data[: len(data) - cut], Content_Encoding="gzip")


def plain(site: Loopback) -> None:
    """A site where all is well; what follows changes one thing."""
    site.routes["/feed"] = feed(site.base, PATHS)
    for number, path in enumerate(PATHS):
        site.routes[path] = article(f"Un article du site, le numéro {number}")


def troubles(sites: dict[str, Loopback], canary: Loopback) -> None:
    for site in sites.values():
        plain(site)
    first = PATHS[0]
    sites["robots-500"].routes["/robots.txt"] = answer(500, "User-agent: *\nDisallow:\n")
    sites["robots-hangs"].routes["/robots.txt"] = hang
    sites["robots-resets"].routes["/robots.txt"] = reset
    sites["robots-404"].routes["/robots.txt"] = answer(404, "User-agent: *\nDisallow: /\n")
    sites["robots-reserve"].routes["/robots.txt"] = answer(200, RULES, "text/plain")
    reserved = sites["robots-reserve"]
    reserved.routes["/feed"] = feed(reserved.base, [*PATHS, "/reserve/2025/02/04/une-note-fermee-aux-robots"])
    sites["feed-hangs"].routes["/feed"] = hang
    sites["feed-html"].routes["/feed"] = answer(200, "<html><body><h1>Nos flux ont changé</h1></body></html>")
    sites["feed-empty"].routes["/feed"] = feed(sites["feed-empty"].base, [])
    sites["feed-gone"].routes["/feed"] = answer(410, "")
    sites["feed-notice"].routes["/feed"] = answer(
        200,
        "<html><body>L'accès à nos sites est interdit à tous les robots, droit voisin oblige.</body></html>",
    )
    sites["bot-wall"].routes["/feed"] = answer(403, "", cf_mitigated="challenge")
    sites["entities"].routes["/feed"] = answer(
        200,
        '<!DOCTYPE r [<!ENTITY a "b">]><rss version="2.0"><channel><title>&a;</title></channel></rss>',
        "text/xml",
    )
    sites["truncated-gzip"].routes[first] = packed(b"<html><body>" + b"<p>texte du papier</p>" * 900, cut=9)
    sites["broken-off"].routes[first] = broken_off
    sites["endless"].routes[first] = endless
    sites["bomb"].routes[first] = packed(b"<p>" + b"0" * 60_000_000)
    sites["comes-back"].routes[first] = [
        answer(503, "", Retry_After="1"),
        article("Revenu après une pause demandée"),
    ]
    sites["resets-twice"].routes[first] = [reset, reset, article("Arrivé au troisième essai")]
    sites["loops"].routes[first] = answer(302, "", Location=first)
    sites["gone-home"].routes[first] = answer(301, "", Location="/")
    sites["gone-home"].routes["/"] = article("La page d'accueil")
    sites["to-canary"].routes[first] = answer(302, "", Location=f"{canary.base}/secret")
    sites["to-metadata"].routes[first] = answer(302, "", Location="http://169.254.169.254/latest/")
    sites["to-decimal"].routes[first] = answer(302, "", Location=f"http://2130706433:{canary.port}/secret")
    sites["to-file"].routes[first] = answer(302, "", Location="file:///etc/hostname")
    sites["userinfo"].routes[first] = answer(302, "", Location=f"http://a@127.0.0.1:{canary.port}/secret")
    sites["links-to-canary"].routes["/feed"] = feed(
        canary.base, ["/2025/02/04/un-article-sur-une-adresse-privee"]
    )
    sites["pdf"].routes[first] = answer(200, b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" * 50, "text/html")


NAMES = [
    "good",
    "robots-500",
    "robots-hangs",
    "robots-resets",
    "robots-404",
    "robots-reserve",
    "feed-hangs",
    "feed-html",
    "feed-empty",
    "feed-gone",
    "feed-notice",
    "bot-wall",
    "entities",
    "truncated-gzip",
    "broken-off",
    "endless",
    "bomb",
    "comes-back",
    "resets-twice",
    "loops",
    "gone-home",
    "to-canary",
    "to-metadata",
    "to-decimal",
    "to-file",
    "userinfo",
    "links-to-canary",
    "pdf",
]


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Press]:
    rig = Rig(tmp_path_factory.mktemp("troubled"))
    with ExitStack() as stack:
        sites = {name: stack.enter_context(loopback()) for name in NAMES}
        canary = stack.enter_context(loopback())
        troubles(sites, canary)
        for name, site in sites.items():
            rig.source(site, "/feed", name=name)
        yield Press(sites, canary, rig.crawl())


def test_the_crawl_ends_well_and_in_time(press: Press) -> None:
    assert press.outcome.code == 0, press.outcome.stderr
    assert press.outcome.seconds < 90
    assert press.outcome.run is not None and press.outcome.run.counts["sources_due"] == len(NAMES)


@pytest.mark.parametrize("name", [n for n in NAMES if n in {"good", "robots-404", "robots-reserve"}])
def test_a_sound_outlet_loses_nothing_beside_all_this(press: Press, name: str) -> None:
    assert press.status(name) == (Health.READ, None)
    assert all(press.outcome.stored(press.sites[name].base + path) for path in PATHS)


@pytest.mark.parametrize(
    "name", ["truncated-gzip", "broken-off", "endless", "bomb", "loops", "gone-home", "pdf"]
)
def test_a_page_that_cannot_be_used_costs_its_site_no_other_page(press: Press, name: str) -> None:
    assert not press.outcome.stored(press.first_article(name))
    assert press.outcome.stored(press.sites[name].base + PATHS[1])


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("truncated-gzip", Reason.TRUNCATED),
        ("broken-off", Reason.TRUNCATED),
        ("endless", Reason.TOO_LARGE),
        ("bomb", Reason.TOO_LARGE),
        ("loops", Reason.REDIRECT),
        ("gone-home", Reason.GONE_HOME),
        ("to-canary", Reason.PRIVATE_ADDRESS),
        ("to-metadata", Reason.PRIVATE_ADDRESS),
        ("to-decimal", Reason.PRIVATE_ADDRESS),
        ("userinfo", Reason.SCHEME),
        ("pdf", Reason.NOT_HTML),
    ],
)
def test_each_failed_page_has_its_reason(press: Press, name: str, reason: Reason) -> None:
    assert press.outcome.reasons(press.first_article(name)) == [reason]


@pytest.mark.parametrize(
    ("name", "health", "reason"),
    [
        ("robots-500", Health.ROBOTS, Reason.ROBOTS_UNREACHABLE),
        ("robots-hangs", Health.FAILING, Reason.TIMEOUT),
        ("robots-resets", Health.ROBOTS, Reason.ROBOTS_UNREACHABLE),
        ("feed-hangs", Health.FAILING, Reason.TIMEOUT),
        ("feed-html", Health.NOT_A_FEED, Reason.NOT_A_FEED),
        ("feed-empty", Health.EMPTY, None),
        ("feed-gone", Health.FAILING, Reason.NOT_FOUND),
        ("feed-notice", Health.REFUSED, Reason.REFUSED),
        ("bot-wall", Health.REFUSED, Reason.BOT_WALL),
        ("entities", Health.FAILING, Reason.UNSAFE_XML),
    ],
)
def test_each_source_in_trouble_is_in_its_own_state(
    press: Press, name: str, health: Health, reason: Reason | None
) -> None:
    assert press.status(name) == (health, reason)


@pytest.mark.parametrize("name", ["robots-500", "robots-hangs", "robots-resets"])
def test_where_robots_cannot_be_read_nothing_else_is_asked(press: Press, name: str) -> None:
    assert {asked.path for asked in press.sites[name].log} == {"/robots.txt"}


def test_what_robots_forbids_is_never_asked_for(press: Press) -> None:
    assert not [asked for asked in press.sites["robots-reserve"].log if asked.path.startswith("/reserve/")]


def test_robots_is_the_first_thing_asked_of_every_site(press: Press) -> None:
    assert all(site.log[0].path == "/robots.txt" for site in press.sites.values())


def test_no_request_reaches_an_address_that_is_not_allowed(press: Press) -> None:
    assert press.canary.log == []


def test_a_page_is_asked_again_after_the_time_its_site_asked_for(press: Press) -> None:
    first, second = press.sites["comes-back"].asked_for(PATHS[0])
    assert second.at - first.at >= 1.0
    assert press.outcome.stored(press.first_article("comes-back"))


def test_a_connection_that_breaks_off_is_tried_three_times_and_stored_once(press: Press) -> None:
    assert len(press.sites["resets-twice"].asked_for(PATHS[0])) == 3
    assert press.outcome.stored(press.first_article("resets-twice"))


def test_a_refusal_is_not_insisted_upon(press: Press) -> None:
    assert len(press.sites["bot-wall"].asked_for("/feed")) == 1
    assert len(press.sites["feed-notice"].asked_for("/feed")) == 1


def test_every_request_says_who_asks_and_sends_no_cookie_or_referer(press: Press) -> None:
    for site in press.sites.values():
        for asked in site.log:
            assert asked.headers["user-agent"].startswith("RetombeesBot/")
            assert "(+https://ong.example/robot)" in asked.headers["user-agent"]
            assert "cookie" not in asked.headers and "referer" not in asked.headers


def test_a_site_is_asked_one_thing_at_a_time_with_the_delay_between(press: Press) -> None:
    for name in ("good", "robots-404"):
        times = [asked.at for asked in press.sites[name].log]
        assert min(b - a for a, b in pairwise(times)) >= 0.015


def test_the_log_has_no_page_in_it(press: Press) -> None:
    assert "le paragraphe numéro" not in press.outcome.stderr
    assert "Traceback" not in press.outcome.stderr
    assert len(press.outcome.stderr) < 20_000


def test_nothing_of_the_run_is_left_open(press: Press, tmp_path: Path) -> None:
    assert press.outcome.run is not None
    assert press.outcome.run.ended_at is not None
    assert press.outcome.events[-1]["event"] == "end"
