"""A newsroom for what people add by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.dossier import Campaign
from storage.store import Store
from tests.monitor.web.newsroom import Newsroom, make_newsroom


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    return make_newsroom(tmp_path / "espace", people=False, articles=False)


@pytest.fixture
def store(room: Newsroom) -> Iterator[Store]:
    with room.store() as store:
        yield store


@pytest.fixture
def campaign(room: Newsroom) -> Campaign:
    return room.loaded.campaigns[0]
