"""What a site offers is found out as a person would: few requests, what it says first, its refusals respected."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import date

import pytest

from crawler.discovery.finding import MOST_REQUESTS, Answer, Discovery, Finder, Means
from crawler.discovery.page import SitePage, look_at
from crawler.errors import Refused
from crawler.parsing import Unreadable, read_source
from crawler.sources import SourcePage
from storage.model import Reason, Rights, Source, SourceKind

HOME = "https://phare.example/"
FEED, SITEMAP, SEARCH, PAGE = SourceKind.FEED, SourceKind.SITEMAP, SourceKind.SEARCH, SourceKind.PAGE
RSS = (
    '<rss version="2.0"><channel><item><title>Un</title><link>https://phare.example/articles/1-un-titre-long</link>'
    "<pubDate>Tue, 04 Feb 2025 18:00:00 GMT</pubDate></item></channel></rss>"
)
MAP = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    "<url><loc>https://phare.example/articles/1-un-titre-long</loc></url></urlset>"
)
INDEX = (
    '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    "<sitemap><loc>https://phare.example/m1.xml</loc><lastmod>2020-01-01</lastmod></sitemap>"
    "<sitemap><loc>https://phare.example/m2.xml</loc><lastmod>2025-02-01</lastmod></sitemap></sitemapindex>"
)


def page(head: str = "", body: str = "") -> str:
    return f'<html lang="fr-BE"><head><title>Accueil – Le Phare</title>{head}</head><body><p>Bonjour</p>{body}</body></html>'


class Site:
    """A site that is a table of addresses; what is not in it is not there."""

    def __init__(self, pages: Mapping[str, str | Exception | int], robots: str | None = None) -> None:
        self.pages, self.rules = pages, robots
        self.asked: list[str] = []

    async def ask(self, url: str) -> Answer:
        self.asked.append(url)
        found = self.pages.get(url, 404)
        if isinstance(found, Exception):
            raise found
        if isinstance(found, int):
            return Answer(url, found, {}, b"")
        return Answer(url, 200, {}, found.encode())

    async def look(self, body: bytes, url: str, content_type: str) -> SitePage:
        return look_at(body, url, content_type)

    async def read(self, source: Source, body: bytes, url: str, content_type: str) -> SourcePage | Unreadable:
        return read_source(source, body, url, content_type)

    async def robots(self, origin: str) -> bytes | None:
        return self.rules.encode() if self.rules is not None else None

    def find(self, address: str = HOME) -> Discovery:
        means = Means(self.ask, self.look, self.read, self.robots)
        return asyncio.run(Finder(means, address, "marée", date(2025, 2, 5)).find())


def ways(found: Discovery) -> list[tuple[SourceKind, str, int]]:
    return [(one.kind, one.url, one.articles) for one in found.ways if one.reason is None]


def test_what_the_page_names_is_read_and_nothing_is_guessed_then() -> None:
    head = '<link rel="alternate" type="application/rss+xml" title="À la une" href="/une.xml">'
    site = Site({HOME: page(head), "https://phare.example/une.xml": RSS}, robots=f"Sitemap: {HOME}map.xml")
    found = site.find()
    assert (found.name, found.language) == ("Le Phare", "fr-BE")
    assert ways(found) == [(FEED, "https://phare.example/une.xml", 1)]
    assert found.ways[0].newest == "2025-02-04T18:00:00+00:00"
    assert [(one.kind, one.reason) for one in found.ways[1:]] == [(SITEMAP, Reason.NOT_FOUND)]
    assert not any(url.endswith(("/feed/", "/rss.xml", "/sitemap.xml")) for url in site.asked)


def test_where_it_names_none_the_common_places_are_tried_and_failures_not_told() -> None:
    found = Site({HOME: page(), f"{HOME}rss.xml": RSS, f"{HOME}sitemap_news.xml": MAP}).find()
    assert ways(found) == [(FEED, f"{HOME}rss.xml", 1), (SITEMAP, f"{HOME}sitemap_news.xml", 1)]
    assert len(found.ways) == 2


def test_an_article_leads_to_its_home_page_and_a_feed_to_its_site() -> None:
    article = f"{HOME}articles/1-un-titre-long"
    pages = {HOME: page(), article: page(), f"{HOME}rss.xml": RSS}
    assert ways(Site(pages).find(article))[0] == (FEED, f"{HOME}rss.xml", 1)
    found = Site(pages).find(f"{HOME}rss.xml")
    assert ways(found)[0] == (FEED, f"{HOME}rss.xml", 1) and found.name == "Le Phare"


def test_news_sitemaps_come_first_and_an_index_counts_by_its_newest_map() -> None:
    robots = f"User-agent: *\nSitemap: {HOME}all.xml\nsitemap: {HOME}news.xml\nSitemap: ftp://x.example/a\n"
    site = Site({HOME: page(), f"{HOME}all.xml": INDEX, f"{HOME}m2.xml": MAP, f"{HOME}news.xml": MAP}, robots)
    assert ways(site.find())[:2] == [(SITEMAP, f"{HOME}news.xml", 1), (SITEMAP, f"{HOME}all.xml", 1)]
    assert f"{HOME}m1.xml" not in site.asked


def test_a_search_is_read_off_the_form_or_known_by_wordpress() -> None:
    form = (
        '<form action="/lettre"><input name="email"></form><form method="post"><input type="search" name="x"></form>'
        '<form action="/chercher?old=1#x"><input type="hidden" name="tri" value="le plus récent">'
        '<input name="q" type="text"></form>'
    )
    results = '<main><h3><a href="/articles/1-un-titre-long">Un titre assez long</a></h3></main>'
    address = "https://phare.example/chercher?tri=le%20plus%20r%C3%A9cent&q="
    found = Site({HOME: page(body=form), f"{address}mar%C3%A9e": page(body=results)}).find()
    assert (SEARCH, f"{address}{{query}}", 1) in ways(found)
    rss = "https://phare.example/?s=mar%C3%A9e&feed=rss2"
    blog = Site({HOME: page('<meta name="generator" content="WordPress 6.7">'), rss: RSS}).find()
    assert (SEARCH, "https://phare.example/?s={query}&feed=rss2", 1) in ways(blog)
    assert any(
        one.kind is SEARCH and one.reason is Reason.NOT_FOUND for one in blog.ways
    )  # its own way was tried


def test_with_no_other_way_in_the_home_page_is_one() -> None:
    links = "".join(
        f'<h2><a href="/articles/{n}-un-titre-assez-long">Un titre assez long</a></h2>' for n in range(3)
    )
    assert ways(Site({HOME: page(body=links)}).find()) == [(PAGE, HOME, 3)]


@pytest.mark.parametrize(
    ("given", "reason"),
    [(Refused(Reason.ROBOTS, "/"), Reason.ROBOTS), (403, Reason.DENIED), (503, Reason.SERVER_ERROR)],
)
def test_a_site_that_cannot_be_read_says_why(given: Exception | int, reason: Reason) -> None:
    site = Site({HOME: given})
    found = site.find()
    assert (found.reason, found.ways, site.asked) == (reason, [], [HOME])


def test_what_a_site_reserves_is_noted_wherever_it_says_so() -> None:
    meta = page('<meta name="tdm-reservation" content="1">')
    assert Site({HOME: meta}).find().rights is Rights.RESERVED
    rules = '[{"location": "/", "tdm-reservation": 1}]'
    well_known = {HOME: page(), f"{HOME}.well-known/tdmrep.json": rules}
    assert Site(well_known).find().rights is Rights.RESERVED
    assert Site({HOME: page()}).find().rights is Rights.OPEN


def test_no_more_is_asked_than_is_decent() -> None:
    feeds = "".join(f'<link rel="alternate" type="application/rss+xml" href="/f{n}.xml">' for n in range(50))
    robots = "\n".join(f"Sitemap: {HOME}m{n}.xml" for n in range(500))
    site = Site({HOME: page(feeds)} | {f"{HOME}m{n}.xml": INDEX for n in range(9)}, robots)
    found = site.find()
    assert len(site.asked) <= MOST_REQUESTS
    assert len(found.ways) <= 15


@pytest.mark.parametrize(
    "text",
    ["", "<", "\0", "{}", "<html", "<form>" * 20_000, "<a href='/rss'>" * 20_000, "<link rel=alternate>"],
)
def test_a_page_may_hold_anything(text: str) -> None:
    look_at(text.encode(), HOME)


def test_a_hostile_name_is_one_line_of_plain_text() -> None:
    found = look_at(page('<meta property="og:site_name" content="a&#10;\u202e&lt;b&gt; c">').encode(), HOME)
    assert "\n" not in found.name and "\u202e" not in found.name
    assert look_at(page(f"<title>{'x' * 9_999}</title>").encode(), HOME).name == "Le Phare"
