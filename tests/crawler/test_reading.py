"""What a reading says of its source: we could look, or we could not, and what that weighs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from crawler.reading import Reading, as_utc, window_start
from storage.model import Candidate, Health, Outlet, Reason, Source, SourceKind

NOW = datetime(2025, 2, 5, 6, 30, tzinfo=UTC)


def reading(read: int = 0, unchanged: int = 0, seen: int = 0, failure: Reason | None = None) -> Reading:
    source = Source("a/feed", "a", SourceKind.SITEMAP, "https://a.example/index.xml")
    made = Reading(Outlet("a", "A", "a.example"), source, NOW, read=read, unchanged=unchanged)
    made.note_candidates([Candidate(f"https://a.example/{n}", published_at=NOW) for n in range(seen)], seen)
    if failure is not None:
        made.note_failure(failure, "503", 503)
    return made


@pytest.mark.parametrize(
    ("read", "unchanged", "seen", "failure", "health"),
    [
        (1, 0, 3, None, Health.READ),
        (1, 0, 0, None, Health.EMPTY),
        (0, 1, 0, None, Health.UNCHANGED),
        (1, 2, 0, None, Health.UNCHANGED),  # an index that was read, its sitemaps as they were
        (2, 0, 3, Reason.SERVER_ERROR, Health.READ),  # one sitemap of several failed
        (1, 2, 0, Reason.SERVER_ERROR, Health.UNCHANGED),
        (1, 0, 0, Reason.SERVER_ERROR, Health.FAILING),  # the index was read, nothing behind it could be
        (0, 0, 0, Reason.SERVER_ERROR, Health.FAILING),
    ],
)
def test_a_source_is_called_read_only_where_we_could_look(
    read: int, unchanged: int, seen: int, failure: Reason | None, health: Health
) -> None:
    kept, weight = reading(read, unchanged, seen, failure).result("run", NOW)
    assert kept.health is health
    assert (kept.reason is None) == (health is not Health.FAILING)
    assert (weight > 0) == (health is Health.FAILING)


def test_a_source_whose_host_asked_for_time_rests_as_long_and_one_that_was_read_does_not() -> None:
    waiting, _ = reading(failure=Reason.RATE_LIMITED).result("run", NOW, hold=7200.0)
    assert waiting.resting_until == NOW + timedelta(hours=2)
    fine, _ = reading(read=1, seen=1).result("run", NOW, hold=7200.0)
    assert fine.resting_until is None


def test_an_entry_seen_on_two_pages_counts_once_and_dates_give_the_span() -> None:
    made = reading(read=1, seen=2)
    again = [
        Candidate("https://a.example/1"),
        Candidate("https://a.example/old", published_at=date(2025, 1, 3)),
    ]
    assert made.note_candidates(again, 1) == 1
    kept, _ = made.result("run", NOW)
    assert (kept.candidates, kept.new, kept.newest, kept.oldest) == (3, 3, NOW, date(2025, 1, 3))


def test_a_window_reaches_two_days_behind_the_last_reading_and_a_week_back_the_first_time() -> None:
    assert window_start(None, NOW, 7) == NOW - timedelta(days=7)
    assert window_start(NOW, NOW, 7) == NOW - timedelta(days=2)
    end_of_day = as_utc(date(2025, 2, 4))
    assert end_of_day is not None and end_of_day > datetime(2025, 2, 4, 23, tzinfo=UTC)
