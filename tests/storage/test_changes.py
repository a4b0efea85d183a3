"""What changes between two reviews, and how the changes of two people meet."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.changes import LAST, Touch, above, below, merge, parts_between, same, value_of, with_parts
from storage.model import MentionKind, Review, ReviewStatus, Salience, Step

AT = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)

reviews = st.builds(
    Review,
    status=st.sampled_from(ReviewStatus),
    tone=st.sampled_from([None, "critical", "neutral"]),
    tags=st.lists(st.sampled_from("abcde"), unique=True).map(tuple),
    starred=st.booleans(),
    note=st.sampled_from(["", "lire", "à citer"]),
    reject_reason=st.sampled_from(["", "homonyme"]),
    kind=st.none() | st.sampled_from(MentionKind),
    salience=st.none() | st.sampled_from(Salience),
)


def touch(before: Review, after: Review, who: str = "karim", number: int = 1) -> Touch:
    return Touch(who, AT, number, *parts_between(before, after))


@given(reviews, reviews)
def test_the_parts_lead_from_one_review_to_the_other_and_back(one: Review, other: Review) -> None:
    before, after = parts_between(one, other)
    assert with_parts(one, after) == other
    assert with_parts(other, before) == one
    assert (before == {}) == (one == other)


@given(reviews, reviews)
def test_only_what_differs_is_a_part(one: Review, other: Review) -> None:
    before, after = parts_between(one, other)
    assert before.keys() == after.keys()
    assert not [part for part in after if before[part] == after[part]]


@given(reviews, reviews, reviews)
def test_what_two_people_want_is_kept_or_told_part_by_part(
    base: Review, theirs: Review, mine: Review
) -> None:
    """The three-way merge, said the long way: by what each of the three values is."""
    wanted = parts_between(base, mine)[1]
    merged = merge(theirs, wanted, [touch(base, theirs)], "zoé")
    for part, value in wanted.items():
        was, now = value_of(base, part), value_of(theirs, part)
        theirs_changed = part in touch(base, theirs).after
        if same(part, now, value) or (theirs_changed and same(part, was, value)):
            assert part not in merged.parts and part not in merged.conflicts
        elif theirs_changed and not same(part, was, now):
            assert part in merged.conflicts and part not in merged.parts
        elif not theirs_changed:
            assert merged.parts[part] == value and part not in merged.conflicts


def test_a_note_and_a_star_do_not_conflict() -> None:
    now = Review(note="à citer")
    merged = merge(now, {"starred": True}, [touch(Review(), now)], "zoé")
    assert (merged.parts, merged.conflicts) == ({"starred": True}, {})


def test_two_tags_do_not_conflict_and_both_stay() -> None:
    now = Review(tags=("conseil",))
    merged = merge(now, {"tag:radio": LAST}, [touch(Review(), now)], "zoé")
    assert with_parts(now, merged.parts).tags == ("conseil", "radio")


def test_two_statuses_conflict_and_it_is_told_by_whom() -> None:
    now = Review(ReviewStatus.REJECTED)
    theirs = touch(Review(), now, number=7)
    merged = merge(now, {"status": "confirmed", "note": "oui"}, [theirs], "zoé")
    assert merged.conflicts == {"status": theirs}


def test_what_another_person_changed_and_changed_back_is_in_nobodys_way() -> None:
    there = touch(Review(), Review(ReviewStatus.REJECTED))
    back = touch(Review(ReviewStatus.REJECTED), Review(), number=2)
    assert merge(Review(), {"status": "confirmed"}, [there, back], "zoé").parts == {"status": "confirmed"}


def test_ones_own_earlier_change_is_no_conflict_however_quickly_the_next_one_follows() -> None:
    now = Review(ReviewStatus.CONFIRMED)
    own = touch(Review(), now, who="zoé")
    assert merge(now, {"status": "rejected"}, [own], "zoé").parts == {"status": "rejected"}
    assert merge(now, {"status": "to_review"}, [own], "zoé").parts == {"status": "to_review"}


def test_a_whole_form_sent_back_leaves_what_its_writer_did_not_change() -> None:
    now = Review(note="de Karim", tone="critical")
    since = [touch(Review(), now)]
    merged = merge(now, {"note": "", "tone": None, "starred": True}, since, "zoé")
    assert (merged.parts, merged.conflicts) == ({"starred": True}, {})


def test_a_tag_that_comes_back_stands_where_it_stood() -> None:
    all_three = Review(tags=("a", "b", "c"))
    before, after = parts_between(all_three, Review(tags=("b",)))
    assert with_parts(with_parts(all_three, after), before) == all_three
    assert with_parts(Review(tags=("b", "x")), before).tags == ("a", "b", "c", "x")


def test_a_later_change_of_the_same_part_stands_above_even_where_it_left_the_same_value() -> None:
    there, back = Review(), Review(ReviewStatus.CONFIRMED, note="n")
    lines = [touch(there, back, number=1), touch(back, there, number=2), touch(there, back, number=3)]
    assert {part: one.action for part, one in above(1, ["status", "note"], lines).items()} == {
        "status": 3,
        "note": 3,
    }
    assert above(3, ["status", "note"], lines) == {}


def test_what_was_undone_stands_above_nothing_until_it_is_brought_back() -> None:
    there, back = Review(), Review(starred=True)
    lines = [touch(there, back, number=1), touch(back, there, number=2)]
    lines.append(replace(touch(there, back, number=3), step=Step.UNDO, about=2))
    assert above(1, ["starred"], lines) == {}
    lines.append(replace(touch(back, there, number=4), step=Step.REDO, about=2))
    assert {part: one.action for part, one in above(1, ["starred"], lines).items()} == {"starred": 4}


def test_what_is_not_as_it_was_before_stands_in_the_way_of_bringing_it_back() -> None:
    needed: dict[str, Any] = {"status": "confirmed", "tag:a": 0, "note": "n"}
    now = Review(ReviewStatus.CONFIRMED, tags=("z", "a"), note="m")
    last = touch(Review(), Review(note="m"), number=5)
    assert below(now, needed, [touch(Review(), Review(note="x")), last]) == {"note": last}
    assert below(replace(now, tags=(), note="n"), needed, []) == {"tag:a": None}


@pytest.mark.parametrize("parts", [{"statut": "confirmed"}, {"reviewed_by": "zoé"}])
def test_an_unknown_part_is_refused(parts: dict[str, Any]) -> None:
    with pytest.raises(KeyError):
        with_parts(Review(), parts)
    with pytest.raises(KeyError):
        merge(Review(), parts, [], "zoé")


@pytest.mark.parametrize("parts", [{"status": "oui"}, {"kind": "brève"}, {"salience": ""}])
def test_a_value_that_a_part_cannot_have_is_refused(parts: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        with_parts(Review(), parts)
