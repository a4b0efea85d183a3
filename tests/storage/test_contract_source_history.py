"""What every store must tell of what sources gave over time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

from storage.model import Candidate, Health, SourceReading
from storage.store import Store


def test_the_readings_of_a_source_come_latest_first_and_no_more_than_asked_for(
    store: Store, make: SimpleNamespace
) -> None:
    one = SourceReading(make.FEED.id, "run", make.NOW, Health.READ, candidates=5)
    for day in range(4):
        store.put_reading(replace(one, run_id=f"run-{day}", at=make.NOW + timedelta(days=day)))
    store.put_reading(replace(one, source_id=make.SEARCH.id))
    assert [found.run_id for found in store.readings_of(make.FEED.id, 3)] == ["run-3", "run-2", "run-1"]
    assert store.readings_of("nowhere") == []


def test_what_was_new_is_summed_over_the_readings_since_then(store: Store, make: SimpleNamespace) -> None:
    for day, new in ((0, 7), (1, 2), (2, 0), (3, 3)):
        at = make.NOW + timedelta(days=day)
        store.put_reading(SourceReading(make.FEED.id, f"run-{day}", at, Health.READ, candidates=9, new=new))
    assert store.news_since(make.NOW + timedelta(days=1)) == {make.FEED.id: 5}
    assert store.news_since(make.NOW + timedelta(days=9)) == {}


def test_a_mention_counts_for_every_source_that_showed_its_article(
    store: Store, make: SimpleNamespace
) -> None:
    fetched = make.fetched(1)
    article = store.put_article(fetched, None).article_id
    store.put_article(make.fetched(2), None)
    for source in (make.FEED.id, make.SEARCH.id):
        store.put_candidates(source, [Candidate(fetched.article.url)], make.NOW)
    make.matched(store, article, campaign="c")
    assert store.mentions_by_source("c", "courrier") == {make.FEED.id: 1, make.SEARCH.id: 1}
    assert store.mentions_by_source("autre", "courrier") == {}
    assert store.mentions_by_source("c", "echo") == {}
