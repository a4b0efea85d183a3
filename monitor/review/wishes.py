"""From what a person wants of mentions to the parts that change. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from monitor.typed import clean, one_line
from storage.changes import LAST, TAG
from storage.model import MentionKind, ReviewStatus, Salience

LONGEST_NOTE, LONGEST_REASON, LONGEST_TAG = 2_000, 500, 60
MOST_TAGS = 50
"""Of one wish."""

TONES = ("favourable", "neutral", "critical")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants of one mention or of many; None leaves a thing as it is.

    The empty text takes back what a person said: `kind` and `salience` are the machine's again, there is no `tone`.
    """

    status: ReviewStatus | None = None
    reject_reason: str | None = None
    kind: MentionKind | Literal[""] | None = None
    salience: Salience | Literal[""] | None = None
    tone: str | None = None
    starred: bool | None = None
    note: str | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()


def wish_parts(wish: Wish) -> dict[str, Any]:
    """The parts that a wish is about, with the values it wants.

    A reason rejects; any other status lets go of the reason. Raises ValueError for an unknown tone, and for more tags
    than one can add at once.
    """
    parts: dict[str, Any] = _verdict(wish)
    if wish.kind is not None:
        parts["kind"] = str(wish.kind) or None
    if wish.salience is not None:
        parts["salience"] = str(wish.salience) or None
    if wish.tone is not None:
        if wish.tone and wish.tone not in TONES:
            raise ValueError(f"no such tone: {wish.tone[:40]!r}")
        parts["tone"] = wish.tone or None
    if wish.starred is not None:
        parts["starred"] = wish.starred
    if wish.note is not None:
        parts["note"] = clean(wish.note, LONGEST_NOTE)
    return parts | _tags(wish)


def _verdict(wish: Wish) -> dict[str, Any]:
    reason = clean(wish.reject_reason, LONGEST_REASON) if wish.reject_reason is not None else None
    status = wish.status or (ReviewStatus.REJECTED if reason else None)
    parts: dict[str, Any] = {}
    if status is not None:
        parts["status"] = str(status)
        if status is not ReviewStatus.REJECTED:
            reason = ""
    if reason is not None:
        parts["reject_reason"] = reason
    return parts


def _tags(wish: Wish) -> dict[str, Any]:
    if len(wish.add_tags) > MOST_TAGS or len(wish.remove_tags) > MOST_TAGS:
        raise ValueError(f"more than {MOST_TAGS} tags at once")
    gone = dict.fromkeys(one_line(tag, LONGEST_TAG) for tag in wish.remove_tags)
    added = dict.fromkeys(one_line(tag, LONGEST_TAG) for tag in wish.add_tags)
    parts: dict[str, Any] = {TAG + tag: None for tag in gone if tag and tag not in added}
    return parts | {TAG + tag: LAST for tag in added if tag}
