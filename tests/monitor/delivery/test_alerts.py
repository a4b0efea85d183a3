"""What does not wait for the morning: one mail instead of ten, never at night, never what a report tells."""

from __future__ import annotations

import email
import json
import multiprocessing
import os
import signal
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.byhand import enter_by_hand
from monitor.config import Settings
from monitor.config.settings import Alerts, Schedule
from monitor.delivery import alert_due
from monitor.delivery.alerts import alert_of, may_go
from monitor.dossier import Recipient
from monitor.workspace import Workspace
from storage.model import Channel, EntryDraft, MentionKind, MessageKind, ReportRecord, Review, ReviewStatus
from storage.store import Store, open_store
from tests.monitor.delivery import child
from tests.monitor.delivery.seeding import COURRIER, ECHO, VIGIE, Newsroom, campaign

NOON = datetime(2025, 2, 6, 11, 0, tzinfo=UTC)
MAUD = Recipient("maud@phare.example", "fr", receives=("daily", "alert"))
JONAS = Recipient("jonas@rivage.example", "en", receives=("alert",))


def _settings(**sections: Any) -> Settings:
    mail = {"host": "127.0.0.1", "sender": "presse@rivage.example"}
    return Settings.model_validate({"mail": mail} | sections)


def _read(store: Store, recipient: str) -> EmailMessage:
    ident = next(one.id for one in store.outbox() if one.recipient == recipient)
    read = email.message_from_bytes(store.outbox_message(ident).content, policy=SMTP)
    assert isinstance(read, EmailMessage)
    return read


def _plain(text: Any) -> str:
    return str(text).replace("\u00a0", " ").replace("\u202f", " ")


# ---- what an alert tells ------------------------------------------------------------------------------


def test_a_pickup_in_an_outlet_of_the_first_rank_is_told_and_another_is_not(store: Store) -> None:
    newsroom = Newsroom(store)
    newsroom.prints(ECHO, NOON)
    assert alert_due(store, campaign(MAUD), _settings(), NOON) is None
    told = newsroom.prints(COURRIER, NOON, MentionKind.REPUBLICATION, title="Ce qu’on ne vous dira pas")
    alerted = alert_due(store, campaign(MAUD, JONAS), _settings(), NOON)
    assert alerted is not None
    assert (alerted.headline, alerted.mention_ids, alerted.messages) == (
        "Le Courrier des quais reprend la tribune",
        (told,),
        2,
    )
    french, english = _read(store, MAUD.address), _read(store, JONAS.address)
    assert _plain(french["Subject"]) == "Alerte : Le Courrier des quais reprend la tribune"
    assert english["Subject"] == "Alert: Le Courrier des quais reprints the op-ed"
    text, page = french.get_body(("plain",)), french.get_body(("html",))
    assert text is not None and page is not None
    for body in (text.get_content(), page.get_content()):
        assert "Ce qu’on ne vous dira pas" in body
        assert "https://courrier.example/articles/2" in body
        assert MAUD.address in body
        assert "echo.example" not in body
    assert {one.kind for one in store.outbox()} == {MessageKind.ALERT}


def test_several_at_once_make_one_mail(store: Store) -> None:
    newsroom = Newsroom(store)
    for outlet in (COURRIER, VIGIE, VIGIE):
        newsroom.prints(outlet, NOON)
    alerted = alert_due(store, campaign(MAUD), _settings(), NOON)
    assert alerted is not None
    assert len(alerted.mention_ids) == 3
    assert _plain(alerted.headline) == "3 retombées de la tribune dans des médias de premier rang"
    assert len(store.outbox()) == 1


