"""Which network addresses a crawl may reach (pure, but for the parsing of `ipaddress`).

Only addresses of the public internet, unless the workspace names an exception as `host-or-network:port`
(`127.0.1.0/24:8900`, `localhost:8025`, `[::1]:80`); without a port, any port of it.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network

_CARRIER_NAT = ipaddress.ip_network("100.64.0.0/10")
_NAT64 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))


def is_public(address: IPAddress) -> bool:
    """True for an address of the public internet, whatever form it is wrapped in."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address.teredo:
            inner = address.teredo[1]
        if inner is None and any(address in network for network in _NAT64):
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address.is_site_local:
            return False
    if isinstance(address, ipaddress.IPv4Address) and address in _CARRIER_NAT:
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


@dataclass(frozen=True, slots=True)
class _Exception:
    network: IPNetwork | None
    name: str
    port: int | None


def _parse(entry: str) -> _Exception:
    host, port = entry.strip(), None
    if host.startswith("["):
        host, _, rest = host[1:].partition("]")
        port = int(rest[1:]) if rest.startswith(":") else None
    elif host.count(":") == 1:
        host, _, digits = host.partition(":")
        port = int(digits)
    try:
        return _Exception(ipaddress.ip_network(host, strict=False), "", port)
    except ValueError:
        return _Exception(None, host.lower(), port)


class AddressRules:
    """The addresses a crawl may reach. Raises ValueError for an entry that cannot be read."""

    def __init__(self, allow_private: Iterable[str] = ()) -> None:
        self._exceptions = [_parse(entry) for entry in allow_private]

    def allows(self, address: str, port: int | None, name: str = "") -> bool:
        """May this resolved address be connected to, on this port? `name` is what was asked for.

        `port` None asks whether any port of it may.
        """
        try:
            parsed = ipaddress.ip_address(address.split("%")[0])
        except ValueError:
            return False
        return is_public(parsed) or any(
            self._covers(entry, parsed, name) and (port is None or entry.port in (None, port))
            for entry in self._exceptions
        )

    @staticmethod
    def _covers(entry: _Exception, address: IPAddress, name: str) -> bool:
        if entry.network is not None:
            return address.version == entry.network.version and address in entry.network
        return bool(name) and entry.name == name.lower()

    def is_exception(self, host: str, port: int | None) -> bool:
        """True where the workspace names this host (a literal address or a name) as private and allowed."""
        try:
            parsed = ipaddress.ip_address(host.strip("[]"))
        except ValueError:
            return any(
                e.network is None and e.name == host.lower() and e.port in (None, port)
                for e in self._exceptions
            )
        return any(self._covers(e, parsed, "") and e.port in (None, port) for e in self._exceptions)
