"""One mail server: connects, and hands over one message at a time. What happened comes back as an `Outcome`.

`begin` is called after the server's 354, before the first byte of the message: what fails before it took nothing
and is tried again; what fails after it without the server's word is unknown (docs/design/140).
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Timer

from monitor.config.addresses import is_loopback
from monitor.config.settings import Mail
from monitor.delivery.outcome import SENT, Outcome, again, failed, one_line, unknown
from monitor.delivery.secret import Secret
from monitor.delivery.troubles import Trouble
from storage.model import DeliveryState, OutboxMessage

CHUNK = 32 * 1024
"""Bytes handed over at a time: each piece has the whole timeout, so that a slow line may carry a large file."""

SLOWEST_LINE = 4_000
"""Bytes a second below which we stop waiting for a message to be handed over."""

STEPS = 5
"""How many timeouts a connection, or one message beside its bytes, may take in all: a server that drips is cut off."""

RECEIPT_PATIENCE = 4
"""The answer to a whole message may take so many timeouts: the server may look through it first."""


class NoServer(Exception):
    """No message can be handed over at present; `outcome` is that of all that wait."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.trouble)
        self.outcome = outcome


class _Line:
    """The connection under a session, to be cut from a timer whatever the session waits for."""

    def __init__(self) -> None:
        self._sockets: list[socket.socket] = []

    def hold(self, connection: socket.socket) -> None:
        self._sockets.append(connection.dup())

    def cut(self) -> None:
        for held in self._sockets:
            with suppress(OSError):
                held.shutdown(socket.SHUT_RDWR)

    def let_go(self) -> None:
        for held in self._sockets:
            held.close()
        self._sockets.clear()

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Cut the connection if what is done here takes longer."""
        timer = Timer(seconds, self.cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


class _Session(smtplib.SMTP):
    """A session in the open, or one that turns to TLS by STARTTLS."""

    def __init__(self, line: _Line, mail: Mail) -> None:
        self._line = line
        super().__init__(mail.host, mail.port, local_hostname=_own_name(mail), timeout=mail.timeout)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain: socket.socket = super()._get_socket(host, port, timeout)  # type: ignore[misc]
        self._line.hold(plain)
        return plain


class _TlsSession(smtplib.SMTP_SSL, _Session):
    """A session that is TLS from its first byte: SMTP_SSL wraps the socket that `_Session` gives it."""

    def __init__(self, line: _Line, mail: Mail, context: ssl.SSLContext) -> None:
        self._line = line
        smtplib.SMTP_SSL.__init__(
            self, mail.host, mail.port, local_hostname=_own_name(mail), timeout=mail.timeout, context=context
        )


def _own_name(mail: Mail) -> str:
    """How we greet: by the sender's domain. The machine's own name would cost a look-up, and is nobody's business."""
    return mail.sender.rpartition("@")[2] or "localhost"


