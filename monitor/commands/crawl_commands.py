"""`today`, `crawl`, `match`: what fills the archive."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor.commands.crawl_run import crawl_code, run_crawl, run_match
from monitor.commands.session import (
    BUSY,
    STOPPED,
    CommandError,
    Session,
    day_end,
    day_start,
    parse_day,
    parse_days,
    workspace_session,
)
from monitor.daily import make_reports
from monitor.reports import title_of
from monitor.wording.words import message
from storage.model import SourceKind


def crawl_command(
    ctx: typer.Context,
    source: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help=message("Only this source or outlet, by its id; may be repeated.")),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(metavar="KIND", help=message("Only these ways in: feed,sitemap,search,page.")),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(metavar="DAY", help=message("Articles published from this day on (2025-02-04).")),
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DAY", help=message("Articles published up to this day."))
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(
            metavar="NUMBER", help=message("Fetch at most so many articles; 0 only reads the sources.")
        ),
    ] = None,
) -> None:
    """Read the sources into the archive."""
    session = workspace_session(ctx)
    kinds = _kinds(kind, session)
    first, last = parse_days(since, until, session.words)
    if limit is not None and limit < 0:
        raise CommandError(session.words("--limit is a number of articles: 0 or more."))
    with session.store() as store:
        end = run_crawl(
            session,
            store,
            sources=tuple(source or ()),
            kinds=kinds,
            since=day_start(first, session.zone),
            until=day_end(last, session.zone),
            limit=limit,
        )
    raise typer.Exit(crawl_code(session, end))


def _kinds(text: str | None, session: Session) -> tuple[SourceKind, ...]:
    known = [kind for kind in SourceKind if kind is not SourceKind.HAND]
    chosen = []
    for name in (part.strip() for part in (text or "").split(",") if part.strip()):
        if name not in known:
            raise CommandError(
                session.words(
                    "“{name}” is not a way into an outlet. Known: {known}.",
                    name=name[:40],
                    known=", ".join(known),
                )
            )
        chosen.append(SourceKind(name))
    return tuple(chosen)


def match_command(
    ctx: typer.Context,
    campaign: Annotated[str | None, typer.Option(metavar="ID", help=message("Only this campaign."))] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DAY", help=message("Only articles found from this day on."))
    ] = None,
) -> None:
    """Match the archive again, without reading any site."""
    session = workspace_session(ctx)
    chosen = [session.campaign(campaign)] if campaign else list(session.loaded.campaigns)
    start = day_start(parse_day(since, session.words), chosen[0].zone) if chosen else None
    with session.store() as store:
        run_match(session, store, [c.id for c in chosen], since=start, again=True)


def today_command(ctx: typer.Context) -> None:
    """The daily run: read the sources, match, and write the report of today."""
    session = workspace_session(ctx)
    loaded, words = session.loaded, session.words
    with session.store() as store:
        end = run_crawl(session, store)
        code = crawl_code(session, end)
        if code == BUSY:
            raise typer.Exit(BUSY)
        run_match(session, store, [campaign.id for campaign in loaded.campaigns])
        if code == STOPPED:
            session.tell(words("No report was made. “retombees today” goes on from here."))
            raise typer.Exit(STOPPED)
        made = make_reports(
            store, loaded.campaigns, loaded.settings, session.workspace.reports, session.now(), session.lang
        )
    for report in made:
        session.tell(title_of(report.digest, words.language))
        for path in report.files.values():
            session.tell(words("The report: {path}", path=path))
    raise typer.Exit(code)
