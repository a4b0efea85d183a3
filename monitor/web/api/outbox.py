"""What leaves the house: messages with their states, and what people decide of them."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from pydantic import Field

from monitor.delivery import Trouble, send_due
from monitor.web.api.operation import Call, Operation, Refused
from monitor.web.api.values import Asked, Code, Limit500, Taken, Time, Value, utc
from monitor.web.pages.outbox import rows_of
from storage.model import Channel, DeliveryState, MessageKind, OutboxMessage, Role
from storage.store import Store

USUAL = 100


class OutboxAsked(Asked):
    """Which messages."""

    state: list[DeliveryState] = Field([])
    campaign: Code | None = None
    limit: Limit500 = USUAL


class Again(Taken):
    """A message as it was looked at."""

    mark: str = Field(max_length=40)


class Drop(Again):
    """How a message is closed."""

    arrived: bool = Field(False, description="Its recipient has it: it counts as sent.")


class MessageValue(Value):
    """One message; what is written in it is not shown here."""

    id: str
    mark: str = Field(description="How it stands: given back to decide on it.")
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


def again(call: Call[Asked, Again]) -> MessageValue:
    """Send a message once more that failed, or of which nobody knows whether it arrived.

    `mark` says how it stood when it was looked at. Where it stands otherwise by now, nothing is done: 409. So a request
    that is repeated never sends twice.
    """
    one = _as_marked(call, call.body.mark)
    if not rows_of(call.desk, [one])[0].again or not call.store.queue_again(one.id, call.desk.now):
        raise Refused(409, call.words("That cannot be done with this message."))
    settings, workspace, now = call.desk.loaded.settings, call.desk.workspace, call.desk.now

    def work(store: Store) -> None:
        send_due(store, settings, workspace, now)

    call.desk.later(work)
    return _value(call, call.store.outbox_message(one.id))


def drop(call: Call[Asked, Drop]) -> MessageValue:
    """Send a message no more; or say that its recipient has one of which nobody knew. Else, or where it stands otherwise
    by now: 409, and nothing is done.
    """
    one = _as_marked(call, call.body.mark)
    stops = rows_of(call.desk, [one])[0].stop
    if not stops or (call.body.arrived and one.state is not DeliveryState.UNKNOWN):
        raise Refused(409, call.words("That cannot be done with this message."))
    if call.body.arrived:
        call.store.settle_message(one.id, DeliveryState.SENT, call.desk.now)
    else:
        call.store.settle_message(one.id, DeliveryState.FAILED, call.desk.now, Trouble.DROPPED)
    return _value(call, call.store.outbox_message(one.id))


def _as_marked(call: Call[Any, Any], mark: str) -> OutboxMessage:
    """The message, as it was looked at. Raises Refused where it stands otherwise now."""
    one = call.store.outbox_message(call.place("id"))
    if _mark(one) != mark:
        state = rows_of(call.desk, [one])[0].state
        said = call.words("Nothing was done: this message stands otherwise now ({state}).", state=state)
        raise Refused(409, said, "mark")
    return one


def _mark(one: OutboxMessage) -> str:
    """What is another text after each thing that happens to a message."""
    said = f"{one.state} {one.tries} {one.last_try_at} {one.settled_at} {one.next_try_at} {one.reason}"
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _value(call: Call[Any, Any], one: OutboxMessage) -> MessageValue:
    row = rows_of(call.desk, [one])[0]
    return MessageValue(
        id=one.id,
        mark=_mark(one),
        channel=one.channel,
        kind=one.kind,
        campaign=one.campaign_id,
        day=one.day,
        recipient=one.recipient,
        subject=one.subject,
        state=one.state,
        sentence=f"{row.state}. {row.why}" if row.why else row.state,
        reason=one.reason,
        tries=one.tries,
        queued_at=one.created_at,
        last_try_at=utc(one.last_try_at),
        next_try_at=utc(one.next_try_at),
        settled_at=utc(one.settled_at),
    )


_MESSAGE = {
    "id": "daily.appel.20250205.3f2a9c@retombees.example",
    "mark": "77c1d0a92f3b4e58",
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
        "outbox", "GET", "/outbox", Role.READER, "Outbox", "Messages and their states", list_outbox, Outbox,
        OutboxAsked, example={"messages": [_MESSAGE], "more": False},
    ),
    Operation(
        "send_again", "POST", "/outbox/{id}/again", Role.REVIEWER, "Outbox", "Send a message again", again,
        MessageValue, body=Again, refuses=(409,), sent={"mark": "77c1d0a92f3b4e58"}, example=_MESSAGE | {"state": "pending", "reason": "", "sentence": "à envoyer"},
    ),
    Operation(
        "drop", "POST", "/outbox/{id}/drop", Role.REVIEWER, "Outbox", "Send a message no more", drop, MessageValue,
        body=Drop, refuses=(409,), example=_MESSAGE | {"state": "failed", "reason": "dropped"}, sent={"mark": "77c1d0a92f3b4e58", "arrived": False},
    ),
)  # fmt: skip
