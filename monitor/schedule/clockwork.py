"""The process that lives on: ticks every 15 minutes and at the exact times of readings and reports.

The one module that knows apscheduler. Its jobs hold no state: what is due is asked of the archive at each tick,
and the next exact time is put in anew after it. Everything runs in UTC, so that no night of clock changes
reaches a trigger.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from monitor.schedule.plan import TICK, plan_of
from monitor.schedule.rows import read_rows
from monitor.schedule.tick import Ticker, zone_of
from storage.errors import StorageError
from storage.store import open_store

FILES_EVERY = timedelta(minutes=1)
PULSE_SECONDS = 30.0
JUMP = timedelta(minutes=5)
"""A difference between the wall clock and the monotonic one, or a pulse so late, after which all is planned anew."""

LOOK_AGAIN = timedelta(minutes=1)
"""When a report waits for a reading that somebody else is doing."""


class Clockwork:
    """Calls a `Ticker` when it is time. `start`, then `stop`, once each.

    `wall` and `steady` (seconds) are the clocks that are compared every `pulse_seconds`.
    """

    def __init__(
        self,
        ticker: Ticker,
        pulse_seconds: float = PULSE_SECONDS,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ticker, self._pulse_seconds = ticker, pulse_seconds
        self._wall, self._steady = wall, steady
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(1), "files": ThreadPoolExecutor(1)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        # The library ends while it holds the lock that putting in a job asks for: none is put in once the end began.
        self._putting, self._ended = threading.Lock(), False
        self._pulse = threading.Thread(target=self._feel_the_clock, name="clock-pulse", daemon=True)

    def start(self) -> None:
        """Tick at once, and from then on when it is time."""
        logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a tick longer than 15 minutes is no news
        self._put_jobs()
        self._scheduler.start()
        self._pulse.start()

    def stop(self) -> None:
        """End after the step that is under way; the `stop` of the ticker is set before."""
        with self._putting:
            self._ended = True
        self._scheduler.shutdown(wait=True)
        self._pulse.join()

    @property
    def waits_for(self) -> datetime | None:
        """The exact time that is waited for besides the ticks; None before the first tick has ended."""
        job = self._scheduler.get_job("exact")
        return job.next_run_time if job is not None else None

    def _put_jobs(self) -> None:
        """All jobs as from now: a tick at once, and the look at the files."""
        now = datetime.now(UTC)
        self._put("tick", self._tick, IntervalTrigger(seconds=int(TICK.total_seconds())), next_run_time=now)
        self._put(
            "files",
            self.look_at_files,
            IntervalTrigger(seconds=int(FILES_EVERY.total_seconds())),
            executor="files",
            next_run_time=now + FILES_EVERY,
        )

    def _put(self, name: str, do: Callable[[], None], trigger: BaseTrigger, **more: object) -> None:
        with self._putting:
            if not self._ended:
                self._scheduler.add_job(do, trigger, id=name, replace_existing=True, **more)

    def _tick(self) -> None:
        self._guarded(self._ticker.tick)
        self._put_next()

    def look_at_files(self) -> None:
        """Read the workspace's files again where they changed; times to wait for may have moved."""
        changed = self._guarded(self._ticker.look)
        if changed:
            self._put_next()

    def _guarded(self, do: Callable[[], object]) -> object:
        """A bug between the steps is told and logged like one in a step; the schedule goes on."""
        try:
            return do()
        except Exception as error:
            self._ticker.journal.say(
                self._ticker.words("A fault of ours stopped this round; the next one goes on.")
            )
            self._ticker.tell_failure(error)
            return None

    def _put_next(self) -> None:
        """Put in the next exact time, in place of the one before."""
        if self._ticker.stop.is_set():
            return
        when = self._guarded(self._next_time)
        if isinstance(when, datetime):
            self._put("exact", self._tick, DateTrigger(when))

    def _next_time(self) -> datetime | None:
        """When to tick besides the interval. A rehearsal's clock has no times to wait for."""
        loaded = self._ticker.live.loaded
        now = self._ticker.clock()
        again = now + LOOK_AGAIN if self._ticker.waits else None
        if loaded.settings.clock.now is not None:
            return again
        try:
            with open_store(self._ticker.live.workspace.archive) as store:
                rows = read_rows(store, loaded.campaigns, now)
        except StorageError:
            return again
        plan = plan_of(loaded, rows, zone_of(loaded), now)
        times = [time for time in (again, plan.next_time) if time is not None]
        return min(times, default=None)

    def _feel_the_clock(self) -> None:
        """A thread of our own: a job would wait for a day where the wall clock was set back by one."""
        wall, steady = self._wall(), self._steady()
        while not self._ticker.stop.wait(self._pulse_seconds):
            wall_now, steady_now = self._wall(), self._steady()
            passed = timedelta(seconds=steady_now - steady)
            if has_jumped(wall_now - wall, passed):
                self._ticker.journal.say(
                    self._ticker.words(
                        "The machine slept, or its clock was set: what is due is looked up anew."
                    )
                )
                self._put_jobs()
            wall, steady = wall_now, steady_now


def has_jumped(by_wall: timedelta, by_steady: timedelta) -> bool:
    """True where the machine slept or its clock was set between two pulses, going by both clocks."""
    return abs(by_wall - by_steady) > JUMP or by_steady > JUMP
