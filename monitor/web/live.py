"""What changes under an open page: the version of the archive, and who has which mention before them."""

from __future__ import annotations

from datetime import timedelta

from monitor.web.desk import Desk
from monitor.wording.outside import clean
from monitor.wording.words import keep_together

SEEN = timedelta(seconds=30)
"""So long after their last sign a person counts as being there."""


def version(desk: Desk) -> str:
    """A text that is another one whenever somebody decided something, or a run found something. Cheap."""
    last = desk.store.journal(campaign_id=desk.campaign.id, limit=1)
    runs = desk.store.runs(limit=1)
    number = last[0].number if last else 0
    run = f"{runs[0].id}.{runs[0].state}" if runs else ""
    return f"{number}.{run}"


def presence(desk: Desk) -> list[str]:
    """What the others have before them, as sentences; for people with an account only."""
    if desk.person is None or desk.chosen is None:
        return []
    others = [one for one in desk.store.looking(desk.now - SEEN, desk.chosen.id) if one.login != desk.who]
    if not others:
        return []
    names = {one.login: one.name for one in desk.store.accounts()}
    mentions = desk.store.mentions_by_id(one.mention_id for one in others)
    return [
        keep_together(
            desk.words(
                "{name} reviews “{title}”.",
                name=clean(names.get(one.login, one.login), 60),
                title=clean(mentions[one.mention_id].article.title, 80),
            )
        )
        for one in others
        if one.mention_id in mentions
    ]
