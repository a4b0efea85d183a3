"""The fixtures of these tests: `room` is a newsroom in which nothing is changed, `reads` a program that asks there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.monitor.web.api.programs import Program, program
from tests.monitor.web.newsroom import Newsroom, make_newsroom


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """A newsroom for many tests: they look, or are refused."""
    made = make_newsroom(tmp_path_factory.mktemp("api") / "espace")
    yield made
    made.site.close()


@pytest.fixture(scope="module")
def reads(room: Newsroom) -> Program:
    """The administrator's program."""
    return program(room, "maud")
