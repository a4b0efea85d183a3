"""A small archive to explain: one outlet with two sources, a campaign about rivers, and short ways to change them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from monitor.dossier import Campaign, Document, DocumentKind, Event, Organisation, Quote, Rival
from monitor.explain.explaining import Answer, Explainer
from monitor.explain.saying import Telling
from monitor.rematch import match_campaigns
from monitor.wording import Words
from storage.identity import article_key
from storage.model import (
    Article,
    Candidate,
    FetchedArticle,
    FetchFailure,
    Health,
    Outlet,
    Reason,
    Rights,
    Run,
    RunKind,
    RunOrder,
    RunState,
    Source,
    SourceKind,
    SourceReading,
    StoredArticle,
)
from storage.store import Store, open_store

NOW = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)
PHARE = Outlet("phare", "Le Phare", "phare.example", "FR", "fr")
MUET = Outlet("muet", "Le Muet", "muet.example", "FR", "fr")
FEED = Source("phare/feed", "phare", SourceKind.FEED, "https://phare.example/feed")
SEARCH = Source("phare/search", "phare", SourceKind.SEARCH, "https://phare.example/?s={query}")
CATALOGUE = [(PHARE, [FEED, SEARCH]), (MUET, [])]
URL = "https://phare.example/monde/les-digues-et-les-saules.html"
RIVERS = Campaign(
    id="fleuve",
    name="Fleuve",
    documents=(
        Document(
            "tribune",
            DocumentKind.OPED,
            "Le fleuve n’est pas une autoroute",
            published_at=date(2026, 3, 2),
            quotes=(Quote("les digues poussent plus vite que les saules"),),
            urls=("https://gazette.example/idees/le-fleuve",),
            outlet_names=("La Gazette",),
            kind_words=("tribune", "appel"),
            numbers=("quatre-vingts associations",),
        ),
    ),
    organisations=(Organisation("rives", "Rives vivantes"), Organisation("saules", "Les Amis des saules")),
    event=Event(
        "forum",
        "Forum des fleuves",
        names=("Forum de Valmarin", "Forum des fleuves de Valmarin"),
        places=("Valmarin",),
        starts_on=date(2026, 3, 17),
        ends_on=date(2026, 3, 18),
    ),
    rivals=(Rival("canal", "Manifeste du canal", ("Manifeste du canal",)),),
    digest="1",
)


class Archive:
    """An archive to be filled a step at a time, and explained."""

    url = URL
    campaign = RIVERS
    now = NOW

    def __init__(self, store: Store) -> None:
        self.store = store
        self.catalogue: list[tuple[Outlet, list[Source]]] = list(CATALOGUE)
        store.put_catalogue(self.catalogue)

    def read(self, health: Health = Health.READ, source: Source = FEED, reason: Reason | None = None) -> None:
        """One reading of a source."""
        self.store.put_reading(SourceReading(source.id, "run", NOW, health, reason))

    def see(self, url: str = URL, published: datetime | date | None = None) -> str:
        """A source shows an address."""
        self.store.put_candidates(FEED.id, [Candidate(url, "Les digues", published)], NOW)
        return article_key(url)

    def fail(self, reason: Reason, url: str = URL, at: datetime = NOW) -> None:
        """A fetch of a page that failed."""
        self.store.put_failure(FetchFailure("run", at, url, "article", reason, "phare"))

    def crawl(
        self,
        *,
        since: datetime | None = None,
        state: RunState = RunState.DONE,
        left: int = 0,
        limit: int | None = None,
    ) -> None:
        """A crawl of all sources that ended an hour from now."""
        sources = tuple((outlet, source) for outlet, own in self.catalogue for source in own)
        self.store.put_order(RunOrder("order", NOW, "contact", sources, since=since, limit=limit))
        self.store.begin_run(Run("run", RunKind.CRAWL, NOW, order_id="order"))
        self.store.end_run("run", NOW + timedelta(hours=1), state, {"articles_left_for_later": left})

    def put(
        self,
        text: str,
        url: str = URL,
        title: str = "Les digues et les saules",
        *,
        claimed: str | None = None,
        rights: Rights = Rights.OPEN,
        paywalled: bool = False,
        published: date | None = date(2026, 3, 9),
        keep_until: datetime | None = None,
    ) -> str:
        """Store an article; returns its id."""
        article = Article(
            url=url,
            canonical_url=claimed,
            title=title,
            published_at=published,
            language="fr",
            text=text,
            rights=rights,
            paywalled=paywalled,
        )
        fetched = FetchedArticle(article, "phare", article_key(url), NOW, "run")
        return self.store.put_article(fetched, keep_until).article_id

    def match(self, campaign: Campaign = RIVERS) -> None:
        """Judge the archive."""
        match_campaigns(self.store, [campaign], NOW)

    def explain(self, url: str = URL, campaign: Campaign = RIVERS) -> Answer:
        """The answer for an address."""
        return Explainer(self.store, self.catalogue, [campaign]).explain(url)

    def stored(self, url: str = URL) -> StoredArticle:
        """The article of the archive at an address."""
        found = self.store.article_at(url)
        assert found is not None
        return found


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """A fresh archive that knows two outlets."""
    with open_store(tmp_path / "archive.db", create=True) as store:
        yield Archive(store)


@pytest.fixture
def french() -> Telling:
    """Told in French, in Paris."""
    return Telling(Words("fr"), ZoneInfo("Europe/Paris"))


@pytest.fixture
def english() -> Telling:
    """Told in English, in Paris."""
    return Telling(Words("en"), ZoneInfo("Europe/Paris"))
