"""`user` and `share`: accounts and links from the terminal, in both languages."""

from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.accounts import LoggedIn, Passwords, log_in, open_share
from monitor.cli import main
from storage.model import Role
from storage.store import open_store
from tests.monitor.commands.calling import CAMPAIGN, Ran, Run

GOOD = "quatre chevaux verts"
Typing = Callable[..., Ran]
NOW = datetime(2025, 2, 5, 8, 0, tzinfo=UTC)


@pytest.fixture
def space(tmp_path: Path, run: Run) -> Path:
    folder = tmp_path / "espace"
    assert run("-w", folder, "init").code == 0
    settings = folder / "retombees.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(f"{text}\n[clock]\nnow = 2025-02-05T09:00:00+01:00\n", encoding="utf-8")
    return folder


@pytest.fixture
def typing(run: Run, space: Path, monkeypatch: pytest.MonkeyPatch) -> Typing:
    """Call a command with something on the standard input."""

    def call(text: str, *arguments: str) -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))
        return run("-w", space, *arguments)

    return call


def roles(space: Path) -> dict[str, tuple[Role, bool]]:
    with open_store(space / "archive.db") as store:
        return {one.login: (one.role, one.disabled_at is None) for one in store.accounts()}


def test_the_first_account_is_an_administrators_and_the_next_one_reviews(space: Path, typing: Typing) -> None:
    refused = typing(GOOD + "\n", "user", "add", "zoe", "--role", "reader", "--stdin")
    assert refused.code == 2 and "n’écrivez pas --role" in refused.said
    ran = typing(GOOD + "\r\n", "user", "add", "Zoe.Martin", "--name", "Zoé Martin", "--stdin")
    assert (ran.code, ran.said) == (0, "Zoé Martin (zoe.martin) a un compte : administre.\n")
    assert typing(GOOD, "user", "add", "karim", "--stdin").code == 0
    assert roles(space) == {"zoe.martin": (Role.ADMINISTRATOR, True), "karim": (Role.REVIEWER, True)}
    again = typing(GOOD, "user", "add", "KARIM", "--stdin")
    assert again.code == 2 and "Il y a déjà un compte" in again.said
    with open_store(space / "archive.db") as store:
        assert isinstance(log_in(store, Passwords(), "zoe.martin", GOOD, "::1", NOW), LoggedIn)


@pytest.mark.parametrize(
    ("login", "password", "said"),
    [
        ("zoe", "court", "12 signes au moins"),
        ("zoe", "", "12 signes au moins"),
        ("zoe", "x" * 2000, "1024 signes au plus"),
        ("zoe martin", GOOD, "pas d’espace"),
        ("zoe.martin@rives.example", "zoe.martin@rives.example", "ni l’identifiant ni le nom"),
    ],
)
def test_what_an_account_cannot_be_is_said(
    space: Path, typing: Typing, login: str, password: str, said: str
) -> None:
    ran = typing(password + "\n", "user", "add", login, "--stdin")
    assert ran.code == 2 and said in ran.said
    assert roles(space) == {}


def test_a_password_is_never_an_option_and_never_said_back(space: Path, typing: Typing, run: Run) -> None:
    assert run("-w", space, "user", "add", "zoe", "--password", GOOD).code == 2
    ran = typing(GOOD, "user", "add", "zoe", "--stdin")
    listed = run("-w", space, "user", "list", "--json")
    assert GOOD not in ran.out + ran.err + listed.out and "argon2" not in listed.out
    row = json.loads(listed.out)
    assert (row["login"], row["role"], row["disabled_at"]) == ("zoe", "administrator", None)


def test_without_a_terminal_nothing_is_asked(space: Path, typing: Typing) -> None:
    ran = typing(GOOD, "user", "add", "zoe")
    assert ran.code == 2 and "ajoutez --stdin" in ran.said
    assert roles(space) == {}


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of Unix")
@pytest.mark.parametrize(("second", "code"), [(GOOD, 0), ("autre chose ici", 2)])
def test_at_a_terminal_the_password_is_typed_twice_and_not_shown(space: Path, second: str, code: int) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "monitor", "-w", str(space), "user", "add", "zoe"]
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True, env=os.environ
    ) as process:
        os.close(theirs)
        shown = b""
        for asked, answer in ((b"ne s", GOOD), (b"Encore", second)):
            while asked not in shown:
                shown += os.read(ours, 1000)
            os.write(ours, answer.encode() + b"\n")
        assert process.wait(60) == code
        shown += os.read(ours, 10_000)
    os.close(ours)
    assert GOOD.encode() not in shown and second.encode() not in shown
    assert len(roles(space)) == (code == 0)


