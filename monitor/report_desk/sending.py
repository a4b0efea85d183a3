"""Sending a report because a person says so: made, queued once, sent; with a row that says how far it is."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from monitor.config import Settings
from monitor.daily import MadeReport, make_report
from monitor.delivery import Sending, send_due
from monitor.dossier import Campaign
from monitor.workspace import Workspace
from storage.errors import StorageError
from storage.model import ReportKind, Run, RunKind, RunState
from storage.store import Store

PATIENCE = 30
"""Seconds for which another sender is waited for; what is queued then goes out with its next round."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of it: the report, and what was sent with it and with what waited beside it."""

    made: MadeReport
    sending: Sending


def order_sending(store: Store, now: datetime, real_now: datetime, name: str) -> str:
    """Note that a report is to be sent, before it is: a row among the runs, by which its progress is found.

    `name` says in words of which report; it stands in the list of what was done last.
    """
    run = Run(uuid.uuid4().hex[:12], RunKind.REPORT, now, heartbeat_at=real_now, detail=name)
    store.begin_run(run)
    return run.id


def send_report(
    store: Store,
    campaign: Campaign,
    settings: Settings,
    workspace: Workspace,
    now: datetime,
    kind: ReportKind,
    run_id: str,
    name: str,
    *,
    wait: Callable[[float], None] = time.sleep,
) -> Sent:
    """Make today's report of this kind, queue it for those who have it not, and send what is due.

    The same locks as those of the scheduler: two who do this at once send one mail to each. What happened is kept in
    the row `run_id`; whatever goes wrong is kept there too, and raised.
    """
    try:
        made = make_report(store, campaign, settings, workspace.reports, now, kind=kind)
        sending = send_due(store, settings, workspace, now)
        for _ in range(PATIENCE):
            if not sending.busy:
                break
            wait(1.0)
            sending = send_due(store, settings, workspace, now)
    except Exception as error:
        _end(store, run_id, now, RunState.FAILED, f"{name}: {type(error).__name__}")
        raise
    _end(store, run_id, now, RunState.DONE, name, made.queued)
    return Sent(made, sending)


def _end(
    store: Store, run_id: str, now: datetime, state: RunState, detail: str, queued: int | None = None
) -> None:
    counts = {} if queued is None else {"queued": queued}
    try:
        store.end_run(run_id, now, state, counts, detail)
    except StorageError:
        if state is RunState.DONE:
            raise
