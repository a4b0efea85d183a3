"""A small web server on loopback that misbehaves on request, and writes down what it was asked."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: when (monotonic seconds), its path with query, its headers in lower case."""

    at: float
    path: str
    headers: dict[str, str]


Answer = bytes | Callable[["Asked", socket.socket], None]


def answer(
    status: int = 200, body: bytes | str = b"", content_type: str = "text/html; charset=utf-8", **headers: str
) -> bytes:
    """A whole HTTP answer; underscores in header names become hyphens."""
    body = body.encode() if isinstance(body, str) else body
    lines = [
        f"HTTP/1.1 {status} X",
        f"Content-Type: {content_type}",
        f"Content-Length: {len(body)}",
        "Connection: close",
    ]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def hang(asked: Asked, connection: socket.socket) -> None:
    """Never answer (until the client goes away, 60 seconds at most)."""
    connection.settimeout(60)
    try:
        while connection.recv(1024):
            pass
    except OSError:
        pass


def reset(asked: Asked, connection: socket.socket) -> None:
    """Close the connection without a word."""


@dataclass(slots=True)
class Loopback:
    """Routes by path, `*` for all others; `robots.txt` allows everything unless a route says otherwise."""

    host: str = "127.0.0.1"
    port: int = 0
    routes: dict[str, Answer | list[Answer]] = field(default_factory=dict)
    log: list[Asked] = field(default_factory=list)
    connections: int = 0
    tls: ssl.SSLContext | None = None

    @property
    def base(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}"

    def asked_for(self, path: str) -> list[Asked]:
        """The requests for a path, in order."""
        return [asked for asked in self.log if asked.path == path]

    def _route(self, path: str) -> Answer:
        found = self.routes.get(path)
        if found is None and path != "/robots.txt":
            found = self.routes.get("*")
        if isinstance(found, list):
            return found.pop(0) if len(found) > 1 else found[0]
        if found is None and path == "/robots.txt":
            return answer(200, "User-agent: *\nDisallow:\n", "text/plain")
        return found if found is not None else answer(404, "nothing here")

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            connection.settimeout(10)
            data = b""
            try:
                if self.tls is not None:
                    connection = self.tls.wrap_socket(connection, server_side=True)
                while b"\r\n\r\n" not in data and len(data) < 65_536:
                    chunk = connection.recv(4096)
                    if not chunk:
                        return
                    data += chunk
                first, *rest = data.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
                headers = {k.strip().lower(): v.strip() for k, _, v in (line.partition(":") for line in rest)}
                asked = Asked(time.monotonic(), first.split(" ")[1], headers)
                self.log.append(asked)
                route = self._route(asked.path)
                if callable(route):
                    route(asked, connection)
                else:
                    connection.sendall(route)
            except OSError:
                return


@contextmanager
def loopback(
    host: str = "127.0.0.1", *, port: int = 0, tls: ssl.SSLContext | None = None, **routes: Answer
) -> Iterator[Loopback]:
    """A server on a free port, or on this one; more routes may be set while it runs."""
    server = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind((host, port))
    server.listen(128)
    site = Loopback(host, server.getsockname()[1], dict(routes), tls=tls)

    def accept() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            site.connections += 1
            threading.Thread(target=site._serve, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join(5)


def article(title: str, paragraphs: int = 5, link: str = "") -> bytes:
    """An ordinary article page."""
    text = "".join(
        f"<p>{title} : le paragraphe numéro {n} raconte avec assez de mots ce qui s'est passé ce jour-là "
        f"dans la ville, et ce que les habitants en ont dit aux journalistes venus les entendre.</p>"
        for n in range(paragraphs)
    )
    html = (
        f'<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="article:published_time" content="2025-02-04T08:00:00+01:00">{link}</head>'
        f"<body><article><h1>{title}</h1>{text}</article></body></html>"
    )
    return answer(200, html)


def feed(base: str, paths: list[str]) -> bytes:
    """An RSS feed of these articles."""
    items = "".join(
        f"<item><title>Article {path}</title><link>{base}{path}</link>"
        f"<pubDate>Tue, 04 Feb 2025 08:00:00 +0100</pubDate></item>"
        for path in paths
    )
    return answer(
        200,
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>Essai</title>{items}</channel></rss>',
        "application/rss+xml",
    )
