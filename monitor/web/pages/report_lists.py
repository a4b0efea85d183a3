"""What the page of a report lists: its stories with what was chosen for each, what is left out, to whom it goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.digest import Blindness, Choices, Story
from monitor.report_desk import Addressee, audience, waits_for
from monitor.report_desk.choosing import MOST_PLACED
from monitor.reports.sections import size
from monitor.schedule.due import instant
from monitor.web.desk import Desk
from monitor.web.pages.report_here import Here, told
from monitor.wording.words import message
from storage.model import Role

SHOWN = 30
"""Stories of one list that a page shows at first."""

LISTS = {
    "une": message("Highlights"),
    "retombees": message("Other pickups"),
    "verifier": message("To check, not counted"),
    "tard": message("Found late"),
    "lies": message("Related subjects"),
    "evenement": message("The event"),
    "nous": message("On our own sites, not counted"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One story of a list: what was chosen for it, and whether it can be moved."""

    story: Story
    top: bool
    remark: str
    up: bool
    down: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """One list of the report: its first stories, how many articles it holds, how many stories are not shown."""

    name: str
    heading: str
    items: tuple[Item, ...]
    articles: int
    hidden: int
    can_be_top: bool = False


def prepared_values(desk: Desk, here: Here) -> dict[str, Any]:
    """What the part that changes is filled with."""
    lists = lists_of(desk, here)
    people = audience(desk.store, desk.campaign, desk.loaded.settings, here.one.kind, here.one.day)
    names = [one.name for one in lists]
    return {
        "here": here,
        "told": told(desk, here.digest, names),
        "lists": lists,
        "left_out": [
            (
                story,
                next((here.choices.out[one.id] for one in story.members if one.id in here.choices.out), ""),
            )
            for story in here.digest.left_out
        ],
        "people": people,
        "to_send": waits_for(_today(desk, here)),
        "planned": planned(desk, here),
        "unread": planned(desk, here) is not None and here.digest.blindness is Blindness.NOTHING_RAN,
        "arranges": desk.may(Role.REVIEWER) and here.one.is_open and not here.organisation,
        "articles": size,
        "view": "page" if desk.query.text("view", 10) == "page" else "mail",
        "gone_day": here.one.gone.day.isoformat() if here.one.gone else "",
    }


def _today(desk: Desk, here: Here) -> list[Addressee]:
    """To whom sending now would send: the report of today, whichever is being prepared."""
    return audience(desk.store, desk.campaign, desk.loaded.settings, here.one.kind, here.one.today)


def planned(desk: Desk, here: Here) -> datetime | None:
    """When the report is made by itself; None where that time has passed, or it has gone."""
    if here.one.over:
        return None
    when = instant(here.one.day, desk.campaign.report_at, desk.zone)
    return when if when > desk.now else None


def lists_of(desk: Desk, here: Here) -> list[Listed]:
    """The lists of the report that hold something."""
    digest, opened = here.digest, desk.query.text("all", 20)
    leads = {story.lead.id for story in digest.highlights}
    rest = tuple(story for story in digest.pickups if story.lead.id not in leads)
    stories: Mapping[str, Sequence[Story]] = {
        "une": digest.highlights,
        "retombees": rest,
        "verifier": digest.to_check,
        "tard": digest.late,
        "lies": digest.related,
        "evenement": digest.topic,
        "nous": digest.own,
    }
    return [
        _listed(
            desk, name, found, here.choices, MOST_PLACED if opened == name else SHOWN, not digest.highlights
        )
        for name, found in stories.items()
        if found
    ]


def _listed(
    desk: Desk, name: str, stories: Sequence[Story], choices: Choices, most: int, alone: bool
) -> Listed:
    last = min(len(stories), MOST_PLACED) - 1
    items = tuple(
        Item(
            story,
            name == "une",
            next((choices.remarks[one.id] for one in story.members if one.id in choices.remarks), ""),
            place > 0,
            place < last,
        )
        for place, story in enumerate(stories[:most])
    )
    heading = desk.words(LISTS[name])
    if name == "retombees" and alone:
        heading = desk.words("Pickups")
    if name == "evenement" and desk.campaign.event:
        short = desk.campaign.event.short(desk.words.language)
        heading = short[:1].upper() + short[1:60]
    return Listed(
        name, heading, items, size(stories), max(0, len(stories) - most), name in ("une", "retombees")
    )
