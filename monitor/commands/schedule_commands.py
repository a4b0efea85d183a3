"""`schedule` and `serve`: the processes that live on."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.commands.session import BUSY, DONE, STOPPED, CommandError, Session, workspace_session
from monitor.wording.words import message

if TYPE_CHECKING:
    from monitor.schedule.tick import Ticker


def schedule_command(
    ctx: typer.Context,
    once: Annotated[
        bool,
        typer.Option(
            "--once", help=message("Do what is due now, then end: for cron and the Windows planner.")
        ),
    ] = False,
) -> None:
    """Do what is due, every day, until it is stopped."""
    from monitor.schedule.clockwork import Clockwork  # loads apscheduler, which the other commands do without

    session = workspace_session(ctx)
    stop = threading.Event()
    with _alone(session), _ends_cleanly(stop):
        ticker = make_ticker(session, stop)
        if once:
            code = ticker.tick()
            raise typer.Exit(DONE if code == STOPPED and stop.is_set() else code)
        session.tell(session.words("The schedule runs. Ctrl-C ends it."))
        clockwork = Clockwork(ticker)
        clockwork.start()
        while not stop.wait(3600):
            pass
        session.tell(session.words("Ending; a reading under way is ended cleanly first."))
        clockwork.stop()


def make_ticker(session: Session, stop: threading.Event) -> Ticker:
    """A ticker for the session's workspace, with the real clock. Raises as `Session.loaded`."""
    from monitor.schedule.journal import Journal
    from monitor.schedule.live import LiveWorkspace
    from monitor.schedule.tick import Ticker, present, zone_of
    from monitor.schedule.work import Worker

    live = LiveWorkspace(session.workspace)
    journal = Journal(
        session.workspace.logs,
        lambda: present(live.loaded, _now),
        lambda: zone_of(live.loaded),
    )
    worker = Worker(session.workspace, session.words, session.lang, stop)
    return Ticker(live, worker.work, journal, session.words, _now, stop)


def _now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def _alone(session: Session) -> Iterator[None]:
    """Be the only scheduler of the workspace. Raises CommandError."""
    from monitor.schedule.lock import AnotherScheduler, only_one

    session.workspace.root.mkdir(parents=True, exist_ok=True)
    try:
        with only_one(session.workspace.archive):
            yield
    except AnotherScheduler as error:
        raise CommandError(
            session.words("The schedule of this workspace runs already, in another window or as a service."),
            BUSY,
        ) from error


@contextmanager
def _ends_cleanly(stop: threading.Event) -> Iterator[None]:
    """The first Ctrl-C, or the system's request to end, sets `stop`; a second one ends at once."""

    def ask(number: int, frame: object) -> None:
        if stop.is_set():
            os._exit(STOPPED)
        stop.set()

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
