"""A report sent because a person says so: one mail to each, whoever else does the same at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from filelock import FileLock

from monitor.config import Settings
from monitor.daily import make_report
from monitor.delivery import send_due
from monitor.dossier import Recipient
from monitor.report_desk import (
    audience,
    order_sending,
    prepared,
    send_report,
    waits_for,
)
from monitor.workspace import Workspace
from storage.model import DeliveryState, ReportKind, RunKind, RunState
from storage.store import Store, open_store
from tests.monitor.delivery.helping import settings_for
from tests.monitor.delivery.mailserver import Behaviour, MailServer
from tests.monitor.delivery.seeding import COURRIER, Newsroom, campaign

MAUD, JONAS = Recipient("maud@phare.example", "fr", "Maud"), Recipient("jonas@rivage.example", "en")
PEOPLE = campaign(MAUD, JONAS, Recipient("bilan@rivage.example", receives=("final",)))


@pytest.fixture
def server(store: Store, serve: Callable[[Behaviour], MailServer], now: datetime) -> MailServer:
    newsroom = Newsroom(store)
    newsroom.reads(now - timedelta(minutes=30))
    newsroom.prints(COURRIER, now - timedelta(hours=3))
    return serve(Behaviour())


def go(store: Store, settings: Settings, workspace: Workspace, now: datetime, **more: Any) -> Any:
    run = order_sending(store, now, now, "le point")
    return send_report(store, PEOPLE, settings, workspace, now, ReportKind.DAILY, run, "le point", **more)


def test_it_goes_once_to_those_of_its_kind_and_its_row_says_so(
    store: Store, server: MailServer, workspace: Workspace, now: datetime
) -> None:
    settings = settings_for(server.port)
    people = audience(store, PEOPLE, settings, ReportKind.DAILY, date(2025, 2, 6))
    assert [one.address for one in waits_for(people)] == [MAUD.address, JONAS.address]
    sent = go(store, settings, workspace, now)
    assert (sent.made.queued, sent.sending.sent) == (2, 2)
    again = go(store, settings, workspace, now + timedelta(hours=1))
    assert (again.made.queued, again.sending.sent, len(server.seen.messages)) == (0, 0, 2)
    runs = store.runs(RunKind.REPORT)
    assert [(one.state, one.detail, dict(one.counts)) for one in runs] == [
        (RunState.DONE, "le point", {"queued": 0}),
        (RunState.DONE, "le point", {"queued": 2}),
    ]
    people = audience(store, PEOPLE, settings, ReportKind.DAILY, date(2025, 2, 6))
    assert waits_for(people) == []
    assert {one.message.state for one in people if one.message} == {DeliveryState.SENT}


def test_with_the_schedule_at_the_same_moment_nobody_gets_two(
    store: Store, server: MailServer, workspace: Workspace, now: datetime
) -> None:
    settings = settings_for(server.port)

    def scheduler() -> None:
        with open_store(workspace.archive) as own:
            make_report(own, PEOPLE, settings, workspace.reports, now)
            send_due(own, settings, workspace, now)

    threads = [threading.Thread(target=scheduler) for _ in range(3)]
    for one in threads:
        one.start()
    go(store, settings, workspace, now, wait=lambda seconds: None)
    for one in threads:
        one.join()
    send_due(store, settings, workspace, now)
    assert sorted(one.recipient for one in server.seen.messages) == [JONAS.address, MAUD.address]
    assert len(store.reports("appel")) == 1


def test_another_sender_is_waited_for_and_then_left_to_do_it(
    store: Store, server: MailServer, workspace: Workspace, now: datetime
) -> None:
    waited: list[float] = []
    with FileLock(f"{workspace.archive}.sending.lock"):
        sent = go(store, settings_for(server.port), workspace, now, wait=waited.append)
    assert sent.sending.busy and len(waited) == 30
    assert {one.state for one in store.outbox()} == {DeliveryState.PENDING}
    assert send_due(store, settings_for(server.port), workspace, now).sent == 2


def test_what_fails_is_kept_in_its_row(
    store: Store, server: MailServer, workspace: Workspace, now: datetime
) -> None:
    workspace.reports.write_text("not a folder")
    with pytest.raises(OSError):
        go(store, settings_for(server.port), workspace, now)
    (run,) = store.runs(RunKind.REPORT)
    assert (run.state, run.detail) == (RunState.FAILED, "le point: FileExistsError")
    assert store.outbox() == []


def test_who_the_dossier_no_longer_lists_is_shown_as_having_it(
    store: Store, server: MailServer, workspace: Workspace, now: datetime
) -> None:
    settings = settings_for(server.port)
    go(store, settings, workspace, now)
    found = audience(store, campaign(MAUD), settings, ReportKind.DAILY, date(2025, 2, 6))
    assert [(one.address, one.listed) for one in found] == [(MAUD.address, True), (JONAS.address, False)]
    moved = settings_for(server.port, sender="autre@phare.example")
    assert waits_for(audience(store, PEOPLE, moved, ReportKind.DAILY, date(2025, 2, 6))) == []


class TestPrepared:
    def test_it_is_todays_until_its_messages_are_queued_and_then_the_next(
        self, store: Store, server: MailServer, workspace: Workspace, now: datetime
    ) -> None:
        settings = settings_for(server.port)
        one = prepared(store, PEOPLE, settings, now)
        assert (one.day, one.gone, one.over) == (date(2025, 2, 6), None, False)
        go(store, settings, workspace, now)
        one = prepared(store, PEOPLE, settings, now + timedelta(hours=1))
        assert (one.day, one.today, one.over) == (date(2025, 2, 7), date(2025, 2, 6), False)
        assert one.gone is not None and one.gone.day == date(2025, 2, 6)

    def test_made_and_told_to_nobody_it_stays_todays(
        self, store: Store, workspace: Workspace, server: MailServer, now: datetime
    ) -> None:
        settings = Settings()
        make_report(store, PEOPLE, settings, workspace.reports, now)
        assert prepared(store, PEOPLE, settings, now + timedelta(hours=1)).day == date(2025, 2, 6)

    def test_days_without_a_report_are_passed_over(
        self, store: Store, workspace: Workspace, server: MailServer, now: datetime
    ) -> None:
        weekdays = Settings.model_validate({"schedule": {"days": ["mon", "tue", "wed", "thu", "fri"]}})
        saturday = now + timedelta(days=2)
        assert prepared(store, PEOPLE, weekdays, saturday).day == date(2025, 2, 10)
        settings = settings_for(server.port)
        over = campaign(MAUD, JONAS, ends_on=date(2025, 2, 6))
        run = order_sending(store, now, now, "le point")
        send_report(store, over, settings, workspace, now, ReportKind.DAILY, run, "le point")
        one = prepared(store, over, settings, now + timedelta(hours=1))
        assert (one.day, one.over) == (
            date(2025, 2, 7),
            False,
        )  # the final one comes with a last one of the day
