"""The orders of a list, and the short texts that may leave the archive."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time
from enum import StrEnum

from storage.model import Mention, MentionKind, ReviewStatus, Rights, Salience

EXCERPT_MOST = 300
"""The most of an article's text that is ever handed on in one piece, in characters."""

_UNKNOWN_TIER = 4  # behind the three that are known
_KINDS = {kind: place for place, kind in enumerate(MentionKind)}
_PLACES = {salience: place for place, salience in enumerate(Salience)}


class Order(StrEnum):
    """How a list is sorted."""

    PUBLISHED = "published"
    IMPORTANCE = "importance"


def in_order(mentions: Iterable[Mention], order: Order = Order.PUBLISHED) -> list[Mention]:
    """By time of publication, then id; a bare date stands before the hours of its day (UTC), undated last.

    By importance: starred ones first, then the stronger kind, what is to check behind, then the outlet's tier and the
    place that the text has in the article; the order of publication among equals.
    """
    if order is Order.IMPORTANCE:
        return sorted(mentions, key=lambda mention: (_importance(mention), *_published(mention)))
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


def _importance(mention: Mention) -> tuple[bool, bool, int, int, int]:
    judgement = mention.judgement
    return (
        not mention.review.starred,
        is_open(mention),
        _KINDS[judgement.kind],
        mention.article.outlet.tier or _UNKNOWN_TIER,
        _PLACES[judgement.salience],
    )


def is_open(mention: Mention) -> bool:
    """To check, and no person has confirmed it yet."""
    return mention.judgement.to_check and mention.review.status is not ReviewStatus.CONFIRMED


def short(text: str) -> str:
    """At most 300 characters of a passage."""
    return text if len(text) <= EXCERPT_MOST else text[: EXCERPT_MOST - 1].rstrip() + "…"


def standfirst_of(mention: Mention) -> str:
    """The standfirst; empty for an outlet or page that reserves its rights: of those only the excerpt is handed on."""
    reserved = Rights.RESERVED in (mention.article.rights, mention.article.outlet.rights)
    return "" if reserved else mention.article.standfirst
