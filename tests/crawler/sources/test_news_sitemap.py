"""Sitemaps as sites serve them: padded, unordered, zipped, endless, lying."""

from __future__ import annotations

import gzip
import tracemalloc
from datetime import UTC, date, datetime

import pytest

from crawler.sources import Child, SourceError
from crawler.sources.news_sitemap import read_sitemap
from storage.model import Candidate, Reason

BASE = "https://journal.example/sitemap_news.xml"
NEWS = (
    "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'"
    " xmlns:image='http://www.google.com/schemas/sitemap-image/1.1'>{}</urlset>"
)


def test_title_and_date_of_news_are_read_wherever_they_stand() -> None:
    entry = (
        "<url><image:image><image:title>Une photo</image:title><image:loc>https://journal.example/photo.jpg</image:loc></image:image>"
        "<loc>\n   https://journal.example/actu/un   \n</loc><news:news><news:title><![CDATA[L&#8217;IA &amp; nous]]></news:title>"
        "<news:publication_date> 2025-02-04T18:30:00+01:00 </news:publication_date><news:publication><news:name>J</news:name>"
        "</news:publication></news:news><lastmod>2025-02-05</lastmod></url>"
    )
    page = read_sitemap(NEWS.format(entry).encode(), BASE)
    assert page.candidates == (
        Candidate(
            "https://journal.example/actu/un",
            "L’IA & nous",
            datetime(2025, 2, 4, 17, 30, tzinfo=UTC),
            None,
            date(2025, 2, 5),
        ),
    )


def test_a_bare_ampersand_in_an_address_is_kept() -> None:
    page = read_sitemap(
        b"<urlset><url><loc>https://journal.example/a?x=1&y=2&copy=3</loc></url></urlset>", BASE
    )
    assert page.candidates[0].url == "https://journal.example/a?x=1&y=2&copy=3"


def test_a_change_is_not_a_publication() -> None:
    page = read_sitemap(
        b"<urlset><url><loc>https://journal.example/a</loc><lastmod>2025-02-04</lastmod></url></urlset>", BASE
    )
    assert (page.candidates[0].published_at, page.candidates[0].updated_at) == (None, date(2025, 2, 4))


def test_an_index_gives_children_and_no_candidates() -> None:
    body = b"<sitemapindex><sitemap><loc>/s1.xml.gz</loc><lastmod>2025-02</lastmod></sitemap><sitemap><loc>/s2.xml</loc><lastmod>2025-02-04T10:00:00Z</lastmod></sitemap></sitemapindex>"
    page = read_sitemap(body, BASE)
    assert page.form == "sitemap-index"
    assert page.candidates == ()
    assert page.children == (
        Child("https://journal.example/s1.xml.gz"),
        Child("https://journal.example/s2.xml", datetime(2025, 2, 4, 10, tzinfo=UTC)),
    )


def test_gzip_is_known_by_its_bytes() -> None:
    plain = b"<urlset><url><loc>https://journal.example/a</loc></url></urlset>"
    assert read_sitemap(gzip.compress(plain), "https://journal.example/sitemap.xml") == read_sitemap(
        plain, "https://journal.example/x.xml.gz"
    )


def test_a_zipped_sitemap_cut_on_its_way_gives_what_came() -> None:
    rows = "".join(
        f"<url><loc>https://journal.example/article-{n}-{n * 7919 % 10007}</loc></url>" for n in range(5_000)
    )
    body = gzip.compress(f"<urlset>{rows}</urlset>".encode())
    page = read_sitemap(body[: len(body) // 2], BASE)
    assert 500 < len(page.candidates) < 5_000


@pytest.mark.parametrize(
    "body",
    [b"<html><body>404</body></html>", b"", b"rien", b"<rss></rss>", gzip.compress(b"<html/>", mtime=0)],
)
def test_what_is_no_sitemap_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        read_sitemap(body, BASE)
    assert caught.value.reason is Reason.NOT_A_FEED


def test_an_empty_sitemap_is_no_error_and_a_cut_one_is() -> None:
    assert read_sitemap(b"<urlset></urlset>", BASE).candidates == ()
    with pytest.raises(SourceError) as caught:
        read_sitemap(b"<urlset><url><loc>https://jour", BASE)
    assert caught.value.reason is Reason.TRUNCATED


def test_a_sitemap_as_text_is_a_list_of_addresses() -> None:
    page = read_sitemap(
        b"https://journal.example/a\r\n\r\nhttps://journal.example/b\r\njavascript:x\r\n", BASE
    )
    assert [found.url for found in page.candidates] == [
        "https://journal.example/a",
        "https://journal.example/b",
    ]


def test_a_bomb_is_stopped_at_the_cap() -> None:
    bomb = gzip.compress(b"<urlset>" + b" " * 120_000_000)
    with pytest.raises(SourceError) as caught:
        read_sitemap(bomb, BASE)
    assert caught.value.reason is Reason.TRUNCATED


def test_many_addresses_are_never_a_tree_in_memory() -> None:
    body = (
        "<urlset>"
        + "".join(f"<url><loc>https://journal.example/{n}</loc></url>" for n in range(30_000))
        + "</urlset>"
    ).encode()
    tracemalloc.start()
    try:
        page = read_sitemap(body, BASE)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(page.candidates) == 30_000
    assert peak < 6 * len(body) + 15_000_000


def test_dates_that_cannot_be_are_none() -> None:
    body = b"<urlset><url><loc>https://journal.example/a</loc><lastmod>2099-99-99</lastmod></url></urlset>"
    assert read_sitemap(body, BASE).candidates[0].updated_at is None
