"""A message goes out once: not twice by two senders, not twice after a kill, and no kill hides it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from storage.model import Channel, DeliveryState, MessageKind, OutboxMessage, ReportRecord
from storage.sqlite import SqliteStore, open_sqlite

ROOT = Path(__file__).parents[3]
MESSAGES = 40

SENDER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from storage.sqlite import open_sqlite
with open_sqlite(Path(sys.argv[1])) as store:
    print("ready", flush=True)
    sys.stdin.readline()
    now = datetime(2025, 2, 5, 8, tzinfo=UTC)
    for number in range(int(sys.argv[2])):
        if store.begin_sending(f"m{number}", now):
            print(number, flush=True)
    if sys.argv[3:] == ["stay"]:
        sys.stdin.readline()
"""


def sender(path: Path, *more: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", SENDER, str(path), *more],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    return process


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


@pytest.fixture
def path(tmp_path: Path, make: SimpleNamespace) -> Path:
    path = tmp_path / "archive.db"
    report = ReportRecord("c", date(2025, 2, 5), make.NOW - timedelta(days=1), make.NOW, make.NOW)
    first = OutboxMessage(
        "m0", Channel.MAIL, MessageKind.DAILY, "c", report.day, "a@ong.example", "s", b"x", make.NOW
    )
    with open_sqlite(path, create=True) as store:
        store.put_report(report, [replace(first, id=f"m{number}") for number in range(MESSAGES)])
    return path


def states(store: SqliteStore) -> dict[DeliveryState, int]:
    counts: dict[DeliveryState, int] = {}
    for message in store.outbox():
        counts[message.state] = counts.get(message.state, 0) + 1
    return counts


def test_of_three_processes_that_take_the_same_messages_exactly_one_gets_each(path: Path) -> None:
    processes = [sender(path, str(MESSAGES)) for _ in range(3)]
    for process in processes:
        go(process)
    taken = [number for process in processes for number in process.communicate()[0].split()]
    assert sorted(taken, key=int) == [str(number) for number in range(MESSAGES)]
    with open_sqlite(path) as store:
        assert {message.tries for message in store.outbox()} == {1}


def test_a_kill_between_taking_a_message_and_settling_it_leaves_it_unknown(
    path: Path, make: SimpleNamespace
) -> None:
    process = sender(path, "1", "stay")
    go(process)
    assert process.stdout is not None and process.stdout.readline() == "0\n"
    process.kill()
    process.communicate()
    with open_sqlite(path) as store:
        message = store.outbox_message("m0")
        assert (message.state, message.settled_at) == (DeliveryState.UNKNOWN, None)
        later = make.NOW + timedelta(days=30)
        assert "m0" not in store.due_messages(later)
        assert store.begin_sending("m0", later) is False
        assert states(store) == {DeliveryState.UNKNOWN: 1, DeliveryState.PENDING: MESSAGES - 1}


def test_what_is_taken_in_hand_is_on_the_disk_before_the_call_returns(path: Path) -> None:
    with open_sqlite(path) as store:
        asked: list[str] = []
        store.handle.set_trace_callback(asked.append)
        store.begin_sending("m0", store.outbox_message("m0").created_at)
        store.handle.set_trace_callback(None)
    begun = next(place for place, sql in enumerate(asked) if sql.startswith("BEGIN"))
    assert "PRAGMA synchronous = FULL" in asked[:begun]
    assert "PRAGMA synchronous = NORMAL" in asked[asked.index("COMMIT") :]


def test_the_view_for_readers_holds_no_content(path: Path) -> None:
    with open_sqlite(path) as store:
        row = store.row("SELECT * FROM outbox_view WHERE id = 'm0'")
        assert row is not None
        assert (row["campaign"], row["state"], row["recipient"], row["bytes"]) == (
            "c",
            "pending",
            "a@ong.example",
            1,
        )
        assert row["created_utc"] == "2025-02-05 07:30:00"
        assert "content" not in row.keys()  # noqa: SIM118 - a row is no dict
