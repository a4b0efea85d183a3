"""What every test may use: the shared material where it is, and a guard that keeps tests on loopback."""

from __future__ import annotations

import ipaddress
import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("house", deadline=None)  # the machines that run the tests are shared
settings.load_profile("house")

ROOT = Path(__file__).parent.parent
NO_SHARED = "the shared test material is not here (RETOMBEES_SHARED or ../shared)"


def _refuse_the_outside(event: str, args: tuple[object, ...]) -> None:
    """No test reaches a machine other than this one: a connection elsewhere is an error in the test."""
    if event != "socket.connect":
        return
    address = args[1]
    host = address[0] if isinstance(address, tuple) else None
    if not isinstance(host, str):
        return  # a Unix socket
    try:
        allowed = ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        allowed = host == "localhost"
    if not allowed:
        raise AssertionError(f"a test tried to connect to {host}")


sys.addaudithook(_refuse_the_outside)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared test material; skips where it is missing."""
    folder = Path(os.environ.get("RETOMBEES_SHARED") or ROOT.parent / "shared")
    if not folder.is_dir():
        pytest.skip(NO_SHARED)
    return folder
