"""From what a source writes to plain text and clean addresses."""

from __future__ import annotations

import html
import re
import unicodedata
from urllib.parse import urldefrag, urljoin

import ftfy

from crawler.sources.base import MAX_ADDRESS
from storage.identity import is_http

MAX_TITLE = 500
MAX_SUMMARY = 1_000
_RAW = 20  # markup and entities may take this many times the room of the text they leave

_TAG = re.compile(r"<(?:/?[A-Za-z!?])[^<>]*>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_MOJIBAKE = ("Ã", "â€", "Â")  # UTF-8 that was read as windows-1252 before it was written
_SPACES = re.compile(r"[ \t\r\n\f\v\u2028\u2029]+")
_BREAKS = re.compile(r"[\t\r\n]")
_SPACE = re.compile(r"\s")


def plain(text: str | None, limit: int = MAX_TITLE) -> str | None:
    """Text without tags, entities, control and direction signs, on one line, at most `limit` characters.

    Entities are read twice, since feeds often escape twice; None where nothing is left.
    """
    if not text:
        return None
    text = text[: limit * _RAW]
    for _ in range(2):
        text = _TAG.sub(" ", text) if "<" in text else text
        if not _ENTITY.search(text):
            break
        text = html.unescape(text)
    text = _TAG.sub(" ", text) if "<" in text else text
    if any(mark in text for mark in _MOJIBAKE):
        text = ftfy.fix_encoding(text)
    text = unicodedata.normalize("NFC", _UNWANTED.sub("", text))
    text = _SPACES.sub(" ", text).strip()
    return _cut(text, limit) or None


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def absolute(url: str | None, base: str) -> str | None:
    """The address as an absolute http(s) URL without fragment, at most 2,048 characters.

    None where it is no such address, or one that clients read in different ways (`storage.identity.is_http`).
    """
    if not url:
        return None
    url = _BREAKS.sub("", url[: MAX_ADDRESS * 2].strip())
    if not url:
        return None
    try:
        joined = urldefrag(urljoin(base, url)).url
    except ValueError:
        return None
    joined = _SPACE.sub("%20", joined)
    return joined if len(joined) <= MAX_ADDRESS and not _UNWANTED.search(joined) and is_http(joined) else None
