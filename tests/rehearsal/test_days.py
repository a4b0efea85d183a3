"""A few days of the rehearsal, with real processes, a real crawl and a real mail server (bench/rehearsal.py plays them all).

Never two mails of one day to one person, never silently none, and every article in exactly one report.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from bench.rehearsing.mailserver import Fault, Step
from bench.rehearsing.playing import BOARD, DAILY, PARTNER, PRESS, Rehearsal, end, play, stage
from bench.rehearsing.ticking import Kill, Moment
from bench.rehearsing.verdict import report_text

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="kill -9 is for POSIX"),
    pytest.mark.timeout(400),  # many processes, on machines that others use too
]

TUESDAY = date(2025, 2, 4)


def held(scene: Rehearsal, *days: list[str]) -> None:
    """The rule held on these days, and over all of them."""
    assert [breach for day in days for breach in day] == []
    assert end(scene) == []


def test_killed_at_every_step_a_day_still_brings_one_mail_to_each_and_says_which_is_not_sure(
    tmp_path: Path,
) -> None:
    def killed(scene: Rehearsal) -> None:
        """Killed while reading, matching, before the record, and before the mail server answers."""
        scene.tick("07:00", Kill(Moment.CRAWL_STARTED))
        scene.tick("07:05", Kill(Moment.MATCHING))
        scene.tick("07:20", Kill(Moment.MATCHED))
        scene.tick("07:30", Kill(Moment.FILES_MADE))
        scene.tick("07:32", Kill(Step.DOT, BOARD))
        scene.tick("07:45")
        scene.expect("daily", *DAILY)

    def after(scene: Rehearsal) -> None:
        """The day after."""
        scene.tick("07:30")
        scene.expect("daily", *DAILY)

    with stage(tmp_path, TUESDAY, 2) as scene:
        first = play(scene, killed)
        states = {row["recipient"]: row["state"] for row in scene.place.outbox()}
        assert states == {PRESS: "sent", BOARD: "unknown", PARTNER: "sent"}
        assert len(scene.mail.received) == 3
        second = play(scene, after)
        held(scene, first.breaches, second.breaches)
        assert BOARD in report_text(scene.place, "2025-02-05")


def test_a_mail_server_in_its_worst_mood_and_two_schedules_at_once_make_no_second_mail(
    tmp_path: Path,
) -> None:
    def moody(scene: Rehearsal) -> None:
        """One message lost after the dot, one address unknown, one put off; two ticks at a time."""
        scene.mail.plan(Fault.GREYLIST, PRESS, 1)
        scene.mail.plan(Fault.NO_SUCH_USER, BOARD)
        scene.mail.plan(Fault.DROP_LOST, PARTNER, 1)
        scene.twice("07:30")
        scene.twice("07:45")
        scene.expect("daily", *DAILY)

    with stage(tmp_path, TUESDAY, 1) as scene:
        day = play(scene, moody)
        states = {row["recipient"]: row["state"] for row in scene.place.outbox()}
        assert states == {PRESS: "sent", BOARD: "failed", PARTNER: "unknown"}
        assert [one.recipient for one in scene.mail.received] == [PRESS]
        held(scene, day.breaches)
