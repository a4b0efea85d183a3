"""The overview over a large archive, and the page of a mention deep in a filtered list, as a browser gets them.

    python bench/overview.py FOLDER [--times 5]

FOLDER is that of `million.py`, whose archive is made first. Printed are the median and the worst, by the clock and of
the processor alone, and the size of the answer.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
from html import unescape
from pathlib import Path

from starlette.testclient import TestClient

sys.path.insert(0, str(Path(__file__).parent))
from inbox import seconds, visitor

OVERVIEWS = ["", "?days=30", "?since=2025-02-04&until=2025-02-25", "?since=2025-02-04&until=2025-05-31"]
LISTS = [
    "",
    "page=400",
    "status=all&order=strongest&page=500",
    "status=all&words=organisations&since=2025-03-01",
]


def main() -> None:
    """Ask for every page so many times, print what it took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--times", type=int, default=5)
    asked = parser.parse_args()
    client = visitor(asked.folder)
    paths = [f"/vue-d-ensemble{query}" for query in OVERVIEWS] + ["/vue-d-ensemble/outlets.csv"]
    for path in [*paths, *(mention_in(client, query) for query in LISTS)]:
        seconds(client, path)
        clock, processor = zip(*(seconds(client, path) for _ in range(asked.times)), strict=True)
        print(
            f"{statistics.median(clock) * 1000:6.0f} ms {max(clock) * 1000:6.0f} ms, processor"
            f" {statistics.median(processor) * 1000:6.0f} ms, {len(client.get(path).content) // 1000:5} kB  {path}"
        )


def mention_in(client: TestClient, query: str) -> str:
    """The address of a mention of this list."""
    found = re.findall(r'<h2><a href="([^"]+)"', client.get(f"/a-relire?{query}").text)
    return unescape(found[len(found) // 2])


if __name__ == "__main__":
    main()
