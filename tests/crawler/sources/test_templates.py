"""Search templates are data: they are filled, never run."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.sources.templates import expand, has_hole, next_page

SINCE, UNTIL = date(2025, 2, 4), date(2025, 2, 12)


@pytest.mark.parametrize(
    ("template", "url"),
    [
        ("https://a.example/r?q={query}", "https://a.example/r?q=l%27IA%20%26%20%22nous%22%20%C3%A9t%C3%A9"),
        (
            "https://a.example/r/{query}/{page}",
            "https://a.example/r/l%27IA%20%26%20%22nous%22%20%C3%A9t%C3%A9/1",
        ),
        (
            "https://a.example/r?d={start:%d-%m-%Y}&f={end:%d/%m/%Y}",
            "https://a.example/r?d=04-02-2025&f=12/02/2025",
        ),
        (
            "https://a.example/r?a={start:%Y-%m-%dT00:00:00}&b={end}",
            "https://a.example/r?a=2025-02-04T00:00:00&b=2025-02-12",
        ),
        ("https://a.example/r?d={end:%d}&m={end:%m}&y={end:%y}", "https://a.example/r?d=12&m=02&y=25"),
        (
            "https://a.example/{autre}/{query.__class__}/{0}/{}",
            "https://a.example/{autre}/{query.__class__}/{0}/{}",
        ),
        ("https://a.example/%{start:%Q}%s", "https://a.example/%%Q%s"),
    ],
)
def test_holes_are_filled_and_all_else_stays(template: str, url: str) -> None:
    assert expand(template, 'l\'IA & "nous" été', SINCE, UNTIL) == url


@pytest.mark.parametrize(
    "template",
    [
        "https://a.example/r?q={query}&page={page}",
        "https://a.example/r?page={page}&q={query}",
        "https://a.example/p{page}/{query}?d={start:%d/%m/%Y}",
        "https://a.example/{query}/{page}/",
    ],
)
@given(query=st.text(min_size=1, max_size=20), page=st.integers(1, 999))
def test_the_next_page_is_the_same_search_one_page_on(template: str, query: str, page: int) -> None:
    query = query.encode("utf-8", "replace").decode()
    url = expand(template, query, SINCE, UNTIL, page)
    assert next_page(template, url) == expand(template, query, SINCE, UNTIL, page + 1)


def test_an_address_of_another_template_has_no_next_page() -> None:
    assert next_page("https://a.example/r?page={page}", "https://b.example/r?page=1") is None
    assert next_page("https://a.example/r?q={query}", "https://a.example/r?q=x") is None


def test_holes_are_known_by_name() -> None:
    assert has_hole("https://a.example/{page}", "page")
    assert not has_hole("https://a.example/{pages}", "page")