def test_a_burst_is_so_many_stories_published_within_the_time_and_a_dispatch_counts_once(
    store: Store,
) -> None:
    newsroom = Newsroom(store)
    five = [newsroom.prints(ECHO, NOON, published=NOON - timedelta(minutes=10 * n)) for n in range(5)]
    newsroom.prints(ECHO, NOON, published=NOON - timedelta(hours=5))
    mentions = store.mentions("appel")
    alert = alert_of(campaign(), mentions, frozenset(), Alerts(burst=5), NOON)
    assert alert is not None
    assert (alert.burst, sorted(one.id for one in alert.mentions)) == (5, sorted(five))
    assert alert_of(campaign(), mentions, frozenset(), Alerts(burst=6), NOON) is None
    assert alert_of(campaign(), mentions, frozenset(), Alerts(burst=0), NOON) is None
    assert alert_of(campaign(), mentions, frozenset(), Alerts(burst=5, burst_minutes=30), NOON) is None
    dispatch = [replace(one, cluster_id="c1") for one in mentions]
    assert alert_of(campaign(), dispatch, frozenset(), Alerts(burst=2), NOON) is None


def test_a_burst_says_how_many_in_which_time(store: Store) -> None:
    newsroom = Newsroom(store)
    for _ in range(6):
        newsroom.prints(ECHO, NOON)
    alert_due(store, campaign(MAUD, JONAS), _settings(), NOON)
    assert _plain(_read(store, MAUD.address)["Subject"]) == "Alerte : 6 retombées de la tribune en une heure"
    assert _plain(_read(store, JONAS.address)["Subject"]) == "Alert: 6 pickups of the op-ed in one hour"


def test_what_is_ours_typed_in_doubtful_rejected_old_or_on_the_event_only_makes_no_alert(
    store: Store,
) -> None:
    newsroom = Newsroom(store)
    newsroom.prints(COURRIER, NOON, own=True)
    newsroom.prints(COURRIER, NOON, to_check=True)
    newsroom.prints(COURRIER, NOON, MentionKind.TOPIC)
    newsroom.prints(COURRIER, NOON, MentionKind.RELATED)
    newsroom.prints(COURRIER, NOON, published=NOON - timedelta(days=9))
    typed = EntryDraft("e1", COURRIER, "La matinale", published_at=NOON, words="Les rivages, on en parle.")
    enter_by_hand(store, campaign(MAUD), typed, MentionKind.CITATION, "maud", NOON)
    rejected = newsroom.prints(COURRIER, NOON)
    store.put_review(rejected, Review(ReviewStatus.REJECTED, reviewed_by="maud", reviewed_at=NOON))
    assert alert_due(store, campaign(MAUD), _settings(), NOON) is None
    assert alert_due(store, campaign(MAUD), _settings(), NOON + timedelta(hours=2)) is None
    newsroom.prints(COURRIER, NOON)
    assert alert_due(store, campaign(MAUD), _settings(alerts={"tier1": False}), NOON) is None
    assert alert_due(store, campaign(MAUD), _settings(), NOON) is not None


# ---- when it goes ---------------------------------------------------------------------------------------


def test_no_mention_is_told_twice_and_no_alert_follows_another_too_soon(store: Store) -> None:
    newsroom, settings, one = Newsroom(store), _settings(), campaign(MAUD)
    first = newsroom.prints(COURRIER, NOON)
    assert alert_due(store, one, settings, NOON) is not None
    assert alert_due(store, one, settings, NOON) is None
    waiting = [newsroom.prints(VIGIE, NOON + timedelta(minutes=m)) for m in (5, 20, 40)]
    for minutes in (5, 20, 40, 59):
        assert alert_due(store, one, settings, NOON + timedelta(minutes=minutes)) is None
    later = alert_due(store, one, settings, NOON + timedelta(minutes=60))
    assert later is not None
    assert sorted(later.mention_ids) == sorted(waiting)
    assert first not in later.mention_ids
    assert alert_due(store, one, settings, NOON + timedelta(hours=9)) is None
    assert len(store.outbox()) == 2


