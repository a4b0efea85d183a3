"""Worker processes for what could hang, crash or eat memory: reading feeds, extracting pages.

Each task has a deadline of its own, counted from when a worker takes it up; a worker that passes it is
killed, alone, and replaced. Workers are spawned, never forked (a reactor or a database may be open), and
renewed after so many tasks, so that memory which leaks goes back.

Memory: a worker may not map more than `memory` bytes (RLIMIT_AS). Systems without that limit (Windows;
macOS ignores it) have the cap on what goes in (8 MB an answer) and the deadline only.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from pickle import PicklingError
from typing import Any, TypeVar, TypeVarTuple, cast

from pebble import CONSTS, ProcessExpired, ProcessFuture, ProcessPool

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

CONSTS.term_timeout = (
    0.2  # seconds: a worker that hangs in C never answers a SIGTERM, and holds no state to save
)

MEMORY = 1 << 30
START_SECONDS = 30.0
"""What a worker may take to start on a busy machine."""
JOIN_SECONDS = 5.0
TASKS_EACH = 400
_DETAIL = 300


class WorkError(Exception):
    """A task that gave no result."""


class WorkTimeout(WorkError):
    """The task passed its deadline; its worker was killed."""


class WorkFailed(WorkError):
    """The task raised, or its worker died. The text says which, for a reader of logs."""


class _PoolBroke(Exception):
    """The pool is gone, for no fault of this task that is known."""


@dataclass(frozen=True, slots=True)
class _Raised:
    """What a task raised, as text: not every exception survives the way between two processes."""

    detail: str


def _guarded(function: Callable[..., Any], *args: Any) -> Any:
    try:
        return function(*args)
    except Exception as error:  # a task may raise anything; it is told, not wrapped
        return _Raised(f"{type(error).__name__}: {error}"[:_DETAIL])


def _prepare(memory: int) -> None:
    """In a new worker: bound its memory, and let it end with its parent however the parent ends."""
    if resource is not None:
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
        try:
            resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
        except (ValueError, OSError):
            return  # the system knows the limit and refuses it: the cap on the input has to do
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


class Workers:
    """A pool of `count` worker processes, started by the first task. For one event loop at a time."""

    def __init__(
        self,
        count: int,
        *,
        tasks_each: int = TASKS_EACH,
        memory: int = MEMORY,
        start_seconds: float = START_SECONDS,
    ) -> None:
        self.count = count
        self._start_seconds = start_seconds
        self._tasks_each = tasks_each
        self._memory = memory
        self._pool: ProcessPool | None = None
        self._pending: set[ProcessFuture[Any]] = set()
        # Few are handed over at a time: a pool that breaks takes with it all that it was given.
        self._places = asyncio.Semaphore(2 * count)
        self._closed = False

    async def run(self, function: Callable[[*Ts], T], *args: *Ts, timeout: float) -> T:
        """Run `function(*args)` in a worker within `timeout` seconds.

        The function is one of a module; its arguments and its result can be pickled. Raises WorkTimeout,
        WorkFailed. Cancelling the caller kills the worker, or takes the task out of the queue.
        """
        async with self._places:
            try:
                result = await self._attempt(function, args, timeout)
            except _PoolBroke:
                try:  # a worker that dies between two tasks breaks the pool: once more in a new one
                    result = await self._attempt(function, args, timeout)
                except _PoolBroke as error:
                    raise WorkFailed("no worker could be kept") from error
        if isinstance(result, _Raised):
            raise WorkFailed(result.detail)
        return cast(T, result)

    async def _attempt(self, function: Callable[..., Any], args: tuple[Any, ...], timeout: float) -> Any:
        pool = self._current()
        try:
            future = pool.schedule(_guarded, args=(function, *args), timeout=timeout)
        except RuntimeError as error:  # broken since it was last used
            self._discard(pool)
            raise _PoolBroke from error
        self._pending.add(future)
        try:
            # A place is free within one task's time and a start: past that the pool itself hangs.
            return await asyncio.wait_for(asyncio.wrap_future(future), 3 * timeout + self._start_seconds)
        except ProcessExpired as error:
            raise WorkFailed(f"the worker died (exit code {error.exitcode})") from error
        except TimeoutError as error:
            if future.done() and not future.cancelled():
                raise WorkTimeout(f"{timeout:g} s") from error
            self._discard(pool)
            raise _PoolBroke from error
        except BrokenProcessPool as error:
            self._discard(pool)
            raise _PoolBroke from error
        except asyncio.CancelledError:
            if self._pool is pool:
                raise  # the caller was cancelled
            raise (WorkFailed("the workers were closed") if self._closed else _PoolBroke()) from None
        except (AttributeError, TypeError, PicklingError) as error:
            raise WorkFailed(f"cannot be handed to a worker: {error}"[:_DETAIL]) from error
        finally:
            self._pending.discard(future)

    def _current(self) -> ProcessPool:
        if self._closed:
            raise WorkFailed("the workers are closed")
        if self._pool is None:
            self._pool = ProcessPool(
                max_workers=self.count,
                max_tasks=self._tasks_each,
                initializer=_prepare,
                initargs=(self._memory,),
                context=multiprocessing.get_context("spawn"),
            )
        return self._pool

    def _discard(self, pool: ProcessPool) -> None:
        """Let a pool go, and wake all that wait for it: pebble itself forgets what it had not handed over."""
        if self._pool is not pool:
            return
        self._pool = None
        for future in tuple(self._pending):
            future.cancel()  # type: ignore[no-untyped-call]
        pool.stop()  # type: ignore[no-untyped-call]
        with suppress(TimeoutError):
            pool.join(timeout=JOIN_SECONDS)

    def close(self) -> None:
        """Kill all workers at once; what was under way fails. A second call does nothing."""
        self._closed = True
        if self._pool is not None:
            self._discard(self._pool)
