"""What stands first, whose report it is, per outlet, and what waits for a review."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.digest import Digest, OutletCount, State, Waiting, importance
from monitor.reports import render
from storage.model import Mention, MentionKind, Review, ReviewStatus, Salience
from tests.monitor.reports.situations import digest_with

CONFIRMED = Review(status=ReviewStatus.CONFIRMED)
STARRED = Review(starred=True)


def with_place(mention: Mention, salience: Salience) -> Mention:
    return replace(mention, judgement=replace(mention.judgement, salience=salience))


def titles(digest: Digest) -> list[str]:
    return [story.lead.article.title for story in digest.highlights]


def ranked(press: Any) -> list[Mention]:
    """Each less important than the one before, by one thing only; the last is the earliest."""
    national = press.outlet("N", "national-daily")
    return [
        press.mention("starred", review=STARRED, published="2025-02-06 07:00"),
        press.mention("confirmed", review=CONFIRMED, published="2025-02-06 06:59"),
        press.mention("tier 1", press.outlet("T", tier=1), "2025-02-06 06:58"),
        press.mention("tier 2", press.outlet("U", tier=2), "2025-02-06 06:57"),
        with_place(press.mention("national", national, "2025-02-06 06:56"), Salience.PASSING),
        with_place(press.mention("main", published="2025-02-06 06:55"), Salience.MAIN),
        press.mention("whole", kind=MentionKind.REPUBLICATION, published="2025-02-06 06:54"),
        press.mention("quotes", quoted=("rivage",), published="2025-02-06 06:53"),
        press.mention("earlier", published="2025-02-06 06:51"),
        press.mention("later", published="2025-02-06 06:52"),
    ]


def test_people_come_before_outlets_before_place_before_kind_before_time(press: Any) -> None:
    mentions = ranked(press)
    keys = [importance(mention) for mention in mentions]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys) - 1
    for start in range(len(mentions) - 2):
        left = [mention.article.title for mention in mentions[start : start + 3]]
        assert titles(digest_with(press, list(reversed(mentions[start:])))) == left


def test_one_outlet_does_not_take_every_place(press: Any) -> None:
    great, small = press.outlet("Grand", tier=1), press.outlet("Petit")
    mentions = [
        *(press.mention(f"grand {number}", great, f"2025-02-06 06:0{number}") for number in range(3)),
        press.mention("petit", small, "2025-02-06 06:30"),
    ]
    assert titles(digest_with(press, mentions)) == ["grand 0", "grand 1", "petit"]
    chosen = [replace(mention, review=STARRED) for mention in mentions[:3]]
    assert titles(digest_with(press, [*chosen, mentions[3]])) == ["grand 0", "grand 1", "grand 2"]


def test_highlights_are_pickups_of_the_period_that_count(press: Any) -> None:
    digest = digest_with(
        press,
        [
            press.mention("à vérifier", to_check=True, review=STARRED),
            press.mention("chez nous", own=True, review=STARRED),
            press.mention("ancienne", published="2025-01-10", review=STARRED),
            press.mention("sujet lié", kind=MentionKind.RELATED, review=STARRED),
            press.mention("écartée", review=Review(ReviewStatus.REJECTED, starred=True)),
            press.mention("compte"),
        ],
    )
    assert titles(digest) == ["compte"]


def test_a_story_counts_as_much_as_its_most_important_article(press: Any) -> None:
    mentions = [
        *(press.mention(f"seule {number}", press.outlet(f"T{number}", tier=2)) for number in range(3)),
        press.mention("dépêche", text="d", published="2025-02-05 10:00"),
        press.mention("reprise", press.outlet("T", tier=1), "2025-02-05 11:00", text="d"),
    ]
    assert titles(digest_with(press, mentions)) == ["dépêche", "seule 0", "seule 1"]


@given(st.permutations(range(10)))
def test_highlights_do_not_depend_on_the_order_of_what_comes_in(press_class: Any, order: list[int]) -> None:
    press = press_class()
    mentions = [press.mention(str(number), text="d" if number < 3 else "") for number in range(10)]
    digest = digest_with(press, [mentions[number] for number in order])
    assert titles(digest) == titles(digest_with(press, mentions))
    assert len(digest.highlights) == 3
    assert all(story in digest.pickups for story in digest.highlights)


def organisation_digest(press: Any, mentions: list[Mention]) -> Digest:
    return digest_with(press, mentions, organisation=press.campaign.organisations[0])


def test_the_report_of_an_organisation_holds_what_names_or_quotes_it_and_nothing_else(press: Any) -> None:
    named = press.mention("nommée", organisations=("rivage", "phare"))
    quoted = press.mention("citée", quoted=("rivage",), published="2025-02-05 17:00")
    other = press.mention("autre", organisations=("phare",), quoted=("phare",))
    related = press.mention("liée", kind=MentionKind.RELATED, organisations=("rivage",))
    doubtful = press.mention("douteuse", to_check=True, organisations=("phare",))
    digest = organisation_digest(press, [named, quoted, other, related, doubtful])
    assert [story.lead.article.title for story in digest.pickups] == ["nommée", "citée"]
    assert len(digest.related) == 1
    assert digest.to_check == ()
    assert digest.since_release.articles == digest.tally.articles == 2
    assert digest.waiting == Waiting(pickups=2, related=1)
    assert sum(day.pickups for day in digest.timeline) == 2


def test_an_organisation_that_nobody_names_has_nothing_though_others_have(press: Any) -> None:
    digest = organisation_digest(press, [press.mention("autre", organisations=("phare",))])
    assert digest.state is State.NOTHING


def test_outlets_are_counted_in_the_period_and_since_the_release(press: Any) -> None:
    mentions = [
        press.mention("une", "Ostrelle", "2025-02-04 10:00", seen="2025-02-04 12:00"),
        press.mention("deux", "Ostrelle", "2025-02-05 16:00"),
        press.mention("trois", "Aube", "2025-02-05 16:00", text="d"),
        press.mention("quatre", "Zénith", "2025-02-05 17:00", text="d"),
        press.mention("à vérifier", "Aube", to_check=True),
        press.mention("sujet", "Aube", kind=MentionKind.TOPIC),
    ]
    digest = digest_with(press, mentions)
    assert digest.outlets == (
        OutletCount(press.outlet("Ostrelle"), 1, 2),
        OutletCount(press.outlet("Aube"), 1, 1),
        OutletCount(press.outlet("Zénith"), 1, 1),
    )
    assert sum(one.total for one in digest.outlets) == digest.since_release.articles
    assert sum(one.period for one in digest.outlets) == digest.tally.articles


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (ReviewStatus.TO_REVIEW, Waiting(pickups=1, related=1, topic=1, to_check=1)),
        (ReviewStatus.CONFIRMED, Waiting()),
        (ReviewStatus.REJECTED, Waiting()),
        (ReviewStatus.SECOND_LOOK, Waiting(second_look=4)),
    ],
)
def test_what_waits_for_a_review_is_counted_by_kind(
    press: Any, status: ReviewStatus, expected: Waiting
) -> None:
    review = Review(status=status)
    mentions = [
        press.mention("p", review=review, published="2025-02-04 10:00", seen="2025-02-04 12:00"),
        press.mention("r", kind=MentionKind.RELATED, review=review),
        press.mention("t", kind=MentionKind.TOPIC, review=review),
        press.mention("c", to_check=True, review=review),
        press.mention("o", own=True, review=review),
    ]
    assert digest_with(press, mentions).waiting == expected


def test_the_kind_that_a_person_gave_is_the_one_that_counts_and_is_shown(press: Any) -> None:
    decided = Review(ReviewStatus.CONFIRMED, kind=MentionKind.CITATION)
    digest = digest_with(
        press, [press.mention("promue", kind=MentionKind.TOPIC, to_check=True, review=decided)]
    )
    assert titles(digest) == ["promue"]
    assert (digest.topic, digest.to_check) == ((), ())
    shown = render(digest, "text", "fr").decode()
    assert "Citation" in shown
    assert "vérifier" not in shown
