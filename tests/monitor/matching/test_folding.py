from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.matching.folding import fold, fold_words

FRENCH = "abcdefghijklmnopqrstuvwxyzàâäéèêëîïôöùûüçœæÿ"
WORDS = st.lists(st.text(FRENCH, min_size=1, max_size=9), max_size=12)
LATIN = st.text(
    st.characters(max_codepoint=0x24F) | st.sampled_from(" .·•’'«»\u00ad\u200b\u00a0\u202f_-"), max_size=80
)


def words(text: str) -> list[str]:
    return [token.folded for token in fold(text).tokens]


@given(st.text(max_size=120) | LATIN)
def test_offsets_point_into_the_raw_text_and_never_go_back(text: str) -> None:
    folded = fold(text)
    end = 0
    for token in folded.tokens:
        assert end <= token.start < token.end <= len(text)
        assert fold_words(text[token.start : token.end]) == [token.folded]
        end = token.end


@given(st.text(max_size=120) | LATIN)
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    once = words(text)
    assert words(" ".join(once)) == once


@given(st.text(max_size=120) | LATIN)
def test_the_quick_half_says_the_same_words(text: str) -> None:
    assert fold_words(text) == words(text)


@given(WORDS, st.randoms(use_true_random=False))
def test_typographic_variants_of_a_text_fold_alike(spelt: list[str], random: object) -> None:
    plain = " ".join(spelt)
    expected = words(plain)
    assert words(unicodedata.normalize("NFD", plain)) == expected
    assert words(plain.upper()) == expected
    assert words(plain.replace(" ", "\u00a0")) == expected
    assert words("\u00ab\u202f" + " - ".join(spelt) + "\u202f\u00bb") == expected
    assert words(" ".join("\u00ad".join(word) for word in spelt)) == expected
    assert words(" ".join(f"\ufeff{word}\u200b" for word in spelt)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("jusqu’à l’IA", ["jusqu", "a", "l", "ia"]),
        ("jusqu'à l'I.A.", ["jusqu", "a", "l", "ia"]),
        ("L.D.H", ["ldh"]),
        ("la L.D.H. Puis", ["la", "ldh", "puis"]),
        ("professionnel·les", ["professionnelles"]),
        ("professionnel•le•s", ["professionnelles"]),
        ("professionnel.le.s", ["professionnelles"]),
        ("policier·ère·s", ["policiereres"]),
        ("employé.es", ["employees"]),
        ("la fin.Les autres", ["la", "fin", "les", "autres"]),
        ("lemonde.fr", ["lemonde", "fr"]),
        ("cœur, ex æquo", ["coeur", "ex", "aequo"]),
        ("ﬁn de l‘État—là", ["fin", "de", "l", "etat", "la"]),
        ("tout_ce_qu-on", ["tout", "ce", "qu", "on"]),
        ("AMNESTY INTERNATIONAL", ["amnesty", "international"]),
        ("\u00ad \u200b", []),
        ("", []),
    ],
)
def test_what_french_pages_write(text: str, expected: list[str]) -> None:
    assert words(text) == expected
    assert words(unicodedata.normalize("NFD", text)) == expected


def test_acronyms_keep_their_case_beside_the_folded_form() -> None:
    folded = fold("La LDH, l’I.A., j’ai, Ldh")
    assert [token.folded for token in folded.tokens] == ["la", "ldh", "l", "ia", "j", "ai", "ldh"]
    assert [folded.is_acronym(index) for index in range(7)] == [False, True, False, True, False, False, False]


@pytest.mark.parametrize("text", ["a.", "e·", "a\u00ad", "abcd.e", "\u0301", "·", "mot "])
def test_time_is_linear(text: str) -> None:
    def seconds(count: int) -> float:
        long, times = text * count, []
        for _ in range(3):
            started = time.process_time()
            fold_words(long)
            times.append(time.process_time() - started)
        return min(times)

    assert seconds(80_000) < 50 * max(
        seconds(8_000), 0.001
    )  # ten times the text; a square would be a hundred
