"""A mail server on loopback that behaves as it is told, and keeps what it was given whole."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PASSWORD = "Phare-et-Rivage-4711"
FOREVER = 600.0


@dataclass
class Behaviour:
    """What the server does at each step; the empty text: as a good server. "hang" waits, "drop" cuts the line."""

    greeting: str = ""
    mail: str = ""
    rcpt: str = ""
    data: str = ""  # the answer to the DATA command, instead of 354
    dot: str = ""  # the answer to the whole message
    keeps: bool = True  # a message whose answer is lost was taken all the same
    refuses: frozenset[str] = frozenset()  # recipients
    greylist: int = 0  # so many RCPT are put off first
    login: bool = False
    starttls: bool = False
    tls: bool = False


@dataclass
class Received:
    """A message as it came: to whom, and its bytes."""

    recipient: str
    content: bytes


@dataclass
class Seen:
    """What the server saw: messages it keeps, connections, and the steps that were reached."""

    messages: list[Received] = field(default_factory=list)
    connections: int = 0
    steps: list[str] = field(default_factory=list)


class _Protocol(SMTP):
    """aiosmtpd, with a greeting and a DATA command that can fail."""

    def __init__(self, server: MailServer, **options: Any) -> None:
        super().__init__(server, enable_SMTPUTF8=False, **options)  # type: ignore[no-untyped-call]
        self.told = server

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.told.seen.connections += 1
        if self.told.behaviour.greeting == "drop":
            transport.abort()  # type: ignore[attr-defined]
        elif self.told.behaviour.greeting != "hang":
            super().connection_made(transport)  # type: ignore[no-untyped-call]
        else:
            self.told.silent.append(transport)

    async def smtp_DATA(self, arg: str) -> None:
        said = await self.told.step(self, "data", self.told.behaviour.data)
        if said == "250":
            await super().smtp_DATA(arg)  # type: ignore[no-untyped-call]
        elif said:
            await self.push(said)  # type: ignore[no-untyped-call]


class MailServer:
    """Runs until it is left; `behaviour` may be changed at any time."""

    def __init__(self, behaviour: Behaviour | None = None, tls: ssl.SSLContext | None = None) -> None:
        self.behaviour = behaviour or Behaviour()
        self.seen = Seen()
        self.silent: list[asyncio.BaseTransport] = []
        self.port = 0
        self._tls = tls
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> MailServer:
        self._thread.start()
        self._server = self._await(self._start())
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *exc: object) -> None:
        self._await(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def _await(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _start(self) -> asyncio.Server:
        direct = self._tls if self.behaviour.tls else None
        return await self._loop.create_server(self._protocol, "127.0.0.1", 0, ssl=direct)

    def _protocol(self) -> _Protocol:
        wants = self.behaviour
        return _Protocol(
            self,
            hostname="mail.example.org",
            loop=self._loop,
            timeout=FOREVER,
            data_size_limit=50_000_000,
            tls_context=self._tls if wants.starttls else None,
            authenticator=self._login if wants.login else None,
            auth_require_tls=wants.starttls,
            auth_required=wants.login,
        )

    async def _stop(self) -> None:
        self._server.close()
        for transport in self.silent:
            transport.abort()  # type: ignore[attr-defined]
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.sleep(0)

    def _login(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        good = isinstance(data, LoginPassword) and data.password == PASSWORD.encode()
        return AuthResult(success=good, handled=not good and False)

    async def step(self, protocol: Any, name: str, wanted: str) -> str:
        """Play one step: "250" where it goes well, an answer, or the empty text where the line is cut."""
        self.seen.steps.append(name)
        if wanted == "hang":
            await asyncio.sleep(FOREVER)
        if wanted == "drop":
            protocol.transport.abort()
            return ""
        return wanted or "250"

    # ---- the hooks of aiosmtpd --------------------------------------------------------------------

    async def handle_MAIL(
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        said = await self.step(server, "mail", self.behaviour.mail)
        if said == "250":
            envelope.mail_from = address
            return "250 OK"
        return said or "451 gone"

    async def handle_RCPT(
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.behaviour.greylist > 0:
            self.behaviour.greylist -= 1
            return "451 4.7.1 greylisted, come back later"
        if address in self.behaviour.refuses:
            return "550 5.1.1 no such person here"
        said = await self.step(server, "rcpt", self.behaviour.rcpt)
        if said == "250":
            envelope.rcpt_tos.append(address)
            return "250 OK"
        return said or "451 gone"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:
        content = envelope.original_content or b""
        wanted = self.behaviour.dot
        kept = not wanted or (wanted in ("hang", "drop") and self.behaviour.keeps)
        if kept:
            self.seen.messages += [Received(address, content) for address in envelope.rcpt_tos]
        said = await self.step(server, "dot", wanted)
        return "250 2.0.0 taken" if said == "250" else said or "451 gone"


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """The context of a server at 127.0.0.1, and that of a client who trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(path)
    client = ssl.create_default_context(cadata=made.public_bytes(serialization.Encoding.PEM).decode())
    return server, client
