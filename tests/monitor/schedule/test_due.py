"""What is due is derived from rows: each report once, whatever the machine, its sleep or its clock do."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.config.settings import DAYS, Schedule
from monitor.dossier import Campaign
from monitor.schedule.due import (
    ReportDue,
    attempts,
    daily_job_due,
    instant,
    next_times,
    reading_owed,
    reports_due,
)
from storage.model import ReportKind, ReportRecord, Run, RunKind, RunState

PARIS = ZoneInfo("Europe/Paris")
DAILY, WEEKLY, FINAL = ReportKind.DAILY, ReportKind.WEEKLY, ReportKind.FINAL
EVERY_DAY = Schedule()
CAMPAIGN = Campaign("appel", "Appel", report_at=time(7, 30))


def at(text: str) -> datetime:
    """A time in Paris, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC)


def record(day: str | date, kind: ReportKind = DAILY, made: datetime | None = None) -> ReportRecord:
    day = date.fromisoformat(day) if isinstance(day, str) else day
    when = made or instant(day, time(7, 31), "Europe/Paris")
    return ReportRecord("appel", day, when - timedelta(days=1), when, when, kind)


def kinds(due: tuple[ReportDue, ...]) -> list[ReportKind]:
    return [one.kind for one in due]


def test_a_report_is_due_from_its_time_on_and_no_more_once_it_was_made() -> None:
    assert reports_due(CAMPAIGN, EVERY_DAY, [], at("2025-02-04 07:29")) == ()
    assert reports_due(CAMPAIGN, EVERY_DAY, [], at("2025-02-04 07:30")) == (
        ReportDue("appel", DAILY, date(2025, 2, 4)),
    )
    assert reports_due(CAMPAIGN, EVERY_DAY, [record("2025-02-04")], at("2025-02-04 23:59")) == ()


def test_a_day_that_passed_in_sleep_is_covered_by_the_next_report_not_sent_late() -> None:
    woken = reports_due(CAMPAIGN, EVERY_DAY, [record("2025-02-03")], at("2025-02-06 00:10"))
    assert woken == ()  # the time of the 6th has not come, and the 4th and 5th are over
    morning = reports_due(CAMPAIGN, EVERY_DAY, [record("2025-02-03")], at("2025-02-06 11:00"))
    assert [(one.kind, one.day) for one in morning] == [(DAILY, date(2025, 2, 6))]


def test_days_of_the_week_are_a_setting() -> None:
    working = Schedule(days=("mon", "tue", "wed", "thu", "fri"), weekly="")
    made = [record("2025-02-07")]
    assert reports_due(CAMPAIGN, working, made, at("2025-02-08 12:00")) == ()  # Saturday
    assert kinds(reports_due(CAMPAIGN, working, made, at("2025-02-10 12:00"))) == [DAILY]


def test_a_campaign_has_no_report_before_it_begins() -> None:
    later = replace(CAMPAIGN, starts_on=date(2025, 2, 4))
    assert reports_due(later, EVERY_DAY, [], at("2025-02-03 12:00")) == ()
    assert kinds(reports_due(later, EVERY_DAY, [], at("2025-02-04 12:00"))) == [DAILY]


def test_the_final_report_follows_the_last_daily_one_and_ends_them() -> None:
    over = replace(CAMPAIGN, ends_on=date(2025, 2, 11))
    made = [record("2025-02-11")]
    assert reports_due(over, EVERY_DAY, made, at("2025-02-11 23:00")) == ()
    assert kinds(reports_due(over, EVERY_DAY, made, at("2025-02-12 07:30"))) == [DAILY, FINAL]
    made += [record("2025-02-12"), record("2025-02-12", FINAL)]
    for day in ("2025-02-12 09:00", "2025-02-13 09:00", "2026-02-13 09:00"):
        assert reports_due(over, EVERY_DAY, made, at(day)) == ()


def test_a_machine_that_slept_over_the_end_makes_both_once_when_it_wakes() -> None:
    over = replace(CAMPAIGN, ends_on=date(2025, 2, 11))
    made = [record("2025-02-10")]
    assert kinds(reports_due(over, EVERY_DAY, made, at("2025-02-15 09:00"))) == [DAILY, FINAL]


def test_a_campaign_that_was_over_before_we_followed_it_is_left_alone() -> None:
    over = replace(CAMPAIGN, ends_on=date(2025, 2, 11))
    assert reports_due(over, EVERY_DAY, [], at("2026-11-25 09:00")) == ()


def test_a_campaign_made_longer_after_its_final_report_goes_on_and_ends_again() -> None:
    made = [record("2025-02-12"), record("2025-02-12", FINAL)]
    longer = replace(CAMPAIGN, ends_on=date(2025, 3, 31))
    assert DAILY in kinds(reports_due(longer, EVERY_DAY, made, at("2025-02-13 09:00")))
    assert FINAL in kinds(reports_due(longer, EVERY_DAY, made, at("2025-04-01 09:00")))


