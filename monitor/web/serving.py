"""Serves the desk until it is told to stop."""

from __future__ import annotations

import ipaddress
import socket
import sys
import threading

import uvicorn
from starlette.types import ASGIApp

LOOK_SECONDS = 0.2


class PortTaken(Exception):
    """The port cannot be had; `number` and `reason` are the system's."""

    def __init__(self, number: int | None, reason: str) -> None:
        super().__init__(reason)
        self.number, self.reason = number, reason


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 takes a free one. Raises PortTaken."""
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
    """Where the desk is, for a browser on this machine."""
    host, port = found.getsockname()[:2]
    if ipaddress.ip_address(host).is_unspecified:
        host = "::1" if ":" in host else "127.0.0.1"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def serve(app: ASGIApp, found: socket.socket, stop: threading.Event) -> None:
    """Answer at a listening socket until `stop` is set, then close it.

    A proxy on this machine is believed when it says who asks, and that they came by https.
    """
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
        limit_concurrency=200,
        proxy_headers=True,
        forwarded_allow_ips="127.0.0.1,::1",
        timeout_graceful_shutdown=3,
    )
    server = uvicorn.Server(config)
    answering = threading.Thread(target=server.run, kwargs={"sockets": [found]}, name="desk")
    answering.start()  # not in the main thread, whose signals are ours
    while answering.is_alive() and not stop.wait(LOOK_SECONDS):
        pass
    server.should_exit = True
    answering.join()
    found.close()
