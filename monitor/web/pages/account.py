"""My account."""

from __future__ import annotations

from starlette.responses import Response

from monitor.web.desk import Desk
from monitor.web.routing import Page
from storage.model import Role


def account(desk: Desk) -> Response:
    """What the person may change about themselves."""
    return desk.page("account.html.jinja")


PAGES = (Page("/compte", "account", account, Role.READER),)
