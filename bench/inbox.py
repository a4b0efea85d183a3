"""The list to review over a large archive: fifty lists, each a whole page as a browser gets it.

    python bench/inbox.py FOLDER [--articles 1000000] [--mentions 50000] [--times 3]

FOLDER is that of `million.py`: its archive is made where it is not there. A page is asked of the desk through its whole
stack (session, SQL, template) in one process; printed are the median and the worst of each list, then of all: by the
clock, and of the processor alone (what counts where the machine does other things meanwhile).
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from starlette.testclient import TestClient

sys.path.insert(0, str(Path(__file__).parent))
from million_archive import build

from monitor.accounts import LoggedIn, Passwords, log_in, new_account
from monitor.schedule.live import LiveWorkspace
from monitor.web.app import make_app, make_site
from monitor.web.cookies import SESSION
from monitor.workspace import Workspace
from storage.model import Role
from storage.store import open_store

LISTS = [
    "", "order=strongest", "page=2", "page=50", "page=400", "status=all", "status=all&order=strongest",
    "status=all&page=500", "status=confirmed", "status=rejected", "status=second_look", "kind=republication",
    "kind=citation", "kind=citation&kind=republication", "kind=related&order=strongest", "status=all&kind=topic",
    "check=1", "status=all&check=1", "outlet=outlet-380", "status=all&outlet=outlet-380",
    "status=all&outlet=outlet-0&kind=citation", "outlet_kind=radio", "outlet_kind=national-daily&order=strongest",
    "status=all&outlet_kind=magazine&outlet_kind=radio", "language=fr", "language=en", "organisation=ldh",
    "status=all&organisation=voxpublic", "status=all&organisation=ldh&kind=citation", "status=all&tone=neutral",
    "status=confirmed&tone=favourable", "status=all&tag=%C3%A0+remercier", "status=confirmed&tag=%C3%A0+remercier",
    "status=all&star=1", "since=2025-02-10&until=2025-02-12", "status=all&since=2025-02-04&until=2025-02-25",
    "status=all&since=2025-05-01", "words=tribune", "status=all&words=tribune", "words=minist%C3%A8re",
    "status=all&words=ministre", "status=all&words=ministre+%C3%A9nergie", "status=all&words=loi+r%C3%A9gion+ville",
    "status=all&words=999980", "status=all&words=introuvable", "status=all&words=l%27%C3%A9cole&kind=citation",
    "status=confirmed&words=%C3%A9nergie&order=strongest", "status=all&words=organisations&since=2025-03-01",
    "status=all&outlet_kind=radio&organisation=ldh&kind=citation", "status=second_look&order=strongest",
]  # fmt: skip


def main() -> None:
    """Ask for every list so many times, print what it took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--mentions", type=int, default=50_000)
    parser.add_argument("--days", type=int, default=120)
    parser.add_argument("--times", type=int, default=3)
    asked = parser.parse_args()
    build(asked.folder, asked.articles, asked.mentions, asked.days)
    client = visitor(asked.folder)
    client.get("/a-relire")
    taken: list[tuple[float, float]] = []
    for query in LISTS:
        times = [seconds(client, f"/a-relire?{query}") for _ in range(asked.times)]
        taken += times
        clock, processor = zip(*times, strict=True)
        print(
            f"{statistics.median(clock) * 1000:7.0f} ms {max(clock) * 1000:7.0f} ms, processor"
            f" {statistics.median(processor) * 1000:7.0f} ms  {query or 'to review'}"
        )
    for name, some in zip(("clock", "processor"), zip(*taken, strict=True), strict=True):
        late = sorted(some)[int(len(some) * 0.95)]
        print(f"{name}: median {statistics.median(some) * 1000:.0f} ms, 95th percentile {late * 1000:.0f} ms")


def visitor(folder: Path) -> TestClient:
    """Somebody who is logged in at the desk of this workspace."""
    now, passwords = datetime.now(UTC), Passwords()
    with open_store(folder / "archive.db") as store:
        if all(one.login != "banc" for one in store.accounts()):
            store.put_account(
                new_account(passwords, "banc", "Banc", "un mot de passe assez long", Role.REVIEWER, now)
            )
        found = log_in(store, passwords, "banc", "un mot de passe assez long", "127.0.0.1", now)
    if not isinstance(found, LoggedIn):
        raise SystemExit("nobody could log in")
    site = make_site(LiveWorkspace(Workspace(folder)), lambda: datetime.now(UTC), passwords=passwords)
    return TestClient(make_app(site), base_url="http://127.0.0.1:8765", cookies={SESSION: found.token})


def seconds(client: TestClient, path: str) -> tuple[float, float]:
    """How long a page takes: by the clock, and of the processor."""
    started, used = time.perf_counter(), time.process_time()
    answer = client.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path}: {answer.status_code}")
    return time.perf_counter() - started, time.process_time() - used


if __name__ == "__main__":
    main()
