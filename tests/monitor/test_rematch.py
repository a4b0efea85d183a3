"""Matching and reports: a mention stands in one report, also where the clock was put back in between."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from monitor.config import Settings
from monitor.daily import make_report
from monitor.digesting import digest_of
from monitor.dossier import Document, DocumentKind, Quote
from monitor.rematch import match_campaigns
from storage.identity import article_key
from storage.model import Article, FetchedArticle
from storage.store import open_store
from tests.monitor.delivery.seeding import COURRIER, Newsroom, campaign

MORNING = datetime(2025, 2, 6, 6, 30, tzinfo=UTC)
PHRASE = "Rien ne se décide au bord du fleuve sans celles et ceux qui vivent sur ses deux rives"
TEXT = Document(
    "tribune",
    DocumentKind.OPED,
    "Nos deux rives",
    datetime.fromisoformat("2025-02-04T06:00:00+01:00"),
    quotes=(Quote(PHRASE),),
)


def test_what_is_found_after_the_clock_was_put_back_stands_in_the_next_report(tmp_path: Path) -> None:
    ours = campaign(documents=(TEXT,))
    with open_store(tmp_path / "archive.db", create=True) as store:
        Newsroom(store).reads(MORNING)
        make_report(store, ours, Settings(), tmp_path, MORNING)
        back = MORNING - timedelta(hours=3)
        url = f"https://{COURRIER.domain}/rives"
        text = f"« {PHRASE} », écrivent les associations dans leur tribune."
        article = Article(url, title="Sur les rives", text=text, published_at=back, language="fr")
        store.put_article(FetchedArticle(article, COURRIER.id, article_key(url), back, "run-1"), None)
        match_campaigns(store, [ours], back)
        assert len(store.mentions(ours.id)) == 1
        Newsroom(store).reads(MORNING + timedelta(hours=24))
        following = digest_of(store, ours, Settings(), MORNING + timedelta(hours=25), day=date(2025, 2, 7))
        assert [story.lead.article.url for story in (*following.pickups, *following.late)] == [url]
