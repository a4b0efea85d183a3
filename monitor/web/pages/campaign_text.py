"""The whole dossier as text: errors with their lines, and what to do; then its effect, as with a form."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from monitor.config.problems import Problem
from monitor.dossier_form import with_ends_of
from monitor.web.desk import Desk
from monitor.web.pages.campaign_here import UNREADABLE, NotTried, path_of, to_trial, tried
from monitor.web.pages.campaign_trial import CHANGED

BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Wrong:
    """One error, with the line of the text in which it is; 0 where it is in none."""

    line: int
    text: str
    says: str


def text(desk: Desk) -> Response:
    """The file as it is; an error that somebody wrote into it by hand is told."""
    try:
        before = path_of(desk).read_bytes()
        typed = before.decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, ValueError):
        return desk.refuse(desk.words(UNREADABLE), 409)
    problems: tuple[Problem, ...] = ()
    try:
        tried(desk, b"", before, "")
    except NotTried as refused:
        problems = refused.problems
    return _page(desk, typed, typed, problems, 200)


def try_text(desk: Desk) -> Response:
    """The text as it was typed, as a change to be looked at; or it again, with its errors."""
    typed = desk.form.raw("file").replace("\r\n", "\n").replace("\r", "\n")
    shown_before = desk.form.raw("was").replace("\r\n", "\n")
    try:
        before = path_of(desk).read_bytes()
        original = before.decode("utf-8-sig")
    except (OSError, ValueError):
        return desk.refuse(desk.words(UNREADABLE), 409)
    if shown_before.rstrip("\n") != original.replace("\r\n", "\n").rstrip("\n"):
        return _page(desk, typed, original.replace("\r\n", "\n"), (), 409, desk.words(CHANGED))
    if original.endswith("\n") and not typed.endswith("\n"):
        typed += "\n"
    mark = BOM if before.startswith(BOM.encode()) else ""
    after = (mark + with_ends_of(original, typed)).encode()
    try:
        return to_trial(desk, tried(desk, before, after, desk.url("campaign_text")))
    except NotTried as refused:
        return _page(desk, typed, shown_before, refused.problems, 422, str(refused))


def _page(
    desk: Desk, typed: str, was: str, problems: tuple[Problem, ...], status: int, refused: str = ""
) -> Response:
    rows = typed.split("\n")
    wrong = [
        Wrong(
            one.line or 0,
            rows[one.line - 1].strip()[:200] if one.line and one.line <= len(rows) else "",
            one.what(desk.words),
        )
        for one in problems
    ]
    return desk.page(
        "campaign_text.html.jinja", status, typed=typed, was=was, wrong=wrong, refused=refused, rows=len(rows)
    )
