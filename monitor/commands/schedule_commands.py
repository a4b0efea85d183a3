"""`schedule` and `serve`: the processes that live on."""

from __future__ import annotations

import errno
import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.accounts import FIRST_PATH, make_first_link
from monitor.commands.errors import system_words
from monitor.commands.help import environment_language
from monitor.commands.session import BUSY, DONE, STOPPED, CommandError, Session, workspace_session
from monitor.config.addresses import is_loopback
from monitor.wording.words import message
from monitor.workspace import Workspace

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
    session = _ready(ctx)
    stop = threading.Event()
    with _alone(session), _ends_cleanly(stop):
        ticker = make_ticker(session, stop)
        if once:
            code = ticker.tick()
            raise typer.Exit(DONE if code == STOPPED and stop.is_set() else code)
        session.tell(session.words("The schedule runs. Ctrl-C ends it."))
        with _running(session, ticker):
            while not stop.wait(3600):
                pass


def serve_command(
    ctx: typer.Context,
    host: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS",
            help=message(
                "Where the desk listens. For other machines, put a proxy with https before it rather than 0.0.0.0."
            ),
        ),
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(metavar="NUMBER", min=0, max=65_535, help=message("The port of the desk."))
    ] = 8765,
    no_schedule: Annotated[
        bool, typer.Option("--no-schedule", help=message("Open the desk only; nothing is done by itself."))
    ] = False,
) -> None:
    """The review desk, and the schedule."""
    from monitor.schedule.live import LiveWorkspace
    from monitor.web.app import make_app, make_site  # loads a web server
    from monitor.web.serving import address_of, serve

    session = _ready(ctx, reads=not no_schedule, first=True)
    stop = threading.Event()
    _check_host(session, host)
    with _listening(session, host, port) as found, _ends_cleanly(stop):
        address = address_of(found)
        lang = session.lang or environment_language()
        site = make_site(LiveWorkspace(session.workspace), _now, lang)
        with closing(site):
            if no_schedule:
                tell_desk(session, address)
                serve(make_app(site), found, stop)
                return
            with _alone(session):
                ticker = make_ticker(session, stop)
                tell_desk(session, address)
                with _running(session, ticker):
                    serve(make_app(site), found, stop)
                    stop.set()


def _check_host(session: Session, host: str) -> None:
    """Other machines see the desk only once somebody has an account. Raises CommandError."""
    if is_loopback(host):
        return
    words = session.words
    with session.store() as store:
        if not store.accounts():
            raise CommandError(
                words(
                    "Nobody has an account yet: the desk is shown on this machine only. Make the first one with"
                    " “retombees user add”, or start without --host."
                )
            )
    session.tell(
        words(
            "Other machines see the desk now, and whoever listens on the way reads passwords: put a proxy with https"
            " (Caddy, nginx) before it, leave out --host, and write its address under [web] in retombees.toml."
        )
    )


def tell_desk(session: Session, address: str) -> str:
    """Say where the desk is, and on the first day the link with which the first account is made; where to begin."""
    words = session.words
    session.tell(words("The review desk: {address} (Ctrl-C ends it)", address=address))
    with session.store() as store:
        if store.accounts():
            return address
        token = make_first_link(store, _now())
    link = f"{address.rstrip('/')}{FIRST_PATH}{token}"
    session.tell(
        words(
            "Nobody has an account yet. Make the first one here, once and within an hour: {address}",
            address=link,
        )
    )
    return link


@contextmanager
def desk_at_hand(session: Session) -> Iterator[str]:
    """The desk of a workspace on a free port while the block runs; where to begin. For the rehearsal."""
    from monitor.schedule.live import LiveWorkspace
    from monitor.web.app import make_app, make_site
    from monitor.web.serving import address_of, listening, serve

    stop, found = threading.Event(), listening("127.0.0.1", 0)
    site = make_site(LiveWorkspace(session.workspace), _now, session.lang)
    serving = threading.Thread(target=serve, args=(make_app(site), found, stop), name="rehearsed-desk")
    serving.start()
    try:
        yield tell_desk(session, address_of(found))
    finally:
        stop.set()
        serving.join()
        site.close()


def _ready(ctx: typer.Context, *, reads: bool = True, first: bool = False) -> Session:
    """The session of a workspace that has an archive and, where sites are read, a contact. Raises as these do.

    `first`: in a workspace that was never used, the archive is made.
    """
    session = workspace_session(ctx)
    if reads:
        session.loaded.settings.require_contact()
    with session.store(create=first and _is_new(session.workspace)):
        return session


def _is_new(workspace: Workspace) -> bool:
    """True where nothing says that there was an archive: one that is gone is told, not replaced by an empty one."""
    used = (workspace.reports, workspace.backups, workspace.logs, workspace.exports)
    return not any(any(folder.glob("*")) for folder in used)


@contextmanager
def _running(session: Session, ticker: Ticker) -> Iterator[None]:
    """The schedule runs meanwhile; afterwards it is ended cleanly, once `stop` is set."""
    from monitor.schedule.clockwork import Clockwork  # loads apscheduler, which the other commands do without

    clockwork = Clockwork(ticker)
    clockwork.start()
    try:
        yield
    finally:
        ticker.stop.set()
        session.tell(session.words("Ending; a reading under way is ended cleanly first."))
        clockwork.stop()


@contextmanager
def _listening(session: Session, host: str, port: int) -> Iterator[socket.socket]:
    """A listening socket. Raises CommandError."""
    from monitor.web.serving import PortTaken, listening

    words = session.words
    try:
        found = listening(host, port)
    except PortTaken as error:
        raise CommandError(
            words(
                "Port {port} cannot be had: {reason}. Choose another one with --port.",
                port=port,
                reason=words("another program has it")
                if error.number == errno.EADDRINUSE
                else system_words(error.reason, words),
            )
        ) from error
    with found:
        yield found


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
