"""The outbox: what was sent, what waits, what may have arrived, what was not sent; and what people decide of it."""

from __future__ import annotations

import email
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from starlette.responses import Response

from monitor.commands.outbox_commands import KIND
from monitor.delivery import Trouble, in_trouble, send_due, trouble_words
from monitor.web.desk import Desk
from monitor.web.pages.report_files import framed
from monitor.web.routing import Page
from monitor.wording.outside import clean
from monitor.wording.words import message
from storage.errors import NotStored
from storage.model import Channel, DeliveryState, OutboxMessage, Role
from storage.store import Store

SHOWN = 50
"""Messages of one page."""

A_MOMENT = timedelta(minutes=2)
"""So long a message that is due, or in hand, is followed."""

STATES = {
    DeliveryState.PENDING: message("to be sent"),
    DeliveryState.SENT: message("sent"),
    DeliveryState.UNKNOWN: message("may have arrived"),
    DeliveryState.FAILED: message("not sent"),
}
"""The four states, as the desk says them."""


@dataclass(frozen=True, slots=True)
class Row:
    """One message in words: what it is, how it stands and why, and what a person may do with it."""

    message: OutboxMessage
    what: str
    state: str
    why: str
    since: datetime
    again: bool
    stop: bool
    in_hand: bool
    trouble: bool


def outbox(desk: Desk) -> Response:
    """The messages of the campaign, the newest first; for htmx the list alone."""
    wanted = desk.query.text("state", 20)
    states = [DeliveryState(wanted)] if wanted in list(DeliveryState) else []
    found = desk.store.outbox(campaign_id=desk.campaign.id)
    counts = {state: sum(one.state is state for one in found) for state in DeliveryState}
    chosen = [one for one in found if not states or one.state in states]
    first = max(0, desk.query.number("from") or 0)
    values: dict[str, Any] = {
        "rows": rows_of(desk, chosen[first : first + SHOWN]),
        "total": len(found),
        "asks": sum(in_trouble(one) for one in found),
        "counts": counts,
        "states": STATES,
        "wanted": states[0].value if states else "",
        "more": first + SHOWN if len(chosen) > first + SHOWN else None,
        "waits": any(one.state is DeliveryState.PENDING for one in found),
        "moving": any(_moves(desk, one) for one in found),
    }
    if desk.is_htmx:
        return desk.part("outbox_list.jinja", **values)
    return desk.page("outbox.html.jinja", **values)


def one(desk: Desk) -> Response:
    """One message: how it stands, what it holds."""
    found = _message(desk)
    mail = _mail(found)
    return desk.page(
        "outbox_message.html.jinja",
        row=rows_of(desk, [found])[0],
        mail=mail is not None,
        data=_data(found),
        gone=not found.content,
        plain=_text(mail) if mail is not None and desk.query.text("view", 10) == "text" else "",
        attached=[clean(part.get_filename() or "", 80) for part in mail.iter_attachments()] if mail else [],
    )


def content(desk: Desk) -> Response:
    """What the recipient sees, for a frame."""
    mail = _mail(_message(desk))
    body = mail.get_body(("html",)) if mail is not None else None
    if body is None:
        raise NotStored("content", desk.path["id"])
    return desk.document(framed(str(body.get_content()).encode("utf-8", "replace")))


def decide(desk: Desk) -> Response:
    """Send one again, close one, or say that it arrived; not where it changed since it was looked at."""
    found, words, do = _message(desk), desk.words, desk.form.text("do", 20)
    row = rows_of(desk, [found])[0]
    if found.state.value != desk.form.text("state", 20) or row.in_hand:
        now = words("{state}. {why}", state=row.state, why=row.why) if row.why else row.state
        return desk.back(
            words("Nothing was done: this message stands otherwise now ({state}).", state=now), other="outbox"
        )
    if do == "again" and row.again:
        desk.store.queue_again(found.id, desk.now)
        _send(desk, early=False)
        said = words("The message to {recipient} is sent again now.", recipient=clean(found.recipient, 120))
    elif do == "stop" and row.stop:
        desk.store.settle_message(found.id, DeliveryState.FAILED, desk.now, Trouble.DROPPED)
        said = words("The message to {recipient} is not sent any more. “Send again” sends it after all.", recipient=clean(found.recipient, 120))  # fmt: skip
    elif do == "arrived" and found.state is DeliveryState.UNKNOWN:
        desk.store.settle_message(found.id, DeliveryState.SENT, desk.now)
        said = words("The message to {recipient} counts as sent.", recipient=clean(found.recipient, 120))
    else:
        return desk.refuse(words("That cannot be done with this message."))
    return desk.back(said, other="outbox")


