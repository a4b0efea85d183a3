"""Texts and addresses from outside, made harmless before they are shown in a page, a mail, a sheet or a terminal."""

from __future__ import annotations

import re

MOST = 300
"""The longest text from outside that is shown, in characters: no title is longer in earnest."""

_CONTROLS = re.compile("[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_SPACES = re.compile(r"[ \t]{2,}")
_SURROGATES = re.compile("[\ud800-\udfff]")


def clean(text: str, most: int = MOST) -> str:
    """A text from outside on one line: no control, direction or invisible character, no more than `most` long."""
    kept = text[: most * 4]
    kept = _SURROGATES.sub("\ufffd", _SPACES.sub(" ", _CONTROLS.sub(" ", kept))).strip()
    return kept if len(kept) <= most and len(text) <= most * 4 else kept[: most - 1].rstrip() + "…"


def web_address(url: str) -> str | None:
    """The address if a reader may follow it: http or https, no space, no control character; else None."""
    short = len(url) <= 2000
    return url if short and re.fullmatch(r"https?://[^\s\"'<>\\\u0000-\u0020\u007f-\u009f]+", url) else None
