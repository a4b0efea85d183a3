"""The fixtures `house` (a workspace that a test may tick) and `ask` (its desk, served on a real socket, to a reader)."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from monitor.accounts import LoggedIn, Passwords, log_in, new_account
from monitor.schedule.live import LiveWorkspace
from monitor.web.app import make_app, make_site
from monitor.web.cookies import SESSION
from monitor.web.serving import listening, serve
from storage.model import Role
from tests.monitor.schedule.house import House, make_house


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A workspace early on a Tuesday morning."""
    return make_house(tmp_path / "espace")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: str


Ask = Callable[..., Answer]


@pytest.fixture
def ask(house: House) -> Iterator[Ask]:
    """Ask the page of the house; `language` may be set in its settings."""
    found, stop = listening("127.0.0.1", 0), threading.Event()
    port = found.getsockname()[1]
    passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    site = make_site(LiveWorkspace(house.workspace), house.clock, passwords=passwords)
    token = reader(house, passwords)
    serving = threading.Thread(target=serve, args=(make_app(site), found, stop))
    serving.start()

    def asked(path: str = "/etat", method: str = "GET", host: str | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            connection.putrequest(method, path, skip_host=host is not None)
            if host is not None:
                connection.putheader("Host", host)
            connection.putheader("Cookie", f"{SESSION}={token}")
            connection.endheaders()
            answer = connection.getresponse()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, headers, answer.read().decode())
        finally:
            connection.close()

    yield asked
    stop.set()
    serving.join()
    site.close()


def reader(house: House, passwords: Passwords) -> str:
    """Make an account that reads, and log it in; its token."""
    password = "trois mots de passe"
    with house.store() as store:
        store.put_account(new_account(passwords, "lea", "Léa", password, Role.READER, house.clock.now))
        found = log_in(store, passwords, "lea", password, "127.0.0.1", house.clock.now)
    assert isinstance(found, LoggedIn)
    return found.token
