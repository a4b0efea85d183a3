"""The fixture `house`: a workspace that a test may tick."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.workspace import Workspace
from storage.store import open_store
from tests.monitor.schedule.house import SOURCES, Clock, House, Steps, at


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A workspace early on a Tuesday morning."""
    workspace = Workspace(tmp_path / "espace")
    for folder in workspace.folders:
        folder.mkdir(parents=True)
    made = House(workspace, Clock(at("2025-02-04 05:00")), Steps())
    made.settings()
    workspace.sources_file.write_text(SOURCES, encoding="utf-8")
    made.dossier("appel")
    open_store(workspace.archive, create=True).close()
    return made