def test_the_last_administrator_stays(space: Path, typing: Typing, run: Run) -> None:
    for login in ("zoe", "karim"):
        typing(GOOD, "user", "add", login, "--stdin")
    for command in (("disable", "zoe"), ("role", "zoe", "reader")):
        ran = run("-w", space, "user", *command)
        assert ran.code == 2 and "le dernier administrateur" in ran.said
    assert run("-w", space, "user", "role", "karim", "administrator").code == 0
    assert run("-w", space, "user", "disable", "zoe").code == 0
    assert roles(space) == {"zoe": (Role.ADMINISTRATOR, False), "karim": (Role.ADMINISTRATOR, True)}
    assert run("-w", space, "user", "enable", "zoe").code == 0
    assert roles(space)["zoe"] == (Role.ADMINISTRATOR, True)
    unknown = run("-w", space, "user", "role", "inconnue", "reader")
    assert unknown.code == 2 and "Personne n’a l’identifiant" in unknown.said
    assert run("-w", space, "user", "role", "zoe", "reine").code == 2


def test_a_changed_password_is_the_one_that_counts(space: Path, typing: Typing) -> None:
    typing(GOOD, "user", "add", "zoe", "--stdin")
    assert typing("un autre mot de passe\n", "user", "passwd", "ZOE", "--stdin").code == 0
    with open_store(space / "archive.db") as store:
        passwords = Passwords()
        assert isinstance(log_in(store, passwords, "zoe", "un autre mot de passe", "::1", NOW), LoggedIn)
        assert not isinstance(log_in(store, passwords, "zoe", GOOD, "::1", NOW), LoggedIn)
    assert typing(GOOD, "user", "passwd", "inconnue", "--stdin").code == 2


def test_the_lists_read_in_both_languages(space: Path, typing: Typing, run: Run) -> None:
    assert "Personne n’a encore de compte" in run("-w", space, "user", "list").said
    typing(GOOD, "user", "add", "zoe", "--name", "Zoé", "--stdin")
    french, english = run("-w", space, "user", "list"), run("--lang", "en", "-w", space, "user", "list")
    assert "Identifiant" in french.out and "administre " in french.out and french.said == "1 compte\n"
    assert "Login" in english.out and "administers" in english.out and english.said == "1 account\n"


def test_a_link_is_shown_once_works_and_is_ended(space: Path, run: Run) -> None:
    made = run("-w", space, "share", "create", "--label", "Presse", "--base", "https://desk.example/")
    assert made.code == 0 and "jusqu’au 2025-03-07 09:00" in made.said
    address = made.out.strip()
    assert address.startswith("https://desk.example/partage/")
    with open_store(space / "archive.db") as store:
        link = open_share(store, address.rsplit("/", 1)[1], NOW)
        assert link is not None and (link.campaign_id, link.label) == (CAMPAIGN, "Presse")
    listed = run("-w", space, "share", "list")
    assert "Presse" in listed.out and address.rsplit("/", 1)[1] not in listed.out
    assert json.loads(run("-w", space, "share", "list", "--json").out)["works"] is True
    assert run("-w", space, "share", "revoke", "1").said == "Le lien 1 ne sert plus.\n"
    assert "déjà plus" in run("-w", space, "share", "revoke", "1").said
    assert run("-w", space, "share", "revoke", "9").code == 2
    with open_store(space / "archive.db") as store:
        assert open_share(store, address.rsplit("/", 1)[1], NOW) is None


@pytest.mark.parametrize(
    "wrong",
    [
        ("--organisation", "inconnue"),
        ("--days", "0"),
        ("--days", "400"),
        ("--base", "javascript:alert(1)"),
        ("--campaign", "autre"),
    ],
)
def test_a_link_that_cannot_be_is_refused(space: Path, run: Run, wrong: tuple[str, str]) -> None:
    ran = run("-w", space, "share", "create", *wrong)
    assert (ran.code, ran.out) == (2, "")
    assert run("-w", space, "share", "list").said == "0 lien\n"


def test_accounts_need_a_workspace(run: Run) -> None:
    assert main(["-w", "rien", "user", "list"]) == 3
    assert main(["-w", "rien", "share", "list"]) == 3
