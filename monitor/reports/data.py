"""The report as JSON, for other programs: docs/reports.md names every key. Values are the data, unshortened."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from monitor.digest import Coverage, Digest, Story, Tally
from monitor.digest.values import is_national
from monitor.export.jsonl import record
from monitor.reports.ink import PLAIN
from monitor.reports.sentences import Sentences

VERSION = 1
"""Of the keys and their meaning: a key may be added, none is taken away or changed without a new number."""


def render(digest: Digest, language: str) -> bytes:
    """The report as one JSON object, UTF-8; `language` is that of `title` and `headline`, the data have none."""
    text = json.dumps(as_data(digest, language), ensure_ascii=False, indent=1)
    return f"{text}\n".encode("utf-8", "backslashreplace")  # half a surrogate pair becomes its JSON escape


def as_data(digest: Digest, language: str) -> dict[str, Any]:
    """The report as values that JSON knows; the order of keys is fixed."""
    return {
        "format": "retombees-report",
        "version": VERSION,
        **_about(digest, language),
        "counts": _counts(digest),
        "foreword": digest.foreword or None,
        "remarks": [{"mention": one, "text": text} for one, text in sorted(digest.remarks.items())],
        "left_out": [story.lead.id for story in digest.left_out],
        "highlights": [story.lead.id for story in digest.highlights],
        "pickups": _stories(digest.pickups),
        "related": _stories(digest.related),
        "topic": _stories(digest.topic),
        "to_check": _stories(digest.to_check),
        "late": _stories(digest.late),
        "own": _stories(digest.own),
        "timeline": [
            {"day": one.day.isoformat(), "pickups": one.pickups, "topic": one.topic}
            for one in digest.timeline
        ],
        "outlets": _outlets(digest),
        "coverage": _coverage(digest.coverage, ZoneInfo(digest.campaign.zone)),
        "archive": _archive(digest),
        "delivery_trouble": _trouble(digest),
    }


def _counts(digest: Digest) -> dict[str, Any]:
    waiting = digest.waiting
    return {
        "period": _tally(digest.tally),
        "late": _tally(digest.late_tally),
        "since_release": _tally(digest.since_release),
        "waiting": {
            "pickups": waiting.pickups,
            "related": waiting.related,
            "topic": waiting.topic,
            "to_check": waiting.to_check,
            "second_look": waiting.second_look,
        },
    }


def _trouble(digest: Digest) -> list[dict[str, Any]]:
    return [
        {
            "recipient": one.recipient,
            "kind": one.kind.value,
            "day": one.day.isoformat(),
            "state": one.state.value,
            "reason": one.reason or None,
        }
        for one in digest.delivery_trouble
    ]


def _about(digest: Digest, language: str) -> dict[str, Any]:
    zone, window, whose = ZoneInfo(digest.campaign.zone), digest.window, digest.organisation
    sentences = Sentences(digest, language, PLAIN)
    return {
        "kind": digest.kind.value,
        "campaign": {"id": digest.campaign.id, "name": digest.campaign.name, "zone": digest.campaign.zone},
        "organisation": {"id": whose.id, "name": whose.name} if whose else None,
        "day": window.day.isoformat(),
        "covers_from": _time(window.covers_from, zone),
        "covers_until": _time(window.covers_until, zone),
        "hours": window.hours,
        "days_without_report": [day.isoformat() for day in window.skipped(zone)],
        "by_publication_day": window.by_publication_day,
        "made_at": _time(digest.made_at, zone),
        "language": sentences.words.language,
        "title": sentences.title(),
        "headline": sentences.headline(),
        "state": digest.state.value,
        "blindness": digest.blindness.value if digest.blindness else None,
        "broken_off": digest.broken_off.isoformat() if digest.broken_off else None,
    }


def _time(moment: datetime | None, zone: ZoneInfo) -> str | None:
    """ISO 8601 to the second, with the offset of the campaign's zone."""
    return moment.astimezone(zone).isoformat(timespec="seconds") if moment else None


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "articles": tally.articles,
        "stories": tally.stories,
        "reprints": tally.reprints,
        "outlets": tally.outlets,
        "national": tally.national,
        "reviewed": tally.reviewed,
        "by_kind": {kind.value: count for kind, count in tally.by_kind},
    }


def _stories(stories: Sequence[Story]) -> list[dict[str, Any]]:
    """Mentions are in the form of the export (docs/add-an-export.md)."""
    return [
        {
            "lead": record(story.lead),
            "reprints": [record(mention) for mention in story.reprints],
            "reprint_of": story.reprint_of.id if story.reprint_of else None,
        }
        for story in stories
    ]


def _outlets(digest: Digest) -> list[dict[str, Any]]:
    return [
        {
            "id": one.outlet.id,
            "name": one.outlet.name,
            "kind": one.outlet.kind or None,
            "country": one.outlet.country or None,
            "tier": one.outlet.tier or None,
            "national": is_national(one.outlet),
            "period": one.period,
            "since_release": one.total,
        }
        for one in digest.outlets
    ]


def _coverage(coverage: Coverage, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "sources": len(coverage.lines),
        "allowed": coverage.allowed,
        "read": coverage.read,
        "unread": len(coverage.unread),
        "unchanged": coverage.unchanged,
        "titles": coverage.entries or None,
        "lines": [
            {
                "source": line.source.id,
                "kind": line.source.kind.value,
                "outlet": line.outlet.name,
                "outlet_id": line.outlet.id,
                "look": line.look.value,
                "read_in_part": line.in_part,
                "reason": line.reason.value if line.reason else None,
                "since": _time(line.since, zone),
                "last_read_at": _time(line.last_read_at, zone),
                "resting_until": _time(line.resting_until, zone),
            }
            for line in coverage.lines
        ],
    }


def _archive(digest: Digest) -> dict[str, int] | None:
    census = digest.census
    if census is None:
        return None
    return {
        "articles": census.articles,
        "with_text": census.with_text,
        "title_only": census.body_missing,
        "released": census.released,
    }
