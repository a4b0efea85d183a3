"""`extract`, `candidates`, `doctor`: tools beside the daily run."""

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
from monitor.commands.read_commands import OutputOption, iso
from monitor.commands.session import (
    UNREADABLE,
    CommandError,
    Session,
    json_line,
    printable,
    session_of,
    workspace_session,
    write_data,
)
from monitor.crawling import crawl
from monitor.orders import make_order
from monitor.wording.labels import REASON, RUN_STATE
from monitor.wording.words import message
from storage.catalogue import CatalogueReading, Listing
from storage.model import Outlet, Source, SourceKind
from storage.store import open_store

WAYS = tuple(kind.value for kind in SourceKind if kind is not SourceKind.HAND)


def extract_command(
    ctx: typer.Context,
    jsonl: Annotated[
        Path, typer.Option(metavar="FILE", help=message("A file of lines {id,url,html_path,encoding?}."))
    ],
    output: OutputOption = None,
) -> None:
    """Extract articles from saved pages, for other programs."""
    _must_be_read(jsonl)
    arguments = ["extract", "--jsonl", str(jsonl), *(["-o", str(output)] if output else [])]
    raise typer.Exit(_crawler(arguments))


def _must_be_read(path: Path) -> None:
    """Raises OSError in our own process, where it is worded, for a file that the other one could not open."""
    with path.open("rb"):
        pass


def _crawler(arguments: list[str]) -> int:
    """Run a command of the crawler's own process: it alone knows how to read pages and feeds."""
    command = [sys.executable, "-P", "-m", "crawler", *arguments]
    return subprocess.run(command, check=False).returncode  # noqa: S603 - our own module


def candidates_command(
    ctx: typer.Context,
    target: Annotated[
        str | None,
        typer.Argument(metavar="FILE|URL", help=message("A saved feed, sitemap or page, or its address.")),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            metavar="KIND",
            help=message(
                "What it is: feed, sitemap, search or page. Without it, found out for a file, feed for an address."
            ),
        ),
    ] = None,
    base: Annotated[
        str | None, typer.Option(metavar="URL", help=message("The address that a saved file came from."))
    ] = None,
    jsonl: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help=message("A file of lines {id,path,base,kind?}, in place of one source.")
        ),
    ] = None,
    output: OutputOption = None,
) -> None:
    """What a source would yield: one candidate a line."""
    session = session_of(ctx)
    words = session.words
    if (target is None) == (jsonl is None):
        raise CommandError(words("Name a file or an address to read, or a list of files with --jsonl."))
    if kind is not None and kind not in WAYS:
        raise CommandError(
            words(
                "“{name}” is not a way into an outlet. Known: {known}.", name=kind[:40], known=", ".join(WAYS)
            )
        )
    if target is not None and target.lower().startswith(("http://", "https://")):
        raise typer.Exit(_candidates_of_url(workspace_session(ctx), target, kind or "feed", output))
    _must_be_read(jsonl or Path(str(target)))
    options = {"--kind": kind, "--base": base, "--jsonl": jsonl, "-o": output}
    given = [part for name, value in options.items() if value is not None for part in (name, str(value))]
    raise typer.Exit(_crawler(["candidates", *given, *(["--", target] if target else [])]))


def _candidates_of_url(session: Session, url: str, kind: str, output: Path | None) -> int:
    """Read one source as a crawl would, politely, into an archive that is thrown away."""
    loaded = session.loaded
    host = urlsplit(url).netloc.lower()
    outlet = Outlet("essai", host, host)
    source = Source("essai/1", "essai", SourceKind(kind), url)
    listing = CatalogueReading((Listing(outlet, (source,), 1),), ())
    order = replace(
        make_order(loaded.settings, loaded.campaigns, listing, now=datetime.now(UTC), limit=0),
        max_minutes=min(5.0, loaded.settings.crawl.max_minutes),
        first_window_days=36_500,
    )
    with tempfile.TemporaryDirectory(prefix="retombees-") as folder:
        path = Path(folder) / "archive.db"
        with open_store(path, create=True) as store:
            store.put_catalogue(listing.entries)
            store.put_order(order)
            end = crawl(path, order.id, max_minutes=order.max_minutes, listen=lambda event: None)
            status = store.source_statuses()[0]
            found = store.waiting(["essai"], None)
    if status.reason is not None:
        raise CommandError(session.words(REASON[status.reason]), UNREADABLE)
    if status.last_read_at is None:
        raise CommandError(
            session.words("It could not be read: {state}.", state=session.words(RUN_STATE[end.state])),
            UNREADABLE,
        )
    rows = [
        {"url": c.url, "title": c.title, "published_at": iso(c.published_at), "summary": None} for c in found
    ]
    write_data("".join(json_line(row) + "\n" for row in rows).encode(), output)
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
            {"what": finding.what, "ok": finding.ok, "note": finding.note, "says": finding.says}
            for finding in findings
        ]
        print(json.dumps(data, ensure_ascii=False, indent=1))
    else:
        for finding in findings:
            print(printable(f"{finding.sign} {finding.sentence(session.words)}"))
    worst = next((finding.code for finding in findings if not finding.ok and finding.code), 0)
    raise typer.Exit(worst)
