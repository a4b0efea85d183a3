from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.matching.folding import fold_words
from storage.quick_words import quick_words

SIGNS = st.sampled_from(
    [
        *"aéEœßIy1.·_-'’« »\n\u00ad\u200b\u0301\u202f½№ⓐİſµжα中",
        "I.A.",
        "étudiant.e.s",
        "O.N.U",
        "ﬁn",
        ". ",
        "😀",
    ]
)


@given(st.one_of(st.lists(SIGNS, max_size=14).map("".join), st.text(max_size=30)))
@settings(max_examples=1500, deadline=None)
@example("vox O.N.U. fin.Début")
@example("étudiant·e·s")
@example("a·b_")
@example("étudiant\u00ad.es")
@example("Étudiant.es ")
@example("e\u0301tudiant.es")
@example("etudiant.e\u0301s")
def test_the_quick_words_are_those_of_folding(text: str) -> None:
    assert quick_words(text) == fold_words(text)


@pytest.mark.parametrize("form", ["vox{}public", "étudiant.{}s", "étud{}ant.es", "I.{}"])
def test_whatever_sign_stands_in_a_text_the_words_are_those_of_folding(form: str) -> None:
    for number in range(0x3100):
        text = form.format(chr(number))
        assert quick_words(text) == fold_words(text), hex(number)
