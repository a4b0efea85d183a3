"""A program that asks the desk: the fixture of these tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.testclient import TestClient

from monitor.accounts import create_key
from tests.monitor.web.newsroom import Newsroom


@dataclass
class Program:
    """Asks with a key; every answer must be JSON, or a file to be saved."""

    client: TestClient
    token: str

    def ask(self, method: str, path: str, **options: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        answer = self.client.request(
            method, f"/api/1{path}", headers=headers, follow_redirects=False, **options
        )
        kind = answer.headers["content-type"]
        assert kind == "application/json" or "attachment" in answer.headers["content-disposition"], path
        assert answer.headers["cache-control"] == "no-store"
        assert "set-cookie" not in answer.headers
        return answer

    def get(self, path: str, **params: Any) -> Any:
        """What is answered with 200."""
        answer = self.ask("GET", path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: Any = None, **options: Any) -> Any:
        given = {"json": body} if body is not None else {}
        return self.ask("POST", path, **given, **options)

    def done(self, path: str, body: Any = None) -> Any:
        """What a change is answered with 200."""
        answer = self.post(path, body)
        assert answer.status_code == 200, answer.text
        return answer.json()


def program(room: Newsroom, login: str = "karim", read_only: bool = False, days: int = 30) -> Program:
    """A program of one of the people."""
    with room.store() as store:
        token, _ = create_key(store, login, "Tableur", read_only, room.clock.now, days)
    return Program(room.visitor().client, token)
