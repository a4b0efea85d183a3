"""What every reader of the table promises, whatever it is given."""

from __future__ import annotations

import gzip
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.sources import (
    KINDS,
    READERS,
    Reader,
    SearchWindow,
    SourceError,
    SourcePage,
    reader_for,
    reader_of,
    sniff,
)
from crawler.sources.base import MAX_FEED_ENTRIES, MAX_PAGE_LINKS, MAX_SITEMAP_URLS
from storage.model import Source, SourceKind

BASE = "https://www.journal.example/dossier/source"

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Journal</title>
<item><title><![CDATA[L&#8217;appel de <b>cent</b> ONG &amp; syndicats]]></title><link>/actu/appel-des-ong-12345</link>
<pubDate>Tue, 04 Feb 2025 18:30:00 +0100</pubDate><dc:creator>Une plume</dc:creator></item>
<item><title>Deuxième &amp;eacute;tage</title><guid>https://www.journal.example/actu/deuxieme-etage-1</guid></item>
</channel></rss>""".encode()
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://www.journal.example/"><entry>
<title type="html">Un &lt;i&gt;titre&lt;/i&gt;</title><link rel="self" href="x.xml"/><link rel="alternate" href="a/un-titre"/>
<published>2025-02-04T18:30:00+01:00</published><updated>2025-02-05</updated></entry></feed>"""
SITEMAP = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc> https://www.journal.example/actu/a?x=1&y=2 </loc><n:news><n:title>Un titre</n:title><n:publication_date>2025-02-04
</n:publication_date><n:publication><n:name>J</n:name></n:publication></n:news></url></urlset>"""
INDEX = b"""<sitemapindex><sitemap><loc>https://www.journal.example/s1.xml.gz</loc><lastmod>2025-02-04</lastmod></sitemap></sitemapindex>"""
PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Une</title></head><body><nav><a href="/politique">Politique</a></nav>
<article><h2><a href="/actu/un-article-de-fond-9876">Un article de fond</a></h2><time datetime="2025-02-04">4 février</time></article>
<a href="mailto:x@y.example">Écrire</a> <a href="javascript:void(0)">Menu</a> <a rel="next" href="?page=2">Suite</a></body></html>""".encode()
POSTS = b"""[{"link":"https://www.journal.example/actu/un-billet","title":{"rendered":"Un &#8217;billet"},"date_gmt":"2025-02-04T18:30:00"}]"""
JSON_FEED = b"""{"version":"https://jsonfeed.org/version/1.1","items":[{"url":"/actu/un","title":"Un","date_published":"2025-02-04T10:00:00Z"}]}"""
SAMPLES = [
    RSS,
    ATOM,
    SITEMAP,
    INDEX,
    PAGE,
    POSTS,
    JSON_FEED,
    gzip.compress(SITEMAP),
    RSS.decode().encode("utf-16"),
]

WINDOW = SearchWindow(("sommet IA", 'dit "non" & oui'), date(2025, 2, 1), date(2025, 2, 12))
TEMPLATES = {
    "feed": "https://www.journal.example/rss.xml",
    "sitemap": "https://www.journal.example/sitemap.xml",
    "wordpress": "https://www.journal.example/?s={query}&feed=rss2",
    "search": "https://www.journal.example/recherche?q={query}&page={page}",
    "page": "https://www.journal.example/politique/",
}


def read(reader: Reader, body: bytes, content_type: str = "") -> SourcePage | None:
    try:
        return reader.read(body, BASE, content_type)
    except SourceError as error:
        assert str(error)
        return None


def check(page: SourcePage) -> None:
    for candidate in page.candidates:
        parts = urlsplit(candidate.url)
        assert parts.scheme in ("http", "https")
        assert parts.hostname
        assert not parts.fragment
        assert "@" not in parts.netloc
        candidate.url.encode("utf-8")
        for text, limit in ((candidate.title, 500), (candidate.summary, 1_000)):
            assert text is None or (0 < len(text) <= limit and text == text.strip())
            assert text is None or not any(unicodedata.category(sign) in ("Cc", "Cs") for sign in text)
        for moment in (candidate.published_at, candidate.updated_at):
            assert moment is None or isinstance(moment, date)
            assert not isinstance(moment, datetime) or moment.utcoffset() is not None
    for child in page.children:
        assert urlsplit(child.url).scheme in ("http", "https")
    assert page.next_url is None or urlsplit(page.next_url).scheme in ("http", "https")
    assert page.form


@st.composite
def damaged(draw: Callable[..., object]) -> bytes:
    """A real answer with some of its bytes cut out, doubled, or replaced."""
    body = bytearray(draw(st.sampled_from(SAMPLES)))  # type: ignore[call-overload]
    for _ in range(draw(st.integers(1, 6))):  # type: ignore[call-overload]
        at = draw(st.integers(0, max(0, len(body) - 1)))
        size = draw(st.integers(0, 40))
        piece = draw(
            st.one_of(
                st.binary(max_size=12),
                st.sampled_from([b"<", b">", b"&", b"]]>", b"<![CDATA[", b"&#xD800;", b"\0", b'"']),
            )
        )
        body[at : at + size] = piece  # type: ignore[index,operator,assignment]
    return bytes(body)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
class TestEveryReader:
    @given(body=st.binary(max_size=400))
    @settings(max_examples=60, deadline=None)
    def test_any_bytes_give_a_page_or_a_source_error(self, reader: Reader, body: bytes) -> None:
        page = read(reader, body)
        if page is not None:
            check(page)

    @given(
        body=damaged(),
        content_type=st.sampled_from(["", "text/xml; charset=latin1", "x; charset=utf-16", "charset=zlib"]),
    )
    @settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_damaged_answers_give_a_page_or_a_source_error(
        self, reader: Reader, body: bytes, content_type: str
    ) -> None:
        page = read(reader, body, content_type)
        if page is not None:
            check(page)

    @given(text=st.text(max_size=300))
    @settings(max_examples=60, deadline=None)
    def test_any_title_and_link_come_out_clean(self, reader: Reader, text: str) -> None:
        inner = text.replace("]]>", "").encode("utf-8", "replace").decode()
        for body in (
            f"<rss><channel><item><title><![CDATA[{inner}]]></title><link><![CDATA[{inner}]]></link></item>"
            f"<item><title><![CDATA[{inner}]]></title><link>https://a.example/x</link></item></channel></rss>",
            f"<urlset><url><loc>https://a.example/{inner}</loc><title>{inner}</title></url></urlset>",
            f"<html><body><a href='/un-titre-assez-long-{inner}' title='{inner}'>{inner}</a></body></html>",
        ):
            page = read(reader, body.encode())
            if page is not None:
                check(page)

    @pytest.mark.parametrize("body", SAMPLES, ids=range(len(SAMPLES)))
    def test_reading_twice_gives_the_same(self, reader: Reader, body: bytes) -> None:
        assert read(reader, body) == read(reader, body)

    def test_entities_of_a_document_type_are_refused_or_never_expanded(self, reader: Reader) -> None:
        for root in ("rss", "urlset", "html", "feed"):
            body = (
                f'<?xml version="1.0"?><!-- <a> --><!DOCTYPE {root} [<!ENTITY x "boom"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
                f"<{root}><channel><item><title>&x;&f;</title><link>https://www.journal.example/un-long-titre-1</link></item></channel>"
                f"<url><loc>https://www.journal.example/un-long-titre-1</loc></url><a href='/un-long-titre-1'>&x;&f;</a></{root}>"
            )
            page = read(reader, body.encode())
            assert page is None or not any("boom" in (found.title or "") for found in page.candidates)

    def test_caps_hold(self, reader: Reader) -> None:
        count = MAX_SITEMAP_URLS + 10
        rows = "".join(
            f"<url><loc>https://www.journal.example/un-long-titre-{n}</loc></url>" for n in range(count)
        )
        items = "".join(
            f"<item><link>https://www.journal.example/un-long-titre-{n}</link></item>" for n in range(3_000)
        )
        links = "".join(f"<a href='/un-long-titre-{n}'>Un titre</a>" for n in range(3_000))
        caps = {"feed": MAX_FEED_ENTRIES, "wordpress": MAX_FEED_ENTRIES, "sitemap": MAX_SITEMAP_URLS}
        bodies = {
            "sitemap": f"<urlset>{rows}</urlset>",
            "page": f"<html><body>{links}</body></html>",
            "search": f"<html><body>{links}</body></html>",
        }
        body = bodies.get(reader.name, f"<rss><channel>{items}</channel></rss>")
        page = reader.read(body.encode(), BASE)
        assert len(page.candidates) == caps.get(reader.name, MAX_PAGE_LINKS)

    def test_addresses_are_web_addresses_without_holes(self, reader: Reader) -> None:
        for url in reader.addresses(TEMPLATES[reader.name], WINDOW):
            assert url.startswith("https://www.journal.example/")
            assert "{" not in url
            assert " " not in url

    def test_the_table_finds_it_by_kind_and_address(self, reader: Reader) -> None:
        source = Source("s", "journal", reader.kind, TEMPLATES[reader.name])
        assert reader_for(source) is reader


def test_every_kind_has_a_reader_that_takes_any_address() -> None:
    assert set(KINDS) == {SourceKind.FEED, SourceKind.SITEMAP, SourceKind.SEARCH, SourceKind.PAGE}
    for kind in KINDS:
        assert reader_of(kind, "https://a.example/quoi-que-ce-soit").kind is kind


@pytest.mark.parametrize(
    ("body", "name"),
    [(RSS, "feed"), (ATOM, "feed"), (JSON_FEED, "feed"), (SITEMAP, "sitemap"), (INDEX, "sitemap"),
     (gzip.compress(SITEMAP), "sitemap"), (b"https://a.example/x\nhttps://a.example/y\n", "sitemap"),
     (PAGE, "page"), (POSTS, "search"), (b"", "page"), (b"\x89PNG\r\n", "page"),
     (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x" "y"><html><body/></html>', "page")],
)  # fmt: skip
def test_an_answer_shows_what_it_is(body: bytes, name: str) -> None:
    assert sniff(body).name == name
