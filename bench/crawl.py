"""A crawl of the newsroom without delays: candidates and pages a second, what share is extraction, peak memory.

    python bench/crawl.py [--runs 3]

Beside it, in the same run, a plain spider that fetches the same pages and extracts them in its callback.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from newsroom import NEWSROOM, ROOT, SHARED, make_workspace, retombees, serving

from storage.model import RunKind
from storage.store import open_store


def brisk_outlets() -> list[str]:
    """The outlets that do not make a crawler wait by design (slow answers, 503 first, a crawl delay)."""
    sys.path.insert(0, str(NEWSROOM))
    from pressworld.world import World

    waiting = {"slow", "flapping-503"}
    outlets = World(SHARED / "gold").outlets
    return [
        o.slug for o in outlets if not waiting & set(o.quirks) and not o.crawl_delay and o.robots != "500"
    ]


def one_run(port: int, brisk: bool) -> dict[str, float]:
    """One crawl from an empty archive. Rates are over the crawl's own time, without the start of Python."""
    folder = Path(tempfile.mkdtemp(prefix="crawl-bench-"))
    workspace = make_workspace(folder, port, 0.0)
    with serving(port, folder / "requests.jsonl"):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = time.monotonic()
        chosen = [word for slug in brisk_outlets() for word in ("--source", slug)] if brisk else []
        retombees(workspace, "crawl", "--since", "2024-01-01", *chosen)
        wall = time.monotonic() - began
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        with open_store(workspace / "archive.db") as store:
            run = store.runs(RunKind.CRAWL, 1)[0]
            urls = [article.url for article in store.articles()]
        (folder / "urls.txt").write_text("\n".join(urls), encoding="utf-8")
        naive = subprocess.run(
            [sys.executable, str(ROOT / "bench" / "naive_spider.py"), str(folder / "urls.txt")],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert run.ended_at is not None
    seconds = (run.ended_at - run.started_at).total_seconds()
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    counts = run.counts
    naive_rate = float(naive.stdout.rsplit(",", 1)[-1].split()[0]) if "pages/s" in naive.stdout else 0.0
    return {
        "outlets": "brisk" if brisk else "all",
        "seconds": round(wall, 2),
        "crawl_seconds": round(seconds, 2),
        "candidates": counts.get("candidates_seen", 0),
        "candidates_per_second": round(counts.get("candidates_seen", 0) / seconds, 1),
        "pages": counts.get("articles_fetched", 0),
        "pages_per_second": round(counts.get("articles_fetched", 0) / seconds, 1),
        "plain_spider_pages_per_second": naive_rate,
        "cpu_seconds": round(cpu, 2),
        "extraction_cpu_seconds": counts.get("extraction_ms", 0) / 1000,
        "extraction_share_of_cpu": round(counts.get("extraction_ms", 0) / 1000 / cpu, 2),
        "peak_memory_mb_largest_process": round(after.ru_maxrss / 1024),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--port", type=int, default=8950)
    options = parser.parse_args()
    for number in range(options.runs):
        for brisk in (False, True):
            print(json.dumps(one_run(options.port + number, brisk)), flush=True)


if __name__ == "__main__":
    main()
