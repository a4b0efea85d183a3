"""What came of a round of sending, for people, and the exit code that it asks for."""

from __future__ import annotations

from monitor.commands.session import DONE, PARTIAL
from monitor.delivery import Sending
from monitor.wording import Words


def sending_code(sending: Sending) -> int:
    """4 where a message failed, may or may not have arrived, or has to be tried again."""
    return DONE if sending.well else PARTIAL


def sending_sentences(words: Words, sending: Sending) -> list[str]:
    """What came of a round of sending, for people; nothing where there was nothing to send."""
    said = []
    if sending.sent:
        said.append(words.n("{n} message sent.", "{n} messages sent.", sending.sent))
    if sending.again:
        said.append(
            words.n(
                "{n} message could not be sent; it is tried again by itself.",
                "{n} messages could not be sent; they are tried again by themselves.",
                sending.again,
            )
        )
    if sending.unknown:
        said.append(
            words.n(
                "{n} message may or may not have arrived: “retombees outbox list” shows it.",
                "{n} messages may or may not have arrived: “retombees outbox list” shows them.",
                sending.unknown,
            )
        )
    if sending.failed:
        said.append(
            words.n(
                "{n} message was refused: “retombees outbox list” says why.",
                "{n} messages were refused: “retombees outbox list” says why.",
                sending.failed,
            )
        )
    return said
