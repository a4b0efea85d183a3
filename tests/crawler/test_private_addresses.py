"""No way leads a crawl to an address that is not allowed: canaries on this machine hear nothing, not even a connection."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from storage.model import Health, Reason, SourceKind
from tests.crawler.loopback import Loopback, answer, article, feed, loopback
from tests.crawler.rig import Outcome, Rig

HOSTS = [
    "127.0.0.1", "127.0.0.66", "127.0.0.1.", "127.1", "127.0.1", "0.0.0.0", "0", "2130706433", "0x7f000001",
    "0x7F.0.0.1", "0x7f.1", "0177.0.0.1", "0177.0.0.01", "017700000001", "127.0.0.0x1", "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:7f00:0001]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[::]",
    "localhost", "LOCALHOST", "localhost.", "private.example", "PRIVATE.example.", "１２７.０.０.１", "127。0。0。1",
    "①②⑦.0.0.1", "127.0.0.1%00.example", "%31%32%37.0.0.1", "127%2e0%2e0%2e1", "127.0.0.\u00ad1", "127.0.0.1\u200b",
    "user@127.0.0.1", "user:password@127.0.0.1", "public.example@127.0.0.1", "public.example%40127.0.0.1",
    "127.0.0.1%20", "lo\u0441alhost",
]  # fmt: skip
"""Ways to write the host of a canary; `{port}` follows."""

LOCATIONS = [
    "//127.0.0.1:{port}/x", "///127.0.0.1:{port}/x", "////127.0.0.1:{port}/x", "http:////127.0.0.1:{port}/x",
    "http:/127.0.0.1:{port}/x", "http:127.0.0.1:{port}/x", "\\\\127.0.0.1:{port}\\x", "/\\127.0.0.1:{port}/x",
    "http:\\\\127.0.0.1:{port}\\x", "http://public.example\\@127.0.0.1:{port}/x", "http://127.0.0.1:{port}\\@public.example/",
    "http://public.example#@127.0.0.1:{port}/x", "http://127.0.0.1\t:{port}/x", "ht\ttp://127.0.0.1:{port}/x",
    "  http://127.0.0.1:{port}/x", "HTTP://127.0.0.1:{port}/x", "http://127.0.0.1:0{port}/x", "http://127.0.0.1:{port}?x",
    "https://127.0.0.1:{port}/x", "http://[::1]:{port6}/x", "http://[::1%25lo]:{port6}/x", "http://[0:0::1]:{port6}/x",
    "http://127.0.0.1:99999/x", "http://[127.0.0.1]:{port}/x", "http://[::1", "http://",
    "file:///etc/hostname", "file://127.0.0.1:{port}/x", "ftp://127.0.0.1:{port}/x", "gopher://127.0.0.1:{port}/x",
    "data:text/html,<p>x</p>", "s3://127.0.0.1:{port}/x", "jar:http://127.0.0.1:{port}/x!/", "dict://127.0.0.1:{port}/x",
    "view-source:http://127.0.0.1:{port}/x", "feed:http://127.0.0.1:{port}/x", "javascript:location='http://127.0.0.1:{port}'",
]  # fmt: skip

REFRESHES = [
    "http://127.0.0.66:{port}/x",
    "//127.1:{port}/x",
    "http://localhost:{port}/x",
    "http://0x7f.1:{port}/x",
    "file:///etc/hostname",
]
STATUSES = (301, 302, 303, 307, 308)
REFUSED = {"private_address", "scheme"}
NOWHERE = {"redirect", "not_found", "bad_answer", "dns", "http_error", "host_down", "body_missing"}
"""What remains for a text that leads back to its own site, to a name that nobody has, or nowhere."""


def slug(number: int, kind: str) -> str:
    return f"/2025/02/04/un-article-{kind}-qui-mene-ailleurs-{number}"


@dataclass
class World:
    """Where the ways begin, the canaries, and what the crawl left."""

    sites: dict[str, Loopback]
    canaries: list[Loopback]
    outcome: Outcome
    ways: dict[str, str]


def redirects(site: Loopback, port: int, port6: int) -> dict[str, str]:
    """One article of the site for each variant, with the address that it leads to."""
    texts = [f"http://{host}:{port}/x" for host in HOSTS]
    texts += [text.replace("{port}", str(port)).replace("{port6}", str(port6)) for text in LOCATIONS]
    ways = {}
    for number, text in enumerate(texts):
        ways[slug(number, "redirige")] = text
        status = STATUSES[number % len(STATUSES)]
        site.routes[slug(number, "redirige")] = answer(status, "", Location=text)
    for number, text in enumerate(REFRESHES):
        target = text.replace("{port}", str(port))
        page = f'<html><head><meta http-equiv="refresh" content="0; url={target}"></head><body></body></html>'
        ways[slug(number, "rafraichi")] = target
        site.routes[slug(number, "rafraichi")] = answer(200, page)
    site.routes["/feed"] = feed(site.base, list(ways))
    return ways


def pointed(canary: Loopback, site: Loopback) -> bytes:
    """An article that names the canary wherever a page can name an address."""
    base = canary.base
    head = (
        f'<link rel="canonical" href="{base}/canonical"><meta property="og:image" content="{base}/image.jpg">'
        f'<meta property="og:url" content="{base}/og"><base href="{base}/base/"><link rel="amphtml" href="{base}/amp">'
        f'<script src="{base}/x.js"></script><iframe src="{base}/frame"></iframe><meta http-equiv="refresh" '
        f'content="300; url={base}/later">'
    )
    return article("Un article qui montre partout le canari", link=head)


def vectors(rig: Rig, sites: dict[str, Loopback], canary: Loopback) -> None:
    """Every other way in: what a feed, a sitemap, a section, a search, a robots.txt or a rights file names."""
    base, links = canary.base, [f"/2025/02/04/un-article-du-canari-{n}" for n in range(3)]
    theirs = f"{canary.host}:{canary.port}"  # outlets that claim the canary as their own site
    sites["feed"].routes["/feed"] = feed(base, links)
    rig.source(sites["feed"], "/feed", name="feed", domain=theirs)
    sites["section"].routes["/une"] = answer(
        200,
        "<html><body>"
        + "".join(f'<a href="{base}{p}">Un titre assez long pour un article</a>' for p in links),
    )
    rig.source(sites["section"], "/une", SourceKind.PAGE, "section", theirs)
    entries = "".join(f"<url><loc>{base}{path}</loc></url>" for path in links)
    sites["sitemap"].routes["/sitemap.xml"] = answer(
        200, f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>', "text/xml"
    )
    rig.source(sites["sitemap"], "/sitemap.xml", SourceKind.SITEMAP, "sitemap", theirs)
    sites["index"].routes["/index.xml"] = answer(
        200,
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"<sitemap><loc>{base}/child.xml</loc></sitemap></sitemapindex>",
        "text/xml",
    )
    rig.source(sites["index"], "/index.xml", SourceKind.SITEMAP, "index")
    sites["moved"].routes["/feed"] = answer(301, "", Location=f"{base}/feed")
    rig.source(sites["moved"], "/feed", name="moved")
    sites["robots"].routes["/robots.txt"] = answer(302, "", Location=f"{base}/robots.txt")
    sites["robots"].routes["/feed"] = feed(sites["robots"].base, links)
    rig.source(sites["robots"], "/feed", name="robots")
    sites["rights"].routes["/.well-known/tdmrep.json"] = answer(302, "", Location=f"{base}/tdmrep.json")
    sites["rights"].routes["/feed"] = feed(sites["rights"].base, links[:1])
    sites["rights"].routes[links[0]] = pointed(canary, sites["rights"])
    rig.source(sites["rights"], "/feed", name="rights")
    sites["search"].routes["/?s=tribune"] = answer(
        200,
        f'<html><head><link rel="next" href="{base}/?s=tribune&page=2"></head><body>'
        f'<a href="{base}{links[0]}">Un titre assez long pour un article</a></body></html>',
    )
    rig.source(sites["search"], "/?s={query}", SourceKind.SEARCH, "search", theirs)


def list_names(rig: Rig, rebinding: Loopback, canary: Loopback) -> None:
    """A source that stands on a name of a private address, and one whose name changes its address."""
    outlet, source = rig.entries[0]
    for name, port in (("private.example", canary.port), ("rebind.example", rebinding.port)):
        host = f"{name}:{port}"
        mine = type(outlet)(name, name, host)
        rig.entries.append((mine, type(source)(f"{name}/feed", name, SourceKind.FEED, f"http://{host}/feed")))
    rebinding.routes["/feed"] = feed(f"http://rebind.example:{rebinding.port}", [slug(0, "qui-change")])
    rebinding.routes[slug(0, "qui-change")] = article("Un article qui change d'adresse")
    rig.allowed.append(f"127.0.0.1/32:{rebinding.port}")
    rig.names["rebind.example"] = ["127.0.0.1", "127.0.0.66"]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    rig = Rig(tmp_path_factory.mktemp("canaries"))
    private = ["localhost", "private.example", "localhost.localdomain"]
    rig.names |= {name: ["127.0.0.1"] for name in private}
    names = ["start", "feed", "section", "sitemap", "index", "moved", "robots", "rights", "search", "rebind"]
    with ExitStack() as stack:
        sites = {name: stack.enter_context(loopback()) for name in names}
        everywhere = stack.enter_context(loopback("0.0.0.0"))
        everywhere.host = "127.0.0.66"
        six = stack.enter_context(loopback("::1"))
        rebound = stack.enter_context(loopback("127.0.0.66", port=sites["rebind"].port))
        ways = redirects(sites["start"], everywhere.port, six.port)
        rig.source(sites["start"], "/feed", name="start")
        vectors(rig, sites, everywhere)
        list_names(rig, sites["rebind"], everywhere)
        outcome = rig.crawl(search_strings=("tribune",), max_minutes=1.0)
        yield World(sites, [everywhere, six, rebound], outcome, ways)


def test_there_are_enough_ways_and_each_was_tried(world: World) -> None:
    assert world.outcome.code == 0, world.outcome.stderr
    assert len(world.ways) >= 80
    assert {asked.path for asked in world.sites["start"].log} >= set(world.ways)
    assert world.outcome.run is not None and world.outcome.run.state == "done", world.outcome.run


def test_no_canary_hears_anything(world: World) -> None:
    assert [asked.path for canary in world.canaries for asked in canary.log] == []
    assert [canary.connections for canary in world.canaries] == [0, 0, 0]


def test_each_way_that_leads_away_is_a_failure_with_its_reason(world: World) -> None:
    told = {
        text: world.outcome.reasons(world.sites["start"].base + path)
        for path, text in world.ways.items()
        if not text.strip().startswith(("http:/127", "http:127"))
    }
    assert {text: reasons for text, reasons in told.items() if not set(reasons) & (REFUSED | NOWHERE)} == {}
    refused = [text for text, reasons in told.items() if set(reasons) & REFUSED]
    assert len(refused) >= 55, sorted(set(told) - set(refused))
    assert not any(
        world.outcome.stored(world.sites["start"].base + path) for path in world.ways if "redirige" in path
    )


@pytest.mark.parametrize(
    ("source", "health", "reason"),
    [
        ("moved/feed", Health.FAILING, Reason.PRIVATE_ADDRESS),
        ("robots/feed", Health.FAILING, Reason.PRIVATE_ADDRESS),
        ("private.example/feed", Health.FAILING, Reason.PRIVATE_ADDRESS),
        ("index/index.xml", Health.FAILING, Reason.PRIVATE_ADDRESS),
        ("feed/feed", Health.READ, None),
        ("section/une", Health.EMPTY, None),
        ("sitemap/sitemap.xml", Health.READ, None),
        ("search/?s={query}", Health.EMPTY, None),
    ],
)
def test_a_source_that_leads_there_says_so(
    world: World, source: str, health: Health, reason: Reason | None
) -> None:
    status = world.outcome.statuses[source]
    assert (status.health, status.reason) == (health, reason)


def test_what_feeds_sitemaps_sections_and_searches_list_there_is_refused_by_address(world: World) -> None:
    base = world.canaries[0].base
    told = {failure.reason for failure in world.outcome.failures if failure.url.startswith(f"{base}/2025/")}
    assert told == {Reason.PRIVATE_ADDRESS}


def test_a_page_that_names_it_everywhere_is_stored_all_the_same(world: World) -> None:
    assert world.outcome.stored(f"{world.sites['rights'].base}/2025/02/04/un-article-du-canari-0")


def test_a_name_that_changes_its_address_is_connected_where_it_was_checked(world: World) -> None:
    assert world.sites["rebind"].log[0].path == "/robots.txt"
    assert world.outcome.statuses["rebind.example/feed"].health is Health.READ