def test_what_comes_out_at_night_is_told_by_the_morning_report_and_not_by_an_alert(store: Store) -> None:
    newsroom, settings, one = Newsroom(store), _settings(), campaign(MAUD)
    night = datetime(2025, 2, 6, 22, 30, tzinfo=UTC)
    newsroom.prints(COURRIER, night)
    morning = datetime(2025, 2, 7, 6, 30, tzinfo=UTC)
    for at in (night, night + timedelta(hours=5), morning - timedelta(minutes=20), morning):
        assert alert_due(store, one, settings, at) is None
    store.put_report(ReportRecord("appel", date(2025, 2, 7), night - timedelta(hours=16), morning, morning))
    assert alert_due(store, one, settings, morning + timedelta(minutes=1)) is None
    assert alert_due(store, one, settings, morning + timedelta(hours=3)) is None


def test_a_report_that_does_not_come_holds_an_alert_for_an_hour_only(store: Store) -> None:
    newsroom = Newsroom(store)
    morning = datetime(2025, 2, 7, 6, 30, tzinfo=UTC)
    newsroom.prints(COURRIER, morning - timedelta(hours=2))
    assert alert_due(store, campaign(MAUD), _settings(), morning + timedelta(minutes=59)) is None
    assert alert_due(store, campaign(MAUD), _settings(), morning + timedelta(minutes=61)) is not None


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2025-02-06T06:59+01:00", False),
        ("2025-02-06T12:00+01:00", True),
        ("2025-02-06T22:00+01:00", True),
        ("2025-02-06T22:01+01:00", False),
        ("2025-03-30T12:00+02:00", True),
        ("2025-02-08T07:30+01:00", True),  # a Saturday without a report: nothing to wait for
    ],
)
def test_the_hours_are_those_of_the_campaigns_zone(at: str, expected: bool) -> None:
    schedule = Schedule(days=("mon", "tue", "wed", "thu", "fri"))
    now = datetime.fromisoformat(at).astimezone(UTC)
    assert may_go(campaign(), Alerts(), schedule, None, [], now) is expected


def test_a_clock_put_back_does_not_silence_alerts() -> None:
    ahead = NOON + timedelta(days=2)
    assert may_go(campaign(), Alerts(), Schedule(), ahead, [], NOON)
    assert not may_go(campaign(), Alerts(), Schedule(), NOON - timedelta(minutes=59), [], NOON)


# ---- to whom ----------------------------------------------------------------------------------------------


def test_a_coalition_member_hears_of_what_names_it_only(store: Store) -> None:
    newsroom = Newsroom(store)
    newsroom.prints(COURRIER, NOON, organisations=("rivage",), title="Rivage seul")
    newsroom.prints(VIGIE, NOON, organisations_quoted=("phare",), title="Phare cité")
    phare = Recipient("presse@phare.example", receives=("alert",), organisation="phare")
    autre = Recipient("presse@autre.example", receives=("alert",), organisation="autre")
    alerted = alert_due(store, campaign(MAUD, phare, autre), _settings(), NOON)
    assert alerted is not None
    assert {one.recipient for one in store.outbox()} == {MAUD.address, phare.address}
    text = _read(store, phare.address).get_body(("plain",))
    assert text is not None
    assert "Phare cité" in text.get_content()
    assert "Rivage seul" not in text.get_content()
    assert _plain(_read(store, phare.address)["Subject"]) == "Alerte : La Vigie cite la tribune"


def test_nobody_to_tell_means_no_alert_and_nothing_is_taken_for_told(store: Store) -> None:
    Newsroom(store).prints(COURRIER, NOON)
    daily_only = campaign(Recipient("maud@phare.example"))
    assert alert_due(store, daily_only, _settings(), NOON) is None
    assert alert_due(store, campaign(MAUD), Settings(), NOON) is None
    assert alert_due(store, campaign(MAUD), _settings(), NOON) is not None


def test_another_program_is_told_too(store: Store) -> None:
    mention = Newsroom(store).prints(COURRIER, NOON)
    settings = Settings.model_validate({"webhook": {"url": "https://crochet.example/"}})
    assert alert_due(store, campaign(), settings, NOON) is not None
    message = store.outbox_message(store.outbox()[0].id)
    told = json.loads(message.content)
    assert message.channel is Channel.WEBHOOK
    assert (told["type"], told["title"]) == ("alert", "Le Courrier des quais cite la tribune")
    assert [item["id"] for item in told["items"]] == [mention]


