"""Mentions in a real archive: an invented press of a few outlets, and pickups that come out when they are told to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from monitor.dossier import Campaign, Document, DocumentKind, Organisation, Recipient
from storage.identity import article_key
from storage.model import (
    Article,
    Evidence,
    Excerpt,
    FetchedArticle,
    Health,
    Judgement,
    MatchResult,
    MentionKind,
    Outlet,
    Run,
    RunKind,
    RunState,
    Salience,
    Source,
    SourceKind,
    SourceReading,
)
from storage.store import Store

COURRIER = Outlet("courrier", "Le Courrier des quais", "courrier.example", "FR", "fr", "national-daily", 1)
VIGIE = Outlet("vigie", "La Vigie", "vigie.example", "FR", "fr", "national-daily", 1)
ECHO = Outlet("echo", "L’Écho de l’Orvanne", "echo.example", "FR", "fr", "regional-daily", 2)
OUTLETS = (COURRIER, VIGIE, ECHO)


def campaign(*recipients: Recipient, **changes: Any) -> Campaign:
    """An invented campaign whose op-ed came out on 4 February."""
    whole: dict[str, Any] = {
        "documents": (
            Document(
                "tribune", DocumentKind.OPED, "Tribune", datetime.fromisoformat("2025-02-04T06:00:00+01:00")
            ),
        ),
        "organisations": (Organisation("rivage", "Collectif Rivage"), Organisation("phare", "Le Phare")),
        "recipients": recipients,
    }
    return Campaign("appel", "Sommet IA", **(whole | changes))


class Newsroom:
    """Puts articles and their mentions into an archive."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.made = store.article_count()
        store.put_catalogue(
            (
                outlet,
                [Source(f"{outlet.id}/feed", outlet.id, SourceKind.FEED, f"https://{outlet.domain}/rss")],
            )
            for outlet in OUTLETS
        )

    def reads(self, at: datetime) -> None:
        """A reading of every source, in which nothing failed."""
        run = Run(f"run-{at.isoformat()}", RunKind.CRAWL, at, RunState.RUNNING)
        self.store.begin_run(run)
        for outlet in OUTLETS:
            self.store.put_reading(SourceReading(f"{outlet.id}/feed", run.id, at, Health.READ, candidates=9))
        self.store.end_run(run.id, at + timedelta(minutes=2), RunState.DONE, {})

    def prints(
        self,
        outlet: Outlet,
        seen: datetime,
        kind: MentionKind = MentionKind.CITATION,
        published: datetime | None = None,
        title: str = "",
        **judged: Any,
    ) -> str:
        """A pickup in this outlet, in the archive from `seen` on; returns the id of the mention."""
        self.made += 1
        url = f"https://{outlet.domain}/articles/{self.made}"
        article = Article(
            url,
            title=title or f"Cent associations, {self.made}",
            text=f"« Une phrase de la tribune » {self.made}, écrivent-elles.",
            published_at=published or seen - timedelta(minutes=10),
            language="fr",
        )
        fetched = FetchedArticle(article, outlet.id, article_key(url), seen, "run-1")
        stored = self.store.put_article(fetched, None)
        whole: dict[str, Any] = {
            "kind": kind,
            "to_check": False,
            "salience": Salience.MAIN,
            "score": 0.8,
            "evidence": (Evidence("quote", "document", "tribune", "body", "Une phrase", 2, 12, 0.8),),
            "excerpt": Excerpt("« Une phrase de la tribune », écrivent-elles.", "body", ((2, 26),)),
        }
        self.store.put_matches(
            "appel", 1, [MatchResult(stored.article_id, Judgement(**(whole | judged)))], seen
        )
        mentions = self.store.mentions("appel")
        return next(mention.id for mention in mentions if mention.article.id == stored.article_id)
