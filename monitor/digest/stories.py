"""From mentions to stories: the articles of one cluster make a story, an article that stands alone is one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from monitor.digest.values import Story, is_national
from storage.model import PICKUP_KINDS, Mention, MentionOutline, Moment

Key = tuple[bool, bool, str]


Place = tuple[bool, datetime, str]


def published_key(mention: Mention, zone: ZoneInfo) -> Place:
    """Order of publication: a bare date stands at the end of its day, undated last, then by id."""
    return order_key(mention.article.published_at, mention.id, zone)


def order_key(published_at: Moment | None, ident: str, zone: ZoneInfo) -> Place:
    """The same, for a mention of which only this much is known."""
    return (published_at is None, _instant(published_at, zone), ident)


def _instant(moment: Moment | None, zone: ZoneInfo) -> datetime:
    if moment is None:
        return datetime.max.replace(tzinfo=UTC)
    if isinstance(moment, datetime):
        return moment.astimezone(UTC)
    return datetime.combine(moment, time.max, zone).astimezone(UTC)


def story_key(mention: MentionOutline) -> Key:
    """Own pages, articles to check and counted ones never share a story: an own page would hide a pickup."""
    return (mention.own, mention.to_check, mention.cluster_id or f"alone:{mention.id}")


def _key(mention: Mention) -> Key:
    return (mention.judgement.own, mention.to_check, mention.cluster_id or f"alone:{mention.id}")


def leads(mentions: Iterable[Mention], zone: ZoneInfo) -> dict[Key, Mention]:
    """The earliest published mention of each story."""
    first: dict[Key, Mention] = {}
    for mention in sorted(mentions, key=lambda one: published_key(one, zone)):
        first.setdefault(_key(mention), mention)
    return first


def group(mentions: Sequence[Mention], first: Mapping[Key, Mention], zone: ZoneInfo) -> tuple[Story, ...]:
    """Stories of these mentions in reading order, given the earliest mention of each story of the archive.

    The lead of the cluster leads where it is among them, else the earliest.
    """
    members: dict[Key, list[Mention]] = {}
    for mention in sorted(mentions, key=lambda one: published_key(one, zone)):
        members.setdefault(_key(mention), []).append(mention)
    stories = []
    for key, together in members.items():
        lead = next((mention for mention in together if mention.cluster_lead), together[0])
        reprints = tuple(mention for mention in together if mention is not lead)
        before = first.get(key, lead)
        told_here = any(mention.id == before.id for mention in together)
        stories.append(Story(lead, reprints, None if told_here else before))
    return tuple(sorted(stories, key=lambda story: _reading_order(story, zone)))


def _reading_order(story: Story, zone: ZoneInfo) -> tuple[bool, bool, bool, tuple[bool, datetime, str]]:
    """Starred first, then pickups, then national outlets, then by time of publication."""
    return (
        not any(mention.review.starred for mention in story.members),
        story.lead.kind not in PICKUP_KINDS,
        not any(is_national(mention.article.outlet) for mention in story.members),
        published_key(story.lead, zone),
    )
