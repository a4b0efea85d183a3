"""One request in flight per host, the best first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crawler.host_queues import HostQueues


def test_a_host_with_many_tasks_hands_over_one_at_a_time() -> None:
    queues: HostQueues[str] = HostQueues()
    for n in range(200):
        queues.push("busy", n, f"busy {n}")
    queues.push("other", 0, "other 0")
    assert dict(queues.ready()) == {"busy": "busy 0", "other": "other 0"}
    assert list(queues.ready()) == []
    queues.done("busy")
    assert list(queues.ready()) == [("busy", "busy 1")]


def test_the_lower_rank_goes_first_and_equal_ranks_in_order_of_arrival() -> None:
    queues: HostQueues[str] = HostQueues()
    queues.push("h", 5, "late")
    queues.push("h", 1, "first")
    queues.push("h", 1, "second")
    order = []
    for _ in range(3):
        order += [task for _, task in queues.ready()]
        queues.done("h")
    assert order == ["first", "second", "late"]


def test_a_task_for_an_idle_host_is_ready_at_once() -> None:
    queues: HostQueues[str] = HostQueues()
    queues.push("h", 0, "one")
    list(queues.ready())
    queues.done("h")
    assert list(queues.ready()) == []
    queues.push("h", 0, "two")
    assert list(queues.ready()) == [("h", "two")]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 5)), max_size=40))
def test_nothing_is_lost_and_nothing_comes_twice(pushed: list[tuple[str, int]]) -> None:
    queues: HostQueues[int] = HostQueues()
    for number, (host, rank) in enumerate(pushed):
        queues.push(host, rank, number)
    got: list[int] = []
    for _ in range(len(pushed) + 1):
        for host, task in list(queues.ready()):
            got.append(task)
            queues.done(host)
    assert sorted(got) == list(range(len(pushed)))
    assert len(queues) == 0
