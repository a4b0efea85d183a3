"""A dossier that changed on the desk judges the archive anew."""

from __future__ import annotations

from monitor.rematch import match_campaigns
from monitor.web.desk import Desk


def match_again(desk: Desk, campaign_id: str) -> None:
    """The dossier as it is now judges the archive, behind the page."""
    desk.site.live.look()
    now = desk.now
    campaigns = [one for one in desk.site.live.loaded.campaigns if one.id == campaign_id]
    desk.later(lambda store: match_campaigns(store, campaigns, now))
