"""robots.txt is decided by its status before its text; Retry-After is kept in both its forms."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.middlewares.retry import retry_after
from crawler.middlewares.robots import verdict_of
from crawler.middlewares.wholeness import is_whole

NOW = datetime(2025, 2, 4, 12, 0, tzinfo=UTC)
PAGE = "https://a.example/article"


@pytest.mark.parametrize("status", [500, 503, 599, 429, 0, 302])
def test_a_robots_file_that_cannot_be_read_forbids_everything(status: int) -> None:
    assert not verdict_of(status, b"User-agent: *\nDisallow:\n").allows(PAGE)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_no_robots_file_forbids_nothing_even_with_rules_in_its_error_page(status: int) -> None:
    assert verdict_of(status, b"User-agent: *\nDisallow: /\n").allows(PAGE)


@pytest.mark.parametrize(
    ("body", "allowed"),
    [
        (b"User-agent: *\nDisallow: /article", False),
        (b"\xef\xbb\xbfUser-agent: *\rDisallow: /article\r", False),
        ("User-agent: *\nDisallow: /article".encode("utf-16"), False),
        (b"user-agent: retombeesbot\ndisallow: /\n\nuser-agent: *\ndisallow:", False),
        (b"User-agent: GPTBot\nDisallow: /\n\nUser-agent: *\nDisallow:", True),
        (b"User-agent: *\nDisallow: /*.html$", True),
        (b"<html><body>not here</body></html>", True),
        (b"", True),
    ],
)
def test_the_rules_are_read_as_the_standard_wants(body: bytes, allowed: bool) -> None:
    assert verdict_of(200, body).allows(PAGE) is allowed


def test_rules_behind_half_a_mebibyte_are_not_read_and_cost_nothing() -> None:
    body = b"User-agent: *\n" + b"# x\n" * 200_000 + b"Disallow: /\n"
    assert verdict_of(200, body).allows(PAGE)


def test_a_crawl_delay_is_kept_up_to_a_minute() -> None:
    assert verdict_of(200, b"User-agent: *\nCrawl-delay: 7").crawl_delay == 7.0
    assert verdict_of(200, b"User-agent: *\nCrawl-delay: 86400").crawl_delay == 60.0
    assert verdict_of(404, b"").crawl_delay == 0.0


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        ("0", 1.0),
        ("Tue, 04 Feb 2025 12:01:00 GMT", 60.0),
        ("Tue, 04 Feb 2025 11:00:00 GMT", 1.0),
        ("999999999", 86_400.0),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_read_in_both_its_forms(header: str | None, seconds: float | None) -> None:
    assert retry_after(header, NOW) == seconds


def test_a_compressed_answer_that_broke_off_is_noticed() -> None:
    import gzip
    import zlib

    whole = gzip.compress(b"bonjour " * 5000)
    assert is_whole(whole, "gzip")
    assert not is_whole(whole[: len(whole) // 2], "gzip")
    assert not is_whole(zlib.compress(b"bonjour " * 5000)[:-6], "deflate")
    assert is_whole(b"plain", "") and is_whole(b"", "gzip") and is_whole(b"\x0b\x02\x80", "br")
