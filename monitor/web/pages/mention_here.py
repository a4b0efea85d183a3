"""Which mention a page is about, and which ones stand before and after it."""

from __future__ import annotations

from dataclasses import replace

from monitor.export.selection import Selection
from monitor.web.desk import Desk
from storage.model import Mention, ReviewStatus

FIRST_STORIES = 40
"""Stories among which the neighbours of a mention are looked for."""


def at_hand(desk: Desk) -> tuple[Mention, Desk]:
    """The mention that the address names, and the desk of its campaign, whichever was chosen last. Raises NotStored."""
    found = desk.mention(desk.path["id"])
    own = [one for one in desk.loaded.campaigns if one.id == found.campaign_id]
    return found, (replace(desk, chosen=own[0]) if own else desk)


def neighbours(desk: Desk, found: Mention) -> tuple[str, str]:
    """The mentions to review before and after this one, the newest first; empty where there is none.

    After one that is reviewed, or far down, comes the first of the list.
    """
    wanted = Selection(campaign=found.campaign_id, statuses=frozenset({ReviewStatus.TO_REVIEW}))
    page = desk.store.inbox_page(wanted, limit=FIRST_STORIES)
    listed = [one.id for story in page.stories for one in story.members]
    if found.id not in listed:
        return "", next(iter(listed), "")
    at = listed.index(found.id)
    return listed[at - 1] if at else "", listed[at + 1] if at + 1 < len(listed) else ""
