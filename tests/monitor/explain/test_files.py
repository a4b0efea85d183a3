"""Files that a person gives: lists of every tool, saved pages, texts; anything else is refused with a reason."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from monitor.explain.files import (
    NO_ADDRESS,
    NO_PAGE,
    TOO_LARGE,
    GivenUnreadable,
    article_of,
    given,
    in_lines,
    in_table,
)
from storage.model import StoredArticle

NOW = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)
ONE, OTHER = "https://phare.example/une?a=1&b=2", "http://gazette.example/idées/deux"
ABOUT = "Quatre-vingts associations ont publié une tribune dans La Gazette, et le village en parle ce matin. "
ASKED = "Elles demandent que le fleuve garde ses méandres, et disent pourquoi cela presse cette année. "
PAGE = (
    '<html lang="fr"><head><title>Le fleuve</title><link rel="canonical" href="https://phare.example/fleuve-12345">'
    '<meta property="article:published_time" content="2026-03-09T10:00:00+01:00"></head><body><article>'
    f"<h1>Le fleuve et ses digues</h1><p>{ABOUT * 3}</p><p>{ASKED * 3}</p></article></body></html>"
)


def write(folder: Path, name: str, data: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


@pytest.mark.parametrize(
    "data",
    [
        f"{ONE}\n{OTHER}\n",
        f"\ufeff  {ONE}  \r\n\r\n{OTHER}",
        f"{ONE}\n{OTHER}".encode("cp1252"),
    ],
)
def test_a_text_of_addresses_alone_is_a_list(tmp_path: Path, data: str | bytes) -> None:
    assert given(write(tmp_path, "liste.txt", data), NOW) == [ONE, OTHER]


@pytest.mark.parametrize(
    "data",
    [
        f"Titre;URL;Date\r\nUn;{ONE};2026\r\nDeux;{OTHER};2026\r\n",
        f'\ufeff"Date","Link"\n"1","{ONE}"\n"2","{OTHER}"\n',
        f"URL\tTitle\n{ONE}\tUn\n{OTHER}\tDeux".encode("utf-16"),
        f"{ONE}\n{OTHER}\n",
        f"image;page\nhttps://phare.example/logo.png;{ONE}\n;{OTHER}\n",
    ],
)
def test_a_table_gives_the_addresses_of_the_column_that_has_most(tmp_path: Path, data: str | bytes) -> None:
    assert given(write(tmp_path, "autre-outil.csv", data), NOW) == [ONE, OTHER]


def test_a_table_without_address_is_refused_with_a_reason(tmp_path: Path) -> None:
    with pytest.raises(GivenUnreadable) as refused:
        given(write(tmp_path, "notes.csv", "nom;ville\nMaud;Lille\n"), NOW)
    assert refused.value.reason == NO_ADDRESS


def test_a_saved_page_is_read_as_a_crawl_would_read_it(tmp_path: Path) -> None:
    article = given(write(tmp_path, "page enregistrée.html", PAGE), NOW)
    assert isinstance(article, StoredArticle)
    assert (article.id, article.title) == ("", "Le fleuve et ses digues")
    assert article.published_at == datetime.fromisoformat("2026-03-09T10:00:00+01:00")
    assert "Quatre-vingts associations" in (article.text or "")
    assert article.text_fingerprint


def test_a_page_is_known_by_its_markup_whatever_its_name(tmp_path: Path) -> None:
    assert isinstance(given(write(tmp_path, "page.txt", f"<!DOCTYPE html>\n{PAGE}"), NOW), StoredArticle)


def test_a_page_without_article_is_refused_with_a_reason(tmp_path: Path) -> None:
    with pytest.raises(GivenUnreadable) as refused:
        given(write(tmp_path, "vide.html", "<html><body></body></html>"), NOW)
    assert refused.value.reason


@pytest.mark.parametrize(
    ("data", "title", "body"),
    [
        ("# Le fleuve\n\nIl déborde.", "Le fleuve", "Il déborde."),
        ("Le fleuve\n\nIl déborde.\nEncore.", "Le fleuve", "Il déborde.\nEncore."),
        ("Il déborde.\nEncore.", "", "Il déborde.\nEncore."),
    ],
)
def test_a_text_is_an_article_whose_title_stands_by_itself(
    tmp_path: Path, data: str, title: str, body: str
) -> None:
    article = given(write(tmp_path, "note.txt", data), NOW)
    assert isinstance(article, StoredArticle)
    assert (article.title, article.text, article.outlet.name) == (title, body, "note")


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"PK\x03\x04 no word file"])
def test_what_is_no_text_is_refused_with_a_reason(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(GivenUnreadable) as refused:
        given(write(tmp_path, "piece-jointe.bin", data), NOW)
    assert refused.value.reason not in ("", NO_PAGE)


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "enorme.csv"
    with path.open("wb") as out:
        out.truncate(30_000_000)
    with pytest.raises(GivenUnreadable) as refused:
        given(path, NOW)
    assert refused.value.reason == TOO_LARGE


def test_a_line_of_extract_gives_its_day_links_and_address() -> None:
    row = {
        "url": ONE,
        "text": "Mots.",
        "published_at": "2026-03-09",
        "links": [{"url": OTHER, "text": "Mots", "start": 0}],
    }
    article = article_of(row, "page", NOW)
    assert article.published_at == date(2026, 3, 9)
    assert [link.url for link in article.links] == [OTHER]
    assert article.canonical_url == ONE


@for_any(st.text(max_size=400))
def test_any_text_is_a_list_or_none_without_raising(text: str) -> None:
    for found in (in_lines(text), in_table(text)):
        assert all(address.lower().startswith("http") for address in found)
