"""Matches the archive: every campaign, every article it has not judged yet, or all of them again; then its copies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TypeVar

from monitor.compiling import compile_dossier
from monitor.dossier import Campaign
from monitor.recluster import cluster_archive
from storage.model import MatchResult
from storage.store import Store

BATCH = 500
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class MatchOutcome:
    """What matching one campaign did. `unreadable` counts articles whose text is no longer kept, or never was."""

    campaign_id: str
    judged: int
    new: int
    withdrawn: int
    unreadable: int


def match_campaigns(
    store: Store,
    campaigns: Sequence[Campaign],
    now: datetime,
    *,
    since: datetime | None = None,
    again: bool = False,
    tell: Callable[[str, int], None] = lambda campaign_id, judged: None,
) -> list[MatchOutcome]:
    """Match the archive with these campaigns; `again` judges what was judged already too.

    Copies of one dispatch are brought together after that, before any text may be let go. Idempotent: judging an
    article again with the same dossier changes nothing. Where the clock was put back behind a report that was made,
    what is found counts from the end of that report: the next one then tells it, and none falls between two.
    """
    outcomes = []
    for campaign in campaigns:
        version = store.put_dossier(campaign.id, campaign.digest, campaign.payload, now)
        matcher = compile_dossier(campaign)
        at = counting_from(store, campaign.id, now)
        judged = new = withdrawn = 0
        articles = store.to_match(campaign.id, version, since, again)
        for batch in _batches(articles, BATCH):
            results = [MatchResult(article.id, matcher.judge(article), article.version) for article in batch]
            found, lost = store.put_matches(campaign.id, version, results, at)
            judged, new, withdrawn = judged + len(batch), new + found, withdrawn + lost
            tell(campaign.id, judged)
        census = store.text_census()
        outcomes.append(MatchOutcome(campaign.id, judged, new, withdrawn, census.articles - census.with_text))
    cluster_archive(store, campaigns, now)
    return outcomes


def counting_from(store: Store, campaign_id: str, now: datetime) -> datetime:
    """From when on a mention found now counts: never within a report that was made, so that the next one tells it."""
    return max([now, *(report.covers_until for report in store.reports(campaign_id))])


def _batches(things: Iterable[Thing], size: int) -> Iterator[list[Thing]]:
    source = iter(things)
    while batch := list(islice(source, size)):
        yield batch
