"""A mail as bytes: the headers that a mail program and a list need, and nothing from outside that becomes one."""

from __future__ import annotations

import email
from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config.settings import Mail
from monitor.delivery.messages import Attachment, Edition, Occasion, mail_messages, recipients_of
from monitor.dossier import Campaign, Recipient
from storage.model import MessageKind, OutboxMessage

NOW = datetime(2025, 2, 6, 6, 30, tzinfo=UTC)
MAIL = Mail(host="localhost", sender="presse@rivage.example", sender_name="Collectif Rivage")
HEADERS = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "List-Id",
    "List-Unsubscribe",
    "Content-Language",
]
MAUD = Recipient("maud@phare.example", "fr", "Maud Étienne")


def _made(
    edition: Edition, recipient: Recipient = MAUD, campaign_id: str = "appel", **other: Any
) -> OutboxMessage:
    given: dict[str, Any] = {"kind": MessageKind.DAILY, "day": date(2025, 2, 6), "mail": MAIL} | other
    occasion = Occasion(Campaign(campaign_id, "Sommet IA"), given["kind"], given["day"])
    return mail_messages(occasion, [recipient], given["mail"], NOW, lambda one: edition)[0]


def _read(message: OutboxMessage) -> EmailMessage:
    read = email.message_from_bytes(message.content, policy=SMTP)
    assert isinstance(read, EmailMessage)
    return read


def _edition(**changes: Any) -> Edition:
    whole = {
        "subject": "Jeudi 6 février 2025 : 7 nouvelles retombées de la tribune",
        "text": "7 nouvelles retombées.\n",
        "html": "<p>7 nouvelles retombées, « à l’heure »…</p>",
        "language": "fr",
    }
    return Edition(**(whole | changes))


def test_a_mail_says_who_sends_it_to_whom_and_that_no_person_wrote_it() -> None:
    message = _made(_edition())
    read = _read(message)
    assert str(read["From"]) == "Collectif Rivage <presse@rivage.example>"
    assert str(read["To"]) == "Maud Étienne <maud@phare.example>"
    assert str(read["Subject"]) == "Jeudi 6 février 2025 : 7 nouvelles retombées de la tribune"
    assert read["Date"].datetime == NOW
    assert read["Message-ID"] == f"<{message.id}>"
    assert message.id.endswith("@rivage.example")
    assert read["Auto-Submitted"] == "auto-generated"
    assert read["List-Id"] == "<appel.retombees.rivage.example>"
    assert read["List-Unsubscribe"] == "<mailto:presse@rivage.example?subject=unsubscribe>"
    assert read["Content-Language"] == "fr"
    assert [part.get_content_type() for part in read.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    body = read.get_body(("html",))
    assert body is not None
    assert "« à l’heure »…" in body.get_content()


def test_the_same_report_gives_the_same_bytes_and_the_files_that_go_with_it() -> None:
    book = Attachment("revue-de-presse été.pdf", "application/pdf", b"%PDF-1.7" + bytes(range(256)) * 400)
    first, second = _made(_edition(attachments=(book,))), _made(_edition(attachments=(book,)))
    assert first == second
    attached = list(_read(first).iter_attachments())
    assert [(one.get_filename(), one.get_content()) for one in attached] == [(book.name, book.data)]


def test_the_message_id_depends_on_campaign_kind_day_recipient_and_organisation_and_on_nothing_else() -> None:
    usual = _made(_edition())
    same = [
        _made(_edition(subject="Autre titre", html="<p>Autre</p>")),
        _made(_edition(), Recipient("MAUD@phare.example", "en", "M. É.")),
    ]
    assert {one.id for one in same} == {usual.id}
    others = [
        _made(_edition(), campaign_id="autre"),
        _made(_edition(), kind=MessageKind.WEEKLY),
        _made(_edition(), day=date(2025, 2, 7)),
        _made(_edition(), Recipient("jonas@phare.example")),
        _made(_edition(), Recipient("maud@phare.example", organisation="phare")),
    ]
    assert len({usual.id, *(one.id for one in others)}) == 6


def test_any_server_can_take_the_bytes() -> None:
    message = _made(_edition(text="é" * 5_000 + "\n.\n" + "x" * 3_000, html="<p>" + "ü" * 9_000 + "</p>"))
    assert message.content.isascii()
    assert message.content.count(b"\n") == message.content.count(b"\r\n") == message.content.count(b"\r")
    assert max(len(line) for line in message.content.split(b"\r\n")) < 998


HOSTILE = [
    "Titre\r\nBcc: tous@phare.example",
    "Titre\nX-Autre: oui\n\n<p>corps</p>",
    "Titre\u2028Bcc: tous@phare.example\x85Cc: x@phare.example\x0b\x0c",
    "=?utf-8?q?Titre=0D=0ABcc:_tous=40phare.example?=",
    "=?utf-8?b?VGl0cmUNCkJjYzogdG91c0BwaGFyZS5leGFtcGxl?=",
    '"Maud" <autre@phare.example>, ',
    "\u202eelbatuoder\u2066 \ud800 \x00",
    "é" * 4_000,
    "x" * 4_000,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_title_or_name_becomes_a_header_or_a_recipient(text: str) -> None:
    _harmless(text)


@given(st.text(st.characters(), max_size=300))
def test_no_text_at_all_becomes_a_header_or_a_recipient(text: str) -> None:
    _harmless(text)


def _harmless(text: str) -> None:
    mail = MAIL.model_copy(update={"sender_name": text})
    recipient = Recipient("maud@phare.example", "fr", text)
    message = _made(_edition(subject=text, text=text, html=text), recipient, text, mail=mail)
    read = _read(message)
    assert [name for name in read if name not in ("MIME-Version", "Content-Type")] == HEADERS
    assert [one.addr_spec for one in read["To"].addresses] == ["maud@phare.example"]
    assert [one.addr_spec for one in read["From"].addresses] == ["presse@rivage.example"]
    assert len(str(read["Subject"])) <= 200
    assert str(read["Subject"]).isprintable() or "\u00a0" in text or "\u202f" in text
    assert len(list(read.walk())) == 3
    head, _, _ = message.content.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.startswith((b" ", b"\t"))]
    names = {line.partition(b":")[0].decode() for line in lines}
    assert names == {*HEADERS, "MIME-Version", "Content-Type"}
    assert max(len(line) for line in message.content.split(b"\r\n")) < 998


def test_an_address_that_stands_twice_in_a_dossier_gets_one_mail() -> None:
    recipients = (
        MAUD,
        Recipient("jonas@phare.example", receives=("weekly",)),
        Recipient("Maud@phare.example", "en"),
        Recipient("ligne\r\nBcc: x@phare.example"),
    )
    campaign = Campaign("appel", "Sommet IA", recipients=recipients)
    assert recipients_of(campaign, MessageKind.DAILY) == [MAUD]
    assert [one.address for one in recipients_of(campaign, MessageKind.WEEKLY)] == ["jonas@phare.example"]
    assert recipients_of(campaign, MessageKind.ALERT) == []
