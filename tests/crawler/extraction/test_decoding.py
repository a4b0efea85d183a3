"""Bytes become the text that the page means, whatever its header says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.decoding import MAX_BYTES, decode

WORDS = "L’été des élèves : « œuvre » à 5 €"
HTML = f"<html><head><title>{WORDS}</title></head>"


@pytest.mark.parametrize(
    ("codec", "header"),
    [
        ("utf-8", "text/html; charset=utf-8"),
        ("utf-8", "text/html; charset=UTF8"),
        ("utf-8", "text/html"),
        ("utf-8", ""),
        ("utf-8", "text/html; charset=iso-8859-1"),
        ("utf-8", "text/html; charset=gb2312"),
        ("utf-8", "text/html; charset=x-unknown"),
        ("utf-8", "text/html; charset=utf-7"),
        ("utf-8", "text/html; charset=idna"),
        ("utf-8", "text/html; charset=base64"),
        ("cp1252", "text/html; charset=iso-8859-1"),
        ("cp1252", "text/html; charset=utf-8"),
        ("cp1252", "text/html; charset='windows-1252'"),
        ("cp1252", "text/html; charset=us-ascii"),
        ("cp1252", ""),
        ("utf-8-sig", "text/html; charset=iso-8859-1"),
        ("utf-16", "text/html; charset=iso-8859-1"),
        ("utf-16-le", "text/html"),
        ("utf-16-be", "text/html"),
        ("utf-16-le", "text/html; charset=utf-16"),
        ("mac_roman", "text/html; charset=macintosh"),
    ],
)
def test_french_text_is_intact_whatever_the_page_declares(codec: str, header: str) -> None:
    assert WORDS in decode(HTML.encode(codec), header)


def test_a_meta_counts_where_the_header_is_silent() -> None:
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1252"><title>{WORDS}'
    assert WORDS in decode(page.encode("cp1252"), "text/html")


def test_the_header_counts_before_the_meta() -> None:
    page = '<html><head><meta charset="utf-8"><title>Łódź'
    assert "Łódź" in decode(page.encode("iso-8859-2"), "text/html; charset=iso-8859-2")


def test_an_xml_declaration_counts_as_a_meta() -> None:
    page = '<?xml version="1.0" encoding="iso-8859-2"?><html><title>Łódź'
    assert "Łódź" in decode(page.encode("iso-8859-2"))


def test_a_meta_of_utf16_on_a_page_that_is_none_is_utf8() -> None:
    assert "été" in decode('<meta charset="utf-16"><title>été'.encode())


def test_a_few_windows_bytes_in_a_utf8_page_are_read_as_what_they_are() -> None:
    page = "<p>L’été est à nous, déjà ; ".encode() + "l’œuvre d’été".encode("cp1252")
    assert decode(page).endswith("l’œuvre d’été")


def test_a_cut_last_letter_does_not_turn_a_page_into_windows() -> None:
    assert decode("<p>L’été déjà".encode()[:-1]) == "<p>L’été déj"


def test_no_more_than_the_cap_is_read() -> None:
    assert len(decode(b"x" * (MAX_BYTES + 5))) == MAX_BYTES


@given(st.binary(max_size=400), st.text(max_size=60))
def test_any_bytes_under_any_header_are_some_text(body: bytes, header: str) -> None:
    decode(body, f"text/html; charset={header}").encode("utf-8", "surrogatepass")


@given(st.text(st.characters(codec="cp1252", exclude_characters="\x00"), min_size=1, max_size=60))
def test_what_windows_can_write_comes_back(text: str) -> None:
    assert decode(text.encode("cp1252"), "text/html; charset=iso-8859-1") in (
        text,
        text.encode("cp1252").decode("utf-8", "ignore"),
    )
