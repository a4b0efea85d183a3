"""Which times the reports of a day, a week and a campaign cover, and which days had no report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.digest import Blindness, State, build_digest, window_of
from storage.model import Health, MentionKind, Reason, ReportKind, ReportRecord, RunState

WEEKLY, FINAL = ReportKind.WEEKLY, ReportKind.FINAL


def record(press: Any, day: str, hour: str = "07:30", kind: ReportKind = ReportKind.DAILY) -> ReportRecord:
    end = press.utc(f"{day} {hour}")
    return ReportRecord("appel", date.fromisoformat(day), end - timedelta(days=1), end, end, kind)


def test_monday_says_which_days_had_no_report(press: Any) -> None:
    monday = date(2025, 2, 10)
    window = window_of(monday, press.campaign, [record(press, "2025-02-07")], [press.run("2025-02-10 07:20")])
    assert window.skipped(press.zone) == (date(2025, 2, 8), date(2025, 2, 9))
    assert window.hours == 72


def test_a_day_after_a_day_skips_none_whatever_the_hour(press: Any) -> None:
    for hour in ("00:01", "07:30", "23:59"):
        window = window_of(date(2025, 2, 6), press.campaign, [record(press, "2025-02-05", hour)], [])
        assert window.skipped(press.zone) == ()


@pytest.mark.parametrize(("friday", "hours"), [("2025-03-28", 71), ("2025-10-24", 73), ("2026-03-27", 71)])
def test_a_weekend_on_which_clocks_change_has_71_or_73_hours(press: Any, friday: str, hours: int) -> None:
    monday = date.fromisoformat(friday) + timedelta(days=3)
    window = window_of(monday, press.campaign, [record(press, friday)], [])
    assert (window.hours, len(window.skipped(press.zone))) == (hours, 2)


def test_a_week_begins_where_the_last_one_ended_else_seven_days_before(press: Any) -> None:
    friday = date(2025, 2, 14)
    first = window_of(friday, press.campaign, [], [], kind=WEEKLY)
    assert first.covers_from == press.utc("2025-02-07 07:30")
    assert first.days(press.zone) == 7
    later = window_of(friday, press.campaign, [record(press, "2025-01-31", "09:00", WEEKLY)], [], kind=WEEKLY)
    assert later.covers_from == press.utc("2025-01-31 09:00")
    assert later.days(press.zone) == 14
    assert later.skipped(press.zone) == ()


def test_a_week_over_a_change_of_clocks_still_has_seven_days(press: Any) -> None:
    window = window_of(date(2025, 3, 31), press.campaign, [], [], kind=WEEKLY)
    assert (window.days(press.zone), window.hours) == (7, 167)


def test_a_final_report_begins_with_the_campaign(press: Any) -> None:
    window = window_of(date(2025, 2, 24), press.campaign, [], [], kind=FINAL)
    assert window.covers_from == press.utc("2025-02-04 00:00")
    early = press.campaign_with(starts_on=date(2025, 1, 20))
    assert window_of(date(2025, 2, 24), early, [], [], kind=FINAL).covers_from == press.utc(
        "2025-01-20 00:00"
    )
    bare = press.campaign_with(documents=(), starts_on=None)
    assert window_of(date(2025, 2, 24), bare, [], [], kind=FINAL).covers_from == press.utc("2025-02-17 07:30")


def test_the_record_of_a_window_has_its_kind(press: Any) -> None:
    for kind in ReportKind:
        window = window_of(date(2025, 2, 14), press.campaign, [], [], press.utc("2025-02-14 07:40"), kind)
        made = window.record("appel", press.utc("2025-02-14 07:41"))
        assert (made.kind, made.day, made.covers_until) == (kind, window.day, window.covers_until)


def digest_of_kind(press: Any, kind: ReportKind, mentions: list[Any], **more: Any) -> Any:
    until = press.utc("2025-02-14 07:40")
    runs = more.pop("runs", [press.run("2025-02-13 07:30")])
    window = window_of(date(2025, 2, 14), press.campaign, [], runs, until, kind)
    statuses = more.pop("statuses", None) or [press.status("Ostrelle", tried="2025-02-13 07:31")]
    return build_digest(press.campaign, window, mentions, statuses, runs, until, **more)


def test_a_week_holds_what_was_found_in_it_and_a_campaign_everything(press: Any) -> None:
    mentions = [
        press.mention("Avant", published="2025-02-05", seen="2025-02-05 20:00"),
        press.mention("Avant la tribune", published="2025-02-03", seen="2025-02-03 20:00"),
        press.mention("Dans la semaine", published="2025-02-10 09:00", seen="2025-02-10 12:00"),
        press.mention("Ancienne, retrouvée", published="2025-02-05", seen="2025-02-11 12:00"),
    ]
    week, whole = (digest_of_kind(press, kind, mentions) for kind in (WEEKLY, FINAL))
    assert [story.lead.article.title for story in week.pickups] == ["Dans la semaine"]
    assert [story.lead.article.title for story in week.late] == ["Ancienne, retrouvée"]
    assert whole.tally.articles == 4
    assert whole.late == ()
    assert (week.kind, whole.kind) == (WEEKLY, FINAL)


def test_one_reading_without_a_network_makes_a_day_blind_but_no_week(press: Any) -> None:
    runs = [press.run("2025-02-13 12:00"), press.run("2025-02-14 07:30", RunState.OFFLINE)]
    week, day = (digest_of_kind(press, kind, [], runs=runs) for kind in (WEEKLY, ReportKind.DAILY))
    assert week.state is State.NOTHING
    assert day.blindness is Blindness.OFFLINE


@pytest.mark.parametrize("kind", [WEEKLY, FINAL])
def test_a_time_in_which_nothing_ran_is_blind(press: Any, kind: ReportKind) -> None:
    assert digest_of_kind(press, kind, [], runs=[]).blindness is Blindness.NOTHING_RAN


def test_a_week_in_which_nothing_ran_holds_what_was_published_in_it(press: Any) -> None:
    mentions = [
        press.mention(day, published=day, seen="2025-02-20 12:00")
        for day in ("2025-02-07", "2025-02-08", "2025-02-14", "2025-02-15")
    ]
    digest = digest_of_kind(press, WEEKLY, mentions, runs=[])
    assert sorted(story.lead.article.title for story in digest.pickups) == ["2025-02-08", "2025-02-14"]


def test_a_source_read_before_it_failed_counts_as_read_in_part_of_a_week(press: Any) -> None:
    failing = press.status("Ostrelle", Health.FAILING, Reason.DNS, tried="2025-02-13 07:31")
    readings = [
        press.reading(failing, "2025-02-10 07:31", Health.READ),
        press.reading(failing, "2025-02-13 07:31"),
    ]
    week, day = (
        digest_of_kind(press, kind, [], statuses=[failing], readings=readings).coverage
        for kind in (WEEKLY, ReportKind.DAILY)
    )
    assert (week.read, len(week.in_part), week.unread) == (1, 1, ())
    assert (day.read, day.in_part, len(day.unread)) == (0, (), 1)


def test_a_source_read_to_the_end_is_not_read_in_part_only(press: Any) -> None:
    status = press.status("Ostrelle", tried="2025-02-13 07:31")
    readings = [press.reading(status, f"2025-02-{day} 07:31") for day in (10, 13)]
    coverage = digest_of_kind(press, FINAL, [], statuses=[status], readings=readings).coverage
    assert (coverage.read, coverage.in_part) == (1, ())


@given(st.lists(st.integers(0, 30), min_size=1, max_size=8, unique=True), st.integers(-40, 40), st.booleans())
def test_weeks_touch_each_other_and_every_mention_is_in_exactly_one(
    press_class: Any, days: list[int], seen: int, topic: bool
) -> None:
    """Whatever the days on which weekly reports are made."""
    press = press_class()
    first = date(2025, 3, 17)  # over the night on which the clocks change
    kind = MentionKind.TOPIC if topic else MentionKind.CITATION
    at = f"{(first + timedelta(days=seen)).isoformat()} 12:00"
    mention = press.mention("T", published=None, seen=at, kind=kind)
    reports: list[ReportRecord] = []
    found = []
    run = press.run("2025-03-01 07:30", minutes=60 * 24 * 90)
    for day in sorted(days):
        until = press.utc(f"{(first + timedelta(days=day)).isoformat()} 07:35")
        window = window_of(first + timedelta(days=day), press.campaign, reports, [run], until, WEEKLY)
        assert not reports or window.covers_from == reports[-1].covers_until
        digest = build_digest(press.campaign, window, [mention], [press.status("A")], [run], until)
        found += [*digest.pickups, *digest.topic]
        reports.append(window.record("appel", until))
    inside = reports[0].covers_from <= mention.first_matched_at < reports[-1].covers_until
    assert len(found) == inside


def test_unchanged_and_the_titles_looked_through_are_told_of_the_whole_day(press: Any) -> None:
    """However often a source is asked: a list that repeats the one before is not looked through twice."""
    once = press.status("Ostrelle", Health.UNCHANGED, tried="2025-02-13 18:00")
    never = press.status("Aube", Health.UNCHANGED, tried="2025-02-13 18:00")
    readings = [
        press.reading(once, "2025-02-13 09:00", Health.READ),
        *(press.reading(one, f"2025-02-13 {hour}:00") for hour in (10, 18) for one in (once, never)),
    ]
    readings = [replace(one, candidates=0 if one.health is Health.UNCHANGED else 40) for one in readings]
    coverage = digest_of_kind(press, ReportKind.DAILY, [], statuses=[once, never], readings=readings).coverage
    assert (coverage.read, coverage.unchanged, coverage.entries) == (2, 1, 40)
