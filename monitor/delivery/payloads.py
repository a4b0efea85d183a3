"""What another program is told (pure): a report or an alert as JSON; each item is a mention as the contract exports it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from monitor.delivery.alerts import Alert
from monitor.delivery.messages import Occasion, message_id
from monitor.delivery.webhook import recipient_of
from monitor.digest import Digest, Story, Tally
from monitor.export.jsonl import record
from storage.model import Channel, OutboxMessage

VERSION = 1
MOST_ITEMS = 1_000
"""Mentions in one message; how many are left out is said."""

SECTIONS = ("pickups", "late", "related", "topic", "to_check")
"""The lists of a digest that are told, in this order."""


def report_payload(digest: Digest, title: str) -> dict[str, Any]:
    """A report: its state, its counts, its mentions by section. Times are ISO 8601, in UTC."""
    sections = [(name, getattr(digest, name)) for name in SECTIONS]
    items = [{"section": name, **item} for name, stories in sections for item in _items(stories)]
    window, coverage = digest.window, digest.coverage
    return {
        "version": VERSION,
        "type": "report",
        "kind": digest.kind.value,
        "campaign": digest.campaign.id,
        "campaign_name": digest.campaign.name,
        "day": window.day.isoformat(),
        "covers_from": window.covers_from.isoformat(),
        "covers_until": window.covers_until.isoformat(),
        "state": digest.state.value,
        "title": title,
        "counts": {
            "pickups": _tally(digest.tally),
            "late": _tally(digest.late_tally),
            "since_release": _tally(digest.since_release),
            "related": sum(len(story.members) for story in digest.related),
            "topic": sum(len(story.members) for story in digest.topic),
            "to_check": sum(len(story.members) for story in digest.to_check),
        },
        "sources": {
            "read": coverage.read,
            "allowed": coverage.allowed,
            "unread": len(coverage.unread),
        },
        "items": items[:MOST_ITEMS],
        "items_left_out": max(0, len(items) - MOST_ITEMS),
    }


def alert_payload(alert: Alert, title: str) -> dict[str, Any]:
    """An alert: why, and the mentions that it tells of."""
    items = _items(alert.stories)
    return {
        "version": VERSION,
        "type": "alert",
        "campaign": alert.campaign.id,
        "campaign_name": alert.campaign.name,
        "at": alert.at.isoformat(),
        "title": title,
        "burst": {"stories": alert.burst, "minutes": alert.minutes} if alert.burst else None,
        "items": items[:MOST_ITEMS],
        "items_left_out": max(0, len(items) - MOST_ITEMS),
    }


def hook_message(
    occasion: Occasion, url: str, title: str, payload: dict[str, Any], now: datetime
) -> OutboxMessage:
    """The message to the program at `url`; of its address only the host is kept."""
    recipient = recipient_of(url)
    ident = message_id(occasion, recipient, "", "webhook")
    return OutboxMessage(
        id=ident,
        channel=Channel.WEBHOOK,
        kind=occasion.kind,
        campaign_id=occasion.campaign.id,
        day=occasion.day,
        recipient=recipient,
        subject=title,
        content=json.dumps({"id": ident, **payload}, ensure_ascii=True).encode("ascii"),
        created_at=now,
    )


def _items(stories: Iterable[Story]) -> list[dict[str, Any]]:
    return [record(mention) for story in stories for mention in story.members]


def _tally(tally: Tally) -> dict[str, int]:
    return {
        "articles": tally.articles,
        "stories": tally.stories,
        "reprints": tally.reprints,
        "outlets": tally.outlets,
        "national": tally.national,
        "reviewed": tally.reviewed,
    }
