"""Run orders: all that a crawl may know, and nothing goes out without a contact."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.config import ContactMissing, Settings
from monitor.dossier import Campaign
from monitor.orders import UnknownSource, make_order
from storage.catalogue import read_catalogue
from storage.model import Outlet, RunOrder, SourceKind, SourceStatus

NOW = datetime(2025, 2, 5, 7, 0, tzinfo=UTC)
CATALOGUE = read_catalogue(
    b"id,name,domain,feeds,search\n"
    b"le-phare,Le Phare,phare.example,https://phare.example/1 https://phare.example/2,https://phare.example/?s={query}\n"
    b"vigie,Vigie,vigie.example,https://vigie.example/1,\n"
)
SETTINGS = Settings.model_validate({"network": {"contact": "a@b.org"}})
CAMPAIGNS = (
    Campaign("a", "A", search_strings=("un", "deux"), zone="Asia/Tokyo"),
    Campaign("b", "B", search_strings=("deux", "trois")),
)


def order(
    settings: Settings = SETTINGS, campaigns: tuple[Campaign, ...] = CAMPAIGNS, **more: Any
) -> RunOrder:
    return make_order(settings, campaigns, CATALOGUE, now=NOW, **more)


def urls(made: RunOrder) -> list[str]:
    return [source.url for _, source in made.sources]


ALL = [
    "https://phare.example/1",
    "https://phare.example/2",
    "https://phare.example/?s={query}",
    "https://vigie.example/1",
]


def test_an_order_has_every_source_and_the_search_strings_of_all_campaigns_once() -> None:
    made = order(watch_terms=("ia",), limit=3, revisit=("x",), since=NOW - timedelta(days=1))
    assert urls(made) == ALL
    assert made.search_strings == ("un", "deux", "trois")
    assert (made.watch_terms, made.limit, made.revisit) == (("ia",), 3, ("x",))
    assert (made.created_at, made.since, made.until, made.now) == (NOW, NOW - timedelta(days=1), None, None)


def test_what_the_settings_say_stands_in_the_order() -> None:
    settings = Settings.model_validate(
        {
            "language": "en",
            "network": {
                "contact": "https://a.example.org/",
                "min_delay": 0.5,
                "allow_private": ["127.0.0.1:80"],
                "max_pages_per_source": 9,
                "fetch_timeout": 4,
            },
            "crawl": {"max_minutes": 2, "first_window_days": 30},
            "retention": {"keep_article_days": 5},
        }
    )
    made = order(settings)
    assert made.contact == "https://a.example.org/"
    assert (made.min_delay, made.allow_private, made.max_pages_per_source) == (0.5, ("127.0.0.1:80",), 9)
    assert (made.max_minutes, made.first_window_days, made.fetch_timeout) == (2.0, 30, 4.0)
    assert made.keep_article_days == 5
    assert made.accept_language.startswith("en")
    assert order().accept_language.startswith("fr")


def test_without_a_contact_there_is_no_order() -> None:
    with pytest.raises(ContactMissing):
        order(Settings())


def test_sources_are_chosen_by_outlet_or_one_by_one_in_the_order_of_the_catalogue() -> None:
    one = CATALOGUE.entries[0][1][1].id
    assert urls(order(sources=["vigie", one])) == ["https://phare.example/2", "https://vigie.example/1"]
    assert urls(order(kinds=[SourceKind.SEARCH])) == ["https://phare.example/?s={query}"]
    assert urls(order(sources=["vigie"], kinds=[SourceKind.SEARCH])) == []


def test_an_unknown_source_is_named_with_those_that_look_like_it() -> None:
    with pytest.raises(UnknownSource) as raised:
        order(sources=["vigie", "la-phare", "zzzzzz"])
    assert raised.value.near == {"la-phare": ("le-phare",), "zzzzzz": ()}


def test_a_source_at_rest_is_left_out_unless_it_is_named() -> None:
    outlet, sources = CATALOGUE.entries[1]
    resting = SourceStatus(sources[0], outlet, resting_until=NOW + timedelta(hours=1))
    rested = SourceStatus(sources[0], outlet, resting_until=NOW)
    assert urls(order(statuses=[resting])) == ALL[:3]
    assert urls(order(statuses=[rested])) == ALL
    assert urls(order(statuses=[resting], sources=["vigie"])) == ALL[3:]


def test_a_rehearsal_has_its_moment_in_the_zone_of_the_campaign() -> None:
    rehearsal = Settings.model_validate({"network": {"contact": "a@b.org"}, "clock": {"now": "2025-02-12"}})
    assert order(rehearsal).now == datetime(2025, 2, 12, 0, 0, tzinfo=UTC)
    assert order(rehearsal, ()).now == datetime(2025, 2, 12, 8, 0, tzinfo=UTC)
    assert order(rehearsal).created_at == NOW


def test_pages_that_a_person_gave_can_stand_alone() -> None:
    page = (Outlet("vigie", "Vigie", "vigie.example"), "https://vigie.example/a")
    assert order(pages=[page]).pages == (page,)
    alone = order(pages=[page], only_pages=True)
    assert (alone.pages, alone.sources) == ((page,), ())


def test_the_same_order_has_the_same_id_and_another_has_another() -> None:
    assert order().id == order().id
    assert order().id.startswith("20250205T070000-")
    assert len({order().id, order(limit=1).id, order(sources=["vigie"]).id}) == 3
