"""The report that is being prepared: what it holds, what people choose for it, how it will look."""

from __future__ import annotations

from starlette.responses import Response

from monitor.web.desk import Desk
from monitor.web.keys import KeyMap
from monitor.web.pages.report_book import book, book_file, move
from monitor.web.pages.report_choosing import choose
from monitor.web.pages.report_files import OFFERED, document, file
from monitor.web.pages.report_here import KIND_WORDS, NAMES, here_of
from monitor.web.pages.report_lists import prepared_values
from monitor.web.pages.report_past import day_document, day_file, day_page, days
from monitor.web.pages.report_sending import ask, send_now, sending, trial, trial_send
from monitor.web.routing import Page
from monitor.wording.words import message
from storage.model import Role

KEYS = KeyMap(
    message("The report"),
    (
        ("J K", message("next, previous")),
        ("H", message("move up")),
        ("B", message("move down")),
        ("E", message("at the top of the report, or no longer")),
        ("R", message("remark")),
        ("X", message("leave it out of the report")),
        ("I", message("foreword")),
        ("O", message("open its page")),
    ),
)


def report(desk: Desk) -> Response:
    """The page; for htmx the part of it that changes with each choice."""
    here = here_of(desk)
    values = prepared_values(desk, here)
    if desk.is_htmx:
        return desk.part("report_prepared.jinja", **values)
    return desk.page(
        "report.html.jinja",
        **values,
        kinds=[(name, desk.words(KIND_WORDS[kind])) for kind, name in NAMES.items()],
        offered=OFFERED,
    )


PAGES = (
    Page("/point", "report", report, Role.READER, share=True),
    Page("/point/choix", "report_choose", choose, Role.REVIEWER, ("POST",), section="report"),
    Page("/point/apercu", "report_document", document, Role.READER, share=True, section="report"),
    Page("/point/fichier/{format}", "report_file", file, Role.READER, share=True, section="report"),
    Page("/point/envoyer", "report_send", ask, Role.REVIEWER, section="report"),
    Page("/point/envoyer", "report_send_now", send_now, Role.REVIEWER, ("POST",), section="report"),
    Page("/point/envoi/{run}", "report_sending", sending, Role.READER, section="report"),
    Page("/point/essai", "report_trial", trial, Role.REVIEWER, section="report"),
    Page("/point/essai", "report_trial_send", trial_send, Role.REVIEWER, ("POST",), section="report"),
    Page("/points", "report_days", days, Role.READER, share=True, section="report"),
    Page("/points/{kind}/{day}", "report_day", day_page, Role.READER, share=True, section="report"),
    Page(
        "/points/{kind}/{day}/apercu",
        "report_day_document",
        day_document,
        Role.READER,
        share=True,
        section="report",
    ),
    Page(
        "/points/{kind}/{day}/{format}",
        "report_day_file",
        day_file,
        Role.READER,
        share=True,
        section="report",
    ),
    Page("/revue", "book", book, Role.READER, section="report"),
    Page("/revue", "book_move", move, Role.REVIEWER, ("POST",), section="report"),
    Page("/revue/{format}", "book_file", book_file, Role.READER, section="report"),
)
