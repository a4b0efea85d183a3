"""Pages of results in their order, bounded work that says so, counts clause by clause."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from monitor.query.parsing import parse_query
from monitor.searching.clauses import MOST_COUNTED, Count, clauses
from monitor.searching.common import common_words, loosened
from monitor.searching.finding import find
from monitor.searching.standing import is_reserved, passages_of
from monitor.searching.stretches import Patience, stretches
from monitor.searching.translating import widened
from monitor.wording import Words
from storage.identity import article_key
from storage.model import Article, FetchedArticle, Outlet, Rights
from storage.store import Store, open_store

OUTLET = Outlet("phare", "Le Phare", "phare.example")
NOW = datetime(2025, 3, 1, 7, 30, tzinfo=UTC)
FIRST = date(2025, 1, 1)


def put(store: Store, number: int, text: str, day: date | None, **more: object) -> None:
    url = f"https://phare.example/articles/{number}"
    article = Article(url, title=f"Titre {number}", text=text, published_at=day, **more)  # type: ignore[arg-type]
    store.put_article(FetchedArticle(article, OUTLET.id, article_key(url), NOW, "run"), None)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Sixty days, ten articles each, read in no order; every one says "marée haute", each tenth "digue"."""
    with open_store(tmp_path_factory.mktemp("archive") / "archive.db", create=True) as store:
        store.put_catalogue([(OUTLET, [])])
        for number in range(600):
            text = f"Une marée haute {number}." + (" Une digue." if number % 10 == 0 else "")
            put(store, number, text, FIRST + timedelta(days=number * 7 % 60))
        yield store


def walk(store: Store, query: str, **options: object) -> list[tuple[date, str]]:
    tree, before, seen = parse_query(query).tree, None, []
    while True:
        found = find(store, tree, before, **options)  # type: ignore[arg-type]
        for one in found.results:
            assert isinstance(one.article.published_at, date)
            seen.append((one.article.published_at, one.article.title))
        if found.behind is None:
            return seen
        before = found.behind


def test_pages_give_every_match_once_the_latest_day_first(store: Store) -> None:
    found = walk(store, "marée")
    assert len(found) == len(set(found)) == 600
    assert [day for day, _ in found] == sorted((day for day, _ in found), reverse=True)
    assert len(walk(store, "digue", page=7)) == 60


def test_a_query_with_days_finds_those_days_and_no_others(store: Store) -> None:
    found = walk(store, "marée ET date:2025-01-05..2025-01-06")
    assert len(found) == 20
    assert {day for day, _ in found} == {date(2025, 1, 5), date(2025, 1, 6)}


def test_what_is_tried_is_bounded_and_the_walk_goes_on_from_there(store: Store) -> None:
    tree = parse_query("ATLEAST 2 (marée)").tree
    found = find(store, tree, most=50)
    assert (found.results, found.stopped) == ((), True)
    assert found.until is not None and found.behind is not None
    again = find(store, tree, found.behind, most=1000)
    assert (again.results, again.stopped, again.behind) == ((), False, None)


def test_where_patience_ends_the_page_says_how_far_it_came_and_nothing_is_passed_over(store: Store) -> None:
    ticks = iter(range(10_000))
    found = find(store, parse_query("digue").tree, page=60, patience=Patience(2, lambda: float(next(ticks))))
    assert found.stopped and 0 < len(found.results) < 60
    assert len(found.results) + len(walk_from(store, "digue", found.behind)) == 60


def walk_from(store: Store, query: str, before: int | None) -> list[str]:
    return [one.article.id for one in find(store, parse_query(query).tree, before, page=100).results]


def test_stretches_cover_every_day_once(store: Store) -> None:
    covered = [
        first + timedelta(days=number)
        for first, last in stretches(store, None, None)
        for number in range((last - first).days + 1)
    ]
    assert sorted(covered) == [FIRST + timedelta(days=number) for number in range(60)]


def test_clauses_are_counted_with_words_that_do_not_say_more_than_is_known(store: Store) -> None:
    words = Words("en")
    made = clauses(store, parse_query("digue ET marée SAUF océan").tree, words)
    counts = {one.label: one.count.sentence(words) if one.count else None for one in made}
    assert counts['"digue"' if '"digue"' in counts else "digue"] == "60\u00a0articles"
    assert made[0].count is not None and made[0].count.articles == 60
    assert [one.count for one in made if one.label == words("without:")] == [None]
    assert Count(MOST_COUNTED + 1).sentence(words) == "more than 1,000 articles"
    assert Count(3, False).sentence(words) == "at most 3\u00a0articles"


def test_a_phrase_of_common_words_alone_is_looked_for_word_by_word_and_found_the_same(store: Store) -> None:
    assert common_words(store, {"maree", "digue", "haute"}) == {"maree", "haute"}
    wanted = widened(parse_query('"marée haute"').tree, store.outlets())
    assert loosened(store, wanted) != wanted
    rare = widened(parse_query('"une digue"').tree, store.outlets())
    assert loosened(store, rare) == rare
    assert len(walk(store, '"marée haute"')) == 600
    assert walk(store, '"haute marée"', most=1_000) == []


def test_an_empty_archive_finds_nothing(tmp_path: Path) -> None:
    with open_store(tmp_path / "archive.db", create=True) as store:
        assert find(store, parse_query("marée").tree).results == ()
        assert clauses(store, parse_query("marée").tree, Words("fr"))[0].count == Count(0)


def test_the_words_found_are_marked_in_what_stands_around_them(tmp_path: Path) -> None:
    long = "avant " * 100 + "la grande\nmarée monte, " + "puis " * 100 + "une digue cède " + "après " * 100
    with open_store(tmp_path / "archive.db", create=True) as store:
        store.put_catalogue([(OUTLET, [])])
        put(store, 1, long, FIRST)
        put(store, 2, long, FIRST, rights=Rights.RESERVED)
        found = find(store, parse_query('"grande marée" ET digue').tree).results
    passages = list(passages_of(found[-1]))
    assert [[one.text[start:end] for start, end in one.marks] for one in passages] == [
        ["grande marée"],
        ["digue"],
    ]
    assert all(
        one.text.startswith("… ") and one.text.endswith(" …") and len(one.text) < 300 for one in passages
    )
    assert sorted(is_reserved(one) for one in found) == [False, True]
