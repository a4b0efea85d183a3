"""What a robots.txt that the archive keeps says of one address (pure). The crawl asks anew; this only explains."""

from __future__ import annotations

from protego import Protego

TOKEN = "RetombeesBot"  # noqa: S105 - the product token of robots.txt, no secret
MOST_BYTES = 64 * 1024
"""A longer file is not read again for an explanation: what the crawl met stands among its failures."""


def allows(status: int, body: bytes, url: str) -> bool | None:
    """May this address be read; None where the file does not say, or is too long."""
    if 400 <= status < 500 and status != 429:
        return True
    if not 200 <= status < 300 or len(body) > MOST_BYTES:
        return None
    return bool(Protego.parse(body.decode("utf-8-sig", "replace")).can_fetch(url, TOKEN))
