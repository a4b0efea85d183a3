"""One tick: what is due is done, each step by itself, so that none stops the others.

Read, match, report, alert, deliver, then once a day back up and let go of what is old. Whatever a step has
done stands in the archive before the next begins: a tick that is killed is finished by the next one.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.commands.errors import sentence_of
from monitor.commands.session import BUG, BUSY, DONE, PARTIAL, STOPPED
from monitor.config import Settings
from monitor.config.settings import DEFAULT_ZONE
from monitor.dossier import Campaign
from monitor.schedule.due import ReportDue
from monitor.schedule.journal import Journal
from monitor.schedule.live import LiveWorkspace
from monitor.schedule.plan import TICK, Plan, plan_of
from monitor.schedule.rows import Readings, read_rows
from monitor.wording import Words
from monitor.workspace import Loaded
from storage.errors import StorageError
from storage.model import Run, RunKind, RunState
from storage.store import Store, open_store


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a step says to people, and the exit code that it asks for."""

    said: tuple[str, ...] = ()
    code: int = DONE


@dataclass(frozen=True, slots=True)
class Work:
    """What a tick can do. Each may raise: an expected error gets its sentence, a bug is logged and told as one."""

    read: Callable[[Store, Loaded, datetime, frozenset[str]], Outcome]
    match: Callable[[Store, Sequence[Campaign], datetime], Outcome]
    report: Callable[[Store, Campaign, Settings, datetime, ReportDue], Outcome]
    alert: Callable[[Store, Campaign, Settings, datetime], Outcome]
    deliver: Callable[[Store, Settings, datetime], Outcome]
    jobs: dict[RunKind, Callable[[Store, Settings, datetime], Outcome]]


def present(loaded: Loaded, clock: Callable[[], datetime]) -> datetime:
    """The present, or the moment that the settings put in its place."""
    return loaded.settings.clock.at(zone_of(loaded)) or clock()


def zone_of(loaded: Loaded) -> str:
    """The zone in which days without a campaign are cut: the first campaign's."""
    return loaded.campaigns[0].zone if loaded.campaigns else DEFAULT_ZONE


class Ticker:
    """Does what is due, each time it is called. `clock` is the real one; `stop` ends a tick between two steps."""

    def __init__(
        self,
        live: LiveWorkspace,
        work: Work,
        journal: Journal,
        words: Words,
        clock: Callable[[], datetime],
        stop: threading.Event,
    ) -> None:
        self.live, self.work, self.journal, self.words = live, work, journal, words
        self.clock, self.stop = clock, stop
        self.matched: dict[str, str] = {}
        self.waits = False

    def tick(self) -> int:
        """One tick; returns its exit code: 0, 1 a bug, 4 something people must know of, 6 somebody else reads.

        `waits` is then True where a report waits for a reading that somebody else is doing.
        """
        self.look()
        try:
            with open_store(self.live.workspace.archive) as store:
                one = _Tick(self, store)
                one.run()
        except StorageError as error:
            return self.tell_failure(error)
        self.waits = one.waits
        return one.code

    def look(self) -> bool:
        """Read the workspace's files again where they changed, and say so; True where they did."""
        if not self.live.look():
            return False
        trouble = self.live.trouble
        if trouble is None:
            self.journal.say(self.words("The workspace’s files changed; they were read again."))
            return True
        self.journal.say(
            self.words(
                "The workspace’s files have errors: the last good state is kept until they are mended."
            )
        )
        self.tell_failure(trouble)
        return True

    def tell_failure(self, error: Exception) -> int:
        """Say what went wrong; returns its exit code. Where a bug happened stands in the log."""
        said = sentence_of(error, self.words)
        if said is not None:
            for sentence in said.sentences:
                self.journal.say(sentence)
            return said.code
        self.journal.details(error)
        return BUG


