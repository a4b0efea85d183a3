"""Worker processes: a hung one is killed alone, a dead one replaced, and none outlives its owner."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import platform
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest
from pebble import ProcessFuture

from crawler.extraction import Page, extract
from crawler.workers import Workers, WorkFailed, WorkTimeout

T = TypeVar("T")


def run(story: Callable[[Workers], Awaitable[T]], count: int = 2, **options: int) -> T:
    """Tell a story with workers, and close them."""

    async def told() -> T:
        workers = Workers(count, **options)
        try:
            return await story(workers)
        finally:
            workers.close()

    return asyncio.run(told())


def test_a_function_that_never_ends_is_killed_and_its_neighbours_finish() -> None:
    async def story(workers: Workers) -> tuple[list[object], float]:
        await workers.run(pow, 2, 2, timeout=20)
        start = time.monotonic()
        hung = workers.run(time.sleep, 3600, timeout=1.0)
        results = await asyncio.gather(
            hung, *(workers.run(pow, 2, n, timeout=20) for n in range(40)), return_exceptions=True
        )
        return results, time.monotonic() - start

    results, seconds = run(story)
    assert isinstance(results[0], WorkTimeout)
    assert results[1:] == [2**n for n in range(40)]
    assert seconds < 15


def test_the_deadline_of_a_task_does_not_run_while_it_waits_its_turn() -> None:
    async def story(workers: Workers) -> list[None]:
        return await asyncio.gather(*(workers.run(time.sleep, 0.4, timeout=2.0) for _ in range(8)))

    assert run(story, count=1) == [None] * 8


def test_a_worker_that_dies_fails_its_own_task_and_is_replaced() -> None:
    async def story(workers: Workers) -> list[object]:
        dead = await asyncio.gather(workers.run(os._exit, 3, timeout=20), return_exceptions=True)
        return [*dead, await workers.run(pow, 3, 2, timeout=20)]

    first, second = run(story, count=1)
    assert isinstance(first, WorkFailed) and "exit code 3" in str(first)
    assert second == 9


def test_what_a_task_raises_comes_back_as_text() -> None:
    async def story(workers: Workers) -> None:
        await workers.run(int, "no number", timeout=20)

    with pytest.raises(WorkFailed, match="ValueError"):
        run(story, count=1)


def test_what_cannot_be_handed_over_fails_alone() -> None:
    async def story(workers: Workers) -> int:
        with pytest.raises(WorkFailed, match="cannot be handed"):
            await workers.run(lambda: 1, timeout=20)
        return await workers.run(pow, 2, 3, timeout=20)

    assert run(story, count=1) == 8


def test_workers_killed_while_idle_do_not_lose_the_next_task() -> None:
    async def story(workers: Workers) -> int:
        pid = await workers.run(os.getpid, timeout=20)
        os.kill(pid, 9)
        return await workers.run(pow, 2, 5, timeout=20)

    assert run(story, count=1) == 32


@pytest.mark.skipif(platform.system() != "Linux", reason="RLIMIT_AS holds on Linux only")
def test_a_task_that_wants_too_much_memory_fails_alone() -> None:
    async def story(workers: Workers) -> int:
        with pytest.raises(WorkFailed, match="MemoryError"):
            await workers.run(bytearray, 2 << 30, timeout=20)
        return await workers.run(pow, 2, 2, timeout=20)

    assert run(story, count=1) == 4


def test_a_worker_is_renewed_after_so_many_tasks() -> None:
    async def story(workers: Workers) -> set[int]:
        return {await workers.run(os.getpid, timeout=20) for _ in range(4)}

    assert len(run(story, count=1, tasks_each=2)) == 2


def test_workers_start_with_the_first_task_only() -> None:
    async def story(workers: Workers) -> int:
        return len(multiprocessing.active_children())

    assert run(story) == 0


def test_closing_is_immediate_whatever_is_under_way_and_leaves_no_process() -> None:
    async def story() -> tuple[float, list[object]]:
        workers = Workers(2)
        await workers.run(pow, 2, 2, timeout=20)
        waiting: list[asyncio.Future[object]] = [
            asyncio.ensure_future(workers.run(time.sleep, 3600, timeout=3600)) for _ in range(3)
        ]
        waiting += [asyncio.ensure_future(workers.run(len, b"x" * 3_000_000, timeout=60)) for _ in range(3)]
        await asyncio.sleep(0.3)
        start = time.monotonic()
        workers.close()
        workers.close()
        return time.monotonic() - start, await asyncio.gather(*waiting, return_exceptions=True)

    seconds, results = asyncio.run(story())
    assert seconds < 10
    assert all(isinstance(result, WorkFailed) for result in results)
    assert not multiprocessing.active_children()


def test_a_cancelled_caller_frees_its_worker() -> None:
    async def story(workers: Workers) -> int:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(workers.run(time.sleep, 3600, timeout=3600), 0.5)
        return await workers.run(pow, 2, 4, timeout=20)

    assert run(story, count=1) == 16


def test_a_hostile_page_ends_with_its_deadline_and_not_with_the_run() -> None:
    hostile = b"<html><body><p " + b" ".join(b"a%d=1" % n for n in range(200_000)) + b">x</p></body></html>"
    tags = b"<html><body><h1>t</h1><p>" + b"<b><i>x</i></b> " * 60_000 + b"</p></body></html>"
    plain = (
        b"<html><body><h1>Titre</h1><article>"
        + b"<p>Une phrase de presse assez longue.</p>" * 20
        + b"</article></body></html>"
    )

    async def story(workers: Workers) -> tuple[list[object], float]:
        start = time.monotonic()
        pages = [Page("https://a.example/", body) for body in (hostile, tags, plain)]
        tasks = (workers.run(extract, page, timeout=2.0) for page in pages)
        return await asyncio.gather(*tasks, return_exceptions=True), time.monotonic() - start

    results, seconds = run(story)
    assert isinstance(results[0], WorkTimeout) and isinstance(results[1], WorkTimeout)
    assert not isinstance(results[2], BaseException)
    assert seconds < 15


def test_a_worker_stays_light() -> None:
    code = "import crawler.workers, crawler.extraction, sys; print([m for m in ('scrapy','twisted','sqlite_utils') if m in sys.modules])"
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert answer.stdout.strip() == "[]"


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks for the process in /proc")
def test_workers_end_when_their_owner_is_killed() -> None:
    code = (
        "import asyncio, os, time\n"
        "from crawler.workers import Workers\n"
        "async def main():\n"
        "    workers = Workers(1)\n"
        "    print(await workers.run(os.getpid, timeout=20), flush=True)\n"
        "    await workers.run(time.sleep, 3600, timeout=3600)\n"
        "if __name__ == '__main__':\n"
        "    asyncio.run(main())\n"
    )
    owner = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    worker = int(owner.stdout.readline())
    owner.kill()
    owner.wait()
    owner.stdout.close()
    until = time.monotonic() + 10
    while time.monotonic() < until and _runs(worker):
        time.sleep(0.1)
    assert not _runs(worker)


def _runs(pid: int) -> bool:
    try:
        with Path(f"/proc/{pid}/stat").open() as file:
            return file.read().rpartition(")")[2].split()[0] not in ("Z", "X")
    except OSError:
        return False


class StuckPool:
    """A pool that takes tasks and never answers."""

    def schedule(self, *args: object, **options: object) -> ProcessFuture[object]:
        return ProcessFuture()

    def stop(self) -> None:
        """Nothing runs."""

    def join(self, timeout: float | None = None) -> None:
        raise TimeoutError


def test_a_pool_that_never_answers_is_replaced_and_the_task_still_done() -> None:
    async def main() -> int:
        workers = Workers(1, start_seconds=0.1)
        workers._pool = StuckPool()  # type: ignore[assignment]
        try:
            first = await asyncio.gather(workers.run(len, "abc", timeout=0.05), return_exceptions=True)
            return (
                await workers.run(len, "abcd", timeout=20.0) if isinstance(first[0], Exception) else first[0]
            )
        finally:
            workers.close()

    assert asyncio.run(main()) in (3, 4)
