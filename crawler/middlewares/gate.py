"""The gate: which request may leave, when, and from which line. Redirects pass it again.

Two checks keep a crawl off private addresses: here, by what the URL says, and in `GuardedResolver`, at
connect time, by what the name resolves to; the connection is made to the address that was checked.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.http import Request
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError
from twisted.python.threadpool import ThreadPool

from crawler.addresses import AddressRules
from crawler.context import WORTH_KEEPING, RunContext, context_of, host_of
from crawler.errors import Refused
from crawler.failures import NO_CONNECTION, reason_of
from storage.model import Reason

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

MAX_URL = 4_000

_ASKED_PORTS: dict[str, set[int]] = defaultdict(set)
"""Ports asked for by name in this process: the resolver is told names only (one crawl per process)."""
_REFUSED: dict[str, str] = {}
"""Names that led to an address we may not reach, with that address."""


class _NamesApart:
    """The reactor, with a pool of its own for name lookups.

    A lookup that hangs in the system cannot be cancelled, and the reactor waits for its threads when it stops.
    """

    def __init__(self, reactor: Any, lookups: int) -> None:
        self._reactor = reactor
        self._pool = ThreadPool(0, lookups, "names")
        self._pool.start()

    def getThreadPool(self) -> ThreadPool:  # noqa: N802
        return self._pool

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reactor, name)


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's resolver, refusing names and literals that lead to a private address."""

    def __init__(
        self, reactor: Any, cache_size: int, timeout: float, rules: AddressRules, lookups: int
    ) -> None:
        super().__init__(_NamesApart(reactor, lookups), cache_size, timeout)  # type: ignore[arg-type]
        self.rules = rules

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> GuardedResolver:
        """Build it with the rules of the settings."""
        settings = crawler.settings
        return cls(
            reactor,
            settings.getint("DNSCACHE_SIZE"),
            settings.getfloat("DNS_TIMEOUT"),
            AddressRules(settings.getlist("ALLOW_PRIVATE")),
            settings.getint("REACTOR_THREADPOOL_MAXSIZE"),
        )

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802
        """Resolve, then check what came out; a refused address never reaches the connector."""
        found = super().getHostByName(name, timeout)
        found.addCallback(self._check, name)
        return found

    def _check(self, address: str, name: str) -> str:
        ports: set[int | None] = {*_ASKED_PORTS.get(name, ())} or {None}
        if not all(self.rules.allows(address, port, name) for port in ports):
            _REFUSED[name] = address
            raise DNSLookupError(f"{name} leads to a private address")  # what Twisted expects of a resolver
        return address


def check_url(url: str) -> tuple[str, int]:
    """Host and port of a URL that everyone reads alike. Raises Refused for any other."""
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise Refused(Reason.SCHEME, "an address that cannot be read") from error
    if parts.scheme not in ("http", "https"):
        raise Refused(Reason.SCHEME, parts.scheme[:30])
    if len(url) > MAX_URL:
        raise Refused(Reason.SCHEME, "too long an address")
    host = parts.hostname or ""
    odd = (
        "@" in parts.netloc
        or "%" in parts.netloc
        or "\\" in url
        or any(ord(c) <= 32 or ord(c) > 126 for c in parts.netloc)
    )
    if not host or odd:
        raise Refused(Reason.SCHEME, "an address that can be read in two ways")
    return host, port


def literal_of(host: str) -> str | None:
    """The address that a host is written as, in any of the forms that systems read; None for a name."""
    bare = host.strip("[]")
    try:
        return str(ipaddress.ip_address(bare.split("%")[0]))
    except ValueError:
        pass
    if not all(part and part[0].isdigit() for part in bare.rstrip(".").split(".")):
        return None
    try:
        return socket.inet_ntoa(socket.inet_aton(bare.rstrip(".")))  # decimal, octal, hexadecimal, short
    except OSError:
        return None


async def admit(context: RunContext, url: str) -> None:
    """Return when the URL's host may be asked; raise Refused where that is not in this run."""
    host = host_of(url)
    await context.recall_hold(url)
    while (seconds := context.hosts.hold_left(host)) > 0 and not context.stopping.is_set():
        if seconds > max(context.seconds_left, WORTH_KEEPING):
            raise Refused(Reason.RATE_LIMITED, f"asked to come back in {seconds:.0f} s")
        with suppress(TimeoutError):
            await asyncio.wait_for(context.stopping.wait(), seconds)
    if context.stopping.is_set():
        raise Refused(Reason.TIME_LIMIT, context.stop_reason)
    state = context.hosts[host]
    if state.down is not None:
        raise Refused(Reason.HOST_DOWN, f"{state.down} {state.detail}".strip()[:200])


class GateMiddleware:
    """Refuses what must not be sent, waits where a host asked to, and gives each host its own slot."""

    def __init__(self, context: RunContext) -> None:
        self._context = context

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> GateMiddleware:
        """Build it from the spider's context."""
        return cls(context_of(crawler))

    async def process_request(self, request: Request) -> None:
        """Let the request pass, after the wait its host asked for, or raise Refused."""
        host, port = check_url(request.url)
        literal = literal_of(host)
        if literal is not None and not self._context.rules.allows(literal, port):
            raise Refused(Reason.PRIVATE_ADDRESS, f"{host}:{port}"[:200])
        _ASKED_PORTS[host].add(port)
        key = host_of(request.url)
        request.meta["download_slot"] = key
        request.meta.setdefault("download_timeout", self._context.order.fetch_timeout)
        await admit(self._context, request.url)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """No connection ends the host for this run; when all fail, this machine is offline."""
        reason, detail = reason_of(exception)
        name = urlsplit(request.url).hostname or ""
        if reason is Reason.DNS and name in _REFUSED:
            raise Refused(Reason.PRIVATE_ADDRESS, f"{name} -> {_REFUSED[name]}") from exception
        if reason in NO_CONNECTION:
            self._context.hosts.failed(host_of(request.url), reason, detail)
            if self._context.hosts.looks_offline:
                self._context.stop("offline")


class RestMiddleware:
    """Asks again whether the host may be asked: its robots.txt, just fetched, may have brought a wait."""

    def __init__(self, context: RunContext) -> None:
        self._context = context

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RestMiddleware:
        """Build it from the spider's context."""
        return cls(context_of(crawler))

    async def process_request(self, request: Request) -> None:
        """Let the request pass, after the wait its host asked for, or raise Refused."""
        await admit(self._context, request.url)
