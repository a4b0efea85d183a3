"""An article beside our text: what is joined, what stays unmarked, what is folded."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from monitor.dossier import Campaign, Document, DocumentKind
from monitor.matching.folding import fold
from monitor.matching.reuse import originals_of, passages_of, reuse_of
from monitor.web.pages.mention_pairs import Fold, Pair, Row, pair_of

OURS = (
    "Depuis vingt ans, les marées montent et les promesses descendent le long de la côte.\n\n"
    "Nous demandons la fermeture des vannes industrielles et la publication des relevés.\n\n"
    "Les élus ont signé des chartes que personne n’a relues depuis."
)


def joined(ours: str, theirs: str, whole: bool = False) -> Pair | None:
    """As the matcher keeps it, then as the page shows it."""
    campaign = Campaign("c", "C", documents=(Document("d", DocumentKind.OPED, "Titre", text=ours),))
    original = next(iter(originals_of(campaign)))
    body = fold(theirs)
    found = reuse_of(original, body)
    passages = [[list(one.ours), list(one.theirs)] for one in passages_of(found, original, body)]
    reuse: dict[str, Any] = {"document": "d", "share_of_article": 0.5, "share_of_document": 0.4}
    return pair_of(campaign, {**reuse, "passages": passages}, theirs, whole)


def words_of(pieces: Any, number: int) -> str:
    return "".join(one.text for one in pieces if one.number == number).strip()


def test_a_passage_over_two_paragraphs_is_cut_at_their_end_and_each_part_has_its_number() -> None:
    pair = joined(OURS, OURS)
    assert pair is not None
    assert [row.numbers for row in pair.rows if isinstance(row, Row)] == [(1,), (2,), (3,)]
    assert pair.left_out == ()


def test_paragraphs_that_the_newsroom_put_together_are_joined_to_both_of_ours() -> None:
    pair = joined(OURS, OURS.replace("\n\n", " "))
    assert pair is not None
    (row,) = pair.rows
    assert isinstance(row, Row)
    assert (row.numbers, len(row.ours)) == ((1, 2, 3), 3)


def test_what_the_newsroom_wrote_itself_stays_unmarked_and_what_it_left_out_is_told() -> None:
    first, second, third = OURS.split("\n\n")
    pair = joined(OURS, f"Un chapeau à nous.\n{second} La préfecture se tait.\n{third}")
    assert pair is not None
    rows = [row for row in pair.rows if isinstance(row, Row)]
    assert [row.numbers for row in rows] == [(), (1,), (2,)]
    assert words_of(rows[1].theirs, 0) == ". La préfecture se tait."
    assert [words_of(one, 0) for one in pair.left_out] == [first]


def test_a_long_article_is_folded_away_from_our_words_and_shown_whole_when_asked() -> None:
    first = OURS.split("\n\n")[0]
    long = "\n".join([*(f"Paragraphe {n} de la rédaction." for n in range(30)), first])
    folded, whole = joined(OURS, long), joined(OURS, long, whole=True)
    assert folded is not None
    assert whole is not None
    assert [row.rows for row in folded.rows if isinstance(row, Fold)] == [28]
    assert len(whole.rows) == 31


def test_offsets_that_no_longer_fit_our_text_join_nothing() -> None:
    campaign = Campaign("c", "C", documents=(Document("d", DocumentKind.OPED, "Titre", text="Court."),))
    reuse = {"document": "d", "passages": [[[0, 90], [0, 80]]]}
    assert pair_of(campaign, reuse, OURS, False) is None
    assert pair_of(campaign, {"document": "gone", "passages": []}, OURS, False) is None


@given(st.lists(st.sampled_from([*OURS.split(), "\n", "autre", "mot"]), max_size=60))
def test_equal_numbers_stand_by_the_same_words(words: list[str]) -> None:
    theirs = " ".join(words)
    pair = joined(OURS, theirs)
    for span in pair.spans if pair is not None else ():
        said = theirs[span.start : span.end]
        assert "\n" not in said
        assert fold(said).tokens[0].folded in {one.folded for one in fold(OURS).tokens}
