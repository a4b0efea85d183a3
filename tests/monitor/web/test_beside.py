"""What is done beside the pages: once, a few at a time, asked after by its key; a fault of ours is noted."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from monitor.web.beside import AT_ONCE, Beside, beside
from tests.monitor.web.newsroom import Newsroom, make_newsroom


def until(true: Callable[[], bool]) -> None:
    ends = time.monotonic() + 10
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.005)


def is_done(work: Beside, key: str) -> bool:
    found = work.of(key)
    return found is not None and found.done


def test_what_is_under_way_is_not_begun_again_and_its_end_is_kept(desk: Newsroom) -> None:
    work, go, begun = Beside(), threading.Event(), []

    def long() -> str:
        begun.append(1)
        go.wait(10)
        return "found"

    assert work.of("a") is None
    work.begin(desk.site, "a", long)
    work.begin(desk.site, "a", long)
    until(lambda: bool(begun))
    assert not is_done(work, "a")
    go.set()
    until(lambda: is_done(work, "a"))
    kept = work.of("a")
    assert kept is not None and (kept.result, kept.failed, len(begun)) == ("found", False, 1)
    work.begin(desk.site, "a", long)
    until(lambda: len(begun) == 2)


def test_a_few_go_at_once_and_the_others_wait(desk: Newsroom) -> None:
    work, go, running = Beside(), threading.Event(), []

    def long() -> None:
        running.append(1)
        go.wait(10)

    for number in range(AT_ONCE + 3):
        work.begin(desk.site, str(number), long)
    until(lambda: len(running) == AT_ONCE)
    time.sleep(0.05)
    assert len(running) == AT_ONCE
    go.set()
    until(lambda: all(is_done(work, str(number)) for number in range(AT_ONCE + 3)))


def test_a_fault_of_ours_is_told_as_one_and_stands_in_the_log(desk: Newsroom) -> None:
    work = Beside()

    def broken() -> None:
        raise RuntimeError("the wheel came off")

    work.begin(desk.site, "a", broken)
    until(lambda: is_done(work, "a"))
    kept = work.of("a")
    assert kept is not None and kept.failed and kept.result is None
    assert "the wheel came off" in next(desk.workspace.logs.glob("desk-*.log")).read_text()


def test_what_ended_an_hour_ago_is_no_longer_told(desk: Newsroom) -> None:
    now = [100.0]
    work = Beside(lambda: now[0])
    work.begin(desk.site, "a", lambda: "found")
    until(lambda: is_done(work, "a"))
    now[0] += 3_601
    assert work.of("a") is None


def test_each_desk_has_its_own(desk: Newsroom, tmp_path: Path) -> None:
    other = make_newsroom(tmp_path / "autre", people=False, articles=False)
    assert beside(desk.site) is beside(desk.site)
    assert beside(desk.site) is not beside(other.site)
    other.site.close()
