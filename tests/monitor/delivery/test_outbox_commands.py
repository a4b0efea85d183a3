"""`outbox` as a person calls it: what stands there, sending now, and deciding of what is not known."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from filelock import FileLock

from monitor.cli import main
from monitor.config import Settings
from monitor.delivery import TROUBLE, Trouble, in_trouble, send_due, trouble_words
from monitor.wording import Words
from monitor.workspace import Workspace
from storage.model import DeliveryState
from storage.store import open_store
from tests.monitor.delivery.helping import JONAS, MAUD, messages_to, queue, settings_for, states
from tests.monitor.delivery.mailserver import Behaviour, MailServer

Serve = Callable[[Behaviour], MailServer]
NOW = datetime(2025, 2, 6, 6, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    said: str


Run = Callable[..., Ran]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, workspace: Workspace) -> Run:
    """Call a command in the workspace."""
    monkeypatch.setenv("COLUMNS", "220")
    for name in ("RETOMBEES_LANG", "RETOMBEES_WORKSPACE", "FORCE_COLOR", "RETOMBEES_SMTP_PASSWORD"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: str) -> Ran:
        capfd.readouterr()
        code = main(["-w", str(workspace.root), *arguments])
        out, err = capfd.readouterr()
        return Ran(code, out.replace("\u00a0", " "), err.replace("\u00a0", " ").replace("\u202f", " "))

    return call


def _settle(workspace: Workspace, port: int) -> Settings:
    """A workspace whose mail goes to this port, at one moment."""
    assert main(["-w", str(workspace.root), "init"]) == 0
    workspace.settings_file.write_text(
        f'[mail]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\nsender = "presse@rivage.example"\n'
        f"timeout = 1\n\n[clock]\nnow = {NOW.isoformat()}\n",
        encoding="utf-8",
    )
    return settings_for(port)


def _queue(workspace: Workspace, settings: Settings, *addresses: str) -> None:
    with open_store(workspace.archive, create=True) as store:
        queue(store, messages_to(*addresses, at=NOW, settings=settings))


def test_messages_are_listed_with_what_became_of_them(run: Run, workspace: Workspace, serve: Serve) -> None:
    server = serve(Behaviour(refuses=frozenset({"personne@phare.example"})))
    _queue(workspace, _settle(workspace, server.port), MAUD, "personne@phare.example")
    before = run("outbox", "list")
    assert (before.code, before.out.count("en attente."), before.said) == (
        0,
        2,
        "2 messages figurent dans la liste.\n",
    )
    sent = run("outbox", "send")
    assert sent.code == 4
    assert f"{MAUD} : envoyé." in sent.said
    refusal = "non envoyé. Le serveur ne connaît pas ce destinataire, ou le refuse."
    assert f"personne@phare.example : {refusal}" in sent.said
    rows = [json.loads(line) for line in run("outbox", "list", "--json").out.splitlines()]
    assert {row["recipient"]: (row["state"], row["reason"]) for row in rows} == {
        MAUD: ("sent", ""),
        "personne@phare.example": ("failed", "recipient_refused"),
    }
    assert all("Bonjour" not in line for line in run("outbox", "list", "--json").out.splitlines())
    trouble = run("outbox", "list", "--trouble")
    assert refusal in trouble.out
    assert MAUD not in trouble.out
    only = run("--lang", "en", "outbox", "list", "--state", "failed")
    assert "not sent. The server does not know this recipient, or refuses it." in only.out


def test_send_does_not_wait_for_the_next_try(run: Run, workspace: Workspace, serve: Serve) -> None:
    server = serve(Behaviour(greylist=1))
    _queue(workspace, _settle(workspace, server.port), MAUD)
    first = run("outbox", "send")
    assert (first.code, "Le serveur nous demande de revenir plus tard." in first.said) == (4, True)
    assert run("outbox", "send").code == 0
    assert [one.recipient for one in server.seen.messages] == [MAUD]
    nothing = run("outbox", "send")
    assert (nothing.code, nothing.said) == (0, "Aucun message n’attend d’être envoyé.\n")


def test_a_person_decides_what_is_not_known(run: Run, workspace: Workspace, serve: Serve) -> None:
    server = serve(Behaviour(dot="drop", keeps=False))
    _queue(workspace, _settle(workspace, server.port), MAUD, JONAS)
    run("outbox", "send")
    rows = {
        row["recipient"]: row["id"]
        for row in map(json.loads, run("outbox", "list", "--json").out.splitlines())
    }
    server.behaviour = Behaviour()
    assert run("outbox", "send").code == 0
    assert server.seen.messages == []
    again = run("outbox", "again", rows[MAUD][:12])
    assert (again.code, "part au prochain envoi" in again.said) == (0, True)
    dropped = run("outbox", "drop", rows[JONAS])
    assert (dropped.code, "est abandonné" in dropped.said) == (0, True)
    assert run("outbox", "send").code == 0
    with open_store(workspace.archive) as store:
        assert states(store) == {MAUD: "sent", JONAS: "failed dropped"}
        assert not any(in_trouble(one) for one in store.outbox())
    assert [one.recipient for one in server.seen.messages] == [MAUD]
    refused = run("outbox", "again", rows[MAUD])
    assert (refused.code, "n’est pas à renvoyer : envoyé." in refused.said) == (2, True)
    assert run("outbox", "drop", rows[MAUD]).code == 2


def test_a_message_that_arrived_after_all_counts_as_sent(
    run: Run, workspace: Workspace, serve: Serve
) -> None:
    server = serve(Behaviour(dot="drop"))
    _queue(workspace, _settle(workspace, server.port), MAUD)
    run("outbox", "send")
    ident = json.loads(run("outbox", "list", "--json", "--trouble").out)["id"]
    closed = run("outbox", "drop", ident, "--arrived")
    assert (closed.code, "compte comme envoyé" in closed.said) == (0, True)
    assert run("outbox", "list", "--json", "--trouble").out == ""
    with open_store(workspace.archive) as store:
        assert states(store) == {MAUD: "sent"}


def test_a_message_that_is_not_there_or_not_named_well_enough_is_a_mistake(
    run: Run, workspace: Workspace
) -> None:
    settings = _settle(workspace, 9)
    _queue(workspace, settings, *(f"{n}@phare.example" for n in range(40)))
    assert "Il n’y a pas de message « zzz »." in run("outbox", "again", "zzz").said
    with open_store(workspace.archive) as store:
        first = sorted(one.id[0] for one in store.outbox())
    twice = next(sign for sign in first if first.count(sign) > 1)
    assert "Plusieurs messages commencent par" in run("outbox", "again", twice).said
    assert run("outbox", "list", "--state", "lost").code == 2


def test_while_another_sends_the_command_says_so(run: Run, workspace: Workspace) -> None:
    _queue(workspace, _settle(workspace, 9), MAUD)
    with FileLock(f"{workspace.archive}.sending.lock"):
        ran = run("outbox", "send")
    assert (ran.code, "Des messages partent en ce moment" in ran.said) == (6, True)


def test_every_trouble_has_its_sentence_in_both_languages() -> None:
    assert set(TROUBLE) == set(Trouble)
    for trouble in Trouble:
        french, english = (
            trouble_words(Words(language), DeliveryState.FAILED, trouble) for language in ("fr", "en")
        )
        assert french != english and french.endswith(".") and english.endswith(".")
    assert (
        trouble_words(Words("fr"), DeliveryState.UNKNOWN, Trouble.INTERRUPTED) == "L’envoi a été interrompu."
    )
    assert trouble_words(Words("fr"), DeliveryState.FAILED, "venu-d-ailleurs") == "venu-d-ailleurs"


def test_trouble_is_what_people_must_know_of(workspace: Workspace, serve: Serve) -> None:
    server = serve(Behaviour(greylist=1))
    settings = settings_for(server.port)
    _queue(workspace, settings, MAUD, JONAS)
    with open_store(workspace.archive) as store:
        assert not any(in_trouble(one) for one in store.outbox())
        send_due(store, settings, workspace, NOW)
        assert {one.recipient for one in store.outbox() if in_trouble(one)} == {MAUD}
        send_due(store, settings, workspace, NOW + timedelta(hours=1))
        assert not any(in_trouble(one) for one in store.outbox())


def test_the_list_needs_no_server(run: Run, workspace: Workspace, tmp_path: Path) -> None:
    assert main(["-w", str(workspace.root), "init"]) == 0
    with open_store(workspace.archive, create=True):
        pass
    ran = run("outbox", "list")
    assert (ran.code, ran.said) == (0, "0 message figure dans la liste.\n")
