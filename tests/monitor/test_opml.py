"""OPML: read as any feed reader writes it, hostile or not; what we write comes back as it was."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from monitor.opml import MOST_OUTLINES, Opml, OpmlUnreadable, compared, read_opml, wanted_of, write_opml
from monitor.sources_edit import change
from monitor.workspace import shipped_sources
from storage.catalogue import Listing, read_catalogue
from storage.model import SourceKind

NOW = datetime(2025, 2, 5, 8, tzinfo=UTC)
FEED = SourceKind.FEED
READER = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0"><head><title>Abonnements de Maud &amp; Karim</title></head><body>
 <outline text="Régionaux" title="Régionaux">
  <outline text="Est">
   <outline type="rss" text="Sarmande – une" title="Sarmande Matin" xmlUrl="https://www.sarmande.example/une.xml" htmlUrl="https://www.sarmande.example/"/>
   <outline type="rss" text="Sarmande – sports" xmlUrl="https://sarmande.example/sports.xml" htmlUrl="https://sarmande.example/sports"/>
  </outline>
 </outline>
 <outline type="rss" text="Blog du quai" xmlUrl="http://feeds.feedburner.com/quai" htmlUrl="https://quai.example/blog"/>
 <outline type="rss" text="Sans maison" xmlUrl="http://feeds.feedburner.com/perdu"/>
 <outline type="rss" text="Piège" xmlUrl="javascript:alert(1)" htmlUrl="data:text/html,x"/>
 <outline text="Un dossier vide"/><outline type="link" text="Un lien" url="https://ailleurs.example/"/>
</body></opml>"""


def named(opml: Opml) -> list[tuple[str, str, list[str]]]:
    return [(one.name, one.domain, [url for _, url in one.sources]) for one in opml.outlets]


def test_what_a_reader_exports_becomes_outlets_by_site_and_the_rest_is_told() -> None:
    found = read_opml(READER.encode())
    assert named(found) == [
        (
            "Sarmande Matin",
            "sarmande.example",
            ["https://www.sarmande.example/une.xml", "https://sarmande.example/sports.xml"],
        ),
        ("Blog du quai", "quai.example", ["http://feeds.feedburner.com/quai"]),
    ]
    assert [one.name for one in found.left] == ["Sans maison", "Piège"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-15", "cp1252"])
def test_the_encoding_is_the_one_that_the_file_declares(encoding: str) -> None:
    text = READER.replace("UTF-8", encoding.removesuffix("-sig")).replace("–", "-")
    assert read_opml(text.encode(encoding)).outlets[0].name == "Sarmande Matin"


def test_what_is_known_is_known_however_the_address_is_written() -> None:
    rows = (
        "id,name,domain,feeds\nsarmande,Sarmande,sarmande.example,http://sarmande.example/une.xml/\n"
        "quais,Quais,quais.example,\n"
    )
    listings = read_catalogue(rows.encode()).listings
    found = compared(read_opml(READER.encode()), listings)
    assert found.known == 1
    assert [(one.outlet.id, [url for _, url in sources]) for one, sources in found.more] == [
        ("sarmande", ["https://sarmande.example/sports.xml"])
    ]
    assert [one.domain for one in found.new] == ["quai.example"]
    after = change(rows.encode(), wanted_of(found, listings)).new
    again = compared(read_opml(READER.encode()), read_catalogue(after).listings)
    assert again.is_empty and again.known == 3


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "bonjour",
        "<rss/>",
        "<html><body>OPML</body></html>",
        '{"opml": 1}',
        f'<!DOCTYPE opml [<!ENTITY a0 "ha">{LAUGHS}]><opml><body><outline text="&a11;"/></body></opml>',
        '<!DOCTYPE opml [<!entity x SYSTEM "file:///etc/passwd">]><opml><body><outline text="&x;"/></body></opml>',
        "<opml><body>" + "<outline/>" * (MOST_OUTLINES + 1) + "</body></opml>",
        "<opml>" + "x" * 5_000_001 + "</opml>",
    ],
    ids=["empty", "words", "rss", "html", "json", "laughs", "file", "outlines", "large"],
)
def test_what_is_no_opml_or_too_much_is_refused(text: str) -> None:
    with pytest.raises(OpmlUnreadable):
        read_opml(text.encode())


