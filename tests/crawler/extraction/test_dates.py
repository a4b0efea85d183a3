"""A moment is what the page claims, in its own zone; a day stays a day, and a guess is None."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.dates import day_in_url, day_in_words, parse_moment

PARIS_WINTER = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-02-04T23:30:00Z", datetime(2025, 2, 4, 23, 30, tzinfo=UTC)),
        ("2025-02-04T05:00:00+01:00", datetime(2025, 2, 4, 5, tzinfo=PARIS_WINTER)),
        ("2025-02-04T05:00:00.123+0100", datetime(2025, 2, 4, 5, tzinfo=PARIS_WINTER)),
        ("2025-02-04T05:00+01", datetime(2025, 2, 4, 5, tzinfo=PARIS_WINTER)),
        ("20250204T050000Z", datetime(2025, 2, 4, 5, tzinfo=UTC)),
        ("Tue, 04 Feb 2025 05:00:00 GMT", datetime(2025, 2, 4, 5, tzinfo=UTC)),
        ("2025-02-04", date(2025, 2, 4)),
        ("2025-02-04T05:00:00", date(2025, 2, 4)),
        ("2025-02-04 05:00", date(2025, 2, 4)),
        ("2025-02-04T00:00:00Z", date(2025, 2, 4)),
        ("2025-02-04T00:00:00+01:00", datetime(2025, 2, 4, tzinfo=PARIS_WINTER)),
        ("2025-02-04T24:00:00+01:00", datetime(2025, 2, 5, tzinfo=PARIS_WINTER)),
        ("2025-02-04T25:00:00+01:00", date(2025, 2, 4)),
        ("4 février 2025", date(2025, 2, 4)),
        ("2025-02-30", None),
        ("0000-00-00T00:00:00Z", None),
        ("1970-01-01T00:00:00Z", None),
        ("1738742400000", None),
        ("", None),
        ("demain", None),
        (None, None),
        (["2025-02-04"], None),
        (1738742400, None),
    ],
)
def test_a_machine_readable_moment(text: object, expected: object) -> None:
    found = parse_moment(text)
    assert found == expected and type(found) is type(expected)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Publié le 04/02/2025 à 05h00", "fr", date(2025, 2, 4)),
        ("Publié le 4 février 2025 à 14h30", "fr", date(2025, 2, 4)),
        ("le 1er février 2025", "fr", date(2025, 2, 1)),
        ("12 août 2024", "fr", date(2024, 8, 12)),
        ("Mardi 4 févr. 2025", "fr", date(2025, 2, 4)),
        ("Published February 4, 2025 at 09:00", "en", date(2025, 2, 4)),
        ("4 Feb 2025", "en", date(2025, 2, 4)),
        ("Veröffentlicht am 4. Februar 2025, 09:00 Uhr", "de", date(2025, 2, 4)),
        ("Do 06.02.25 | 14:07 Uhr", "de", date(2025, 2, 6)),
        ("Publicado el 4 de febrero de 2025", "es", date(2025, 2, 4)),
        ("Publicado em 4 de março de 2025", "pt", date(2025, 3, 4)),
        ("Pubblicato il 4 marzo 2025", "it", date(2025, 3, 4)),
        ("2025年2月4日", "ja", date(2025, 2, 4)),
        ("02/14/2025", "en", date(2025, 2, 14)),
        ("04/02/2025", "en", None),
        ("04/02/2025", "", date(2025, 2, 4)),
        ("31/02/2025", "fr", None),
        ("4 février 1925", "fr", None),
        ("le 4 du mois", "fr", None),
        ("", "fr", None),
    ],
)
def test_a_day_in_words(text: str, language: str, expected: date | None) -> None:
    assert day_in_words(text, language) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/2025/02/04/titre.html", date(2025, 2, 4)),
        ("https://a.example/article/2025-02-04-titre", date(2025, 2, 4)),
        ("https://a.example/20250204/titre", date(2025, 2, 4)),
        ("https://a.example/2025/13/04/titre", None),
        ("https://a.example/2025/02/31/titre", None),
        ("https://a.example/sommet-2025-et-apres", None),
        ("https://a.example/id-20250204991", None),
    ],
)
def test_a_day_in_an_address(url: str, expected: date | None) -> None:
    assert day_in_url(url) == expected


@given(st.text(max_size=80), st.sampled_from(["fr", "en", "", "xx"]))
def test_no_text_raises(text: str, language: str) -> None:
    parse_moment(text)
    day_in_words(text, language)
    day_in_url(text)


@given(
    st.datetimes(datetime(2000, 1, 2), datetime(2099, 12, 30), timezones=st.sampled_from([UTC, PARIS_WINTER]))  # noqa: DTZ001
)
def test_a_claimed_time_comes_back_with_its_offset(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    if moment.utcoffset() or moment.time() != datetime.min.time():
        found = parse_moment(moment.isoformat())
        assert found == moment and isinstance(found, datetime) and found.utcoffset() == moment.utcoffset()
