"""Runs a crawl and a matching for the commands, and says what came of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from monitor.commands.progress import CrawlDisplay
from monitor.commands.session import BUG, BUSY, DONE, PARTIAL, STOPPED, Session
from monitor.compiling import compile_dossier
from monitor.crawling import CrawlEnd, crawl
from monitor.dossier import Campaign
from monitor.orders import make_order
from monitor.rematch import match_campaigns
from storage.model import Outlet, RunState, Source, SourceKind
from storage.store import Store

REVISIT_AFTER_DAYS = (1, 3, 14)
"""When an article that is a mention is looked at again, in days after it was first fetched."""


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
    loaded, now = session.loaded, session.now()
    store.put_catalogue([*loaded.catalogue.entries, *_hand_entries(pages)])
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
        watch_terms=_watch_terms(loaded.campaigns),
        revisit=() if pages else store.mentions_to_revisit(now, REVISIT_AFTER_DAYS),
        pages=pages,
        only_pages=bool(pages),
    )
    store.put_order(order)
    if not order.sources and not pages:
        session.tell(
            session.words("No source is to be read: there is none of this kind, or all are at rest.")
        )
    log = session.workspace.logs / f"crawl-{now:%Y-%m-%d}.log"
    with CrawlDisplay(session.words, len(order.sources)) as display:
        end = crawl(
            session.workspace.archive, order.id, max_minutes=order.max_minutes, listen=display.hear, log=log
        )
    for sentence in crawl_sentences(session, end, log):
        session.tell(sentence)
    return end


def _watch_terms(campaigns: Iterable[Campaign]) -> list[str]:
    terms = [term for campaign in campaigns for term in compile_dossier(campaign).watch_terms]
    return list(dict.fromkeys(terms))


def _hand_entries(pages: Iterable[tuple[Outlet, str]]) -> list[tuple[Outlet, list[Source]]]:
    """The outlets of pages given by hand, each with the source that stands for a person."""
    kind = SourceKind.HAND
    return [
        (outlet, [Source(f"{outlet.id}/{kind}", outlet.id, kind, f"https://{outlet.domain}/")])
        for outlet, _ in pages
    ]


def crawl_sentences(session: Session, end: CrawlEnd, log: Path) -> list[str]:
    """How a crawl ended, for the person who started it."""
    words = session.words
    if end.code == BUSY:
        return [words("Another run of this workspace is under way. Nothing was started.")]
    if end.state is RunState.OFFLINE:
        return [
            words(
                "This machine seems to be offline: none of the first sites answered, and the run was stopped."
            )
        ]
    if end.state is RunState.KILLED:
        return [words("The run was cut short. What it had stored is kept.")]
    if end.state is RunState.FAILED and "ArchiveFull" in end.detail:
        return [
            words(
                "The disk is full: the run was stopped. What it had stored is kept. Make room, then start again."
            )
        ]
    if end.state is RunState.FAILED:
        return [
            words(
                "The run broke off by a fault of ours. What it had stored is kept. Details: {path}", path=log
            )
        ]
    return [*_counts(session, end), *_cut_short(session, end)]


def _counts(session: Session, end: CrawlEnd) -> list[str]:
    words, counts = session.words, end.counts
    due, stored = counts.get("sources_due", 0), counts.get("articles_stored", 0)
    said = [words.n("{n} new article stored.", "{n} new articles stored.", stored)]
    if due:
        read = words.number(counts.get("sources_read", 0))
        said.insert(0, words.n("{read} of {n} source read.", "{read} of {n} sources read.", due, read=read))
    return said


def _cut_short(session: Session, end: CrawlEnd) -> list[str]:
    words = session.words
    if end.state is RunState.PARTIAL:
        return [words("The time limit was reached; the next run goes on where this one stopped.")]
    if end.state is RunState.STOPPED:
        return [words("The run was stopped. What it had stored is kept; the next one goes on from there.")]
    return []


def crawl_code(session: Session, end: CrawlEnd) -> int:
    """The exit code of a crawl: 4 where too few of the due sources could be read."""
    if end.code == BUSY:
        return BUSY
    if end.state is RunState.STOPPED:
        return STOPPED
    if end.state in (RunState.FAILED, RunState.KILLED):
        return BUG
    due, read = end.counts.get("sources_due", 0), end.counts.get("sources_read", 0)
    enough = due == 0 or read / due >= session.loaded.settings.crawl.min_read
    return DONE if enough and end.state is not RunState.OFFLINE else PARTIAL


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
    for campaign, outcome in zip(campaigns, outcomes, strict=True):
        said = words.n(
            "{name}: {n} new mention.", "{name}: {n} new mentions.", outcome.new, name=campaign.name
        )
        if outcome.withdrawn:
            said += " " + words.n("{n} is no longer one.", "{n} are no longer any.", outcome.withdrawn)
        session.tell(said)
    unreadable = max((outcome.unreadable for outcome in outcomes), default=0)
    if unreadable:
        session.tell(
            words.n(
                "{n} article has no text to look into: its page gave none, or its rights asked us not to keep it.",
                "{n} articles have no text to look into: their pages gave none, or their rights asked us not to"
                " keep it.",
                unreadable,
            )
        )
    store.release_texts(now)
