"""A source that people paused: nobody reads it, whoever asks; and every list, report and book says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.config import Settings
from monitor.digest import Look, window_of
from monitor.digest.coverage import coverage_of
from monitor.digest.values import Coverage
from monitor.dossier import Campaign
from monitor.orders import make_order
from monitor.schedule.plan import Rows, plan_of
from monitor.sources_edit.standing import State, found, overview_of, state_of
from monitor.web.moments import Moments
from monitor.web.sources_words import Remedy, SourceWords, remedy
from monitor.wording import Words
from monitor.workspace import Loaded
from storage.catalogue import ProblemCode, read_catalogue
from storage.model import Health, Reason, Run, RunKind, RunState, SourceReading, SourceStatus

NOW = datetime(2025, 2, 5, 8, tzinfo=UTC)
CATALOGUE = read_catalogue(
    b"id,name,domain,country,kind,feeds,paused\n"
    b"phare,Le Phare,phare.example,FR,blog,https://phare.example/1 https://phare.example/2,https://phare.example/2\n"
    b"vigie,Vigie,vigie.example,BE,tv,https://vigie.example/1,oui\n"
)
SETTINGS = Settings.model_validate({"network": {"contact": "a@b.org"}})
CAMPAIGN = Campaign("appel", "Appel")
SOURCES = [source for _, sources in CATALOGUE.entries for source in sources]
STATUSES = [
    SourceStatus(
        source,
        outlet,
        Health.FAILING,
        NOW - timedelta(days=3),
        Reason.TIMEOUT,
        last_tried_at=NOW - timedelta(days=2),
    )
    for outlet, sources in CATALOGUE.entries
    for source in sources
]


def test_the_file_says_which_are_paused() -> None:
    assert CATALOGUE.problems == ()
    assert [one.paused for one in SOURCES] == [False, True, True]


@pytest.mark.parametrize("cell", ["no", "NON", "0", ""])
def test_a_no_is_no_pause(cell: str) -> None:
    reading = read_catalogue(
        f"id,name,domain,feeds,paused\na,A,a.example,https://a.example/1,{cell}\n".encode()
    )
    assert reading.problems == () and not reading.listings[0].sources[0].paused


def test_a_pause_that_names_no_source_of_the_row_is_told_and_passed_over() -> None:
    row = b"id,name,domain,feeds,paused\na,A,a.example,https://a.example/1,https://a.example/9\n"
    reading = read_catalogue(row)
    assert [(one.column, one.code) for one in reading.problems] == [("paused", ProblemCode.BAD_PAUSED)]
    assert not reading.listings[0].sources[0].paused


def test_no_order_reads_it_even_if_it_is_named() -> None:
    for named in ((), ("vigie",), (SOURCES[1].id, SOURCES[0].id)):
        made = make_order(SETTINGS, [CAMPAIGN], CATALOGUE, now=NOW, sources=named)
        assert not any(source.paused for _, source in made.sources)
    assert [source.id for _, source in make_order(SETTINGS, [], CATALOGUE, now=NOW).sources] == [
        SOURCES[0].id
    ]


def test_no_tick_reads_it_and_no_report_waits_for_it() -> None:
    plan = plan_of(Loaded(SETTINGS, (CAMPAIGN,), CATALOGUE), Rows(), "Europe/Paris", NOW)
    assert [one.source.id for one in plan.sources] == [SOURCES[0].id]
    assert plan.to_read(NOW + timedelta(hours=1)) == {SOURCES[0].id}
    assert all(SOURCES[1].id not in one.untried for one in plan.campaigns)


def test_in_a_report_it_stands_apart_and_makes_nobody_blind() -> None:
    began = NOW - timedelta(hours=1)
    run = Run("r", RunKind.CRAWL, began, RunState.DONE, began + timedelta(minutes=9))
    window = window_of(NOW.date(), CAMPAIGN, (), [run], until=NOW)
    coverage: Coverage = coverage_of(window, STATUSES, [])
    assert [line.look for line in coverage.lines] == [Look.NOT_TRIED, Look.PAUSED, Look.PAUSED]
    assert (coverage.allowed, len(coverage.unread), coverage.read) == (1, 1, 0)
    read = SourceReading(SOURCES[1].id, "run", NOW - timedelta(minutes=5), Health.READ)
    seen = coverage_of(window, STATUSES, [read])  # it was read in this window, and paused after that
    assert seen.lines[1].look is Look.READ


def test_how_sources_stand_is_told_by_state() -> None:
    well = replace(STATUSES[0], health=Health.READ, reason=None)
    cases = [
        (STATUSES[0], State.TROUBLE),
        (STATUSES[1], State.PAUSED),
        (well, State.WELL),
        (replace(well, health=Health.SILENT), State.SILENT),
        (replace(well, health=Health.NEW), State.NEW),
        (replace(well, reason=Reason.OFFLINE, health=Health.FAILING), State.NEW),
        (replace(well, reason=Reason.ROBOTS, health=Health.ROBOTS), State.FORBIDDEN),
        (replace(well, reason=Reason.REFUSED, health=Health.REFUSED), State.FORBIDDEN),
        (replace(well, reason=Reason.ROBOTS_UNREACHABLE, health=Health.ROBOTS), State.TROUBLE),
    ]
    assert [state_of(status.source, status) for status, _ in cases] == [state for _, state in cases]
    assert state_of(SOURCES[0], None) is State.NEW


def test_every_reason_has_something_to_do() -> None:
    for reason in Reason:
        status = replace(STATUSES[0], reason=reason)
        (one, *_) = overview_of(CATALOGUE.listings, [status]).standings
        assert remedy(one) in Remedy
    moved = replace(STATUSES[0], reason=Reason.NOT_FOUND)
    assert remedy(overview_of(CATALOGUE.listings, [moved]).standings[0]) is Remedy.MOVE


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_first_sentence_says_how_it_stands(language: str) -> None:
    words = Words(language)
    says = SourceWords(words, Moments(words, "Europe/Paris", NOW), NOW)
    nothing = says.lede(overview_of(CATALOGUE.listings, []))
    old = says.lede(overview_of(CATALOGUE.listings, STATUSES))
    fresh = says.lede(overview_of(CATALOGUE.listings, [replace(STATUSES[0], since=NOW - timedelta(hours=2))]))
    well = says.lede(overview_of(CATALOGUE.listings, [replace(STATUSES[0], reason=None, health=Health.READ)]))
    assert len({nothing, old, fresh, well}) == 4
    old, fresh = (one.replace("\u00a0", " ") for one in (old, fresh))
    if language == "fr":
        assert old == "2 médias suivis. 1 source ne nous répond plus."
        assert fresh == "2 médias suivis. 1 source ne nous répond plus depuis hier."


def test_sources_are_found_by_any_of_their_words() -> None:
    all_of_them = overview_of(CATALOGUE.listings, STATUSES).standings
    assert len(found(all_of_them, "PHARE")) == 2
    assert [one.outlet.id for one in found(all_of_them, "", "tv", "BE")] == ["vigie"]
    assert found(all_of_them, "vigie", "blog") == []
