"""From bytes to text, as browsers do it (WHATWG): BOM, then header, then `<meta>`, then a guess.

Labels are read as the web means them: latin-1 and ASCII are windows-1252. UTF-8 that does not decode is
windows-1252 where most of it would be lost, and keeps its few broken bytes as U+FFFD otherwise.
"""

from __future__ import annotations

import codecs
import re

MAX_BYTES = 2_000_000
"""What is read of a page; real pages have a median of 250 kB, and what follows is never the article."""

_META_BYTES = 4_096
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HEADER = re.compile(r"charset\s{0,3}=\s{0,3}[\"']?([\w.:+-]{1,40})", re.IGNORECASE)
_META = re.compile(rb"<meta\s[^<>]{0,300}?charset\s{0,3}=\s{0,3}[\"']?\s{0,3}([\w.:+-]{1,40})", re.IGNORECASE)
_XML = re.compile(
    rb"^\s{0,20}<\?xml\s[^<>]{0,100}?encoding\s{0,3}=\s{0,3}[\"']([\w.:+-]{1,40})", re.IGNORECASE
)
_WINDOWS_1252 = frozenset(
    [
        "ascii",
        "us-ascii",
        "latin1",
        "latin-1",
        "l1",
        "iso-8859-1",
        "iso8859-1",
        "iso_8859-1",
        "iso88591",
        "cp1252",
        "x-cp1252",
        "windows-1252",
        "ansi",
    ]
)
_WEB_NAMES = {
    "iso-8859-9": "cp1254", "latin5": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874", "gb2312": "gb18030",
    "gbk": "gb18030", "x-gbk": "gb18030", "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932",
    "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "big5": "big5hkscs", "x-mac-roman": "mac_roman", "macintosh": "mac_roman",
    "unicode": "utf-16-le", "utf-16": "utf-16-le", "utf8": "utf-8", "utf-8": "utf-8", "unicode-1-1-utf-8": "utf-8",
}  # fmt: skip
_SAFE = re.compile(
    r"utf-8|utf-16-[lb]e|cp125\d|cp874|cp932|cp949|gb18030|big5hkscs|euc[_-]jp|iso-?2022-?jp|iso-?8859-?\d{1,2}|koi8-[ru]|mac_roman"
)


def decode(body: bytes, content_type: str = "") -> str:
    """The text of a page, whatever its bytes are; at most `MAX_BYTES` of them are read."""
    body = body[:MAX_BYTES]
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(name, "replace")
    declared = _known(_first(_HEADER, content_type[:500]))
    if declared is None:
        declared = _sniffed(body)
    if declared is not None and not declared.startswith(("utf-16", "iso")) and _is_utf8(body):
        return body.decode(
            "utf-8", "ignore"
        )  # servers name what they were set up for; UTF-8 by chance there is none
    if declared in (None, "utf-8"):
        return _utf8_or_windows(body)
    return windows_1252(body) if declared == "cp1252" else body.decode(declared, "replace")


def windows_1252(body: bytes) -> str:
    """Bytes as windows-1252; the five that it leaves undefined are the control characters that browsers make them."""
    return body.decode("cp1252", "surrogateescape").translate(_UNDEFINED)


_UNDEFINED = {0xDC00 + byte: byte for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return found[1] if found else None


def _known(label: str | None) -> str | None:
    """The codec that the web means by a label; None for labels that nobody knows, or that are a trap (UTF-7)."""
    name = (label or "").strip().lower()
    if name in _WINDOWS_1252:
        return "cp1252"
    name = _WEB_NAMES.get(name, name)
    if not _SAFE.fullmatch(name):
        return None
    try:
        codecs.lookup(name)
    except LookupError:
        return None
    return name


def _sniffed(body: bytes) -> str | None:
    head = body[:_META_BYTES]
    if head[:200].count(0) > 20:  # UTF-16 without a mark: every other byte of the markup is NUL
        return "utf-16-be" if head[0:1] == b"\0" else "utf-16-le"
    found = _XML.search(head) or _META.search(head)
    name = _known(found[1].decode("ascii", "replace")) if found else None
    return "utf-8" if name and name.startswith("utf-16") else name  # a meta that could be read is no UTF-16


def _is_utf8(body: bytes) -> bool:
    """True where there is something to tell the two by, and all of it is UTF-8 (a cut last letter aside)."""
    if body.isascii():
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(body)
    except UnicodeDecodeError:
        return False
    return True


def _utf8_or_windows(body: bytes) -> str:
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(body)
    except UnicodeDecodeError:
        text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(1 for letter in text if "\x7f" < letter != "\ufffd")
    return windows_1252(body) if broken > whole else _mixed(body)


def _mixed(body: bytes) -> str:
    """UTF-8 with some windows-1252 bytes in it: each as what it is (old pages pasted together)."""
    return body.decode("utf-8", "surrogateescape").translate(_STRAY)


_STRAY = {0xDC00 + byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0x100)}
