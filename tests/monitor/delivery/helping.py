"""Messages and settings for the tests of delivery."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from monitor.config import Settings
from monitor.delivery.messages import Edition, Occasion, mail_messages
from monitor.dossier import Campaign, Recipient
from storage.model import MessageKind, OutboxMessage, ReportRecord
from storage.store import Store

SENDER = "presse@rivage.example"
MAUD, JONAS = "maud@phare.example", "jonas@rivage.example"


def settings_for(port: int, **mail: Any) -> Settings:
    """Settings with a mail server on loopback; the shortest timeout there is."""
    given = {"host": "127.0.0.1", "port": port, "security": "none", "sender": SENDER, "timeout": 1.0}
    return Settings.model_validate({"mail": given | mail})


def messages_to(
    *addresses: str, at: datetime, settings: Settings, day: date = date(2025, 2, 6), text: str = "Bonjour."
) -> list[OutboxMessage]:
    """One mail to each of these, of one day's report."""
    campaign = Campaign("appel", "Sommet IA")
    occasion = Occasion(campaign, MessageKind.DAILY, day)
    recipients = [Recipient(address) for address in addresses]
    edition = Edition("Jeudi 6 février 2025 : 7 retombées", text, f"<p>{text}</p>", "fr")
    return mail_messages(occasion, recipients, settings.mail, at, lambda recipient: edition)


def queue(store: Store, messages: list[OutboxMessage], day: date = date(2025, 2, 6)) -> None:
    """Put messages into the outbox, as a report does."""
    at = datetime(day.year, day.month, day.day, 6, 30, tzinfo=UTC)
    store.put_report(ReportRecord("appel", day, at - timedelta(days=1), at, at), messages)


def states(store: Store) -> dict[str, str]:
    """How each recipient's message stands: "sent", "pending not_now" …"""
    return {one.recipient: f"{one.state.value} {one.reason}".strip() for one in store.outbox()}
