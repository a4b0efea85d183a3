"""The fixtures `house` (a workspace that a test may tick) and `ask` (its page, served on a real socket)."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from monitor.schedule.live import LiveWorkspace
from monitor.status.serving import listening, serve
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
    live = LiveWorkspace(house.workspace)
    serving = threading.Thread(
        target=serve, args=(live, lambda: live.loaded.settings.language, house.clock, found, stop)
    )
    serving.start()

    def asked(path: str = "/", method: str = "GET", host: str | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            connection.putrequest(method, path, skip_host=host is not None)
            if host is not None:
                connection.putheader("Host", host)
            connection.endheaders()
            answer = connection.getresponse()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, headers, answer.read().decode())
        finally:
            connection.close()

    yield asked
    stop.set()
    serving.join()
