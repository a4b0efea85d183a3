"""What every store must do with orders and runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from storage.errors import NotStored
from storage.model import Run, RunKind, RunOrder, RunState
from storage.store import Store

HOUR = timedelta(hours=1)


class TestOrders:
    def test_an_order_comes_back_as_it_was_written(self, store: Store, make: SimpleNamespace) -> None:
        order = RunOrder(
            id="o1",
            created_at=make.NOW,
            contact="presse@ong.example",
            sources=((make.COURRIER, make.FEED), (make.ECHO, make.ECHO_FEED)),
            search_strings=('"sommet de l’IA"', "tribune"),
            watch_terms=("voxpublic",),
            since=make.NOW - 24 * HOUR,
            now=make.NOW,
            limit=5,
            allow_private=("127.0.1.0/24:8900",),
            revisit=("a1",),
            pages=((make.ECHO, "https://echo.be/a"),),
            accept_language="fr",
        )
        store.put_order(order)
        assert store.order("o1") == order
        assert store.order("o1").sources[0][1].kind is make.FEED.kind

    def test_an_order_by_hand_leaves_a_listed_outlet_as_it_is(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        before = store.source_statuses()
        stranger = replace(make.COURRIER, name="Faux")
        store.put_order(RunOrder("o", make.NOW, "x", (), pages=((stranger, "https://courrier.fr/a"),)))
        assert store.source_statuses() == before

    def test_an_unknown_order_is_said(self, store: Store) -> None:
        with pytest.raises(NotStored):
            store.order("inconnu")


class TestRuns:
    def test_a_run_goes_from_running_to_done(self, store: Store, make: SimpleNamespace) -> None:
        run = Run("r1", RunKind.CRAWL, make.NOW, order_id="o1")
        store.begin_run(run)
        assert store.run("r1") == run
        store.beat("r1", make.NOW + HOUR, {"articles_new": 1})
        assert store.run("r1") == replace(run, heartbeat_at=make.NOW + HOUR, counts={"articles_new": 1})
        store.end_run("r1", make.NOW + 2 * HOUR, RunState.PARTIAL, {"articles_new": 2}, "time")
        ended = store.run("r1")
        assert (ended.state, ended.ended_at, ended.detail) == (RunState.PARTIAL, make.NOW + 2 * HOUR, "time")
        assert dict(ended.counts) == {"articles_new": 2}

    def test_a_run_found_dead_is_marked_by_the_next_of_its_kind(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        store.begin_run(Run("r1", RunKind.CRAWL, make.NOW))
        store.beat("r1", make.NOW + HOUR, {})
        store.begin_run(Run("m1", RunKind.MATCH, make.NOW))
        assert store.run("r1").state is RunState.RUNNING
        store.begin_run(Run("r2", RunKind.CRAWL, make.NOW + 2 * HOUR))
        assert (store.run("r1").state, store.run("r1").ended_at) == (RunState.KILLED, make.NOW + HOUR)
        assert store.run("m1").state is RunState.RUNNING

    def test_the_latest_runs_come_first(self, store: Store, make: SimpleNamespace) -> None:
        for number in range(5):
            store.begin_run(Run(f"r{number}", RunKind.CRAWL, make.NOW + number * HOUR))
        store.begin_run(Run("m", RunKind.MATCH, make.NOW))
        assert [r.id for r in store.runs(RunKind.CRAWL, 2)] == ["r4", "r3"]
        assert len(store.runs()) == 6

    def test_an_unknown_run_is_said(self, store: Store, make: SimpleNamespace) -> None:
        with pytest.raises(NotStored):
            store.run("inconnu")
        with pytest.raises(NotStored):
            store.beat("inconnu", make.NOW, {})
        with pytest.raises(NotStored):
            store.end_run("inconnu", make.NOW, RunState.DONE, {})


class TestClosing:
    def test_closing_twice_is_harmless(self, empty_store: Store) -> None:
        empty_store.close()
        empty_store.close()
