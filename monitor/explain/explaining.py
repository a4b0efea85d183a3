"""From an address, or an article as a value, to an answer: the verdict, and what it is for every campaign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monitor.dossier import Campaign
from monitor.explain.facts import Facts, Verdict, verdict_of
from monitor.explain.gathering import Gatherer
from monitor.explain.judging import CampaignAnswer, Judge
from storage.model import Mention, Outlet, Source, StoredArticle
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said of one address. `article` is what was judged: None where none came that far."""

    facts: Facts
    verdict: Verdict
    article: StoredArticle | None
    campaigns: tuple[CampaignAnswer, ...]


class Explainer:
    """Explains addresses for some campaigns; what all of them need is made once."""

    def __init__(
        self,
        store: Store,
        catalogue: Sequence[tuple[Outlet, Sequence[Source]]],
        campaigns: Sequence[Campaign],
    ) -> None:
        self._gatherer = Gatherer(store, catalogue)
        self._judges = [Judge(campaign) for campaign in campaigns]
        self._mentions: Mapping[tuple[str, str], Mention] = {
            (mention.campaign_id, mention.article.id): mention for mention in store.mentions(withdrawn=True)
        }

    def explain(self, url: str, changes: bool = True) -> Answer:
        """The answer for an address; `changes` tries what would have changed the decision (slower)."""
        facts = self._gatherer.facts(url)
        article = facts.article
        return Answer(
            facts, verdict_of(facts), article, self.judged(article, changes) if article is not None else ()
        )

    def judged(self, article: StoredArticle, changes: bool = True) -> tuple[CampaignAnswer, ...]:
        """What an article is for each campaign, be it in the archive or not."""
        return tuple(
            judge.answer(article, self._mentions.get((judge.campaign.id, article.id)), changes)
            for judge in self._judges
        )