def test_a_weekly_report_is_due_on_its_day_and_caught_up_only_where_the_campaign_was_followed() -> None:
    friday, tuesday = at("2025-02-07 08:00"), at("2025-02-11 08:00")
    assert kinds(reports_due(CAMPAIGN, EVERY_DAY, [], friday)) == [DAILY, WEEKLY]
    assert kinds(reports_due(CAMPAIGN, EVERY_DAY, [record("2025-02-06")], tuesday)) == [DAILY, WEEKLY]
    assert kinds(reports_due(CAMPAIGN, EVERY_DAY, [], tuesday)) == [DAILY]  # its first morning
    made = [record("2025-02-06"), record("2025-02-11", WEEKLY)]
    assert kinds(reports_due(CAMPAIGN, EVERY_DAY, made, tuesday)) == [DAILY]
    assert WEEKLY in kinds(reports_due(CAMPAIGN, EVERY_DAY, made, at("2025-02-14 08:00")))
    assert WEEKLY not in kinds(reports_due(CAMPAIGN, Schedule(weekly=""), made, at("2025-02-14 08:00")))


# ---- nights of clock changes, and clocks that jump ----------------------------------------------------


@pytest.mark.parametrize(
    ("night", "first_due"),
    [
        ("2025-03-30", datetime(2025, 3, 30, 1, 30, tzinfo=UTC)),  # 02:30 does not exist: 03:30 is the time
        ("2025-10-26", datetime(2025, 10, 26, 0, 30, tzinfo=UTC)),  # 02:30 comes twice: the first time counts
    ],
)
def test_on_the_nights_when_clocks_change_half_past_two_comes_once(night: str, first_due: datetime) -> None:
    campaign = replace(CAMPAIGN, report_at=time(2, 30))
    quiet = Schedule(weekly="")
    assert reports_due(campaign, quiet, [], first_due - timedelta(minutes=1)) == ()
    assert kinds(reports_due(campaign, quiet, [], first_due)) == [DAILY]
    made = [record(night, made=first_due)]
    for minutes in range(0, 22 * 60, 5):
        assert reports_due(campaign, quiet, made, first_due + timedelta(minutes=minutes)) == ()


def test_a_clock_set_back_by_a_day_sends_nothing_again() -> None:
    made = [record("2025-02-02"), record("2025-02-05")]  # asleep on the 3rd and 4th
    quiet = Schedule(weekly="")
    assert reports_due(CAMPAIGN, quiet, made, at("2025-02-04 08:00")) == ()
    assert reports_due(CAMPAIGN, quiet, made, at("2025-02-05 08:00")) == ()
    assert kinds(reports_due(CAMPAIGN, quiet, made, at("2025-02-06 08:00"))) == [DAILY]


def test_a_report_made_under_a_clock_years_ahead_does_not_silence_the_present() -> None:
    made = [record("2025-02-03"), record("2031-01-01"), record("2031-01-03", WEEKLY)]
    assert kinds(reports_due(CAMPAIGN, EVERY_DAY, made, at("2025-02-07 08:00"))) == [DAILY, WEEKLY]


