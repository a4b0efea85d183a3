"""Reads what the status is made from: the workspace's files, the archive, the scheduler's lock."""

from __future__ import annotations

from datetime import datetime

from monitor.schedule.lock import is_running
from monitor.schedule.rows import Readings, read_rows
from monitor.schedule.tick import present
from monitor.status.view import MESSAGES_SHOWN, Status, status_of
from monitor.workspace import Loaded, Workspace
from storage.model import DeliveryState
from storage.store import Store

OUTBOX_LOOKED_AT = 500


def look(
    workspace: Workspace,
    loaded: Loaded,
    store: Store,
    real_now: datetime,
    readings: Readings,
    files: tuple[str, ...] = (),
) -> Status:
    """The status of a workspace whose files were read, from its open archive. `real_now` is the real clock's (aware)."""
    now = present(loaded, lambda: real_now)
    unsettled = store.outbox(
        states=(DeliveryState.PENDING, DeliveryState.UNKNOWN, DeliveryState.FAILED), limit=OUTBOX_LOOKED_AT
    )
    sent = store.outbox(states=(DeliveryState.SENT,), limit=MESSAGES_SHOWN)
    return status_of(
        loaded,
        read_rows(store, loaded.campaigns, now, readings),
        [*unsettled, *sent],
        now,
        real_now,
        scheduler=is_running(workspace.archive),
        files=files,
    )
