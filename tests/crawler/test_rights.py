"""What a site says of text and data mining."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.rights import header_rights, parse_tdmrep
from storage.model import Rights

SITE = json.dumps(
    [
        {"location": "/photos/*.jpg$", "tdm-reservation": 1},
        {"location": "/libre/", "tdm-reservation": 0},
        {"location": "/", "tdm-reservation": 1, "tdm-policy": "https://a.example/p.json"},
    ]
).encode()


@pytest.mark.parametrize(
    ("path", "rights"),
    [
        ("/photos/2025/a.jpg", Rights.RESERVED),
        ("/libre/article", Rights.OPEN),
        ("/article", Rights.RESERVED),
    ],
)
def test_the_first_rule_that_fits_decides(path: str, rights: Rights) -> None:
    assert parse_tdmrep(SITE).of("https://a.example" + path) is rights


def test_a_dollar_stands_for_the_end() -> None:
    rights = parse_tdmrep(json.dumps([{"location": "/a$", "tdm-reservation": 1}]).encode())
    assert rights.of("https://a.example/a") is Rights.RESERVED
    assert rights.of("https://a.example/ab") is Rights.OPEN


def test_no_file_reserves_nothing() -> None:
    assert parse_tdmrep(b"<html>404</html>").of("https://a.example/x") is Rights.OPEN


def test_the_header_says_one() -> None:
    assert header_rights("1") is Rights.RESERVED
    assert header_rights("0") is Rights.OPEN
    assert header_rights(None) is Rights.OPEN


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_harm(body: bytes) -> None:
    parse_tdmrep(body).of("https://a.example/x")
