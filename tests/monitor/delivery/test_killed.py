"""kill -9 of a sender at each step, then a server in each mood: at most one mail arrives, and what is not known is said."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from monitor.delivery import in_trouble, send_due
from monitor.workspace import Workspace
from storage.model import DeliveryState
from storage.store import open_store
from tests.monitor.delivery import child
from tests.monitor.delivery.helping import MAUD, messages_to, queue, settings_for
from tests.monitor.delivery.mailserver import Behaviour, MailServer

Serve = Callable[[Behaviour], MailServer]

STOPS_AT_SERVER = {
    "after MAIL": ("rcpt", Behaviour(rcpt="hang")),
    "after DATA, before its answer": ("data", Behaviour(data="hang")),
    "after the dot, before the answer": ("dot", Behaviour(dot="hang")),
}
STOPS_IN_SENDER = (
    "before connecting",
    "before the message is taken in hand",
    "before its first byte",
    "after the answer",
)
NOTHING_TAKEN = {
    "before connecting",
    "after MAIL",
    "after DATA, before its answer",
    "before the message is taken in hand",
}
FOR_GOOD = {"refuses the recipient", "refuses after DATA", "drops after DATA"}
MOODS = {
    "accepts": Behaviour(),
    "refuses connections": None,
    "hangs": Behaviour(greeting="hang"),
    "greylists": Behaviour(greylist=1),
    "refuses the recipient": Behaviour(refuses=frozenset({MAUD})),
    "refuses after DATA": Behaviour(dot="554 5.7.1 no"),
    "drops after DATA": Behaviour(dot="drop"),
    "wants a login": Behaviour(mail="530 5.7.0 authentication required"),
}


@pytest.fixture(scope="module")
def forks() -> multiprocessing.context.ForkServerContext:
    """Real processes that have their imports behind them."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([child.__name__])
    return context


def _closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _kill_at(
    forks: multiprocessing.context.ForkServerContext,
    point: str,
    root: Path,
    server: MailServer,
    now: datetime,
) -> None:
    """Start a sender, wait until it is there, and kill it."""
    ours, theirs = forks.Pipe()
    process = forks.Process(target=child.send, args=(root, server.port, now, point, theirs))
    process.start()
    theirs.close()
    step = STOPS_AT_SERVER[point][0] if point in STOPS_AT_SERVER else ""
    deadline = time.monotonic() + 30
    while not (ours.poll(0.01) if not step else step in server.seen.steps):
        assert process.is_alive() and time.monotonic() < deadline
        time.sleep(0.005)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join(10)
    ours.close()


@pytest.mark.parametrize("mood", MOODS)
@pytest.mark.parametrize("point", [*STOPS_IN_SENDER, *STOPS_AT_SERVER])
def test_a_sender_killed_at_any_step_never_makes_two_mails_and_never_hides_one(
    tmp_path: Path,
    serve: Serve,
    forks: multiprocessing.context.ForkServerContext,
    now: datetime,
    point: str,
    mood: str,
) -> None:
    behaviour = STOPS_AT_SERVER[point][1] if point in STOPS_AT_SERVER else Behaviour()
    server = serve(behaviour)
    settings, workspace = settings_for(server.port), Workspace(tmp_path)
    with open_store(workspace.archive, create=True) as store:
        queue(store, messages_to(MAUD, at=now, settings=settings))
    _kill_at(forks, point, tmp_path, server, now)

    with open_store(workspace.archive) as store:
        killed = store.outbox()[0]
        assert killed.state is (DeliveryState.PENDING if point in NOTHING_TAKEN else DeliveryState.UNKNOWN)
        then = MOODS[mood]
        server.behaviour = Behaviour(**vars(then)) if then else Behaviour()
        first = settings if then else settings_for(_closed_port())
        sending = send_due(store, first, workspace, now)
        if (
            killed.state is DeliveryState.UNKNOWN
        ):  # the first round after the kill says so, in its exit code too
            assert (sending.unknown, store.outbox()[0].reason) == (1, "interrupted")
        server.behaviour = Behaviour()
        for hours in (1, 3, 50, 60):  # and the days after, with a good server
            send_due(store, settings, workspace, now + timedelta(hours=hours))
            day = date(2025, 2, 6)
            queue(store, messages_to(MAUD, at=now + timedelta(hours=hours), settings=settings, day=day), day)
        message = store.outbox()[0]

    assert len(server.seen.messages) <= 1
    if point in NOTHING_TAKEN and mood not in FOR_GOOD:
        assert message.state is DeliveryState.SENT
    if message.state is DeliveryState.SENT:
        assert len(server.seen.messages) == 1
    else:
        assert message.state in (DeliveryState.UNKNOWN, DeliveryState.FAILED)
        assert in_trouble(message)
