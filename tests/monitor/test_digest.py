"""The digest: what a daily report covers, what it counts, and the three states it never confuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.digest import Blindness, Digest, Look, State, Story, build_digest, runs_in, window_of
from monitor.dossier import Campaign
from monitor.reports import render
from storage.model import (
    Health,
    Mention,
    MentionKind,
    Reason,
    ReportRecord,
    Review,
    ReviewStatus,
    Run,
    RunKind,
    RunState,
    SourceKind,
    TextCensus,
)

DAY = date(2025, 2, 6)
UNTIL = "2025-02-06 07:40"


def digest_of(press: Any, mentions: list[Mention], statuses: Any = None, **more: Any) -> Digest:
    """The digest of 6 February, one crawl having run that morning."""
    runs = more.pop("runs", [press.run("2025-02-06 07:30")])
    reports = more.pop("reports", [])
    until = more.pop("until", press.utc(UNTIL))
    window = window_of(more.pop("day", DAY), press.campaign, reports, runs, until)
    if statuses is None:
        statuses = [press.status("Sarmande Matin"), press.status("Ostrelle")]
    return build_digest(press.campaign, window, mentions, statuses, runs, press.utc(UNTIL), **more)


def titles(stories: tuple[Story, ...]) -> list[str]:
    return [mention.article.title for story in stories for mention in story.members]


# ---- the window ---------------------------------------------------------------------------------


def test_without_records_a_day_is_cut_at_the_hour_of_the_report(press: Any) -> None:
    window = window_of(DAY, press.campaign, [], [press.run("2025-02-05 12:00")])
    assert (window.covers_from, window.covers_until) == (
        press.utc("2025-02-05 07:30"),
        press.utc("2025-02-06 07:30"),
    )
    assert window.hours == 24
    assert not window.by_publication_day


def test_a_report_begins_where_the_last_one_ended_however_long_ago(press: Any) -> None:
    friday, monday = date(2025, 2, 7), date(2025, 2, 10)
    record = window_of(friday, press.campaign, [], [], press.utc("2025-02-07 09:12")).record(
        "appel", press.utc(UNTIL)
    )
    window = window_of(monday, press.campaign, [record], [], press.utc("2025-02-10 07:41"))
    assert window.covers_from == record.covers_until
    assert window.hours == 70


def test_a_recorded_report_keeps_its_cut_off_when_it_is_read_again(press: Any) -> None:
    made = window_of(DAY, press.campaign, [], [press.run("2025-02-06 07:30")], press.utc("2025-02-06 16:00"))
    again = window_of(
        DAY, press.campaign, [made.record("appel", press.utc(UNTIL))], [press.run("2025-02-06 07:30")]
    )
    assert again == made


def test_what_is_found_at_the_very_moment_of_the_report_is_in_it_and_in_no_other(press: Any) -> None:
    """A rehearsal's clock stands still: the article, the report and its record all have the same time."""
    mention = press.mention("Vu à l’instant", seen=UNTIL, published="2025-02-06 06:00")
    today = digest_of(press, [mention])
    assert titles(today.pickups) == ["Vu à l’instant"]
    record = today.window.record("appel", press.utc(UNTIL))
    tomorrow = digest_of(
        press, [mention], day=date(2025, 2, 7), reports=[record], until=press.utc("2025-02-07 07:40")
    )
    assert titles(tomorrow.pickups) == []


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 7, 1), 24)]
)
def test_the_days_on_which_clocks_change_have_23_or_25_hours(press: Any, day: date, hours: int) -> None:
    assert window_of(day, press.campaign, [], []).hours == hours


def test_an_until_without_zone_is_refused(press: Any) -> None:
    with pytest.raises(ValueError, match="aware"):
        window_of(DAY, press.campaign, [], [], datetime(2025, 2, 6, 7, 40))  # noqa: DTZ001


