"""`outbox`: what left the house, what waits, what may or may not have arrived, and what people decide of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from monitor.commands.read_commands import CampaignOption, JsonOption, iso
from monitor.commands.session import (
    BUSY,
    PARTIAL,
    CommandError,
    Session,
    json_line,
    moment_text,
    printable,
    workspace_session,
)
from monitor.commands.tables import table
from monitor.delivery import STATE, Trouble, in_trouble, send_due, trouble_words
from monitor.wording.words import message
from storage.model import DeliveryState, MessageKind, OutboxMessage
from storage.store import Store

SHOWN = 50
SHORT = 12
"""Signs of an identifier that are shown; as many as tell it from the others are enough to name it."""

KIND = {
    MessageKind.DAILY: message("report of the day"),
    MessageKind.WEEKLY: message("report of the week"),
    MessageKind.FINAL: message("final report"),
    MessageKind.ALERT: message("alert"),
    MessageKind.TRIAL: message("trial"),
}

IdArgument = Annotated[
    str,
    typer.Argument(metavar="ID", help=message("The message, by its identifier in “retombees outbox list”.")),
]


def outbox_list_command(
    ctx: typer.Context,
    state: Annotated[
        list[str] | None,
        typer.Option(metavar="STATE", help=message("Only this state: pending, sent, unknown, failed.")),
    ] = None,
    trouble: Annotated[
        bool, typer.Option("--trouble", help=message("Only what did not surely arrive."))
    ] = False,
    campaign: CampaignOption = None,
    as_json: JsonOption = False,
) -> None:
    """The messages, the newest first."""
    session = workspace_session(ctx, warn=False)
    wanted = [_state(name, session) for name in state or ()]
    chosen = session.campaign(campaign).id if campaign else None
    with session.store() as store:
        found = store.outbox(wanted, chosen)
    found = [one for one in found if not trouble or in_trouble(one)]
    if as_json:
        for one in found:
            print(json_line(_row(one, session)))
        return
    _print_table(found[:SHOWN], session)
    said = session.words.n("{n} message is listed.", "{n} messages are listed.", len(found))
    more = len(found) - SHOWN
    if more > 0:
        said += " " + session.words("The {n} newest are shown; --json has them all.", n=SHOWN)
    session.tell(said)


def outbox_send_command(ctx: typer.Context) -> None:
    """Send what waits, without waiting for the hour of the next try."""
    session = workspace_session(ctx, warn=False)
    words = session.words

    def tell(one: OutboxMessage) -> None:
        session.tell(words("{recipient}: {what}", recipient=one.recipient, what=_what(one, session)))

    with session.store() as store:
        sending = send_due(store, session.loaded.settings, session.workspace, session.now(), tell, early=True)
    if sending.busy:
        raise CommandError(words("Messages are being sent at this moment. Nothing was started."), BUSY)
    total = sending.sent + sending.again + sending.unknown + sending.failed
    if not total:
        session.tell(words("No message waits to be sent."))
    if not sending.well:
        raise typer.Exit(PARTIAL)


def outbox_again_command(ctx: typer.Context, ident: IdArgument) -> None:
    """Send a message once more that failed, or of which nobody knows whether it arrived."""

    def again(store: Store, one: OutboxMessage, session: Session) -> str:
        words = session.words
        if not store.queue_again(one.id, session.now()):
            raise CommandError(
                words("The message to {recipient} is not to be sent again: {what}", **_about(one, session))
            )
        return words(
            "The message to {recipient} goes out with the next sending; “retombees outbox send” does it now.",
            **_about(one, session),
        )

    _decide(ctx, ident, again)


def outbox_drop_command(
    ctx: typer.Context,
    ident: IdArgument,
    arrived: Annotated[
        bool, typer.Option("--arrived", help=message("Its recipient has it: it counts as sent."))
    ] = False,
) -> None:
    """Close a message: it is not sent any more, and no longer asks for anything."""

    def drop(store: Store, one: OutboxMessage, session: Session) -> str:
        words = session.words
        if one.state is DeliveryState.SENT:
            raise CommandError(words("The message to {recipient} was sent.", **_about(one, session)))
        if arrived:
            store.settle_message(one.id, DeliveryState.SENT, session.now())
            return words("The message to {recipient} counts as sent.", **_about(one, session))
        store.settle_message(one.id, DeliveryState.FAILED, session.now(), Trouble.DROPPED)
        return words("The message to {recipient} is given up.", **_about(one, session))

    _decide(ctx, ident, drop)


def _decide(ctx: typer.Context, ident: str, decision: Callable[[Store, OutboxMessage, Session], str]) -> None:
    session = workspace_session(ctx, warn=False)
    with session.store() as store:
        said = decision(store, _named(store, ident, session), session)
    session.tell(said)


def _named(store: Store, ident: str, session: Session) -> OutboxMessage:
    """The message whose identifier begins so. Raises CommandError where there is none, or several."""
    found = [one for one in store.outbox() if one.id.startswith(ident)] if ident else []
    if len(found) > 1:
        raise CommandError(
            session.words("Several messages begin with “{id}”. Write more of it.", id=ident[:60])
        )
    if not found:
        raise CommandError(
            session.words(
                "There is no message “{id}”. “retombees outbox list” shows them all.", id=ident[:60]
            )
        )
    return found[0]


def _state(name: str, session: Session) -> DeliveryState:
    if name not in list(DeliveryState):
        raise CommandError(
            session.words(
                "“{name}” is not known here. Known: {known}.", name=name[:40], known=", ".join(DeliveryState)
            )
        )
    return DeliveryState(name)


def _about(one: OutboxMessage, session: Session) -> dict[str, str]:
    return {"recipient": one.recipient, "what": _what(one, session)}


def _what(one: OutboxMessage, session: Session) -> str:
    """How a message stands, and why."""
    state = session.words(STATE[one.state])
    if one.state is DeliveryState.SENT or (one.state is DeliveryState.PENDING and not one.reason):
        return f"{state}."
    return session.words(
        "{state}. {why}", state=state, why=trouble_words(session.words, one.state, one.reason)
    )


def _print_table(found: list[OutboxMessage], session: Session) -> None:
    words = session.words
    headings = [
        words("Queued"), words("Message"), words("Recipient"), words("State"), words("Next try"),
        words("Identifier"),
    ]  # fmt: skip
    rows = [
        (
            moment_text(one.created_at, session.zone),
            words("{kind} {day}", kind=words(KIND[one.kind]), day=one.day.isoformat()),
            one.recipient,
            _what(one, session),
            moment_text(one.next_try_at, session.zone),
            one.id[:SHORT],
        )
        for one in found
    ]
    print(printable(table(headings, rows, whole=(0, 5))))


def _row(one: OutboxMessage, session: Session) -> dict[str, Any]:
    """A message as `outbox list --json` gives it; what was written in it is not shown."""
    return {
        "id": one.id,
        "channel": one.channel.value,
        "kind": one.kind.value,
        "campaign": one.campaign_id,
        "day": one.day.isoformat(),
        "recipient": one.recipient,
        "subject": one.subject,
        "state": one.state.value,
        "reason": one.reason,
        "says": trouble_words(session.words, one.state, one.reason) if in_trouble(one) else "",
        "detail": one.detail,
        "tries": one.tries,
        "queued_at": iso(one.created_at),
        "last_try_at": iso(one.last_try_at),
        "next_try_at": iso(one.next_try_at),
        "settled_at": iso(one.settled_at),
    }
