"""A sender in a process of its own, which stops at one point and waits there to be killed."""

from __future__ import annotations

import time
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from monitor.config import Settings
from monitor.delivery import alert_due, send_due
from monitor.dossier import Campaign, Recipient
from monitor.workspace import Workspace
from storage.model import DeliveryState, OutboxMessage
from storage.store import Store, open_store
from tests.monitor.delivery.helping import settings_for
from tests.monitor.delivery.seeding import campaign

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


def told() -> Campaign:
    """A campaign with somebody who receives alerts."""
    return campaign(Recipient("maud@phare.example", receives=("alert",)))


def alert_settings() -> Settings:
    """Settings by which alerts go out."""
    return settings_for(25)


class _StoppingAtAlert:
    """A store that stops before or after an alert is kept."""

    def __init__(self, store: Store, moment: str, said: Connection) -> None:
        self._store, self._moment, self._said = store, moment, said

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def put_alert(self, *given: Any) -> None:
        if self._moment == "after":
            self._store.put_alert(*given)
        self._said.send("there")
        time.sleep(LONG)


def alert(root: Path, now: datetime, moment: str, said: Connection) -> None:
    """Queue an alert, and stop before or after it is kept."""
    with open_store(Workspace(root).archive) as store:
        stopping: Store = _StoppingAtAlert(store, moment, said)  # type: ignore[assignment]
        alert_due(stopping, told(), alert_settings(), now)