def test_only_crawls_under_way_in_the_window_count_as_having_run(press: Any) -> None:
    window = window_of(DAY, press.campaign, [], [])
    inside, before, after = (
        press.run("2025-02-05 07:25"),
        press.run("2025-02-05 06:00"),
        press.run("2025-02-06 07:30"),
    )
    other = Run("m", RunKind.MATCH, press.utc("2025-02-05 12:00"))
    killed = Run(
        "k",
        RunKind.CRAWL,
        press.utc("2025-02-05 07:00"),
        RunState.KILLED,
        None,
        press.utc("2025-02-05 07:31"),
    )
    assert runs_in(window, [after, inside, before, other, killed]) == [killed, inside]


@given(
    cuts=st.lists(st.integers(min_value=1, max_value=60 * 24 * 6), min_size=1, max_size=6, unique=True),
    seen=st.integers(min_value=0, max_value=60 * 24 * 6),
)
def test_every_moment_is_covered_by_exactly_one_report(cuts: list[int], seen: int) -> None:
    """Reports made at any times of following days leave no gap and no overlap, whatever the clock does."""
    campaign = Campaign("c", "C", report_at=time(2, 30))
    begin = datetime(
        2026, 3, 28, 1, 30, tzinfo=UTC
    )  # the cut-off of the first day, the night before the clocks change
    reports: list[ReportRecord] = []
    covered = 0
    moment = begin + timedelta(minutes=seen)
    for number, cut in enumerate(sorted(cuts)):
        day = date(2026, 3, 29) + timedelta(days=number)
        window = window_of(day, campaign, reports, [], begin + timedelta(minutes=cut))
        covered += window.covers_from <= moment < window.covers_until
        reports.append(window.record("c", begin))
    assert covered == (seen <= max(cuts))


# ---- what is in it ------------------------------------------------------------------------------


def test_a_mention_is_new_in_the_report_of_the_window_in_which_it_was_first_matched(press: Any) -> None:
    old_article = press.mention("Trouvé par un dossier corrigé", seen="2025-02-05 21:00")
    article = replace(old_article.article, first_seen_at=press.utc("2025-02-04 10:00"))
    mentions = [
        replace(old_article, article=article),
        press.mention("Avant", seen="2025-02-05 07:29"),
        press.mention("Après", seen="2025-02-06 07:41"),
    ]
    assert titles(digest_of(press, mentions).pickups) == ["Trouvé par un dossier corrigé"]


def test_those_published_before_the_first_day_of_the_window_are_found_late(press: Any) -> None:
    digest = digest_of(
        press,
        [
            press.mention("La veille du premier jour", published="2025-02-04 23:59"),
            press.mention("Le premier jour, avant l’heure", published="2025-02-05 00:01"),
            press.mention("Jour sans heure", published="2025-02-04"),
            press.mention("Sans date", published=None),
            press.mention(
                "Fuseau de New York", published=datetime.fromisoformat("2025-02-04T18:30:00-05:00")
            ),
        ],
    )
    assert titles(digest.late) == ["La veille du premier jour", "Jour sans heure"]
    assert titles(digest.pickups) == [
        "Le premier jour, avant l’heure",
        "Fuseau de New York",
        "Sans date",
    ]
    assert digest.tally.articles == 3
    assert digest.late_tally.articles == 2


def test_rejected_withdrawn_and_other_campaigns_are_left_out(press: Any) -> None:
    rejected = press.mention("Écartée", review=Review(ReviewStatus.REJECTED))
    withdrawn = replace(press.mention("Retirée"), withdrawn_at=press.utc("2025-02-06 01:00"))
    other = replace(press.mention("Ailleurs"), campaign_id="autre")
    digest = digest_of(press, [rejected, withdrawn, other])
    assert digest.state is State.NOTHING
    assert digest.since_release.articles == 0
    assert sum(day.pickups for day in digest.timeline) == 0


def test_to_check_and_own_pages_stand_apart_and_are_never_counted(press: Any) -> None:
    digest = digest_of(
        press,
        [
            press.mention("À vérifier", to_check=True),
            press.mention("Chez nous", own=True),
            press.mention("Chez nous, à vérifier", own=True, to_check=True),
        ],
    )
    assert titles(digest.to_check) == ["À vérifier"]
    assert titles(digest.own) == ["Chez nous", "Chez nous, à vérifier"]
    assert digest.pickups == ()
    assert digest.tally.articles == digest.since_release.articles == 0
    assert digest.state is State.NOTHING


