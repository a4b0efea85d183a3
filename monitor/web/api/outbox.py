"""What leaves the house: messages with their states, and what people decide of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from monitor.delivery import STATE, Trouble, in_trouble, trouble_words
from monitor.web.api.operation import Call, Operation, Refused
from monitor.web.api.values import Asked, Code, Limit500, Taken, Time, Value, utc
from storage.model import Channel, DeliveryState, MessageKind, OutboxMessage, Role

USUAL = 100


class OutboxAsked(Asked):
    """Which messages."""

    state: list[DeliveryState] = Field([])
    campaign: Code | None = None
    limit: Limit500 = USUAL


class Drop(Taken):
    """How a message is closed."""

    arrived: bool = Field(False, description="Its recipient has it: it counts as sent.")


class MessageValue(Value):
    """One message; what is written in it is not shown here."""

    id: str
    channel: Channel
    kind: MessageKind
    campaign: str
    day: date
    recipient: str
    subject: str
    state: DeliveryState = Field(
        description="unknown: it was handed over, and nobody said whether it arrived."
    )
    sentence: str
    reason: str
    tries: int
    queued_at: Time
    last_try_at: Time | None
    next_try_at: Time | None
    settled_at: Time | None


class Outbox(Value):
    """Messages, the newest first; `more`: others follow."""

    messages: list[MessageValue]
    more: bool


def list_outbox(call: Call[OutboxAsked, None]) -> Outbox:
    """The messages, the newest first."""
    query = call.query
    found = call.store.outbox(query.state, query.campaign, limit=query.limit + 1)
    shown = found[: query.limit]
    return Outbox(messages=[_value(call, one) for one in shown], more=len(found) > len(shown))


def again(call: Call[Asked, None]) -> MessageValue:
    """Send a message once more that failed, or of which nobody knows whether it arrived. Twice: it waits once.

    It goes out with the next round of sending. One that was sent is not sent again: 409.
    """
    one = call.store.outbox_message(call.place("id"))
    queued = call.store.queue_again(one.id, call.desk.now)
    if not queued and one.state is not DeliveryState.PENDING:
        raise Refused(409, call.words("This message was sent; it is not sent again."))
    return _value(call, call.store.outbox_message(one.id))


def drop(call: Call[Asked, Drop]) -> MessageValue:
    """Close a message: it is not sent any more. What was sent stays so: 409."""
    one = call.store.outbox_message(call.place("id"))
    state = DeliveryState.SENT if call.body.arrived else DeliveryState.FAILED
    if one.state is DeliveryState.SENT and state is not one.state:
        raise Refused(409, call.words("This message was sent."))
    if one.state is not state or (state is DeliveryState.FAILED and one.reason != Trouble.DROPPED):
        reason = "" if call.body.arrived else Trouble.DROPPED
        call.store.settle_message(one.id, state, call.desk.now, reason)
    return _value(call, call.store.outbox_message(one.id))


def _value(call: Call[Any, Any], one: OutboxMessage) -> MessageValue:
    sentence = call.words(STATE[one.state])
    if in_trouble(one):
        sentence = f"{sentence.rstrip('.')}. {trouble_words(call.words, one.state, one.reason)}"
    return MessageValue(
        id=one.id,
        channel=one.channel,
        kind=one.kind,
        campaign=one.campaign_id,
        day=one.day,
        recipient=one.recipient,
        subject=one.subject,
        state=one.state,
        sentence=sentence,
        reason=one.reason,
        tries=one.tries,
        queued_at=one.created_at,
        last_try_at=utc(one.last_try_at),
        next_try_at=utc(one.next_try_at),
        settled_at=utc(one.settled_at),
    )


_MESSAGE = {
    "id": "daily.appel.20250205.3f2a9c@retombees.example",
    "channel": "mail",
    "kind": "daily",
    "campaign": "appel",
    "day": "2025-02-05",
    "recipient": "presse@rivage.example",
    "subject": "Rivages, février 2025 : 3 retombées",
    "state": "unknown",
    "sentence": "peut-être arrivé",
    "reason": "lost",
    "tries": 1,
    "queued_at": "2025-02-05T06:30:00Z",
    "last_try_at": "2025-02-05T06:30:04Z",
    "next_try_at": None,
    "settled_at": "2025-02-05T06:30:09Z",
}

OPERATIONS = (
    Operation(
        "outbox", "GET", "/outbox", Role.REVIEWER, "Outbox", "Messages and their states", list_outbox, Outbox,
        OutboxAsked, example={"messages": [_MESSAGE], "more": False},
    ),
    Operation(
        "send_again", "POST", "/outbox/{id}/again", Role.REVIEWER, "Outbox", "Send a message again", again,
        MessageValue, refuses=(409,), example=_MESSAGE | {"state": "pending", "reason": "", "sentence": "à envoyer"},
    ),
    Operation(
        "drop", "POST", "/outbox/{id}/drop", Role.REVIEWER, "Outbox", "Send a message no more", drop, MessageValue,
        body=Drop, refuses=(409,), example=_MESSAGE | {"state": "failed", "reason": "dropped"}, sent={"arrived": False},
    ),
)  # fmt: skip
