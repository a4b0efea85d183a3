"""A mail server on loopback that can fail in every way that mail servers fail, and keeps what it accepted."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from enum import StrEnum
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session, syntax

HOST = "127.0.0.1"


class Fault(StrEnum):
    """What goes wrong with a message. A refused connection is `MailServer.closed()`."""

    HANG = "hangs before it greets"
    BUSY = "421 at MAIL"
    GREYLIST = "451 at RCPT"
    NO_SUCH_USER = "550 at RCPT"
    DROP_BEFORE_354 = "drops the line at DATA, before 354"
    REJECT_DATA = "554 after the dot"
    LATER_DATA = "451 after the dot"
    HANG_AFTER_DOT = "keeps the message and never answers"
    DROP_KEPT = "keeps the message and drops the line"
    DROP_LOST = "loses the message and drops the line"


class Step(StrEnum):
    """Moments of a mail's way that only the server sees, in their order."""

    GREETING = "connected, not greeted"
    MAIL = "MAIL received"
    RCPT = "RCPT received, DATA not yet"
    DATA = "DATA received, no 354 yet"
    DOT = "all received, not answered"
    ANSWERED = "accepted and answered"


@dataclass(frozen=True, slots=True)
class Received:
    """A message that the server took: whoever it is for will read it."""

    message_id: str
    recipient: str
    subject: str
    date: str
    text: str
    html: str


@dataclass
class _Planned:
    """A fault that waits for its message: of one recipient ("" any), so many times (None: always)."""

    fault: Fault
    recipient: str = ""
    times: int | None = None


@dataclass
class MailServer:
    """The server. `on_step(step, recipient)` is called in its thread at every moment; faults come from `plan`."""

    port: int = 0
    received: list[Received] = field(default_factory=list)
    on_step: Callable[[Step, str], None] = lambda step, recipient: None
    _planned: list[_Planned] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _controller: _Controller | None = None

    def plan(self, fault: Fault, recipient: str = "", times: int | None = None) -> None:
        """From now on this goes wrong, for this recipient or all, so many times."""
        with self._lock:
            self._planned.append(_Planned(fault, recipient, times))

    def all_well(self) -> None:
        """Nothing goes wrong any more."""
        with self._lock:
            self._planned.clear()

    def strikes(self, fault: Fault, recipient: str = "") -> bool:
        """True where this fault is due now for this recipient; it is used up by that."""
        with self._lock:
            for one in self._planned:
                if one.fault is fault and one.recipient in ("", recipient) and one.times != 0:
                    if one.times is not None:
                        one.times -= 1
                    return True
        return False

    @contextmanager
    def running(self) -> Iterator[MailServer]:
        """Serve until the block ends."""
        if not self.port:
            self.port = _free_port()
        self._open()
        try:
            yield self
        finally:
            self._shut()

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Nobody listens while the block lasts: connections are refused. The port stays ours."""
        self._shut()
        with socket.socket() as held:
            held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            held.bind((HOST, self.port))
            try:
                yield
            finally:
                held.close()
                self._open()

    def _open(self) -> None:
        self._controller = _Controller(self)
        self._controller.start()

    def _shut(self) -> None:
        if self._controller is not None:
            self._controller.hang_up()
            self._controller.stop()
            self._controller = None


def _free_port() -> int:
    with socket.socket() as one:
        one.bind((HOST, 0))
        return int(one.getsockname()[1])


class _Controller(Controller):
    def __init__(self, mail: MailServer) -> None:
        self.mail = mail
        self.lines: list[_Line] = []
        super().__init__(_Handler(mail), hostname=HOST, port=mail.port)

    def factory(self) -> SMTP:
        line = _Line(self.mail, self.handler, **self.SMTP_kwargs)
        self.lines.append(line)
        return line

    def hang_up(self) -> None:
        """Drop the lines that are still open, as a machine that goes down does."""
        dropped = threading.Event()

        def drop() -> None:
            for line in self.lines:
                line.abort()
            self.loop.call_soon(dropped.set)  # after the losses have been told

        self.loop.call_soon_threadsafe(drop)
        dropped.wait(5)


class _Line(SMTP):
    """One connection: the faults that no handler can make."""

    def __init__(self, mail: MailServer, *arguments: Any, **names: Any) -> None:
        self.mail = mail
        super().__init__(*arguments, **names)

    async def _handle_client(self) -> None:
        self.mail.on_step(Step.GREETING, "")
        if self.mail.strikes(Fault.HANG):
            await asyncio.sleep(3_600)  # ends when the other side hangs up
        await super()._handle_client()

    @syntax("DATA")
    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        recipient = self.envelope.rcpt_tos[0] if self.envelope and self.envelope.rcpt_tos else ""
        self.mail.on_step(Step.DATA, recipient)
        if self.mail.strikes(Fault.DROP_BEFORE_354, recipient):
            await self.drop()
        taken = len(self.mail.received)
        await super().smtp_DATA(arg)
        if len(self.mail.received) > taken:
            self.mail.on_step(Step.ANSWERED, recipient)

    def abort(self) -> None:
        """Drop the line at once."""
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()

    async def drop(self) -> None:
        """Drop the line, and say nothing more on it."""
        self.abort()
        await asyncio.sleep(3_600)  # cancelled at once: the line is gone


class _Handler:
    """What the server answers to each command, and what it keeps."""

    def __init__(self, mail: MailServer) -> None:
        self.mail = mail

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: _Line, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.mail.on_step(Step.MAIL, "")
        if self.mail.strikes(Fault.BUSY):
            return "421 4.3.2 Too busy, come back later"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: _Line, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.mail.on_step(Step.RCPT, address)
        if self.mail.strikes(Fault.NO_SUCH_USER, address):
            return "550 5.1.1 No such user here"
        if self.mail.strikes(Fault.GREYLIST, address):
            return "451 4.7.1 Greylisted, try again in a while"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: _Line, session: Session, envelope: Envelope
    ) -> str:
        mail, recipient = self.mail, envelope.rcpt_tos[0]
        if mail.strikes(Fault.REJECT_DATA, recipient):
            return "554 5.6.0 Not wanted"
        if mail.strikes(Fault.LATER_DATA, recipient):
            return "451 4.3.0 Trouble with our disk, try again later"
        if mail.strikes(Fault.DROP_LOST, recipient):
            await server.drop()
        mail.received.extend(
            _received(bytes(envelope.original_content or b""), to) for to in envelope.rcpt_tos
        )
        mail.on_step(Step.DOT, recipient)
        if mail.strikes(Fault.HANG_AFTER_DOT, recipient):
            await asyncio.sleep(3_600)
        if mail.strikes(Fault.DROP_KEPT, recipient):
            await server.drop()
        return "250 2.0.0 Taken"


def _received(content: bytes, recipient: str) -> Received:
    message = message_from_bytes(content, policy=policy.default)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    return Received(
        message_id=str(message["Message-ID"]).strip().strip("<>"),
        recipient=recipient,
        subject=str(message["Subject"]),
        date=str(message["Date"]),
        text=text.get_content() if text is not None else "",
        html=html.get_content() if html is not None else "",
    )
