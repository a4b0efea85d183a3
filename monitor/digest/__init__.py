"""The day's coverage as a value. Pure: mentions, readings and `now` come in, a `Digest` goes out; renderings are elsewhere."""

from monitor.digest.build import build_digest
from monitor.digest.values import (
    Blindness,
    Coverage,
    DayCount,
    Digest,
    Look,
    SourceLine,
    State,
    Story,
    Tally,
)
from monitor.digest.window import Window, runs_in, window_of

__all__ = [
    "Blindness",
    "Coverage",
    "DayCount",
    "Digest",
    "Look",
    "SourceLine",
    "State",
    "Story",
    "Tally",
    "Window",
    "build_digest",
    "runs_in",
    "window_of",
]
