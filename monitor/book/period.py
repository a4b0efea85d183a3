"""Which days a book covers, cut in the campaign's zone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from monitor.digest.window import local_day
from monitor.dossier import Campaign
from storage.model import Mention


def day_of(mention: Mention, zone: ZoneInfo) -> date:
    """The local day of an article: the one it claims, else the one on which we found it."""
    return local_day(mention.article.published_at or mention.article.first_seen_at, zone)


def period_of(
    campaign: Campaign,
    pickups: Iterable[Mention],
    now: datetime,
    first: date | None = None,
    last: date | None = None,
) -> tuple[date, date]:
    """The first and the last local day of a book: those asked for, else those of the campaign.

    A campaign begins with its first text (or the day that the dossier says) and lasts until today, or until its end
    where that is past; a pickup before or after widens it.
    """
    zone = ZoneInfo(campaign.zone)
    days = [day_of(one, zone) for one in pickups]
    today = local_day(now, zone)
    released = [local_day(one.published_at, zone) for one in campaign.documents if one.published_at]
    release = min(released, default=campaign.starts_on)
    begin = first or min([*days, *([release] if release else [])], default=today)
    over = campaign.ends_on is not None and campaign.ends_on < today
    end = last or max([*days, campaign.ends_on if over and campaign.ends_on else today])
    return min(begin, end), max(begin, end)
