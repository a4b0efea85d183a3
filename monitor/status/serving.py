"""Serves the pages on this machine until it is told to stop."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Callable
from datetime import datetime

import uvicorn

from monitor.config.addresses import is_loopback
from monitor.schedule.live import LiveWorkspace
from monitor.status.app import make_app

LOOK_SECONDS = 0.2


class NotThisMachine(Exception):
    """The page has no accounts yet: it is not shown to other machines."""


class PortTaken(Exception):
    """The port cannot be had; `number` and `reason` are the system's."""

    def __init__(self, number: int | None, reason: str) -> None:
        super().__init__(reason)
        self.number, self.reason = number, reason


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 takes a free one. Raises NotThisMachine and PortTaken."""
    if not is_loopback(host):
        raise NotThisMachine(host)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":  # there it would let two programs have one port
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host.strip("[]"), port))
        found.listen(64)
    except OSError as error:
        found.close()
        raise PortTaken(error.errno, error.strerror or type(error).__name__) from error
    return found


def address_of(found: socket.socket) -> str:
    """Where the page is, for a browser."""
    host, port = found.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def serve(
    live: LiveWorkspace,
    language: Callable[[], str],
    clock: Callable[[], datetime],
    found: socket.socket,
    stop: threading.Event,
) -> None:
    """Answer at a listening socket until `stop` is set, then close it."""
    host = str(found.getsockname()[0])
    config = uvicorn.Config(
        make_app(live, language, clock, host),
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
        limit_concurrency=50,
        timeout_graceful_shutdown=3,
    )
    server = uvicorn.Server(config)
    answering = threading.Thread(target=server.run, kwargs={"sockets": [found]}, name="status-page")
    answering.start()  # not in the main thread, whose signals are ours
    while answering.is_alive() and not stop.wait(LOOK_SECONDS):
        pass
    server.should_exit = True
    answering.join()
    found.close()