def test_entities_hidden_in_another_encoding_are_refused_too() -> None:
    text = '<!DOCTYPE opml [<!ENTITY x "y">]><opml><body/></opml>'
    for encoding in ("utf-16", "utf-16-le", "utf-7"):
        with pytest.raises(OpmlUnreadable):
            read_opml(text.encode(encoding))


def test_a_document_type_alone_fetches_nothing_and_harms_nobody(tmp_path: Path) -> None:
    text = f'<!DOCTYPE opml SYSTEM "{(tmp_path / "x.dtd").as_uri()}">' + READER.partition("?>")[2]
    assert len(read_opml(text.encode()).outlets) == 2


def test_damage_is_mended_as_readers_do() -> None:
    damaged = READER.replace("&amp;", "&").replace("</body></opml>", "")
    assert len(read_opml(damaged.encode()).outlets) == 2


def test_the_shipped_list_goes_out_and_comes_back_whole() -> None:
    listings = read_catalogue(shipped_sources()).listings
    found = read_opml(write_opml(listings, "Sources", NOW))
    assert found.left == ()
    assert [one.id for one in found.outlets] == [one.outlet.id for one in listings]
    assert compared(found, listings).is_empty
    empty = change(b"id,name,domain\n", wanted_of(compared(found, ()), ())).new
    assert [(one.outlet, one.sources) for one in read_catalogue(empty).listings] == [
        (one.outlet, one.sources) for one in listings
    ]


def test_another_reader_finds_the_feeds_of_what_we_write() -> None:
    rows = b"id,name,domain,feeds,search\nphare,Le Phare,phare.example,https://phare.example/une.xml,https://phare.example/?s={query}\n"
    written = write_opml(read_catalogue(rows).listings, "Sources <b>", NOW)
    root = etree.fromstring(written)
    assert root.get("version") == "2.0" and root.findtext("head/title") == "Sources <b>"
    feeds = [one for one in root.iter("outline") if one.get("type") == "rss"]
    assert [(one.get("text"), one.get("xmlUrl"), one.get("htmlUrl")) for one in feeds] == [
        ("Le Phare", "https://phare.example/une.xml", "https://phare.example/")
    ]


NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)
PATHS = st.text("abcdefghij0123456789/_-.~%?&=+", max_size=20)


@st.composite
def lists(draw: st.DrawFn) -> list[Listing]:
    """Lists as they can stand in a file: what the catalogue's own reader made of cells."""
    data = b"id,name,domain\n"
    for number in range(draw(st.integers(1, 4))):
        cells = {
            "id": f"m{number}",
            "name": draw(NAMES).strip() or "n",
            "domain": f"m{number}.example",
            "country": draw(st.sampled_from(["", "FR", "BE"])),
            "kind": draw(st.sampled_from(["", "blog", "à nous & « à eux »"])),
            "tier": draw(st.sampled_from(["", "1", "3"])),
            "paywall": draw(st.sampled_from(["", "hard"])),
            "rights": draw(st.sampled_from(["", "tdm-reserved"])),
            "paused": draw(st.sampled_from(["", "yes"])),
            "feeds": f"https://m{number}.example/f{draw(PATHS)}",
            "search": f"https://m{number}.example/?s={{query}}&p={{page}}",
        }
        if number == 0:
            data = (",".join(cells) + "\n").encode()
        quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells.values())
        data += (quoted + "\n").encode()
    return list(read_catalogue(data).listings)


@given(lists())
def test_whatever_is_listed_goes_out_and_comes_back(listings: list[Listing]) -> None:
    found = read_opml(write_opml(listings, "Sources", NOW))
    assert [one.id for one in found.outlets] == [one.outlet.id for one in listings]
    for outlet, listing in zip(found.outlets, listings, strict=True):
        assert [*outlet.sources] == [(one.kind, one.url) for one in listing.sources]
        assert (outlet.country, outlet.kind, outlet.tier, outlet.rights) == (
            listing.outlet.country,
            listing.outlet.kind,
            str(listing.outlet.tier or ""),
            "" if listing.outlet.rights == "open" else listing.outlet.rights,
        )
        assert outlet.extra.get("paused", "") == ("yes" if all(s.paused for s in listing.sources) else "")


def test_outlines_nested_without_end_do_no_harm() -> None:
    deep = "<opml><body>" + "<outline>" * 100_000 + "</outline>" * 100_000 + "</body></opml>"
    with contextlib.suppress(OpmlUnreadable):
        assert read_opml(deep.encode()).outlets == ()