class _Tick:
    """One pass over the steps."""

    def __init__(self, ticker: Ticker, store: Store) -> None:
        self._ticker, self._store, self._work = ticker, store, ticker.work
        self._loaded = ticker.live.loaded
        self._asked: frozenset[str] = frozenset()
        self._unmatched: set[str] = set()
        self._codes: set[int] = set()
        self.waits = False

    @property
    def code(self) -> int:
        """The gravest of the steps' codes."""
        first = next((code for code in (BUG, BUSY, STOPPED, PARTIAL) if code in self._codes), None)
        return first if first is not None else max(self._codes, default=DONE)

    def run(self) -> None:
        """Every step in its order; none begins once the scheduler is to stop."""
        steps = (self._read, self._match, self._report, self._alert, self._deliver, self._daily_jobs)
        for step in steps:
            if self._ticker.stop.is_set() or STOPPED in self._codes:
                return
            step()

    def _now(self) -> datetime:
        return present(self._loaded, self._ticker.clock)

    def _plan(self, readings: Readings | None = None) -> Plan:
        now = self._now()
        rows = read_rows(self._store, self._loaded.campaigns, now, readings)
        return plan_of(self._loaded, rows, zone_of(self._loaded), now)

    def _read(self) -> None:
        due = self._plan(Readings()).to_read(self._now() + TICK)
        if not due:
            return
        outcome = self._step(
            self._ticker.words("reading the sources"),
            None,
            lambda: self._work.read(self._store, self._loaded, self._now(), due),
        )
        if outcome is None or outcome.code not in (BUSY, STOPPED):
            self._asked = due

    def _match(self) -> None:
        """After a reading, after a change of dossiers, and after a matching that did not reach its end."""
        campaigns = self._loaded.campaigns
        now_known = {campaign.id: campaign.digest for campaign in campaigns}
        if not campaigns or (
            not self._asked and now_known == self._ticker.matched and self._matched_since_crawl()
        ):
            return
        name = self._ticker.words("finding the mentions")
        if self._step(name, RunKind.MATCH, lambda: self._work.match(self._store, campaigns, self._now())):
            self._ticker.matched = now_known
            return
        for campaign in campaigns:  # one dossier that cannot be matched does not hold up the others
            alone = (campaign,)
            done = self._step(
                name,
                RunKind.MATCH,
                lambda alone=alone: self._work.match(self._store, alone, self._now()),  # type: ignore[misc]
            )
            if done is None:
                self._unmatched.add(campaign.id)

    def _matched_since_crawl(self) -> bool:
        crawls = self._store.runs(RunKind.CRAWL, 1)
        matches = self._store.runs(RunKind.MATCH, 1)
        if not matches or matches[0].state is not RunState.DONE:
            return False
        return not crawls or (crawls[0].ended_at or crawls[0].started_at) <= matches[0].started_at

    def _report(self) -> None:
        for plan in self._plan().campaigns:
            if not plan.reports:
                continue
            if plan.untried - self._asked:
                self.waits = True
                continue
            if plan.campaign.id not in self._unmatched:  # it would say that nothing came out
                for due in plan.reports:
                    self._make(plan.campaign, due)

    def _make(self, campaign: Campaign, due: ReportDue) -> None:
        settings = self._loaded.settings
        self._step(
            self._ticker.words("the report of {campaign}", campaign=campaign.name),
            RunKind.REPORT,
            lambda: self._work.report(self._store, campaign, settings, self._now(), due),
        )

    def _alert(self) -> None:
        settings = self._loaded.settings
        for campaign in self._loaded.campaigns:
            name = self._ticker.words("the alerts of {campaign}", campaign=campaign.name)
            self._step(
                name,
                None,
                lambda campaign=campaign: self._work.alert(self._store, campaign, settings, self._now()),  # type: ignore[misc]
            )

    def _deliver(self) -> None:
        settings = self._loaded.settings
        name = self._ticker.words("sending the messages")
        self._step(name, None, lambda: self._work.deliver(self._store, settings, self._now()))

    def _daily_jobs(self) -> None:
        names = {
            RunKind.BACKUP: self._ticker.words("the daily backup"),
            RunKind.RETENTION: self._ticker.words("letting go of what is old"),
        }
        settings = self._loaded.settings
        for kind in self._plan().jobs:
            if kind in self._work.jobs and not self._ticker.stop.is_set():
                do = self._work.jobs[kind]
                self._step(names[kind], kind, lambda do=do: do(self._store, settings, self._now()))  # type: ignore[misc]

    def _step(self, name: str, kind: RunKind | None, do: Callable[[], Outcome]) -> Outcome | None:
        """Do one step and say what came of it; None where it failed. `kind`: it is a row in `runs`.

        A step without a kind leaves a row only where it fails, and the next time it does not.
        """
        run = Run(
            uuid.uuid4().hex[:12], kind or RunKind.REPORT, self._now(), heartbeat_at=self._ticker.clock()
        )
        begun = False
        try:
            if kind is not None or self._failed_last(name):
                self._store.begin_run(run)
                begun = True
            outcome = do()
            if begun:
                self._store.end_run(run.id, self._now(), RunState.DONE, {}, name)
        except Exception as error:
            self._failed(name, run, error, begun=begun)
            return None
        for sentence in outcome.said:
            self._ticker.journal.say(sentence)
        self._codes.add(outcome.code)
        return outcome

    def _failed_last(self, name: str) -> bool:
        """True where the last row that a step without a kind left says that it failed."""
        for run in self._store.runs(RunKind.REPORT):
            if run.detail == name:
                return False
            if run.detail.rpartition(": ")[0] == name:
                return True
        return False

    def _failed(self, name: str, run: Run, error: Exception, *, begun: bool) -> None:
        """Keep that a step failed, where people look; where even that cannot be kept, the journal has it."""
        words, journal = self._ticker.words, self._ticker.journal
        journal.say(words("This failed: {what}. The next round tries it again.", what=name))
        self._codes.add(self._ticker.tell_failure(error))
        try:
            if not begun:
                self._store.begin_run(run)
            detail = f"{name}: {type(error).__name__}"
            self._store.end_run(run.id, self._now(), RunState.FAILED, {}, detail)
        except StorageError as another:
            self._ticker.tell_failure(another)
