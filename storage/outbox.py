"""The part of `storage.store.Store` that knows reports, alerts and the outbox; errors and times as written there.

What is written here is durable: it survives a power cut once the call has returned.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from storage.model import DeliveryState, OutboxMessage, ReportKind, ReportRecord


class Reports(Protocol):
    """Reports that were made; the next one of a kind begins where the last one ended."""

    def put_report(self, report: ReportRecord, messages: Iterable[OutboxMessage] = ()) -> None:
        """Keep that a report was made, and queue its messages, in one transaction.

        Made again for the same campaign, kind and day, the later record replaces the earlier one. A message whose
        id is known stays as it is, whatever its state: no message is queued twice.
        """
        ...

    def reports(self, campaign_id: str, kind: ReportKind = ReportKind.DAILY) -> list[ReportRecord]:
        """The reports of this kind that a campaign had, by day."""
        ...


class Outbox(Protocol):
    """Messages to people, each with the state of its delivery. A message is never sent twice without a person's word."""

    def put_alert(
        self, campaign_id: str, mention_ids: Iterable[str], at: datetime, messages: Iterable[OutboxMessage]
    ) -> None:
        """Keep that an alert told of these mentions, and queue its messages, in one transaction.

        Messages as in `put_report`. Raises ValueError without a mention, NotStored for an unknown one.
        """
        ...

    def put_message(self, message: OutboxMessage) -> bool:
        """Queue one message that belongs to no report and no alert; False where its id is known: it stays as it is."""
        ...

    def alerted(self, campaign_id: str) -> tuple[datetime | None, frozenset[str]]:
        """When the last alert of a campaign was, and the mentions told of so far."""
        ...

    def outbox(
        self,
        states: Iterable[DeliveryState] = (),
        campaign_id: str | None = None,
        since: datetime | None = None,
        limit: int | None = None,
    ) -> list[OutboxMessage]:
        """Messages created at `since` or later, newest first, without their content; no states: all of them."""
        ...

    def outbox_message(self, message_id: str) -> OutboxMessage:
        """One message with its content. Raises NotStored."""
        ...

    def due_messages(self, now: datetime) -> list[str]:
        """Ids of the PENDING messages whose next try is due, oldest first."""
        ...

    def begin_sending(self, message_id: str, at: datetime) -> bool:
        """Take a PENDING message in hand: it is UNKNOWN from now on, until it is settled. Raises NotStored.

        False where it is not PENDING: somebody else has it, or it is settled. Call before a byte is handed over: a
        sender that dies in between then leaves the truth, that nobody knows.
        """
        ...

    def settle_message(
        self,
        message_id: str,
        state: DeliveryState,
        at: datetime,
        reason: str = "",
        detail: str = "",
        next_try_at: datetime | None = None,
    ) -> None:
        """Say what has become of a message; PENDING: it was refused for now, nothing of it was taken. Raises NotStored.

        A message that is SENT stays so.
        """
        ...

    def queue_again(self, message_id: str, at: datetime) -> bool:
        """A person decides that an UNKNOWN or FAILED message is sent again, due at `at`; its tries begin anew.

        False where it is neither. Raises NotStored.
        """
        ...

    def forget_contents(self, before: datetime) -> int:
        """Let go of the contents of messages that were sent before that time; returns of how many."""
        ...
