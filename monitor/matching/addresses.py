"""Comparing addresses as far as a link can say where it leads; nothing is fetched."""

from __future__ import annotations

from urllib.parse import urlsplit


def bare_address(url: str) -> str:
    """Host and path of an address in lower case, without www., query and last slash."""
    try:
        parts = urlsplit(url[:2_000].strip().lower())
    except ValueError:
        return ""
    host_and_path = f"{parts.netloc}{parts.path}" if parts.netloc else parts.path
    return host_and_path.removeprefix("www.").rstrip("/")


def fits(address: str, pattern: str) -> bool:
    """True where the address is the pattern with anything, or nothing, in the place of each `*`."""
    first, *rest = pattern.split("*")
    if not rest:
        return address == pattern
    *middle, last = rest
    if not address.startswith(first):
        return False
    position = len(first)
    for part in middle:
        found = address.find(part, position)
        if found < 0:
            return False
        position = found + len(part)
    return len(address) - position >= len(last) and address.endswith(last)
