"""`extract`, `candidates`, `demo`, `doctor`: tools beside the daily run."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from monitor.commands.doctor import examine
from monitor.commands.read_commands import iso
from monitor.commands.session import (
    UNREADABLE,
    CommandError,
    Session,
    session_of,
)
from monitor.crawling import crawl
from monitor.orders import make_order
from monitor.wording.labels import REASON
from monitor.wording.words import message
from storage.catalogue import CatalogueReading, Listing
from storage.model import Outlet, Source, SourceKind
from storage.store import open_store

OutputOption = Annotated[
    Path | None,
    typer.Option(
        "-o", "--output", metavar="FILE", help=message("Write to this file; without it, to the screen.")
    ),
]


def extract_command(
    ctx: typer.Context,
    jsonl: Annotated[Path, typer.Option(metavar="FILE", help=message("Lines {id,url,html_path,encoding?}."))],
    output: OutputOption = None,
) -> None:
    """Extract articles from saved pages, for other programs."""
    arguments = ["extract", "--jsonl", str(jsonl), *(["-o", str(output)] if output else [])]
    raise typer.Exit(_crawler(arguments))


def _crawler(arguments: list[str]) -> int:
    """Run a command of the crawler's own process: it alone knows how to read pages and feeds."""
    command = [sys.executable, "-m", "crawler", *arguments]
    return subprocess.run(command, check=False).returncode  # noqa: S603 - our own module


def candidates_command(
    ctx: typer.Context,
    target: Annotated[
        str | None,
        typer.Argument(metavar="[FILE|URL]", help=message("A saved feed, sitemap or page, or its address.")),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(help=message("What it is: feed, sitemap, search or page; found out without it.")),
    ] = None,
    base: Annotated[
        str | None, typer.Option(metavar="URL", help=message("Where a saved file came from."))
    ] = None,
    jsonl: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help=message("Lines {id,path,base,kind?} instead of one file.")),
    ] = None,
    output: OutputOption = None,
) -> None:
    """What a source would yield: one candidate a line."""
    session = session_of(ctx)
    if target is not None and target.startswith(("http://", "https://")):
        session.speak_as_set()
        raise typer.Exit(_candidates_of_url(session, target, kind or "feed", output))
    arguments = ["candidates"]
    for value, option in (
        (target, None),
        (kind, "--kind"),
        (base, "--base"),
        (jsonl, "--jsonl"),
        (output, "-o"),
    ):
        if value is not None:
            arguments += [option, str(value)] if option else [str(value)]
    raise typer.Exit(_crawler(arguments))


def _candidates_of_url(session: Session, url: str, kind: str, output: Path | None) -> int:
    """Read one source as a crawl would, politely, into an archive that is thrown away."""
    loaded = session.loaded
    host = urlsplit(url).netloc.lower()
    outlet = Outlet("essai", host, host)
    source = Source("essai/1", "essai", SourceKind(kind), url)
    listing = CatalogueReading((Listing(outlet, (source,), 1),), ())
    now = datetime.now(UTC)
    with tempfile.TemporaryDirectory(prefix="retombees-") as folder:
        path = Path(folder) / "archive.db"
        with open_store(path, create=True) as store:
            store.put_catalogue(listing.entries)
            order = replace(
                make_order(loaded.settings, loaded.campaigns, listing, now=now, limit=0),
                max_minutes=min(5.0, loaded.settings.crawl.max_minutes),
                first_window_days=36_500,
            )
            store.put_order(order)
            crawl(path, order.id, max_minutes=order.max_minutes, listen=lambda event: None)
            status = store.source_statuses()[0]
            found = store.waiting(["essai"], None)
    if status.reason is not None:
        raise CommandError(session.words(REASON[status.reason]), UNREADABLE)
    lines = [
        json.dumps(
            {"url": c.url, "title": c.title, "published_at": iso(c.published_at), "summary": None},
            ensure_ascii=False,
        )
        for c in found
    ]
    text = "".join(line + "\n" for line in lines)
    if output is None:
        sys.stdout.write(text)
    else:
        output.write_text(text, encoding="utf-8")
    return 0


def doctor_command(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help=message("One JSON object, for programs."))] = False,
) -> None:
    """Check everything: versions, workspace, archive, the last runs."""
    session = session_of(ctx)
    findings = examine(session)
    if as_json:
        data: list[dict[str, Any]] = [
            {"what": finding.what, "ok": finding.ok, "says": finding.says} for finding in findings
        ]
        print(json.dumps(data, ensure_ascii=False, indent=1))
    else:
        for finding in findings:
            print(f"{'✓' if finding.ok else '!'} {finding.what}: {finding.says}")
    worst = next((finding.code for finding in findings if not finding.ok and finding.code), 0)
    raise typer.Exit(worst)
