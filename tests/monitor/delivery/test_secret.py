"""Passwords: where they are read, when they are refused, and that nobody sees them afterwards."""

from __future__ import annotations

import base64
import os
import ssl
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from monitor.delivery import Trouble, send_due
from monitor.delivery.secret import MAIL_PASSWORD, Secret, SecretUnusable, read_secret
from monitor.delivery.smtp import MailServer as Sender
from monitor.workspace import Workspace
from storage.store import Store
from tests.monitor.delivery.helping import MAUD, messages_to, queue, settings_for, states
from tests.monitor.delivery.mailserver import PASSWORD, Behaviour, MailServer

Serve = Callable[[Behaviour], MailServer]
posix = pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX")


def _file(folder: Path, data: bytes, mode: int = 0o600) -> Path:
    path = folder / "mot-de-passe"
    path.write_bytes(data)
    path.chmod(mode)
    return path


def _read(folder: Path, file: str = "mot-de-passe", **environment: str) -> str | None:
    found = read_secret(MAIL_PASSWORD, file, folder, environment)
    return found.value if found is not None else None


def test_the_environment_counts_before_the_file_and_line_ends_are_no_part_of_it(tmp_path: Path) -> None:
    _file(tmp_path, b"du fichier\r\n")
    assert _read(tmp_path) == "du fichier"
    assert _read(tmp_path, RETOMBEES_SMTP_PASSWORD="de l’environnement") == "de l’environnement"
    assert _read(tmp_path, "") is None


@posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o620, 0o601])
def test_a_file_that_others_may_touch_is_refused(tmp_path: Path, mode: int) -> None:
    _file(tmp_path, b"secret\n", mode)
    with pytest.raises(SecretUnusable) as caught:
        _read(tmp_path)
    assert caught.value.trouble is Trouble.SECRET_OPEN


@pytest.mark.parametrize("data", [b"", b"\n", b"a\nb\n", b"\xff\xfe", b"x" * 5_000, b"a\x00b"])
def test_a_file_that_holds_no_password_is_refused(tmp_path: Path, data: bytes) -> None:
    _file(tmp_path, data)
    with pytest.raises(SecretUnusable) as caught:
        _read(tmp_path)
    assert caught.value.trouble is Trouble.SECRET_UNREADABLE
    with pytest.raises(SecretUnusable):
        _read(tmp_path, "pas-là")


@posix
@pytest.mark.parametrize(
    ("data", "mode", "state"),
    [
        (b"x\n", 0o644, "pending secret_open"),
        (None, 0o600, "pending secret_unreadable"),
        ("é\n".encode(), 0o600, "pending secret_unreadable"),
    ],
)
def test_a_password_that_cannot_be_used_keeps_the_mail_waiting_and_says_why(
    store: Store, workspace: Workspace, now: datetime, data: bytes | None, mode: int, state: str
) -> None:
    settings = settings_for(9, user="presse", password_file="mot-de-passe")
    if data is not None:
        _file(workspace.root, data, mode)
    queue(store, messages_to(MAUD, at=now, settings=settings))
    assert send_due(store, settings, workspace, now, environment={}).again == 1
    assert states(store) == {MAUD: state}


def test_a_missing_password_is_said(store: Store, workspace: Workspace, now: datetime) -> None:
    settings = settings_for(9, user="presse")
    queue(store, messages_to(MAUD, at=now, settings=settings))
    send_due(store, settings, workspace, now, environment={})
    assert states(store) == {MAUD: "pending no_password"}


@posix
@pytest.mark.parametrize("accepted", [True, False])
def test_a_planted_password_stands_in_nothing_that_is_written_or_shown(
    store: Store,
    workspace: Workspace,
    serve: Serve,
    now: datetime,
    contexts: tuple[ssl.SSLContext, ssl.SSLContext],
    capfd: pytest.CaptureFixture[str],
    accepted: bool,
) -> None:
    """The server says the password back where it may; nothing of it is kept."""
    password = PASSWORD if accepted else "Canari-Jaune-2048"
    _file(workspace.root, f"{password}\n".encode())
    server = serve(Behaviour(starttls=True, login=True, dot=f"451 you are {password}, are you not"))
    settings = settings_for(server.port, security="starttls", user="presse", password_file="mot-de-passe")
    queue(store, messages_to(MAUD, at=now, settings=settings))
    send_due(store, settings, workspace, now, tls=contexts[1], environment={})
    message = store.outbox()[0]
    assert message.reason == ("not_now" if accepted else "login_refused")
    store.close()
    out, err = capfd.readouterr()
    plain = f"\0presse\0{password}".encode()
    forms = [password.encode(), base64.b64encode(password.encode()), base64.b64encode(plain)]
    files = [path for path in workspace.root.rglob("*") if path.is_file() and path.name != "mot-de-passe"]
    shown = [out.encode(), err.encode(), repr(message).encode(), *(path.read_bytes() for path in files)]
    assert len(files) >= 2
    for form in forms:
        assert not any(form in data for data in shown)


def test_a_secret_shows_itself_in_no_repr_and_no_traceback() -> None:
    secret = Secret(PASSWORD)
    sender = Sender(settings_for(9, user="presse").mail, secret)
    try:
        raise RuntimeError(f"{secret!r} {secret} {sender!r}")
    except RuntimeError:
        assert PASSWORD not in traceback.format_exc()
