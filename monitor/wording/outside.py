"""Texts and addresses from outside, made harmless before they are shown in a page, a mail, a sheet or a terminal."""

from __future__ import annotations

import re

MOST = 300
"""The longest text from outside that is shown, in characters: no title is longer in earnest."""

_BREAKS = re.compile("[\u0000-\u001f\u007f-\u009f\u2028\u2029]+")
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_UNCLEAN = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]|  "
)
"""All that is ever taken out or put right: most texts hold nothing of it."""

_SPACES = re.compile(" {2,}")
_SURROGATES = re.compile("[\ud800-\udfff]")
_ADDRESS = re.compile(r"https?://[^\s\"'<>\\]+")


def clean(text: str, most: int = MOST) -> str:
    """A text from outside on one line: no control, direction or invisible character, no more than `most` long."""
    if len(text) <= most and not _UNCLEAN.search(text):
        return text.strip()
    room = most * 4
    kept = _BREAKS.sub(" ", _INVISIBLE.sub("", text[:room]))
    kept = _SURROGATES.sub("\ufffd", _SPACES.sub(" ", kept)).strip()
    return kept if len(kept) <= most and len(text) <= room else kept[: most - 1].rstrip() + "…"


def web_address(url: str) -> str | None:
    """The address if a reader may follow it: http or https, no space, no control or direction character; else None."""
    harmless = len(url) <= 2000 and not any(sign.search(url) for sign in (_BREAKS, _INVISIBLE, _SURROGATES))
    return url if harmless and _ADDRESS.fullmatch(url) else None
