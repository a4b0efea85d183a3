"""A process that guesses passwords: apart, so that it starts quickly."""

from __future__ import annotations

from datetime import datetime
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher

from monitor.accounts import Passwords, Refused, log_in
from storage.store import open_store


def guess(path: Path, now: datetime, barrier: Barrier, answers: Any) -> None:
    """Try five wrong passwords as quickly as it goes; tell how many were looked at."""
    with open_store(path) as store:
        passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        barrier.wait(60)
        given = [log_in(store, passwords, "zoé", f"faux {number}", "192.0.2.7", now) for number in range(5)]
        answers.put(sum(answer == Refused() for answer in given))
