"""How much of a processor something takes, when only its own work is to count."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Taken:
    """Processor seconds, once the work is over."""

    seconds = 0.0


@contextmanager
def processor_time() -> Iterator[Taken]:
    """Measures the work within, without collections of what the tests before it left in memory."""
    taken, was_on = Taken(), gc.isenabled()
    gc.disable()
    began = time.process_time()
    try:
        yield taken
    finally:
        taken.seconds = time.process_time() - began
        if was_on:
            gc.enable()
