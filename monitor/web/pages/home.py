"""The front door: to the first entry of the header that the person may open."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from monitor.web.desk import Desk
from monitor.web.frame import entries
from monitor.web.routing import Page
from storage.model import Role


def front_door(desk: Desk) -> Response:
    """Where work begins."""
    return RedirectResponse(entries(desk)[0].url, 303)


PAGES = (Page("/", "home", front_door, Role.READER, share=True),)
