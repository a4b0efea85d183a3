"""Reports, alerts and the messages that carry them: what must reach people once, and never twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from storage.errors import NotStored
from storage.model import Channel, DeliveryState, MessageKind, OutboxMessage, ReportKind, ReportRecord
from storage.sqlite.connection import Connection, Row
from storage.sqlite.mentions import check_mentions
from storage.sqlite.values import keys_parameter, read_time, read_time_or_none, time_or_none, time_text

_ABOUT = """id, channel, kind, campaign_id, day, recipient, subject, created_at, state, tries, next_try_at, last_try_at,
    settled_at, reason, detail"""

_QUEUE = """
INSERT INTO outbox (id, channel, kind, campaign_id, day, recipient, subject, created_at, state, tries, next_try_at,
    last_try_at, settled_at, reason, detail, content)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
"""

_BEGIN = """
UPDATE outbox SET state = 'unknown', tries = tries + 1, last_try_at = ?, next_try_at = NULL, settled_at = NULL,
    reason = '', detail = ''
WHERE id = ? AND state = 'pending'
"""

_SETTLE = """
UPDATE outbox SET state = :state, settled_at = iif(:state = 'pending', NULL, :at), reason = :reason, detail = :detail,
    next_try_at = :next
WHERE id = :id AND state <> 'sent'
"""

_AGAIN = """
UPDATE outbox SET state = 'pending', tries = 0, next_try_at = ?, settled_at = NULL, reason = '', detail = ''
WHERE id = ? AND state IN ('unknown', 'failed')
"""

_ALERTED = """
INSERT INTO alerted_mentions (campaign_id, mention_id, at) VALUES (?, ?, ?)
ON CONFLICT DO UPDATE SET at = max(at, excluded.at)
"""


class OutboxTable(Connection):
    """The part of the store that knows reports, alerts and the outbox."""

    def put_report(self, report: ReportRecord, messages: Iterable[OutboxMessage] = ()) -> None:
        """See `Reports.put_report`."""
        row = (
            report.campaign_id,
            report.kind,
            report.day.isoformat(),
            time_text(report.covers_from),
            time_text(report.covers_until),
            time_text(report.made_at),
        )
        queued = [_message_row(message) for message in messages]
        with self.write(durable=True) as db:
            db.execute(
                "INSERT OR REPLACE INTO reports (campaign_id, kind, day, covers_from, covers_until, made_at)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                row,
            )
            db.executemany(_QUEUE, queued)

    def reports(self, campaign_id: str, kind: ReportKind = ReportKind.DAILY) -> list[ReportRecord]:
        """See `Reports.reports`."""
        sql = "SELECT * FROM reports WHERE campaign_id = ? AND kind = ? ORDER BY day"
        return [_report(row) for row in self.rows(sql, (campaign_id, kind))]

    def put_alert(
        self, campaign_id: str, mention_ids: Iterable[str], at: datetime, messages: Iterable[OutboxMessage]
    ) -> None:
        """See `Outbox.put_alert`."""
        told = tuple(mention_ids)
        if not told:
            raise ValueError("an alert tells of at least one mention")
        queued = [_message_row(message) for message in messages]
        with self.write(durable=True) as db:
            check_mentions(db, campaign_id, told)
            db.executemany(_ALERTED, [(campaign_id, mention, time_text(at)) for mention in told])
            db.executemany(_QUEUE, queued)

    def put_message(self, message: OutboxMessage) -> bool:
        """See `Outbox.put_message`."""
        with self.write(durable=True) as db:
            return bool(db.execute(_QUEUE, _message_row(message)).rowcount)

    def alerted(self, campaign_id: str) -> tuple[datetime | None, frozenset[str]]:
        """See `Outbox.alerted`."""
        rows = self.rows("SELECT mention_id, at FROM alerted_mentions WHERE campaign_id = ?", (campaign_id,))
        last = max((row["at"] for row in rows), default=None)
        return read_time_or_none(last), frozenset(row["mention_id"] for row in rows)

    def outbox(
        self,
        states: Iterable[DeliveryState] = (),
        campaign_id: str | None = None,
        since: datetime | None = None,
        limit: int | None = None,
    ) -> list[OutboxMessage]:
        """See `Outbox.outbox`."""
        sql = f"""SELECT {_ABOUT}, x'' AS content FROM outbox
            WHERE (:states = '[]' OR state IN (SELECT value FROM json_each(:states)))
                AND (:campaign IS NULL OR campaign_id = :campaign) AND (:since IS NULL OR created_at >= :since)
            ORDER BY created_at DESC, number DESC LIMIT :limit"""  # noqa: S608 - column names of ours
        parameters = {
            "states": keys_parameter(states),
            "campaign": campaign_id,
            "since": time_or_none(since),
            "limit": -1 if limit is None else limit,
        }
        return [_message(row) for row in self.rows(sql, parameters)]

    def outbox_message(self, message_id: str) -> OutboxMessage:
        """See `Outbox.outbox_message`."""
        sql = f"SELECT {_ABOUT}, content FROM outbox WHERE id = ?"  # noqa: S608 - column names of ours
        found = self.row(sql, (message_id,))
        if found is None:
            raise NotStored("message", message_id)
        return _message(found)

    def due_messages(self, now: datetime) -> list[str]:
        """See `Outbox.due_messages`."""
        sql = """SELECT id FROM outbox WHERE state = 'pending' AND (next_try_at IS NULL OR next_try_at <= ?)
            ORDER BY created_at, number"""
        return [row["id"] for row in self.rows(sql, (time_text(now),))]

    def begin_sending(self, message_id: str, at: datetime) -> bool:
        """See `Outbox.begin_sending`."""
        return self._change(_BEGIN, (time_text(at), message_id), message_id)

    def settle_message(
        self,
        message_id: str,
        state: DeliveryState,
        at: datetime,
        reason: str = "",
        detail: str = "",
        next_try_at: datetime | None = None,
    ) -> None:
        """See `Outbox.settle_message`."""
        parameters = {
            "id": message_id,
            "state": state,
            "at": time_text(at),
            "reason": reason,
            "detail": detail,
            "next": time_or_none(next_try_at) if state is DeliveryState.PENDING else None,
        }
        self._change(_SETTLE, parameters, message_id)

    def queue_again(self, message_id: str, at: datetime) -> bool:
        """See `Outbox.queue_again`."""
        return self._change(_AGAIN, (time_text(at), message_id), message_id)

    def _change(self, sql: str, parameters: tuple[str, ...] | dict[str, str | None], message_id: str) -> bool:
        """Change one message durably; False where its state forbids it. Raises NotStored."""
        with self.write(durable=True) as db:
            if db.execute(sql, parameters).rowcount:
                return True
            if not db.execute("SELECT 1 FROM outbox WHERE id = ?", (message_id,)).fetchone():
                raise NotStored("message", message_id)
        return False

    def forget_contents(self, before: datetime) -> int:
        """See `Outbox.forget_contents`."""
        sql = """UPDATE outbox SET content = x'' WHERE state = 'sent' AND settled_at < ? AND content <> x''"""
        with self.write() as db:
            return db.execute(sql, (time_text(before),)).rowcount


def _message_row(message: OutboxMessage) -> tuple[str | int | bytes | None, ...]:
    return (
        message.id,
        message.channel,
        message.kind,
        message.campaign_id,
        message.day.isoformat(),
        message.recipient,
        message.subject,
        time_text(message.created_at),
        message.state,
        message.tries,
        time_or_none(message.next_try_at),
        time_or_none(message.last_try_at),
        time_or_none(message.settled_at),
        message.reason,
        message.detail,
        message.content,
    )


def _message(row: Row) -> OutboxMessage:
    return OutboxMessage(
        id=row["id"],
        channel=Channel(row["channel"]),
        kind=MessageKind(row["kind"]),
        campaign_id=row["campaign_id"],
        day=date.fromisoformat(row["day"]),
        recipient=row["recipient"],
        subject=row["subject"],
        content=row["content"],
        created_at=read_time(row["created_at"]),
        state=DeliveryState(row["state"]),
        tries=row["tries"],
        next_try_at=read_time_or_none(row["next_try_at"]),
        last_try_at=read_time_or_none(row["last_try_at"]),
        settled_at=read_time_or_none(row["settled_at"]),
        reason=row["reason"],
        detail=row["detail"],
    )


def _report(row: Row) -> ReportRecord:
    return ReportRecord(
        row["campaign_id"],
        date.fromisoformat(row["day"]),
        read_time(row["covers_from"]),
        read_time(row["covers_until"]),
        read_time(row["made_at"]),
        ReportKind(row["kind"]),
    )
