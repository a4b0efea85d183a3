"""A text and a cut of it are one dispatch; texts that only quote the same words, or ours, are not."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.clustering import is_near, nearness, shingle_hashes, sign
from monitor.matching.folding import fold_words


def near(make: SimpleNamespace, one: str, other: str, ours: str = "", walled: bool = False) -> bool:
    signatures = sign(make.article(one)), sign(make.article(other, paywalled=walled))
    own = frozenset(shingle_hashes(ours))
    forth, back = nearness(*signatures, own), nearness(*reversed(signatures), own)  # type: ignore[arg-type]
    assert forth == back
    return is_near(forth)


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10**6), length=st.integers(90, 900), share=st.floats(0.45, 1.0), start=st.floats(0, 1)
)
def test_a_text_and_a_cut_of_it_are_near(
    make: SimpleNamespace, seed: int, length: int, share: float, start: float
) -> None:
    words = make.words(length, seed)
    kept = int(length * share)
    first = int((length - kept) * start)
    assert near(make, " ".join(words), " ".join(words[first : first + kept]))


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), lengths=st.tuples(st.integers(0, 900), st.integers(0, 900)))
def test_unrelated_texts_are_not_near(make: SimpleNamespace, seed: int, lengths: tuple[int, int]) -> None:
    assert not near(make, make.text(lengths[0], seed), make.text(lengths[1], seed + 1))


def test_a_local_paragraph_makes_no_other_dispatch(make: SimpleNamespace) -> None:
    dispatch = make.text(150)
    assert near(make, dispatch, f"{dispatch}\n\n{make.text(60, 1)}")
    assert near(make, dispatch, f"{make.text(60, 1)}\n\n{dispatch[: len(dispatch) // 2]}")


def test_a_word_changed_here_and_there_makes_no_other_dispatch(make: SimpleNamespace) -> None:
    words = make.words(300)
    changed = ["autre" if number % 20 == 7 else word for number, word in enumerate(words)]
    assert near(make, " ".join(words), " ".join(changed))


def test_typography_makes_no_other_dispatch(make: SimpleNamespace) -> None:
    plain = f"L'idee d'un sommet : \"nous n'avons rien a dire\", dit-on a Saint-Ouen. {make.text(60)}"
    typeset = plain.replace("'", "’").replace('"nous', "«\u00a0nous").replace('dire"', "dire\u00a0»").upper()
    assert near(make, plain, typeset)


def test_a_long_quotation_in_two_articles_makes_no_dispatch(make: SimpleNamespace) -> None:
    quoted = make.text(60)
    assert not near(make, f"{make.text(90, 1)} {quoted}", f"{quoted} {make.text(90, 2)}")


def test_a_round_up_is_no_copy_of_one_of_its_pieces(make: SimpleNamespace) -> None:
    pieces = [make.text(80, seed) for seed in range(5)]
    assert not near(make, " ".join(pieces), pieces[2])


def test_two_short_notes_with_a_sentence_in_common_are_not_near(make: SimpleNamespace) -> None:
    sentence = make.text(28)
    assert not near(make, f"{sentence} {make.text(4, 1)}", f"{sentence} {make.text(4, 2)}")


def test_what_a_paywall_leaves_of_a_dispatch_is_a_copy_of_it(make: SimpleNamespace) -> None:
    words = make.words(500)
    teaser = " ".join(words[:60])
    assert near(make, " ".join(words), teaser, walled=True)
    assert not near(make, " ".join(words), teaser, walled=False)
    assert not near(make, " ".join(words), f"{teaser} {make.text(40, 1)}", walled=True)


class TestOurOwnWords:
    def test_two_copies_of_our_release_are_no_dispatch(self, make: SimpleNamespace) -> None:
        release = make.text(400)
        intro = [make.text(15, seed) for seed in (1, 2)]
        assert near(make, f"{intro[0]} {release}", f"{intro[1]} {release}")
        assert not near(make, f"{intro[0]} {release}", f"{intro[1]} {release}", ours=release)
        assert not near(make, release, release, ours=release)

    def test_a_dispatch_that_quotes_our_release_at_length_is_still_one(self, make: SimpleNamespace) -> None:
        release, dispatch = make.text(400), make.text(120, 1)
        quoting = f"{dispatch} {' '.join(release.split()[:150])}"
        assert near(make, quoting, f"{make.text(10, 2)} {quoting}", ours=release)

    def test_two_articles_that_only_quote_our_release_are_not_near(self, make: SimpleNamespace) -> None:
        release = make.text(400)
        articles = [f"{make.text(60, seed)} {' '.join(release.split()[:150])}" for seed in (1, 2)]
        assert near(make, *articles)
        assert not near(make, *articles, ours=release)


@pytest.mark.parametrize("shared", ["", "a b c d"])
def test_empty_and_tiny_texts_are_near_nothing(make: SimpleNamespace, shared: str) -> None:
    assert not near(make, shared, shared)
    assert not near(make, shared, make.text(100))


def test_the_labelled_dispatches_and_nothing_else_are_near(
    labelled_texts: list[tuple[str, str, str]], make: SimpleNamespace
) -> None:
    """Three families of copies, 19 pairs; five copies of a release of ours, which are none."""
    signed = [(family, sign(make.article(text, id=name))) for name, family, text in labelled_texts]
    ours = frozenset(
        value
        for name, family, text in labelled_texts
        if family == "republication"
        for value in shingle_hashes(text)
    )
    assert sum(len(fold_words(text)) for *_, text in labelled_texts) > 15_000
    found = {True: 0, False: 0}
    for number, (family, one) in enumerate(signed):
        for other_family, other in signed[:number]:
            if is_near(nearness(one, other, ours)):
                found[bool(family) and family == other_family] += 1
    assert found == {True: 19, False: 0}