def test_a_hostile_title_runs_nowhere_and_leads_nowhere(store: Store) -> None:
    newsroom = Newsroom(store)
    newsroom.prints(
        COURRIER, NOON, title="<script>alert(1)</script>\r\nBcc: x@phare.example \u202eabc {0} %s"
    )
    alert_due(store, campaign(MAUD), _settings(), NOON)
    read = _read(store, MAUD.address)
    page, text = read.get_body(("html",)), read.get_body(("plain",))
    assert page is not None and text is not None
    assert "<script" not in page.get_content()
    assert "&lt;script&gt;" in page.get_content()
    assert "\u202e" not in page.get_content() + text.get_content()
    assert read["Bcc"] is None


def test_killed_before_or_after_it_is_kept_an_alert_is_queued_once(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    context = multiprocessing.get_context("forkserver")
    for moment in ("before", "after"):
        with open_store(workspace.archive, create=True) as store:
            Newsroom(store).prints(COURRIER, NOON, title=f"Titre {moment}")
        ours, theirs = context.Pipe()
        process = context.Process(target=child.alert, args=(tmp_path, NOON, moment, theirs))
        process.start()
        assert ours.recv() == "there"
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join(10)
    with open_store(workspace.archive) as store:
        assert len(store.outbox()) == 1
        assert alert_due(store, child.told(), child.alert_settings(), NOON + timedelta(hours=2)) is None
        assert len(store.outbox()) == 1


@given(
    st.lists(
        st.tuples(st.integers(0, 3 * 24 * 60), st.sampled_from([1, 1, 2, 0]), st.integers(0, 4)), max_size=25
    ),
    st.sets(st.integers(0, 3 * 96 - 1), max_size=40),
)
@settings(max_examples=60)
def test_over_days_of_ticks_no_pickup_is_told_twice_and_alerts_keep_their_distance(
    press_class: Any, pickups: list[tuple[int, int, int]], asleep: set[int]
) -> None:
    """Three days with a night on which the clocks change; the machine sleeps through some of the ticks."""
    press, begin = press_class(), datetime(2025, 3, 29, 5, 0, tzinfo=UTC)
    one, alerts, schedule = campaign(), Alerts(), Schedule()
    mentions = []
    for minute, tier, story in pickups:
        made = press.mention(f"Titre {minute}", press.outlet(f"Journal {tier}", tier=tier), text=f"s{story}")
        seen = begin + timedelta(minutes=minute)
        article = replace(made.article, published_at=seen - timedelta(minutes=5), first_seen_at=seen)
        mentions.append(replace(made, article=article, first_matched_at=seen))
    told: set[str] = set()
    times: list[datetime] = []
    reports: list[ReportRecord] = []
    for tick in (number for number in range(3 * 96) if number not in asleep):
        now = begin + timedelta(minutes=15 * tick)
        local = now.astimezone(press.zone)
        here = [mention for mention in mentions if mention.first_matched_at <= now]
        covered = max((report.covers_until for report in reports), default=begin - timedelta(days=9))
        fresh = [mention for mention in here if mention.first_matched_at >= covered]
        if may_go(one, alerts, schedule, times[-1] if times else None, reports, now):
            alert = alert_of(one, fresh, frozenset(told), alerts, now)
            if alert is not None:
                ids = {mention.id for mention in alert.mentions}
                assert ids and not ids & told
                told |= ids
                times.append(now)
                assert alerts.not_before <= local.time() <= alerts.not_after
        if local.time() >= one.report_at and not any(report.day == local.date() for report in reports):
            reports.append(ReportRecord("appel", local.date(), covered, now + timedelta(microseconds=1), now))
    assert all(later - earlier >= timedelta(minutes=60) for earlier, later in pairwise(times))
    if not asleep:
        by_day = [
            mention for mention in mentions if 8 <= mention.first_matched_at.astimezone(press.zone).hour < 20
        ]
        first_rank = {mention.id for mention in by_day if mention.article.outlet.tier == 1}
        assert first_rank <= told
