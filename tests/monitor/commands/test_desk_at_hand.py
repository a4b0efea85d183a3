"""The desk that a rehearsal opens: of its workspace, until Enter is pressed."""

from __future__ import annotations

import urllib.error
import urllib.request
from pathlib import Path

import pytest

from monitor.commands.schedule_commands import desk_at_hand
from monitor.commands.session import Session


def test_the_rehearsed_desk_begins_with_the_first_account_and_ends_with_the_block(copy: Path) -> None:
    with desk_at_hand(Session(copy, "fr")) as begin:
        page = urllib.request.urlopen(begin, timeout=20).read().decode()
        assert "Le premier compte" in page
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(begin, timeout=2)
