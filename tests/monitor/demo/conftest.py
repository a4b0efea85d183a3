from collections.abc import Iterator
from datetime import date

import pytest

from monitor.demo import PressWorld, RunningWorld, press_world


@pytest.fixture(scope="session")
def loaded() -> PressWorld:
    return PressWorld.load()


@pytest.fixture
def world() -> Iterator[RunningWorld]:
    with press_world(date(2025, 2, 12)) as running:
        yield running
