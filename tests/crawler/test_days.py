"""Four crawls over two days: what a source says, fails to say, or says again is remembered from run to run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta

import pytest

from storage.model import Health, Reason, Rights
from tests.crawler.loopback import Loopback, answer, article, feed, loopback
from tests.crawler.rig import NOW, Outcome, Rig

HOURS = (0, 20, 36, 37)
OLD = "/2025/01/10/un-article-du-mois-d-avant"
FIRST, SECOND = "/2025/02/04/un-premier-article-de-la-maison", "/2025/02/04/un-deuxieme-article-de-la-maison"


def tagged(listing: bytes) -> bytes:
    return listing.replace(b"Connection:", b'ETag: "v1"\r\nConnection:')


@dataclass
class Days:
    """The sites and what each of the four crawls left."""

    sites: dict[str, Loopback]
    runs: list[Outcome]

    def health(self, name: str) -> list[Health]:
        return [run.statuses[f"{name}/feed"].health for run in self.runs]


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Days]:
    rig = Rig(tmp_path_factory.mktemp("days"))
    names = ["lying", "failing", "robots", "old", "reserved"]
    with ExitStack() as stack:
        sites = {name: stack.enter_context(loopback()) for name in names}
        for name, site in sites.items():
            rig.source(site, "/feed", name=name)
            site.routes[FIRST], site.routes[SECOND] = article("Un premier"), article("Un deuxième")
        plain = {name: feed(site.base, [FIRST]) for name, site in sites.items()}
        sites["lying"].routes["/feed"] = [tagged(plain["lying"]), answer(304)]
        sites["failing"].routes["/feed"] = [answer(404), answer(404), answer(404), plain["failing"]]
        rules = answer(200, f"User-agent: *\nDisallow: {SECOND}\n", "text/plain")
        sites["robots"].routes["/robots.txt"] = [rules, *[answer(500)] * 3, *[answer(500)] * 3, rules]
        sites["robots"].routes["/feed"] = feed(sites["robots"].base, [FIRST, SECOND])
        old = tagged(feed(sites["old"].base, [OLD]).replace(b"04 Feb 2025", b"10 Jan 2025"))
        sites["old"].routes["/feed"] = [old, answer(304), old, answer(304)]
        sites["old"].routes[OLD] = article("Un article du mois d'avant")
        reserved = answer(200, '[{"location": "/", "tdm-reservation": 1}]', "application/json")
        sites["reserved"].routes["/.well-known/tdmrep.json"] = [reserved, answer(503, "")]
        both = feed(sites["reserved"].base, [FIRST, SECOND])
        sites["reserved"].routes["/feed"] = [plain["reserved"], plain["reserved"], both]
        runs = [
            rig.crawl(
                now=NOW + timedelta(hours=hours),
                since=NOW - timedelta(days=60) if hours == HOURS[-1] else None,
            )
            for hours in HOURS
        ]
        yield Days(sites, runs)


def test_a_server_that_always_says_unchanged_is_believed_for_a_day(days: Days) -> None:
    asked = [request.headers.get("if-none-match") for request in days.sites["lying"].asked_for("/feed")]
    assert asked == [None, '"v1"', None, None]  # nothing is compared with a source in trouble
    assert days.health("lying") == [Health.READ, Health.UNCHANGED, Health.FAILING, Health.FAILING]
    assert days.runs[2].statuses["lying/feed"].reason is Reason.BAD_ANSWER


def test_a_source_fails_rests_and_comes_back_by_itself(days: Days) -> None:
    assert days.health("failing") == [Health.FAILING, Health.FAILING, Health.RESTING, Health.READ]
    assert days.runs[2].statuses["failing/feed"].resting_until == NOW + timedelta(hours=36 + 23)
    back = days.runs[3].statuses["failing/feed"]
    assert (back.weight, back.resting_until) == (0.0, None)


def test_rules_of_the_last_day_stand_in_for_a_robots_file_out_of_reach_and_older_ones_do_not(
    days: Days,
) -> None:
    assert days.health("robots") == [Health.READ, Health.READ, Health.ROBOTS, Health.READ]
    assert days.runs[2].statuses["robots/feed"].reason is Reason.ROBOTS_UNREACHABLE
    assert not days.sites["robots"].asked_for(SECOND)


def test_a_wider_window_reads_what_waits_even_where_the_feed_says_unchanged(days: Days) -> None:
    assert days.health("old") == [Health.READ, Health.UNCHANGED, Health.READ, Health.UNCHANGED]
    url = days.sites["old"].base + OLD
    assert [run.stored(url) for run in days.runs] == [False, False, False, True]


def test_rights_that_cannot_be_asked_for_are_those_that_were_last_known(days: Days) -> None:
    base = days.sites["reserved"].base
    rights = {
        article.url: article.rights for article in days.runs[2].articles if article.url.startswith(base)
    }
    assert rights == {base + FIRST: Rights.RESERVED, base + SECOND: Rights.RESERVED}
    assert (
        len(days.sites["reserved"].asked_for("/.well-known/tdmrep.json")) == 4
    )  # once, and three times a day later
