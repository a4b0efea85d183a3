"""What is due, late and failed: as a page and as data."""

from __future__ import annotations

import json

from starlette.responses import Response

from monitor.commands.errors import sentence_of
from monitor.delivery import STATE, trouble_words
from monitor.status.data import as_json
from monitor.status.looking import look
from monitor.status.sentences import FAILED_RUN, RUN_KIND, Sentences
from monitor.status.view import Status
from monitor.web.desk import Desk
from monitor.web.routing import Page
from storage.model import Role

TROUBLE_OPEN = 12
"""So many sources in trouble are not folded."""


def status_page(desk: Desk) -> Response:
    """For people."""
    status, words = status_of(desk), desk.words
    return desk.page(
        "status.html.jinja",
        status=status,
        says=Sentences(status, words),
        kinds=RUN_KIND,
        failed_words=FAILED_RUN,
        states=STATE,
        trouble_of=lambda one: trouble_words(words, one.state, one.reason),
        open_rows=TROUBLE_OPEN,
    )


def status_json(desk: Desk) -> Response:
    """For other programs."""
    text = json.dumps(as_json(status_of(desk)), ensure_ascii=False, indent=2)
    return Response(text, media_type="application/json")


def status_of(desk: Desk) -> Status:
    """How everything stands, as it is now."""
    trouble = desk.site.live.trouble
    said = sentence_of(trouble, desk.words) if trouble is not None else None
    files = said.sentences if said is not None else ()
    return look(desk.workspace, desk.loaded, desk.store, desk.real_now, desk.site.readings, files)


PAGES = (
    Page("/etat", "status", status_page, Role.READER, section="sources"),
    Page("/etat.json", "status_json", status_json, Role.READER, data=True),
)
