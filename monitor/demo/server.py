"""Serve a press world on 127.0.0.1, one port per outlet, in background threads of the standard library.

    with press_world(today=date(2025, 2, 5)) as world:
        world.sources_csv()        # the catalogue that leads there
        world.requests             # what was asked, in order

Several worlds may run at once. Everything ends with the `with` block.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingTCPServer
from typing import Any
from urllib.parse import urlsplit

from monitor.demo import catalogue
from monitor.demo.answers import Answer, answer, article_at
from monitor.demo.scene import Scene
from monitor.demo.world import DATA, PressArticle, PressOutlet, PressWorld, moment_of

HOST = "127.0.0.1"
MAX_CONNECTIONS = 64
"""Open connections per outlet; more are closed at once."""
IDLE_SECONDS = 30.0
MAX_LOG = 100_000


@dataclass(frozen=True, slots=True)
class LoggedRequest:
    """One request. `at` is aware UTC of the real clock; `monotonic` seconds, for delays between requests."""

    at: datetime
    monotonic: float
    outlet_id: str
    method: str
    target: str
    status: int
    user_agent: str
    if_none_match: str | None
    if_modified_since: str | None
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Trouble:
    """What is wrong with an outlet for now."""

    delay: float = 0.0
    status: int = 0
    under: str = "/"


class RunningWorld:
    """A press world that is being served. All methods may be called from any thread."""

    def __init__(self, world: PressWorld, bases: Mapping[str, str], now: datetime | None) -> None:
        self._lock = threading.Lock()
        self._world = world
        self._now = now
        self._bases = dict(bases)
        self._log: list[LoggedRequest] = []
        self._trouble: dict[str, _Trouble] = {}
        self._hiccups = {outlet.id: outlet.hiccup.times for outlet in world.outlets}
        self.stopping = threading.Event()

    @property
    def world(self) -> PressWorld:
        """The world as it stands now, edits included."""
        return self._world

    @property
    def now(self) -> datetime | None:
        """The moment of the world; None shows everything."""
        return self._now

    @property
    def bases(self) -> Mapping[str, str]:
        """From outlet id to `http://127.0.0.1:port`, no slash at the end."""
        return self._bases

    @property
    def requests(self) -> tuple[LoggedRequest, ...]:
        """What was asked so far, in order of the answers."""
        with self._lock:
            return tuple(self._log)

    def clear_requests(self) -> None:
        """Forget the request log."""
        with self._lock:
            self._log.clear()

    def port(self, outlet_id: str) -> int:
        """The port of an outlet."""
        return int(self._bases[outlet_id].rsplit(":", 1)[1])

    def url(self, article_id: str) -> str:
        """The canonical address of an article."""
        article = self._world.article(article_id)
        return self.scene(article.outlet_id).url(article)

    def scene(self, outlet_id: str) -> Scene:
        """One outlet as it stands at this moment."""
        with self._lock:
            return Scene(self._world, self._world.outlet(outlet_id), self._bases, self._now)

    def sources_csv(self) -> str:
        """The catalogue of this world (sources.csv of the contract); `domain` is host:port."""
        return catalogue.sources_csv(self._world, self._bases)

    def allow_private(self) -> tuple[str, ...]:
        """What `[network] allow_private` must hold to let a crawl in, one entry per outlet."""
        return tuple(f"{HOST}/32:{self.port(outlet.id)}" for outlet in self._world.outlets)

    def expectations(self, search_strings: tuple[str, ...] = ()) -> tuple[catalogue.Expectation, ...]:
        """What a crawl should find by now, one entry per published article (see `catalogue`)."""
        return catalogue.expectations(self._world, self._bases, self._now, search_strings)

    def set_today(self, today: date | datetime | None) -> None:
        """Move the world to another day (its end in Paris) or moment; None shows everything."""
        moment = moment_of(today)
        with self._lock:
            self._now = moment

    def delay(self, outlet_id: str, seconds: float) -> None:
        """From now on every answer of the outlet waits this long; 0 ends it."""
        self._change_trouble(outlet_id, delay=seconds)

    def break_(self, outlet_id: str, status: int, under: str = "/") -> None:
        """From now on the outlet answers `status` to all that starts with the path `under`; 0 mends it."""
        self._change_trouble(outlet_id, status=status, under=under)

    def edit(
        self,
        article_id: str,
        *,
        title: str | None = None,
        text: str | None = None,
        standfirst: str | None = None,
        modified_at: datetime | None = None,
    ) -> None:
        """Change an article; `text` is its new Markdown. ETag and Last-Modified move with it."""
        with self._lock:
            old = self._world.article(article_id)
            new = replace(
                old,
                title=old.title if title is None else title,
                body=old.body if text is None else text,
                standfirst=old.standfirst if standfirst is None else standfirst,
                modified_at=modified_at or old.modified_at,
                revision=old.revision + 1,
            )
            self._world = self._world.with_article(new)

    def add(self, article: PressArticle) -> None:
        """Publish another article in an outlet of the world."""
        with self._lock:
            self._world = self._world.with_more(article)

    def respond(self, outlet_id: str, target: str, headers: Mapping[str, str]) -> Answer:
        """The answer to a GET, troubles and hiccups included. Waits where the outlet is slow."""
        with self._lock:
            trouble = self._trouble.get(outlet_id, _Trouble())
        if trouble.delay:
            self.stopping.wait(trouble.delay)
        if trouble.status and urlsplit(target).path.startswith(trouble.under):
            return Answer(trouble.status, b"", (("Content-Type", "text/html; charset=utf-8"),))
        scene = self.scene(outlet_id)
        return self._hiccup(scene, target) or answer(scene, target, headers)

    def record(self, request: LoggedRequest) -> None:
        """Add to the request log, which stops at a bound."""
        with self._lock:
            if len(self._log) < MAX_LOG:
                self._log.append(request)

    def _hiccup(self, scene: Scene, target: str) -> Answer | None:
        if not self._hiccups[scene.outlet.id] or article_at(scene, target) is None:
            return None
        with self._lock:
            self._hiccups[scene.outlet.id] -= 1
        hiccup = scene.outlet.hiccup
        return Answer(hiccup.status, b"", (("Retry-After", str(hiccup.retry_after)),))

    def _change_trouble(self, outlet_id: str, **changes: Any) -> None:
        with self._lock:
            self._world.outlet(outlet_id)
            self._trouble[outlet_id] = replace(self._trouble.get(outlet_id, _Trouble()), **changes)


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
        running, outlet_id = self.server.running, self.server.outlet.id
        headers = {name.lower(): value for name, value in self.headers.items()}
        found = running.respond(outlet_id, self.path, headers)
        running.record(
            LoggedRequest(
                at=datetime.now(UTC),
                monotonic=time.monotonic(),
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

    allow_reuse_address = hasattr(socket, "AF_UNIX")  # on Windows the option lets two servers share a port
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
        """A client that goes away in the middle of an answer is no event."""

    def hang_up(self) -> None:
        """Close the connections that clients keep open."""
        with self._open_lock:
            still_open = tuple(self._open)
        for connection in still_open:
            with _quietly():
                connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def _quietly() -> Iterator[None]:
    try:
        yield
    except OSError:
        return


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
        for server in servers:
            server.shutdown()
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
