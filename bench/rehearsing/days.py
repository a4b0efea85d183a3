"""The days: what each of them does to the machine, the clock and the mail server. The first line of each is its title."""

from __future__ import annotations

from datetime import timedelta

from .playing import BOARD, DAILY, DESK, PARTNER, PRESS, DayPlan, Fault, Kill, Moment, Rehearsal, Step
from .ticking import living


def _expect_the_day(stage: Rehearsal) -> None:
    stage.expect("daily", *DAILY)
    if stage.day.weekday() == 4:
        stage.expect("weekly", PRESS)


def quiet(stage: Rehearsal) -> None:
    """Nothing happens to it."""
    stage.ticks_at("06:45", "07:00", "07:30", "07:45", "12:00")
    _expect_the_day(stage)


def greylisted(stage: Rehearsal) -> None:
    """The mail server puts everybody off once (451); a person makes the report again by hand at 10:30."""
    for recipient in DAILY:
        stage.mail.plan(Fault.GREYLIST, recipient, 1)
    stage.ticks_at("07:00", "07:30", "07:45", "08:15")
    stage.press.publish(stage.moment("10:20"))
    stage.by_hand("10:30", "today")
    stage.ticks_at("10:45")
    _expect_the_day(stage)


def alerted(stage: Rehearsal) -> None:
    """A first-rank paper in the afternoon: the alert's tick is killed as it is sent, and the next one too."""
    stage.ticks_at("07:00", "07:30")
    stage.tick("15:30", Kill(Step.RCPT, DESK))
    stage.tick("15:45", Kill(Step.DOT, DESK))
    stage.press.publish(stage.moment("16:50"), first_rank=True)
    stage.ticks_at("16:00", "17:00", "17:15")
    _expect_the_day(stage)


def server_away(stage: Rehearsal) -> None:
    """The mail server refuses connections until 9."""
    with stage.mail.closed():
        stage.ticks_at("07:00", "07:30", "07:45", "08:30")
    stage.ticks_at("09:45", "11:00")
    _expect_the_day(stage)


def asleep_and_killed_in_the_crawl(stage: Rehearsal) -> None:
    """Asleep from 23 to 9:40; then killed as the crawl begins, and in the middle of the next one."""
    stage.tick("09:40", Kill(Moment.CRAWL_STARTED))
    stage.tick("09:42", Kill(Moment.CRAWL_MIDDLE))
    stage.press.publish(stage.moment("10:35"))
    stage.ticks_at("09:55", "10:45", "11:50")
    _expect_the_day(stage)


def killed_around_the_match(stage: Rehearsal) -> None:
    """Killed while matching, and after it."""
    stage.tick("07:00", Kill(Moment.MATCHING))
    stage.tick("07:15", Kill(Moment.MATCHED))
    stage.ticks_at("07:30", "08:45")
    _expect_the_day(stage)


def off(stage: Rehearsal) -> None:
    """Switched off all day."""


def killed_around_the_report(stage: Rehearsal) -> None:
    """After days off: its crawl outlives a tick; killed between the report's files and its record, and after that."""
    stage.tick("07:00", Kill(Moment.CRAWL_STARTED, alone=True))
    stage.tick("07:02")  # meets the crawl that lives on
    stage.tick("07:30", Kill(Moment.FILES_MADE))
    stage.tick("07:35", Kill(Moment.RECORDED))
    stage.ticks_at("07:45", "08:00", "09:15")
    _expect_the_day(stage)


def hanging_and_two_at_once(stage: Rehearsal) -> None:
    """The mail server takes the line and says nothing; later two ticks start at the same moment."""
    stage.mail.plan(Fault.HANG)
    stage.ticks_at("07:00", "07:30")
    stage.mail.all_well()
    stage.twice("07:45")
    stage.twice("08:15")
    stage.ticks_at("09:30")
    _expect_the_day(stage)


def killed_before_data(stage: Rehearsal) -> None:
    """Killed between crawl and match; then while connected, after MAIL, and before DATA."""
    stage.tick("07:00", Kill(Moment.CRAWL_ENDED))
    stage.tick("07:30", Kill(Step.GREETING))
    stage.tick("07:45", Kill(Step.MAIL))
    stage.tick("08:00", Kill(Step.RCPT))
    stage.ticks_at("08:15", "09:30")
    _expect_the_day(stage)


def killed_after_data(stage: Rehearsal) -> None:
    """Killed at DATA for one, after the dot for another, after the answer for the third."""
    stage.tick("07:00")
    stage.tick("07:30", Kill(Step.DATA))
    stage.tick("07:45", Kill(Step.DOT))
    stage.tick("08:00", Kill(Step.ANSWERED))
    stage.ticks_at("08:15", "09:30")
    _expect_the_day(stage)


