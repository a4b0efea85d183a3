"""What every store must do with reports, alerts and the messages that carry them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from storage.errors import NotStored
from storage.model import Channel, DeliveryState, MessageKind, OutboxMessage, ReportKind, ReportRecord
from storage.store import Store

HOUR = timedelta(hours=1)
DAY = date(2025, 2, 5)
PENDING, SENT, UNKNOWN, FAILED = DeliveryState


@pytest.fixture
def report(make: SimpleNamespace) -> ReportRecord:
    return ReportRecord("c", DAY, make.NOW - 24 * HOUR, make.NOW, make.NOW)


@pytest.fixture
def message(make: SimpleNamespace) -> OutboxMessage:
    return OutboxMessage(
        id="c.daily.2025-02-05.a1@retombees.example",
        channel=Channel.MAIL,
        kind=MessageKind.DAILY,
        campaign_id="c",
        day=DAY,
        recipient="presse@ong.example",
        subject="Point quotidien du mercredi 5 février 2025",
        content=b"Subject: =?utf-8?q?=C3=A9?=\r\n\r\n\x00\xff",
        created_at=make.NOW,
    )


def another(message: OutboxMessage, number: int) -> OutboxMessage:
    return replace(message, id=f"m{number}", created_at=message.created_at + number * HOUR)


class TestReports:
    def test_one_report_stands_per_campaign_kind_and_day(self, store: Store, report: ReportRecord) -> None:
        again = replace(report, covers_until=report.made_at + HOUR, made_at=report.made_at + HOUR)
        before = replace(report, day=date(2025, 2, 4))
        weekly = replace(report, kind=ReportKind.WEEKLY)
        for one in (report, again, before, weekly, replace(report, campaign_id="autre")):
            store.put_report(one)
        assert store.reports("c") == [before, again]
        assert store.reports("c", ReportKind.WEEKLY) == [weekly]
        assert store.reports("c", ReportKind.FINAL) == []

    def test_a_report_and_its_messages_are_kept_together_or_not_at_all(
        self, store: Store, report: ReportRecord, message: OutboxMessage
    ) -> None:
        naive = replace(another(message, 2), created_at=message.created_at.replace(tzinfo=None))
        with pytest.raises(ValueError, match="zone"):
            store.put_report(report, [message, naive])
        assert (store.reports("c"), store.outbox()) == ([], [])
        store.put_report(report, [message, another(message, 2)])
        assert (len(store.reports("c")), len(store.outbox())) == (1, 2)

    def test_a_message_that_is_known_is_not_queued_twice(
        self, store: Store, report: ReportRecord, message: OutboxMessage
    ) -> None:
        store.put_report(report, [message])
        store.begin_sending(message.id, message.created_at)
        store.settle_message(message.id, SENT, message.created_at + HOUR)
        before = store.outbox_message(message.id)
        store.put_report(report, [replace(message, content=b"autre", subject="autre")])
        assert store.outbox_message(message.id) == before
        assert store.due_messages(message.created_at + 9 * HOUR) == []


class TestOutbox:
    def test_a_message_comes_back_as_it_was_queued(
        self, store: Store, report: ReportRecord, message: OutboxMessage
    ) -> None:
        store.put_report(report, [message])
        assert store.outbox_message(message.id) == message
        assert store.outbox() == [replace(message, content=b"")]
        with pytest.raises(NotStored):
            store.outbox_message("inconnu")

    def test_the_list_is_newest_first_and_can_be_narrowed(
        self, store: Store, report: ReportRecord, message: OutboxMessage
    ) -> None:
        store.put_report(report, [another(message, n) for n in (1, 3, 2)])
        store.put_report(replace(report, campaign_id="d"), [replace(another(message, 4), campaign_id="d")])
        store.begin_sending("m2", message.created_at)
        listed = [
            [m.id for m in store.outbox(**narrowed)]
            for narrowed in (
                {},
                {"states": [UNKNOWN, FAILED]},
                {"campaign_id": "d"},
                {"since": message.created_at + 3 * HOUR},
                {"limit": 2},
                {"states": [SENT]},
            )
        ]
        assert listed == [["m4", "m3", "m2", "m1"], ["m2"], ["m4"], ["m4", "m3"], ["m4", "m3"], []]

    def test_a_message_in_hand_is_unknown_until_it_is_settled_and_nobody_else_takes_it(
        self, store: Store, report: ReportRecord, message: OutboxMessage
    ) -> None:
        store.put_report(report, [message])
        assert store.due_messages(message.created_at) == [message.id]
        assert store.begin_sending(message.id, message.created_at + HOUR) is True
        taken = store.outbox_message(message.id)
        assert (taken.state, taken.tries, taken.last_try_at) == (UNKNOWN, 1, message.created_at + HOUR)
        assert taken.settled_at is None
        assert store.begin_sending(message.id, message.created_at + HOUR) is False
        assert store.due_messages(message.created_at + 99 * HOUR) == []
        with pytest.raises(NotStored):
            store.begin_sending("inconnu", message.created_at)

    def test_a_refusal_for_now_brings_it_back_at_its_time(
        self, store: Store, report: ReportRecord, message: OutboxMessage
    ) -> None:
        store.put_report(report, [message])
        at = message.created_at
        store.begin_sending(message.id, at)
        store.settle_message(message.id, PENDING, at, "greylisted", "450 later", at + HOUR)
        waiting = store.outbox_message(message.id)
        assert (waiting.state, waiting.reason, waiting.detail) == (PENDING, "greylisted", "450 later")
        assert (waiting.next_try_at, waiting.settled_at, waiting.content) == (
            at + HOUR,
            None,
            message.content,
        )
        assert store.due_messages(at + HOUR - timedelta(seconds=1)) == []
        assert store.due_messages(at + HOUR) == [message.id]

    def test_due_messages_come_oldest_first(
        self, store: Store, report: ReportRecord, message: OutboxMessage
    ) -> None:
        store.put_report(report, [another(message, n) for n in (3, 1, 2)])
        assert store.due_messages(message.created_at) == ["m1", "m2", "m3"]

    @pytest.mark.parametrize("state", [SENT, FAILED, UNKNOWN])
    def test_a_settled_message_says_when_and_why_and_is_not_due(
        self, store: Store, report: ReportRecord, message: OutboxMessage, state: DeliveryState
    ) -> None:
        store.put_report(report, [message])
        at = message.created_at
        store.begin_sending(message.id, at)
        store.settle_message(message.id, state, at + HOUR, "why", "550 no", at + 2 * HOUR)
        settled = store.outbox_message(message.id)
        assert (settled.state, settled.settled_at, settled.next_try_at) == (state, at + HOUR, None)
        assert (settled.reason, settled.detail) == ("why", "550 no")
        assert store.due_messages(at + 99 * HOUR) == []
        assert store.begin_sending(message.id, at) is False

    def test_a_person_may_send_an_unknown_or_failed_one_again_and_no_other(
        self, store: Store, report: ReportRecord, message: OutboxMessage
    ) -> None:
        at = message.created_at
        store.put_report(report, [another(message, n) for n in range(4)])
        for n, state in ((1, SENT), (2, UNKNOWN), (3, FAILED)):
            store.begin_sending(f"m{n}", at)
            store.settle_message(f"m{n}", state, at, "why", "detail")
        assert [store.queue_again(f"m{n}", at + HOUR) for n in range(4)] == [False, False, True, True]
        again = store.outbox_message("m2")
        assert (again.state, again.tries, again.reason, again.settled_at) == (PENDING, 0, "", None)
        assert again.content == message.content
        assert store.due_messages(at + HOUR) == ["m0", "m2", "m3"]
        with pytest.raises(NotStored):
            store.queue_again("inconnu", at)

    def test_what_is_sent_stays_sent(
        self, store: Store, report: ReportRecord, message: OutboxMessage
    ) -> None:
        store.put_report(report, [message])
        store.begin_sending(message.id, message.created_at)
        store.settle_message(message.id, SENT, message.created_at)
        store.settle_message(message.id, PENDING, message.created_at + HOUR, "late answer")
        assert store.outbox_message(message.id).state is SENT
        with pytest.raises(NotStored):
            store.settle_message("inconnu", SENT, message.created_at)

    def test_contents_of_old_sent_messages_go_and_no_others(
        self, store: Store, report: ReportRecord, message: OutboxMessage
    ) -> None:
        at = message.created_at
        store.put_report(report, [another(message, n) for n in range(4)])
        for n, state, days in ((1, SENT, 0), (2, SENT, 20), (3, FAILED, 0)):
            store.begin_sending(f"m{n}", at)
            store.settle_message(f"m{n}", state, at + timedelta(days=days))
        assert store.forget_contents(at + timedelta(days=10)) == 1
        assert [bool(store.outbox_message(f"m{n}").content) for n in range(4)] == [True, False, True, True]
        assert store.outbox_message("m1").subject == message.subject
        assert store.forget_contents(at + timedelta(days=10)) == 0


class TestAlerts:
    def test_an_alert_is_remembered_with_its_messages(
        self, store: Store, make: SimpleNamespace, message: OutboxMessage
    ) -> None:
        ids = [store.put_article(make.fetched(n), None).article_id for n in range(3)]
        first, second, third = make.matched(store, *ids)
        assert store.alerted("c") == (None, frozenset())
        alert = replace(message, id="alert", kind=MessageKind.ALERT)
        store.put_alert("c", [first, second], make.NOW, [alert])
        assert store.alerted("c") == (make.NOW, frozenset({first, second}))
        assert store.outbox_message("alert").kind is MessageKind.ALERT
        store.put_alert("c", [second, third], make.NOW + HOUR, [alert])
        assert store.alerted("c") == (make.NOW + HOUR, frozenset({first, second, third}))
        assert len(store.outbox()) == 1
        assert store.alerted("autre") == (None, frozenset())

    def test_an_alert_about_nothing_or_an_unknown_mention_keeps_nothing(
        self, store: Store, make: SimpleNamespace, message: OutboxMessage
    ) -> None:
        with pytest.raises(ValueError, match="at least one"):
            store.put_alert("c", [], make.NOW, [message])
        with pytest.raises(NotStored):
            store.put_alert("c", ["inconnue"], make.NOW, [message])
        assert (store.alerted("c"), store.outbox()) == ((None, frozenset()), [])


class TestBookOrder:
    def test_the_order_of_a_person_is_kept_and_replaced_whole(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        ids = [store.put_article(make.fetched(n), None).article_id for n in range(3)]
        first, second, third = make.matched(store, *ids)
        assert store.book_order("c") == ()
        store.put_book_order("c", [third, first, third, second])
        assert store.book_order("c") == (third, first, second)
        store.put_book_order("c", [second])
        assert store.book_order("c") == (second,)

    def test_a_mention_of_another_campaign_is_refused_and_the_order_stays(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        article = store.put_article(make.fetched(), None).article_id
        (mention,) = make.matched(store, article)
        (elsewhere,) = make.matched(store, article, campaign="autre")
        store.put_book_order("c", [mention])
        with pytest.raises(NotStored):
            store.put_book_order("c", [mention, elsewhere])
        assert store.book_order("c") == (mention,)


def test_a_message_of_its_own_is_queued_once(store: Store, make: SimpleNamespace) -> None:
    message = OutboxMessage(
        "essai@x.example",
        Channel.MAIL,
        MessageKind.TRIAL,
        "c",
        date(2025, 2, 5),
        "m@x.example",
        "s",
        b"x",
        make.NOW,
    )
    assert store.put_message(message)
    assert not store.put_message(replace(message, subject="autre"))
    (kept,) = store.outbox()
    assert (kept.subject, kept.kind, store.due_messages(make.NOW)) == ("s", MessageKind.TRIAL, [message.id])
