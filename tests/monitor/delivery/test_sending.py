"""What a mail server may do, and what becomes of the message: sent once, tried again, unknown, or failed; all visible."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from filelock import FileLock

from monitor.delivery import Sending, send_due
from monitor.workspace import Workspace
from storage.model import DeliveryState, OutboxMessage
from storage.store import Store
from tests.monitor.delivery.helping import JONAS, MAUD, messages_to, queue, settings_for, states
from tests.monitor.delivery.mailserver import PASSWORD, Behaviour, MailServer

Serve = Callable[[Behaviour], MailServer]
SECRET = {"RETOMBEES_SMTP_PASSWORD": PASSWORD}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_message_is_sent_once_and_never_a_second_time(
    store: Store, workspace: Workspace, serve: Serve, now: datetime
) -> None:
    server = serve(Behaviour())
    settings = settings_for(server.port)
    queue(store, messages_to(MAUD, JONAS, at=now, settings=settings))
    assert send_due(store, settings, workspace, now) == Sending(sent=2)
    assert send_due(store, settings, workspace, now) == Sending()
    queue(store, messages_to(MAUD, JONAS, at=now, settings=settings))
    assert send_due(store, settings, workspace, now + timedelta(days=3)) == Sending()
    assert [one.recipient for one in server.seen.messages] == [MAUD, JONAS]
    assert server.seen.connections == 1
    assert states(store) == {MAUD: "sent", JONAS: "sent"}


def test_the_bytes_arrive_as_they_were_queued_whatever_dots_they_hold(
    store: Store, workspace: Workspace, serve: Serve, now: datetime
) -> None:
    server = serve(Behaviour())
    settings = settings_for(server.port)
    text = ".\n..\n.cache\nÀ demain…\n.\n"
    queued = messages_to(MAUD, at=now, settings=settings, text=text)
    queue(store, queued)
    send_due(store, settings, workspace, now)
    assert server.seen.messages[0].content == queued[0].content


def test_a_file_of_several_megabytes_goes_through_in_pieces(
    store: Store, workspace: Workspace, serve: Serve, now: datetime
) -> None:
    server = serve(Behaviour())
    settings = settings_for(server.port)
    queued = messages_to(MAUD, at=now, settings=settings, text="Une ligne du livre de presse.\n" * 100_000)
    queue(store, queued)
    assert send_due(store, settings, workspace, now).sent == 1
    assert server.seen.messages[0].content == queued[0].content


@pytest.mark.parametrize(
    ("behaviour", "state"),
    [
        (Behaviour(greeting="drop"), "pending broke_off"),
        (Behaviour(greeting="hang"), "pending unreachable"),
        (Behaviour(mail="drop"), "pending broke_off"),
        (Behaviour(mail="hang"), "pending unreachable"),
        (Behaviour(mail="451 later"), "pending not_now"),
        (Behaviour(mail="530 5.7.0 authentication required"), "pending login_wanted"),
        (Behaviour(mail="550 not this sender"), "failed sender_refused"),
        (Behaviour(greylist=1), "pending not_now"),
        (Behaviour(rcpt="drop"), "pending broke_off"),
        (Behaviour(refuses=frozenset({MAUD})), "failed recipient_refused"),
        (Behaviour(data="drop"), "pending broke_off"),
        (Behaviour(data="hang"), "pending unreachable"),
        (Behaviour(data="451 later"), "pending not_now"),
        (Behaviour(data="554 no"), "failed message_refused"),
        (Behaviour(dot="451 4.3.0 later"), "pending not_now"),
        (Behaviour(dot="554 5.7.1 rejected as spam"), "failed message_refused"),
        (Behaviour(dot="drop"), "unknown no_receipt"),
        (Behaviour(dot="hang"), "unknown no_receipt"),
        (Behaviour(dot="drop", keeps=False), "unknown no_receipt"),
        (Behaviour(dot="399 what"), "unknown no_receipt"),
    ],
    ids=lambda value: value if isinstance(value, str) else str([v for v in vars(value).values() if v][:2]),
)
def test_each_way_to_fail_has_its_state_and_nothing_arrives_twice(
    store: Store, workspace: Workspace, serve: Serve, now: datetime, behaviour: Behaviour, state: str
) -> None:
    server = serve(behaviour)
    settings = settings_for(server.port)
    queue(store, messages_to(MAUD, at=now, settings=settings))
    sending = send_due(store, settings, workspace, now)
    assert states(store) == {MAUD: state}
    assert not sending.well
    got = len(server.seen.messages)
    server.behaviour = Behaviour()
    later = send_due(store, settings, workspace, now + timedelta(minutes=2))
    repaired = state.startswith("pending")
    assert later == (Sending(sent=1) if repaired else Sending())
    assert states(store) == {MAUD: "sent" if repaired else state}
    assert len(server.seen.messages) == (1 if repaired else got) <= 1


def test_a_server_that_is_not_there_leaves_the_message_waiting(
    store: Store, workspace: Workspace, now: datetime
) -> None:
    settings = settings_for(_free_port())
    queue(store, messages_to(MAUD, JONAS, at=now, settings=settings))
    assert send_due(store, settings, workspace, now) == Sending(again=2)
    assert set(states(store).values()) == {"pending unreachable"}


def test_a_server_that_never_answers_is_waited_for_once_and_not_for_each_message(
    store: Store, workspace: Workspace, serve: Serve, now: datetime
) -> None:
    server = serve(Behaviour(greeting="hang"))
    settings = settings_for(server.port)
    queue(store, messages_to(*(f"{n}@phare.example" for n in range(8)), at=now, settings=settings))
    began = time.monotonic()
    assert send_due(store, settings, workspace, now) == Sending(again=8)
    assert time.monotonic() - began < 5
    assert server.seen.connections == 1


def test_one_bad_recipient_stops_none_of_the_others(
    store: Store, workspace: Workspace, serve: Serve, now: datetime
) -> None:
    server = serve(Behaviour(refuses=frozenset({"personne@phare.example"})))
    settings = settings_for(server.port)
    queue(store, messages_to(MAUD, "personne@phare.example", JONAS, at=now, settings=settings))
    assert send_due(store, settings, workspace, now) == Sending(sent=2, failed=1)
    assert [one.recipient for one in server.seen.messages] == [MAUD, JONAS]


def test_a_line_cut_at_one_message_is_taken_up_again_for_the_next(
    store: Store, workspace: Workspace, serve: Serve, now: datetime
) -> None:
    server = serve(Behaviour(dot="drop"))
    settings = settings_for(server.port)
    queue(store, messages_to(MAUD, JONAS, at=now, settings=settings))

    def mend(message: OutboxMessage) -> None:
        server.behaviour = Behaviour()

    assert send_due(store, settings, workspace, now, mend) == Sending(sent=1, unknown=1)
    assert states(store) == {MAUD: "unknown no_receipt", JONAS: "sent"}
    assert server.seen.connections == 2


def test_tries_become_rarer_and_end_after_two_days(
    store: Store, workspace: Workspace, serve: Serve, now: datetime
) -> None:
    settings = settings_for(_free_port())
    queue(store, messages_to(MAUD, at=now, settings=settings))
    waits: list[int] = []
    at = now
    while True:
        send_due(store, settings, workspace, at)
        message = store.outbox()[0]
        if message.next_try_at is None:
            break
        waits.append(round((message.next_try_at - at).total_seconds() / 60))
        assert not store.due_messages(message.next_try_at - timedelta(seconds=1))
        at = message.next_try_at
    assert waits[:5] == [1, 5, 15, 60, 60]
    assert set(waits[3:]) == {60}
    assert timedelta(hours=47) < at - now < timedelta(hours=50)
    assert (message.state, message.reason) == (DeliveryState.FAILED, "unreachable")


def test_a_clock_put_back_by_a_day_keeps_no_message_waiting(
    store: Store, workspace: Workspace, serve: Serve, now: datetime
) -> None:
    server = serve(Behaviour(greylist=1))
    settings = settings_for(server.port)
    queue(store, messages_to(MAUD, at=now, settings=settings))
    assert send_due(store, settings, workspace, now) == Sending(again=1)
    assert send_due(store, settings, workspace, now + timedelta(seconds=30)) == Sending()
    assert send_due(store, settings, workspace, now - timedelta(days=1)) == Sending(sent=1)


def test_a_person_may_have_an_unknown_message_sent_again_and_greylisting_does_not_end_it(
    store: Store, workspace: Workspace, serve: Serve, now: datetime
) -> None:
    server = serve(Behaviour(dot="drop", keeps=False))
    settings = settings_for(server.port)
    queue(store, messages_to(MAUD, at=now, settings=settings))
    send_due(store, settings, workspace, now)
    later = now + timedelta(days=5)
    assert store.queue_again(store.outbox()[0].id, later)
    server.behaviour = Behaviour(greylist=1)
    assert send_due(store, settings, workspace, later) == Sending(again=1)
    assert send_due(store, settings, workspace, later + timedelta(hours=1)) == Sending(sent=1)


def test_two_senders_at_once_are_one(store: Store, workspace: Workspace, serve: Serve, now: datetime) -> None:
    server = serve(Behaviour())
    settings = settings_for(server.port)
    queue(store, messages_to(MAUD, at=now, settings=settings))
    with FileLock(f"{workspace.archive}.sending.lock"):
        assert send_due(store, settings, workspace, now) == Sending(busy=True)
    assert send_due(store, settings, workspace, now) == Sending(sent=1)


def test_a_message_that_another_sender_took_at_the_last_moment_is_not_handed_over(
    store: Store, workspace: Workspace, serve: Serve, now: datetime
) -> None:
    server = serve(Behaviour())
    settings = settings_for(server.port)
    queue(store, messages_to(MAUD, JONAS, at=now, settings=settings))
    first = store.due_messages(now)[0]

    class Late:
        """A store in which somebody else is a moment quicker, once."""

        def __getattr__(self, name: str) -> object:
            return getattr(store, name)

        def begin_sending(self, message_id: str, at: datetime) -> bool:
            if message_id == first:
                store.begin_sending(message_id, at)
            return store.begin_sending(message_id, at)

    assert send_due(Late(), settings, workspace, now) == Sending(sent=1)  # type: ignore[arg-type]
    assert [one.recipient for one in server.seen.messages] == [JONAS]
    assert states(store) == {MAUD: "unknown", JONAS: "sent"}
    assert send_due(store, settings, workspace, now) == Sending(unknown=1)
    assert states(store) == {MAUD: "unknown interrupted", JONAS: "sent"}
    assert send_due(store, settings, workspace, now) == Sending()


# ---- protection and login ---------------------------------------------------------------------------


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_protected_connection_with_login_sends(
    store: Store,
    workspace: Workspace,
    serve: Serve,
    now: datetime,
    contexts: tuple[ssl.SSLContext, ssl.SSLContext],
    security: str,
) -> None:
    server = serve(
        Behaviour(starttls=security == "starttls", tls=security == "tls", login=security == "starttls")
    )
    user = "presse" if security == "starttls" else ""
    settings = settings_for(server.port, security=security, user=user)
    queue(store, messages_to(MAUD, JONAS, at=now, settings=settings))
    sending = send_due(store, settings, workspace, now, tls=contexts[1], environment=SECRET)
    assert (sending, states(store)) == (Sending(sent=2), {MAUD: "sent", JONAS: "sent"})


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_is_refused_on_loopback_too(
    store: Store, workspace: Workspace, serve: Serve, now: datetime, security: str
) -> None:
    server = serve(Behaviour(starttls=security == "starttls", tls=security == "tls"))
    settings = settings_for(server.port, security=security)
    queue(store, messages_to(MAUD, at=now, settings=settings))
    send_due(store, settings, workspace, now)
    assert states(store) == {MAUD: "pending certificate"}
    assert server.seen.steps == []


def test_without_starttls_nothing_is_sent_in_the_open(
    store: Store, workspace: Workspace, serve: Serve, now: datetime
) -> None:
    server = serve(Behaviour())
    settings = settings_for(server.port, security="starttls", user="presse")
    queue(store, messages_to(MAUD, at=now, settings=settings))
    send_due(store, settings, workspace, now, environment=SECRET)
    assert states(store) == {MAUD: "pending no_tls"}
    assert server.seen.steps == []


def test_a_refused_login_waits_for_the_settings_to_be_repaired(
    store: Store,
    workspace: Workspace,
    serve: Serve,
    now: datetime,
    contexts: tuple[ssl.SSLContext, ssl.SSLContext],
) -> None:
    server = serve(Behaviour(starttls=True, login=True))
    settings = settings_for(server.port, security="starttls", user="presse")
    queue(store, messages_to(MAUD, at=now, settings=settings))
    wrong = {"RETOMBEES_SMTP_PASSWORD": "un-autre"}
    send_due(store, settings, workspace, now, tls=contexts[1], environment=wrong)
    assert states(store) == {MAUD: "pending login_refused"}
    later = now + timedelta(hours=2)
    assert send_due(store, settings, workspace, later, tls=contexts[1], environment=SECRET).sent == 1


def test_a_password_never_goes_over_an_open_line_to_another_machine(
    store: Store, workspace: Workspace, now: datetime
) -> None:
    settings = settings_for(25, host="mail.rivage.example", user="presse")
    queue(store, messages_to(MAUD, at=now, settings=settings))
    send_due(store, settings, workspace, now, environment=SECRET)
    assert states(store) == {MAUD: "pending plain_login"}


def test_a_mail_whose_server_was_taken_out_of_the_settings_waits_and_says_so(
    store: Store, workspace: Workspace, now: datetime
) -> None:
    queue(store, messages_to(MAUD, at=now, settings=settings_for(25)))
    send_due(store, settings_for(25, host=""), workspace, now)
    assert states(store) == {MAUD: "pending no_server"}


def test_a_server_that_drips_is_cut_off(store: Store, workspace: Workspace, now: datetime) -> None:
    """Every line comes in time; there is no end of them."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def drip() -> None:
            connection, _ = listening.accept()
            with connection, suppress(OSError):
                while True:
                    connection.sendall(b"220-still here\r\n")
                    time.sleep(0.3)

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        settings = settings_for(listening.getsockname()[1])
        queue(store, messages_to(MAUD, at=now, settings=settings))
        began = time.monotonic()
        assert send_due(store, settings, workspace, now) == Sending(again=1)
        assert time.monotonic() - began < 9
        thread.join(5)
    assert states(store) == {MAUD: "pending broke_off"}


def test_what_a_restored_backup_left_in_doubt_is_not_sent_and_keeps_its_reason(
    store: Store, workspace: Workspace, serve: Serve, now: datetime
) -> None:
    server = serve(Behaviour())
    settings = settings_for(server.port)
    queue(store, messages_to(MAUD, at=now, settings=settings))
    store.settle_message(store.outbox()[0].id, DeliveryState.UNKNOWN, now, "restored")
    assert send_due(store, settings, workspace, now) == Sending()
    assert states(store) == {MAUD: "unknown restored"}
    assert server.seen.connections == 0
