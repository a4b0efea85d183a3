"""`schedule` and `serve` as processes, on the embedded press world: kills, signals, two at once, the page meanwhile."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from monitor.cli import main
from monitor.demo import RunningWorld, press_world
from storage.model import RunKind, RunState
from storage.store import open_store
from tests.monitor.commands.calling import CAMPAIGN, MORNING, settle

ROOT = Path(__file__).parents[3]
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals are of POSIX")


@pytest.fixture
def world() -> Iterator[RunningWorld]:
    with press_world(MORNING) as running:
        yield running


@pytest.fixture
def folder(world: RunningWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace of two outlets of the world."""
    for name in ("RETOMBEES_LANG", "RETOMBEES_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)
    return settle(tmp_path / "espace", world, only=("octet", "balancier"))


@contextmanager
def started(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The command as a process of its own; it is gone afterwards, however the test ends."""
    child = subprocess.Popen(
        [sys.executable, "-m", "monitor", "-w", str(folder), "--lang", "en", *arguments],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield child
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
        child.communicate()


def wait_for(true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.1)


def reports(folder: Path) -> list[str]:
    with open_store(folder / "archive.db") as store:
        return [report.day.isoformat() for report in store.reports(CAMPAIGN)]


def crawls(folder: Path) -> list[RunState]:
    with open_store(folder / "archive.db") as store:
        return [run.state for run in store.runs(RunKind.CRAWL)]


def test_once_does_what_is_due_and_a_second_call_finds_nothing_left(
    folder: Path, world: RunningWorld, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["-w", str(folder), "schedule", "--once"]) == 0
    said = capfd.readouterr().err.replace("\u00a0", " ")
    assert "sources lues sur" in said and "Le point du jour : " in said and "La sauvegarde du jour : " in said
    assert reports(folder) == ["2025-02-05"]
    assert list((folder / "backups").iterdir())
    world.clear_requests()
    assert main(["-w", str(folder), "schedule", "--once"]) == 0
    assert capfd.readouterr().err == ""
    assert not world.requests


def test_too_few_readable_sources_are_told_by_the_exit_code_and_the_report_is_made(
    folder: Path, world: RunningWorld
) -> None:
    for outlet in ("octet", "balancier"):
        world.break_(outlet, 503)
    assert main(["-w", str(folder), "schedule", "--once"]) == 4
    assert reports(folder) == ["2025-02-05"]


def test_without_a_contact_or_an_archive_nothing_starts(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    settings = folder / "retombees.toml"
    settings.write_text(settings.read_text().replace("https://retombees.example/robot", ""))
    assert main(["-w", str(folder), "schedule", "--once"]) == 3
    assert "contact" in capfd.readouterr().err
    (folder / "archive.db").unlink()
    (folder / "reports" / "2025-02-04.html").write_text("d’hier")
    assert main(["-w", str(folder), "serve", "--no-schedule", "--port", "0"]) == 3
    assert not (folder / "archive.db").exists()


def test_the_desk_makes_the_archive_of_a_workspace_that_was_never_used(tmp_path: Path) -> None:
    assert main(["init", str(tmp_path / "neuf")]) == 0
    with started(tmp_path / "neuf", "serve", "--no-schedule", "--port", "0") as child:
        wait_for((tmp_path / "neuf" / "archive.db").exists)
        assert child.stderr is not None
        while "premier-compte" not in child.stderr.readline():
            assert child.poll() is None


@posix
@pytest.mark.parametrize(("once", "by_terminal"), [((), False), (("--once",), True)])
def test_a_request_to_end_closes_a_reading_under_way_and_the_next_start_goes_on(
    folder: Path, world: RunningWorld, once: tuple[str, ...], by_terminal: bool
) -> None:
    """SIGTERM to the process, or Ctrl-C, which a terminal sends to all that it started."""
    world.delay("octet", 0.5)
    with started(folder, "schedule", *once) as child:
        wait_for(lambda: len(world.requests) > 2)
        if by_terminal:
            os.killpg(child.pid, signal.SIGINT)
        else:
            child.send_signal(signal.SIGTERM)
        assert child.wait(30) == 0
    assert crawls(folder) == [RunState.STOPPED]
    assert reports(folder) == []
    world.delay("octet", 0)
    assert main(["-w", str(folder), "schedule", "--once"]) == 0
    assert reports(folder) == ["2025-02-05"]


@posix
def test_a_scheduler_killed_in_a_reading_is_no_obstacle_and_its_morning_is_reported_once(
    folder: Path, world: RunningWorld
) -> None:
    world.delay("octet", 0.5)
    with started(folder, "schedule") as child:
        wait_for(lambda: len(world.requests) > 2)
        child.kill()  # nobody listens to the reading any more; it goes on to its end
        child.wait(30)
    world.delay("octet", 0)
    codes: list[int] = []
    wait_for(lambda: codes.append(main(["-w", str(folder), "schedule", "--once"])) or codes[-1] != 6)
    assert codes[-1] == 0
    assert main(["-w", str(folder), "schedule", "--once"]) == 0
    assert crawls(folder)[0] is RunState.DONE
    assert reports(folder) == ["2025-02-05"]


@posix
def test_serve_answers_while_the_schedule_works_and_a_second_scheduler_is_refused(
    folder: Path, world: RunningWorld, capfd: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def done() -> bool:
        return bool(reports(folder)) and bool(list((folder / "backups").iterdir()))

    def answers() -> int:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/etat")
            return connection.getresponse().status
        finally:
            connection.close()

    with started(folder, "serve", "--port", str(port)) as child:
        wait_for(done)
        assert answers() < 500
        capfd.readouterr()
        assert main(["-w", str(folder), "--lang", "en", "schedule", "--once"]) == 6
        assert "runs already" in capfd.readouterr().err
        assert main(["-w", str(folder), "--lang", "en", "serve", "--no-schedule", "--port", str(port)]) == 2
        assert "another program has it" in capfd.readouterr().err
        child.send_signal(signal.SIGINT)
        assert child.wait(30) == 0
        assert child.stderr is not None
        assert f"http://127.0.0.1:{port}/" in child.stderr.read()


def test_without_an_account_nothing_is_shown_to_other_machines(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["-w", str(folder), "--lang", "en", "serve", "--host", "0.0.0.0"]) == 2
    assert "Nobody has an account yet" in capfd.readouterr().err
