"""How much a crawl can take: many outlets, heavy pages, no delay, on loopback; beside a plain spider on the same pages.

    python bench/capacity.py [--outlets 40] [--articles 50] [--kilobytes 150] [--real]

Peak memory is read from /proc (Linux): of the crawl's own process, and of its largest worker.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from press import Press, press

from storage.model import Outlet, RunKind, RunOrder, Source, SourceKind
from storage.store import open_store

NOW = datetime(2025, 2, 5, 6, 30, tzinfo=UTC)


def order_for(made: Press, archive: Path) -> None:
    entries = []
    for number, port in enumerate(made.ports):
        outlet = Outlet(f"o{number}", f"Outlet {number}", f"127.0.0.1:{port}")
        entries.append(
            (outlet, Source(f"o{number}/feed", outlet.id, SourceKind.FEED, f"http://127.0.0.1:{port}/feed"))
        )
    order = RunOrder(
        id="bench", created_at=NOW, contact="https://ong.example/robot", sources=tuple(entries), now=NOW,
        min_delay=0.0, allow_private=("127.0.0.0/8",), max_minutes=30, max_pages_per_source=100_000,
    )  # fmt: skip
    with open_store(archive, create=True) as store:
        store.put_catalogue([(outlet, [source]) for outlet, source in entries])
        store.put_order(order)


def peaks(pid: int, found: dict[str, int]) -> None:
    """Follow the peak memory, in MB, of a process and of its children until it ends."""
    while Path(f"/proc/{pid}").exists():
        for kind, one in [("main", pid), *(("worker", child) for child in children(pid))]:
            try:
                lines = Path(f"/proc/{one}/status").read_text().splitlines()
                high = next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))
                found[kind] = max(found.get(kind, 0), high)
            except (OSError, StopIteration):
                continue
        time.sleep(0.2)


def children(pid: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--outlets", type=int, default=40)
    parser.add_argument("--articles", type=int, default=50)
    parser.add_argument("--kilobytes", type=int, default=150)
    parser.add_argument(
        "--real", action="store_true", help="serve the pages of the shared test material in turn"
    )
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="capacity-"))
    archive = folder / "archive.db"
    with press(options.outlets, options.articles, options.kilobytes, options.real) as made:
        order_for(made, archive)
        command = [sys.executable, "-m", "crawler", "run", "--archive", str(archive), "--order", "bench"]
        began = time.monotonic()
        memory: dict[str, int] = {}
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as crawl:
            watcher = threading.Thread(target=peaks, args=(crawl.pid, memory), daemon=True)
            watcher.start()
            crawl.wait()
        ours = time.monotonic() - began
        with open_store(archive) as store:
            counts = store.runs(RunKind.CRAWL, 1)[0].counts
            urls = [article.url for article in store.articles()]
        (folder / "urls.txt").write_text("\n".join(urls), encoding="utf-8")
        began = time.monotonic()
        subprocess.run(
            [sys.executable, str(Path(__file__).parent / "naive_spider.py"), str(folder / "urls.txt")],
            check=True,
        )
        plain = time.monotonic() - began
    pages = counts.get("articles_fetched", 0)
    print(
        json.dumps(
            {
                "pages": pages,
                "seconds": round(ours, 1),
                "pages_per_second": round(pages / ours, 1),
                "plain_spider_pages_per_second": round(len(urls) / plain, 1),
                "times_the_plain_spider": round(plain / ours * pages / max(1, len(urls)), 2),
                "extraction_cpu_seconds": counts.get("extraction_ms", 0) / 1000,
                "peak_mb_main": memory.get("main"),
                "peak_mb_largest_worker": memory.get("worker"),
            }
        )
    )


if __name__ == "__main__":
    main()
