"""Runs a crawl and a matching for the commands, and says what came of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from monitor.commands.progress import CrawlDisplay
from monitor.commands.session import BUG, BUSY, DONE, PARTIAL, STOPPED, Session
from monitor.crawling import CrawlEnd
from monitor.dossier import Campaign
from monitor.rematch import MatchOutcome
from monitor.stages import carry_out, match_archive, put_crawl_order
from monitor.wording import Words
from storage.model import Outlet, RunState, SourceKind
from storage.store import Store


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
    now = session.now()
    order = put_crawl_order(
        store,
        session.loaded,
        now,
        sources=sources,
        kinds=kinds,
        since=since,
        until=until,
        limit=limit,
        pages=pages,
    )
    if not order.sources and not pages:
        session.tell(
            session.words("No source is to be read: there is none of this kind, or all are at rest.")
        )
    with CrawlDisplay(session.words, len(order.sources)) as display:
        end = carry_out(session.workspace, order, display.hear)
    for sentence in crawl_sentences(session.words, end, session.workspace.logs):
        session.tell(sentence)
    return end


def crawl_sentences(words: Words, end: CrawlEnd, logs: Path) -> list[str]:
    """How a crawl ended, for the person who started it; `logs` is where its details are."""
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
                "The run broke off by a fault of ours. What it had stored is kept. Details: {path}", path=logs
            )
        ]
    return [*_counts(words, end), *_cut_short(words, end)]


def _counts(words: Words, end: CrawlEnd) -> list[str]:
    counts = end.counts
    due, stored = counts.get("sources_due", 0), counts.get("articles_stored", 0)
    said = [words.n("{n} new article stored.", "{n} new articles stored.", stored)]
    if due:
        read = words.number(counts.get("sources_read", 0))
        said.insert(0, words.n("{read} of {n} source read.", "{read} of {n} sources read.", due, read=read))
    return said


def _cut_short(words: Words, end: CrawlEnd) -> list[str]:
    if end.state is RunState.PARTIAL:
        return [words("The time limit was reached; the next run goes on where this one stopped.")]
    if end.state is RunState.STOPPED:
        return [words("The run was stopped. What it had stored is kept; the next one goes on from there.")]
    return []


def crawl_code(session: Session, end: CrawlEnd) -> int:
    """The exit code of a crawl: 4 where too few of the due sources could be read."""
    return code_of(end, session.loaded.settings.crawl.min_read)


def code_of(end: CrawlEnd, min_read: float) -> int:
    """The exit code of a crawl; `min_read` is the share of the due sources that must be readable."""
    if end.code == BUSY:
        return BUSY
    if end.state is RunState.STOPPED:
        return STOPPED
    if end.state in (RunState.FAILED, RunState.KILLED):
        return BUG
    due, read = end.counts.get("sources_due", 0), end.counts.get("sources_read", 0)
    enough = due == 0 or read / due >= min_read
    return DONE if enough and end.state is not RunState.OFFLINE else PARTIAL


def run_match(
    session: Session,
    store: Store,
    campaign_ids: Sequence[str],
    *,
    since: datetime | None = None,
    again: bool = False,
) -> None:
    """Match and say what came of it."""
    campaigns = [campaign for campaign in session.loaded.campaigns if campaign.id in campaign_ids]
    outcomes = match_archive(store, campaigns, session.now(), since=since, again=again)
    for sentence in match_sentences(session.words, campaigns, outcomes):
        session.tell(sentence)


def match_sentences(
    words: Words, campaigns: Sequence[Campaign], outcomes: Sequence[MatchOutcome]
) -> list[str]:
    """What came of a matching, a sentence per campaign, and how many articles could not be looked into."""
    sentences = []
    for campaign, outcome in zip(campaigns, outcomes, strict=True):
        said = words.n(
            "{name}: {n} new mention.", "{name}: {n} new mentions.", outcome.new, name=campaign.name
        )
        if outcome.withdrawn:
            said += " " + words.n("{n} is no longer one.", "{n} are no longer any.", outcome.withdrawn)
        sentences.append(said)
    unreadable = max((outcome.unreadable for outcome in outcomes), default=0)
    if unreadable:
        sentences.append(
            words.n(
                "{n} article has no text to look into: its page gave none, or its rights asked us not to keep it.",
                "{n} articles have no text to look into: their pages gave none, or their rights asked us not to"
                " keep it.",
                unreadable,
            )
        )
    return sentences
