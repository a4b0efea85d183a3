"""One crawl over answers of every form: robots.txt by status and body, feeds in every encoding that the web knows."""

from __future__ import annotations

import gzip
import socket
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial

import pytest

from storage.identity import article_key
from storage.model import Health, Reason
from storage.store import open_store
from tests.crawler.loopback import Asked, Loopback, answer, feed, loopback
from tests.crawler.rig import Outcome, Rig

LINK = "/2025/02/04/un-article-que-le-flux-annonce"
CLOSE = b"User-agent: *\nDisallow: /\n"
OPEN = b"User-agent: *\nDisallow:\n"

READ, CLOSED, OUT_OF_REACH = (
    (Health.READ, None),
    (Health.ROBOTS, Reason.ROBOTS),
    (Health.ROBOTS, Reason.ROBOTS_UNREACHABLE),
)
Verdict = tuple[Health, Reason | None]

STATUSES: dict[int, tuple[Verdict, Verdict]] = {
    200: (READ, CLOSED),
    203: (READ, CLOSED),
    206: (READ, CLOSED),
    **dict.fromkeys((400, 401, 403, 404, 405, 410, 418, 451), (READ, READ)),
    **dict.fromkeys((300, 302, 304, 429, 500, 501, 502, 503, 504, 520, 599), (OUT_OF_REACH, OUT_OF_REACH)),
}
"""By status: what an answer with open rules means, and one with closed rules."""

BODIES: dict[str, tuple[bytes, Verdict]] = {
    "empty": (b"", READ),
    "mark": (b"\xef\xbb\xbf" + CLOSE, CLOSED),
    "utf-16": (CLOSE.decode().encode("utf-16"), CLOSED),
    "carriage-returns": (CLOSE.replace(b"\n", b"\r"), CLOSED),
    "page": (b"<!DOCTYPE html><html><body>Disallow: /</body></html>", READ),
    "own-name": (b"User-agent: RETOMBEESBOT\nDisallow: /\n\nUser-agent: *\nDisallow:\n", CLOSED),
    "own-name-open": (b"User-agent: retombeesbot\nAllow: /\n\n" + CLOSE, READ),
    "name-with-version": (b"User-agent: RetombeesBot/0.1\nDisallow: /\n\n" + OPEN, READ),
    "other-name": (b"User-agent: autrebot\nDisallow: /\n\n" + OPEN, READ),
    "many-names": (b"".join(b"User-agent: robot%d\n" % n for n in range(50)) + CLOSE, CLOSED),
    "no-colon": (b"User-agent RetombeesBot\nDisallow: /\n", CLOSED),
    "space-before-colon": (b"User-agent : retombeesbot\nDisallow : /\n", CLOSED),
    "two-names": (b"User-agent: autrebot\nUser-agent: *\nDisallow: /\n", CLOSED),
    "comments": (b"# robots\n\nUser-agent: * # tous\nDisallow: / # rien\n", CLOSED),
    "zeros": (b"\x00\x00\n" + CLOSE, CLOSED),
    "latin-1": ("# r\u00e8gles\n".encode("latin-1") + CLOSE, CLOSED),
    "stars": (b"User-agent: *\nDisallow: /*" + b"*e" * 200 + b"\n", READ),
    "longer-wins": (b"User-agent: *\nDisallow: /\nAllow: /feed\n", READ),
}

TITLE = "L’été à Évry : « déjà » vu — 5 €"


def listing(base: str, declared: str = "") -> str:
    prolog = f'<?xml version="1.0"{f" encoding={chr(34)}{declared}{chr(34)}" if declared else ""}?>'
    return (
        f'{prolog}<rss version="2.0"><channel><title>Essai</title><item><title>{TITLE}</title>'
        f"<link>{base}{LINK}</link><pubDate>Tue, 04 Feb 2025 08:00:00 +0100</pubDate></item></channel></rss>"
    )


def in_bytes(base: str, declared: str, encoding: str, content_type: str) -> bytes:
    return answer(200, listing(base, declared).encode(encoding), content_type)


def packed(base: str, how: str, pack: Callable[[bytes], bytes]) -> bytes:
    return answer(200, pack(listing(base).encode()), "application/rss+xml", Content_Encoding=how)


def raw_deflate(data: bytes) -> bytes:
    deflater = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return deflater.compress(data) + deflater.flush()