def refused_and_busy(stage: Rehearsal) -> None:
    """One address does not exist (550), one message is not wanted (554 after the dot), the server is busy (421)."""
    stage.mail.plan(Fault.BUSY, times=1)
    stage.mail.plan(Fault.NO_SUCH_USER, PARTNER)
    stage.mail.plan(Fault.REJECT_DATA, BOARD)
    stage.ticks_at("07:00", "07:30", "07:45", "09:00")
    _expect_the_day(stage)


def dropped(stage: Rehearsal) -> None:
    """The line drops: before 354, after the dot with the message kept, after the dot with it lost."""
    stage.mail.plan(Fault.DROP_BEFORE_354, PRESS, 1)
    stage.mail.plan(Fault.DROP_KEPT, BOARD, 1)
    stage.mail.plan(Fault.DROP_LOST, PARTNER, 1)
    stage.ticks_at("07:00", "07:30", "07:45", "09:00", "10:15")
    _expect_the_day(stage)


def silent_after_the_dot(stage: Rehearsal) -> None:
    """The server keeps a message and never answers; it puts another off after the dot (451)."""
    stage.mail.plan(Fault.HANG_AFTER_DOT, PRESS, 1)
    stage.mail.plan(Fault.LATER_DATA, BOARD, 1)
    stage.ticks_at("07:00", "07:30", "07:45", "09:00", "10:15")
    _expect_the_day(stage)


def lives_on(stage: Rehearsal) -> None:
    """The schedule lives on: killed as it recorded the report, started again; a second one is refused; asked to end."""
    stage.set_clock("07:30")
    with living(stage.place) as first:
        stage.wait_for("a report", stage.has_report)
        first.strike()
    with living(stage.place) as again:
        stage.wait_for("the mails", lambda: not stage.waiting())
        second = stage.tick("07:30")
        if second.code != 6:
            stage.row.breaches.append(f"a second schedule ended with {second.code}, not 6")
    if again.code != 0:
        stage.row.breaches.append(f"asked to end, it ended with {again.code}: {again.said[-400:]}")
    _expect_the_day(stage)


def clock_jumps_back(stage: Rehearsal) -> None:
    """The clock jumps back a day after the report, an article comes out meanwhile, and forward again."""
    stage.ticks_at("07:00", "07:30")
    yesterday = stage.day - timedelta(days=1)
    stage.press.publish(stage.moment("08:40", yesterday), not_before=stage.latest)
    for hour in ("09:00", "12:00"):
        stage.tick(hour, day=yesterday)
    stage.ticks_at("12:00", "13:15")
    _expect_the_day(stage)


def after_the_end(stage: Rehearsal) -> None:
    """The day after the campaign's end: its last report, once; killed on the way."""
    stage.tick("07:00")
    stage.tick("07:30", Kill(Step.RCPT, PRESS))
    stage.ticks_at("07:45", "08:45")
    stage.expect("final", PRESS, BOARD)


FORTNIGHT: tuple[DayPlan, ...] = (
    alerted,  # Monday
    greylisted,
    server_away,
    asleep_and_killed_in_the_crawl,
    killed_around_the_match,  # Friday: the weekly one too
    off,
    off,
    killed_around_the_report,  # Monday: covers the weekend
    hanging_and_two_at_once,
    killed_before_data,
    killed_after_data,
    dropped,  # Friday
    silent_after_the_dot,
    refused_and_busy,
)
"""Fourteen days from a Monday on, none like another."""
ENCORES: tuple[DayPlan, ...] = (lives_on, clock_jumps_back, quiet, after_the_end)
"""What comes after them; the last but one is the last day of the campaign."""


def an_early_night(stage: Rehearsal) -> None:
    """A report at 2:30 on a night like any other."""
    stage.ticks_at("01:30", "02:30", "02:45", "09:00")
    _expect_the_day(stage)


SPRING_NIGHT = (("01:45", 0), ("03:00", 0), ("03:45", 0))
"""Hours of the night without 2:30, in the order of time: with their fold, 1 for the second time of an hour."""
AUTUMN_NIGHT = (("02:30", 0), ("02:30", 1), ("02:45", 1))
"""Hours of the night with 2:30 twice."""


def spring_night(stage: Rehearsal) -> None:
    """The night without 2:30; killed just after the record."""
    stage.ticks_at("01:30", "01:45")
    stage.tick("03:00")
    if not stage.has_report():
        stage.tick("03:30", Kill(Moment.RECORDED))
    stage.ticks_at("03:45", "04:45", "09:00")
    _expect_the_day(stage)


def autumn_night(stage: Rehearsal) -> None:
    """The night with 2:30 twice; the mail server is away at the first one."""
    stage.ticks_at("01:30", "02:00")
    with stage.mail.closed():
        stage.ticks_at("02:30", "02:45")
    stage.tick("02:00", fold=1)
    stage.tick("02:30", fold=1)
    stage.tick("02:45", fold=1)
    stage.ticks_at("03:15", "09:00")
    _expect_the_day(stage)


SPRING: tuple[DayPlan, ...] = (an_early_night, spring_night, an_early_night)
AUTUMN: tuple[DayPlan, ...] = (an_early_night, autumn_night, an_early_night)