def test_kinds_have_their_own_lists(press: Any) -> None:
    digest = digest_of(press, [press.mention(kind.value, kind=kind) for kind in MentionKind])
    assert titles(digest.pickups) == ["republication", "citation"]
    assert titles(digest.related) == ["related"]
    assert titles(digest.topic) == ["topic"]
    assert digest.tally.by_kind == ((MentionKind.REPUBLICATION, 1), (MentionKind.CITATION, 1))


# ---- stories ------------------------------------------------------------------------------------


def test_copies_make_a_story_led_by_the_earliest(press: Any) -> None:
    digest = digest_of(
        press,
        [
            press.mention("Reprise 2", "Fleuve Matin", "2025-02-05 19:15", text="dispatch"),
            press.mention("Dépêche", "Agence Estuaire", "2025-02-05 16:42", text="dispatch"),
            press.mention("Reprise 1", "Ostrelle", "2025-02-05 18:05", text="dispatch"),
            press.mention("Autre", "Ostrelle", "2025-02-05 20:00"),
        ],
    )
    assert titles(digest.pickups) == ["Dépêche", "Reprise 1", "Reprise 2", "Autre"]
    assert (digest.tally.stories, digest.tally.reprints, digest.tally.articles) == (2, 2, 4)
    assert digest.tally.outlets == 3


def test_a_reprint_of_an_older_story_is_a_reprint_and_no_new_story(press: Any) -> None:
    old = press.mention("Dépêche", published="2025-02-04 16:00", seen="2025-02-04 18:00", text="dispatch")
    new = press.mention("Reprise", "Ostrelle", text="dispatch")
    digest = digest_of(press, [old, new])
    assert [story.reprint_of for story in digest.pickups] == [old]
    assert (digest.tally.stories, digest.tally.reprints) == (0, 1)
    assert (digest.since_release.stories, digest.since_release.reprints) == (1, 1)


def test_an_own_page_with_the_same_text_does_not_hide_a_pickup(press: Any) -> None:
    own = press.mention("Chez nous", published="2025-02-05 08:00", own=True, text="release")
    pickup = press.mention("Repris", "Mailles", text="release", kind=MentionKind.REPUBLICATION)
    digest = digest_of(press, [own, pickup])
    assert (digest.tally.stories, digest.tally.reprints) == (1, 0)


def test_articles_that_stand_alone_are_stories_of_their_own_even_with_one_text(press: Any) -> None:
    blank = [press.mention(f"Le même communiqué {number}") for number in range(2)]
    mentions = [replace(one, article=replace(one.article, text_fingerprint="same")) for one in blank]
    assert digest_of(press, mentions).tally.stories == 2


def test_the_lead_of_the_cluster_leads_its_story_and_an_earlier_copy_of_the_same_day_makes_it_no_reprint(
    press: Any,
) -> None:
    copy = press.mention("Reprise", "Ostrelle", "2025-02-05 09:00", text="dispatch")
    dispatch = press.mention("Dépêche", "Agence Estuaire", "2025-02-05 09:30", text="dispatch")
    digest = digest_of(press, [copy, replace(dispatch, cluster_lead=True)])
    assert titles(digest.pickups) == ["Dépêche", "Reprise"]
    assert [story.reprint_of for story in digest.pickups] == [None]
    assert (digest.tally.stories, digest.tally.reprints) == (1, 1)


def test_a_dispatch_found_after_its_copies_were_reported_is_no_new_story(press: Any) -> None:
    old = press.mention("Reprise", published="2025-02-04 16:00", seen="2025-02-04 18:00", text="dispatch")
    dispatch = replace(press.mention("Dépêche", "Agence Estuaire", text="dispatch"), cluster_lead=True)
    digest = digest_of(press, [old, dispatch])
    assert [story.reprint_of for story in digest.pickups] == [old]
    assert (digest.tally.stories, digest.tally.reprints) == (0, 1)


