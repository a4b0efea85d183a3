"""Addresses as people write them into the settings: of mail, of pages, of private networks."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from monitor.config.complaints import complaint
from monitor.wording.words import message

_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
_NAME = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,8}")
_PRIVATE_ENDINGS = ("local", "localhost", "internal", "lan", "home.arpa", "test")


def is_mail_address(text: str) -> bool:
    """True for one plain mail address, without a name and without anything that could become a header."""
    return len(text) <= 254 and bool(_MAIL.fullmatch(text))


def is_web_address(text: str) -> bool:
    """True for the address of a page, http or https, without a password in it."""
    if (
        len(text) > 200
        or not text.isascii()
        or not text.isprintable()
        or any(sign in text for sign in ' "<>()\\')
    ):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc


def checked_contact(text: str) -> str:
    """A page or a mail address, by which sites can reach whoever reads them; the empty text passes."""
    if text and not is_mail_address(text) and not is_web_address(text):
        raise complaint(
            message(
                "“{value}” is neither a page (https://…) nor a mail address. Sites must be able to reach you."
            ),
            value=text,
        )
    return text


def checked_private(entry: str) -> str:
    """An address, a network or a local name, each with or without a port: nothing of the public internet."""
    host, port = entry.strip().lower(), ""
    if host.startswith("["):
        host, closed, rest = host[1:].partition("]")
        port = rest.removeprefix(":")
        readable = bool(closed) and (not rest or (rest.startswith(":") and bool(port)))
    else:
        host, colon, port = host.partition(":") if host.count(":") == 1 else (host, "", "")
        readable = not colon or bool(port)
    if port and not (port.isascii() and port.isdigit() and len(port) <= 5 and 0 < int(port) < 65_536):
        readable = False
    if not readable or not (_is_private_network(host) or _is_local_name(host)):
        raise complaint(
            message(
                '“{value}” is no private address. Write a network with its port, such as "127.0.1.0/24:8900".'
            ),
            value=entry,
        )
    return entry.strip()


def _is_private_network(text: str) -> bool:
    try:
        network = ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return network.prefixlen > 0 and not network.is_global and (network.is_private or network.is_link_local)


def _is_local_name(text: str) -> bool:
    if not _NAME.fullmatch(text) or text.replace(".", "").isdigit():
        return False
    return "." not in text or text.endswith(tuple(f".{ending}" for ending in _PRIVATE_ENDINGS))


def is_loopback(host: str) -> bool:
    """True where this host is this machine."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
