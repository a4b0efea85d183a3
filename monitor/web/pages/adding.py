"""One address added by hand: what is known of it first, then read, then what came of it; and the bookmark that brings it."""

from __future__ import annotations

from starlette.responses import Response

from monitor.web.desk import Desk
from monitor.web.keys import KeyMap
from monitor.web.pages.adding_by_hand import change, changing, enter, form, proof_file
from monitor.web.pages.missed_cases import Case, case_of, doctor_of, next_look
from monitor.web.pages.missed_reading import STAGE
from monitor.web.routing import Page
from monitor.wording.words import message
from storage.identity import MAX_URL
from storage.model import Role

KEYS = KeyMap(
    message("Adding by hand"),
    (
        ("A", message("to the field for the address")),
        ("↵", message("look it up")),
    ),
)

_SAFE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/[]")


def add_url(desk: Desk) -> Response:
    """The form and the bookmark; with an address in the query what we know of it, and what can be done. Nothing is written."""
    url = desk.query.text("url", MAX_URL + 1)
    case: Case | None = case_of(desk, doctor_of(desk).answer(url, changes=True)) if url else None
    waits = case is not None and case.changes_by_itself
    return desk.page(
        "adding.html.jinja",
        url=url,
        case=case,
        stages=STAGE,
        look=next_look(desk) if waits else None,
        bookmark=bookmark(desk.outside(desk.url("add_url"))),
    )


def bookmark(address: str) -> str:
    """A bookmark that opens our page with the address of the page one is on; empty for an address not plainly ours. Pure."""
    if not address.startswith(("https://", "http://")) or not _SAFE.issuperset(address):
        return ""
    opened = f"'{address}?url='+encodeURIComponent(location.href)"
    return f"javascript:void(window.open({opened},'retombees','width=1000,height=800'))"


PAGES = (
    Page("/ajouter", "add_url", add_url, Role.REVIEWER, section="missed"),
    Page("/ajouter/a-la-main", "by_hand", form, Role.REVIEWER, section="missed"),
    Page(
        "/ajouter/a-la-main", "by_hand_enter", enter, Role.REVIEWER, ("POST",), files=True, section="missed"
    ),
    Page("/retombees/{id}/saisie", "by_hand_changing", changing, Role.REVIEWER, section="inbox"),
    Page(
        "/retombees/{id}/saisie",
        "by_hand_change",
        change,
        Role.REVIEWER,
        ("POST",),
        files=True,
        section="inbox",
    ),
    Page("/retombees/{id}/preuve/{hash}", "proof_file", proof_file, Role.READER),
)
