"""What holds for every request and every answer, whatever page they are of: the Host, the headers, the cookies."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitor.config.addresses import is_loopback

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}
"""Of every answer, errors included."""

DEFAULTS = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store", "X-Frame-Options": "DENY"}
"""Of every answer that does not say otherwise itself: a document shown in a frame has a tighter policy of its own."""

_HOST = re.compile(r"(\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9.-]{1,253})(?::[0-9]{1,5})?")


def is_our_host(host: str, ours: frozenset[str]) -> bool:
    """True for a Host that leads here: this machine, an address in figures, or one of our names (small letters).

    Another site that makes its name lead to this machine would send its own name. Pure.
    """
    found = _HOST.fullmatch(host[:300])
    if found is None:
        return False
    name = found[1].strip("[]").lower().rstrip(".")
    if is_loopback(name) or name in ours:
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class Guard:
    """Before every route: only for a Host of ours; the headers are put on every answer."""

    def __init__(self, app: ASGIApp, hosts: Callable[[], frozenset[str]]) -> None:
        self._app, self._hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or hand on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                for name, value in DEFAULTS.items():
                    headers.setdefault(name, value)
            await send(message)

        ours = is_our_host(Headers(scope=scope).get("host", ""), self._hosts())
        answer = self._app if ours else PlainTextResponse("400", 400)
        await answer(scope, receive, send_guarded)
