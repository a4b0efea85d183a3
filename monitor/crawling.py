"""Starts a crawl as a process of its own, follows its progress, and says how it ended."""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from storage.model import RunState

GRACE_SECONDS = 90.0
"""How long after its time limit a crawl may take to end before it is killed."""

LOOK_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class CrawlEvent:
    """One line that a crawl says: `name` start, source, progress or end; `counts` so far; what else it said."""

    name: str
    counts: Mapping[str, int]
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CrawlEnd:
    """How a crawl ended. `code` is the process's exit code (0 done, 1 bug, 6 another is under way)."""

    code: int
    run_id: str | None
    state: RunState
    counts: Mapping[str, int]
    detail: str = ""


def crawl(
    archive: Path,
    order_id: str,
    *,
    max_minutes: float,
    listen: Callable[[CrawlEvent], None],
    log: Path | None = None,
    stop: threading.Event | None = None,
) -> CrawlEnd:
    """Run the crawl of an order to its end; `listen` hears every event. Its log goes to `log`, else to stderr.

    Ctrl-C reaches the child as well, which ends cleanly; a second one kills it. With `stop` it does not: once that
    is set, the child is asked to end, a single time, since a second one would end it at once.
    """
    command = [sys.executable, "-P", "-m", "crawler", "run", "--archive", str(archive), "--order", order_id]
    return follow(command, seconds=max_minutes * 60 + GRACE_SECONDS, listen=listen, log=log, stop=stop)


def follow(
    command: Sequence[str],
    *,
    seconds: float,
    listen: Callable[[CrawlEvent], None],
    log: Path | None = None,
    stop: threading.Event | None = None,
) -> CrawlEnd:
    """Start a command that speaks as a crawl does and hear it to its end; after so many seconds it is killed."""
    if log is not None:
        log.parent.mkdir(parents=True, exist_ok=True)
    with (
        _log_file(log) as errors,
        subprocess.Popen(  # noqa: S603 - our own module, our own arguments
            command,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            encoding="utf-8",
            process_group=None if stop is None or sys.platform == "win32" else 0,
        ) as child,
    ):
        last = CrawlEvent("start", {})
        try:
            with _ending(child, stop), _deadline(child, seconds) as late:
                for event in _events(child):
                    last = event
                    listen(event)
                child.wait()
        except KeyboardInterrupt:
            child.kill()
            child.wait()
            return CrawlEnd(1, None, RunState.KILLED, last.counts)
    if last.name != "end":
        state = RunState.KILLED if late.is_set() else RunState.FAILED
        return CrawlEnd(child.returncode, None, state, last.counts)
    data = last.data
    return CrawlEnd(
        child.returncode, str(data["run"]), RunState(data["state"]), last.counts, str(data.get("detail", ""))
    )


@contextmanager
def _deadline(child: subprocess.Popen[str], seconds: float) -> Iterator[threading.Event]:
    """Kill the child after so many seconds: one that hangs says nothing and never closes its output."""
    late = threading.Event()

    def kill() -> None:
        late.set()
        child.kill()

    timer = threading.Timer(seconds, kill)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()


def _ending(
    child: subprocess.Popen[str], stop: threading.Event | None
) -> contextlib.AbstractContextManager[None]:
    """Who tells the child to end: the terminal, or whoever sets `stop`."""
    return _patience() if stop is None else _asked_to_end(child, stop)


@contextmanager
def _asked_to_end(child: subprocess.Popen[str], stop: threading.Event) -> Iterator[None]:
    """Pass on to the child, as a Ctrl-C, that it is to end."""
    over = threading.Event()

    def pass_on() -> None:
        while not over.is_set():
            if stop.wait(LOOK_SECONDS):
                child.send_signal(signal.SIGTERM if sys.platform == "win32" else signal.SIGINT)
                return

    waiting = threading.Thread(target=pass_on, name="crawl-stop", daemon=True)
    waiting.start()
    try:
        yield
    finally:
        over.set()
        waiting.join()


@contextmanager
def _log_file(path: Path | None) -> Iterator[Any]:
    if path is None:
        yield None
        return
    with path.open("a", encoding="utf-8") as lines:
        yield lines


@contextmanager
def _patience() -> Iterator[None]:
    """The first Ctrl-C is left to the child, which ends its run cleanly; the second one is ours."""
    before = signal.getsignal(signal.SIGINT)

    def first(number: int, frame: object) -> None:
        signal.signal(signal.SIGINT, before)

    try:
        signal.signal(signal.SIGINT, first)
    except ValueError:  # not in the main thread: whoever runs us there deals with signals
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _events(child: subprocess.Popen[str]) -> Iterator[CrawlEvent]:
    """The child's lines as events; what is no event of ours is passed over."""
    assert child.stdout is not None
    for line in child.stdout:
        try:
            data = json.loads(line)
            yield CrawlEvent(str(data.pop("event")), dict(data.pop("counts")), data)
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
