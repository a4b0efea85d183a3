"""The fixture `desk`: a workspace with its archive, three people, and pages to ask for (see `newsroom`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.monitor.web.newsroom import Newsroom, make_newsroom


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Newsroom]:
    """A fresh newsroom."""
    made = make_newsroom(tmp_path / "espace")
    yield made
    made.site.close()


@pytest.fixture
def empty_desk(tmp_path: Path) -> Iterator[Newsroom]:
    """A newsroom on its first day: nobody has an account, the archive holds nothing."""
    made = make_newsroom(tmp_path / "espace", people=False, articles=False)
    yield made
    made.site.close()
