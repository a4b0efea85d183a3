"""From the bytes of an answer to its text: inflated under a cap, decoded as browsers and feed readers do."""

from __future__ import annotations

import codecs
import re
import zlib

from crawler.sources.base import MAX_BYTES

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BARE = (
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
)
_DECLARED = re.compile(
    rb"""^\s{0,20}<\?xml[^>]{0,200}?encoding\s{0,5}=\s{0,5}["']([A-Za-z0-9._:-]{1,40})["']"""
)
_META = re.compile(rb"""<meta[^>]{0,200}charset\s{0,5}=\s{0,5}["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_CHARSET = re.compile(r"""charset\s{0,5}=\s{0,5}["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_LATIN = frozenset({"iso8859-1", "ascii", "latin-1", "cp1252"})
_NO_TEXT = frozenset({"utf-7", "idna", "punycode", "unicode-escape", "unicode_escape", "raw-unicode-escape"})


def inflated(body: bytes) -> tuple[bytes, bool]:
    """The body without gzip, whatever its name or headers say, and whether it was whole.

    Never more than `MAX_BYTES` come out; a broken stream gives what stands before the break.
    """
    if body[:2] != b"\x1f\x8b":
        return body[:MAX_BYTES], len(body) <= MAX_BYTES
    inflater = zlib.decompressobj(wbits=31)
    try:
        out = inflater.decompress(body, MAX_BYTES)
    except zlib.error:
        out, whole = _until_the_break(body), False
    else:
        whole = inflater.eof
    return out, whole


def _until_the_break(body: bytes) -> bytes:
    inflater, out = zlib.decompressobj(wbits=31), bytearray()
    for start in range(0, len(body), 256):
        try:
            out += inflater.decompress(body[start : start + 256], MAX_BYTES - len(out) or 1)
        except zlib.error:
            break
        if len(out) >= MAX_BYTES:
            break
    return bytes(out)


def decoded(body: bytes, content_type: str = "", html: bool = False) -> str:
    """The text of a body: byte order mark, then the header, then the declaration, then UTF-8.

    With `html` the declaration is that of a `meta` element. Latin-1 is read as windows-1252, as browsers do,
    unless the body is UTF-8 all through; what is not in the claimed encoding is read as what fits best.
    """
    for mark, name in (*_BOMS, *_BARE):
        if body.startswith(mark):
            return body.decode(name, "replace")
    header = _CHARSET.search(content_type[:200])
    declared = _META.search(body[:4_096]) if html else _DECLARED.match(body[:400])
    claims = [header.group(1)] if header else []
    claims += [declared.group(1).decode("ascii")] if declared else []
    for claim in [*claims, "utf-8"]:
        text = _strictly(body, claim)
        if text is not None:
            return text
    return body.decode("utf-8" if _mostly_utf8(body) else "cp1252", "replace")


def _strictly(body: bytes, claim: str) -> str | None:
    """The body in the claimed encoding; None where it is not in it, or it is no encoding of text."""
    try:
        name = codecs.lookup(claim).name
        if name in _NO_TEXT:
            return None
        if name not in _LATIN:
            return body.decode(name)
        return _strictly(body, "utf-8") or body.decode("cp1252")
    except (LookupError, ValueError):
        return None


def _mostly_utf8(body: bytes) -> bool:
    """Whether a body that is not quite UTF-8 has more letters of UTF-8 than broken ones."""
    text = body[:200_000].decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return broken * 2 < sum(1 for sign in text if sign > "\x7f")
