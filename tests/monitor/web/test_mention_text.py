"""The text of an article on its page: its passages marked, what is far from them folded, nothing lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.web.pages.mention_text import (
    LONGEST_PARAGRAPH,
    Span,
    blocks,
    marked,
    numbered,
    paragraphs,
    reasons,
)
from monitor.wording import Words
from storage.model import Evidence, MentionKind


def evidence(
    start: int, end: int, type_: str = "quote", weight: float = 0.85, text: str = "mots"
) -> Evidence:
    return Evidence(type_, "document", "d", "body", text, start, end, weight)


def test_passages_that_overlap_are_one_and_numbers_follow_the_text() -> None:
    found = numbered([evidence(30, 40), evidence(0, 10), evidence(5, 20)], 100)
    assert found == [Span(0, 20, 1), Span(30, 40, 2)]


def test_offsets_that_lie_outside_the_text_mark_nothing() -> None:
    assert numbered([evidence(50, 60), evidence(-3, 4)], 20) == []
    assert numbered([evidence(10, 60)], 20) == [Span(10, 20, 1)]


def test_a_passage_over_two_paragraphs_bears_its_number_once() -> None:
    text = "Un deux trois\nquatre cinq"
    spans = [Span(3, 20, 1)]
    first, second = (marked(text, start, end, spans) for start, end in paragraphs(text))
    assert [(one.text, one.number, one.first) for one in first] == [
        ("Un ", 0, False),
        ("deux trois", 1, True),
    ]
    assert [(one.text, one.number, one.first) for one in second] == [
        ("quatre", 1, False),
        (" cinq", 0, False),
    ]


def test_only_paragraphs_far_from_every_passage_are_folded() -> None:
    lines = [f"Paragraphe numéro {n}." for n in range(20)]
    text = "\n".join(lines)
    at = text.index(lines[10])
    found = blocks(text, [Span(at, at + 5, 1)])
    assert [(len(one.paragraphs), one.folded) for one in found] == [
        (2, False),
        (7, True),
        (3, False),
        (8, True),
    ]
    assert found[1].words == 21


def test_a_mark_that_turns_the_direction_of_writing_is_taken_out() -> None:
    (piece,) = marked("a\u202eb\u0007c", 0, 5, [])
    assert piece.text == "ab c"


@given(st.text(alphabet="ab \n", max_size=9_000))
def test_no_word_is_lost_and_no_paragraph_is_longer_than_the_longest(text: str) -> None:
    spans = list(paragraphs(text))
    assert all(0 < end - start <= LONGEST_PARAGRAPH for start, end in spans)
    assert sum(len(text[a:b].replace(" ", "")) for a, b in spans) == len("".join(text.split()))


def test_reasons_say_their_weight_in_words_and_what_speaks_against_comes_last() -> None:
    rival = Evidence("rival", "rival", "r", "title", "Un autre appel", 0, 14, 0.0)
    weak = Evidence("organisation", "organisation", "o", "body", "Collectif", 3, 12, 0.3)
    found = reasons(Words("fr"), [rival, weak, evidence(20, 30)], MentionKind.CITATION, [Span(3, 12, 1)])
    assert [(one.weight, one.against, one.numbers) for one in found] == [
        ("fort", False, ()),
        ("faible", False, (1,)),
        ("contre", True, ()),
    ]
