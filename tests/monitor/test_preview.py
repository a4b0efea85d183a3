"""A preview says exactly what saving would do, and writes nothing."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from monitor.dossier import Campaign, Document, DocumentKind, Event, Organisation, Quote
from monitor.preview import preview
from monitor.rematch import match_campaigns
from storage.identity import article_key
from storage.model import (
    Article,
    FetchedArticle,
    MentionKind,
    Outlet,
    Review,
    ReviewStatus,
    Source,
    SourceKind,
)
from storage.store import Store, open_store

NOW = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)
PHARE = Outlet("phare", "Le Phare", "phare.example", "FR", "fr")
BEFORE = Campaign(
    id="fleuve",
    name="Fleuve",
    documents=(
        Document(
            "tribune",
            DocumentKind.OPED,
            "Le fleuve n’est pas une autoroute",
            published_at=date(2026, 3, 2),
            quotes=(Quote("les digues poussent plus vite que les saules"),),
        ),
    ),
    organisations=(Organisation("rives", "Rives vivantes"),),
    event=Event(
        "forum",
        "Forum des fleuves",
        names=("Forum de Valmarin", "Forum des fleuves de Valmarin"),
        places=("Valmarin",),
        starts_on=date(2026, 3, 17),
        ends_on=date(2026, 3, 18),
    ),
    digest="1",
)
PAGES = {
    "cite": "« Les digues poussent plus vite que les saules », écrivent-elles.",
    "titre": "On a lu « Quatre-vingts associations contre le canal » ce matin.",
    "forum": "Le Forum des fleuves ouvre mardi à Valmarin, et le Forum de Valmarin dure deux jours.",
    "rien": "La fête des écoles a eu lieu sous la pluie.",
}
AFTER = dataclasses.replace(
    BEFORE,
    documents=(
        dataclasses.replace(BEFORE.documents[0], headlines=("Quatre-vingts associations contre le canal",)),
    ),
    digest="2",
)
WITHOUT_QUOTE = dataclasses.replace(
    BEFORE, documents=(dataclasses.replace(BEFORE.documents[0], quotes=()),), digest="3"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An archive of four articles, matched with the dossier as it was."""
    with open_store(tmp_path / "archive.db", create=True) as opened:
        opened.put_catalogue(
            [(PHARE, [Source("phare/feed", "phare", SourceKind.FEED, "https://phare.example/feed")])]
        )
        for number, (name, text) in enumerate(PAGES.items()):
            put(opened, f"https://phare.example/{name}", text, NOW + timedelta(minutes=number))
        match_campaigns(opened, [BEFORE], NOW)
        yield opened


def put(store: Store, url: str, text: str, at: datetime) -> None:
    article = Article(
        url=url, title="Un titre d’article", published_at=date(2026, 3, 9), language="fr", text=text
    )
    fetched = FetchedArticle(article, "phare", article_key(url), at, "run")
    store.put_article(fetched, None)


def urls(store: Store) -> set[str]:
    return {mention.article.url.rpartition("/")[2] for mention in store.mentions("fleuve")}


def test_a_new_headline_gains_the_article_that_bears_it_with_its_sentence(store: Store) -> None:
    found = preview(store, AFTER)
    assert [gained.article.url for gained in found.gained] == ["https://phare.example/titre"]
    assert "Quatre-vingts associations" in found.gained[0].judgement.excerpt.text
    assert (found.lost, found.changed, found.kept) == ((), (), ())
    assert found.articles == 4


def test_a_quote_taken_out_loses_its_article(store: Store) -> None:
    found = preview(store, WITHOUT_QUOTE)
    assert [mention.article.url for mention in found.lost] == ["https://phare.example/cite"]
    assert found.gained == ()


@pytest.mark.parametrize(
    "review", [Review(ReviewStatus.CONFIRMED, reviewed_at=NOW), Review(starred=True, reviewed_at=NOW)]
)
def test_what_a_person_confirmed_or_starred_stays_and_is_said_to_stay(store: Store, review: Review) -> None:
    cited = next(mention for mention in store.mentions("fleuve") if mention.article.url.endswith("cite"))
    store.put_review(cited.id, review)
    found = preview(store, WITHOUT_QUOTE)
    assert [mention.id for mention in found.kept] == [cited.id]
    assert found.is_empty
    match_campaigns(store, [WITHOUT_QUOTE], NOW)
    assert "cite" in urls(store)


def test_a_mention_that_becomes_another_kind_is_told(store: Store) -> None:
    cited = dataclasses.replace(BEFORE.documents[0], headlines=("Forum de Valmarin dure deux jours",))
    found = preview(store, dataclasses.replace(BEFORE, documents=(cited,), digest="4"))
    (changed,) = found.changed
    assert changed.mention.judgement.kind is MentionKind.TOPIC
    assert changed.judgement.kind is MentionKind.CITATION


@pytest.mark.parametrize("campaign", [AFTER, WITHOUT_QUOTE, BEFORE], ids=["headline", "no quote", "same"])
def test_saving_does_what_the_preview_said(store: Store, campaign: Campaign) -> None:
    before, found = urls(store), preview(store, campaign)
    (outcome,) = match_campaigns(store, [campaign], NOW)
    gained = {one.article.url.rpartition("/")[2] for one in found.gained}
    lost = {mention.article.url.rpartition("/")[2] for mention in found.lost}
    assert urls(store) == (before | gained) - lost
    assert (outcome.new, outcome.withdrawn) == (len(gained), len(lost))


def test_a_preview_writes_nothing(store: Store) -> None:
    before = store.mentions("fleuve", withdrawn=True)
    preview(store, WITHOUT_QUOTE)
    assert store.mentions("fleuve", withdrawn=True) == before
    assert list(store.to_match("fleuve", 1, None, False)) == []


def test_only_articles_with_a_watch_term_are_read_to_the_end(store: Store) -> None:
    assert preview(store, AFTER).judged == 3


def test_the_person_hears_how_far_it_is(store: Store) -> None:
    for number in range(1_000):
        put(store, f"https://phare.example/{number}", f"Le marché du jour numéro {number}.", NOW)
    heard: list[int] = []
    preview(store, BEFORE, heard.append)
    assert heard == [1_000]
