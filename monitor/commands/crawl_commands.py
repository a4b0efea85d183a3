"""`today`, `crawl`, `match`: what fills the archive."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor.commands.crawl_run import crawl_code, run_crawl, run_match
from monitor.commands.sending_words import sending_code, sending_sentences
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
from monitor.daily import make_report
from monitor.delivery import send_due
from monitor.dossier import Campaign
from monitor.reports import title_of
from monitor.schedule.due import reports_due
from monitor.wording.words import message
from storage.model import ReportKind, SourceKind
from storage.store import Store


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
    """The daily run: read the sources, match, write the report of today, and send it."""
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
        for campaign in loaded.campaigns:
            _report(session, store, campaign)
        sending = send_due(store, loaded.settings, session.workspace, session.now())
    for sentence in sending_sentences(words, sending):
        session.tell(sentence)
    raise typer.Exit(code or sending_code(sending))


def _report(session: Session, store: Store, campaign: Campaign) -> None:
    """The report of today, then the weekly and the final one where they are due; say where they are."""
    settings, words, now = session.loaded.settings, session.words, session.now()
    records = [record for kind in ReportKind for record in store.reports(campaign.id, kind)]
    due = [one.kind for one in reports_due(campaign, settings.schedule, records, now)]
    for kind in (ReportKind.DAILY, *(kind for kind in due if kind is not ReportKind.DAILY)):
        made = make_report(store, campaign, settings, session.workspace.reports, now, session.lang, kind)
        session.tell(title_of(made.digest, words.language))
        for path in made.files.values():
            session.tell(words("The report: {path}", path=path))
        if made.known:
            session.tell(
                words.n(
                    "{n} message of this report was queued before: it is not sent a second time.",
                    "{n} messages of this report were queued before: they are not sent a second time.",
                    made.known,
                )
            )