def in_chunks(base: str, asked: Asked, connection: socket.socket) -> None:
    """Seven bytes at a time, without a length."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n")
    data = listing(base).encode()
    parts = [data[start : start + 7] for start in range(0, len(data), 7)]
    connection.sendall(b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n")


def to_the_end(base: str, asked: Asked, connection: socket.socket) -> None:
    """Neither length nor chunks: the end of the connection is the end of the answer."""
    connection.sendall(b"HTTP/1.0 200 OK\r\n\r\n" + listing(base).encode())


FEEDS: dict[str, Callable[[str], object]] = {
    "utf-8": lambda base: in_bytes(base, "utf-8", "utf-8", "application/rss+xml"),
    "utf-8-mark": lambda base: in_bytes(base, "", "utf-8-sig", "text/xml"),
    "utf-16-le": lambda base: in_bytes(base, "utf-16", "utf-16", "text/xml"),
    "utf-16-be": lambda base: answer(
        200, b"\xfe\xff" + listing(base, "utf-16").encode("utf-16-be"), "text/xml"
    ),
    "windows-1252": lambda base: in_bytes(base, "windows-1252", "cp1252", "text/xml"),
    "latin-1-that-is-1252": lambda base: in_bytes(base, "iso-8859-1", "cp1252", "text/xml"),
    "header-only": lambda base: in_bytes(base, "", "cp1252", "text/xml; charset=windows-1252"),
    "latin-9": lambda base: in_bytes(base, "iso-8859-15", "utf-8", "text/xml; charset=utf-8"),
    "utf-8-that-is-1252": lambda base: in_bytes(base, "utf-8", "cp1252", "text/xml"),
    "html-type": lambda base: in_bytes(base, "utf-8", "utf-8", "text/html; charset=utf-8"),
    "no-type": lambda base: in_bytes(base, "utf-8", "utf-8", ""),
    "gzip": lambda base: packed(base, "gzip", gzip.compress),
    "x-gzip": lambda base: packed(base, "x-gzip", gzip.compress),
    "deflate": lambda base: packed(base, "deflate", zlib.compress),
    "raw-deflate": lambda base: packed(base, "deflate", raw_deflate),
    "gzip-untold": lambda base: answer(200, gzip.compress(listing(base).encode()), "application/x-gzip"),
    "chunks": lambda base: partial(in_chunks, base),
    "to-the-end": lambda base: partial(to_the_end, base),
}


@dataclass
class Answers:
    """The sites by name, what the crawl left, and the title kept for each feed."""

    sites: dict[str, Loopback]
    outcome: Outcome
    titles: dict[str, str | None]

    def status(self, name: str) -> Verdict:
        found = self.outcome.statuses[f"{name}/feed"]
        return found.health, found.reason


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answers]:
    rig = Rig(tmp_path_factory.mktemp("answers"))
    texts = {
        f"{code}-{how}": (code, body)
        for code in STATUSES
        for how, body in (("open", OPEN), ("closed", CLOSE))
    }
    texts |= {f"body-{name}": (200, body) for name, (body, _) in BODIES.items()}
    with ExitStack() as stack:
        sites = {name: stack.enter_context(loopback()) for name in [*texts, *(f"feed-{n}" for n in FEEDS)]}
        for name, (code, body) in texts.items():
            sites[name].routes["/robots.txt"] = answer(code, body, "text/plain", Retry_After="1")
            sites[name].routes["/feed"] = feed(sites[name].base, [LINK])
        for name, make in FEEDS.items():
            sites[f"feed-{name}"].routes["/feed"] = make(sites[f"feed-{name}"].base)  # type: ignore[assignment]
        for name, site in sites.items():
            rig.source(site, "/feed", name=name)
        outcome = rig.crawl(limit=0)
        keys = {name: article_key(site.base + LINK) for name, site in sites.items()}
        with open_store(rig.archive) as store:
            known = store.known(keys.values())
        titles = {name: known[key].title if key in known else None for name, key in keys.items()}
        yield Answers(sites, outcome, titles)


@pytest.mark.parametrize("status", STATUSES)
def test_the_status_of_robots_decides_before_its_rules(answers: Answers, status: int) -> None:
    assert (answers.status(f"{status}-open"), answers.status(f"{status}-closed")) == STATUSES[status]


@pytest.mark.parametrize("name", BODIES)
def test_rules_are_read_in_whatever_form_they_come(answers: Answers, name: str) -> None:
    assert answers.status(f"body-{name}") == BODIES[name][1]


def test_where_robots_does_not_allow_it_no_feed_was_asked_for(answers: Answers) -> None:
    for name, site in answers.sites.items():
        if answers.status(name)[0] is Health.ROBOTS:
            assert {asked.path for asked in site.log} == {"/robots.txt"}, name


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_keeps_its_french_in_every_encoding(answers: Answers, name: str) -> None:
    assert answers.titles[f"feed-{name}"] == TITLE
