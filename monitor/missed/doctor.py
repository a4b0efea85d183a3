"""Verdicts on addresses for one campaign, asked of the archive; what all of them need is read once. Nothing is written."""

from __future__ import annotations

from dataclasses import replace

from monitor.dossier import Campaign
from monitor.explain.explaining import Answer
from monitor.explain.facts import Facts, verdict_of
from monitor.explain.gathering import Gatherer
from monitor.explain.judging import CampaignAnswer, Judge
from monitor.workspace import Loaded
from storage.identity import mention_id, same_site
from storage.model import Mention, SourceStatus, StoredArticle
from storage.store import Store


class Doctor:
    """Explains addresses. Unlike the command it reads no more of the archive than the addresses need."""

    def __init__(self, store: Store, loaded: Loaded, campaign: Campaign) -> None:
        """Raises QueryError for a dossier whose queries cannot be read (loading one refuses those)."""
        self._store = store
        self._entries = loaded.catalogue.entries
        self._gatherer = Gatherer(store, self._entries)
        self._judge = Judge(campaign)

    def answer(self, url: str, changes: bool = False) -> Answer:
        """The answer for an address; `changes` tries what would have changed the decision too (slower)."""
        facts = self._followed(self._gatherer.facts(url))
        article = facts.article
        judged = (self._judged(article, changes),) if article is not None else ()
        return Answer(facts, verdict_of(facts), article, judged)

    def _followed(self, facts: Facts) -> Facts:
        """An article that was added before its outlet was followed counts among those of an outlet that is."""
        if facts.article is None or facts.sources:
            return facts
        for outlet, sources in self._entries:
            if sources and same_site(outlet.domain, facts.url):
                return replace(facts, sources=tuple(SourceStatus(one, outlet) for one in sources))
        return facts

    def _judged(self, article: StoredArticle, changes: bool) -> CampaignAnswer:
        mention = mention_of(self._store, self._judge.campaign.id, article.id)
        return self._judge.answer(article, mention, changes)


def mention_of(store: Store, campaign_id: str, article_id: str) -> Mention | None:
    """The mention that an article is for a campaign, withdrawn or not; None where it is none."""
    wanted = mention_id(campaign_id, article_id)
    return store.mentions_by_id([wanted]).get(wanted)
