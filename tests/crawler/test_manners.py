"""Two crawls, one after the other, of sites that ask for manners: who is told to wait, to go away, or elsewhere."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from ipaddress import ip_address
from itertools import pairwise
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from storage.model import Health, Reason, Rights, SourceKind
from tests.crawler.loopback import Asked, Loopback, answer, article, feed, loopback
from tests.crawler.rig import NOW, Outcome, Rig

SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
CLOSED = "/prive/2025/02/04/un-article-que-robots-ferme"
GIVEN = "/une-adresse-donnee-a-la-main"
SITES = [
    "moved", "home", "moved-closed", "home-closed", "robots-moved", "robots-home", "robots-huge", "robots-agents",
    "robots-429", "feed-429", "article-429", "header-bomb", "long-header", "cookies", "cookie-loop", "refresh",
    "walled", "denied", "long-address", "always-304", "dead-index", "self-index", "index-bomb", "same-pages",
    "calendar", "reserved", "rights-closed", "rights-503", "searches",
]  # fmt: skip


def path(number: int) -> str:
    return f"/2025/02/04/un-article-de-cette-maison-numero-{number}"


def write_articles(site: Loopback, number: int) -> list[str]:
    for n in range(number):
        site.routes[path(n)] = article(f"Un article de cette maison, le numéro {n}")
    return [path(n) for n in range(number)]


def certificate(folder: Path) -> ssl.SSLContext:
    """A certificate for 127.0.0.1 that nobody signed but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "site.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def endless_headers(asked: Asked, connection: socket.socket) -> None:
    """Headers without end (200 MB)."""
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    for number in range(20_000):
        connection.sendall(b"".join(b"X-%d-%d: %s\r\n" % (number, n, b"a" * 100) for n in range(80)))


