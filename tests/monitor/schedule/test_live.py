"""Files that people edit while the schedule runs, its one line per thing done, and its one lock."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.config import ConfigurationInvalid
from monitor.schedule.clockwork import Clockwork, has_jumped
from monitor.schedule.journal import Journal, drop_old_logs
from monitor.schedule.live import LiveWorkspace
from monitor.schedule.lock import AnotherScheduler, is_running, only_one
from tests.monitor.schedule.house import House, at

ROOT = Path(__file__).parents[3]


def wait_for(true: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.02)


def test_a_changed_file_is_read_again_and_nothing_is_read_where_nothing_changed(house: House) -> None:
    live = LiveWorkspace(house.workspace)
    before = live.loaded
    assert not live.look()
    assert live.loaded is before
    house.dossier("banc")
    assert live.look()
    assert [campaign.id for campaign in live.loaded.campaigns] == ["appel", "banc"]
    (house.workspace.campaigns / "banc.toml").unlink()
    house.workspace.sources_file.write_text("id,name,domain\nvigie,Vigie,vigie.example\n")
    assert live.look()
    assert [campaign.id for campaign in live.loaded.campaigns] == ["appel"]
    assert len(live.loaded.catalogue.listings) == 1


def test_the_texts_of_a_dossier_are_watched_too(house: House) -> None:
    text = house.workspace.campaigns / "appel" / "appel.md"
    text.parent.mkdir()
    text.write_text("Un.", encoding="utf-8")
    live = LiveWorkspace(house.workspace)
    text.write_text("Un deux.", encoding="utf-8")
    assert live.look()


def test_a_file_with_errors_keeps_the_last_good_state_and_says_so_once(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    ticker = house.ticker()
    good = ticker.live.loaded
    house.dossier("appel", "name = ")
    assert ticker.look()
    assert ticker.live.loaded is good
    assert isinstance(ticker.live.trouble, ConfigurationInvalid)
    said = capsys.readouterr().err
    assert "the last good state is kept" in said and "campaigns/appel.toml" in said
    assert not ticker.look()
    assert capsys.readouterr().err == ""
    house.dossier("appel")
    assert ticker.look()
    assert ticker.live.trouble is None


def test_settings_that_are_gone_for_a_moment_do_not_end_the_schedule(house: House) -> None:
    live = LiveWorkspace(house.workspace)
    house.workspace.settings_file.unlink()
    assert live.look()
    assert live.trouble is not None
    house.settings()
    assert live.look()
    assert live.trouble is None


# ---- the journal ---------------------------------------------------------------------------------------


def test_a_line_holds_no_sign_that_could_forge_another_or_steer_a_terminal(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    journal = Journal(house.workspace.logs, house.clock, lambda: "Europe/Paris")
    journal.say("un\n2025-02-04 05:00 faux\r\x1b[31mrouge")
    lines = (house.workspace.logs / "schedule-2025-02-04.log").read_text(encoding="utf-8").splitlines()
    assert lines == ["2025-02-04 05:00 un 2025-02-04 05:00 faux  [31mrouge"]
    assert capsys.readouterr().err.splitlines() == lines


def test_old_logs_of_ours_are_dropped_and_nothing_else(tmp_path: Path) -> None:
    names = [
        "crawl-2024-01-01.log",
        "schedule-2024-01-01.log",
        "desk-2024-01-01.log",
        "crawl-2025-02-01.log",
        "notes.log",
        "crawl-2024-01-01.txt",
    ]
    for name in names:
        (tmp_path / name).write_text("x")
    assert drop_old_logs(tmp_path, at("2025-02-04 08:00")) == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names[3:])


# ---- the lock ------------------------------------------------------------------------------------------

HOLDER = """
import sys, time
from pathlib import Path
from monitor.schedule.lock import only_one
with only_one(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of POSIX")
def test_a_second_scheduler_is_refused_and_a_dead_one_is_no_obstacle(house: House) -> None:
    archive = house.workspace.archive
    assert not is_running(archive)
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(archive)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        assert is_running(archive)
        with pytest.raises(AnotherScheduler), only_one(archive):
            pass
        os.kill(holder.pid, signal.SIGKILL)
    assert not is_running(archive)
    with only_one(archive):
        assert is_running(archive)


# ---- the clockwork -------------------------------------------------------------------------------------


def test_sleep_and_a_clock_that_is_set_are_noticed_and_a_slow_minute_is_not() -> None:
    def minutes(number: float) -> timedelta:
        return timedelta(minutes=number)

    assert not has_jumped(minutes(0.5), minutes(0.5))
    assert not has_jumped(minutes(4), minutes(0.5))
    assert has_jumped(minutes(540), minutes(0.5))  # asleep: the monotonic clock stood still
    assert has_jumped(minutes(540), minutes(540))  # asleep, on a system where it did not
    assert has_jumped(minutes(-1440), minutes(0.5))  # set back by a day


def test_the_clockwork_ticks_at_once_waits_for_the_next_exact_time_and_ends_cleanly(house: House) -> None:
    """Its clock is the real one: only what it waits for is looked at."""
    house.clock.now = datetime.now(UTC)
    ticker = house.ticker()
    clockwork = Clockwork(ticker, pulse_seconds=0.05)
    clockwork.start()
    try:
        wait_for(lambda: clockwork.waits_for is not None)
        assert house.steps.take()[0] == "read"
        plan_time = clockwork.waits_for
        assert plan_time is not None
        assert house.clock.now < plan_time <= house.clock.now + timedelta(hours=26)
    finally:
        house.stop.set()
        clockwork.stop()


def test_the_clockwork_ends_though_a_tick_is_just_putting_in_the_next_time(house: House) -> None:
    house.clock.now = datetime.now(UTC)
    at_it, go_on = threading.Event(), threading.Event()

    class Held(Clockwork):
        """Works out the next time when the end begins."""

        def _next_time(self) -> datetime | None:
            at_it.set()
            go_on.wait(30)
            return super()._next_time()

    clockwork = Held(house.ticker(), pulse_seconds=0.05)
    clockwork.start()
    assert at_it.wait(30)
    house.stop.set()
    ending = threading.Thread(target=clockwork.stop, daemon=True)
    ending.start()
    ending.join(0.3)
    assert ending.is_alive()  # it waits for the tick
    go_on.set()
    ending.join(30)
    assert not ending.is_alive()


@pytest.mark.parametrize("jump", [{"hours": 9}, {"days": -1}])
def test_a_machine_that_wakes_or_whose_clock_was_set_ticks_at_once(
    house: House, jump: dict[str, float]
) -> None:
    """The next tick would have come in a quarter of an hour, or in a day."""
    house.clock.now = datetime.now(UTC)
    clockwork = Clockwork(house.ticker(), pulse_seconds=0.05, wall=house.clock, steady=lambda: 0.0)
    ticks = lambda: house.steps.called.count("deliver")  # noqa: E731 - a name for what is counted
    clockwork.start()
    try:
        wait_for(lambda: ticks() == 1)
        house.stop.wait(0.3)
        assert ticks() == 1
        house.clock.turn(**jump)
        wait_for(lambda: ticks() == 2)
    finally:
        house.stop.set()
        clockwork.stop()


def test_a_file_that_changes_is_seen_between_two_ticks_and_moves_the_next_time(house: House) -> None:
    house.clock.now = datetime.now(UTC)
    ticker = house.ticker()
    clockwork = Clockwork(ticker)
    clockwork.start()
    try:
        wait_for(lambda: clockwork.waits_for is not None)
        before = clockwork.waits_for
        path = house.workspace.campaigns / "appel.toml"
        path.write_text(path.read_text().replace("07:30", "11:45"), encoding="utf-8")
        house.settings('time = "11:40"\n')
        clockwork.look_at_files()
        assert clockwork.waits_for != before
    finally:
        house.stop.set()
        clockwork.stop()
