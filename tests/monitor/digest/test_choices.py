"""What people chose for a report: its top, its order, what is left out, what is told; about stories, not articles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from monitor.digest import NO_CHOICES, Choices, State, Story, choices_of
from monitor.reports import FORMATS, render
from storage.model import MentionKind, Review
from tests.monitor.reports.situations import digest_with


def titles(stories: Iterable[Story]) -> list[str]:
    return [story.lead.article.title for story in stories]


def five(press: Any) -> list[Any]:
    """Five pickups, the strongest first, each of an outlet of its own."""
    return [
        press.mention(f"t{number}", press.outlet(f"J{number}", tier=number), f"2025-02-05 1{number}:00")
        for number in range(1, 6)
    ]


def test_without_choices_the_report_is_as_it_was(press: Any) -> None:
    mentions = five(press)
    assert digest_with(press, mentions) == digest_with(press, mentions, choices=NO_CHOICES)


def test_what_is_put_at_the_top_comes_before_the_strongest_and_what_is_taken_off_is_not_there(
    press: Any,
) -> None:
    mentions = five(press)
    ids = [one.id for one in mentions]
    assert titles(digest_with(press, mentions).highlights) == ["t1", "t2", "t3"]
    chosen = digest_with(press, mentions, choices=Choices(first={ids[4]: True, ids[0]: False}))
    assert titles(chosen.highlights) == ["t5", "t2", "t3"]
    none = digest_with(press, mentions, choices=Choices(first=dict.fromkeys(ids, False)))
    assert none.highlights == ()
    assert len(none.pickups) == 5
    page = render(none, "text", "fr").decode()
    assert "À la une" not in page and "t1" in page


def test_a_choice_for_this_report_comes_before_a_star(press: Any) -> None:
    mentions = five(press)
    mentions += [press.mention("étoile", press.outlet("J9", tier=9), review=Review(starred=True))]
    chosen = digest_with(press, mentions, choices=Choices(first={mentions[4].id: True}))
    assert titles(chosen.highlights) == ["t5", "étoile", "t1"]
    assert "étoile" not in titles(
        digest_with(press, mentions, choices=Choices(first={mentions[5].id: False})).highlights
    )


def test_the_order_by_hand_holds_in_every_list_and_the_rest_follows_as_it_stood(press: Any) -> None:
    mentions = five(press)
    topic = [press.mention(f"e{number}", f"E{number}", kind=MentionKind.TOPIC) for number in range(3)]
    order = (topic[2].id, mentions[3].id, mentions[1].id, "gone")
    digest = digest_with(press, [*mentions, *topic], choices=Choices(order=order))
    assert titles(digest.pickups) == ["t4", "t2", "t1", "t3", "t5"]
    assert titles(digest.topic) == ["e2", "e0", "e1"]
    assert titles(digest.highlights) == ["t2", "t1", "t3"]


def test_what_is_left_out_is_in_no_list_and_no_number_but_is_counted_as_left_out(press: Any) -> None:
    mentions = five(press)
    digest = digest_with(press, mentions, choices=Choices(out={mentions[0].id: "pas ici"}))
    assert titles(digest.pickups) == ["t2", "t3", "t4", "t5"]
    assert (titles(digest.left_out), digest.tally.articles) == (["t1"], 4)
    assert digest.since_release.articles == 5
    said = " ".join(render(digest, "text", "fr").decode().split())
    assert "1 article est laissé hors de ce point par choix" in said.replace("\u00a0", " ")
    for name in FORMATS:
        if name != "pdf":
            assert b"pas ici" not in render(digest, name, "fr")


def test_a_dispatch_is_left_out_with_all_its_reprints_whichever_speaks_for_it(press: Any) -> None:
    copies = [press.mention(f"c{n}", f"C{n}", f"2025-02-05 1{n}:00", text="dispatch") for n in range(3)]
    digest = digest_with(press, copies, choices=Choices(out={copies[2].id: "x"}, remarks={copies[2].id: "y"}))
    assert (digest.pickups, digest.tally.articles, digest.state) == ((), 0, State.NOTHING)
    assert [len(story.members) for story in digest.left_out] == [3]
    assert digest.remarks == {}


def test_remarks_and_a_foreword_are_told_in_every_text_and_notes_never(press: Any) -> None:
    mention = press.mention("t", "J", review=Review(note="appeler son rédacteur", reviewed_by="Inès"))
    digest = digest_with(
        press, [mention], choices=Choices(foreword="Bonjour.\nÀ demain.", remarks={mention.id: "À lire."})
    )
    for name in ("html", "mail", "text"):
        page = render(digest, name, "fr").decode()
        assert "Bonjour." in page and "À demain." in page and "À lire." in page
        assert "appeler" not in page and "Inès" not in page


def test_of_an_organisations_own_report_only_its_own_remarks_are_kept(press: Any) -> None:
    mine = press.mention("m", "J", organisations=("rivage",))
    other = press.mention("o", "K")
    digest = digest_with(
        press,
        [mine, other],
        choices=Choices(remarks={mine.id: "a", other.id: "b"}, out={}),
        organisation=press.campaign.organisations[0],
    )
    assert digest.remarks == {mine.id: "a"}


@given(
    st.dictionaries(
        st.sampled_from(["foreword", "order", "first:a", "out:b", "remark:a", "other", "x:y", ""]),
        st.one_of(st.none(), st.just("texte")),
    )
)
def test_parts_that_nobody_knows_are_passed_over(parts: dict[str, Any]) -> None:
    found = choices_of(parts | ({"order": ["a"]} if parts.get("order") else {}))
    assert set(found.remarks) | set(found.first) <= {"a"}
    assert set(found.out) <= {"b"}
