"""An outlet's own search, and WordPress's: what is asked, how answers are recognised, where the next page is."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crawler.sources import SearchWindow, SourceError, SourcePage, reader_for
from crawler.sources.site_search import SiteSearchReader
from crawler.sources.wordpress import WordPressReader
from storage.model import Candidate, Reason, Source, SourceKind

BASE = "https://journal.example/"
WINDOW = SearchWindow(("sommet IA", "dit & fait"), date(2025, 2, 4), date(2025, 2, 12))
REST = "https://journal.example/wp-json/wp/v2/posts?search={query}"
RSS = b"<rss><channel><item><title>T</title><link>https://journal.example/un</link></item></channel></rss>"


@pytest.mark.parametrize(
    ("template", "name"),
    [
        (REST, "wordpress"),
        ("https://journal.example/?rest_route=/wp/v2/posts&search={query}", "wordpress"),
        ("https://journal.example/?s={query}&feed=rss2", "wordpress"),
        ("https://journal.example/feed/?s={query}", "wordpress"),
        ("https://journal.example/search/{query}/feed/rss2/", "wordpress"),
        ("https://journal.example/recherche?q={query}", "search"),
        ("https://journal.example/?s={query}", "search"),
        ("https://journal.example/recherche/{query}/?datemin={start:%d-%m-%Y}", "search"),
    ],
)
def test_wordpress_is_known_by_the_form_of_its_address(template: str, name: str) -> None:
    assert reader_for(Source("s", "journal", SourceKind.SEARCH, template)).name == name


def test_each_search_string_is_asked_once() -> None:
    urls = SiteSearchReader().addresses("https://journal.example/r?q={query}&p={page}", WINDOW)
    assert urls == (
        "https://journal.example/r?q=sommet%20IA&p=1",
        "https://journal.example/r?q=dit%20%26%20fait&p=1",
    )


def test_without_search_strings_nothing_is_asked() -> None:
    assert (
        SiteSearchReader().addresses(
            "https://journal.example/r?q={query}", SearchWindow((), date(2025, 2, 4), date(2025, 2, 5))
        )
        == ()
    )


def test_a_rest_search_says_window_size_and_fields() -> None:
    url = WordPressReader().addresses(REST, WINDOW)[0]
    assert url == (
        "https://journal.example/wp-json/wp/v2/posts?search=sommet%20IA&after=2025-02-03T23:59:59&before=2025-02-13T00:00:00"
        "&per_page=100&_fields=link,title,excerpt,date,date_gmt,modified_gmt"
    )


def test_what_a_template_says_itself_is_kept() -> None:
    template = REST + "&after={start:%Y-%m-%dT00:00:00}&per_page=20&_fields=date,link,title"
    url = WordPressReader().addresses(template, WINDOW)[0]
    assert "after=2025-02-04T00:00:00" in url
    assert url.count("after=") == url.count("per_page=") == url.count("_fields=") == 1


def test_posts_are_read_with_the_time_that_names_its_zone() -> None:
    body = """[{"link":"https://journal.example/un","title":{"rendered":"L&#8217;IA &amp; nous"},"date":"2025-02-04T19:30:00",
    "date_gmt":"2025-02-04T18:30:00","modified_gmt":"2025-02-05T08:00:00","excerpt":{"rendered":"<p>Un r\\u00e9sum\\u00e9.</p>"}}, 3, {"title":"sans adresse"}]"""
    page = WordPressReader().read(body.encode(), BASE)
    assert page.candidates == (
        Candidate(
            "https://journal.example/un",
            "L’IA & nous",
            datetime(2025, 2, 4, 18, 30, tzinfo=UTC),
            "Un résumé.",
            datetime(2025, 2, 5, 8, tzinfo=UTC),
        ),
    )


def test_an_error_object_of_wordpress_is_no_list_of_posts() -> None:
    with pytest.raises(SourceError) as caught:
        WordPressReader().read(b'{"code":"rest_no_route","message":"x","data":{"status":404}}', BASE)
    assert caught.value.reason is Reason.NOT_A_FEED
    assert "rest_no_route" in caught.value.detail


def test_full_pages_of_posts_have_a_next_one_and_others_do_not() -> None:
    url = REST.replace("{query}", "x") + "&per_page=20"
    reader = WordPressReader()
    assert reader.following(REST, url, SourcePage("wordpress-json", entries=20)) == url + "&page=2"
    assert (
        reader.following(REST, url + "&page=2", SourcePage("wordpress-json", entries=20)) == url + "&page=3"
    )
    assert reader.following(REST, url, SourcePage("wordpress-json", entries=19)) is None


def test_search_feeds_are_paged_until_one_is_empty() -> None:
    template = "https://journal.example/?s={query}&feed=rss2"
    reader = WordPressReader()
    first = "https://journal.example/?s=x&feed=rss2"
    assert reader.following(template, first, SourcePage("rss", entries=10)) == first + "&paged=2"
    assert reader.following(template, first + "&paged=2", SourcePage("rss", entries=3)) == first + "&paged=3"
    assert reader.following(template, first + "&paged=3", SourcePage("rss")) is None


@pytest.mark.parametrize(
    ("body", "form"),
    [
        (RSS, "rss"),
        (b"\xef\xbb\xbf  " + RSS, "rss"),
        (b'{"data":{"hits":[{"title":"Un","url":"/un","publicationDate":"2025-02-04T18:30:00Z"}]}}', "json"),
        (
            b'[{"link":"https://journal.example/un","title":{"rendered":"Un"},"date_gmt":"2025-02-04T18:30:00"}]',
            "wordpress-json",
        ),
        (b'{"version":"https://jsonfeed.org/version/1.1","items":[{"url":"/un","title":"Un"}]}', "json-feed"),
        (b"<!DOCTYPE html><html><body><h2><a href='/un-titre-assez-long'>Un</a></h2></body></html>", "html"),
    ],
)
def test_the_answer_of_a_search_shows_its_form(body: bytes, form: str) -> None:
    page = SiteSearchReader().read(body, BASE)
    assert page.form == form
    assert len(page.candidates) == 1


def test_a_search_without_hits_is_no_error() -> None:
    page = SiteSearchReader().read("<html><body><p>Aucun résultat</p></body></html>".encode(), BASE)
    assert page.candidates == ()
    assert SiteSearchReader().following("https://journal.example/r?q={query}&page={page}", BASE, page) is None


def test_the_template_pages_where_it_can_and_the_page_where_it_cannot() -> None:
    page = SourcePage(
        "html",
        (Candidate("https://journal.example/un"),),
        entries=1,
        next_url="https://journal.example/suite",
    )
    reader = SiteSearchReader()
    assert (
        reader.following(
            "https://journal.example/r?p={page}&q={query}", "https://journal.example/r?p=1&q=7", page
        )
        == "https://journal.example/r?p=2&q=7"
    )
    assert (
        reader.following("https://journal.example/r?q={query}", "https://journal.example/r?q=7", page)
        == "https://journal.example/suite"
    )


@pytest.mark.parametrize(
    "body", [b"{", b"[1,", b'{"a":' * 2_000, b"[" * 100_000, b'{"a":' + b"9" * 10_000 + b"}", b'{"a":NaN}']
)
def test_no_json_brings_a_search_down(body: bytes) -> None:
    try:
        assert SiteSearchReader().read(body, BASE).candidates == ()
    except SourceError as error:
        assert error.reason is Reason.NOT_A_FEED