def send_waiting(desk: Desk) -> Response:
    """Send what waits, without waiting for the hour of the next try."""
    _send(desk, early=True)
    return desk.go("outbox", desk.words("What waits is sent now; the list follows it."))


def rows_of(desk: Desk, messages: Iterable[OutboxMessage]) -> list[Row]:
    """These messages in words."""
    return [_row(desk, one) for one in messages]


def _row(desk: Desk, one: OutboxMessage) -> Row:
    words, in_hand = desk.words, _in_hand(one)
    closed = one.state in (DeliveryState.UNKNOWN, DeliveryState.FAILED)
    waits = one.state is DeliveryState.PENDING and not one.reason
    quiet = one.state is DeliveryState.SENT or waits
    return Row(
        message=one,
        what=words("{what}, {day}", what=words(KIND[one.kind]), day=words.day(one.day)),
        state=words("being sent") if in_hand else words(STATES[one.state]),
        why="" if quiet or in_hand else trouble_words(words, one.state, one.reason),
        since=one.settled_at or one.last_try_at or one.created_at,
        again=closed and not in_hand,
        stop=one.state in (DeliveryState.PENDING, DeliveryState.UNKNOWN) and not in_hand,
        in_hand=in_hand,
        trouble=in_trouble(one) and not in_hand,
    )


def _moves(desk: Desk, one: OutboxMessage) -> bool:
    """True where something is to be seen within a moment: the page then looks again by itself."""
    due = one.next_try_at or one.created_at
    last = one.last_try_at or due
    if _in_hand(one):
        return abs(desk.now - last) < A_MOMENT
    return one.state is DeliveryState.PENDING and abs(desk.now - due) < A_MOMENT


def _in_hand(one: OutboxMessage) -> bool:
    """A sender has it at this moment, or died with it: the next round tells."""
    return one.state is DeliveryState.UNKNOWN and one.settled_at is None and not one.reason


def _message(desk: Desk) -> OutboxMessage:
    """The message of the address, of this campaign. Raises NotStored."""
    found = desk.store.outbox_message(desk.path["id"])
    if found.campaign_id != desk.campaign.id:
        raise NotStored("message", found.id)
    return found


def _mail(found: OutboxMessage) -> EmailMessage | None:
    if found.channel is not Channel.MAIL or not found.content:
        return None
    read = email.message_from_bytes(found.content, policy=SMTP)
    return read if isinstance(read, EmailMessage) else None


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    return str(body.get_content()) if body is not None else ""


def _data(found: OutboxMessage) -> str:
    """What another program is told, laid out to be read."""
    if found.channel is Channel.MAIL or not found.content:
        return ""
    try:
        return json.dumps(json.loads(found.content), ensure_ascii=False, indent=2)[:200_000]
    except ValueError:
        return found.content[:10_000].decode("utf-8", "replace")


def _send(desk: Desk, early: bool) -> None:
    settings, workspace, now = desk.loaded.settings, desk.workspace, desk.now

    def work(store: Store) -> None:
        send_due(store, settings, workspace, now, early=early)

    desk.later(work)


PAGES = (
    Page("/point/envois", "outbox", outbox, Role.READER, section="report"),
    Page("/point/envois", "outbox_send", send_waiting, Role.REVIEWER, ("POST",), section="report"),
    Page("/point/envois/{id}", "outbox_message", one, Role.READER, section="report"),
    Page("/point/envois/{id}", "outbox_decide", decide, Role.REVIEWER, ("POST",), section="report"),
    Page("/point/envois/{id}/contenu", "outbox_content", content, Role.READER, section="report"),
)
