"""Which mention a page is about, the list through which one goes, and which mentions stand before and after it there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from monitor.web.desk import Desk
from monitor.web.forms import Fields
from monitor.web.pages.inbox_asking import Asked, asked_of, for_partner
from storage.model import Mention

STORIES = 30
"""Stories of one page of the list."""

LONGEST_QUERY = 4_000


@dataclass(frozen=True, slots=True)
class Around:
    """The neighbours of a mention in the list through which one goes, as ids; empty where there is none.

    `list` is the query of the list, "" for what is to review; `back` the address of its page with the place to go on at.
    """

    before: str
    after: str
    list: str
    back: str


def at_hand(desk: Desk) -> tuple[Mention, Desk]:
    """The mention that the address names, and the desk of its campaign, whichever was chosen last. Raises NotStored."""
    found = desk.mention(desk.path["id"])
    own = [one for one in desk.loaded.campaigns if one.id == found.campaign_id]
    return found, (replace(desk, chosen=own[0]) if own else desk)


def list_of(desk: Desk) -> Asked:
    """The list that the address of a mention carries along; for a partner as much of it as they see."""
    typed = desk.query.text("list", LONGEST_QUERY)
    asked = asked_of(Fields(parse_qsl(typed, max_num_fields=200)), desk.campaign.id, desk.zone)
    return for_partner(asked, desk.organisation) if desk.share is not None else asked


def around(desk: Desk, found: Mention) -> Around:
    """Where a mention stands in that list. One that a decision took out of it keeps its place, so that one can go on."""
    asked = list_of(desk)
    stands = desk.store.inbox_around(asked.selection, asked.order, found.id)
    query = asked.query(page=stands.place // STORIES + 1, at=stands.lead or None)
    back = f"{desk.url('inbox')}?{query}" + (f"#m-{stands.lead}" if stands.lead else "")
    return Around(stands.before, stands.after, asked.query(page=None), back)
