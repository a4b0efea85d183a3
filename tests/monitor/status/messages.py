"""Messages of a report, in any state, for the tests of the page."""

from __future__ import annotations

from datetime import date, timedelta

from storage.model import Channel, DeliveryState, MessageKind, OutboxMessage, ReportRecord
from tests.monitor.schedule.house import House

DAY = date(2025, 2, 3)


def put_message(house: House, number: int, state: DeliveryState, subject: str = "Point du jour") -> None:
    """A message of yesterday's report that stands so."""
    then = house.clock.now - timedelta(hours=20)
    made = OutboxMessage(
        f"m{number}@appel.example", Channel.MAIL, MessageKind.DAILY, "appel", DAY,
        f"lecteur{number}@appel.example", subject, b"x", then,
    )  # fmt: skip
    with house.store() as store:
        store.put_report(ReportRecord("appel", DAY, then - timedelta(days=1), then, then), [made])
        if state is not DeliveryState.PENDING:
            store.begin_sending(made.id, then)
            reason = "" if state is DeliveryState.SENT else "no_receipt"
            store.settle_message(made.id, state, then, reason=reason)
