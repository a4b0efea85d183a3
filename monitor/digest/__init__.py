"""The coverage of a day, a week or a campaign as a value. Pure: mentions, readings and `now` come in, a `Digest` goes out; renderings are elsewhere."""

from monitor.digest.build import build_digest, digest_from
from monitor.digest.choices import NO_CHOICES, Choices, choices_of
from monitor.digest.importance import importance
from monitor.digest.overview import Overview, overview_of
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
    "NO_CHOICES",
    "Blindness",
    "Choices",
    "Coverage",
    "DayCount",
    "DeliveryTrouble",
    "Digest",
    "Look",
    "OutletCount",
    "Overview",
    "SourceLine",
    "State",
    "Story",
    "Tally",
    "Waiting",
    "Window",
    "build_digest",
    "choices_of",
    "digest_from",
    "importance",
    "overview_of",
    "runs_in",
    "window_of",
]
