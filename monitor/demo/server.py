"""Serve a press world on 127.0.0.1, one port per outlet, in background threads of the standard library.

    with press_world(today=date(2025, 2, 5)) as world:
        world.sources_csv()        # the catalogue that leads there
        world.requests             # what was asked, in order

Several worlds may run at once. Everything ends with the `with` block.
"""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingTCPServer
from typing import Any

from monitor.demo.running import HOST, LoggedRequest, RunningWorld
from monitor.demo.values import PressOutlet
from monitor.demo.world import DATA, PressWorld, moment_of

MAX_CONNECTIONS = 64
"""Open connections per outlet; more are closed at once."""
IDLE_SECONDS = 30.0


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD for one outlet."""

    protocol_version = "HTTP/1.1"
    server_version = "Presse"
    sys_version = ""
    timeout = IDLE_SECONDS
    disable_nagle_algorithm = True
    server: _OutletServer

    def do_GET(self) -> None:
        self._reply(with_body=True)

    def do_HEAD(self) -> None:
        self._reply(with_body=False)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on stderr: the request log of the world keeps everything."""

    def _reply(self, *, with_body: bool) -> None:
        received_at, received = datetime.now(UTC), time.monotonic()
        running, outlet_id = self.server.running, self.server.outlet.id
        headers = {name.lower(): value for name, value in self.headers.items()}
        found = running.respond(outlet_id, self.path, headers)
        running.record(
            LoggedRequest(
                at=received_at,
                monotonic=received,
                outlet_id=outlet_id,
                method=self.command,
                target=self.path,
                status=found.status,
                user_agent=headers.get("user-agent", ""),
                if_none_match=headers.get("if-none-match"),
                if_modified_since=headers.get("if-modified-since"),
                headers=headers,
            )
        )
        self.send_response(found.status)
        for name, value in found.headers:
            self.send_header(name, value)
        if found.status != 304:
            self.send_header("Content-Length", str(len(found.body)))
        self.end_headers()
        if with_body and found.status != 304:
            self.wfile.write(found.body)


class _OutletServer(ThreadingTCPServer):
    """The site of one outlet. Not http.server's class: that one asks for the machine's name, which may hang."""

    allow_reuse_address = os.name == "posix"  # on Windows the option lets two servers share a port
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, listener: socket.socket, outlet: PressOutlet, running: RunningWorld) -> None:
        super().__init__((HOST, 0), _Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = listener
        self.server_address = listener.getsockname()
        self.outlet = outlet
        self.running = running
        self._open: set[socket.socket] = set()
        self._open_lock = threading.Lock()

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._open_lock:
            welcome = len(self._open) < MAX_CONNECTIONS
            if welcome:
                self._open.add(request)
        if welcome:
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def shutdown_request(self, request: Any) -> None:
        with self._open_lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away in the middle of an answer is no event; anything else is a bug and is shown."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    def hang_up(self) -> None:
        """Close the connections that clients keep open."""
        with self._open_lock:
            still_open = tuple(self._open)
        for connection in still_open:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def serve(
    world: PressWorld, today: date | datetime | None = None, *, base_port: int | None = None
) -> Iterator[RunningWorld]:
    """Serve the world until the block ends.

    `today` hides what is published later: a date stands for its end in Paris, None shows everything.
    Ports are chosen free by the system, or counted up from `base_port` in the order of the outlets.
    An outlet that refuses connections has its port reserved, with nobody listening.
    Raises OSError where a port is taken.
    """
    with ExitStack() as stack:
        listeners: dict[str, socket.socket] = {}
        for index, outlet in enumerate(world.outlets):
            listener = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_STREAM))
            if _OutletServer.allow_reuse_address:
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((HOST, base_port + index if base_port else 0))
            if not outlet.refuses_connections:
                listener.listen(_OutletServer.request_queue_size)
            listeners[outlet.id] = listener
        bases = {name: f"http://{HOST}:{one.getsockname()[1]}" for name, one in listeners.items()}
        running = RunningWorld(world, bases, moment_of(today))
        servers = [
            _OutletServer(listeners[outlet.id], outlet, running)
            for outlet in world.outlets
            if not outlet.refuses_connections
        ]
        with _background(servers, running):
            yield running


@contextmanager
def _background(servers: list[_OutletServer], running: RunningWorld) -> Iterator[None]:
    threads = [
        threading.Thread(target=server.serve_forever, args=(0.05,), name=server.outlet.id, daemon=True)
        for server in servers
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        running.stopping.set()
        with ThreadPoolExecutor(max(1, len(servers))) as closers:  # each shutdown waits for its own poll
            list(closers.map(lambda server: server.shutdown(), servers))
        for server in servers:
            server.hang_up()
        for thread in threads:
            thread.join()


@contextmanager
def press_world(
    today: date | datetime | None = None, *, base_port: int | None = None, folder: Path = DATA
) -> Iterator[RunningWorld]:
    """Load the embedded world (or another folder of the same form) and serve it."""
    with serve(PressWorld.load(folder), today, base_port=base_port) as running:
        yield running
