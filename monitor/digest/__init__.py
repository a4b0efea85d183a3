"""The coverage of a day, a week or a campaign as a value. Pure: mentions, readings and `now` come in, a `Digest` goes out; renderings are elsewhere."""

from monitor.digest.build import build_digest
from monitor.digest.importance import importance
from monitor.digest.values import (
    Blindness,
    Coverage,
    DayCount,
    DeliveryTrouble,
    Digest,
    Look,
    OutletCount,
    SourceLine,
    State,
    Story,
    Tally,
    Waiting,
)
from monitor.digest.window import Window, runs_in, window_of

__all__ = [
    "Blindness",
    "Coverage",
    "DayCount",
    "DeliveryTrouble",
    "Digest",
    "Look",
    "OutletCount",
    "SourceLine",
    "State",
    "Story",
    "Tally",
    "Waiting",
    "Window",
    "build_digest",
    "importance",
    "runs_in",
    "window_of",
]
