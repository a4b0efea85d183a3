"""The pages as a web application: read-only, for this machine only, nothing remote, no script."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitor.commands.errors import sentence_of
from monitor.config.addresses import is_loopback
from monitor.schedule.live import LiveWorkspace
from monitor.schedule.rows import Readings
from monitor.status.looking import look_at
from monitor.status.page import as_json, page, style
from monitor.status.view import Status
from monitor.wording import Words
from storage.errors import StorageError

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""Of every answer, errors included."""

_HOST = re.compile(r"(\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9.-]{1,253})(?::[0-9]{1,5})?")


class Guard:
    """Before every route: GET and HEAD only, and only for a Host that is this machine (no other site can ask through a browser)."""

    def __init__(self, app: ASGIApp, host: str) -> None:
        self._app, self._host = app, host.lower()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or hand on; the headers are put on every answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        answer = self._refusal(scope)
        await (answer or self._app)(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        if scope["method"] not in ("GET", "HEAD"):
            return PlainTextResponse("405", 405, {"Allow": "GET, HEAD"})
        if not self._is_ours(Headers(scope=scope).get("host", "")):
            return PlainTextResponse("400", 400)
        return None

    def _is_ours(self, host: str) -> bool:
        found = _HOST.fullmatch(host[:300])
        return found is not None and (is_loopback(found[1]) or found[1].lower() == self._host)


def make_app(
    live: LiveWorkspace, language: Callable[[], str], clock: Callable[[], datetime], host: str
) -> ASGIApp:
    """The application for one workspace. `language` gives that of the page, `clock` the real present (aware)."""

    readings = Readings()

    def answer(render: Callable[[Status, Words], Response]) -> Response:
        live.look()  # first: the files say which language to speak
        words = Words(language())
        try:
            return render(look_at(live, clock(), words, readings), words)
        except StorageError as error:
            said = sentence_of(error, words)
            sentences = said.sentences if said is not None else (words("The archive cannot be read."),)
            return PlainTextResponse("\n".join(sentences), 503)

    def status_page(request: Request) -> Response:
        return answer(
            lambda status, words: HTMLResponse(
                page(status, words), headers={"Content-Language": words.language}
            )
        )

    def status_json(request: Request) -> Response:
        return answer(lambda status, words: _json(as_json(status)))

    def status_css(request: Request) -> Response:
        return Response(style(), media_type="text/css")

    routes = [
        Route("/", status_page, methods=["GET"]),
        Route("/status.json", status_json, methods=["GET"]),
        Route("/status.css", status_css, methods=["GET"]),
    ]
    return Guard(Starlette(routes=routes), host)


def _json(data: dict[str, object]) -> Response:
    return Response(json.dumps(data, ensure_ascii=False, indent=2), media_type="application/json")
