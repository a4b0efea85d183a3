"""A message to another program: signed JSON by POST, to an address that was checked before connecting.

It is delivered at least once: after a drop it is sent again with the same Idempotency-Key, by which the receiver
tells that it has it already (docs/design/141).
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Timer
from urllib.parse import SplitResult, urlsplit

from monitor.config.addresses import is_loopback
from monitor.delivery.guard import AddressForbidden, checked_addresses
from monitor.delivery.outcome import SENT, Outcome, again, failed, one_line
from monitor.delivery.secret import Secret
from monitor.delivery.troubles import Trouble
from storage.model import OutboxMessage

SIGNATURE = "X-Retombees-Signature"
TIMESTAMP = "X-Retombees-Timestamp"
USER_AGENT = "Retombees"
READ = 2_000
"""Bytes of an answer that are looked at."""

TOTAL = 4
"""A whole exchange may take so many timeouts."""


def recipient_of(url: str) -> str:
    """The address as it is shown and kept: scheme and host. What follows them may be a secret of its own."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if url else ""


def signature(secret: Secret, timestamp: str, body: bytes) -> str:
    """What stands in the signature header: HMAC-SHA256 over timestamp, a dot, and the body."""
    signed = hmac.new(secret.value.encode(), timestamp.encode() + b"." + body, hashlib.sha256)
    return f"sha256={signed.hexdigest()}"


@dataclass(frozen=True, slots=True)
class Hook:
    """Where to post, and how. `timeout` in seconds for each step; `tls` stands in for the system's trust in tests."""

    url: str = field(repr=False)
    secret: Secret | None
    allow_private: Sequence[str] = ()
    timeout: float = 30.0
    tls: ssl.SSLContext | None = None

    def send(self, message: OutboxMessage, timestamp: int) -> Outcome:
        """Post one message; `timestamp` is the real time, in seconds since 1970."""
        parts = urlsplit(self.url)
        if not self.url or recipient_of(self.url) != message.recipient:
            return failed(Trouble.HOOK_CHANGED)
        if self.secret is None:
            return again(Trouble.NO_SECRET)
        if parts.scheme != "https" and not is_loopback(parts.hostname or "") and not self.allow_private:
            return again(Trouble.NO_TLS)
        try:
            return self._post(parts, message, str(timestamp), self.secret)
        except AddressForbidden:
            return again(Trouble.HOOK_FORBIDDEN)
        except (OSError, http.client.HTTPException, UnicodeError) as error:
            return again(_trouble_of(error), one_line(str(error)))

    def _post(self, parts: SplitResult, message: OutboxMessage, timestamp: str, secret: Secret) -> Outcome:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        host = parts.hostname or ""
        connection = _connect(checked_addresses(host, port, self.allow_private), port, self.timeout)
        with _cut_after(TOTAL * self.timeout, connection):
            if parts.scheme == "https":
                context = self.tls or ssl.create_default_context()
                connection = context.wrap_socket(connection, server_hostname=host)
            client = http.client.HTTPConnection(host, port, timeout=self.timeout)
            client.sock = connection  # the address that was checked, whatever the name leads to by now
            try:
                client.request(
                    "POST", _target(parts), message.content, _headers(parts, message, timestamp, secret)
                )
                answer = client.getresponse()
                return _outcome(answer.status, answer.read(READ))
            finally:
                client.close()


def _connect(addresses: Sequence[str], port: int, timeout: float) -> socket.socket:
    """A connection to the first of these addresses that answers."""
    for address in addresses[:-1]:
        with suppress(OSError):
            return socket.create_connection((address, port), timeout)
    return socket.create_connection((addresses[-1], port), timeout)


@contextmanager
def _cut_after(seconds: float, connection: socket.socket) -> Iterator[None]:
    """Cut the connection if what is done here takes longer: a server may drip its answer."""
    held = connection.dup()

    def cut() -> None:
        with suppress(OSError):
            held.shutdown(socket.SHUT_RDWR)

    timer = Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        held.close()
        connection.close()


def _target(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _headers(parts: SplitResult, message: OutboxMessage, timestamp: str, secret: Secret) -> dict[str, str]:
    return {
        "Host": parts.netloc,
        "User-Agent": USER_AGENT,
        "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": message.id,
        TIMESTAMP: timestamp,
        SIGNATURE: signature(secret, timestamp, message.content),
        "Connection": "close",
    }


def _outcome(status: int, said: bytes) -> Outcome:
    detail = f"HTTP {status} {one_line(said, 120)}".strip()
    if 200 <= status <= 299:
        return SENT
    if 300 <= status <= 399:
        return failed(Trouble.HOOK_MOVED, f"HTTP {status}")
    if status in (408, 425, 429) or status >= 500:
        return again(Trouble.NOT_NOW, detail)
    return failed(Trouble.HOOK_REFUSED, detail)


def _trouble_of(error: Exception) -> Trouble:
    if isinstance(error, ssl.SSLCertVerificationError):
        return Trouble.CERTIFICATE
    if isinstance(error, ssl.SSLError):
        return Trouble.NO_TLS
    if isinstance(error, socket.gaierror | UnicodeError):
        return Trouble.NO_NAME
    return Trouble.UNREACHABLE