def huge_robots(asked: Asked, connection: socket.socket) -> None:
    """Twelve mebibytes that begin with a rule."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 12582912\r\n\r\n")
    connection.sendall(b"User-agent: *\nDisallow: /prive/\n")
    for _ in range(12_288):
        connection.sendall(b"# rien\n" * 146 + b"#\n")


def robots(site: Loopback, text: str) -> None:
    site.routes["/robots.txt"] = answer(200, text, "text/plain")


def with_closed(site: Loopback) -> None:
    """A feed of an open article and of one under /prive/."""
    site.routes["/feed"] = feed(site.base, [*write_articles(site, 1), CLOSED])
    site.routes[CLOSED] = article("Un article fermé aux robots")


def robots_of_all_kinds(sites: dict[str, Loopback]) -> None:
    for name, home in (("moved", "home"), ("moved-closed", "home-closed")):
        sites[name].routes["/feed"] = answer(301, "", Location=f"{sites[home].base}/feed")
        sites[home].routes["/feed"] = feed(sites[name].base, write_articles(sites[name], 1))
    robots(sites["home"], "User-agent: *\nCrawl-delay: 1\n")
    robots(sites["home-closed"], "User-agent: *\nDisallow: /feed\n")
    for name in ("robots-moved", "robots-huge", "robots-agents"):
        with_closed(sites[name])
    sites["robots-moved"].routes["/robots.txt"] = answer(
        301, "", Location=f"{sites['robots-home'].base}/robots.txt"
    )
    robots(sites["robots-home"], "User-agent: *\nDisallow: /prive/\n")
    sites["robots-huge"].routes["/robots.txt"] = huge_robots
    agents = "".join(f"User-agent: robot{n}\n" for n in range(2_000)) + "User-agent: *\nDisallow: /prive/\n"
    robots(sites["robots-agents"], agents + "".join(f"Disallow: /dossier{n}/\n" for n in range(18_000)))
    sites["robots-429"].routes["/robots.txt"] = answer(429, "", Retry_After="7200")


def refusals(sites: dict[str, Loopback]) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True)
    sites["feed-429"].routes["/feed"] = answer(429, "", Retry_After=later)
    for name, number, refusal in (
        ("article-429", 8, answer(429, "", Retry_After="3600")),
        ("walled", 8, answer(403, "", cf_mitigated="challenge")),
        ("denied", 12, answer(403, "non")),
    ):
        site = sites[name]
        site.routes["/feed"] = feed(site.base, write_articles(site, number))
        for n in range(number):
            site.routes[path(n)] = refusal


def odd_answers(sites: dict[str, Loopback]) -> None:
    for name in ("header-bomb", "long-header", "long-address", "cookies", "cookie-loop"):
        sites[name].routes["/feed"] = feed(sites[name].base, write_articles(sites[name], 2))
    sites["header-bomb"].routes[path(0)] = endless_headers
    sites["long-header"].routes[path(0)] = answer(200, "", X_Long="a" * 100_000)
    long = "/2025/02/04/un-article-" + "é-" * 900
    site = sites["long-address"]
    site.routes["/feed"] = feed(site.base, [long, path(0), path(1)])
    site = sites["cookies"]
    for route in ("/feed", path(0), path(1)):
        body = site.routes[route]
        assert isinstance(body, bytes)
        site.routes[route] = body.replace(b"Connection:", b"Set-Cookie: qui=vous; Path=/\r\nConnection:")
    sites["cookie-loop"].routes[path(0)] = answer(302, "", Location=path(0), Set_Cookie="vu=1")
    sites["always-304"].routes["/feed"] = answer(304)


def refreshes(site: Loopback) -> None:
    def page(seconds: int, target: str) -> bytes:
        return article(
            f"Un article qui mène à {target}",
            link=f'<meta http-equiv="Refresh" content="{seconds}; url={target}">',
        )

    paths = write_articles(site, 6)
    site.routes["/feed"] = feed(site.base, paths[:5])
    site.routes[paths[0]] = page(5, "/2025/02/04/un-article-qui-est-la-suite")
    site.routes["/2025/02/04/un-article-qui-est-la-suite"] = article("La suite de l'article")
    site.routes[paths[1]] = page(300, "/jamais")
    site.routes[paths[2]] = page(5, paths[2])
    site.routes[paths[3]] = page(0, "/2025/02/04/un-article-en-boucle")
    site.routes["/2025/02/04/un-article-en-boucle"] = page(0, paths[3])


def index_of(urls: list[str]) -> bytes:
    children = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    return answer(200, f"<sitemapindex {SITEMAP}>{children}</sitemapindex>", "text/xml")


def traps(rig: Rig, sites: dict[str, Loopback]) -> None:
    site = sites["dead-index"]
    site.routes["/index.xml"] = index_of([f"{site.base}/a.xml", f"{site.base}/b.xml"])
    site = sites["self-index"]
    site.routes["/index.xml"] = index_of(
        [f"{site.base}/index.xml", *(f"{site.base}/{n}.xml" for n in range(300))]
    )
    site.routes["*"] = answer(200, f"<urlset {SITEMAP}></urlset>", "text/xml")
    site = sites["index-bomb"]
    bomb = site

    def more(asked: Asked, connection: socket.socket) -> None:
        connection.sendall(index_of([f"{bomb.base}{asked.path}/{n}" for n in range(60)]))

    site.routes["*"] = more
    for name in ("dead-index", "self-index", "index-bomb"):
        rig.source(sites[name], "/index.xml", SourceKind.SITEMAP, name)
    rig.source(sites["index-bomb"], "/feed", name="index-bomb")
    bomb.routes["/feed"] = feed(bomb.base, write_articles(bomb, 1))
    site = sites["same-pages"]
    links = "".join(f'<a href="{p}">Un titre assez long pour un article</a>' for p in write_articles(site, 3))
    site.routes["*"] = answer(
        200, f'<html><body>{links}<a rel="next" href="/?s=tribune&p=2">Suite</a></body></html>'
    )
    rig.source(site, "/?s={query}", SourceKind.SEARCH, "same-pages")
    site = sites["calendar"]

    def month(asked: Asked, connection: socket.socket) -> None:
        number = int(asked.path.rpartition("=")[2] or 1) if "page=" in asked.path else 1
        link = (
            f'<a href="/2024/01/01/un-article-du-calendrier-{number}">Un titre assez long pour un article</a>'
        )
        following = f'<a rel="next" href="/agenda?page={number + 1}">Suite</a>'
        connection.sendall(answer(200, f"<html><body>{link}{following}</body></html>"))

    site.routes["*"] = month
    rig.source(site, "/agenda", SourceKind.PAGE, "calendar")
    site = sites["searches"]
    site.routes["/?s=sommet"] = answer(503, "", Retry_After="1")
    site.routes["/?s=tribune"] = answer(200, "<html><body><p>Aucun résultat</p></body></html>")
    rig.source(site, "/?s={query}", SourceKind.SEARCH, "searches")


def rights(sites: dict[str, Loopback]) -> None:
    reserved = answer(200, '[{"location": "/", "tdm-reservation": 1}]', "application/json")
    for name in ("reserved", "rights-closed", "rights-503"):
        sites[name].routes["/feed"] = feed(sites[name].base, write_articles(sites[name], 1))
        sites[name].routes["/.well-known/tdmrep.json"] = reserved
    robots(sites["rights-closed"], "User-agent: *\nDisallow: /.well-known/\n")
    sites["reserved"].routes[GIVEN] = answer(302, "", Location=sites["robots-home"].base + path(0))
    sites["robots-home"].routes[path(0)] = article("Un article parti ailleurs")
    sites["rights-503"].routes["/.well-known/tdmrep.json"] = answer(503, "")


@dataclass
class Manners:
    """The sites, and what two crawls of them left; `asked` counts the requests of the first."""

    sites: dict[str, Loopback]
    first: Outcome
    second: Outcome
    asked: dict[str, int]

    def paths(self, name: str) -> list[str]:
        """What the first crawl asked of a site, without its robots.txt and rights."""
        log = self.sites[name].log[: self.asked[name]]
        return [a.path for a in log if a.path not in ("/robots.txt", "/.well-known/tdmrep.json")]

    def status(self, source: str) -> tuple[Health, Reason | None]:
        found = self.first.statuses[source]
        return found.health, found.reason


@pytest.fixture(scope="module")
def manners(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Manners]:
    rig = Rig(tmp_path_factory.mktemp("manners"))
    with ExitStack() as stack:
        sites = {name: stack.enter_context(loopback()) for name in SITES}
        sites["tls"] = stack.enter_context(loopback(tls=certificate(rig.folder)))
        robots_of_all_kinds(sites)
        refusals(sites)
        odd_answers(sites)
        refreshes(sites["refresh"])
        traps(rig, sites)
        rights(sites)
        helpers = {"home", "home-closed", "robots-home", "searches", "same-pages", "calendar"}
        for name, site in sites.items():
            if name in helpers:
                rig.allowed.append(f"{site.host}/32:{site.port}")
            elif "index" not in name:
                rig.source(site, "/feed", name=name)
        theirs = next(outlet for outlet, _ in rig.entries if outlet.id == "reserved")
        first = rig.crawl(
            search_strings=("tribune", "sommet"),
            max_minutes=1.0,
            pages=((theirs, sites["reserved"].base + GIVEN),),
        )
        asked = {name: len(site.log) for name, site in sites.items()}
        waiting = tuple(entry for entry in rig.entries if entry[0].id.endswith("-429"))
        second = rig.crawl(sources=waiting, now=NOW + timedelta(minutes=30))
        yield Manners(sites, first, second, asked)


def test_both_crawls_end_of_themselves_and_every_source_is_accounted_for(manners: Manners) -> None:
    for outcome in (manners.first, manners.second):
        assert outcome.code == 0 and "Traceback" not in outcome.stderr, outcome.stderr
        assert outcome.run is not None and outcome.run.state == "done"
        counts = outcome.run.counts
        assert counts.get("sources_read", 0) + counts["sources_not_read"] == counts["sources_due"]


def test_a_feed_that_moved_is_read_under_the_robots_and_the_delay_of_its_new_home(manners: Manners) -> None:
    assert manners.status("moved/feed") == (Health.READ, None)
    log = manners.sites["home"].log
    assert [asked.path for asked in log[:2]] == ["/robots.txt", "/feed"]
    assert log[1].at - log[0].at >= 0.95  # its Crawl-delay
    assert manners.status("moved-closed/feed") == (Health.ROBOTS, Reason.ROBOTS)
    assert [asked.path for asked in manners.sites["home-closed"].log] == ["/robots.txt"]


@pytest.mark.parametrize("name", ["robots-moved", "robots-huge", "robots-agents"])
def test_rules_count_wherever_they_stand_and_however_many_there_are(manners: Manners, name: str) -> None:
    assert manners.first.stored(manners.sites[name].base + path(0))
    assert CLOSED not in manners.paths(name)
    assert manners.first.reasons(manners.sites[name].base + CLOSED) == [Reason.ROBOTS]


@pytest.mark.parametrize(
    ("name", "hours"), [("robots-429", 2.0), ("feed-429", 2.0)]
)  # one in seconds, one as a date
def test_a_source_told_to_wait_longer_than_the_run_rests_as_long(
    manners: Manners, name: str, hours: float
) -> None:
    status = manners.first.statuses[f"{name}/feed"]
    assert status.reason is Reason.RATE_LIMITED
    assert status.resting_until is not None
    assert abs((status.resting_until - NOW).total_seconds() - hours * 3600) < 120


@pytest.mark.parametrize("name", ["robots-429", "feed-429", "article-429"])
def test_a_host_that_asked_for_time_is_asked_once_and_not_at_all_by_the_next_run(
    manners: Manners, name: str
) -> None:
    site = manners.sites[name]
    refused = [asked for asked in site.log if asked.path in ("/robots.txt", *map(path, range(8)))]
    assert len(refused) == (2 if name == "article-429" else 1)
    assert len(site.log) == manners.asked[name]


@pytest.mark.parametrize(("name", "number"), [("walled", 1), ("denied", 5)])
def test_articles_refused_one_after_the_other_end_their_host_for_the_run(
    manners: Manners, name: str, number: int
) -> None:
    assert len([p for p in manners.paths(name) if p != "/feed"]) == number
    assert manners.first.run is not None and manners.first.run.counts["articles_left_for_later"] > 0


def test_a_certificate_that_nobody_signed_is_refused(manners: Manners) -> None:
    assert manners.status("tls/feed") == (Health.FAILING, Reason.TLS)
    assert manners.sites["tls"].log == []


@pytest.mark.parametrize("name", ["header-bomb", "long-header"])
def test_headers_without_end_cost_one_page(manners: Manners, name: str) -> None:
    (reason,) = manners.first.reasons(manners.sites[name].base + path(0))
    assert reason in (Reason.BAD_ANSWER, Reason.RESET)
    assert manners.first.stored(manners.sites[name].base + path(1))


def test_an_address_that_is_too_long_costs_its_host_nothing(manners: Manners) -> None:
    site = manners.sites["long-address"]
    assert [p for p in manners.paths("long-address") if p != "/feed"] == [path(0), path(1)]
    assert [f.reason for f in manners.first.failures if f.url.startswith(site.base)] == [Reason.SCHEME]


def test_no_cookie_is_ever_sent_back(manners: Manners) -> None:
    for name in ("cookies", "cookie-loop"):
        assert all("cookie" not in asked.headers for asked in manners.sites[name].log)
    assert manners.first.reasons(manners.sites["cookie-loop"].base + path(0)) == [Reason.REDIRECT]
    assert manners.paths("cookie-loop").count(path(0)) <= 6


def test_a_refresh_of_five_seconds_is_followed_a_longer_one_is_not(manners: Manners) -> None:
    site, asked = manners.sites["refresh"], manners.paths("refresh")
    assert "/2025/02/04/un-article-qui-est-la-suite" in asked
    assert manners.first.stored(site.base + path(1)) and "/jamais" not in asked


def test_a_page_that_reloads_itself_is_read_once_and_a_loop_ends(manners: Manners) -> None:
    site, asked = manners.sites["refresh"], manners.paths("refresh")
    assert manners.first.stored(site.base + path(2)) and asked.count(path(2)) == 1
    assert manners.first.reasons(site.base + path(3)) == [Reason.REDIRECT]
    assert asked.count(path(3)) + asked.count("/2025/02/04/un-article-en-boucle") <= 6


def test_unchanged_without_a_question_is_no_reading(manners: Manners) -> None:
    assert manners.status("always-304/feed") == (Health.FAILING, Reason.BAD_ANSWER)


@pytest.mark.parametrize("source", ["dead-index/index.xml", "searches/?s={query}"])
def test_what_could_not_be_looked_at_is_not_called_empty(manners: Manners, source: str) -> None:
    health, reason = manners.status(source)
    assert health is Health.FAILING and reason in (Reason.NOT_FOUND, Reason.SERVER_ERROR)


def test_an_index_is_read_once_and_at_both_ends(manners: Manners) -> None:
    asked = manners.paths("self-index")
    assert asked.count("/index.xml") == 1
    assert len(asked) == 60 and "/0.xml" in asked and "/299.xml" in asked


def test_sitemaps_of_sitemaps_end_and_the_articles_have_their_turn(manners: Manners) -> None:
    asked = manners.paths("index-bomb")
    assert len(asked) <= 310
    assert manners.first.stored(manners.sites["index-bomb"].base + path(0))


def test_a_pager_without_end_stops_where_nothing_new_comes_or_after_fifty_pages(manners: Manners) -> None:
    assert len([p for p in manners.paths("same-pages") if p.startswith("/?")]) <= 4
    pages = [p for p in manners.paths("calendar") if p.startswith("/agenda")]
    assert 2 <= len(pages) <= 50


def test_reserved_rights_are_kept_and_what_robots_closes_is_not_asked(manners: Manners) -> None:
    kept = {a.url: a.rights for a in manners.first.articles}
    assert kept[manners.sites["reserved"].base + path(0)] is Rights.RESERVED
    assert kept[manners.sites["rights-closed"].base + path(0)] is Rights.OPEN
    assert kept[manners.sites["rights-503"].base + path(0)] is Rights.OPEN
    # what a site reserves stays reserved where its address leads elsewhere
    assert kept[manners.sites["robots-home"].base + path(0)] is Rights.RESERVED
    assert not manners.sites["rights-closed"].asked_for("/.well-known/tdmrep.json")


def test_no_host_is_asked_two_things_at_once(manners: Manners) -> None:
    for name, site in manners.sites.items():
        log = site.log[: manners.asked[name]]
        assert all(b.at - a.at >= 0.015 for a, b in pairwise(log)), name
