"""`init`, `sources list`, `sources check`: the workspace and its outlets."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from monitor.commands.crawl_run import crawl_code, run_crawl
from monitor.commands.read_commands import iso
from monitor.commands.session import Session, json_line, moment_text, printable, session_of, workspace_session
from monitor.commands.tables import table
from monitor.wording.labels import SOURCE_KIND, status_words
from monitor.wording.words import message
from monitor.workspace import init
from storage.model import SourceStatus
from storage.store import open_store


def init_command(
    ctx: typer.Context,
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="DIR", help=message("Where to make it; ./workspace without it.")),
    ] = None,
    campaign: Annotated[
        str | None,
        typer.Option(
            metavar="ID", help=message("The dossier to start with, of those that come with the product.")
        ),
    ] = None,
    sources: Annotated[
        Path | None, typer.Option(metavar="FILE", help=message("A list of outlets to use instead of ours."))
    ] = None,
) -> None:
    """Make a workspace: settings, a campaign, the outlets, an empty archive. Never overwrites."""
    session = session_of(ctx)
    if folder is not None:
        session.folder = folder
    words = session.words
    made = init(session.workspace.root, campaign, sources)
    with open_store(made.workspace.archive, create=True):
        pass
    for problem in made.warnings:
        session.tell(problem.sentence(words))
    session.tell(words("Workspace: {path}", path=made.workspace.root))
    session.tell(words.n("{n} file written.", "{n} files written.", len(made.written)))
    if made.kept:
        session.tell(
            words.n(
                "{n} file was there already and is kept.",
                "{n} files were there already and are kept.",
                len(made.kept),
            )
        )
    if not session.loaded.settings.network.contact:
        session.tell(
            words(
                "One thing is left to do: in {path}, at the line “contact”, write the address of a page about"
                " you, or a mail address. Sites must know who reads them.",
                path=made.workspace.settings_file,
            )
        )


def status_row(status: SourceStatus) -> dict[str, Any]:
    """A source as `sources list --json` gives it."""
    return {
        "id": status.source.id,
        "outlet": status.outlet.name,
        "outlet_id": status.outlet.id,
        "kind": str(status.source.kind),
        "url": status.source.url,
        "paused": status.source.paused,
        "health": str(status.health),
        "reason": str(status.reason) if status.reason is not None else None,
        "detail": status.detail,
        "since": iso(status.since),
        "last_tried_at": iso(status.last_tried_at),
        "last_read_at": iso(status.last_read_at),
        "last_new_at": iso(status.last_new_at),
        "candidates": status.candidates,
        "new": status.new,
        "resting_until": iso(status.resting_until),
    }


def sources_list_command(
    ctx: typer.Context,
    as_json: Annotated[
        bool, typer.Option("--json", help=message("One JSON object a line, for programs."))
    ] = False,
    trouble: Annotated[bool, typer.Option(help=message("Only those that could not be read."))] = False,
) -> None:
    """The outlets' sources and how each of them fares."""
    session = workspace_session(ctx)
    show_sources(session, as_json, trouble)


def show_sources(session: Session, as_json: bool, trouble: bool) -> None:
    """Print how each source stands; a workspace that has read nothing yet shows its catalogue."""
    with open_store(session.workspace.archive, create=True) as store:
        store.put_catalogue(session.loaded.catalogue.entries)
        statuses = store.source_statuses()
    if trouble:
        statuses = [one for one in statuses if one.reason is not None and not one.source.paused]
    if as_json:
        for status in statuses:
            print(json_line(status_row(status)))
        return
    words = session.words
    rows = [
        (
            status.outlet.name,
            words(SOURCE_KIND[status.source.kind]),
            status_words(words, status),
            moment_text(status.last_read_at, session.zone),
            status.source.id,
        )
        for status in statuses
    ]
    headings = [words("Outlet"), words("Way in"), words("State"), words("Last read"), words("Id")]
    print(printable(table(headings, rows, whole=(3, 4))))
    session.tell(words.n("{n} source", "{n} sources", len(rows)))


def sources_check_command(
    ctx: typer.Context,
    source: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help=message("Only this source or outlet, by its id; may be repeated.")),
    ] = None,
) -> None:
    """Read the sources once, without their articles, and say which of them work."""
    session = workspace_session(ctx)
    with session.store() as store:
        end = run_crawl(session, store, sources=tuple(source or ()), limit=0)
    show_sources(session, as_json=False, trouble=False)
    raise typer.Exit(crawl_code(session, end))
