"""Feeds as outlets really write them, and as they break them."""

from __future__ import annotations

import gzip
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from crawler.sources import SourceError, SourcePage
from crawler.sources.feed import FeedReader, read_feed
from storage.model import Candidate, Reason

BASE = "https://journal.example/flux/rss.xml"
HEAD = '<?xml version="1.0"?>'


def rss(items: str, head: str = HEAD, attributes: str = "") -> bytes:
    return f"{head}<rss version='2.0' {attributes}><channel><title>Journal</title>{items}</channel></rss>".encode()


def one(body: bytes, content_type: str = "") -> Candidate:
    found = read_feed(body, BASE, content_type).candidates
    assert len(found) == 1
    return found[0]


def item(title: str = "Un titre", link: str = "https://journal.example/a", more: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<![CDATA[L&#8217;IA &amp; nous]]>", "L’IA & nous"),
        ("L&amp;#8217;IA &amp;amp; nous", "L’IA & nous"),
        ("&amp;lt;b&amp;gt;Gras&amp;lt;/b&amp;gt; et maigre", "Gras et maigre"),
        ("Un <b>mot</b> en gras", "Un mot en gras"),
        ("Caf&eacute;&nbsp;: d&rsquo;ici", "Café\u00a0: d’ici"),
        ("Entre &lt;i&gt;deux&lt;/i&gt;  \n lignes", "Entre deux lignes"),
        ("R&D et Q&A", "R&D et Q&A"),
        ("3 &lt; 5", "3 < 5"),
        ("Sans&#xD800; demi&#x110000;-signe\u202e", "Sans demi-signe"),
        ("dâ€™organismes", "d’organismes"),
        ("", None),
    ],
)
def test_titles_come_out_as_people_read_them(written: str, read: str | None) -> None:
    assert one(rss(item(written))).title == read


def test_a_title_of_a_megabyte_is_cut_to_five_hundred_characters() -> None:
    title = one(rss(item("mot " * 250_000))).title
    assert title is not None
    assert len(title) <= 500
    assert title.endswith("…")


def test_a_feed_without_dates_keeps_its_entries() -> None:
    assert one(rss(item())).published_at is None


@pytest.mark.parametrize(
    "written", ["Tue, 30 Feb 2025 10:00:00 GMT", "1738742400000", "hier", "0000-00-00", "32/13/2025"]
)
def test_an_impossible_date_is_no_date_and_loses_no_entry(written: str) -> None:
    assert one(rss(item(more=f"<pubDate>{written}</pubDate>"))).published_at is None


def test_the_claimed_zone_is_kept() -> None:
    published = one(rss(item(more="<pubDate>Tue, 04 Feb 2025 18:30:00 +0100</pubDate>"))).published_at
    assert published == datetime(2025, 2, 4, 18, 30, tzinfo=timezone(timedelta(hours=1)))
    assert isinstance(published, datetime)
    assert published.utcoffset() == timedelta(hours=1)


def test_french_day_names_are_read() -> None:
    found = one(rss(item(more="<pubDate>mar., 04 févr. 2025 18:30:00 +0100</pubDate>")))
    assert found.published_at == datetime(2025, 2, 4, 17, 30, tzinfo=UTC)


def test_a_link_is_read_against_every_base_above_it() -> None:
    body = f"{HEAD}<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://autre.example/'><entry xml:base='sous/'><link href='un'/></entry></feed>"
    assert one(body.encode()).url == "https://autre.example/sous/un"


def test_a_relative_link_is_read_against_the_address_of_the_feed() -> None:
    assert one(rss(item(link="/a?x=1&y=2"))).url == "https://journal.example/a?x=1&y=2"


def test_of_several_links_the_alternate_one_that_is_html_counts() -> None:
    links = (
        "<link rel='self' href='/self'/><link rel='enclosure' href='/son.mp3'/><link rel='alternate' type='application/json' href='/j'/>"
        "<link rel='alternate' type='text/html' href='/html'/><link rel='replies' href='/r'/>"
    )
    body = f"{HEAD}<feed xmlns='http://www.w3.org/2005/Atom'><entry>{links}</entry></feed>".encode()
    assert one(body).url == "https://journal.example/html"


def test_a_permanent_guid_stands_in_for_a_missing_link() -> None:
    assert one(rss("<item><guid>https://journal.example/g</guid></item>")).url == "https://journal.example/g"
    assert not read_feed(
        rss("<item><guid isPermaLink='false'>https://journal.example/g</guid></item>"), BASE
    ).candidates


def test_the_address_that_feedburner_hid_comes_first() -> None:
    body = rss(
        item(
            link="https://feeds.example/~r/a", more="<fb:origLink>https://journal.example/vrai</fb:origLink>"
        ),
        attributes="xmlns:fb='http://rssnamespace.org/feedburner/ext/1.0'",
    )
    assert [found.url for found in read_feed(body, BASE).candidates] == [
        "https://journal.example/vrai",
        "https://feeds.example/~r/a",
    ]


def test_titles_of_media_and_podcasts_are_not_the_title() -> None:
    body = rss(
        "<item><media:content><media:title>Photo</media:title></media:content><media:title>Photo</media:title>"
        "<itunes:title>Épisode</itunes:title><title>Le titre</title><link>/a</link></item>",
        attributes="xmlns:media='http://search.yahoo.com/mrss/' xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'",
    )
    assert one(body).title == "Le titre"


def test_changing_guids_change_nothing() -> None:
    first, second = (read_feed(rss(item(more=f"<guid isPermaLink='false'>{n}</guid>")), BASE) for n in (1, 2))
    assert first == second


def test_one_guid_for_several_entries_keeps_them_all() -> None:
    items = "".join(item(link=f"/a{n}", more="<guid isPermaLink='false'>meme</guid>") for n in range(3))
    assert len(read_feed(rss(items), BASE).candidates) == 3


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://a.example/x", "https://user:pw@a.example/x",
                                  "https://a.example\\@b.example/", "https://2130706433/x", "http://[::1", "", "mailto:a@b.example"])  # fmt: skip
