"""A plain client, so that the tests see what any program would see."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import Message
from urllib.error import HTTPError
from urllib.request import Request, urlopen


@dataclass(frozen=True)
class Page:
    status: int
    body: bytes
    headers: Message

    @property
    def text(self) -> str:
        charset = self.headers.get_content_charset("utf-8")
        return self.body.decode("cp1252" if charset == "iso-8859-1" else charset)


def get(url: str, **headers: str) -> Page:
    request = Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urlopen(request, timeout=10) as answer:
            return Page(answer.status, answer.read(), answer.headers)
    except HTTPError as error:
        with error:
            return Page(error.code, error.read(), error.headers)
