"""The keyboard map, as a page and in a window over the page."""

from __future__ import annotations

from starlette.responses import Response

from monitor.web.desk import Desk
from monitor.web.routing import Page
from storage.model import Role


def keys(desk: Desk) -> Response:
    """Every key, page by page."""
    template = "parts/keys.jinja" if desk.is_htmx else "keys.html.jinja"
    return desk.page(template, maps=desk.site.keys)


PAGES = (Page("/clavier", "keys", keys, Role.READER, share=True),)
