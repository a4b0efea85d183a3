"""The one border where text from outside becomes clean: every string of an Article has passed here.

`clean` is idempotent, and what it returns is NFC, without surrogates, NUL and other control characters,
direction signs, invisible characters and soft hyphens. No-break spaces stay: French typography needs them.
"""

from __future__ import annotations

import re
import unicodedata

import ftfy

MAX_TITLE = 500
MAX_NAME = 200
MAX_STANDFIRST = 2_000

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0e\ufeff"
    "\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
    "|[\U0001fffe\U0001ffff\U0002fffe\U0002ffff]"
    "|(?<![\u0590-\u1fff\u2190-\U0010ffff])[\u200c\u200d]"
)
_JOINED_AT_START = re.compile("^[\u200c\u200d]+")
_SPACES = re.compile("[ \t\n\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000]+")
_NO_BREAK = "\xa0\u202f\u2007"
_BROKEN_TWICE = re.compile(
    "[\xc2-\xf4][\x80-\xbf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201a"
    "\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]"
)


_COMBINING = re.compile("[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u064b-\u065f]+")
_WORDS = re.compile(r"\w+")


def looks_broken(text: str) -> bool:
    """True where the text may be UTF-8 that was read as windows-1252 (« Ã© » for « é »)."""
    return _BROKEN_TWICE.search(text) is not None


def mend(text: str) -> str:
    """Undo double encoding, where it is certain that this is what happened."""
    return ftfy.fix_encoding(text) if _BROKEN_TWICE.search(text) else text


def clean(text: str) -> str:
    """Text without what no reader sees; lines end in a newline."""
    if text.isascii() and text.isprintable():
        return text
    text = _LINE_ENDS.sub("\n", text)
    while True:  # what is taken away may bring together what composes, or strand a joiner
        cleaned = unicodedata.normalize("NFC", _JOINED_AT_START.sub("", _UNWANTED.sub("", text)))
        if cleaned == text:
            return text
        text = cleaned


def one_line(text: str | None, limit: int = MAX_TITLE) -> str:
    """Clean text on one line, of at most `limit` characters; a cut one ends in an ellipsis."""
    if not text:
        return ""
    text = _SPACES.sub(" ", clean(mend(text[: limit * 20]))).strip(" " + _NO_BREAK)
    if len(text) > limit:
        text = text[: limit - 1].rstrip(" " + _NO_BREAK) + "…"
    return text


def fold(text: str) -> str:
    """For comparing two lines of a page with each other: letters and digits only, without case and accents."""
    text = text.casefold()
    if not text.isascii():
        text = _COMBINING.sub("", unicodedata.normalize("NFKD", text))
    return " ".join(_WORDS.findall(text))