def test_starred_then_national_then_time_is_the_order_of_reading(press: Any) -> None:
    national = press.outlet("Le Balancier du soir", "national-daily")
    digest = digest_of(
        press,
        [
            press.mention("Régional", published="2025-02-05 09:00"),
            press.mention("National", national, "2025-02-05 14:00"),
            press.mention("Étoile", "Ostrelle", "2025-02-05 18:00", review=Review(starred=True)),
        ],
    )
    assert titles(digest.pickups) == ["Étoile", "National", "Régional"]
    assert (digest.tally.outlets, digest.tally.national) == (3, 1)


@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(list(MentionKind)),
            st.integers(0, 3),
            st.integers(0, 71),
            st.booleans(),
            st.booleans(),
        ),
        max_size=14,
    )
)
def test_every_new_mention_stands_in_exactly_one_list(
    press_class: Any, rows: list[tuple[MentionKind, int, int, bool, bool]]
) -> None:
    press = press_class()
    start = press.at("2025-02-03 08:00")
    mentions = [
        press.mention(
            f"t{number}",
            f"Outlet {text}",
            start + timedelta(hours=hour),
            kind,
            to_check=check,
            own=own,
            text=f"{text}",
        )
        for number, (kind, text, hour, check, own) in enumerate(rows)
    ]
    digest = digest_of(press, mentions)
    lists = (digest.pickups, digest.related, digest.topic, digest.to_check, digest.own, digest.late)
    assert sorted(title for stories in lists for title in titles(stories)) == sorted(
        mention.article.title for mention in mentions
    )
    assert digest.tally.stories + digest.tally.reprints == len(titles(digest.pickups))
    assert (
        build_digest(
            press.campaign,
            digest.window,
            reversed(mentions),
            [],
            [press.run("2025-02-06 07:30")],
            digest.made_at,
        ).pickups
        == digest.pickups
    )


# ---- what was read ------------------------------------------------------------------------------


def test_the_last_reading_within_the_window_decides(press: Any) -> None:
    status = press.status("Ostrelle", Health.READ, tried="2025-02-08 07:31")
    readings = [
        press.reading(status, "2025-02-05 20:00"),
        press.reading(status, "2025-02-06 07:32", Health.FAILING, Reason.SERVER_ERROR),
        press.reading(status, "2025-02-07 07:32"),
    ]
    (line,) = digest_of(press, [], [status], readings=readings).coverage.lines
    assert (line.look, line.reason, line.since) == (
        Look.FAILING,
        Reason.SERVER_ERROR,
        press.utc("2025-02-06 07:32"),
    )


def test_a_source_tells_since_when_it_fails(press: Any) -> None:
    status = press.status("Ostrelle", Health.FAILING, Reason.TIMEOUT, since="2025-02-03 22:00")
    readings = [press.reading(status, "2025-02-06 07:32")]
    (line,) = digest_of(press, [], [status], readings=readings).coverage.lines
    assert line.since == press.utc("2025-02-03 22:00")


@pytest.mark.parametrize(
    ("health", "reason", "look"),
    [
        (Health.READ, None, Look.READ),
        (Health.UNCHANGED, None, Look.READ),
        (Health.EMPTY, None, Look.READ),
        (Health.SILENT, None, Look.SILENT),
        (Health.NEW, None, Look.NOT_TRIED),
        (Health.NOT_A_FEED, Reason.NOT_A_FEED, Look.FAILING),
        (Health.FAILING, Reason.HOST_DOWN, Look.FAILING),
        (Health.FAILING, Reason.OFFLINE, Look.NOT_TRIED),
        (Health.FAILING, Reason.TIME_LIMIT, Look.NOT_TRIED),
        (Health.ROBOTS, Reason.ROBOTS, Look.FORBIDDEN),
        (Health.ROBOTS, None, Look.FORBIDDEN),
        (Health.ROBOTS, Reason.ROBOTS_UNREACHABLE, Look.FAILING),
        (Health.REFUSED, Reason.REFUSED, Look.FORBIDDEN),
        (Health.REFUSED, Reason.DENIED, Look.REFUSED),
        (Health.RESTING, Reason.TIMEOUT, Look.RESTING),
    ],
)
def test_how_a_source_looks(press: Any, health: Health, reason: Reason | None, look: Look) -> None:
    (line,) = digest_of(press, [], [press.status("Ostrelle", health, reason)]).coverage.lines
    assert line.look is look


