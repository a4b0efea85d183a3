"""No line of a host is ever left with work: whatever a task's answer does, the next one is asked for."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from crawler.context import HostBook, RunContext, host_of
from crawler.errors import Refused
from crawler.frontier import Frontier
from crawler.host_queues import HostQueues
from crawler.spiders.press import PressSpider
from storage.model import Reason

HOSTS = ("a.example", "b.example", "c.example:8080")
BEHAVIOURS = ("plain", "item", "fails", "breaks", "breaks-twice", "no-request")


@dataclass(frozen=True, eq=False)
class FakeTask:
    """A task that behaves in a given way, and brings more of its kind."""

    url: str
    behaviour: str
    brings: tuple[FakeTask, ...] = ()


@dataclass
class FakeFrontier:
    """Lines up what tasks bring, and raises where a task says so."""

    first: tuple[FakeTask, ...]
    queues: HostQueues[FakeTask] = field(default_factory=HostQueues)
    answers: list[FakeTask] = field(default_factory=list)
    failures: list[FakeTask] = field(default_factory=list)

    async def open(self) -> None:
        for task in self.first:
            self.push(task)

    def push(self, task: FakeTask) -> None:
        self.queues.push(host_of(task.url), 0.0, task)

    async def answered(self, task: FakeTask, response: Response) -> object | None:
        self.answers.append(task)
        await asyncio.sleep(0)
        for more in task.brings:
            self.push(more)
        if task.behaviour.startswith("breaks"):
            raise RuntimeError("a bug")
        return object() if task.behaviour == "item" else None

    async def failed(self, task: FakeTask, error: Exception) -> None:
        self.failures.append(task)
        if task.behaviour == "breaks-twice":
            raise RuntimeError("another bug")


@dataclass
class FakeContext:
    """As much of a run's context as the spider looks at."""

    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    seconds_left: float = 60.0

    def stop(self, reason: str) -> None:
        self.stopping.set()


def url_of(host: str, behaviour: str) -> str:
    return f"//{host}/no-scheme" if behaviour == "no-request" else f"https://{host}/x"


leaves = st.builds(
    lambda host, behaviour: FakeTask(url_of(host, behaviour), behaviour),
    st.sampled_from(HOSTS),
    st.sampled_from(BEHAVIOURS),
)
tasks = st.builds(
    lambda host, behaviour, brings: FakeTask(url_of(host, behaviour), behaviour, tuple(brings)),
    st.sampled_from(HOSTS),
    st.sampled_from(BEHAVIOURS),
    st.lists(leaves, max_size=5),
)


async def run(first: tuple[FakeTask, ...], order: list[int]) -> tuple[FakeFrontier, list[Request]]:
    """Play Scrapy: answer the requests in an order that has nothing to do with theirs."""
    spider = PressSpider(cast(RunContext, FakeContext()))
    frontier = FakeFrontier(first)
    spider.frontier = cast(Frontier, frontier)
    asked: list[Request] = []
    flying = [request async for request in spider.start()]
    while flying:
        request = flying.pop(order[len(asked) % len(order)] % len(flying))
        asked.append(request)
        task: Any = request.meta["task"]
        if task.behaviour == "fails":
            failure: Any = Failure(Refused(Reason.ROBOTS))  # type: ignore[no-untyped-call]
            failure.request = request
            results = spider.failed(failure)
        else:
            results = spider.answered(Response(request.url, request=request))
        flying += [result async for result in results if isinstance(result, Request)]
        hosts = [flown.meta["line"] for flown in flying]
        assert len(hosts) == len(set(hosts)), "two requests of one host in flight"
    assert spider._limit is not None
    spider._limit.cancel()
    return frontier, asked


@settings(max_examples=200, deadline=None)
@given(st.lists(tasks, max_size=12), st.lists(st.integers(0, 20), min_size=1, max_size=9))
def test_every_task_is_asked_for_once_or_told_why_not(first: list[FakeTask], order: list[int]) -> None:
    frontier, asked = asyncio.run(run(tuple(first), order))
    brought = [
        more for task in first if task.behaviour not in ("fails", "no-request") for more in task.brings
    ]
    everything = [*first, *brought]
    requested = [request.meta["task"] for request in asked]
    told = [task for task in frontier.failures if task.behaviour == "no-request"]
    assert len(requested) + len(told) == len(everything)
    assert {id(task) for task in [*requested, *told]} == {id(task) for task in everything}
    assert len(frontier.queues) == 0


def test_refusals_in_a_row_end_a_host_and_a_page_that_comes_begins_the_count_anew() -> None:
    hosts = HostBook()
    for _ in range(4):
        hosts.refused("a.example", Reason.DENIED)
    hosts.served("a.example")
    for _ in range(4):
        hosts.refused("a.example", Reason.DENIED)
    assert hosts["a.example"].down is None
    hosts.refused("a.example", Reason.SERVER_ERROR)
    assert hosts["a.example"].down is Reason.SERVER_ERROR
    hosts.refused("b.example", Reason.BOT_WALL)
    assert hosts["b.example"].down is Reason.BOT_WALL


def test_a_host_is_one_host_however_its_name_is_written() -> None:
    assert host_of("https://A.example./x") == host_of("http://a.example:80/") == "a.example"
    assert host_of("https://a.example:8443/") == "a.example:8443"
    assert host_of("http://[::1/x") == host_of("http://a.example:99999/") == ""
