"""A compressed answer that broke off is not a page: Scrapy inflates what came and calls it whole (pure)."""

from __future__ import annotations

import zlib

CHUNK = 65_536
LIMIT = 16 * 1024 * 1024


def is_whole(body: bytes, encoding: str) -> bool:
    """True where a gzip or deflate stream reaches its end (or cannot be judged: another encoding, too long)."""
    if encoding not in ("gzip", "x-gzip", "deflate") or not body:
        return True
    inflater = zlib.decompressobj(zlib.MAX_WBITS | 32 if encoding != "deflate" else zlib.MAX_WBITS)
    produced, rest = 0, body
    try:
        while rest and not inflater.eof and produced < LIMIT:
            produced += len(inflater.decompress(rest, CHUNK))
            rest = inflater.unconsumed_tail
    except zlib.error:
        return encoding == "deflate"  # raw deflate, or no stream at all: Scrapy's own reading decides
    return inflater.eof or produced >= LIMIT
