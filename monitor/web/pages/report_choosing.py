"""What a form chooses for the report that is being prepared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.responses import Response

from monitor.digest import Digest, Story
from monitor.report_desk import (
    MOST_FIRST,
    ChoiceRefused,
    foreword_parts,
    in_parts,
    move_parts,
    out_parts,
    remark_parts,
    top_parts,
)
from monitor.web.desk import Desk
from monitor.web.pages.mention_decisions import said_of
from monitor.web.pages.report_here import Here, here_of
from monitor.web.pages.report_lists import prepared_values


class Unknown(Exception):
    """The form names a story that is not in this report, or does something that there is not."""


def choose(desk: Desk) -> Response:
    """Keep one choice; what another person chose meanwhile is told, and stays."""
    here, form, words = here_of(desk, ""), desk.form, desk.words
    if not here.one.is_open or here.one.day.isoformat() != form.text("day", 10):
        return desk.refuse(
            words("This report has gone meanwhile: the page shows the one after it. Open it again."), 409
        )
    try:
        parts = parts_of(desk, here)
    except Unknown:
        return desk.refuse(
            words(
                "This article is no longer in the report: it was rejected or changed meanwhile. Open the page again."
            ),
            409,
        )
    except ChoiceRefused:
        return desk.refuse(_why_refused(desk))
    version = form.number("version") or 0
    report = (desk.campaign.id, here.one.kind, here.one.day)
    decided = desk.store.choose_for_report(*report, parts, desk.who, desk.now, version)
    said, number = said_of(desk, decided), decided.action.number if decided.action else None
    if not desk.is_htmx:
        return desk.go("report", said, number, **here.query)
    return desk.part(
        "report_prepared.jinja", said=said, undo=number, **prepared_values(desk, here_of(desk, ""))
    )


def parts_of(desk: Desk, here: Here) -> dict[str, Any]:
    """The parts that the form changes. Raises Unknown, ChoiceRefused."""
    form, choices, digest = desk.form, here.choices, here.digest
    do = form.text("do", 20)
    if do == "foreword":
        return foreword_parts(form.text("text", 8_000))
    stories, story = found(digest, form.text("story", 100))
    if do in ("up", "down", "top"):
        return move_parts(stories, story, choices, do)  # type: ignore[arg-type]
    if do in ("first", "notfirst"):
        chosen = [one for one in digest.highlights if choices.at_top(one)]
        return top_parts(story, choices, do == "first", chosen)
    if do == "out":
        return out_parts(story, form.text("why", 1_000))
    if do == "in":
        return in_parts(story, choices)
    if do == "remark":
        return remark_parts(story, choices, form.text("text", 4_000))
    raise Unknown


def found(digest: Digest, lead: str) -> tuple[Sequence[Story], Story]:
    """The story with this lead, and the list in which it stands on the page. Raises Unknown."""
    top = {story.lead.id for story in digest.highlights}
    rest = tuple(story for story in digest.pickups if story.lead.id not in top)
    lists = (
        digest.highlights,
        rest,
        digest.to_check,
        digest.late,
        digest.related,
        digest.topic,
        digest.own,
        digest.left_out,
    )
    for stories in lists:
        for story in stories:
            if story.lead.id == lead:
                return stories, story
    raise Unknown


def _why_refused(desk: Desk) -> str:
    if desk.form.text("do", 20) == "first":
        return desk.words.n(
            "{n} article stands at the top already: take it from there first.",
            "{n} articles stand at the top already: take one from there first.",
            MOST_FIRST,
        )
    return desk.words("It cannot be moved further.")
