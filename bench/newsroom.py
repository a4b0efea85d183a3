"""The whole way on the newsroom of the shared test material: what is in the archive, what was asked, what it scored.

    python bench/newsroom.py [--delay 0.5] [--port 8900] [--keep DIR] [--campaign ID]

Serves the labelled articles on loopback, makes a workspace, crawls twice, matches, exports, and compares
`articles --json` with the expected outcome: every article that a declared way leads to and robots allows, once.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("RETOMBEES_SHARED") or ROOT.parent / "shared")
NEWSROOM = SHARED / "newsroom"


def retombees(workspace: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """One command in the workspace; its messages are shown as they come."""
    command = [sys.executable, "-m", "monitor", "-w", str(workspace), *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd=ROOT, check=False)


@contextmanager
def serving(port: int, log: Path):
    """The newsroom on loopback."""
    command = [
        sys.executable, str(NEWSROOM / "newsroom.py"), "serve", "--data", str(SHARED / "gold"),
        "--port", str(port), "--log", str(log),
    ]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            for _ in range(100):
                try:
                    urlopen(f"http://127.0.0.1:{port}/", timeout=1).close()
                    break
                except OSError:
                    time.sleep(0.1)
            yield
        finally:
            server.terminate()


def newsroom(what: str, port: int, target: Path) -> None:
    """Let the newsroom write its catalogue or its expected outcome."""
    subprocess.run(
        [
            sys.executable,
            str(NEWSROOM / "newsroom.py"),
            what,
            "--data",
            str(SHARED / "gold"),
            "--port",
            str(port),
            "-o",
            str(target),
        ],
        check=True,
    )


def make_workspace(folder: Path, port: int, delay: float) -> Path:
    """A workspace as the contract says, with a contact and the newsroom's addresses allowed."""
    newsroom("sources", port, folder / "given.csv")
    workspace = folder / "workspace"
    retombees(workspace, "init", str(workspace), "--sources", str(folder / "given.csv"))
    settings = workspace / "retombees.toml"
    lines = settings.read_text(encoding="utf-8").splitlines()
    wanted = {
        "contact": '"https://ong.example/robot"',
        "allow_private": f'["127.0.1.0/24:{port}"]',
        "min_delay": str(delay),
    }
    for number, line in enumerate(lines):
        key = line.lstrip("# ").split("=")[0].strip()
        if key in wanted and "=" in line:
            lines[number] = f"{key} = {wanted.pop(key)}"
    settings.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert not wanted, wanted
    return workspace


def compare(articles: list[dict], gold: list[dict]) -> dict[str, object]:
    """What should be in the archive and is not, what is there twice, what is there and was not asked for."""
    sys.path.insert(0, str(NEWSROOM))
    from pressworld.urls import normalise

    index = {normalise(url): row["id"] for row in gold for url in [row["url"], *row["variants"]]}
    found = Counter(
        index.get(normalise(a["canonical_url"])) or index.get(normalise(a["url"])) for a in articles
    )
    wanted = {row["id"] for row in gold if row["reachable_by"] and row["fetch"] == "allowed"}
    closed = {row["id"] for row in gold if row["fetch"] != "allowed"}
    return {
        "expected": len(wanted),
        "found": len(wanted & set(found)),
        "missing": sorted(wanted - set(found)),
        "twice": sorted(key for key, number in found.items() if key and number > 1),
        "forbidden_but_there": sorted(closed & set(found)),
        "no_article_of_the_set": [
            a["url"]
            for a in articles
            if not (index.get(normalise(a["canonical_url"])) or index.get(normalise(a["url"])))
        ],
    }


def read_lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def second_crawl(log: list[dict], started: float) -> dict[str, object]:
    """What the second crawl asked for: pages fetched again, answers to conditional requests for feeds."""
    rows = [row for row in log if row.get("t", 0) >= started and "event" not in row]
    full = [row for row in rows if row.get("article") and row["status"] == 200]
    feeds = Counter(str(row["status"]) for row in rows if row["resource"] in ("feed", "sitemap"))
    return {"articles_fetched_again": [row["path"] for row in full], "feed_and_sitemap_statuses": dict(feeds)}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--delay", type=float, default=0.5)
    parser.add_argument("--port", type=int, default=8900)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    folder = options.keep or Path(tempfile.mkdtemp(prefix="newsroom-"))
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "requests.jsonl"
    log.unlink(missing_ok=True)
    workspace = make_workspace(folder, options.port, options.delay)
    newsroom("gold", options.port, folder / "gold.jsonl")
    with serving(options.port, log):
        began = time.monotonic()
        first = retombees(workspace, "crawl", "--since", "2024-01-01")
        print(f"first crawl: exit {first.returncode}, {time.monotonic() - began:.1f} s")
        retombees(workspace, "match")
        before = retombees(workspace, "export", "--format", "jsonl").stdout
        between = time.time()
        time.sleep(0.2)
        second = retombees(workspace, "crawl", "--since", "2024-01-01")
        print(f"second crawl: exit {second.returncode}")
        retombees(workspace, "match")
    (folder / "mentions.jsonl").write_text(before, encoding="utf-8")
    articles = [json.loads(line) for line in retombees(workspace, "articles", "--json").stdout.splitlines()]
    rows = read_lines(log)
    result = compare(articles, read_lines(folder / "gold.jsonl"))
    result |= second_crawl(rows, between)
    after = retombees(workspace, "export", "--format", "jsonl").stdout
    result["mentions"] = [len(before.splitlines()), len(after.splitlines())]
    print(json.dumps(result, ensure_ascii=False, indent=1))
    subprocess.run(
        [sys.executable, str(NEWSROOM / "score.py"), "--gold", str(folder / "gold.jsonl"),
         "--mentions", str(folder / "mentions.jsonl"), "--log", str(log)], check=False,
    )  # fmt: skip
    print(f"everything is in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
