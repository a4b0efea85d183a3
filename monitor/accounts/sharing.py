"""Links to share: whoever has one reads one campaign, of one organisation where it says so, and changes nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.accounts.tokens import new_token, token_hash
from monitor.typed import one_line
from storage.model import ShareLink
from storage.store import Store

SHARE_PATH = "/partage/"
"""Where the desk answers to a link; the token follows."""

LONGEST_LABEL = 100
MOST_DAYS = 366


def create_share(
    store: Store, campaign_id: str, organisation: str, label: str, who: str, now: datetime, days: int
) -> tuple[str, ShareLink]:
    """A new link that works for so many days: its token, which is shown this once, and what is kept of it.

    Raises ValueError for no days, or more than MOST_DAYS.
    """
    if not 1 <= days <= MOST_DAYS:
        raise ValueError(f"{days} days")
    token = new_token()
    said = one_line(label, LONGEST_LABEL)
    until = now + timedelta(days=days)
    return token, store.put_share(
        ShareLink(token_hash(token), campaign_id, organisation, said, who, now, until)
    )


def open_share(store: Store, token: str, now: datetime) -> ShareLink | None:
    """What somebody may read with this token; None where the link is unknown, over or revoked."""
    link = store.share_at(token_hash(token))
    if link is None or not is_open(link, now):
        return None
    store.use_share(link.number, now)
    return link


def is_open(link: ShareLink, now: datetime) -> bool:
    """True while a link works. Pure."""
    return link.revoked_at is None and now < link.expires_at
