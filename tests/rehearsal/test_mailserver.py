"""The mail server of the rehearsal fails as it says: what a client sees of each fault, and what the server keeps."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator

import pytest

from bench.rehearsing.mailserver import HOST, Fault, MailServer, Step

TO = "presse@rivage.example"
LETTER = (
    f"Message-ID: <one@rivage.example>\r\nTo: {TO}\r\nSubject: Bonjour\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n\r\nLa page 12 du cahier.\r\n"
).encode()


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with MailServer().running() as server:
        yield server


def send(mail: MailServer) -> int | str:
    """Send the letter; the code of the answer that decided, or what became of the line."""
    try:
        with smtplib.SMTP(HOST, mail.port, timeout=1) as line:
            line.ehlo()
            for answer in (line.mail("a@rivage.example"), line.rcpt(TO)):
                if answer[0] >= 400:
                    return answer[0]
            return line.data(LETTER)[0]
    except smtplib.SMTPServerDisconnected as error:
        return "hangs" if "timed out" in str(error) else "dropped"
    except smtplib.SMTPDataError as error:
        return error.smtp_code
    except TimeoutError:
        return "hangs"
    except ConnectionResetError:
        return "dropped"
    except ConnectionRefusedError:
        return "refused"


def test_a_letter_arrives_with_its_id_its_recipient_and_its_words(mail: MailServer) -> None:
    assert send(mail) == 250
    (got,) = mail.received
    assert (got.message_id, got.recipient, got.subject) == ("one@rivage.example", TO, "Bonjour")
    assert "La page 12 du cahier." in got.text


@pytest.mark.parametrize(
    ("fault", "seen", "kept"),
    [
        (Fault.HANG, "hangs", 0),
        (Fault.BUSY, 421, 0),
        (Fault.GREYLIST, 451, 0),
        (Fault.NO_SUCH_USER, 550, 0),
        (Fault.DROP_BEFORE_354, "dropped", 0),
        (Fault.REJECT_DATA, 554, 0),
        (Fault.LATER_DATA, 451, 0),
        (Fault.HANG_AFTER_DOT, "hangs", 1),
        (Fault.DROP_KEPT, "dropped", 1),
        (Fault.DROP_LOST, "dropped", 0),
    ],
)
def test_each_fault_shows_itself_once_and_then_all_is_well(
    mail: MailServer, fault: Fault, seen: int | str, kept: int
) -> None:
    mail.plan(fault, times=1)
    assert send(mail) == seen
    assert len(mail.received) == kept
    assert send(mail) == 250
    assert len(mail.received) == kept + 1


def test_a_fault_of_one_recipient_is_nobody_elses(mail: MailServer) -> None:
    mail.plan(Fault.NO_SUCH_USER, "bureau@rivage.example")
    assert send(mail) == 250


def test_a_closed_server_refuses_and_comes_back_at_the_same_port(mail: MailServer) -> None:
    with mail.closed():
        assert send(mail) == "refused"
    assert send(mail) == 250


def test_the_steps_of_a_mail_are_heard_in_their_order(mail: MailServer) -> None:
    heard: list[Step] = []
    mail.on_step = lambda step, recipient: heard.append(step)
    assert send(mail) == 250
    assert heard == list(Step)