def test_what_is_no_plain_web_address_is_no_candidate(link: str) -> None:
    page = read_feed(rss(item(link=link) + item(link="/bon")), BASE)
    assert [found.url for found in page.candidates] == ["https://journal.example/bon"]
    assert page.entries == 2


def test_dates_of_rdf_come_from_dublin_core() -> None:
    body = (
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
        "<channel rdf:about='x'/><item rdf:about='https://journal.example/a'><title>T</title><dc:date>2025-02-04T18:30+01:00</dc:date></item></rdf:RDF>"
    )
    page = read_feed(body.encode(), BASE)
    assert (page.form, page.candidates[0].published_at) == ("rdf", datetime(2025, 2, 4, 17, 30, tzinfo=UTC))


def test_atom_says_when_an_entry_was_changed() -> None:
    body = "<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='/a'/><published>2025-02-04</published><updated>2025-02-05T10:00:00Z</updated></entry></feed>"
    found = one(body.encode())
    assert (found.published_at, found.updated_at) == (date(2025, 2, 4), datetime(2025, 2, 5, 10, tzinfo=UTC))


def test_a_json_feed_is_a_feed() -> None:
    body = '{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","url":"/a","title":"L\\u2019IA","date_published":"2025-02-04T18:30:00+01:00"},{"id":2}]}'
    page = read_feed(body.encode(), BASE)
    assert page.form == "json-feed"
    assert page.entries == 2
    assert page.candidates == (
        Candidate("https://journal.example/a", "L’IA", datetime(2025, 2, 4, 17, 30, tzinfo=UTC)),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-8-sig", "iso-8859-15", "cp1252"])
def test_the_declared_encoding_is_read(encoding: str) -> None:
    declared = "iso-8859-1" if encoding == "cp1252" else encoding.removesuffix("-sig")
    body = (
        rss(
            item("L’été" if encoding != "iso-8859-15" else "Été"),
            head=f'<?xml version="1.0" encoding="{declared}"?>',
        )
        .decode()
        .encode(encoding)
    )
    assert one(body).title == ("L’été" if encoding != "iso-8859-15" else "Été")


def test_utf8_that_is_declared_latin1_is_read_as_utf8() -> None:
    assert one(rss(item("L’été")), "text/xml; charset=iso-8859-1").title == "L’été"


def test_windows_bytes_in_a_feed_declared_utf8_are_read_as_windows() -> None:
    body = rss(item("L’été"), head='<?xml version="1.0" encoding="utf-8"?>').decode().encode("cp1252")
    assert one(body).title == "L’été"


def test_a_gzipped_feed_is_read_whatever_its_name() -> None:
    assert one(gzip.compress(rss(item()))).title == "Un titre"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   ",
        b"<html><body>Acc\xc3\xa8s interdit</body></html>",
        b"\x89PNG\r\n\x1a\n",
        b"<urlset></urlset>",
        b"{}",
        b"[1]",
        b"{",
        b"texte",
    ],
)
def test_what_is_no_feed_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        read_feed(body, BASE)
    assert caught.value.reason is Reason.NOT_A_FEED


@pytest.mark.parametrize(
    "body",
    [rss(""), b"<feed xmlns='http://www.w3.org/2005/Atom'></feed>", b"<rss/>", b'{"version":"1","items":[]}'],
)
def test_a_feed_that_is_valid_and_empty_is_no_error(body: bytes) -> None:
    assert read_feed(body, BASE).candidates == ()


def test_a_feed_cut_before_its_first_entry_is_not_taken_for_empty() -> None:
    with pytest.raises(SourceError) as caught:
        read_feed(rss(item())[:70], BASE)
    assert caught.value.reason is Reason.TRUNCATED


def test_a_feed_cut_after_some_entries_keeps_these() -> None:
    body = rss(item(link="/a") + item(link="/b") + item(link="/c"))
    page = read_feed(body[: body.index(b"/c")], BASE)
    assert [found.url for found in page.candidates][:2] == [
        "https://journal.example/a",
        "https://journal.example/b",
    ]


def test_entries_that_are_never_closed_are_read_one_by_one() -> None:
    body = rss("".join(item(f"Titre {n}", f"/a{n}").removesuffix("</item>") for n in range(3)))
    assert [found.title for found in read_feed(body, BASE).candidates] == ["Titre 0", "Titre 1", "Titre 2"]


def test_entities_of_a_document_type_are_refused_before_reading() -> None:
    bomb = rss(
        item("&b;"),
        head='<?xml version="1.0"?><!-- <x> --><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>',
    )
    with pytest.raises(SourceError) as caught:
        read_feed(bomb, BASE)
    assert caught.value.reason is Reason.UNSAFE_XML


def test_a_document_type_without_entities_is_harmless() -> None:
    head = '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">'
    assert one(rss(item(), head=head)).title == "Un titre"


def test_the_word_entity_in_an_article_is_harmless() -> None:
    assert one(rss(item("<![CDATA[Que veut dire <!ENTITY> ?]]>"))).url == "https://journal.example/a"


def test_a_feed_has_no_following_page_though_it_names_one() -> None:
    body = b"<feed xmlns='http://www.w3.org/2005/Atom'><link rel='next' href='/page2'/><entry><link href='/a'/></entry></feed>"
    page: SourcePage = read_feed(body, BASE)
    assert page.next_url == "https://journal.example/page2"
    assert FeedReader().following(BASE, BASE, page) is None
