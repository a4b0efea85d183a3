"""Feeds, sitemaps, searches, robots.txt: each lists what it should, in its own form."""

import csv
import gzip
import io
import json
from urllib.parse import urljoin, urlsplit

import feedparser
import pytest
from lxml import etree, html

from monitor.demo import RunningWorld
from monitor.demo.scene import strip_tracking
from monitor.demo.values import Way, WayKind
from storage.catalogue import read_catalogue
from storage.model import SourceKind
from tests.monitor.demo.fetching import get

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def the_way(world: RunningWorld, outlet_id: str, kind: WayKind) -> Way:
    return next(way for way in world.world.outlet(outlet_id).ways if way.kind is kind)


def canonical(world: RunningWorld, outlet_id: str, urls: list[str]) -> set[str]:
    """What the addresses of a way come down to without tracking and AMP."""
    base = world.bases[outlet_id]
    paths = (strip_tracking(urljoin(base, url).removeprefix(base)).removeprefix("/amp") for url in urls)
    return {base + path for path in paths}


def listed(world: RunningWorld, outlet_id: str, kind: WayKind) -> set[str]:
    scene = world.scene(outlet_id)
    return {scene.url(article) for article in scene.listed(the_way(world, outlet_id, kind))}


@pytest.mark.parametrize(
    ("outlet_id", "kind"),
    [
        ("balancier", WayKind.RSS),
        ("valmarche", WayKind.RSS),
        ("troisrives", WayKind.RSS),
        ("estrelle", WayKind.RSS),
        ("almadra", WayKind.RSS),
        ("placeforte", WayKind.RSS),
        ("lanterne", WayKind.ATOM),
        ("rheinufer", WayKind.ATOM),
    ],
)
def test_a_feed_is_well_formed_and_lists_its_articles_with_title_and_date(
    world: RunningWorld, outlet_id: str, kind: WayKind
) -> None:
    way = the_way(world, outlet_id, kind)
    page = get(world.bases[outlet_id] + way.path)
    etree.fromstring(page.body)
    feed = feedparser.parse(page.body)
    assert not feed.bozo
    links = [entry["link"] for entry in feed.entries]
    assert canonical(world, outlet_id, links) == listed(world, outlet_id, kind)
    titles = {article.title for article in world.scene(outlet_id).listed(way)}
    assert {entry["title"] for entry in feed.entries} == titles
    assert all(("published" in entry) != ("no-dates" in way.quirks) for entry in feed.entries)


def test_feed_links_carry_tracking_where_the_outlet_adds_it_and_lead_to_the_article(
    world: RunningWorld,
) -> None:
    links = [e["link"] for e in feedparser.parse(get(world.bases["troisrives"] + "/rss.xml").body).entries]
    assert all("utm_source=" in link and "/amp/" in link for link in links)
    page = html.fromstring(get(links[0]).text)
    assert page.get("amp") is not None
    target = page.xpath("string(//link[@rel='canonical']/@href)")
    assert html.fromstring(get(target).text).xpath("string(//link[@rel='amphtml']/@href)") in links[0]


@pytest.mark.parametrize("outlet_id", ["balancier", "ludwick", "placeforte"])
def test_a_news_sitemap_gives_address_title_and_time(world: RunningWorld, outlet_id: str) -> None:
    way = the_way(world, outlet_id, WayKind.NEWS_SITEMAP)
    tree = etree.fromstring(get(world.bases[outlet_id] + way.path).body)
    shown = world.scene(outlet_id).listed(way)
    assert [entry.text for entry in tree.iter(f"{NEWS}title")] == [article.title for article in shown]
    assert [entry.text for entry in tree.iter(f"{SITEMAP}loc")] == [
        world.scene(outlet_id).url(article) for article in shown
    ]
    assert [entry.text for entry in tree.iter(f"{NEWS}publication_date")] == [
        article.published_at.isoformat() for article in shown
    ]


def test_a_news_sitemap_drops_what_is_older_than_its_days(world: RunningWorld) -> None:
    way = the_way(world, "balancier", WayKind.NEWS_SITEMAP)
    assert way.days == 3
    shown = [article.slug for article in world.scene("balancier").listed(way)]
    assert shown == ["apres-le-sommet-ce-que-dit-la-declaration"]


def test_a_sitemap_index_leads_to_compressed_months_that_list_everything(world: RunningWorld) -> None:
    index = etree.fromstring(get(world.bases["valmarche"] + "/sitemap_index.xml").body)
    urls: list[str] = []
    for location in index.iter(f"{SITEMAP}loc"):
        month = etree.fromstring(gzip.decompress(get(str(location.text)).body))
        urls += [str(entry.text) for entry in month.iter(f"{SITEMAP}loc")]
    assert set(urls) == listed(world, "valmarche", WayKind.SITEMAP_INDEX)
    assert get(world.bases["valmarche"] + "/sitemaps/1999-01.xml.gz").status == 404


