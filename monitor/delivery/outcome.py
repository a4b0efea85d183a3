"""What came of one try to send one message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.delivery.troubles import Trouble
from storage.model import DeliveryState, OutboxMessage

GIVE_UP_AFTER = timedelta(hours=48)
"""A message this old that fails once more is failed for good, unless a person queues it again."""

_WAITS = ((timedelta(minutes=1), 1), (timedelta(minutes=6), 5), (timedelta(minutes=21), 15))
_LONGEST = 60
"""Minutes between two tries, at the most."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The state a message comes into. PENDING: nothing was taken, and it is tried again."""

    state: DeliveryState
    trouble: Trouble | None = None
    detail: str = ""


SENT = Outcome(DeliveryState.SENT)


def again(trouble: Trouble, detail: str = "") -> Outcome:
    """Nothing was taken; another try may do better."""
    return Outcome(DeliveryState.PENDING, trouble, detail)


def failed(trouble: Trouble, detail: str = "") -> Outcome:
    """Nothing was taken, and another try would end as this one."""
    return Outcome(DeliveryState.FAILED, trouble, detail)


def unknown(detail: str = "") -> Outcome:
    """It may have been taken: it is not sent again unless a person says so."""
    return Outcome(DeliveryState.UNKNOWN, Trouble.NO_RECEIPT, detail)


def next_try(one: OutboxMessage, now: datetime) -> datetime | None:
    """When a message whose try failed is tried again: after 1, 5, 15, then 60 minutes. None: no more.

    One that is too old gets a second try all the same, after a long sleep of the machine or a person's order.
    """
    age = now - one.created_at
    if age >= GIVE_UP_AFTER and one.reason:
        return None
    minutes = next((wait for until, wait in _WAITS if age < until), _LONGEST)
    return now + timedelta(minutes=minutes)


def is_stranded(one: OutboxMessage, now: datetime) -> bool:
    """True where the next try lies further ahead than we ever set it: the clock was put back since."""
    return one.next_try_at is not None and one.next_try_at > now + timedelta(minutes=_LONGEST)


def one_line(text: str | bytes, length: int = 200) -> str:
    """What a server said, as one harmless line of limited length."""
    if isinstance(text, bytes):
        text = text[: 4 * length].decode("utf-8", "replace")
    shown = "".join(sign if sign.isprintable() else " " for sign in text[: 4 * length])
    return " ".join(shown.split())[:length]
