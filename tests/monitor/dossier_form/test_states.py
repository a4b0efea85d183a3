"""Every state of a dossier that the journal, the earlier files and the archive know, each once, the latest first."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from monitor.dossier_form.states import State, states_of
from storage.model import Action, ActionKind, DossierState, Step

NOON = datetime(2025, 2, 5, 12, tzinfo=UTC)


def hour(hours: int) -> datetime:
    return NOON + timedelta(hours=hours)


def line(number: int, hours: int, before: str, after: str, who: str = "maud") -> Action:
    return Action(
        number=number,
        kind=ActionKind.DOSSIER,
        campaign_id="c",
        step=Step.DO,
        about=None,
        who=who,
        at=hour(hours),
        before={"file": before},
        after={"file": after},
    )


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def told(states: list[State]) -> list[tuple[str, str, int | None]]:
    """Of each state: its file or its mark, who made it, and its hour."""
    return [
        (
            one.data.decode() if one.data is not None else one.mark,
            one.who,
            None if one.since is None else round((one.since - NOON).total_seconds() / 3600),
        )
        for one in states
    ]


def test_each_line_of_the_journal_made_a_state_and_the_first_one_found_another() -> None:
    actions = [line(2, 2, "b", "c", "karim"), line(1, 1, "a", "b")]
    states = states_of(b"c", hour(2), actions, [], [], digest_of)
    assert told(states) == [("c", "karim", 2), ("b", "maud", 1), ("a", "", None)]
    assert [one.current for one in states] == [True, False, False]


def test_a_file_that_somebody_changed_by_hand_stands_between() -> None:
    actions = [line(2, 5, "à la main", "c"), line(1, 1, "a", "b")]
    states = states_of(b"plus tard", hour(7), actions, [], [], digest_of)
    assert told(states) == [
        ("plus tard", "", 7),
        ("c", "maud", 5),
        ("à la main", "", None),
        ("b", "maud", 1),
        ("a", "", None),
    ]


def test_an_earlier_file_that_no_line_knows_is_a_state_and_one_that_is_known_is_not_told_twice() -> None:
    actions = [line(1, 3, "a", "b")]
    earlier = [(hour(3), b"a"), (hour(1), b"avant")]
    assert told(states_of(b"b", hour(3), actions, earlier, [], digest_of)) == [
        ("b", "maud", 3),
        ("a", "", None),
        ("avant", "", None),
    ]


def test_the_archive_knows_since_when_and_states_without_a_file() -> None:
    archive = [
        DossierState(1, digest_of(b"a"), "{}", hour(0)),
        DossierState(2, "une autre", '{"name": "X"}', hour(1)),
        DossierState(3, digest_of(b"b"), "{}", hour(4)),
    ]
    states = states_of(b"b", hour(3), [line(1, 3, "a", "b")], [], archive, digest_of)
    assert told(states) == [("b", "maud", 3), ("a", "", 0), ("v2", "", 1)]
    assert next(one for one in states if one.data is None).payload == '{"name": "X"}'


def test_a_dossier_that_was_made_on_the_desk_was_nothing_before() -> None:
    assert told(states_of(b"a", hour(1), [line(1, 1, "", "a")], [], [], digest_of)) == [("a", "maud", 1)]


def test_a_dossier_never_changed_has_one_state() -> None:
    states = states_of(b"a", hour(1), [], [], [DossierState(1, digest_of(b"a"), "{}", hour(0))], digest_of)
    assert told(states) == [("a", "", 0)]
