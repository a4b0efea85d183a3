"""From what a person wants of mentions to the parts that change. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Literal

from storage.changes import LAST, TAG
from storage.model import MentionKind, ReviewStatus, Salience

LONGEST_NOTE, LONGEST_REASON, LONGEST_TAG = 2_000, 500, 60
MOST_TAGS = 50
"""Of one wish."""

TONES = ("favourable", "neutral", "critical")

# Controls, halves of pairs, and signs that turn the direction of what follows.
_UNSEEN = re.compile(
    "[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


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
    gone = dict.fromkeys(clean_tag(tag) for tag in wish.remove_tags)
    added = dict.fromkeys(clean_tag(tag) for tag in wish.add_tags)
    parts: dict[str, Any] = {TAG + tag: None for tag in gone if tag and tag not in added}
    return parts | {TAG + tag: LAST for tag in added if tag}


def clean(text: str, longest: int) -> str:
    """Text that a person typed, as it is kept: line ends stay, nothing unseen does, spaces around it go."""
    lines = text[: 4 * longest].replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _UNSEEN.sub("", lines.replace("\t", " "))).strip()[:longest].rstrip()


def clean_tag(text: str) -> str:
    """A tag as it is kept: on one line."""
    return " ".join(clean(text, LONGEST_TAG).split())
