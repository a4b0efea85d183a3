"""Are two articles the same dispatch? Shares of the shorter and of the longer text, without the words of our own texts."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from monitor.clustering.signature import HASH_SPACE
from storage.model import Signature

RULE = "1"
"""Part of what a comparison was made with: a change of the rule below makes all of them due again."""

LEAST_SHARED = 25  # shingles: a sentence of 29 words; below it, a quotation
LEAST_OF_SHORTER = 0.5  # most of the shorter text is copied: a local paragraph may be added
LEAST_OF_LONGER = 0.3  # and it is a cut of that text, not one piece of a round-up
LEAST_OF_WALLED = 0.8  # what a paywall leaves of a text is all copied, however little it is
LEAST_SEEN = 8  # hashes really seen in common, where only a share of them was kept


@dataclass(frozen=True, slots=True)
class Nearness:
    """What two texts have in common: shingles, and shares (0.0 to 1.0) of the shorter and of the longer text."""

    shared: int
    seen: int
    of_shorter: float
    of_longer: float
    shorter_is_walled: bool


def nearness(one: Signature, other: Signature, ours: Set[int] = frozenset()) -> Nearness:
    """Compare two texts; shingles in `ours` (the campaigns' own texts) weigh nothing. Symmetric."""
    scale = max(one.scale, other.scale)
    kept = [_at_scale(signature, scale) - ours for signature in (one, other)]
    shorter, longer = sorted(len(hashes) for hashes in kept)
    seen = len(kept[0] & kept[1])
    walled = one.walled and other.walled
    if len(kept[0]) != len(kept[1]):
        walled = (one if len(kept[0]) < len(kept[1]) else other).walled
    return Nearness(
        shared=seen * scale,
        seen=seen,
        of_shorter=seen / shorter if shorter else 0.0,
        of_longer=seen / longer if longer else 0.0,
        shorter_is_walled=walled,
    )


def is_near(found: Nearness) -> bool:
    """The rule, in one place."""
    if found.shared < LEAST_SHARED or found.seen < LEAST_SEEN:
        return False
    if found.shorter_is_walled and found.of_shorter >= LEAST_OF_WALLED:
        return True
    return found.of_shorter >= LEAST_OF_SHORTER and found.of_longer >= LEAST_OF_LONGER


def _at_scale(signature: Signature, scale: int) -> frozenset[int]:
    if signature.scale == scale:
        return signature.shingles
    return frozenset(value for value in signature.shingles if value < HASH_SPACE // scale)
