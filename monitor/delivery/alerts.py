"""What does not wait for the morning (pure): which new pickups an alert tells of, and whether it may go now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.config.settings import DAYS, Alerts, Schedule
from monitor.digest import Story
from monitor.digest.stories import group
from monitor.dossier import Campaign
from storage.model import PICKUP_KINDS, Mention, Moment, ReportRecord, ReviewStatus

FRESH = timedelta(hours=24)
"""A mention that has stood in the archive for longer is no news that could not wait."""

STALE = timedelta(hours=48)
"""An article published before that is found late, and waits for the report."""

REPORT_NEAR = timedelta(hours=1)
"""So close to the hour of a report that is still to be made, an alert waits: the report tells it."""


@dataclass(frozen=True, slots=True)
class Alert:
    """What one alert tells, the most important first. `burst` is how many stories came out within `minutes`; 0: none."""

    campaign: Campaign
    at: datetime
    stories: tuple[Story, ...]
    burst: int = 0
    minutes: int = 0

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Every article that it tells of."""
        return tuple(mention for story in self.stories for mention in story.members)


def alert_of(
    campaign: Campaign, mentions: Iterable[Mention], told: frozenset[str], settings: Alerts, now: datetime
) -> Alert | None:
    """The alert that these mentions call for, those told before left out; None where there is none. `now` is aware."""
    zone = ZoneInfo(campaign.zone)
    fresh = [mention for mention in mentions if mention.id not in told and _is_news(mention, now, zone)]
    burst = _burst(fresh, settings, zone)
    chosen = {mention.id for story in burst for mention in story.members}
    if settings.tier1:
        chosen |= {mention.id for mention in fresh if mention.article.outlet.tier == 1}
    stories = group([mention for mention in fresh if mention.id in chosen], {}, zone)
    return Alert(campaign, now, stories, len(burst), settings.burst_minutes) if stories else None


def part_for(alert: Alert, organisation: str) -> Alert | None:
    """The alert for the people of one organisation: what names or quotes it; None where nothing does."""
    if not organisation:
        return alert
    concerned = [
        mention
        for mention in alert.mentions
        if organisation in (*mention.judgement.organisations, *mention.judgement.organisations_quoted)
    ]
    stories = group(concerned, {}, ZoneInfo(alert.campaign.zone))
    whole = len(concerned) == len(alert.mentions)
    return (
        Alert(alert.campaign, alert.at, stories, alert.burst if whole else 0, alert.minutes)
        if stories
        else None
    )


def may_go(
    campaign: Campaign,
    settings: Alerts,
    schedule: Schedule,
    last: datetime | None,
    reports: Sequence[ReportRecord],
    now: datetime,
) -> bool:
    """True where an alert may go at this moment: within its hours, not soon after another, no report about to tell it."""
    local = now.astimezone(ZoneInfo(campaign.zone))
    if not settings.not_before <= local.time() <= settings.not_after:
        return False
    if last is not None and timedelta(0) <= now - last < timedelta(minutes=settings.every_minutes):
        return False
    made = any(report.day == local.date() for report in reports)
    return made or not _report_is_near(campaign, schedule, local)


def _report_is_near(campaign: Campaign, schedule: Schedule, local: datetime) -> bool:
    if DAYS[local.weekday()] not in schedule.days:
        return False
    due = datetime.combine(local.date(), campaign.report_at, local.tzinfo)
    return abs(local.astimezone(UTC) - due.astimezone(UTC)) <= REPORT_NEAR


def _is_news(mention: Mention, now: datetime, zone: ZoneInfo) -> bool:
    judgement = mention.judgement
    known = judgement.own or mention.article.by_hand  # whoever typed it in has told it already
    counted = mention.kind in PICKUP_KINDS and not known and not mention.to_check
    standing = mention.withdrawn_at is None and mention.review.status is not ReviewStatus.REJECTED
    recent = mention.first_matched_at > now - FRESH
    return counted and standing and recent and not _is_old(mention.article.published_at, now, zone)


def _is_old(published: Moment | None, now: datetime, zone: ZoneInfo) -> bool:
    limit = now - STALE
    if isinstance(published, datetime):
        return published < limit
    return isinstance(published, date) and published < limit.astimezone(zone).date()


def _burst(fresh: Sequence[Mention], settings: Alerts, zone: ZoneInfo) -> list[Story]:
    """The stories of the busiest stretch of `burst_minutes`; none where they are too few."""
    if not settings.burst:
        return []
    stories = sorted(group(fresh, {}, zone), key=_came_out)
    span = timedelta(minutes=settings.burst_minutes)
    best: list[Story] = []
    for start, first in enumerate(stories):
        within = [story for story in stories[start:] if _came_out(story) - _came_out(first) <= span]
        best = max(best, within, key=len)
    return best if len(best) >= settings.burst else []


def _came_out(story: Story) -> datetime:
    """When a story came out: as its page says, or when we first saw it where that says no hour or one to come."""
    published = story.lead.article.published_at
    seen = story.lead.first_matched_at
    return min(published.astimezone(UTC), seen) if isinstance(published, datetime) else seen