def test_every_health_has_a_look(press: Any) -> None:
    for health in Health:
        (line,) = digest_of(press, [], [press.status("Ostrelle", health)]).coverage.lines
        assert isinstance(line.look, Look)


def test_a_source_not_tried_in_the_window_is_not_said_to_be_read(press: Any) -> None:
    digest = digest_of(press, [], [press.status("Ostrelle", tried="2025-02-04 07:31")])
    assert [line.look for line in digest.coverage.lines] == [Look.NOT_TRIED]
    assert digest.state is State.BLIND


def test_addresses_given_by_hand_are_no_source_that_we_read(press: Any) -> None:
    statuses = [
        press.status("Ostrelle"),
        press.status("Ostrelle", Health.NEW, kind=SourceKind.HAND, tried=None),
    ]
    assert [line.source.kind for line in digest_of(press, [], statuses).coverage.lines] == ["feed"]


def test_forbidden_sources_are_not_among_those_we_may_read(press: Any) -> None:
    statuses = [
        press.status("A"),
        press.status("B", Health.ROBOTS),
        press.status("C", Health.FAILING, Reason.DNS),
    ]
    coverage = digest_of(press, [], statuses).coverage
    assert (len(coverage.lines), coverage.allowed, coverage.read) == (3, 2, 1)
    assert [line.outlet.name for line in coverage.unread] == ["C"]


# ---- the three states ---------------------------------------------------------------------------


def test_nothing_came_out_needs_that_we_looked(press: Any) -> None:
    digest = digest_of(press, [press.mention("Le sommet seul", kind=MentionKind.TOPIC)])
    assert (digest.state, digest.blindness) == (State.NOTHING, None)


def test_something_found_late_is_something(press: Any) -> None:
    assert digest_of(press, [press.mention("Tard", published="2025-01-10")]).state is State.CAME_OUT


def test_no_source_is_blind(press: Any) -> None:
    digest = digest_of(press, [], [])
    assert (digest.state, digest.blindness) == (State.BLIND, Blindness.NO_SOURCE)
    digest = digest_of(press, [], [press.status("A", Health.ROBOTS)])
    assert digest.blindness is Blindness.NO_SOURCE


def test_fewer_than_the_least_share_read_is_blind_even_with_mentions(press: Any) -> None:
    statuses = [press.status("A"), press.status("B", Health.FAILING), press.status("C", Health.FAILING)]
    digest = digest_of(press, [press.mention("Trouvé malgré tout")], statuses)
    assert (digest.state, digest.blindness) == (State.BLIND, Blindness.TOO_FEW)
    assert digest.tally.articles == 1
    assert digest_of(press, [], statuses, min_read=0.3).state is State.NOTHING


def test_none_read_is_blind_whatever_share_is_asked(press: Any) -> None:
    assert digest_of(press, [], [press.status("A", Health.FAILING)], min_read=0.0).state is State.BLIND


def test_a_short_crawl_without_a_network_right_after_a_whole_one_leaves_the_day_seen(press: Any) -> None:
    runs = [press.run("2025-02-06 07:30", RunState.OFFLINE), press.run("2025-02-06 07:00")]
    assert digest_of(press, [], runs=runs).state is State.NOTHING


@pytest.mark.parametrize("state", [RunState.KILLED, RunState.FAILED])
def test_a_reading_that_broke_off_with_little_read_is_blind(press: Any, state: RunState) -> None:
    statuses = [press.status(name, tried="2025-02-05 20:00", read="2025-02-05 20:00") for name in "ABC"]
    runs = [press.run("2025-02-05 20:00"), press.run("2025-02-06 07:00", state)]
    digest = digest_of(press, [], statuses, runs=runs)
    assert (digest.state, digest.blindness) == (State.BLIND, Blindness.BROKEN_OFF)


