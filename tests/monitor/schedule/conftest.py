"""The fixture `house`: a workspace that a test may tick."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.monitor.schedule.house import House, make_house


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A workspace early on a Tuesday morning."""
    return make_house(tmp_path / "espace")
