"""The fixture `shelf`, which makes books."""

from __future__ import annotations

from typing import Any

import pytest

from tests.monitor.book.shelf import Shelf


@pytest.fixture
def shelf(press: Any) -> Shelf:
    """A fresh shelf: the same calls give the same values."""
    return Shelf(press)