def test_a_reading_that_broke_off_near_its_end_or_after_a_whole_one_is_told_and_does_not_hide_the_day(
    press: Any,
) -> None:
    late = [press.status(name, tried="2025-02-06 07:10", read="2025-02-06 07:10") for name in "ABC"]
    early = [press.status(name, tried="2025-02-06 06:30", read="2025-02-06 06:30") for name in "ABC"]
    broken = press.run("2025-02-06 07:00", RunState.KILLED)
    for statuses, before in ((late, "2025-02-05 20:00"), (early, "2025-02-06 06:20")):
        digest = digest_of(press, [], statuses, runs=[press.run(before), broken])
        assert digest.state is State.NOTHING
        assert digest.broken_off == broken.started_at
        assert "s’est arrêtée en route" in render(digest, "text", "fr").decode().replace("\n", " ")
    assert digest_of(press, [], late, runs=[press.run("2025-02-06 07:00")]).broken_off is None


def test_a_last_crawl_that_was_offline_is_blind_whatever_was_read_before(press: Any) -> None:
    runs = [press.run("2025-02-06 07:30", RunState.OFFLINE), press.run("2025-02-05 20:00")]
    digest = digest_of(press, [], runs=runs)
    assert (digest.state, digest.blindness) == (State.BLIND, Blindness.OFFLINE)


def test_a_day_on_which_nothing_ran_goes_by_publication_day(press: Any) -> None:
    later = press.run("2025-02-12 07:30")
    mentions = [
        press.mention("Ce jour-là", published="2025-02-06 23:30", seen="2025-02-12 07:35"),
        press.mention("Un jour sans heure", published="2025-02-06", seen="2025-02-12 07:35"),
        press.mention("La veille", published="2025-02-05 23:30", seen="2025-02-12 07:35"),
        press.mention("Sans date", published=None, seen="2025-02-12 07:35"),
    ]
    digest = digest_of(press, mentions, runs=[later], until=None)
    assert digest.window.by_publication_day
    assert titles(digest.pickups) == ["Ce jour-là", "Un jour sans heure"]
    assert digest.late == ()
    assert digest.state is State.CAME_OUT
    empty = digest_of(press, [], runs=[later], until=None)
    assert (empty.state, empty.blindness) == (State.BLIND, Blindness.NOTHING_RAN)


# ---- the days since the release -----------------------------------------------------------------


def test_the_timeline_has_every_day_since_the_release(press: Any) -> None:
    mentions = [
        press.mention("a", published="2025-02-04 09:00", seen="2025-02-04 12:00"),
        press.mention("b", published="2025-02-06 06:00", kind=MentionKind.TOPIC),
        press.mention("c", published="2025-02-06 06:10", kind=MentionKind.RELATED),
        press.mention("d", published="2025-02-06 06:20", own=True),
        press.mention("e", published=None),
        press.mention("f", published="2025-02-06 06:30", seen="2025-02-06 08:00"),
    ]
    digest = digest_of(press, mentions)
    assert [(day.day.day, day.pickups, day.topic) for day in digest.timeline] == [
        (4, 1, 0),
        (5, 0, 0),
        (6, 0, 1),
    ]
    assert digest.since_release.articles == 2
    assert digest.last_pickup is not None
    assert digest.last_pickup.article.title == "a"


def test_a_campaign_without_dates_has_no_timeline(press: Any) -> None:
    press.campaign = press.campaign_with(documents=(), starts_on=None)
    assert digest_of(press, []).timeline == ()


def test_the_census_is_handed_on(press: Any) -> None:
    census = TextCensus(10, 8, 1, 1)
    assert digest_of(press, [], census=census).census == census


def test_searches_and_feeds_of_one_outlet_are_lines_of_their_own(press: Any) -> None:
    statuses = [
        press.status("Ostrelle", kind=SourceKind.SEARCH),
        press.status("Ostrelle"),
        press.status("Aube"),
    ]
    lines = digest_of(press, [], statuses).coverage.lines
    assert [(line.outlet.name, line.source.kind) for line in lines] == [
        ("Aube", "feed"),
        ("Ostrelle", "feed"),
        ("Ostrelle", "search"),
    ]
