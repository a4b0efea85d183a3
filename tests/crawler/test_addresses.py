"""Only the public internet, unless the workspace names an exception."""

from __future__ import annotations

import ipaddress

import pytest

from crawler.addresses import AddressRules, is_public

PRIVATE = [
    "127.0.0.1",
    "127.8.9.10",
    "10.0.0.1",
    "10.255.255.255",
    "172.16.0.1",
    "172.31.255.254",
    "192.168.0.1",
    "192.168.255.255",
    "169.254.169.254",
    "169.254.0.1",
    "100.64.0.1",
    "100.127.255.254",
    "0.0.0.0",
    "0.1.2.3",
    "255.255.255.255",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "192.0.2.1",
    "198.51.100.7",
    "203.0.113.9",
    "198.18.0.1",
    "198.19.255.255",
    "192.0.0.1",
    "::",
    "::1",
    "fe80::1",
    "fc00::1",
    "fd12:3456::1",
    "ff02::1",
    "2001:db8::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:192.168.1.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "64:ff9b:1::a9fe:a9fe",
    "2002:7f00:1::",
    "2002:a00:1::",
    "2002:c0a8:101::",
    "2002:a9fe:a9fe::",
    "fec0::1",
    "100::",
    "2001:2::1",
]

PUBLIC = [
    "8.8.8.8",
    "1.1.1.1",
    "93.184.216.34",
    "172.15.0.1",
    "172.32.0.1",
    "100.63.255.255",
    "100.128.0.1",
    "2606:4700::1111",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
    "2002:808:808::",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_is_never_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))
    assert not AddressRules().allows(address, 80)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_may_be_reached(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))
    assert AddressRules().allows(address, 443)


def test_an_exception_is_for_its_port_only() -> None:
    rules = AddressRules(["127.0.1.0/24:8900"])
    assert rules.allows("127.0.1.7", 8900)
    assert not rules.allows("127.0.1.7", 8901)
    assert not rules.allows("127.0.0.66", 8900)


def test_an_exception_may_be_a_name() -> None:
    rules = AddressRules(["localhost:8025"])
    assert rules.allows("127.0.0.1", 8025, "localhost")
    assert not rules.allows("127.0.0.1", 8025, "rebound.example")


def test_an_exception_without_port_covers_every_port() -> None:
    assert AddressRules(["192.168.1.5"]).allows("192.168.1.5", 1234)


def test_what_is_no_address_is_refused() -> None:
    assert not AddressRules(["127.0.0.1"]).allows("not an address", 80)