def test_the_dead_feed_is_404_and_the_empty_one_is_valid(world: RunningWorld) -> None:
    base = world.bases["sarmande"]
    assert get(f"{base}/rss/une.xml").status == 404
    empty = feedparser.parse(get(f"{base}/rss/direct.xml").body)
    assert not empty.bozo and empty.version == "rss20" and not empty.entries


def test_a_search_page_pages_until_everything_is_shown(world: RunningWorld) -> None:
    base, target, found = world.bases["balancier"], "/recherche/?q=sommet+IA&du=2025-02-01&au=2025-02-28", []
    while target:
        page = html.fromstring(get(base + target).text)
        found += page.xpath("//li[@class='item']//h2/a/@href")
        target = page.xpath("string(//a[@rel='next']/@href)")
    assert len(found) == len(set(found)) > 3
    assert {base + path for path in found} == {
        world.scene("balancier").url(article) for article in world.scene("balancier").found("sommet IA")
    }


def test_a_dated_search_leaves_out_other_days(world: RunningWorld) -> None:
    page = get(f"{world.bases['balancier']}/recherche/?q=sommet&du=2025-02-12&au=2025-02-12").text
    assert html.fromstring(page).xpath("count(//li[@class='item'])") == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("intelligence artificielle", True),
        ("INTELLIGENCE ARTIFICIELLE", True),
        ('"sommet pour l\'action"', True),
        ('"pour sommet l’action"', False),
        ("sommet trottinette", False),
        ("", False),
        ('"', False),
    ],
)
def test_a_sites_search_wants_all_words_and_phrases_as_they_stand(
    world: RunningWorld, query: str, found: bool
) -> None:
    assert bool(world.scene("balancier").found(query)) is found


def test_the_wordpress_search_filters_days_and_counts(world: RunningWorld) -> None:
    base = world.bases["octet"] + "/wp-json/wp/v2/posts?search=sommet"
    everything = get(f"{base}&per_page=100")
    posts = json.loads(everything.body)
    assert everything.headers["X-WP-Total"] == str(len(posts)) != "0"
    january = json.loads(get(f"{base}&after=2025-01-01T00:00:00&before=2025-01-31T23:59:59").body)
    assert [post["slug"] for post in january] == ["de-bletchley-a-seoul-petite-histoire"]
    second = get(f"{base}&per_page=2&page=2")
    assert [post["id"] for post in json.loads(second.body)] == [post["id"] for post in posts[2:4]]
    assert get(f"{base}&per_page=2&page=99").status == 400


def test_the_wordpress_feed_search_ends_with_404_past_its_last_page(world: RunningWorld) -> None:
    base = world.bases["mailles"] + "/?s=associations&feed=rss2&paged="
    pages = [get(f"{base}{number}") for number in (1, 2, 3, 4)]
    statuses = [page.status for page in pages]
    assert statuses[0] == 200 and statuses[-1] == 404
    links = [e["link"] for page in pages if page.status == 200 for e in feedparser.parse(page.body).entries]
    scene = world.scene("mailles")
    assert links == [scene.url(article) for article in scene.found("associations")]
    assert "text/html" in get(world.bases["mailles"] + "/").headers["Content-Type"]


def test_search_alone_finds_what_no_feed_lists(world: RunningWorld) -> None:
    reach = {e.article_id: e.reachable_by for e in world.expectations(("sommet intelligence artificielle",))}
    assert reach["octet/paris-accueillera-le-prochain-sommet"] == {SourceKind.SEARCH}


@pytest.mark.parametrize(
    ("outlet_id", "status", "line"),
    [
        ("balancier", 200, "Disallow:"),
        ("valmarche", 200, "Disallow: /reserve/"),
        ("lanterne", 200, "Crawl-delay: 1"),
        ("cadran", 200, "Disallow: /"),
        ("montclerc", 500, "Disallow:"),
        ("mailles", 404, ""),
    ],
)
def test_each_kind_of_robots_answers(world: RunningWorld, outlet_id: str, status: int, line: str) -> None:
    page = get(world.bases[outlet_id] + "/robots.txt")
    assert page.status == status
    assert line in page.text.splitlines() or not line


def test_every_feed_sitemap_and_section_of_the_catalogue_answers(world: RunningWorld) -> None:
    for row in csv.DictReader(io.StringIO(world.sources_csv())):
        if row["id"] in {"ostrelle", "montclerc", "cadran"}:
            continue
        urls = f"{row['feeds']} {row['sitemaps']} {row['pages']}".split()
        for url in urls:
            assert get(url).status == (
                404 if url.endswith("/rss/une.xml") and row["id"] == "sarmande" else 200
            )


def test_the_catalogue_is_one_the_product_reads_without_complaint(world: RunningWorld) -> None:
    catalogue = read_catalogue(world.sources_csv().encode())
    assert not catalogue.problems
    assert len(catalogue.listings) == len(world.world.outlets)
    for listing in catalogue.listings:
        assert listing.outlet.domain == urlsplit(world.bases[listing.outlet.id]).netloc
        assert listing.sources
