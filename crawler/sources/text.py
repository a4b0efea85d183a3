"""From what a source writes to plain text and clean addresses."""

from __future__ import annotations

import html
import re
import unicodedata
from urllib.parse import urldefrag, urljoin, urlsplit

MAX_TITLE = 500
MAX_SUMMARY = 1_000
MAX_ADDRESS = 2_048
_RAW = 20  # markup and entities may take this many times the room of the text they leave

_TAG = re.compile(r"<(?:/?[A-Za-z!?])[^<>]*>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_EVERYTHING_ODD = re.compile(r"[\s\x00-\x1f\x7f]")


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
    text = unicodedata.normalize("NFC", _UNWANTED.sub("", text))
    text = " ".join(part for part in re.split(r"[ \t\r\n\f\v\u2028\u2029]+", text) if part)
    return _cut(text, limit) or None


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def absolute(url: str | None, base: str) -> str | None:
    """The address as an absolute http(s) URL without fragment; None where it is no such address.

    Refused because readers of addresses disagree on them: user names, backslashes, control signs in the host.
    """
    if not url:
        return None
    url = url.strip()[: MAX_ADDRESS * 2]
    url = re.sub(r"[\t\r\n]", "", url)
    if not url or "\\" in url.partition("?")[0]:
        return None
    try:
        joined = urldefrag(urljoin(base, url)).url
        parts = urlsplit(joined)
        _ = parts.port
        host = parts.hostname
    except ValueError:
        return None
    if (
        parts.scheme not in ("http", "https")
        or not host
        or "@" in parts.netloc
        or _EVERYTHING_ODD.search(host)
    ):
        return None
    if _UNWANTED.search(joined) or len(joined) > MAX_ADDRESS:
        return None
    return re.sub(r"\s", "%20", joined)
