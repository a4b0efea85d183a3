"""The commands as a person calls them, on the embedded press world: one crawled workspace is shared, copies are changed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.cli import main
from monitor.demo import RunningWorld, press_world
from tests.monitor.commands.calling import MORNING, Ran, Run, settle


@pytest.fixture(autouse=True)
def _plain_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A wide terminal, no settings of the environment, and a working directory of one's own."""
    monkeypatch.setenv("COLUMNS", "200")
    for name in ("RETOMBEES_LANG", "RETOMBEES_WORKSPACE", "FORCE_COLOR", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """Call a command; its output is what reached the two streams, other processes included."""

    def call(*arguments: str | Path) -> Ran:
        capfd.readouterr()
        code = main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return Ran(code, out, err)

    return call


@pytest.fixture(scope="session")
def world() -> Iterator[RunningWorld]:
    """The press world that the shared workspace was read from; served to the end, at the same moment."""
    with press_world() as running:
        yield running


@pytest.fixture(scope="session")
def crawled(world: RunningWorld, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace after the daily run of the morning after the text came out. Not to be changed."""
    folder = settle(tmp_path_factory.mktemp("crawled") / "espace", world)
    assert main(["-w", str(folder), "today"]) == 0
    return folder


@pytest.fixture
def copy(crawled: Path, tmp_path: Path) -> Path:
    """A copy of the shared workspace, to be changed."""
    return Path(shutil.copytree(crawled, tmp_path / "copie"))


@pytest.fixture
def own_world() -> Iterator[RunningWorld]:
    """A press world of the test's own, to be changed."""
    with press_world(MORNING) as running:
        yield running
