"""From a real archive: the windows of its records, and the mail that did not surely arrive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.config import Settings
from monitor.digesting import digest_of
from storage.model import (
    Channel,
    DeliveryState,
    MessageKind,
    OutboxMessage,
    ReportKind,
    ReportRecord,
    Run,
    RunKind,
    RunState,
)
from storage.store import Store, open_store

MONDAY = date(2025, 2, 10)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "archive.db", create=True) as opened:
        yield opened


def record(press: Any, day: date, kind: ReportKind = ReportKind.DAILY) -> ReportRecord:
    end = press.utc(f"{day.isoformat()} 07:30")
    return ReportRecord("appel", day, end - timedelta(days=1), end, end, kind)


def letter(
    day: date, at: datetime, to: str = "ines@example.org", kind: MessageKind = MessageKind.DAILY
) -> OutboxMessage:
    ident = f"{kind}-{day}-{to}"
    return OutboxMessage(ident, Channel.MAIL, kind, "appel", day, to, "Objet", b"x", at)


def troubles(store: Store, press: Any, now: str, **more: Any) -> list[tuple[str, str, str]]:
    digest = digest_of(store, press.campaign, Settings(), press.utc(now), **more)
    return [(one.recipient.split("@")[0], one.state.value, one.reason) for one in digest.delivery_trouble]


def test_each_kind_begins_where_the_last_of_its_kind_ended(store: Store, press: Any) -> None:
    store.put_report(record(press, date(2025, 2, 7)))
    store.put_report(record(press, date(2025, 1, 31), ReportKind.WEEKLY))
    now = press.utc("2025-02-10 07:30")
    started = [
        digest_of(store, press.campaign, Settings(), now, kind=kind).window.covers_from for kind in ReportKind
    ]
    assert started == [
        press.utc("2025-02-07 07:30"),
        press.utc("2025-01-31 07:30"),
        press.utc("2025-02-04 00:00"),
    ]


def test_a_week_of_the_past_is_seen_though_a_thousand_readings_came_after_it(
    store: Store, press: Any
) -> None:
    """A reading every quarter of an hour makes nearly seven hundred in a week."""
    begin = press.utc("2025-02-03 06:00")
    for number in range(700):
        at = begin + timedelta(minutes=15 * number)
        store.begin_run(Run(f"r{number}", RunKind.CRAWL, at))
        store.end_run(f"r{number}", at + timedelta(minutes=3), RunState.DONE, {})
    now, week = press.utc("2025-02-10 19:30"), date(2025, 2, 3)
    digest = digest_of(store, press.campaign, Settings(), now, kind=ReportKind.WEEKLY, day=week)
    assert not digest.window.by_publication_day


def test_an_organisation_that_the_dossier_does_not_have_is_an_error(store: Store, press: Any) -> None:
    with pytest.raises(KeyError):
        digest_of(store, press.campaign, Settings(), press.utc("2025-02-10 07:30"), organisation="none")


def test_what_did_not_surely_arrive_since_the_last_report_is_told_in_the_next(
    store: Store, press: Any
) -> None:
    friday = date(2025, 2, 7)
    made = press.utc("2025-02-07 07:30")
    names = ("arrived", "failed", "unknown", "later", "fresh", "dropped")
    store.put_report(record(press, friday), [letter(friday, made, f"{name}@example.org") for name in names])
    by_name = {message.recipient.split("@")[0]: message.id for message in store.outbox()}
    for name, state, reason in (
        ("arrived", DeliveryState.SENT, ""),
        ("failed", DeliveryState.FAILED, "recipient_refused"),
        ("unknown", DeliveryState.UNKNOWN, "no_receipt"),
        ("later", DeliveryState.PENDING, "not_now"),
        ("dropped", DeliveryState.FAILED, "dropped"),
    ):
        assert store.begin_sending(by_name[name], made)
        store.settle_message(by_name[name], state, made + timedelta(minutes=1), reason)
    assert sorted(troubles(store, press, "2025-02-10 07:30")) == [
        ("failed", "failed", "recipient_refused"),
        ("later", "pending", "not_now"),
        ("unknown", "unknown", "no_receipt"),
    ]


@pytest.mark.parametrize("minutes", [0, 1, -90])
def test_a_message_that_failed_with_its_report_is_told_in_the_next_wherever_the_clock_stood(
    store: Store, press: Any, minutes: int
) -> None:
    made = press.utc("2025-02-07 07:30")
    until = made + timedelta(microseconds=1)
    report = ReportRecord("appel", date(2025, 2, 7), made - timedelta(days=1), until, made)
    store.put_report(report, [letter(date(2025, 2, 7), made)])
    (message,) = store.outbox()
    at = made + timedelta(minutes=minutes)
    assert store.begin_sending(message.id, at)
    store.settle_message(message.id, DeliveryState.FAILED, at, "recipient_refused")
    assert troubles(store, press, "2025-02-08 07:30") == [("ines", "failed", "recipient_refused")]


def test_what_was_told_in_a_report_is_not_told_again_but_what_still_waits_is(
    store: Store, press: Any
) -> None:
    friday, made = date(2025, 2, 7), press.utc("2025-02-07 07:30")
    store.put_report(record(press, friday), [letter(friday, made, f"{n}@example.org") for n in ("a", "b")])
    for message, state in zip(
        sorted(one.id for one in store.outbox()), (DeliveryState.FAILED, DeliveryState.PENDING), strict=True
    ):
        store.begin_sending(message, made)
        store.settle_message(message, state, made + timedelta(minutes=1), "not_now")
    store.put_report(record(press, MONDAY))
    assert troubles(store, press, "2025-02-11 07:30") == [("b", "pending", "not_now")]


def test_the_mail_of_this_very_report_is_no_trouble_before_it(store: Store, press: Any) -> None:
    made = press.utc("2025-02-10 07:30")
    store.put_report(record(press, MONDAY), [letter(MONDAY, made)])
    (message,) = store.outbox()
    store.begin_sending(message.id, made)
    store.settle_message(message.id, DeliveryState.FAILED, made + timedelta(minutes=1), "recipient_refused")
    assert troubles(store, press, "2025-02-10 18:00", closing=True) == []


def test_whose_mail_did_not_arrive_is_not_told_to_other_organisations(store: Store, press: Any) -> None:
    friday, made = date(2025, 2, 7), press.utc("2025-02-07 07:30")
    store.put_report(record(press, friday), [letter(friday, made)])
    (message,) = store.outbox()
    store.begin_sending(message.id, made)
    assert troubles(store, press, "2025-02-10 07:30") == [("ines", "unknown", "")]
    assert troubles(store, press, "2025-02-10 07:30", organisation="rivage") == []
