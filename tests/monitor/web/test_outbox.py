"""The outbox on the desk: four states in words, and what people decide of a message; nothing goes twice unasked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from monitor.delivery import Trouble
from storage.model import DeliveryState, OutboxMessage
from tests.monitor.delivery.mailserver import Behaviour, MailServer
from tests.monitor.web.newsroom import HOSTILE, Newsroom, Visitor, plain
from tests.monitor.web.posting import DAILY, give_mail, settled

MAUD, KARIM, JONAS = DAILY


@pytest.fixture
def mail(desk: Newsroom) -> Iterator[MailServer]:
    with MailServer(Behaviour()) as server:
        give_mail(desk, server.port)
        yield server


def send(desk: Newsroom, one: Visitor) -> dict[str, OutboxMessage]:
    """Send the report of the day; the messages by recipient once that is over."""
    one.page("/point")
    one.post("/point/envoyer")
    return {found.recipient: found for found in settled(desk, lambda all_: len(all_) == 3)}


def decide(one: Visitor, message: OutboxMessage, do: str, state: str | None = None) -> str:
    one.page("/point/envois")
    fields = {"do": do, "state": state or message.state.value, "next": "/point/envois"}
    answer = one.post(f"/point/envois/{message.id}", fields)
    return one.said("/point/envois") if answer.status_code == 303 else plain(answer.text)


def test_every_state_is_told_in_words_with_its_reason_and_next_try(desk: Newsroom, mail: MailServer) -> None:
    karim = desk.login("karim")
    mail.behaviour.refuses = frozenset({KARIM})
    mail.behaviour.greylist = 1
    send(desk, karim)
    said = plain(karim.page("/point/envois"))
    assert "2 messages demandent votre attention" in said
    assert "envoyé , " in said and "non envoyé , " in said and "à envoyer , " in said
    assert "refuse" in said and "demande de revenir plus tard" in said
    assert "Envoyer maintenant ce qui attend" in said
    assert KARIM in plain(karim.page("/point/envois?state=failed"))
    assert MAUD not in plain(karim.page("/point/envois?state=failed"))
    assert "every 3s" in karim.page("/point/envois")
    desk.clock.turn(minutes=10)
    assert "every 3s" not in karim.page("/point/envois")
    assert "Aucun message n’en est là" in plain(karim.page("/point/envois?state=unknown"))


def test_a_message_that_failed_is_sent_again_because_a_person_says_so(
    desk: Newsroom, mail: MailServer
) -> None:
    karim = desk.login("karim")
    mail.behaviour.refuses = frozenset({KARIM})
    found = send(desk, karim)
    mail.behaviour.refuses = frozenset()
    assert "est envoyé de nouveau" in decide(karim, found[KARIM], "again")
    settled(desk, lambda all_: {one.state for one in all_} == {DeliveryState.SENT})
    assert [one.recipient for one in mail.seen.messages].count(KARIM) == 1
    assert "Rien n’a été fait" in decide(karim, found[KARIM], "again")
    assert "n’est pas possible" in decide(karim, found[KARIM], "again", "sent")
    assert [one.recipient for one in mail.seen.messages].count(KARIM) == 1


def test_one_that_may_have_arrived_waits_for_a_persons_word(desk: Newsroom, mail: MailServer) -> None:
    karim = desk.login("karim")
    mail.behaviour.dot = "drop"
    found = send(desk, karim)
    assert found[MAUD].state is DeliveryState.UNKNOWN
    said = plain(karim.page("/point/envois"))
    assert "peut-être arrivé" in said and "il peut arriver deux fois" in said
    assert "compte comme envoyé" in decide(karim, found[MAUD], "arrived")
    assert "n’est plus envoyé" in decide(karim, found[KARIM], "stop")
    with desk.store() as store:
        stopped = store.outbox_message(found[KARIM].id)
        assert (stopped.state, stopped.reason) == (DeliveryState.FAILED, Trouble.DROPPED)
        assert store.outbox_message(found[MAUD].id).state is DeliveryState.SENT
    assert "Une personne a décidé" in plain(karim.page(f"/point/envois/{found[KARIM].id}"))


def test_what_waits_goes_before_its_hour_where_somebody_says_so(desk: Newsroom, mail: MailServer) -> None:
    karim = desk.login("karim")
    mail.behaviour.greylist = 9
    send(desk, karim)
    mail.behaviour.greylist = 0
    assert mail.seen.messages == []
    karim.post("/point/envois")
    settled(desk, lambda all_: {one.state for one in all_} == {DeliveryState.SENT})


def test_one_that_a_sender_has_in_hand_is_left_alone(desk: Newsroom, mail: MailServer) -> None:
    karim = desk.login("karim")
    mail.behaviour.greylist = 9
    found = send(desk, karim)
    with desk.store() as store:
        assert store.begin_sending(found[MAUD].id, desk.clock.now)
    assert "en cours d’envoi" in plain(karim.page("/point/envois"))
    for do in ("again", "stop", "arrived"):
        assert "Rien n’a été fait" in decide(karim, found[MAUD], do, "unknown")


def test_what_a_message_holds_is_shown_sealed_and_let_go_of_after_its_time(
    desk: Newsroom, mail: MailServer
) -> None:
    karim, lea = desk.login("karim"), desk.login("lea")
    found = send(desk, karim)[JONAS]
    page = lea.page(f"/point/envois/{found.id}")
    assert "Send" not in plain(page) and "Envoyer de nouveau" not in plain(page)
    shown = lea.get(f"/point/envois/{found.id}/contenu")
    assert "sandbox" in shown.headers["content-security-policy"] and "Collectif Rivage" in shown.text
    assert "<script>alert" not in shown.text and HOSTILE not in shown.text
    assert "Report" in plain(lea.page(f"/point/envois/{found.id}?view=text")) or "pickup" in plain(
        lea.page(f"/point/envois/{found.id}?view=text")
    )
    with desk.store() as store:
        store.forget_contents(desk.clock.now + timedelta(days=1))
    assert "quelques semaines" in plain(lea.page(f"/point/envois/{found.id}"))
    assert lea.get(f"/point/envois/{found.id}/contenu").status_code == 404
    assert lea.get("/point/envois/rien").status_code == 404


def test_a_reader_decides_nothing(desk: Newsroom, mail: MailServer) -> None:
    mail.behaviour.refuses = frozenset({KARIM})
    found = send(desk, desk.login("karim"))
    lea = desk.login("lea")
    lea.page("/point/envois")
    assert lea.post(f"/point/envois/{found[KARIM].id}", {"do": "again", "state": "failed"}).status_code == 403
    assert lea.post("/point/envois").status_code == 403
