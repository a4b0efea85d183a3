"""Why a message did not leave, as a code in the archive and as a sentence for staff."""

from __future__ import annotations

from enum import StrEnum

from monitor.wording.words import Words, message
from storage.model import DeliveryState, OutboxMessage


class Trouble(StrEnum):
    """What stands in `OutboxMessage.reason`."""

    NO_SERVER = "no_server"
    NO_NAME = "no_name"
    UNREACHABLE = "unreachable"
    BROKE_OFF = "broke_off"
    CERTIFICATE = "certificate"
    NO_TLS = "no_tls"
    NO_PASSWORD = "no_password"  # noqa: S105 - a code, not a password
    SECRET_OPEN = "secret_open"  # noqa: S105
    SECRET_UNREADABLE = "secret_unreadable"  # noqa: S105
    PLAIN_LOGIN = "plain_login"
    LOGIN_REFUSED = "login_refused"
    NO_LOGIN = "no_login"
    LOGIN_WANTED = "login_wanted"
    NOT_NOW = "not_now"
    SENDER_REFUSED = "sender_refused"
    RECIPIENT_REFUSED = "recipient_refused"
    MESSAGE_REFUSED = "message_refused"
    NO_RECEIPT = "no_receipt"
    INTERRUPTED = "interrupted"
    RESTORED = "restored"  # written by storage when an archive is brought back
    NO_SECRET = "no_secret"  # noqa: S105
    HOOK_REFUSED = "hook_refused"
    HOOK_MOVED = "hook_moved"
    HOOK_FORBIDDEN = "hook_forbidden"
    HOOK_CHANGED = "hook_changed"
    DROPPED = "dropped"


TROUBLE = {
    Trouble.NO_SERVER: message("No mail server is set."),
    Trouble.NO_NAME: message("The server’s name leads nowhere."),
    Trouble.UNREACHABLE: message("The server does not answer."),
    Trouble.BROKE_OFF: message("The server cut the connection before the message."),
    Trouble.CERTIFICATE: message("The server’s security certificate is not valid."),
    Trouble.NO_TLS: message("The server offers no protected connection; nothing was sent in the open."),
    Trouble.NO_PASSWORD: message("The password of the mail account is missing."),
    Trouble.SECRET_OPEN: message("Others can read the file of the password; it is not used."),
    Trouble.SECRET_UNREADABLE: message(
        "The file of the password cannot be read, or holds no usable password."
    ),
    Trouble.PLAIN_LOGIN: message("The password is never sent over an unprotected connection."),
    Trouble.LOGIN_REFUSED: message("The server refuses the user name or the password."),
    Trouble.NO_LOGIN: message("The server does not take this user name and password on such a connection."),
    Trouble.LOGIN_WANTED: message("The server wants a user name and a password, or a protected connection."),
    Trouble.NOT_NOW: message("The server asks us to come back later."),
    Trouble.SENDER_REFUSED: message("The server does not let this sender send."),
    Trouble.RECIPIENT_REFUSED: message("The server does not know this recipient, or refuses it."),
    Trouble.MESSAGE_REFUSED: message("The server refused the message."),
    Trouble.NO_RECEIPT: message("The server took the message and did not confirm it."),
    Trouble.INTERRUPTED: message("Sending was interrupted."),
    Trouble.RESTORED: message("It waited when the backup was made, and may have gone since."),
    Trouble.NO_SECRET: message("The secret that signs what is sent to the other program is missing."),
    Trouble.HOOK_REFUSED: message("The other program refused the message."),
    Trouble.HOOK_MOVED: message("The other program’s address leads to another one; we do not follow it."),
    Trouble.HOOK_FORBIDDEN: message(
        "The other program’s address leads to a private network, where we do not go."
    ),
    Trouble.HOOK_CHANGED: message("The other program is no longer set, or has another address now."),
    Trouble.DROPPED: message("A person decided that it is not sent."),
}
"""Each code as a sentence."""

_IN_HAND = message("It is being sent at this moment, or its sending was interrupted.")
_NO_REASON = message("It waits to be sent.")


def trouble_words(words: Words, state: DeliveryState, reason: str) -> str:
    """What happened to a message, in one sentence; a code that is not known here is shown as it is."""
    if reason in TROUBLE:
        return words(TROUBLE[Trouble(reason)])
    if reason:
        return reason[:80]
    return words(_IN_HAND if state is DeliveryState.UNKNOWN else _NO_REASON)


STATE = {
    DeliveryState.PENDING: message("waiting"),
    DeliveryState.SENT: message("sent"),
    DeliveryState.UNKNOWN: message("not known whether it arrived"),
    DeliveryState.FAILED: message("not sent"),
}
"""The state of a message on screen."""


def in_trouble(one: OutboxMessage) -> bool:
    """True where people must know of a message: it failed, it may have failed, or it waits after a failure.

    One that a person dropped is none.
    """
    if one.state is DeliveryState.SENT or one.reason == Trouble.DROPPED:
        return False
    return one.state is not DeliveryState.PENDING or bool(one.reason)
