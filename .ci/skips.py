"""Count the skipped tests of a JUnit report; one whose reason is not on the list fails the run.

python .ci/skips.py report.xml allowed-skips.txt
"""

from __future__ import annotations

import sys
from pathlib import Path
from xml.etree import ElementTree


def main(report: str, allowed: str) -> int:
    """Print the count and the reasons that are not allowed."""
    lines = Path(allowed).read_text(encoding="utf-8").splitlines()
    reasons = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    marked = [
        (case, skip)
        for case in ElementTree.parse(report).iter("testcase")  # noqa: S314
        for skip in case.findall("skipped")
    ]
    # A known gap runs, and fails the suite when it is closed unseen: it is no skipped test.
    gaps = [skip for _, skip in marked if skip.get("type") == "pytest.xfail"]
    skipped = [
        (case.get("classname", ""), case.get("name", ""), skip.get("message") or "")
        for case, skip in marked
        if skip.get("type") != "pytest.xfail"
    ]
    refused = [entry for entry in skipped if not any(reason in entry[2] for reason in reasons)]
    print(f"skipped tests: {len(skipped)}, of which not allowed: {len(refused)}; known gaps: {len(gaps)}")
    for place, name, reason in refused:
        print(f"  {place}::{name}: {reason}")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
