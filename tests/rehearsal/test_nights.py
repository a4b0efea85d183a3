"""The nights on which the clocks change, rehearsed: an hour that is missing, an hour that comes twice."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from bench.rehearsing.days import AUTUMN_NIGHT, SPRING_NIGHT
from bench.rehearsing.playing import DAILY, Rehearsal, end, play, stage

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="processes are started in groups of their own"),
    pytest.mark.timeout(400),  # many processes, on machines that others use too
]


@pytest.mark.parametrize(
    ("night", "plan"), [(date(2025, 3, 30), SPRING_NIGHT), (date(2025, 10, 26), AUTUMN_NIGHT)]
)
def test_a_report_at_half_past_two_comes_once_in_the_nights_the_clocks_change(
    tmp_path: Path, night: date, plan: tuple[tuple[str, int], ...]
) -> None:
    def changing(scene: Rehearsal) -> None:
        """The hours of the night, in their order."""
        for hour, fold in plan:
            scene.tick(hour, fold=fold)
        scene.expect("daily", *DAILY)

    with stage(tmp_path, night, 1, report_at="02:30", reading="01:30") as scene:
        day = play(scene, changing)
        assert len(scene.mail.received) == len(DAILY)
        assert day.breaches == []
        assert end(scene) == []
