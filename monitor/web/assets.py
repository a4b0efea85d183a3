"""The static files of the desk: known when it starts, so that no path is ever made of what somebody asks for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

HERE = Path(__file__).parent / "static"
MEDIA = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png"}
PATH = "/static/"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file; `mark` changes with its bytes."""

    data: bytes
    media_type: str
    mark: str


@cache
def assets() -> Mapping[str, Asset]:
    """All files by name."""
    found = {}
    for path in sorted(HERE.iterdir()):
        if path.suffix in MEDIA:
            data = path.read_bytes()
            found[path.name] = Asset(data, MEDIA[path.suffix], hashlib.sha256(data).hexdigest()[:16])
    return found


def asset(name: str) -> str:
    """The address of a file, another one whenever its bytes are others. Raises KeyError."""
    return f"{PATH}{name}?v={assets()[name].mark}"


async def answer(request: Request) -> Response:
    """A file. With its mark in the address a browser may keep it for good."""
    found = assets().get(request.path_params["name"])
    if found is None:
        return PlainTextResponse("404", 404)
    for_good = request.query_params.get("v") == found.mark
    headers = {"Cache-Control": "public, max-age=31536000, immutable" if for_good else "no-cache"}
    return Response(found.data, media_type=found.media_type, headers=headers)


ROUTE = Route(f"{PATH}{{name}}", answer, methods=["GET"], name="static")
"""Open to all: the page to log in needs it."""
