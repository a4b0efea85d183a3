"""RSS and Atom: true times, one identity, texts as texts, nothing fetched; and the file that a server serves."""

from __future__ import annotations

import os
import re
from calendar import timegm
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from monitor.export import export, write_feed
from monitor.export.feed_file import ITEMS
from storage.model import Review, ReviewStatus
from tests.monitor.export.reading import FEEDS, feed

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.parametrize("name", FEEDS)
def test_an_entry_says_who_what_when_and_where(press: Any, name: str) -> None:
    when = datetime.fromisoformat("2025-02-05T11:48:00-05:00")
    mention = press.mention("L’été & l’œuvre", published=when, authors=["Inès Marchand"])
    found = feed(export([mention], name, "fr", (press.campaign,)))
    assert not found.bozo
    assert found.feed.title == "Liste des retombées – Sommet IA, février 2025"
    (entry,) = found.entries
    assert entry.title.replace("\u00a0", " ") == "Sarmande Matin : L’été & l’œuvre"
    assert entry.link == mention.article.url
    assert entry.id == ("m0001" if name == "rss" else "urn:retombees:m0001")
    assert timegm(entry.published_parsed) == when.timestamp()
    said = entry.summary if name == "rss" else entry.content[0].value
    assert said == (
        "<p>« Une phrase de la tribune », écrivent les signataires.</p><p>Citation, mercredi 5 février 2025.</p>"
    )


def test_the_offset_that_a_page_claims_stays(press: Any) -> None:
    mention = press.mention("T", published=datetime.fromisoformat("2025-02-05T11:48:00-05:00"))
    assert b"<pubDate>Wed, 05 Feb 2025 11:48:00 -0500</pubDate>" in export([mention], "rss", "fr")
    assert b"<published>2025-02-05T11:48:00-05:00</published>" in export([mention], "atom", "fr")


@pytest.mark.parametrize("name", FEEDS)
def test_a_bare_day_is_its_noon_and_no_date_is_none(press: Any, name: str) -> None:
    bare, none = press.mention("bare", published="2025-02-05"), press.mention("none", published=None)
    entries = {one.title.rpartition(": ")[2]: one for one in feed(export([bare, none], name, "en")).entries}
    assert tuple(entries["bare"].published_parsed)[:5] == (2025, 2, 5, 12, 0)
    assert "published" not in entries["none"]


@pytest.mark.parametrize("name", FEEDS)
def test_the_newest_in_the_archive_comes_first_and_dates_the_feed(press: Any, name: str) -> None:
    old = press.mention("old", seen="2025-02-05 20:00", published="2025-02-05 19:00")
    late = press.mention("found late", seen="2025-02-09 08:00", published="2025-02-04 10:00")
    data = export([old, late], name, "en")
    assert [one.title.rpartition(": ")[2] for one in feed(data).entries] == ["found late", "old"]
    built = b"Sun, 09 Feb 2025 07:00:00 +0000" if name == "rss" else b"2025-02-09T07:00:00+00:00"
    assert built in data.split(b"<item>")[0].split(b"<entry>")[0]


@pytest.mark.parametrize("name", FEEDS)
def test_no_reader_is_given_a_picture_or_a_script(press: Any, name: str) -> None:
    hostile = "<img src='http://x.example/a.png'><script>x</script>&lt;img src=http://x.example/b&gt;"
    mention = press.mention(hostile, press.outlet(hostile), excerpt=hostile, url="javascript:alert(1)")
    data = export([mention], name, "fr", (replace(press.campaign, name=hostile),))
    root = etree.fromstring(data)
    assert not root.findall(".//enclosure")
    for element in root.iter():
        assert not (element.text or "").startswith("javascript:")
        assert "javascript:" not in "".join(element.attrib.values())
        if etree.QName(element).localname in ("description", "content", "summary"):
            assert not re.search(r"<(?!/?p>)", element.text or "")
        if etree.QName(element).localname == "title":
            assert "<" not in (element.text or "")


def test_the_file_of_a_feed_holds_what_counts_and_is_left_alone_when_nothing_changed(
    press: Any, tmp_path: Path
) -> None:
    mentions = [
        press.mention("kept"),
        press.mention("rejected", review=Review(ReviewStatus.REJECTED)),
        press.mention("own", own=True),
        replace(press.mention("withdrawn"), withdrawn_at=press.utc("2025-02-06 09:00")),
        replace(press.mention("of another"), campaign_id="autre"),
    ]
    path = write_feed(tmp_path / "reports", press.campaign, mentions, "fr")
    assert path == tmp_path / "reports" / "appel.rss"
    assert [one.title.rpartition(": ")[2].strip() for one in feed(path.read_bytes()).entries] == ["kept"]
    os.utime(path, (1, 1))
    write_feed(tmp_path / "reports", press.campaign, mentions, "fr")
    assert path.stat().st_mtime == 1
    write_feed(tmp_path / "reports", press.campaign, [*mentions, press.mention("new")], "fr")
    assert path.stat().st_mtime > 1
    assert [one.name for one in path.parent.iterdir()] == ["appel.rss"]


def test_the_file_of_a_feed_stays_short(press: Any, tmp_path: Path) -> None:
    mentions = [press.mention(f"T{n}") for n in range(ITEMS + 20)]
    found = feed(write_feed(tmp_path, press.campaign, mentions, "fr").read_bytes())
    assert len(found.entries) == ITEMS
