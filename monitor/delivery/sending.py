"""Sends what waits in the outbox. One sender at a time: a lock beside the archive."""

from __future__ import annotations

import os
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from filelock import FileLock, Timeout

from monitor.config import Settings
from monitor.delivery.outcome import Outcome, again, is_stranded, next_try
from monitor.delivery.secret import HOOK_SECRET, MAIL_PASSWORD, Secret, SecretUnusable, read_secret
from monitor.delivery.smtp import MailServer, NoServer
from monitor.delivery.troubles import Trouble
from monitor.delivery.webhook import Hook
from monitor.workspace import Workspace
from storage.model import Channel, DeliveryState, OutboxMessage
from storage.store import Store

Listener = Callable[[OutboxMessage], None]
"""Hears of each message as it was settled, without its content."""


@dataclass(frozen=True, slots=True)
class Sending:
    """What came of one round, in messages. `again`: they wait for another try. `busy`: somebody else is sending."""

    sent: int = 0
    again: int = 0
    unknown: int = 0
    failed: int = 0
    busy: bool = False

    @property
    def well(self) -> bool:
        """True where nothing is left that people must know of."""
        return not (self.again or self.unknown or self.failed)


def send_due(
    store: Store,
    settings: Settings,
    workspace: Workspace,
    now: datetime,
    listen: Listener | None = None,
    *,
    early: bool = False,
    tls: ssl.SSLContext | None = None,
    environment: Mapping[str, str] = os.environ,
) -> Sending:
    """Send every message that is due; one that fails stops no other. `now` is aware.

    `early`: also those that wait for a later try. A message whose sender died with it in hand is unknown from now
    on, and counts as such once. `tls` stands in for the system's trusted certificates. Raises StorageError only:
    what servers do is an outcome.
    """
    if not (_in_hand(store) or _due(store, now, early)):
        return Sending()
    lock = FileLock(f"{workspace.archive}.sending.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return Sending(busy=True)
    try:
        one_round = _Round(store, settings, workspace, now, listen or _nobody, tls, environment)
        return one_round.send(_in_hand(store), _due(store, now, early))
    finally:
        lock.release()


def _due(store: Store, now: datetime, early: bool) -> list[str]:
    """Ids of what is to be sent, oldest first; then what a clock put back would keep waiting."""
    pending = list(reversed(store.outbox((DeliveryState.PENDING,))))
    if early:
        return [message.id for message in pending]
    return store.due_messages(now) + [message.id for message in pending if is_stranded(message, now)]


def _in_hand(store: Store) -> list[OutboxMessage]:
    """Messages that a sender took in hand and did not settle: it is at work, or it died."""
    unknown = store.outbox((DeliveryState.UNKNOWN,))
    return [message for message in unknown if message.settled_at is None and not message.reason]


def _nobody(message: OutboxMessage) -> None:
    """Hears nothing."""


class _Round:
    """One pass over the messages that are due."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        workspace: Workspace,
        now: datetime,
        listen: Listener,
        tls: ssl.SSLContext | None,
        environment: Mapping[str, str],
    ) -> None:
        self._store, self._settings, self._now, self._listen = store, settings, now, listen
        self._root, self._tls, self._environment = workspace.root, tls, environment
        self._server: MailServer | None = None
        self._no_server: Outcome | None = None
        self._counts = dict.fromkeys(DeliveryState, 0)

    def send(self, in_hand: list[OutboxMessage], due: list[str]) -> Sending:
        """Settle what a dead sender left, then send what is due. No other sender is at work."""
        for message in in_hand:
            self._settle(message, Outcome(DeliveryState.UNKNOWN, Trouble.INTERRUPTED))
        try:
            for message_id in due:
                message = self._store.outbox_message(message_id)
                if message.state is DeliveryState.PENDING:  # another sender may have had it meanwhile
                    self._settle(message, self._sent(message))
        finally:
            if self._server is not None:
                self._server.leave()
        counts = self._counts
        return Sending(
            counts[DeliveryState.SENT],
            counts[DeliveryState.PENDING],
            counts[DeliveryState.UNKNOWN],
            counts[DeliveryState.FAILED],
        )

    def _sent(self, message: OutboxMessage) -> Outcome | None:
        return self._mail(message) if message.channel is Channel.MAIL else self._post(message)

    def _settle(self, message: OutboxMessage, outcome: Outcome | None) -> None:
        """Keep what came of one message; a try too many is the last one."""
        if outcome is None:
            return
        state, due = outcome.state, None
        if state is DeliveryState.PENDING:
            due = next_try(message, self._now)
            state = DeliveryState.PENDING if due else DeliveryState.FAILED
        reason = outcome.trouble or ""
        self._store.settle_message(message.id, state, self._now, reason, outcome.detail, due)
        self._counts[state] += 1
        self._listen(replace(message, content=b"", state=state, reason=reason, detail=outcome.detail))

    # ---- by mail --------------------------------------------------------------------------------

    def _mail(self, message: OutboxMessage) -> Outcome | None:
        if self._no_server is not None:
            return self._no_server
        try:
            if self._server is None:
                self._server = MailServer(self._settings.mail, self._password(), self._tls)
            return self._server.send(message, lambda: self._store.begin_sending(message.id, self._now))
        except SecretUnusable as error:
            self._no_server = again(error.trouble)
        except NoServer as error:
            self._no_server = error.outcome
        return self._no_server

    def _password(self) -> Secret | None:
        mail = self._settings.mail
        if not mail.user:
            return None
        return read_secret(MAIL_PASSWORD, mail.password_file, self._root, self._environment)

    # ---- to another program ---------------------------------------------------------------------

    def _post(self, message: OutboxMessage) -> Outcome:
        settings = self._settings
        try:
            secret = read_secret(HOOK_SECRET, settings.webhook.secret_file, self._root, self._environment)
        except SecretUnusable as error:
            hidden = error.trouble is Trouble.SECRET_OPEN
            return again(Trouble.SECRET_OPEN if hidden else Trouble.NO_SECRET)
        hook = Hook(
            settings.webhook.url, secret, settings.network.allow_private, settings.mail.timeout, self._tls
        )
        return hook.send(message, int(time.time()))
