from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from monitor.booking import book_of
from monitor.config import Settings
from monitor.dossier import Campaign, Document, DocumentKind, Organisation
from monitor.reports.book import render_book
from storage.identity import article_key
from storage.model import (
    Article,
    Excerpt,
    FetchedArticle,
    Health,
    Judgement,
    MatchResult,
    MentionKind,
    Outlet,
    ReportKind,
    ReportRecord,
    Review,
    ReviewStatus,
    Run,
    RunKind,
    Salience,
    Source,
    SourceKind,
    SourceReading,
)
from storage.store import Store, open_store

NOW = datetime(2025, 2, 17, 7, 0, tzinfo=UTC)
OUTLET = Outlet("vigie", "Vigie", "vigie.example", "FR", "fr", "weekly", 2)
FEED = Source("vigie/feed", "vigie", SourceKind.FEED, "https://vigie.example/feed")
CAMPAIGN = Campaign(
    id="appel",
    name="Appel",
    documents=(
        Document("tribune", DocumentKind.OPED, "Appel", published_at=datetime(2025, 2, 4, 6, tzinfo=UTC)),
    ),
    organisations=(Organisation("phare", "Association du Phare"),),
)


def add(store: Store, number: int, published: datetime, *organisations: str) -> str:
    """An article with its mention; returns the mention's id."""
    url = f"https://vigie.example/{number}"
    article = Article(
        url, title=f"Titre {number}", text=f"Un texte, le numéro {number}.", published_at=published
    )
    put = store.put_article(FetchedArticle(article, OUTLET.id, article_key(url), published, "run"), None)
    judged = Judgement(
        kind=MentionKind.CITATION, to_check=False, salience=Salience.MAIN, score=0.9, evidence=(),
        excerpt=Excerpt("Un texte."), organisations=organisations,
    )  # fmt: skip
    store.put_matches(CAMPAIGN.id, 1, [MatchResult(put.article_id, judged)], published)
    return {one.article.id: one.id for one in store.mentions(CAMPAIGN.id)}[put.article_id]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = open_store(tmp_path / "archive.db", create=True)
    store.put_catalogue([(OUTLET, [FEED])])
    store.put_dossier(CAMPAIGN.id, "d", "{}", NOW)
    for day in (1, 5, 6):
        at = datetime(2025, 2, day, 6, tzinfo=UTC)
        store.begin_run(Run(f"run-{day}", RunKind.CRAWL, at))
        store.put_reading(SourceReading(FEED.id, f"run-{day}", at, Health.READ))
    return store


def test_a_book_is_read_from_the_archive_with_the_order_and_the_readings_of_its_days(store: Store) -> None:
    ids = [add(store, number, NOW - timedelta(days=number)) for number in range(3)]
    store.put_book_order(CAMPAIGN.id, [ids[1]])
    book = book_of(store, CAMPAIGN, Settings(), NOW)
    assert [story.lead.id for story in book.best] == [ids[1], ids[2], ids[0]]
    assert book.sections[0].by_hand
    assert (book.first, book.last) == (date(2025, 2, 4), date(2025, 2, 17))
    assert book.looked.begins == date(2025, 2, 5)
    assert not book.looked.blind


def test_a_period_an_organisation_and_the_confirmed_are_asked_for_by_name(store: Store) -> None:
    ids = [
        add(store, number, NOW - timedelta(days=number), *(["phare"] if number else []))
        for number in range(4)
    ]
    store.put_review(ids[2], Review(status=ReviewStatus.CONFIRMED))
    chosen = book_of(store, CAMPAIGN, Settings(), NOW, first=date(2025, 2, 15), organisation="phare")
    assert sorted(story.lead.id for story in chosen.best) == sorted(ids[1:3])
    confirmed = book_of(store, CAMPAIGN, Settings(), NOW, confirmed_only=True)
    assert [story.lead.id for story in confirmed.best] == [ids[2]]


def test_what_does_not_exist_is_refused(store: Store) -> None:
    with pytest.raises(KeyError):
        book_of(store, CAMPAIGN, Settings(), NOW, organisation="inconnue")
    with pytest.raises(ValueError, match="ends before it begins"):
        book_of(store, CAMPAIGN, Settings(), NOW, first=date(2025, 2, 9), last=date(2025, 2, 8))


def test_a_book_has_the_latest_remark_made_for_a_report_and_no_note(store: Store) -> None:
    mention = add(store, 1, NOW - timedelta(days=3))
    store.put_review(mention, Review(ReviewStatus.CONFIRMED, note="entre nous", reviewed_by="ines"))
    for day, said in ((15, "une première"), (16, "toujours une première")):
        until = datetime(2025, 2, day, 7, tzinfo=UTC)
        store.put_report(ReportRecord(CAMPAIGN.id, until.date(), until - timedelta(days=1), until, until))
        parts = {f"remark:{mention}": said}
        store.choose_for_report(CAMPAIGN.id, ReportKind.DAILY, until.date(), parts, "ines", until)
    book = book_of(store, CAMPAIGN, Settings(), NOW)
    assert book.remarks == {mention: "toujours une première"}
    page = render_book(book, "html", "fr").decode()
    assert "toujours une première" in page
    assert "entre nous" not in page
