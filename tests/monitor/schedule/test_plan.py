"""What a tick is to do: which sources, which reports, which daily jobs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from monitor.config import Settings
from monitor.dossier import Campaign
from monitor.schedule.plan import TICK, Plan, Rows, plan_of
from monitor.workspace import Loaded
from storage.catalogue import read_catalogue
from storage.model import (
    Health,
    Outlet,
    ReportRecord,
    Run,
    RunKind,
    RunState,
    Source,
    SourceKind,
    SourceReading,
    SourceStatus,
)
from tests.monitor.schedule.house import at

CATALOGUE = read_catalogue(
    b"id,name,domain,feeds,search\n"
    b"phare,Le Phare,phare.example,https://phare.example/1,https://phare.example/?s={query}\n"
    b"vigie,Vigie,vigie.example,https://vigie.example/1,\n"
)
IDS = {
    source.kind: source.id for _, sources in CATALOGUE.entries for source in sources if "phare" in source.id
}
FEED, SEARCH = IDS[SourceKind.FEED], IDS[SourceKind.SEARCH]
OTHER = next(source.id for outlet, sources in CATALOGUE.entries for source in sources if outlet.id == "vigie")
PARIS = Campaign("appel", "Appel", search_strings=("appel",))
TOKYO = Campaign("banc", "Banc", zone="Asia/Tokyo")
SETTINGS = Settings.model_validate({"schedule": {"weekly": ""}})


def loaded(*campaigns: Campaign) -> Loaded:
    return Loaded(SETTINGS, campaigns or (PARIS,), CATALOGUE)


def status(source_id: str, tried: datetime | None, rest: datetime | None = None) -> SourceStatus:
    source = Source(source_id, source_id.split("/")[0], SourceKind.FEED, "https://x.example/")
    outlet = Outlet(source.outlet_id, source.outlet_id, "x.example")
    return SourceStatus(source, outlet, Health.READ, last_tried_at=tried, resting_until=rest)


def plan(now: str, rows: Rows, *campaigns: Campaign) -> Plan:
    return plan_of(loaded(*campaigns), rows, "Europe/Paris", at(now))


def read(now: str, rows: Rows, *campaigns: Campaign) -> set[str]:
    return set(plan(now, rows, *campaigns).to_read(at(now) + TICK))


def all_tried(when: str) -> tuple[SourceStatus, ...]:
    return tuple(status(source, at(when)) for source in (FEED, SEARCH, OTHER))


def test_what_was_never_tried_is_read_now() -> None:
    assert read("2025-02-04 05:00", Rows()) == {FEED, SEARCH, OTHER}


def test_a_source_is_read_at_the_last_tick_before_it_is_due() -> None:
    rows = Rows(statuses=all_tried("2025-02-04 12:01"))  # an hour later it is due, the search in four
    assert read("2025-02-04 12:45", rows) == set()
    assert read("2025-02-04 12:50", rows) == {FEED, OTHER}


def test_what_a_crawl_read_before_it_was_killed_is_read_again_before_the_report() -> None:
    began = at("2025-02-04 07:00")
    for state, again in ((RunState.DONE, False), (RunState.KILLED, True), (RunState.RUNNING, True)):
        crawl = (Run("r", RunKind.CRAWL, began, state, order_id="o"), (FEED, SEARCH, OTHER))
        statuses = tuple(replace(one, last_run_id="r") for one in all_tried("2025-02-04 07:00"))
        rows = Rows(statuses=statuses, crawls=(crawl,))
        assert bool(plan("2025-02-04 07:01", rows).campaigns[0].untried) is again


def test_a_search_without_anything_to_search_for_is_never_read() -> None:
    assert SEARCH not in read("2025-02-04 05:00", Rows(), TOKYO)


def test_a_resting_source_is_left_alone_even_before_a_report_unless_its_rest_is_nonsense() -> None:
    now = at("2025-02-04 07:05")
    resting = status(FEED, now - timedelta(days=1), now + timedelta(hours=20))
    assert FEED not in read("2025-02-04 07:05", Rows(statuses=(resting,)))
    forever = status(FEED, now - timedelta(days=1), now + timedelta(days=900))
    assert FEED in read("2025-02-04 07:05", Rows(statuses=(forever,)))


def test_before_a_report_every_source_is_tried_whatever_its_rhythm() -> None:
    rows = Rows(statuses=all_tried("2025-02-04 06:55"))
    assert read("2025-02-04 06:59", rows) == set()
    assert read("2025-02-04 07:00", rows) == {FEED, SEARCH, OTHER}
    assert plan("2025-02-04 07:31", rows).campaigns[0].untried == {FEED, SEARCH, OTHER}


def test_a_crawl_that_is_over_counts_as_a_try_of_all_that_it_was_asked_for() -> None:
    run = Run("r", RunKind.CRAWL, at("2025-02-04 07:00"), RunState.OFFLINE, order_id="o")
    rows = Rows(statuses=all_tried("2025-02-04 06:00"), crawls=((run, (FEED, OTHER)),))
    assert plan("2025-02-04 07:31", rows).campaigns[0].untried == {SEARCH}


def test_each_campaign_waits_for_the_reading_of_its_own_morning() -> None:
    """Seven in Tokyo is eleven at night in Paris, the day before."""
    rows = Rows(statuses=all_tried("2025-02-03 23:10"))
    found = plan("2025-02-04 00:10", rows, PARIS, TOKYO).campaigns
    assert [len(one.untried) for one in found] == [0, 0]
    assert [bool(one.reports) for one in found] == [False, True]


def test_times_to_come_say_nothing_so_that_a_clock_set_right_finds_its_way() -> None:
    future = at("2031-01-01 00:00")
    rows = Rows(
        statuses=tuple(status(source, future) for source in (FEED, SEARCH, OTHER)),
        crawls=((Run("r", RunKind.CRAWL, future, RunState.DONE, order_id="o"), (FEED,)),),
        readings={FEED: [SourceReading(FEED, "r", future, Health.READ, candidates=20)]},
    )
    assert read("2025-02-04 05:00", rows) == {FEED, SEARCH, OTHER}


def test_the_next_time_is_the_earliest_of_all_campaigns() -> None:
    rows = Rows(statuses=all_tried("2025-02-04 05:00"))
    assert plan("2025-02-04 05:00", rows).next_time == at("2025-02-04 07:00")
    assert plan("2025-02-04 07:10", rows).next_time == at("2025-02-04 07:30")
    made = ReportRecord("appel", at("2025-02-04 07:30").date(), *[at("2025-02-04 07:30")] * 3)
    told = Rows(statuses=rows.statuses, reports={"appel": (made,)})
    assert plan("2025-02-04 07:31", told).next_time == at("2025-02-05 07:00")


def test_daily_jobs_come_once_a_day() -> None:
    done = {RunKind.BACKUP: (Run("b", RunKind.BACKUP, at("2025-02-04 00:10"), RunState.DONE),)}
    assert plan("2025-02-04 12:00", Rows(runs=done)).jobs == (RunKind.RETENTION,)
    assert plan("2025-02-05 00:10", Rows(runs=done)).jobs == (RunKind.BACKUP, RunKind.RETENTION)
