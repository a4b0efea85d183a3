"""Without a network the daily run ends soon, says that it could not look, and blames no source.

The shipped catalogue is read with a resolver that answers nothing: no outlet is ever asked.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from storage.model import Health, RunKind, RunState
from storage.store import open_store

RESOLVERS = {
    "names lead nowhere": "raise socket.gaierror(-3, 'Temporary failure in name resolution')",
    "lookups hang": "time.sleep(600)",
}
MINUTES = 3


def retombees(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(folder), "RETOMBEES_LANG": "fr"}
    return subprocess.run(
        [sys.executable, "-m", "monitor", "-w", str(folder / "w"), *arguments],
        capture_output=True, text=True, timeout=MINUTES * 60, env=environment,
    )  # fmt: skip


@pytest.mark.timeout(MINUTES * 60)
@pytest.mark.parametrize("how", list(RESOLVERS))
def test_offline_the_report_says_that_nothing_could_be_read(tmp_path: Path, how: str) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        f"import socket, time\n\n\ndef gethostbyname(name):\n    {RESOLVERS[how]}\n\n\n"
        "socket.gethostbyname = gethostbyname\n",
        encoding="utf-8",
    )
    assert retombees(tmp_path, "init").returncode == 0
    settings = tmp_path / "w" / "retombees.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace('contact = ""', 'contact = "https://ong.example/robot"'),
        encoding="utf-8",
    )
    began = time.monotonic()
    done = retombees(tmp_path, "today")
    assert time.monotonic() - began < MINUTES * 60
    assert done.returncode == 4, done.stderr
    report = next((tmp_path / "w" / "reports").glob("*.txt")).read_text(encoding="utf-8")
    first_words = report[:600]
    assert "pas pu" in first_words and "Aucune retombée" not in report
    with open_store(tmp_path / "w" / "archive.db") as store:
        assert store.runs(RunKind.CRAWL, 1)[0].state is RunState.OFFLINE
        statuses = store.source_statuses()
    assert len(statuses) > 500
    assert all(status.health is Health.NEW and status.weight == 0.0 for status in statuses)
