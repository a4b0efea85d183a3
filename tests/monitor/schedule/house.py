"""A workspace on the disk with a clock that the test turns, and steps that only note that they were called."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from monitor.commands.session import BUSY, DONE
from monitor.config import Settings
from monitor.dossier import Campaign
from monitor.schedule.due import ReportDue
from monitor.schedule.journal import Journal
from monitor.schedule.live import LiveWorkspace
from monitor.schedule.tick import Outcome, Ticker, Work
from monitor.wording import Words
from monitor.workspace import Loaded, Workspace
from storage.model import (
    Health,
    ReportRecord,
    Run,
    RunKind,
    RunState,
    SourceReading,
)
from storage.store import Store, open_store

PARIS = ZoneInfo("Europe/Paris")
DOSSIER = """name = "{name}"
zone = "Europe/Paris"
report_at = "07:30"
search_strings = ["appel des rivages"]

[[documents]]
id = "tribune"
kind = "oped"
title = "Appel des rivages"
"""
SOURCES = "id,name,domain,feeds\nphare,Le Phare,phare.example,https://phare.example/1 https://phare.example/2\nvigie,Vigie,vigie.example,https://vigie.example/1\n"
SETTINGS = '[network]\ncontact = "https://retombees.example/robot"\n\n[schedule]\nweekly = ""\n'


def at(text: str) -> datetime:
    """A time in Paris, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC)


@dataclass
class Clock:
    """A clock that stands still until it is turned."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Steps:
    """Steps that do the least that the archive must see, and note it. `fail` names those that raise.

    A step's name is `read`, `match`, `report <campaign> <kind>`, `alert <campaign>`, `deliver`, `backup`, `retention`.
    """

    called: list[str] = field(default_factory=list)
    fail: set[str] = field(default_factory=set)
    busy: bool = False
    on_step: Callable[[str], None] = lambda name: None

    def note(self, name: str) -> None:
        self.called.append(name)
        self.on_step(name)
        if name in self.fail:
            raise RuntimeError(f"planted in {name}")

    def take(self) -> list[str]:
        """What was called since the last time."""
        taken, self.called = self.called, []
        return taken

    def read(self, store: Store, loaded: Loaded, now: datetime, sources: frozenset[str]) -> Outcome:
        self.note("read")
        if self.busy:
            return Outcome(("busy",), BUSY)
        store.put_catalogue(loaded.catalogue.entries)
        run = Run(f"crawl-{now:%m%d%H%M%S}", RunKind.CRAWL, now)
        store.begin_run(run)
        for source in sorted(sources):
            store.put_reading(SourceReading(source, run.id, now, Health.READ, candidates=20, new=1))
        store.end_run(run.id, now, RunState.DONE, {})
        return Outcome((f"{len(sources)} read",))

    def match(self, store: Store, campaigns: Sequence[Campaign], now: datetime) -> Outcome:
        self.note("match")
        for campaign in campaigns:
            if f"match {campaign.id}" in self.fail:
                raise RuntimeError(f"planted in match {campaign.id}")
        return Outcome()

    def report(
        self, store: Store, campaign: Campaign, settings: Settings, now: datetime, due: ReportDue
    ) -> Outcome:
        self.note(f"report {campaign.id} {due.kind}")
        store.put_report(ReportRecord(campaign.id, due.day, now - timedelta(days=1), now, now, due.kind))
        return Outcome(("made",))

    def alert(self, store: Store, campaign: Campaign, settings: Settings, now: datetime) -> Outcome:
        self.note(f"alert {campaign.id}")
        return Outcome()

    def deliver(self, store: Store, settings: Settings, now: datetime) -> Outcome:
        self.note("deliver")
        return Outcome()

    def daily(self, name: str) -> Callable[[Store, Settings, datetime], Outcome]:
        def do(store: Store, settings: Settings, now: datetime) -> Outcome:
            self.note(name)
            return Outcome(code=DONE)

        return do

    @property
    def work(self) -> Work:
        jobs = {RunKind.BACKUP: self.daily("backup"), RunKind.RETENTION: self.daily("retention")}
        return Work(self.read, self.match, self.report, self.alert, self.deliver, jobs)


@dataclass
class House:
    """A workspace with one dossier, `appel`, three sources, and everything that a tick needs."""

    workspace: Workspace
    clock: Clock
    steps: Steps
    stop: threading.Event = field(default_factory=threading.Event)

    def dossier(self, name: str, text: str | None = None) -> None:
        path = self.workspace.campaigns / f"{name}.toml"
        path.write_text(text if text is not None else DOSSIER.format(name=name), encoding="utf-8")

    def settings(self, more: str = "") -> None:
        self.workspace.settings_file.write_text(SETTINGS + more, encoding="utf-8")

    def ticker(self, language: str = "en") -> Ticker:
        """A fresh one, as after a restart."""
        live = LiveWorkspace(self.workspace)
        journal = Journal(self.workspace.logs, self.clock, lambda: "Europe/Paris")
        return Ticker(live, self.steps.work, journal, Words(language), self.clock, self.stop)

    def store(self) -> Store:
        return open_store(self.workspace.archive)


def make_house(folder: Path) -> House:
    """A workspace early on a Tuesday morning."""
    workspace = Workspace(folder)
    for place in workspace.folders:
        place.mkdir(parents=True)
    made = House(workspace, Clock(at("2025-02-04 05:00")), Steps())
    made.settings()
    workspace.sources_file.write_text(SOURCES, encoding="utf-8")
    made.dossier("appel")
    open_store(workspace.archive, create=True).close()
    return made
