"""A skipped test fails the run of CI unless its reason is on the list; a known gap is no skipped test."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
REPORT = """<testsuites><testsuite>
<testcase classname="a" name="one"/>
<testcase classname="a" name="two"><skipped type="pytest.skip" message="{reason}"/></testcase>
<testcase classname="a" name="gap"><skipped type="pytest.xfail" message="not yet"/></testcase>
</testsuite></testsuites>"""


@pytest.mark.parametrize(
    ("reason", "code"), [("the shared test material is not here", 0), ("no time today", 1)]
)
def test_only_reasons_on_the_list_may_skip(tmp_path: Path, reason: str, code: int) -> None:
    report = tmp_path / "report.xml"
    report.write_text(REPORT.format(reason=reason), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, ROOT / ".ci" / "skips.py", report, ROOT / ".ci" / "allowed-skips.txt"],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == code
    assert f"skipped tests: 1, of which not allowed: {code}; known gaps: 1" in done.stdout
