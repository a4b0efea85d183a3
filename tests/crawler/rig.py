"""Real crawls for tests: an archive, an order, the crawl as a process of its own, and what it left."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from storage.identity import article_key
from storage.model import (
    FetchFailure,
    Outlet,
    Run,
    RunKind,
    RunOrder,
    Source,
    SourceKind,
    SourceStatus,
    StoredArticle,
)
from storage.store import open_store
from tests.crawler.loopback import Loopback

NOW = datetime(2025, 2, 5, 6, 30, tzinfo=UTC)

RESOLVER = """
import json, socket
names = json.loads('{names}')
real = socket.gethostbyname
def gethostbyname(name):
    answers = names.get(name.lower().rstrip("."))
    if answers:
        return answers.pop(0) if len(answers) > 1 else answers[0]
    if not name.replace(".", "").isalnum() or any(sign in "ghijklmnopqrstuvwyz" for sign in name.lower()):
        raise socket.gaierror(-2, "Name or service not known")
    return real(name)  # an address in one of its forms
socket.gethostbyname = gethostbyname
"""


@dataclass
class Outcome:
    """What a crawl left."""

    code: int
    seconds: float
    events: list[dict[str, Any]]
    stderr: str
    statuses: dict[str, SourceStatus]
    articles: list[StoredArticle]
    failures: list[FetchFailure]
    run: Run | None

    def stored(self, url: str) -> bool:
        """True where the article at this address is in the archive."""
        return article_key(url) in {article_key(article.url) for article in self.articles}

    def reasons(self, url: str) -> list[str]:
        """Why this address failed, in order."""
        return [str(failure.reason) for failure in self.failures if failure.url == url]


@dataclass
class Rig:
    """An archive in a folder, and orders for it."""

    folder: Path
    entries: list[tuple[Outlet, Source]] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)
    orders: int = 0
    names: dict[str, list[str]] = field(default_factory=dict)
    largest_file: int = 0

    @property
    def archive(self) -> Path:
        return self.folder / "archive.db"

    def source(
        self,
        site: Loopback,
        path: str,
        kind: SourceKind = SourceKind.FEED,
        name: str = "",
        domain: str = "",
    ) -> Source:
        """List a source of a site; the site is one outlet, reachable by exception."""
        outlet = Outlet(
            name or f"outlet-{site.port}",
            name or f"Outlet {site.port}",
            domain or f"{site.host}:{site.port}",
        )
        source = Source(f"{outlet.id}{path}", outlet.id, kind, site.base + path)
        self.entries.append((outlet, source))
        self.allowed.append(f"{site.host}/32:{site.port}")
        return source

    def order(self, **changes: Any) -> RunOrder:
        """An order for all sources listed; what is not said is quick and patient enough for a test."""
        self.orders += 1
        plain = RunOrder(
            id=f"order-{self.orders}",
            created_at=NOW,
            contact="https://ong.example/robot",
            sources=tuple(self.entries),
            now=NOW,
            min_delay=0.02,
            allow_private=tuple(dict.fromkeys(self.allowed)),
            max_minutes=0.5,
            fetch_timeout=3.0,
        )
        order = replace(plain, **changes)
        with open_store(self.archive, create=True) as store:
            store.put_catalogue(_grouped(self.entries))
            store.put_order(order)
        return order

    def command(self, order: RunOrder) -> list[str]:
        """The crawl of an order as a command."""
        return [
            sys.executable, "-m", "crawler", "run", "--archive", str(self.archive), "--order", order.id, "--workers", "1",
        ]  # fmt: skip

    def environment(self) -> dict[str, str]:
        """The environment of a crawl: where `names` has any, only those are known; each asks its addresses in turn."""
        plain = {**os.environ, "PYTHONWARNINGS": ""}
        if not self.names:
            return plain
        (self.folder / "sitecustomize.py").write_text(
            RESOLVER.format(names=json.dumps(self.names)), encoding="utf-8"
        )
        return plain | {"PYTHONPATH": str(self.folder)}

    def _limit_files(self) -> None:
        """In the child: a disk on which no file can grow beyond so many bytes."""
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.largest_file, self.largest_file))

    def crawl(self, **changes: Any) -> Outcome:
        """Carry out an order and gather what it left."""
        order = self.order(**changes)
        began = time.monotonic()
        done = subprocess.run(
            self.command(order),
            capture_output=True,
            text=True,
            timeout=110,
            env=self.environment(),
            preexec_fn=self._limit_files if self.largest_file else None,
        )
        return self.outcome(done.returncode, time.monotonic() - began, done.stdout, done.stderr)

    def outcome(self, code: int = 0, seconds: float = 0.0, stdout: str = "", stderr: str = "") -> Outcome:
        """What stands in the archive now."""
        with open_store(self.archive) as store:
            runs = store.runs(RunKind.CRAWL, 1)
            return Outcome(
                code,
                seconds,
                [json.loads(line) for line in stdout.splitlines()],
                stderr,
                {status.source.id: status for status in store.source_statuses()},
                list(store.articles(text=True)),
                store.failures(runs[0].id if runs else None),
                runs[0] if runs else None,
            )


def _grouped(entries: Iterable[tuple[Outlet, Source]]) -> list[tuple[Outlet, Sequence[Source]]]:
    grouped: dict[str, tuple[Outlet, list[Source]]] = {}
    for outlet, source in entries:
        grouped.setdefault(outlet.id, (outlet, []))[1].append(source)
    return list(grouped.values())
