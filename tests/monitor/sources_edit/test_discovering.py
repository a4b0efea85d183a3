"""A site of this machine is looked at by the crawler's own process: politely, within the rules, changing nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.sources_edit import KINDS
from monitor.sources_edit.discovering import (
    FoundSite,
    FoundWay,
    NoAddress,
    address_of,
    country_of,
    discover,
    kind_of,
    listed_as,
    outlet_of,
)
from monitor.workspace import Workspace, init, load
from storage.catalogue import read_catalogue
from storage.model import Reason, Rights, SourceKind
from tests.monitor.sources_edit.kiosk import Kiosk, kiosk

NOW = datetime(2025, 2, 5, 8, tzinfo=UTC)


@pytest.fixture
def stand() -> Iterator[Kiosk]:
    with kiosk() as made:
        yield made


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return init(tmp_path / "espace").workspace


def test_everything_that_a_site_offers_is_found_and_what_it_forbids_is_not_asked(
    stand: Kiosk, workspace: Workspace
) -> None:
    stand.let_in(workspace)
    before = {path: path.read_bytes() for path in workspace.root.rglob("*") if path.is_file()}
    site = discover(load(workspace), stand.address, NOW)
    assert (site.name, site.domain, site.language, site.country) == (
        "Le Kiosque du quai",
        stand.host,
        "fr",
        "FR",
    )
    found = {(one.kind, one.url): one.articles for one in site.ways if one.works}
    assert found == {
        (SourceKind.FEED, f"{stand.address}une.xml"): 2,
        (SourceKind.SITEMAP, f"{stand.address}actu.xml"): 2,
        (SourceKind.SEARCH, f"{stand.address}chercher?tri=date&mots={{query}}"): 2,
    }
    assert site.proposed == {url for _, url in found}
    assert [one.reason for one in site.ways if not one.works] == [Reason.NOT_FOUND]
    assert "Disallow: /prive/" in site.robots
    assert stand.asked[0] == "/robots.txt"
    assert {path: path.read_bytes() for path in before} == before
    assert outlet_of(site, site.proposed).tier == "3"


def test_a_private_address_is_not_asked_unless_the_settings_allow_it(
    stand: Kiosk, workspace: Workspace
) -> None:
    stand.let_in(workspace)
    settings = workspace.settings_file.read_text().replace(stand.host, "127.0.0.1:1")
    workspace.settings_file.write_text(settings)
    assert discover(load(workspace), stand.address, NOW).reason is Reason.PRIVATE_ADDRESS
    assert stand.asked == []


def test_a_site_that_forbids_reading_is_asked_for_nothing_but_its_rules(
    stand: Kiosk, workspace: Workspace
) -> None:
    stand.let_in(workspace)
    stand.give("/robots.txt", "User-agent: *\nDisallow: /\n", "text/plain")
    site = discover(load(workspace), stand.address, NOW)
    assert (site.reason, site.ways, stand.asked) == (Reason.ROBOTS, (), ["/robots.txt"])


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("lephare.example", "https://lephare.example/"),
        (" HTTP://lephare.example ", "HTTP://lephare.example/"),
        ("lephare.example/rss.xml", "https://lephare.example/rss.xml"),
    ],
)
def test_an_address_is_taken_as_people_type_it(typed: str, address: str) -> None:
    assert address_of(typed) == address


@pytest.mark.parametrize(
    "typed",
    ["", "phare", "le phare.example", "javascript:alert(1)", "ftp://a.example/", "https://u:p@a.example/"],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(NoAddress):
        address_of(typed)


def test_country_and_kind_are_proposed_from_what_is_known() -> None:
    assert [
        country_of(*one) for one in (("a.fr", ""), ("b.re", "fr"), ("c.co.uk", ""), ("d.com", "fr-ca"))
    ] == [
        "FR",
        "FR",
        "GB",
        "CA",
    ]
    assert country_of("e.org:8080", "fr") == ""
    kinds = [
        kind_of("Radio Lune", ""),
        kind_of("Presse-Mag", ""),
        kind_of("Ville", "a.gouv.fr"),
        kind_of("X", ""),
    ]
    assert kinds == ["radio", "magazine", "institutional", "pure-player"]
    assert set(kinds) <= set(KINDS)


def test_comments_second_sitemaps_and_what_does_not_work_are_not_proposed() -> None:
    ways = (
        FoundWay(SourceKind.FEED, "https://a.example/rss", articles=3),
        FoundWay(SourceKind.FEED, "https://a.example/comments/feed", articles=3),
        FoundWay(SourceKind.FEED, "https://a.example/empty"),
        FoundWay(SourceKind.SITEMAP, "https://a.example/1.xml", articles=3),
        FoundWay(SourceKind.SITEMAP, "https://a.example/2.xml", articles=3),
        FoundWay(SourceKind.SEARCH, "https://a.example/?s={query}"),
        FoundWay(SourceKind.SEARCH, "https://a.example/?q={query}", reason=Reason.ROBOTS),
    )
    site = FoundSite("https://a.example/", "A", "a.example", ways=ways, rights=Rights.RESERVED)
    assert site.proposed == {
        "https://a.example/rss",
        "https://a.example/1.xml",
        "https://a.example/?s={query}",
    }
    new = outlet_of(replace(site, country="FR"), site.proposed)
    assert (len(new.sources), new.rights, new.country) == (3, "tdm-reserved", "FR")


def test_an_outlet_is_known_by_its_site() -> None:
    listings = read_catalogue(b"id,name,domain\nphare,Phare,phare.example\n").listings
    assert listed_as(listings, "https://www.phare.example/x") is listings[0]
    assert listed_as(listings, "https://autre.example/") is None
