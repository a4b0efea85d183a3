"""Text that people typed, as it is kept. Pure."""

from __future__ import annotations

import re
import unicodedata

# Controls, halves of pairs, and signs that turn the direction of what follows.
_UNSEEN = re.compile(
    "[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def clean(text: str, longest: int) -> str:
    """A text: line ends stay, nothing unseen does, spaces around it go."""
    lines = text[: 4 * longest].replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _UNSEEN.sub("", lines.replace("\t", " "))).strip()[:longest].rstrip()


def one_line(text: str, longest: int) -> str:
    """A name, a label or a tag: the same on one line, with single spaces."""
    return " ".join(clean(text, longest).split())
