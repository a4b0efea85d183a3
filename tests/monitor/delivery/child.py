"""A sender in a process of its own, which stops at one point and waits there to be killed."""

from __future__ import annotations

import time
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path

from monitor.delivery import send_due
from monitor.workspace import Workspace
from storage.model import DeliveryState, OutboxMessage
from storage.store import Store, open_store
from tests.monitor.delivery.helping import settings_for

LONG = 600


class Stopping:
    """A store that stops at one call, and says so first."""

    def __init__(self, store: Store, point: str, said: Connection) -> None:
        self._store, self._point, self._said = store, point, said

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def _stop(self) -> None:
        self._said.send("there")
        time.sleep(LONG)

    def outbox_message(self, message_id: str) -> OutboxMessage:
        if self._point == "before connecting":
            self._stop()
        return self._store.outbox_message(message_id)

    def begin_sending(self, message_id: str, at: datetime) -> bool:
        if self._point == "before the message is taken in hand":
            self._stop()
        begun = self._store.begin_sending(message_id, at)
        if self._point == "before its first byte":
            self._stop()
        return begun

    def settle_message(
        self,
        message_id: str,
        state: DeliveryState,
        at: datetime,
        reason: str = "",
        detail: str = "",
        next_try_at: datetime | None = None,
    ) -> None:
        if self._point == "after the answer":
            self._stop()
        self._store.settle_message(message_id, state, at, reason, detail, next_try_at)


def send(root: Path, port: int, now: datetime, point: str, said: Connection) -> None:
    """Send what is due, as far as the point."""
    workspace = Workspace(root)
    with open_store(workspace.archive) as store:
        stopping: Store = Stopping(store, point, said)  # type: ignore[assignment]
        send_due(stopping, settings_for(port, timeout=60.0), workspace, now)
