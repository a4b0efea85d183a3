"""The situations of `situations.py`, one after the other or by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from monitor.digest import Digest
from tests.monitor.reports.situations import SITUATIONS


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate-golden", action="store_true", help="write the golden reports anew")


@pytest.fixture(params=sorted(SITUATIONS))
def situation(request: pytest.FixtureRequest, press: Any) -> tuple[str, Digest]:
    """A named digest, one situation after the other."""
    return request.param, SITUATIONS[request.param](press)


@pytest.fixture
def digest_named(press: Any) -> Callable[[str], Digest]:
    """One situation by its name."""
    return lambda name: SITUATIONS[name](press)
