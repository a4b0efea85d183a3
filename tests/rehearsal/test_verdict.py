"""The verdict of the rehearsal sees what it must: a rehearsal that passes everything would prove nothing."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bench.rehearsing import verdict
from bench.rehearsing.mailserver import MailServer, Received
from bench.rehearsing.workspace import Place
from bench.rehearsing.world import mark
from storage.model import (
    Channel,
    DeliveryState,
    MessageKind,
    OutboxMessage,
    ReportKind,
    ReportRecord,
)
from storage.store import open_store

DAY = date(2025, 2, 5)
NOW = datetime(2025, 2, 5, 6, 30, tzinfo=UTC)
ANNE = "anne@rivage.example"
DAILY = [("daily", ANNE)]


def letter(ident: str = "one", pages: str = "") -> Received:
    links = " ".join(f"http://127.0.0.1/page-{page}-1" for page in verdict.pages(pages))
    return Received(f"{ident}@rivage.example", ANNE, "Point", "", f"{pages} {links}", pages)


def message(ident: str = "one", kind: MessageKind = MessageKind.DAILY) -> OutboxMessage:
    return OutboxMessage(
        id=f"{ident}@rivage.example",
        channel=Channel.MAIL,
        kind=kind,
        campaign_id="rivieres",
        day=DAY,
        recipient=ANNE,
        subject="Point",
        content=b"x",
        created_at=NOW,
    )


@pytest.fixture
def place(tmp_path: Path) -> Place:
    with open_store(tmp_path / "archive.db", create=True):
        pass
    return Place(tmp_path, "")


def report(
    place: Place, day: date, begins: datetime, ends: datetime, text: str = "", *messages: OutboxMessage
) -> None:
    """A report as the archive and the folder keep it."""
    with open_store(place.archive) as store:
        store.put_report(ReportRecord("rivieres", day, begins, ends, ends, ReportKind.DAILY), messages)
    (place.folder / "reports").mkdir(exist_ok=True)
    (place.folder / "reports" / f"rivieres-{day}.txt").write_text(text, encoding="utf-8")
    stories = [{"lead": {"title": mark(page)}, "reprints": []} for page in sorted(verdict.pages(text))]
    whole = {"blindness": None, "pickups": stories}
    (place.folder / "reports" / f"rivieres-{day}.json").write_text(json.dumps(whole), encoding="utf-8")


def settle(place: Place, state: DeliveryState, reason: str = "") -> None:
    with open_store(place.archive) as store:
        assert store.begin_sending("one@rivage.example", NOW)
        store.settle_message("one@rivage.example", state, NOW, reason)


def test_one_mail_is_right_and_two_of_a_day_are_not(place: Place) -> None:
    report(place, DAY, NOW, NOW, "", message("one"), message("two"))
    mail = MailServer(received=[letter("one")])
    assert verdict.never_two(mail, place.outbox()) == []
    mail.received.append(letter("two"))
    assert len(verdict.never_two(mail, place.outbox())) == 1


def test_the_same_mail_received_twice_is_a_breach(place: Place) -> None:
    report(place, DAY, NOW, NOW, "", message())
    breaches = verdict.never_two(MailServer(received=[letter(), letter()]), place.outbox())
    assert any("received 2 times" in breach for breach in breaches)


def test_a_mail_that_no_outbox_knows_is_a_breach(place: Place) -> None:
    assert verdict.never_two(MailServer(received=[letter("ghost")]), place.outbox())


def test_no_message_at_all_is_a_breach(place: Place) -> None:
    assert verdict.never_silently_none(MailServer(), place.outbox(), DAY, DAILY)


def test_sent_as_the_outbox_says_and_never_received_is_a_breach(place: Place) -> None:
    report(place, DAY, NOW, NOW, "", message())
    settle(place, DeliveryState.SENT)
    assert verdict.never_silently_none(MailServer(), place.outbox(), DAY, DAILY)
    assert verdict.never_silently_none(MailServer(received=[letter()]), place.outbox(), DAY, DAILY) == []


def test_not_received_is_no_breach_where_the_outbox_says_why_and_one_where_it_does_not(place: Place) -> None:
    report(place, DAY, NOW, NOW, "", message())
    settle(place, DeliveryState.FAILED, "no-such-user")
    assert verdict.never_silently_none(MailServer(), place.outbox(), DAY, DAILY) == []
    with closing(sqlite3.connect(place.archive)) as archive, archive:
        archive.execute("UPDATE outbox SET reason = ''")
    assert verdict.never_silently_none(MailServer(), place.outbox(), DAY, DAILY)


def test_a_trouble_must_be_named_in_the_next_report(place: Place) -> None:
    report(place, DAY, NOW, NOW, "", message())
    settle(place, DeliveryState.UNKNOWN, "dropped")
    troubles = place.outbox()
    after = DAY + timedelta(days=1)
    report(place, after, NOW, NOW, "Rien à signaler.")
    assert verdict.told_in_next_report(place, troubles, after.isoformat())
    report(place, after, NOW, NOW, f"L’envoi à {ANNE} n’est pas certain.")
    assert verdict.told_in_next_report(place, troubles, after.isoformat()) == []


def test_a_hole_between_two_reports_is_a_breach(place: Place) -> None:
    hour = timedelta(hours=1)
    report(place, DAY, NOW, NOW + hour)
    report(place, DAY + timedelta(days=1), NOW + hour, NOW + 2 * hour)
    assert verdict.windows_meet(place) == []
    report(place, DAY + timedelta(days=2), NOW + 3 * hour, NOW + 4 * hour)
    assert len(verdict.windows_meet(place)) == 1


def test_an_article_told_twice_or_never_is_a_breach(place: Place) -> None:
    report(place, DAY, NOW, NOW, f"{mark(1)} {mark(2)}")
    report(place, DAY + timedelta(days=1), NOW, NOW, f"{mark(2)} {mark(3)}")
    assert verdict.told_once(place, {1, 3}) == []
    assert verdict.told_once(place, {1, 2, 3, 4}) == [
        "page 2 stands in 2 daily reports", "page 4 stands in 0 daily reports",
    ]  # fmt: skip


def test_a_mail_that_says_other_things_than_its_report_is_a_breach(place: Place) -> None:
    report(place, DAY, NOW, NOW, mark(1), message())
    assert (
        verdict.mails_say_the_report(place, MailServer(received=[letter(pages=mark(1))]), place.outbox())
        == []
    )
    assert verdict.mails_say_the_report(place, MailServer(received=[letter(pages=mark(2))]), place.outbox())


def test_two_alerts_about_one_article_are_a_breach(place: Place) -> None:
    report(place, DAY, NOW, NOW, "", message("one", MessageKind.ALERT), message("two", MessageKind.ALERT))
    mail = MailServer(received=[letter("one", mark(1)), letter("two", mark(2))])
    assert verdict.alerts_tell_once(mail, place.outbox()) == []
    mail.received[1] = letter("two", mark(1))
    assert len(verdict.alerts_tell_once(mail, place.outbox())) == 1


def test_an_article_that_no_message_tells_is_a_breach(place: Place) -> None:
    told = b"Content-Type: text/plain; charset=utf-8\r\n\r\nhttp://127.0.0.1/page-1-99\r\n"
    report(place, DAY, NOW, NOW, "", replace(message(), content=told))
    assert verdict.queued_once(place, [ANNE], {1}) == []
    assert verdict.queued_once(place, [ANNE], {1, 2}) == [f"page 2 stands in 0 daily messages to {ANNE}"]


def test_a_report_that_says_that_it_looked_must_have_what_was_out(place: Place) -> None:
    report(place, DAY, NOW, NOW, mark(1))
    assert verdict.never_blind_unsaid(place, lambda day: {1}) == []
    assert len(verdict.never_blind_unsaid(place, lambda day: {1, 2})) == 1
    path = place.folder / "reports" / f"rivieres-{DAY}.json"
    path.write_text(path.read_text(encoding="utf-8").replace("null", '"offline"'), encoding="utf-8")
    assert verdict.never_blind_unsaid(place, lambda day: {1, 2}) == []
