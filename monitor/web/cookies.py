"""The cookies of the desk: who somebody is, and what they chose to see. None is read by a script."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from monitor.accounts.tokens import LONGEST
from monitor.wording.outside import clean

SESSION, SHARE, FORM, CAMPAIGN, LANGUAGE, THEME, SAID = (
    f"retombees-{name}" for name in ("session", "share", "form", "campaign", "language", "theme", "said")
)
CHOICE_LASTS = 365 * 24 * 3600
"""Seconds that a browser keeps what a person chose to see."""

MOST_SAID = 300


def _name(name: str, secure: bool) -> str:
    """With https the browser itself sees to it that a cookie comes from here and from no neighbour of ours."""
    return f"__Host-{name}" if secure else name


def read(request: Request, name: str) -> str:
    """A cookie; empty where there is none. Over https only what was set over https counts."""
    return request.cookies.get(_name(name, is_secure(request)), "")[:4096]


def keep(request: Request, response: Response, name: str, value: str, seconds: int | None = None) -> None:
    """Set a cookie: for so many seconds, or until the browser is closed."""
    secure = is_secure(request)
    response.set_cookie(
        _name(name, secure), value, max_age=seconds, path="/", secure=secure, httponly=True, samesite="lax"
    )


def drop(request: Request, response: Response, name: str) -> None:
    """Let go of a cookie."""
    secure = is_secure(request)
    response.delete_cookie(_name(name, secure), path="/", secure=secure, httponly=True, samesite="lax")


def is_secure(request: Request) -> bool:
    """True where the browser came by https, to us or to the proxy before us."""
    return request.url.scheme == "https"


@dataclass(frozen=True, slots=True)
class Said:
    """The line that announces a decision on the next page, and the action of the journal that it can take back.

    `again`: that action was itself an undo, so that its button brings something back.
    """

    text: str
    undo: int | None = None
    again: bool = False


def seal(said: Said, secret: str) -> str:
    """A line as a cookie carries it to the next page; only whoever has the session can have written it. Pure."""
    data = json.dumps([clean(said.text, MOST_SAID), said.undo, said.again]).encode()
    return f"{base64.urlsafe_b64encode(data).decode()}.{_seal(data, secret)}"


def unseal(text: str, secret: str) -> Said | None:
    """The line of a cookie; None where it is not of this session. Pure."""
    packed, _, mark = text.partition(".")
    try:
        data = base64.urlsafe_b64decode(packed.encode())
        if not hmac.compare_digest(mark.encode(), _seal(data, secret).encode()):
            return None
        words, undo, again = json.loads(data)
    except ValueError:
        return None
    return Said(str(words), undo if isinstance(undo, int) else None, again is True)


def _seal(data: bytes, secret: str) -> str:
    key = secret[:LONGEST].encode("utf-8", "surrogatepass")
    return hmac.new(key, b"said\n" + data, hashlib.sha256).hexdigest()
