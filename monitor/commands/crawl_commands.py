"""`today`, `crawl`, `match`, `add`: what fills the archive."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from monitor.commands.progress import CrawlDisplay
from monitor.commands.session import (
    BUG,
    BUSY,
    DONE,
    PARTIAL,
    UNREADABLE,
    CommandError,
    Session,
    day_start,
    parse_day,
    session_of,
)
from monitor.crawling import CrawlEnd, crawl
from monitor.daily import make_reports
from monitor.matching.matcher import compile_campaign
from monitor.orders import make_order
from monitor.rematch import match_campaigns
from monitor.reports import title_of
from monitor.wording.labels import REASON
from monitor.wording.words import message
from storage.identity import article_key, is_http, same_site
from storage.model import Outlet, RunState, Source, SourceKind
from storage.store import Store

REVISIT_AFTER_DAYS = (1, 3, 14)
"""When an article that is a mention is looked at again, in days after it was first fetched."""


def crawl_command(
    ctx: typer.Context,
    source: Annotated[
        list[str] | None,
        typer.Option(help=message("Only this source or outlet, by its id; may be repeated.")),
    ] = None,
    kind: Annotated[
        str | None, typer.Option(help=message("Only these ways in: feed,sitemap,search,page."))
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
        typer.Option(min=0, help=message("Fetch at most so many articles; 0 only reads the sources.")),
    ] = None,
) -> None:
    """Read the sources into the archive."""
    session = session_of(ctx)
    session.speak_as_set()
    words = session.words
    kinds = _kinds(kind, session)
    first, last = parse_day(since, words), parse_day(until, words)
    zone = session.loaded.campaigns[0].zone if session.loaded.campaigns else "Europe/Paris"
    with session.store() as store:
        end = run_crawl(
            session,
            store,
            sources=tuple(source or ()),
            kinds=kinds,
            since=day_start(first, zone),
            until=day_start(last + timedelta(days=1), zone) if last else None,
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
                    "“{name}” is no way into an outlet. Known: {known}.",
                    name=name[:40],
                    known=", ".join(known),
                )
            )
        chosen.append(SourceKind(name))
    return tuple(chosen)


def run_crawl(
    session: Session,
    store: Store,
    *,
    sources: Sequence[str] = (),
    kinds: Sequence[SourceKind] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int | None = None,
    pages: Sequence[tuple[Outlet, str]] = (),
) -> CrawlEnd:
    """Write the order of a crawl, run it, and say how it ended; with `pages`, of these addresses only."""
    loaded = session.loaded
    now = session.now()
    store.put_catalogue([*loaded.catalogue.entries, *_hand_entries(pages)])
    terms = [term for campaign in loaded.campaigns for term in compile_campaign(campaign).watch_terms]
    order = make_order(
        loaded.settings,
        loaded.campaigns,
        loaded.catalogue,
        store.source_statuses(),
        now=now,
        since=since,
        until=until,
        sources=sources,
        kinds=kinds,
        limit=limit,
        watch_terms=list(dict.fromkeys(terms)),
        revisit=() if pages else store.mentions_to_revisit(now, REVISIT_AFTER_DAYS),
        pages=pages,
        only_pages=bool(pages),
    )
    store.put_order(order)
    log = session.workspace.logs / f"crawl-{now:%Y-%m-%d}.log"
    with CrawlDisplay(session.words, len(order.sources)) as display:
        end = crawl(
            session.workspace.archive, order.id, max_minutes=order.max_minutes, listen=display.hear, log=log
        )
    for sentence in crawl_sentences(session, end, log):
        session.tell(sentence)
    return end


def _hand_entries(pages: Iterable[tuple[Outlet, str]]) -> list[tuple[Outlet, list[Source]]]:
    return [
        (
            outlet,
            [
                Source(
                    f"{outlet.id}/{SourceKind.HAND}", outlet.id, SourceKind.HAND, f"https://{outlet.domain}/"
                )
            ],
        )
        for outlet, _ in pages
    ]


def crawl_sentences(session: Session, end: CrawlEnd, log: Path) -> list[str]:
    """How a crawl ended, for the person who started it."""
    words, counts = session.words, end.counts
    if end.code == BUSY:
        return [words("Another crawl of this workspace is under way. Nothing was started.")]
    if end.state is RunState.OFFLINE:
        return [
            words(
                "This machine seems to be offline: the first sites asked did not answer, and the run was stopped."
            )
        ]
    if end.state in (RunState.FAILED, RunState.KILLED):
        return [words("The crawl broke off. What it had stored is kept. Details: {path}", path=log)]
    read, due = counts.get("sources_read", 0), counts.get("sources_due", 0)
    said = [
        words("{read} of {due} sources could be read.", read=words.number(read), due=words.number(due)),
        words.n("{n} new article stored.", "{n} new articles stored.", counts.get("articles_stored", 0)),
    ]
    if end.state is RunState.PARTIAL:
        said.append(words("The time limit was reached; the next run goes on where this one stopped."))
    if end.state is RunState.STOPPED:
        said.append(words("The run was stopped. What it had stored is kept."))
    return said


def crawl_code(session: Session, end: CrawlEnd) -> int:
    """The exit code of a crawl: 4 where too few of the due sources could be read."""
    if end.code == BUSY:
        return BUSY
    if end.state in (RunState.FAILED, RunState.KILLED):
        return BUG
    due, read = end.counts.get("sources_due", 0), end.counts.get("sources_read", 0)
    enough = due == 0 or read / due >= session.loaded.settings.crawl.min_read
    return DONE if enough and end.state is not RunState.OFFLINE else PARTIAL


def match_command(
    ctx: typer.Context,
    campaign: Annotated[str | None, typer.Option(metavar="ID", help=message("Only this campaign."))] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DAY", help=message("Only articles found from this day on."))
    ] = None,
) -> None:
    """Match the archive again, without reading any site."""
    session = session_of(ctx)
    session.speak_as_set()
    chosen = [session.campaign(campaign)] if campaign else list(session.loaded.campaigns)
    start = day_start(parse_day(since, session.words), chosen[0].zone) if chosen else None
    with session.store() as store:
        run_match(session, store, [c.id for c in chosen], since=start, again=True)


def run_match(
    session: Session,
    store: Store,
    campaign_ids: Sequence[str],
    *,
    since: datetime | None = None,
    again: bool = False,
) -> None:
    """Match and say what came of it; reserved texts are let go once every campaign has judged them."""
    words, now = session.words, session.now()
    campaigns = [campaign for campaign in session.loaded.campaigns if campaign.id in campaign_ids]
    outcomes = match_campaigns(store, campaigns, now, since=since, again=again)
    for outcome in outcomes:
        said = words.n(
            "{name}: {n} new mention.", "{name}: {n} new mentions.", outcome.new, name=outcome.campaign_id
        )
        if outcome.withdrawn:
            said += " " + words.n("{n} is no longer one.", "{n} are no longer any.", outcome.withdrawn)
        session.tell(said)
    unreadable = max((outcome.unreadable for outcome in outcomes), default=0)
    if unreadable:
        session.tell(
            words.n(
                "{n} article has no text to match: it was let go as its rights ask, or never had one.",
                "{n} articles have no text to match: it was let go as their rights ask, or they never had one.",
                unreadable,
            )
        )
    store.release_texts(now)


def today_command(ctx: typer.Context) -> None:
    """The daily run: read the sources, match, and write the report of today."""
    session = session_of(ctx)
    session.speak_as_set()
    loaded = session.loaded
    with session.store() as store:
        end = run_crawl(session, store)
        if end.code == BUSY:
            raise typer.Exit(BUSY)
        run_match(session, store, [campaign.id for campaign in loaded.campaigns])
        made = make_reports(
            store, loaded.campaigns, loaded.settings, session.workspace.reports, session.now(), session.lang
        )
    for report in made:
        session.tell(title_of(report.digest, session.words.language))
        session.tell(session.words("The report: {path}", path=report.files["html"]))
    raise typer.Exit(crawl_code(session, end))


def add_command(
    ctx: typer.Context,
    url: Annotated[str, typer.Argument(metavar="URL", help=message("The address of an article."))],
) -> None:
    """Add an article by hand, from its address."""
    session = session_of(ctx)
    session.speak_as_set()
    words = session.words
    if not is_http(url):
        raise CommandError(
            words("“{url}” is no address of a page. It begins with https:// or http://.", url=url[:100])
        )
    outlet = _outlet_of(url, session)
    with session.store() as store:
        end = run_crawl(session, store, pages=[(outlet, url)])
        article = store.article_at(url)
        if article is None:
            failures = store.failures(url=url)
            reason = words(REASON[failures[-1].reason]) if failures else ""
            raise CommandError(
                words("This page could not be added: {reason}", reason=reason),
                crawl_code(session, end) or UNREADABLE,
            )
        run_match(session, store, [campaign.id for campaign in session.loaded.campaigns])
        session.tell(
            words("Added: {title} ({outlet})", title=article.title or url, outlet=article.outlet.name)
        )
        mentions = [m for m in store.mentions() if m.article.id == article.id]
    if not mentions:
        session.tell(
            words("It names neither the text nor the event: it is in the archive, and is no mention.")
        )


def _outlet_of(url: str, session: Session) -> Outlet:
    """The outlet of the catalogue whose site this is, else one made of the address."""
    for outlet, _ in session.loaded.catalogue.entries:
        if same_site(f"https://{outlet.domain}/", url):
            return outlet
    host = (urlsplit(url).netloc or article_key(url)).lower().removeprefix("www.")
    return Outlet(id=f"site-{host.replace(':', '-').replace('.', '-')}", name=host, domain=host)
