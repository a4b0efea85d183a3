"""The feed of a campaign as a file, which any web server can serve as it is."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from monitor.dossier import Campaign
from monitor.export.feeds import write_rss
from monitor.export.mention_list import MentionList
from storage.model import Mention, ReviewStatus

ITEMS = 100
"""What a feed reader needs of a list that it asks for again and again."""


def write_feed(folder: Path, campaign: Campaign, mentions: Iterable[Mention], language: str) -> Path:
    """Write `<campaign>.rss` into a folder, whole or not at all, and return its path.

    It holds the mentions of the campaign found last, but no rejected one and no page of our own. A file that
    says the same already is left as it is, so that a server answers "not modified". Raises OSError.
    """
    kept = [
        one
        for one in mentions
        if one.campaign_id == campaign.id
        and one.withdrawn_at is None
        and one.review.status is not ReviewStatus.REJECTED
        and not one.judgement.own
    ]
    newest = sorted(kept, key=lambda one: (one.first_matched_at, one.id), reverse=True)[:ITEMS]
    path = folder / f"{campaign.id}.rss"
    partial = folder / f".{path.name}.{os.getpid()}.part"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with partial.open("wb") as out:
            write_rss(MentionList(newest, language, (campaign,)), out)
        if path.exists() and path.read_bytes() == partial.read_bytes():
            partial.unlink()
        else:
            partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise
    return path
