"""A press of any size on loopback, for benchmarks: outlets with a feed each, articles of a given weight.

with press(outlets=40, articles=50, kilobytes=150) as ports: …
"""

from __future__ import annotations

import asyncio
import gzip
import os
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WORDS = [
    "la",
    "ville",
    "le",
    "conseil",
    "une",
    "décision",
    "après",
    "plusieurs",
    "mois",
    "de",
    "débats",
    "les",
    "habitants",
    "ont",
    "dit",
    "leur",
    "attente",
    "sur",
    "le",
    "projet",
    "qui",
    "prévoit",
    "des",
    "travaux",
    "dans",
    "le",
    "quartier",
    "de",
    "la",
    "gare",
    "avec",
    "un",
    "budget",
    "de",
    "trois",
    "millions",
    "et",
    "une",
    "réunion",
    "publique",
    "en",
    "mars",
]


def page(outlet: int, number: int, kilobytes: int) -> bytes:
    """An article of 600 words inside the markup that weighs the rest."""
    words = random.Random(outlet * 1000 + number)
    paragraphs = "".join(f"<p>{' '.join(words.choices(WORDS, k=60)).capitalize()}.</p>" for _ in range(10))
    head = (
        f'<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Article {number} de {outlet}</title>'
        '<meta property="article:published_time" content="2025-02-04T08:00:00+01:00"></head><body><header><nav>'
    )
    menu = '<a href="/rubrique/vie-locale" class="menu__item menu__item--secondary">Vie locale</a>'
    script = "<script>window.settings={" + '"key":"value",' * 200 + '"end":1}</script>'
    body = f"</nav></header><main><article><h1>Article {number} de {outlet}</h1>{paragraphs}</article></main>"
    rest = max(0, kilobytes * 1024 - len(head) - len(body) - 40 * len(menu))
    return (head + menu * 40 + body + script * (rest // len(script)) + "</body></html>").encode()


def feed(outlet: int, articles: int, port: int) -> bytes:
    items = "".join(
        f"<item><title>Article {n} de {outlet}</title><link>http://127.0.0.1:{port}/2025/02/04/article-de-la-press-{n}</link>"
        f"<pubDate>Tue, 04 Feb 2025 08:00:00 +0100</pubDate></item>"
        for n in range(articles)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{outlet}</title>{items}</channel></rss>'.encode()


def real_pages() -> list[bytes]:
    """The pages of the shared test material, read where they lie."""
    folder = (
        Path(os.environ.get("RETOMBEES_SHARED") or Path(__file__).resolve().parents[2] / "shared") / "pages"
    )
    return [gzip.decompress(path.read_bytes()) for path in sorted(folder.glob("*.html.gz"))]


class Press:
    """The servers, each outlet on a port of its own. `pages` are served in turn instead of invented ones."""

    def __init__(self, outlets: int, articles: int, kilobytes: int, pages: list[bytes]) -> None:
        self.outlets, self.articles, self.kilobytes, self.pages = outlets, articles, kilobytes, pages
        self.ports: list[int] = []

    async def start(self) -> None:
        for outlet in range(self.outlets):
            server = await asyncio.start_server(lambda r, w, o=outlet: self.serve(o, r, w), "127.0.0.1", 0)
            self.ports.append(server.sockets[0].getsockname()[1])

    async def serve(self, outlet: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                path = head.split(b" ", 2)[1].decode()
                status, kind, body = self.answer(outlet, path)
                writer.write(
                    f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
                    + body
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    def answer(self, outlet: int, path: str) -> tuple[int, str, bytes]:
        if path == "/feed":
            return 200, "application/rss+xml", feed(outlet, self.articles, self.ports[outlet])
        if path.startswith("/2025/"):
            number = int(path.rsplit("-", 1)[1])
            if self.pages:
                return 200, "text/html", self.pages[(outlet * self.articles + number) % len(self.pages)]
            return 200, "text/html; charset=utf-8", page(outlet, number, self.kilobytes)
        return 404, "text/plain", b""


@contextmanager
def press(outlets: int, articles: int, kilobytes: int, real: bool = False) -> Iterator[Press]:
    """A running press; its event loop has a thread of its own."""
    made = Press(outlets, articles, kilobytes, real_pages() if real else [])
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(made.start(), loop).result()
    try:
        yield made
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
