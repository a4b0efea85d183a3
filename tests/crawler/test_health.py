"""A source rests after many failures, comes back by itself, and is never deleted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawler.health import REST_AT, assess, is_silent, weight_of
from storage.model import Health, Reason

NOW = datetime(2025, 2, 12, 7, 30, tzinfo=UTC)


def test_three_final_failures_in_a_row_make_a_source_rest_for_a_day() -> None:
    weight = 0.0
    for _ in range(3):
        verdict = assess(weight, Reason.NOT_FOUND, False, 0, NOW)
        weight = verdict.weight
    assert verdict.health is Health.RESTING
    assert verdict.resting_until is not None and timedelta(0) < verdict.resting_until - NOW <= timedelta(
        days=1
    )


def test_passing_trouble_is_borne_four_times_as_long() -> None:
    weight, tries = 0.0, 0
    while weight < REST_AT:
        weight, tries = assess(weight, Reason.SERVER_ERROR, False, 0, NOW).weight, tries + 1
    assert tries == 12


def test_one_good_reading_forgets_all_failures() -> None:
    assert assess(2.75, None, False, 12, NOW).weight == 0.0
    assert assess(2.75, None, False, 12, NOW).health is Health.READ


def test_a_valid_source_without_entries_is_empty_and_not_failing() -> None:
    assert assess(0.0, None, False, 0, NOW).health is Health.EMPTY


def test_what_a_site_forbids_is_not_called_a_failure() -> None:
    assert assess(0.0, Reason.ROBOTS, False, 0, NOW).health is Health.ROBOTS
    assert assess(0.0, Reason.ROBOTS_UNREACHABLE, False, 0, NOW).health is Health.ROBOTS
    assert assess(0.0, Reason.BOT_WALL, False, 0, NOW).health is Health.REFUSED


def test_a_refusal_is_asked_again_the_next_day_and_not_before() -> None:
    until = assess(0.0, Reason.REFUSED, False, 0, NOW).resting_until
    assert until is not None and until > NOW + timedelta(hours=20)


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_weighs_something_known(reason: Reason) -> None:
    assert weight_of(reason) in (0.0, 0.25, 0.5, 1.0)


def test_being_offline_weighs_nothing() -> None:
    assert weight_of(Reason.OFFLINE) == 0.0


def test_a_daily_source_without_news_for_days_is_silent() -> None:
    assert is_silent(NOW - timedelta(days=4), 25, NOW)


def test_a_weekly_source_is_not_silent_after_four_days() -> None:
    assert not is_silent(NOW - timedelta(days=4), 4, NOW)


def test_a_source_known_since_yesterday_is_never_silent() -> None:
    assert not is_silent(NOW - timedelta(days=6), 1, NOW)
