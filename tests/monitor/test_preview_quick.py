"""The effect from the few articles that a change can touch is the effect from all of them."""

from __future__ import annotations

import dataclasses
import hashlib
import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.dossier import Campaign, Quote, Rival
from monitor.preview import preview
from monitor.preview_quick import quick_preview, touched_by
from monitor.rematch import match_campaigns
from storage.identity import article_key
from storage.model import Article, FetchedArticle, Review, ReviewStatus, Source, SourceKind
from storage.store import Store, open_store
from tests.monitor.test_preview import BEFORE, NOW, PAGES, PHARE

PIECES = (
    "Rives vivantes",
    "Les Amies du fleuve",
    "AFL",
    "l’A.F.L.",
    "les amies-du-fleuve",
    "le Forum de Valmarin",
    "le Grand Forum de l’eau",
    "au forum, on parle de canal",
    "Le fleuve n’est pas une autoroute",
    "Quatre-vingts associations contre le canal",
    "les digues poussent plus vite que les saules",
    "un œuf de héron sous la digue",
    "une tribune signée par des associations",
    "Manifeste des bateliers",
    "des droits humains et de la démocratie",
    "mardi 17 mars",
    "la pluie tombe sur Valmarin",
    "le préfet Anne Dupré",
)
NAMES = (*PIECES, "fleuve", "Forum", "canal", "œuf de héron", "Dupré")
QUERIES = (
    "digue* ET canal",
    '"quatre vingts" OU héron',
    "fleuve PRES/5 autoroute",
    "titre:forum SAUF pluie",
    "lien:phare OU canal",
    "site:phare.example ET canal",
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """An archive of articles put together from the pieces."""
    folder: Path = tmp_path_factory.mktemp("archive")
    chosen = random.Random(7)
    with open_store(folder / "archive.db", create=True) as opened:
        opened.put_catalogue(
            [(PHARE, [Source("phare/f", "phare", SourceKind.FEED, "https://phare.example/f")])]
        )
        texts = [
            *PAGES.values(),
            *(". ".join(chosen.sample(PIECES, chosen.randint(1, 5))) for _ in range(40)),
        ]
        for number, text in enumerate(texts):
            slug = chosen.choice(PIECES).lower().replace(" ", "-").replace("’", "-")
            url = f"https://phare.example/2026/{slug}-{number}"
            article = Article(url, title=chosen.choice(PIECES), text=text, published_at=NOW, language="fr")
            seen = NOW + timedelta(minutes=number)
            opened.put_article(FetchedArticle(article, "phare", article_key(url), seen, "lecture"), None)
        yield opened


def stamped(campaign: Campaign) -> Campaign:
    told = repr(dataclasses.replace(campaign, digest="")).encode()
    return dataclasses.replace(campaign, digest=hashlib.sha256(told).hexdigest())


@st.composite
def dossiers(draw: st.DrawFn) -> Campaign:
    """A dossier with some of the names in some of its places."""
    some = st.lists(st.sampled_from(NAMES), max_size=2, unique=True).map(tuple)
    (document,) = BEFORE.documents
    (organisation,) = BEFORE.organisations
    assert BEFORE.event is not None
    document = dataclasses.replace(
        document,
        headlines=draw(some),
        quotes=tuple(Quote(text) for text in draw(some)),
        kind_words=draw(some),
    )
    organisation = dataclasses.replace(
        organisation,
        aliases=draw(some),
        acronyms=draw(st.sampled_from([(), ("AFL",)])),
        spokespeople=draw(some),
    )
    event = dataclasses.replace(
        BEFORE.event, names=draw(some), hosts=draw(some), subjects=draw(some), nouns=draw(some)
    )
    names = draw(st.lists(st.sampled_from(range(len(QUERIES))), max_size=2, unique=True))
    return stamped(
        dataclasses.replace(
            BEFORE,
            documents=(document,),
            organisations=(organisation,),
            event=event,
            rivals=tuple(Rival(f"r{n}", name) for n, name in enumerate(draw(some))),
            queries=tuple((f"q{n}", QUERIES[n]) for n in names),
            report_at=draw(st.sampled_from([BEFORE.report_at, BEFORE.report_at.replace(hour=9)])),
        )
    )


def same(store: Store, before: Campaign, after: Campaign) -> bool:
    """The archive judged with the one dossier; True where the effect of the other was found quickly, and is the same."""
    match_campaigns(store, [before], NOW)
    whole, quick = preview(store, after), quick_preview(store, before, after)
    if quick is None:
        return False
    assert dataclasses.replace(quick, judged=whole.judged) == whole
    return True


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=dossiers(), after=dossiers())
def test_quick_and_whole_are_the_same_for_any_two_dossiers(
    store: Store, before: Campaign, after: Campaign
) -> None:
    same(store, before, after)


def with_alias(campaign: Campaign, *aliases: str) -> Campaign:
    (organisation,) = campaign.organisations
    changed = dataclasses.replace(organisation, aliases=aliases)
    return stamped(dataclasses.replace(campaign, organisations=(changed,)))


def test_a_name_more_reads_only_articles_that_hold_it(store: Store) -> None:
    before = stamped(BEFORE)
    assert same(store, before, with_alias(before, "Les Amies du fleuve"))
    quick = quick_preview(store, before, with_alias(before, "Les Amies du fleuve"))
    assert quick is not None and 0 < quick.judged < 20 < quick.articles


def test_what_matching_does_not_read_touches_nothing_and_what_a_person_holds_is_still_told(
    store: Store,
) -> None:
    before = with_alias(stamped(BEFORE), "Les Amies du fleuve")
    match_campaigns(store, [before], NOW)
    held = store.mentions(before.id)[-1]
    store.put_review(held.id, Review(ReviewStatus.CONFIRMED, reviewed_by="anne", reviewed_at=NOW))
    without = stamped(BEFORE)
    assert same(store, before, without)
    match_campaigns(store, [without], NOW)
    later = stamped(dataclasses.replace(without, search_strings=("fleuve",), name="Autre nom"))
    assert touched_by(without, later, ()) == touched_by(without, without, ())
    assert same(store, without, later)


def test_what_cannot_be_told_from_some_articles_is_told_from_all(store: Store) -> None:
    before = stamped(BEFORE)
    match_campaigns(store, [before], NOW)
    (document,) = before.documents
    others = (
        dataclasses.replace(
            before, documents=(dataclasses.replace(document, urls=("https://a.example/b",)),)
        ),
        dataclasses.replace(before, documents=(dataclasses.replace(document, published_at=None),)),
        dataclasses.replace(before, documents=()),
        dataclasses.replace(before, event=None),
    )
    for other in others:
        assert touched_by(before, stamped(other), ()) is None
        assert quick_preview(store, before, stamped(other)) is None


def test_an_archive_that_was_not_judged_with_the_dossier_is_gone_through(store: Store) -> None:
    before = stamped(BEFORE)
    match_campaigns(store, [before], NOW)
    after = with_alias(before, "Dupré")
    assert quick_preview(store, with_alias(before, "jamais jugé"), after) is None
    assert quick_preview(store, before, after) is not None
    url = "https://phare.example/neuf"
    article = Article(url, title="Neuf", text="Rives vivantes", language="fr")
    store.put_article(FetchedArticle(article, "phare", article_key(url), NOW, "lecture"), None)
    assert quick_preview(store, before, after) is None
    match_campaigns(store, [before], NOW)
    assert quick_preview(store, before, after) is not None
