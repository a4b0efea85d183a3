"""docs/hazards.md names only tests that exist."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "hazards.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`([\w./]+)::(\w+)`", TEXT)))


def test_the_table_names_tests() -> None:
    assert len(NAMED) > 60


@pytest.mark.parametrize(("module", "rule"), NAMED)
def test_every_test_that_the_table_names_exists(module: str, rule: str) -> None:
    path = ROOT / "tests" / "crawler" / f"{module}.py"
    assert f"def {rule}(" in path.read_text(encoding="utf-8")
