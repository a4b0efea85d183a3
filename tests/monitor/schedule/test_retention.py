"""What the daily retention lets go of, in a real archive."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.config import Settings
from monitor.schedule.work import KEEP_ORDERS, KEEP_READINGS, Worker
from monitor.wording import Words
from monitor.workspace import Workspace
from storage.errors import NotStored
from storage.model import RunKind, RunOrder
from storage.store import open_store
from tests.monitor.delivery.seeding import Newsroom

NOW = datetime(2025, 2, 6, 6, 30, tzinfo=UTC)


def test_old_readings_and_orders_do_not_pile_up(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    with open_store(workspace.archive, create=True) as store:
        newsroom = Newsroom(store)
        for age in (KEEP_READINGS + timedelta(days=1), KEEP_READINGS - timedelta(days=1), timedelta()):
            newsroom.reads(NOW - age)
        for name, age in (("old", KEEP_ORDERS + timedelta(days=1)), ("new", timedelta())):
            store.put_order(RunOrder(name, NOW - age, "https://retombees.example/robot", ()))
        work = Worker(workspace, Words("fr"), None, threading.Event()).work
        work.jobs[RunKind.RETENTION](store, Settings(), NOW)
        left = store.readings_since(NOW - 2 * KEEP_READINGS)
        assert {len(readings) for readings in left.values()} == {2}
        assert store.order("new").id == "new"
        with pytest.raises(NotStored):
            store.order("old")
