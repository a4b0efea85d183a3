"""What is kept of a text: the same for the same words, whatever the page, the machine and the day."""

from __future__ import annotations

from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.clustering import shingle_hashes, sign
from monitor.clustering.signature import MOST_SHINGLES, WINDOW, prints_of, sample

HASHES = st.lists(st.integers(0, 2**32 - 1), max_size=120)


def test_the_hashes_of_a_text_never_change() -> None:
    """Signatures outlive their texts: whoever changes folding or hashing must think of those in the archives."""
    assert shingle_hashes("L’été, cent organisations écrivent : « Assez ! »") == [
        585362862,
        3691306430,
    ]


def test_typography_changes_no_hash() -> None:
    assert shingle_hashes("L'ete cent Organisations ecrivent assez") == shingle_hashes(
        "« L’été » : cent organisations\u00a0écrivent… assez !"
    )


def test_a_text_of_four_words_has_no_shingle_and_no_print(make: SimpleNamespace) -> None:
    signature = sign(make.article("Quatre mots sans plus"))
    assert (signature.shingles, signature.scale, signature.prints) == (frozenset(), 1, frozenset())


def test_a_missing_text_is_signed_as_an_empty_one(make: SimpleNamespace) -> None:
    assert sign(make.article(text=None)).shingles == frozenset()


def test_a_text_of_usual_length_keeps_every_shingle_and_a_long_one_a_known_share(
    make: SimpleNamespace,
) -> None:
    usual, long = sign(make.article(make.text(200))), sign(make.article(make.text(3000)))
    assert (len(usual.shingles), usual.scale) == (196, 1)
    assert MOST_SHINGLES / 2 * 0.7 < len(long.shingles) <= MOST_SHINGLES
    assert long.scale == 16


@settings(deadline=None)
@given(HASHES)
def test_what_is_kept_at_a_larger_scale_is_kept_at_a_smaller_one(hashes: list[int]) -> None:
    kept, scale = sample(hashes * 3)
    assert kept == {value for value in hashes if value < 2**32 // scale}


@settings(deadline=None)
@given(HASHES, HASHES, st.lists(st.integers(0, 2**32 - 1), min_size=WINDOW, max_size=60), HASHES, HASHES)
def test_texts_with_a_window_in_common_share_a_print(
    before: list[int], after: list[int], common: list[int], ahead: list[int], behind: list[int]
) -> None:
    assert prints_of(before + common + after) & prints_of(ahead + common + behind)


@settings(deadline=None)
@given(HASHES)
def test_prints_are_the_smallest_of_each_window(hashes: list[int]) -> None:
    windows = [hashes[start : start + WINDOW] for start in range(max(1, len(hashes) - WINDOW + 1))]
    assert prints_of(hashes) == {min(window) for window in windows if window}


def test_prints_are_few(make: SimpleNamespace) -> None:
    assert len(prints_of(shingle_hashes(make.text(1000)))) < 1000 * 3 / WINDOW


def test_links_are_kept_as_keys_once_each_and_what_is_no_address_is_passed_over(
    make: SimpleNamespace,
) -> None:
    links = (
        "https://agence.example/d1?utm_source=x",
        "http://agence.example/d1",
        "javascript:void(0)",
        "x",
    )
    assert sign(make.article("", links=links)).links == ("agence.example/d1",)


def test_a_body_without_end_is_read_up_to_a_limit(make: SimpleNamespace) -> None:
    signature = sign(make.article("mot " * 1_000_000))
    assert signature.shingles == set(shingle_hashes("mot " * 5))


@settings(deadline=None)
@given(st.text(alphabet=st.characters(), max_size=400))
def test_whatever_a_text_holds_it_can_be_signed(make: SimpleNamespace, text: str) -> None:
    signature = sign(make.article(text, authors=(text,)))
    assert signature.prints <= set(shingle_hashes(text)) and signature.scale == 1