@settings(max_examples=8)
@example(2, "Europe/Paris", time(23, 50), ("mon",))
@example(24, "Europe/Paris", time(23, 50), ("tue",))
@given(
    seed=st.integers(0, 2**32),
    zone=st.sampled_from(["Europe/Paris", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"]),
    report_at=st.sampled_from([time(0, 0), time(2, 30), time(7, 30), time(23, 50)]),
    days=st.sets(st.sampled_from(DAYS), min_size=1).map(lambda chosen: tuple(d for d in DAYS if d in chosen)),
)
def test_over_four_hundred_days_each_report_is_made_once_where_somebody_is_awake_for_it(
    seed: int, zone: str, report_at: time, days: tuple[str, ...]
) -> None:
    """Ticks of 15 minutes across both nights of clock changes, with sleeps of minutes to days at random.

    Where only the last minutes of one day a week are left, those who sleep most of the time need longer for the end.
    """
    chance, step = random.Random(seed), timedelta(minutes=15)
    campaign = Campaign("appel", "Appel", zone=zone, report_at=report_at, ends_on=date(2026, 2, 10))
    schedule = Schedule.model_validate({"days": days, "weekly": "fri"})
    now = datetime(2025, 1, 6, 12, 7, tzinfo=UTC)
    end = now + timedelta(days=440)
    made: list[ReportRecord] = []
    owed: set[date] = set()
    while now < end or (now < end + timedelta(days=1_000) and not any(one.kind is FINAL for one in made)):
        local = now.astimezone(ZoneInfo(zone))
        day = local.date()
        on_time = now >= instant(day, report_at, zone) and DAYS[day.weekday()] in days
        if on_time and day <= date(2026, 2, 10):
            owed.add(day)
        for due in reports_due(campaign, schedule, made, now):
            made.insert(0, ReportRecord("appel", due.day, now, now, now, due.kind))
        now += step if chance.random() < 0.97 else timedelta(minutes=chance.choice([40, 500, 1500, 4000]))
    counted = Counter((one.kind, one.day) for one in made)
    assert set(counted.values()) == {1}
    daily = {one.day for one in made if one.kind is DAILY}
    assert owed <= daily
    assert len([one for one in made if one.kind is FINAL]) == 1
    weeks = Counter((one.day - timedelta(days=4)).isocalendar()[:2] for one in made if one.kind is WEEKLY)
    assert set(weeks.values()) == {1}  # weeks from Friday to Thursday
    last = max(daily)
    assert last == max(one.day for one in made)  # the final report ended them


@settings(max_examples=20)
@given(st.lists(st.tuples(st.integers(1, 400), st.integers(-1440, 1440)), min_size=5, max_size=60))
def test_whatever_way_the_clock_is_set_by_up_to_a_day_no_day_is_reported_twice(
    moves: list[tuple[int, int]],
) -> None:
    now, made = at("2025-10-20 06:00"), list[ReportRecord]()
    for minutes, jump in moves:
        now += timedelta(minutes=minutes + jump)
        for due in reports_due(CAMPAIGN, EVERY_DAY, made, now):
            made.append(ReportRecord("appel", due.day, now, now, now, due.kind))
    assert all(number == 1 for number in Counter((one.kind, one.day) for one in made).values())


# ---- the reading before it ----------------------------------------------------------------------------


def test_a_reading_is_owed_from_its_time_on_until_the_report_is_made() -> None:
    owed = at("2025-02-04 07:00")
    assert reading_owed(CAMPAIGN, EVERY_DAY, [], at("2025-02-04 06:59")) is None
    assert reading_owed(CAMPAIGN, EVERY_DAY, [], at("2025-02-04 07:00")) == owed
    assert reading_owed(CAMPAIGN, EVERY_DAY, [], at("2025-02-04 12:00")) == owed
    assert reading_owed(CAMPAIGN, EVERY_DAY, [record("2025-02-04")], at("2025-02-04 12:00")) is None
    early = replace(CAMPAIGN, report_at=time(6, 15))
    assert reading_owed(early, EVERY_DAY, [], at("2025-02-04 06:20")) == at("2025-02-04 06:15")


def test_one_try_is_enough_however_it_went_but_one_that_was_stopped_or_killed_is_none() -> None:
    began = at("2025-02-04 07:00")

    def tried(state: RunState) -> dict[str, datetime]:
        return attempts([(Run("r", RunKind.CRAWL, began, state), ("phare/feed",))])

    for state in (RunState.DONE, RunState.PARTIAL, RunState.OFFLINE, RunState.FAILED):
        assert tried(state) == {"phare/feed": began}
    for state in (RunState.STOPPED, RunState.RUNNING, RunState.KILLED):
        assert tried(state) == {}


def test_a_source_whose_crawl_was_killed_twice_holds_up_no_report() -> None:
    first, second = at("2025-02-04 07:00"), at("2025-02-04 07:15")
    killed = [
        (Run("b", RunKind.CRAWL, second, RunState.KILLED), ("phare/feed",)),
        (Run("a", RunKind.CRAWL, first, RunState.KILLED), ("phare/feed", "rivage/feed")),
    ]
    assert attempts(killed) == {"phare/feed": second}


# ---- once a day, and the next times ---------------------------------------------------------------------


def test_a_daily_job_is_due_once_a_day_and_tried_again_some_hours_after_it_failed() -> None:
    def due(state: RunState, began: str, now: str) -> bool:
        return daily_job_due([Run("r", RunKind.BACKUP, at(began), state)], "Europe/Paris", at(now))

    assert daily_job_due([], "Europe/Paris", at("2025-02-04 00:05"))
    assert not due(RunState.DONE, "2025-02-04 00:05", "2025-02-04 23:55")
    assert due(RunState.DONE, "2025-02-04 23:55", "2025-02-05 00:05")
    assert not due(RunState.FAILED, "2025-02-04 08:00", "2025-02-04 11:30")
    assert due(RunState.FAILED, "2025-02-04 08:00", "2025-02-04 12:30")
    assert due(RunState.KILLED, "2025-02-04 08:00", "2025-02-04 08:15")
    assert not due(RunState.DONE, "2025-02-05 08:00", "2025-02-04 08:15")  # the clock was set back
    assert due(RunState.DONE, "2031-02-05 08:00", "2025-02-04 08:15")  # it was years ahead


def test_the_next_times_are_those_of_the_next_report_that_will_be_due() -> None:
    working = Schedule(days=("mon", "tue", "wed", "thu", "fri"), weekly="")
    made = [record("2025-02-07")]
    assert next_times(CAMPAIGN, working, made, at("2025-02-07 09:00")) == (
        at("2025-02-10 07:00"),
        at("2025-02-10 07:30"),
    )
    assert next_times(CAMPAIGN, working, [], at("2025-02-07 07:10")) == (None, at("2025-02-07 07:30"))
    future = replace(CAMPAIGN, starts_on=date(2025, 9, 1))
    assert next_times(future, working, [], at("2025-02-07 09:00"))[1] == at("2025-09-01 07:30")
    over = replace(CAMPAIGN, ends_on=date(2025, 2, 11))
    told = [record("2025-02-12"), record("2025-02-12", FINAL)]
    assert next_times(over, EVERY_DAY, told, at("2025-02-12 09:00")) == (None, None)
