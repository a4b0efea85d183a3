"""Which addresses a webhook may reach: the public internet, and what the workspace allows by `allow_private`."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Sequence

from monitor.config.addresses import is_loopback

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_CARRIER_NAT = ipaddress.ip_network("100.64.0.0/10")
_NAT64 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))


class AddressForbidden(Exception):
    """The name leads to addresses that we do not connect to, and to no other."""


def is_public(address: IPAddress) -> bool:
    """True for an address of the public internet, whatever form it is wrapped in."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and any(address in network for network in _NAT64):
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address.is_site_local:
            return False
    elif address in _CARRIER_NAT:
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def is_allowed(address: IPAddress, port: int, name: str, allow_private: Sequence[str]) -> bool:
    """May we connect to this address, found under this name? Entries are networks or names, with or without port.

    This machine needs no entry where the settings name it as such ("localhost", "127.0.0.1"): that allows it.
    """
    named = address.is_loopback and is_loopback(name)
    return named or is_public(address) or any(_covers(entry, address, port, name) for entry in allow_private)


def _covers(entry: str, address: IPAddress, port: int, name: str) -> bool:
    host, wanted = entry.strip().lower(), ""
    if host.startswith("["):
        host, _, rest = host[1:].partition("]")
        wanted = rest.removeprefix(":")
    elif host.count(":") == 1:
        host, _, wanted = host.partition(":")
    if wanted and wanted != str(port):
        return False
    try:
        network = ipaddress.ip_network(host, strict=False)
    except ValueError:
        return host == name.lower()
    return address.version == network.version and address in network


def checked_addresses(host: str, port: int, allow_private: Sequence[str]) -> list[str]:
    """The addresses of a host to which we may connect, in the resolver's order.

    Raises AddressForbidden where it has none of these, and OSError where the name leads nowhere.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    texts = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    allowed = [
        text
        for text in texts
        if is_allowed(ipaddress.ip_address(text.partition("%")[0]), port, host, allow_private)
    ]
    if not allowed:
        raise AddressForbidden(host)
    return allowed
