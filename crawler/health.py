"""How a source fares, from how its readings went (pure).

A failure weighs 1 when it is final for this address, 0.5 when it may be, 0.25 when it will probably pass.
At a sum of `REST_AT` in a row the source rests: it is tried once a day, is shown to staff, and comes back
by itself with the first good reading. Nothing is ever deleted because it failed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.model import Health, Reason

HARD = frozenset({Reason.NOT_FOUND, Reason.NOT_A_FEED, Reason.REFUSED, Reason.UNSAFE_XML, Reason.SCHEME})
TEMPORARY = frozenset(
    {
        Reason.DNS,
        Reason.CONNECT,
        Reason.TIMEOUT,
        Reason.RESET,
        Reason.TRUNCATED,
        Reason.SERVER_ERROR,
        Reason.RATE_LIMITED,
        Reason.HOST_DOWN,
        Reason.ROBOTS_UNREACHABLE,
        Reason.PARSE_TIMEOUT,
    }
)
WEIGHTLESS = frozenset({Reason.OFFLINE, Reason.TIME_LIMIT})
"""What says nothing about the source: it was not really tried."""

REST_AT = 3.0
REST_FOR = timedelta(hours=23)
DAILY = frozenset({Reason.BOT_WALL, Reason.REFUSED, Reason.ROBOTS})
"""A refusal is asked again once a day at most."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """The state a reading leaves a source in, and how heavy its failures weigh now."""

    health: Health
    weight: float
    resting_until: datetime | None = None


def weight_of(reason: Reason) -> float:
    """How much one failure weighs."""
    if reason in WEIGHTLESS:
        return 0.0
    if reason in HARD:
        return 1.0
    return 0.25 if reason in TEMPORARY else 0.5


def assess(
    weight: float, reason: Reason | None, unchanged: bool, candidates: int, now: datetime
) -> Assessment:
    """What one reading says of its source; `weight` is the sum so far, `reason` None when it could be read."""
    if reason is None:
        if unchanged:
            return Assessment(Health.UNCHANGED, 0.0)
        return Assessment(Health.READ if candidates else Health.EMPTY, 0.0)
    total = weight + weight_of(reason)
    if reason in DAILY:
        health = Health.ROBOTS if reason is Reason.ROBOTS else Health.REFUSED
        return Assessment(health, total, now + REST_FOR)
    if reason is Reason.ROBOTS_UNREACHABLE:
        return Assessment(Health.ROBOTS, total, _rest(total, now))
    if reason is Reason.NOT_A_FEED and total < REST_AT:
        return Assessment(Health.NOT_A_FEED, total)
    rest = _rest(total, now)
    return Assessment(Health.RESTING if rest else Health.FAILING, total, rest)


def _rest(total: float, now: datetime) -> datetime | None:
    return now + REST_FOR if total >= REST_AT else None


def is_silent(last_new_at: datetime | None, days_with_news: int, now: datetime) -> bool:
    """True where a source that can be read has given nothing new for far longer than is its habit.

    `days_with_news` counts the days of the last 28 on which it gave something new. A source that had news on
    fewer than three of them, because it is new to us or seldom has any, is never called silent.
    """
    if last_new_at is None or days_with_news < 3:
        return False
    usual_gap = timedelta(days=28 / days_with_news)
    return now - last_new_at > max(timedelta(days=2), 3 * usual_gap)