class MailServer:
    """Sends by one server; the connection is made for the first message and kept for the others."""

    def __init__(self, mail: Mail, password: Secret | None, tls: ssl.SSLContext | None = None) -> None:
        self._mail = mail
        self._password = password
        self._tls = tls
        self._line = _Line()
        self._session: smtplib.SMTP | None = None

    def send(self, message: OutboxMessage, begin: Callable[[], bool]) -> Outcome | None:
        """Hand over one message. None where `begin` says that somebody else has it. Raises NoServer."""
        session = self._ready()
        try:
            seconds = STEPS * self._mail.timeout + len(message.content) / SLOWEST_LINE
            with self._line.within(seconds):
                outcome = self._offer(session, message, begin)
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            return again(_trouble_of(error), self._said(error))
        except ValueError as error:  # an address that cannot be written in a command
            self.close()
            return failed(Trouble.RECIPIENT_REFUSED, self._said(error))
        except BaseException:  # the archive, or a person: without its last dot the message is not taken
            self.close()
            raise
        if outcome is None or outcome.state is DeliveryState.UNKNOWN:
            self.close()
        return outcome

    def close(self) -> None:
        """Leave without a word; what was not confirmed stays unconfirmed."""
        session, self._session = self._session, None
        if session is not None:
            session.close()
        self._line.let_go()

    def leave(self) -> None:
        """Say goodbye, as the protocol wants, and leave."""
        if self._session is not None:
            with self._line.within(self._mail.timeout), suppress(smtplib.SMTPException, OSError):
                self._session.quit()
        self.close()

    # ---- connecting ---------------------------------------------------------------------------

    def _ready(self) -> smtplib.SMTP:
        """The session, at its beginning: the one there is where it still answers, else a new one. Raises NoServer."""
        if self._session is not None:
            try:
                with self._line.within(self._mail.timeout):
                    self._session.rset()
                return self._session
            except (smtplib.SMTPException, OSError):
                self.close()
        self._check_login()
        try:
            with self._line.within(STEPS * self._mail.timeout):
                self._session = self._connected()
        except (smtplib.SMTPException, OSError, ValueError) as error:
            self.close()
            raise NoServer(again(_trouble_of(error), self._said(error))) from None
        return self._session

    def _check_login(self) -> None:
        """Raises NoServer where what the settings say of the account cannot be used."""
        mail = self._mail
        if not mail.host:
            raise NoServer(again(Trouble.NO_SERVER))
        if not mail.user:
            return
        if self._password is None:
            raise NoServer(again(Trouble.NO_PASSWORD))
        if not self._password.value.isascii():
            raise NoServer(again(Trouble.SECRET_UNREADABLE))
        if mail.security == "none" and not is_loopback(mail.host):
            raise NoServer(again(Trouble.PLAIN_LOGIN))

    def _connected(self) -> smtplib.SMTP:
        mail, context = self._mail, self._tls or ssl.create_default_context()
        session: smtplib.SMTP
        if mail.security == "tls":
            session = _TlsSession(self._line, mail, context)
        else:
            session = _Session(self._line, mail)
        try:
            session.ehlo_or_helo_if_needed()
            if mail.security == "starttls":
                session.starttls(context=context)
                session.ehlo_or_helo_if_needed()
            if mail.user and self._password is not None:
                session.login(mail.user, self._password.value)
        except BaseException:
            session.close()
            raise
        return session

    # ---- one message --------------------------------------------------------------------------

    def _offer(
        self, session: smtplib.SMTP, message: OutboxMessage, begin: Callable[[], bool]
    ) -> Outcome | None:
        size = [f"SIZE={len(message.content)}"] if session.has_extn("size") else []
        code, said = session.mail(self._mail.sender, size)
        if code != 250:
            return self._refused(code, said, Trouble.SENDER_REFUSED)
        code, said = session.rcpt(message.recipient)
        if code not in (250, 251):
            return self._refused(code, said, Trouble.RECIPIENT_REFUSED)
        code, said = session.docmd("DATA")
        if code != 354:
            return self._refused(code, said, Trouble.MESSAGE_REFUSED)
        return self._hand_over(session, message.content) if begin() else None

    def _hand_over(self, session: smtplib.SMTP, content: bytes) -> Outcome:
        """From here on the message may have been taken unless the server says that it was not."""
        try:
            data = dotted(content)
            for start in range(0, len(data), CHUNK):
                session.send(data[start : start + CHUNK])
            if session.sock is not None:
                session.sock.settimeout(RECEIPT_PATIENCE * self._mail.timeout)
            code, said = session.getreply()
            if session.sock is not None:
                session.sock.settimeout(self._mail.timeout)
        except (smtplib.SMTPException, OSError) as error:
            return unknown(self._said(error))
        if 200 <= code <= 299:
            return SENT
        if 400 <= code <= 599:
            return self._refused(code, said, Trouble.MESSAGE_REFUSED)
        return unknown(self._said(said))

    def _refused(self, code: int, said: bytes, trouble: Trouble) -> Outcome:
        """A refusal in plain words: for now, or for good."""
        detail = self._said(f"{code} {one_line(said)}")
        if 500 <= code <= 599 and code != 530:
            return failed(trouble, detail)
        if code == 530:  # it wants a login first: the settings are to be repaired
            return again(Trouble.LOGIN_WANTED, detail)
        return again(Trouble.NOT_NOW if 400 <= code <= 499 else Trouble.BROKE_OFF, detail)

    def _said(self, what: Exception | str | bytes) -> str:
        """What the server or the system said, for a reader of logs; never from a login, never with the password."""
        if isinstance(what, smtplib.SMTPAuthenticationError):
            return str(what.smtp_code)
        if isinstance(what, ValueError):
            return type(what).__name__
        if isinstance(what, smtplib.SMTPResponseException):
            text = f"{what.smtp_code} {one_line(what.smtp_error)}"
        else:
            text = one_line(what if isinstance(what, bytes) else str(what))
        return self._password.hidden_in(text) if self._password is not None else text


def dotted(content: bytes) -> bytes:
    """A message as DATA takes it: lines end in CRLF, a leading dot is doubled, a lone dot ends it."""
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").removesuffix(b"\n").split(b"\n")
    return b"".join((b"." if line.startswith(b".") else b"") + line + b"\r\n" for line in lines) + b".\r\n"


_TROUBLES: tuple[tuple[type[Exception], Trouble], ...] = (
    (ssl.SSLCertVerificationError, Trouble.CERTIFICATE),
    (ssl.SSLError, Trouble.NO_TLS),
    (socket.gaierror, Trouble.NO_NAME),
    (UnicodeError, Trouble.NO_NAME),
    (smtplib.SMTPAuthenticationError, Trouble.LOGIN_REFUSED),
    (smtplib.SMTPServerDisconnected, Trouble.BROKE_OFF),
    (smtplib.SMTPConnectError, Trouble.NOT_NOW),
    (smtplib.SMTPHeloError, Trouble.NOT_NOW),
    (smtplib.SMTPResponseException, Trouble.NO_TLS),  # what is left of these is an answer to STARTTLS
    (smtplib.SMTPException, Trouble.NO_LOGIN),
)


def _trouble_of(error: Exception) -> Trouble:
    """Why there is no session, or no longer any. smtplib tells a time-out and a missing STARTTLS in words only."""
    if isinstance(error, smtplib.SMTPNotSupportedError) and "STARTTLS" in str(error):
        return Trouble.NO_TLS
    if isinstance(error, smtplib.SMTPServerDisconnected) and "timed out" in str(error):
        return Trouble.UNREACHABLE
    if isinstance(error, smtplib.SMTPAuthenticationError) and 400 <= error.smtp_code <= 499:
        return Trouble.NOT_NOW
    return next((trouble for kind, trouble in _TROUBLES if isinstance(error, kind)), Trouble.UNREACHABLE)
