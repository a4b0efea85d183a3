"""From mentions to stories: until clusters exist, equal text fingerprints make a story."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from monitor.digest.values import Story, is_national
from storage.model import PICKUP_KINDS, Mention, Moment

Key = tuple[bool, bool, str]


def published_key(mention: Mention, zone: ZoneInfo) -> tuple[bool, datetime, str]:
    """Order of publication: a bare date stands at the end of its day, undated last, then by id."""
    return (mention.article.published_at is None, _instant(mention.article.published_at, zone), mention.id)


def _instant(moment: Moment | None, zone: ZoneInfo) -> datetime:
    if moment is None:
        return datetime.max.replace(tzinfo=UTC)
    if isinstance(moment, datetime):
        return moment.astimezone(UTC)
    return datetime.combine(moment, time.max, zone).astimezone(UTC)


def _key(mention: Mention) -> Key:
    """Own pages, articles to check and counted ones never share a story: an own page would hide a pickup."""
    fingerprint = mention.article.text_fingerprint or f"alone:{mention.id}"
    return (mention.judgement.own, mention.judgement.to_check, fingerprint)


def leads(mentions: Iterable[Mention], zone: ZoneInfo) -> dict[Key, Mention]:
    """The earliest published mention of each text."""
    first: dict[Key, Mention] = {}
    for mention in sorted(mentions, key=lambda one: published_key(one, zone)):
        first.setdefault(_key(mention), mention)
    return first


def group(mentions: Sequence[Mention], first: dict[Key, Mention], zone: ZoneInfo) -> tuple[Story, ...]:
    """Stories of these mentions in reading order, given the earliest mention of each text of the archive."""
    members: dict[Key, list[Mention]] = {}
    for mention in sorted(mentions, key=lambda one: published_key(one, zone)):
        members.setdefault(_key(mention), []).append(mention)
    stories = []
    for key, (lead, *reprints) in members.items():
        before = first.get(key, lead)
        stories.append(Story(lead, tuple(reprints), None if before.id == lead.id else before))
    return tuple(sorted(stories, key=lambda story: _reading_order(story, zone)))


def _reading_order(story: Story, zone: ZoneInfo) -> tuple[bool, bool, bool, tuple[bool, datetime, str]]:
    """Starred first, then pickups, then national outlets, then by time of publication."""
    return (
        not any(mention.review.starred for mention in story.members),
        story.lead.judgement.kind not in PICKUP_KINDS,
        not any(is_national(mention.article.outlet) for mention in story.members),
        published_key(story.lead, zone),
    )
