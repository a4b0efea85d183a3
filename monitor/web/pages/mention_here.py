"""Which mention a page is about."""

from __future__ import annotations

from dataclasses import replace

from monitor.web.desk import Desk
from storage.model import Mention


def at_hand(desk: Desk) -> tuple[Mention, Desk]:
    """The mention that the address names, and the desk of its campaign, whichever was chosen last. Raises NotStored."""
    found = desk.mention(desk.path["id"])
    own = [one for one in desk.loaded.campaigns if one.id == found.campaign_id]
    return found, (replace(desk, chosen=own[0]) if own else desk)
