"""Dates as sources write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.sources.dates import find_moment, parse_moment
from storage.model import Moment

PARIS = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Tue, 04 Feb 2025 18:30:00 +0100", datetime(2025, 2, 4, 18, 30, tzinfo=PARIS)),
        ("Tue, 4 Feb 2025 18:30 GMT", datetime(2025, 2, 4, 18, 30, tzinfo=UTC)),
        ("4 Feb 25 18:30:05 EST", datetime(2025, 2, 4, 23, 30, 5, tzinfo=UTC)),
        ("Tue, 04 Feb 2025", date(2025, 2, 4)),
        ("Tue Feb  4 18:30:00 2025", datetime(2025, 2, 4, 18, 30, tzinfo=UTC)),
        ("mardi 4 février 2025 à 18h30", datetime(2025, 2, 4, 18, 30, tzinfo=UTC)),
        ("Mar, 04 Fév 2025 18:30:00 +0100", datetime(2025, 2, 4, 18, 30, tzinfo=PARIS)),
        ("le 1er août 2025", date(2025, 8, 1)),
        ("February 4, 2025 6:30 PM", datetime(2025, 2, 4, 18, 30, tzinfo=UTC)),
        ("4 décembre 2025, 9 h 05", datetime(2025, 12, 4, 9, 5, tzinfo=UTC)),
        ("04/02/2025", date(2025, 2, 4)),
        ("2025-02-04", date(2025, 2, 4)),
        ("2025-02-04T18:30:00+01:00", datetime(2025, 2, 4, 18, 30, tzinfo=PARIS)),
        ("2025-02-04T18:30:00.123Z", datetime(2025, 2, 4, 18, 30, tzinfo=UTC)),
        ("2025-02-04T18:30+0100", datetime(2025, 2, 4, 18, 30, tzinfo=PARIS)),
        ("2025-02-04 18:30:00", datetime(2025, 2, 4, 18, 30, tzinfo=UTC)),
        ("2025/2/4 18:30", datetime(2025, 2, 4, 18, 30, tzinfo=UTC)),
        ("20250204T183000Z", datetime(2025, 2, 4, 18, 30, tzinfo=UTC)),
        ("2025-02-04T24:00:00Z", datetime(2025, 2, 5, 0, 0, tzinfo=UTC)),
        ("2099-01-01", date(2099, 1, 1)),
        ("2025-02-04T25:61:00Z", date(2025, 2, 4)),
        ("2025-02-30", None),
        ("Sun, 30 Feb 2025 10:00:00 GMT", None),
        ("1738742400000", None),
        ("1738742400", None),
        ("0000-00-00T00:00:00Z", None),
        ("2025", None),
        ("2025-02", None),
        ("hier soir", None),
        ("", None),
        (None, None),
    ],
)
def test_a_date_is_read_as_written_or_not_at_all(text: str | None, moment: Moment | None) -> None:
    found = parse_moment(text)
    assert found == moment
    assert type(found) is type(moment)


def test_a_claimed_zone_is_kept_and_not_turned_into_another() -> None:
    found = parse_moment("2025-02-04T23:30:00-05:00")
    assert isinstance(found, datetime)
    assert found.utcoffset() == timedelta(hours=-5)


def test_a_date_is_found_among_words() -> None:
    assert find_moment("Publié le 4 février 2025 à 18h30 par la rédaction") == datetime(
        2025, 2, 4, 18, 30, tzinfo=UTC
    )


@given(st.text(max_size=200))
def test_any_text_gives_an_aware_time_a_day_or_nothing(text: str) -> None:
    found = parse_moment(text)
    assert found is None or isinstance(found, date)
    assert not isinstance(found, datetime) or found.utcoffset() is not None


@given(st.integers(0, 4_000_000_000), st.integers(-14 * 60, 14 * 60))
def test_what_python_writes_as_iso_is_read_back(seconds: int, minutes: int) -> None:
    written = datetime.fromtimestamp(seconds, timezone(timedelta(minutes=minutes)))
    assert parse_moment(written.isoformat()) == written


@given(st.dates(min_value=date(1971, 1, 1), max_value=date(2100, 1, 1)))
def test_what_python_writes_as_a_day_is_read_back(day: date) -> None:
    assert parse_moment(day.isoformat()) == day
