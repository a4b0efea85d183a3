"""A tick does what is due, in order; no step that fails stops another; a tick that is killed is finished by the next."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.commands.session import BUG, BUSY, DONE
from storage.model import Run, RunKind, RunState
from tests.monitor.schedule.house import House, at

ROOT = Path(__file__).parents[3]


def states(house: House, kind: RunKind) -> list[RunState]:
    with house.store() as store:
        return [run.state for run in store.runs(kind)]


def test_a_first_tick_reads_everything_and_waits_for_the_time_of_the_report(house: House) -> None:
    assert house.ticker().tick() == DONE
    assert house.steps.take() == ["read", "match", "alert appel", "deliver", "backup", "retention"]


def test_a_morning_reads_at_its_time_then_reports_once(house: House) -> None:
    ticker = house.ticker()
    ticker.tick()
    called = []
    for _ in range(4 * 24):
        house.clock.turn(minutes=15)
        house.steps.take()
        ticker.tick()
        called += [
            f"{house.clock.now.astimezone(at('2025-02-04 00:00').tzinfo):%H:%M} {name}"
            for name in house.steps.take()
        ]
    reports = [line for line in called if "report" in line]
    assert reports == ["06:30 report appel daily"]  # 7:30 in Paris, in UTC
    assert "06:00 read" in called
    assert [line for line in called if "backup" in line] == ["23:00 backup"]  # a new day in Paris


def test_a_report_is_not_made_before_its_reading_has_ended(house: House) -> None:
    house.clock.now = at("2025-02-04 07:31")
    house.steps.busy = True
    ticker = house.ticker()
    assert ticker.tick() == BUSY
    assert "report appel daily" not in house.steps.take()
    assert ticker.waits
    house.steps.busy = False
    house.clock.turn(minutes=1)
    assert ticker.tick() == DONE
    assert house.steps.take()[:3] == ["read", "match", "report appel daily"]
    assert not ticker.waits


def test_a_reading_that_fails_is_tried_once_and_the_report_says_what_it_could_not_do(house: House) -> None:
    house.clock.now = at("2025-02-04 07:31")
    house.steps.fail.add("read")
    assert house.ticker().tick() == BUG
    assert house.steps.take() == [
        "read",
        "match",
        "report appel daily",
        "alert appel",
        "deliver",
        "backup",
        "retention",
    ]


@pytest.mark.parametrize(
    "step", ["read", "report appel daily", "alert appel", "deliver", "backup", "retention"]
)
def test_a_step_that_fails_stops_no_other_and_leaves_a_row(
    house: House, step: str, capsys: pytest.CaptureFixture[str]
) -> None:
    house.dossier("banc")
    house.clock.now = at("2025-02-04 08:00")
    house.steps.fail.add(step)
    assert house.ticker().tick() == BUG
    assert house.steps.take() == [
        "read",
        "match",
        "report appel daily",
        "report banc daily",
        "alert appel",
        "alert banc",
        "deliver",
        "backup",
        "retention",
    ]
    with house.store() as store:
        failed = [run for run in store.runs(limit=50) if run.state is RunState.FAILED]
    assert [run.detail.endswith(": RuntimeError") for run in failed] == [True]
    said = capsys.readouterr().err
    assert "This failed: " in said and "planted" not in said and "Traceback" not in said
    log = next(house.workspace.logs.glob("schedule-*.log")).read_text(encoding="utf-8")
    assert "RuntimeError: planted in" in log


def test_a_dossier_that_cannot_be_matched_holds_up_its_own_report_only(house: House) -> None:
    """Its report would say that nothing came out."""
    house.dossier("banc")
    house.clock.now = at("2025-02-04 08:00")
    house.steps.fail.add("match banc")
    ticker = house.ticker()
    assert ticker.tick() == BUG
    assert [name for name in house.steps.take() if "report" in name] == ["report appel daily"]
    house.steps.fail.clear()
    house.clock.turn(minutes=15)
    assert ticker.tick() == DONE
    assert [name for name in house.steps.take() if name.startswith(("match", "report"))] == [
        "match",
        "report banc daily",
    ]


def test_a_fault_is_over_once_the_step_went_well_again(house: House) -> None:
    house.steps.fail.add("deliver")
    ticker = house.ticker()
    ticker.tick()
    ticker.tick()
    house.steps.fail.clear()
    ticker.tick()
    ticker.tick()
    assert states(house, RunKind.REPORT) == [RunState.DONE, RunState.FAILED, RunState.FAILED]


def test_a_tick_with_nothing_to_do_is_silent_and_leaves_no_row(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    ticker = house.ticker()
    ticker.tick()
    capsys.readouterr()
    with house.store() as store:
        before = store.runs(limit=50)
    house.clock.turn(minutes=1)
    assert ticker.tick() == DONE
    assert house.steps.take()[-2:] == ["alert appel", "deliver"]
    assert capsys.readouterr().err == ""
    with house.store() as store:
        assert store.runs(limit=50) == before


def test_once_asked_to_stop_a_tick_begins_no_further_step(house: House) -> None:
    house.steps.on_step = lambda name: house.stop.set() if name == "match" else None
    house.clock.now = at("2025-02-04 08:00")
    house.ticker().tick()
    assert house.steps.take() == ["read", "match"]
    house.stop.clear()
    house.steps.on_step = lambda name: None
    house.clock.turn(minutes=5)
    house.ticker().tick()
    assert "report appel daily" in house.steps.take()


def test_a_matching_that_was_cut_short_is_done_again_without_a_reading(house: House) -> None:
    house.ticker().tick()
    with house.store() as store:
        store.begin_run(Run("cut", RunKind.MATCH, house.clock.now + timedelta(seconds=1)))
    house.steps.take()
    house.clock.turn(minutes=1)
    house.ticker().tick()
    assert house.steps.take()[0] == "match"
    assert states(house, RunKind.MATCH)[:2] == [RunState.DONE, RunState.KILLED]


def test_a_changed_dossier_is_matched_without_a_reading(house: House) -> None:
    ticker = house.ticker()
    ticker.tick()
    house.steps.take()
    house.clock.turn(minutes=1)
    house.dossier("appel", (house.workspace.campaigns / "appel.toml").read_text().replace("rivages", "côtes"))
    ticker.tick()
    assert house.steps.take()[0] == "match"


def test_the_moment_in_the_settings_is_read_again_at_every_tick(house: House) -> None:
    ticker = house.ticker()
    for day in (4, 5):
        house.settings(f"\n[clock]\nnow = 2025-03-0{day}T07:45:00+01:00\n")
        ticker.tick()
    with house.store() as store:
        assert [report.day.day for report in store.reports("appel")] == [4, 5]


def test_an_archive_that_is_gone_is_said_and_stops_nothing_for_good(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    ticker = house.ticker()
    kept = house.workspace.archive.rename(house.workspace.root / "elsewhere.db")
    assert ticker.tick() != DONE
    assert "There is no archive yet" in capsys.readouterr().err
    kept.rename(house.workspace.archive)
    assert ticker.tick() == DONE


# ---- kill -9, for real --------------------------------------------------------------------------------

CHILD = """
import json, os, signal, sys
from pathlib import Path
from monitor.workspace import Workspace
from tests.monitor.schedule.house import Clock, House, Steps, at
root, killed_in, when, notes = sys.argv[1:]
house = House(Workspace(Path(root)), Clock(at(when)), Steps())
def on_step(name):
    with open(notes, "a") as out:
        out.write(name + "\\n")
    if name == killed_in:
        os.kill(os.getpid(), signal.SIGKILL)
house.steps.on_step = on_step
sys.exit(house.ticker().tick())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of POSIX")
@pytest.mark.parametrize("step", ["read", "match", "report appel daily", "deliver", "backup"])
def test_a_tick_killed_in_any_step_is_finished_by_the_next_and_nothing_is_done_twice(
    house: House, tmp_path: Path, step: str
) -> None:
    notes, killed_at = tmp_path / "notes", "2025-02-04 07:31"
    arguments = [str(house.workspace.root), step, killed_at, str(notes)]
    child = subprocess.run(
        [sys.executable, "-c", CHILD, *arguments], cwd=ROOT, capture_output=True, check=False
    )
    assert child.returncode == -signal.SIGKILL
    house.clock.now = at(killed_at)
    for _ in range(2):  # two restarts
        house.clock.turn(minutes=1)
        assert house.ticker().tick() == DONE
    done = notes.read_text().splitlines() + house.steps.take()
    with house.store() as store:
        assert [report.day.isoformat() for report in store.reports("appel")] == ["2025-02-04"]
    for once in ("read", "report appel daily", "backup"):
        assert done.count(once) == (2 if once == step else 1)
