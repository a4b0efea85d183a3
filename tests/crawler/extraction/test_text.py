"""The border: what has passed `clean` can be stored, exported, mailed and compared."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extraction.text import clean, fold, mend, one_line

ANY = st.text(st.characters(exclude_categories=()), max_size=200)
INVISIBLE = "\u200b\u200e\u200f\u202a\u202e\u2066\u2069\ufeff\u2060\xad\ufffe\uffff"


@given(ANY)
@settings(max_examples=1500)
def test_clean_text_is_nfc_without_controls_surrogates_and_direction_signs(text: str) -> None:
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not any(
        unicodedata.category(c) in ("Cc", "Cs") for c in cleaned.replace("\n", "").replace("\t", "")
    )
    assert not set(cleaned) & set(INVISIBLE)
    cleaned.encode("utf-8")
    json.loads(json.dumps(cleaned))


@given(ANY)
@settings(max_examples=1500)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(ANY, st.integers(1, 80))
def test_one_line_is_one_line_of_the_length_asked_for(text: str, limit: int) -> None:
    line = one_line(text, limit)
    assert "\n" not in line and len(line) <= limit and line == line.strip(" ")


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("e\u0301te\u0301", "été"),
        ("intel\xadligence arti\u200bficielle", "intelligence artificielle"),
        ("abc\u202edef\u202c", "abcdef"),
        ("un\x00 deux\x07 trois\x9d", "un deux trois"),
        ("« mot\xa0»", "« mot\xa0»"),
        ("a\u200db", "ab"),
        ("👩\u200d🔬", "👩\u200d🔬"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("un\r\ndeux\u2028trois", "un\ndeux\ntrois"),
        ("a\ud800b", "ab"),
        ("e\xad\u0301", "é"),
    ],
)
def test_what_no_reader_sees_is_gone(given_text: str, expected: str) -> None:
    assert clean(given_text) == expected


@pytest.mark.parametrize(
    "text", ["L’été à l’œuvre, déjà « là »", "Où ça ? À Sète…", "coûter 5 € — dès l’aube"]
)
def test_double_encoding_is_undone(text: str) -> None:
    broken = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in text.encode())
    assert broken != text
    assert mend(broken) == text


WORDS = [
    "À",
    "É",
    "été",
    "œuvre",
    "où",
    "«",
    "»",
    "…",
    "l’été",
    "CHÂTEAU",
    "ÂGE",
    "Île",
    "—",
    "–",
    "déjà",
    "ça",
    "5",
    "€",
    "São",
    "Ávila",
    "Übung",
    "naïf",
    "“oui”",
    "Œuvre",
    "20",
    "%",
    "n°",
    "©",
]


@given(st.lists(st.sampled_from(WORDS), max_size=12), st.sampled_from([" ", "\xa0", "\u202f"]))
def test_ordinary_words_are_not_mended_away(words: list[str], space: str) -> None:
    text = space.join(words)
    assert mend(text) == text


def test_folding_tells_the_same_line_in_another_dress() -> None:
    assert fold("« L’ÉTÉ des ONG »") == fold("l'ete des ong") == "l ete des ong"
