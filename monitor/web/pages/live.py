"""What an open page asks every few seconds, and the mention that a person has before them."""

from __future__ import annotations

from starlette.responses import JSONResponse, Response

from monitor.web.desk import Desk
from monitor.web.live import presence, version
from monitor.web.routing import Page
from storage.errors import NotStored
from storage.model import Role


def look(desk: Desk) -> Response:
    """The version of the archive, and what the others look at. With a mention: this is what I look at."""
    mention = desk.form.text("mention", 100)
    if desk.method == "POST" and mention and desk.may(Role.REVIEWER):
        try:
            desk.store.look(desk.who, mention, desk.now)
        except NotStored:
            mention = ""  # it was there when the page was made
    return JSONResponse({"version": version(desk), "people": presence(desk)})


PAGES = (
    Page("/direct", "live", look, Role.READER, share=True, data=True),
    Page("/direct", "live_look", look, Role.READER, ("POST",), data=True),
)
