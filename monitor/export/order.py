"""The orders of a list, and the short texts that may leave the archive."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time
from enum import StrEnum

from monitor.digest.importance import importance
from storage.model import Mention, Rights

EXCERPT_MOST = 300
"""The most of an article's text that is ever handed on in one piece, in characters."""


class Order(StrEnum):
    """How a list is sorted."""

    PUBLISHED = "published"
    IMPORTANCE = "importance"


def in_order(mentions: Iterable[Mention], order: Order = Order.PUBLISHED) -> list[Mention]:
    """By time of publication, then id; a bare date stands before the hours of its day (UTC), undated last.

    By importance: as a report has it, what is to check behind; the order of publication among equals.
    """
    if order is Order.IMPORTANCE:
        return sorted(
            mentions, key=lambda mention: (mention.to_check, importance(mention), _published(mention))
        )
    return sorted(mentions, key=_published)


def _published(mention: Mention) -> tuple[datetime, str]:
    return instant(mention), mention.id


def instant(mention: Mention) -> datetime:
    """When the article came out, in UTC, for sorting only."""
    moment = mention.article.published_at
    if moment is None:
        return datetime.max.replace(tzinfo=UTC)
    if isinstance(moment, datetime):
        return moment.astimezone(UTC)
    return datetime.combine(moment, time.min, UTC)


def short(text: str) -> str:
    """At most 300 characters of a passage."""
    return text if len(text) <= EXCERPT_MOST else text[: EXCERPT_MOST - 1].rstrip() + "…"


def standfirst_of(mention: Mention) -> str:
    """The standfirst; empty for an outlet or page that reserves its rights: of those only the excerpt is handed on."""
    reserved = Rights.RESERVED in (mention.article.rights, mention.article.outlet.rights)
    return "" if reserved else mention.article.standfirst
