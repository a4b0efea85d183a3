"""One tick of the schedule as a process of its own, and ways to kill it at a moment that can be seen from outside."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from .mailserver import MailServer, Step
from .workspace import ROOT, Place, surroundings

LOOK_EVERY = 0.003
HELD_SECONDS = 1.5
"""How long the archive is held shut before the kill: long enough for the tick to come to its next write."""
PATIENCE = 150.0


class Moment(StrEnum):
    """Moments of a tick that its archive and its files show."""

    CRAWL_STARTED = "the crawl has begun"
    CRAWL_MIDDLE = "the crawl has stored an article"
    CRAWL_ENDED = "the crawl has ended"
    MATCHING = "matching, nothing of it stored"  # the crawl has ended, and the archive is held shut
    MATCHED = "matched, no report yet"
    FILES_MADE = "the report's files are there, its record is not"
    RECORDED = "the report is recorded"


@dataclass(frozen=True, slots=True)
class Kill:
    """When a tick is killed: at a moment of its own, or at a step of a mail (to `recipient`, "" any).

    `alone`: only the tick itself; its crawl, if one runs, lives on as an orphan.
    """

    when: Moment | Step
    recipient: str = ""
    alone: bool = False


@dataclass
class Tick:
    """A tick that runs or ran. `hit`: it was killed at the moment asked for."""

    process: subprocess.Popen[bytes]
    said_in: Path
    kill: Kill | None
    hit: bool = False
    code: int = 0
    seconds: float = 0.0
    before: dict[str, set[Any]] = field(default_factory=dict)

    @property
    def said(self) -> str:
        """What it said on stderr."""
        return self.said_in.read_text(encoding="utf-8", errors="replace")

    def strike(self) -> None:
        """kill -9 of the tick with all that it started, as a power cut would, or of the tick alone."""
        self.hit = True
        os.kill(self.process.pid, signal.SIGSTOP)  # so that nothing begins while we look
        alone = self.kill is not None and self.kill.alone
        for pid in (self.process.pid, *(() if alone else _children(self.process.pid))):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _children(pid: int) -> list[int]:
    """The processes that a process started, and theirs: a crawl is in a group of its own."""
    said = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = {int(child): int(parent) for child, parent in (line.split() for line in said.splitlines())}
    found, near = list[int](), {pid}
    while near:
        near = {child for child, parent in parents.items() if parent in near}
        found.extend(near)
    return found


def tick(place: Place, mail: MailServer, day: str, kill: Kill | None = None) -> Tick:
    """One tick to its end, natural or not. `day` is the local day that the clock shows."""
    one = _start(place, kill)
    began = time.monotonic()
    with _listening(mail, one):
        if kill is not None and isinstance(kill.when, Moment):
            _watch(place, one, kill.when, day)
        one.code = _end(one)
    one.seconds = time.monotonic() - began
    return one


def two_ticks(place: Place) -> tuple[Tick, Tick]:
    """Two ticks started at the same moment, as by two schedulers."""
    pair = _start(place, None), _start(place, None)
    for one in pair:
        one.code = _end(one)
    return pair


@contextmanager
def living(place: Place) -> Iterator[Tick]:
    """The schedule that lives on; ended by the system's request when the block ends, unless it was killed in it."""
    one = _start(place, None, "schedule")
    try:
        yield one
    finally:
        if one.process.poll() is None:
            one.process.terminate()
        one.code = _end(one)


def _start(place: Place, kill: Kill | None, *command: str) -> Tick:
    descriptor, name = tempfile.mkstemp(prefix="tick-", suffix=".log", dir=place.folder.parent)
    before = _state(place)
    with os.fdopen(descriptor, "wb") as said:
        process = subprocess.Popen(
            place.command(*(command or ("schedule", "--once"))), stdout=said, stderr=said, stdin=subprocess.DEVNULL, cwd=ROOT,
            env=surroundings(), start_new_session=True,
        )  # fmt: skip
    return Tick(process, Path(name), kill, before=before)


def _end(one: Tick) -> int:
    try:
        return one.process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        one.strike()
        one.process.wait()
        raise AssertionError(f"a tick did not end in {PATIENCE:.0f} s; it said:\n{one.said}") from None


@contextmanager
def _listening(mail: MailServer, one: Tick) -> Iterator[None]:
    """Kill at a step of a mail: the server calls in the middle of the protocol, and the tick waits for it."""
    kill = one.kill
    if kill is None or not isinstance(kill.when, Step):
        yield
        return

    def stepped(step: Step, recipient: str) -> None:
        if not one.hit and step is kill.when and kill.recipient in ("", recipient):
            one.strike()

    quiet, mail.on_step = mail.on_step, stepped
    try:
        yield
    finally:
        mail.on_step = quiet


def _watch(place: Place, one: Tick, moment: Moment, day: str) -> None:
    """Look at the archive and the files until the moment has come, then kill; or until the tick has ended."""
    while one.process.poll() is None:
        if _has_come(place, one.before, moment, day):
            with ExitStack() as held:
                if moment in (Moment.MATCHING, Moment.FILES_MADE):
                    held.enter_context(place.nobody_writes())
                    time.sleep(HELD_SECONDS)
                if one.process.poll() is None:
                    one.strike()
                    one.process.wait(PATIENCE)
            return
        time.sleep(LOOK_EVERY)


def _has_come(place: Place, before: dict[str, set[Any]], moment: Moment, day: str) -> bool:
    if moment is Moment.FILES_MADE:
        return bool(set(_stamps(place, day)) - before["files"])
    now = _state(place)
    started, ended = now["crawls"] - before["crawls"], now["ended"] - before["ended"]
    return {
        Moment.CRAWL_STARTED: bool(started),
        Moment.CRAWL_MIDDLE: bool(now["articles"] - before["articles"]),
        Moment.CRAWL_ENDED: bool(ended & started),
        Moment.MATCHING: bool(ended & started),
        Moment.MATCHED: bool(now["mentions"] - before["mentions"]),
        Moment.RECORDED: bool(now["reports"] - before["reports"]),
    }[moment]


def _state(place: Place) -> dict[str, set[Any]]:
    """What there is: crawls, ended crawls, articles and mentions (their number), reports, files with their times."""

    def column(query: str) -> set[Any]:
        try:
            return {next(iter(row.values())) for row in place.rows(query)}
        except sqlite3.OperationalError:  # the archive is being made at this moment
            return set()

    return {
        "crawls": column("SELECT id FROM runs WHERE kind = 'crawl'"),
        "ended": column("SELECT id FROM runs WHERE kind = 'crawl' AND state <> 'running'"),
        "articles": column("SELECT count(*) FROM articles") | {0},
        "mentions": column("SELECT count(*) FROM mentions") | {0},
        "reports": column("SELECT kind || day FROM reports"),
        "files": set(_stamps(place, "")),
    }


def _stamps(place: Place, day: str) -> Iterator[tuple[str, int]]:
    for path in place.files_of(day):
        try:
            yield path.name, path.stat().st_mtime_ns
        except FileNotFoundError:  # replaced at this moment
            continue
