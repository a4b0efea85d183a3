"""One selection, one meaning: the list of the desk, asked of the archive, holds what `Selection.holds` says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.digest.importance import importance
from monitor.export.selection import Part, Selection
from storage.identity import article_key
from storage.model import (
    Article,
    Evidence,
    Excerpt,
    FetchedArticle,
    InboxOrder,
    Judgement,
    MatchResult,
    Mention,
    MentionKind,
    Moment,
    Outlet,
    ReviewStatus,
    Salience,
)
from storage.store import Store, open_store

NOW = datetime(2025, 2, 5, 7, 30, tzinfo=UTC)
OUTLETS = [
    Outlet("phare", "Le Phare", "phare.example", "FR", "fr", "national-daily", 1),
    Outlet("echo", "Écho", "echo.example", "be", "fr", "regional-daily", 2),
    Outlet("post", "Post", "post.example", "GB", "en", "blog", 0),
]
TITLES = ["Cœur de ville", "L’été à Orléans", "Les rivages, l'été", "Summer by the sea", "CŒUR D'ÉTÉ"]
MOMENTS: list[Moment | None] = [
    datetime(2025, 2, 4, 23, 30, tzinfo=UTC),  # the 5th in Paris
    datetime(2025, 2, 4, 22, 30, tzinfo=UTC),
    date(2025, 2, 5),
    date(2025, 2, 4),
    None,
]
TONES = (None, "neutral", "critical", "favourable")
TAGS = ((), ("terrain",), ("à lire", "terrain"))


def article(number: int) -> FetchedArticle:
    outlet = OUTLETS[number % 3]
    url = f"https://{outlet.domain}/{number}.html"
    made = Article(
        url,
        title=f"{TITLES[number % 5]} {number}",
        text=f"Le texte {number}.",
        language=("fr", "fr-BE", "EN-gb", "")[number % 4],
        published_at=MOMENTS[number // 2 % 5],
    )
    return FetchedArticle(made, outlet.id, article_key(url), NOW, "run")


def judgement(number: int) -> Judgement:
    return Judgement(
        kind=list(MentionKind)[number // 3 % 4],
        to_check=number % 7 == 0,
        salience=list(Salience)[number % 3],
        score=0.5,
        evidence=(Evidence("quote", "document", "t", "body", "mots", 0, 4, 0.5),),
        excerpt=Excerpt(f"Un passage sur les rivages {number}"),
        organisations=(("ldh",), (), ("vox", "ldh-lyon"))[number % 3],
        organisations_quoted=((), ("vox",))[number // 2 % 2],
        own=number % 11 == 0,
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Sixty mentions that differ in every field."""
    folder: Path = tmp_path_factory.mktemp("selection")
    with open_store(folder / "archive.db", create=True) as store:
        store.put_catalogue([(outlet, []) for outlet in OUTLETS])
        for number in range(60):
            ident = store.put_article(article(number), None).article_id
            when = NOW + timedelta(minutes=number)
            store.put_matches("c", 1, [MatchResult(ident, judgement(number))], when)
        for number, one in enumerate(store.mentions("c")):
            parts = {
                "status": list(ReviewStatus)[number % 4],
                "tone": TONES[number % 4],
                "starred": number % 5 == 0,
                "kind": (None, "related")[number % 9 == 0],
                **{f"tag:{tag}": place for place, tag in enumerate(TAGS[number % 3])},
            }
            store.decide({one.id: parts}, ("zoé", "max")[number % 2], NOW + timedelta(hours=9 * (number % 4)))
        yield store


def some(*values: object) -> st.SearchStrategy[frozenset[object]]:
    return st.frozensets(st.sampled_from(values), max_size=2)


days = st.none() | st.dates(date(2025, 2, 3), date(2025, 2, 7))
times = st.none() | st.integers(-5, 65).map(lambda minutes: NOW + timedelta(minutes=minutes))
words = st.sampled_from(
    [
        "",
        "",
        "",
        "coeur",
        "cœur",
        "ETE",
        "l'été",
        "rivages",
        "rivage",
        "passage rivages",
        "summer sea",
        "12",
        "« »",
    ]
)
selections = st.builds(
    Selection,
    campaign=st.just("c"),
    kinds=some(*MentionKind),
    statuses=some(*ReviewStatus),
    outlets=some("phare", "echo", "none"),
    outlet_kinds=some("national-daily", "blog"),
    countries=some("FR", "BE"),
    languages=some("fr", "en", ""),
    tiers=some(0, 1, 2),
    organisations=some("ldh", "vox", "lyon"),
    tones=some("neutral", "critical", ""),
    tags=some("terrain", "à lire", "à"),
    starred=st.sampled_from([None, None, True, False]),
    to_check=st.sampled_from([Part.IN, Part.IN, Part.OUT, Part.ONLY]),
    own=st.sampled_from([Part.IN, Part.IN, Part.OUT, Part.ONLY]),
    published=st.tuples(days, days),
    found=st.tuples(times, times),
    words=words,
    zone=st.sampled_from(["Europe/Paris", "UTC", "America/Guadeloupe"]),
    quoted=some("vox", "ldh"),
    reviewers=some("zoé", "max"),
    reviewed=st.tuples(days, days) | st.just((None, None)),
    undated=st.sampled_from([False, False, False, True]),
)  # fmt: skip


def listed(store: Store, selection: Selection, order: InboxOrder = InboxOrder.NEWEST) -> list[Mention]:
    page = store.inbox_page(selection, order, limit=1000)
    return [one for story in page.stories for one in story.members]


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(selections)
def test_the_archive_lists_what_the_selection_holds(store: Store, selection: Selection) -> None:
    wanted = {one.id for one in store.mentions("c") if selection.holds(one)}
    assert {one.id for one in listed(store, selection)} == wanted
    assert store.inbox_tally(selection).mentions == len(wanted)
    assert len(store.inbox_rows(selection)) == len(wanted)


def test_the_strongest_first_is_the_order_of_importance_what_is_to_check_behind(store: Store) -> None:
    found = listed(store, Selection("c"), InboxOrder.STRONGEST)
    keys = [(one.to_check, importance(one)) for one in found]
    assert len(keys) == 60 and keys == sorted(keys)
