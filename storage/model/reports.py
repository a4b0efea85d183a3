"""Reports that were made, and the messages that carry them to people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class ReportKind(StrEnum):
    """Which report: the one of a day, of a week, or of a whole campaign when it ends."""

    DAILY = "daily"
    WEEKLY = "weekly"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """A report that was made: which day, and the times [covers_from, covers_until) it covered.

    One stands per campaign, kind and day; `day` of a weekly or final one is its last day.
    """

    campaign_id: str
    day: date
    covers_from: datetime
    covers_until: datetime
    made_at: datetime
    kind: ReportKind = ReportKind.DAILY


@dataclass(frozen=True, slots=True)
class ReportChoices:
    """What people chose for one report, part by part (JSON values); `version` is another one after each change.

    `foreword` is a text, `order` a list of mention ids. By mention: `first:ID` says whether it stands at the top,
    `out:ID` why it is left out, `remark:ID` what is told under it. A part that is not there was not chosen.
    """

    campaign_id: str
    kind: ReportKind
    day: date
    parts: Mapping[str, Any] = field(default_factory=dict)
    version: int = 0

    @property
    def subject(self) -> str:
        """Which report, as the journal keeps it: "daily 2025-02-05"."""
        return f"{self.kind.value} {self.day.isoformat()}"


class Channel(StrEnum):
    """How a message leaves the house."""

    MAIL = "mail"
    WEBHOOK = "webhook"


class MessageKind(StrEnum):
    """What a message carries."""

    DAILY = "daily"
    WEEKLY = "weekly"
    FINAL = "final"
    ALERT = "alert"
    TRIAL = "trial"  # a report that one person wants to look at in their mailbox


class DeliveryState(StrEnum):
    """How a message stands. UNKNOWN: it was handed over and nobody said whether it was taken."""

    PENDING = "pending"
    SENT = "sent"
    UNKNOWN = "unknown"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """One message to one recipient. `id` is its fixed Message-ID, without angle brackets.

    `content` is what is handed over, byte for byte; it is empty in lists, and once the contents of sent messages
    were let go. `tries` counts since the message was last queued. A message that is UNKNOWN without `settled_at`
    is being handed over at this moment, or its sender died doing so. `reason` is a code, `detail` for a reader of logs.
    """

    id: str
    channel: Channel
    kind: MessageKind
    campaign_id: str
    day: date
    recipient: str
    subject: str
    content: bytes
    created_at: datetime
    state: DeliveryState = DeliveryState.PENDING
    tries: int = 0
    next_try_at: datetime | None = None
    last_try_at: datetime | None = None
    settled_at: datetime | None = None
    reason: str = ""
    detail: str = ""
