"""What every store must do with outlets, sources and candidates."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from types import SimpleNamespace

import pytest

from storage.errors import NotStored
from storage.identity import article_key
from storage.model import (
    READABLE,
    Candidate,
    CandidateState,
    FoundBy,
    Health,
    Outlet,
    Reason,
    Run,
    RunKind,
    RunOrder,
    SourceReading,
    Validators,
)
from storage.store import Store


def reading(make: SimpleNamespace, **changes: object) -> SourceReading:
    return replace(SourceReading(make.FEED.id, "run-1", make.NOW, Health.READ), **changes)  # type: ignore[arg-type]


class TestSources:
    def test_listed_sources_come_back_by_outlet_name_kind_and_url(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        statuses = store.source_statuses()
        assert [s.source for s in statuses] == [make.ECHO_FEED, make.FEED, make.SEARCH]
        assert statuses[1].outlet == make.COURRIER
        assert {s.health for s in statuses} == {Health.NEW}

    def test_a_source_no_longer_listed_is_kept_unseen_and_returns_with_its_history(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        store.put_reading(reading(make))
        store.put_catalogue(make.CATALOGUE[1:])
        assert [s.source.id for s in store.source_statuses()] == ["echo/feed"]
        store.put_catalogue(make.CATALOGUE)
        assert {s.source.id: s.health for s in store.source_statuses()}["courrier/feed"] is Health.READ

    def test_old_readings_go_and_how_each_source_stands_stays(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        for day in range(4):
            store.put_reading(reading(make, run_id=f"run-{day}", at=make.NOW + timedelta(days=day)))
        other = replace(reading(make), source_id=make.ECHO_FEED.id)
        store.put_reading(other)
        before = store.source_statuses()
        assert store.forget_readings(make.NOW + timedelta(days=2), make.NOW) == 2
        left = store.readings_since(make.NOW)
        assert [one.run_id for one in left[make.FEED.id]] == ["run-2", "run-3"]
        assert left[make.ECHO_FEED.id] == [other]
        assert store.source_statuses() == before
        assert store.forget_readings(make.NOW + timedelta(days=2), make.NOW) == 0

    def test_old_orders_go_but_not_that_of_a_crawl_under_way(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        for name in ("old", "running", "new"):
            at = make.NOW + timedelta(days=5 if name == "new" else 0)
            store.put_order(RunOrder(name, at, "https://retombees.example/robot", ()))
        store.begin_run(Run("r", RunKind.CRAWL, make.NOW, order_id="running"))
        store.forget_readings(make.NOW, make.NOW + timedelta(days=1))
        assert (store.order("running").id, store.order("new").id) == ("running", "new")
        with pytest.raises(NotStored):
            store.order("old")

    def test_a_changed_outlet_or_source_is_changed_in_the_archive(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        renamed, moved = replace(make.ECHO, name="Aube"), replace(make.ECHO_FEED, url="https://echo.be/new")
        store.put_catalogue([(renamed, [moved])])
        assert [(s.outlet, s.source) for s in store.source_statuses()] == [(renamed, moved)]

    def test_a_reading_tells_the_state_of_its_source(self, store: Store, make: SimpleNamespace) -> None:
        store.put_reading(reading(make, candidates=3), 0.0, [make.candidate(1), make.candidate(2)])
        later = make.NOW + timedelta(hours=1)
        rest = later + timedelta(hours=23)
        store.put_reading(
            reading(
                make,
                at=later,
                run_id="run-2",
                health=Health.RESTING,
                reason=Reason.NOT_FOUND,
                detail="404",
                resting_until=rest,
            ),
            3.0,
        )
        store.put_reading(
            reading(
                make,
                at=later + timedelta(hours=1),
                run_id="run-3",
                health=Health.RESTING,
                reason=Reason.NOT_FOUND,
            ),
            4.0,
        )
        status = {s.source.id: s for s in store.source_statuses()}[make.FEED.id]
        assert (status.health, status.reason, status.weight) == (Health.RESTING, Reason.NOT_FOUND, 4.0)
        assert (status.last_read_at, status.last_new_at) == (make.NOW, make.NOW)
        assert (status.since, status.last_tried_at) == (later, later + timedelta(hours=1))
        assert status.last_run_id == "run-3"

    def test_a_reading_counts_what_its_pages_gave_before(self, store: Store, make: SimpleNamespace) -> None:
        new = store.put_candidates(make.FEED.id, [make.candidate(1), make.candidate(2)], make.NOW)
        assert (
            store.put_reading(
                reading(make, candidates=3, new=new), 0.0, [make.candidate(2), make.candidate(3)]
            )
            == 1
        )
        assert [r.new for r in store.readings("run-1")] == [3]

    def test_the_readings_of_a_run_come_back_as_they_were(self, store: Store, make: SimpleNamespace) -> None:
        paris = timezone(timedelta(hours=1))
        kept = reading(
            make,
            health=Health.FAILING,
            reason=Reason.TIMEOUT,
            detail="30 s",
            status=None,
            candidates=7,
            newest=datetime(2025, 2, 5, 8, 0, tzinfo=paris),
            oldest=date(2025, 2, 1),
        )
        store.put_reading(kept)
        store.put_reading(kept)
        store.put_reading(reading(make, run_id="run-2"))
        assert store.readings("run-1") == [kept]

    def test_a_reading_of_an_unknown_source_is_refused_and_leaves_nothing(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        with pytest.raises(NotStored):
            store.put_reading(reading(make, source_id="nulle/part"), 0.0, [make.candidate(1)])
        with pytest.raises(NotStored):
            store.put_candidates("nulle/part", [make.candidate(1)], make.NOW)
        assert store.waiting(["courrier"], None) == []

    def test_readings_of_the_last_days_come_by_source_oldest_first(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        late, early, old = (
            reading(make, at=make.NOW - timedelta(hours=hours), run_id=f"r{hours}") for hours in (1, 5, 48)
        )
        other = reading(make, source_id=make.ECHO_FEED.id, run_id="r1")
        for one in (late, old, early, other):
            store.put_reading(one)
        assert store.readings_since(early.at) == {make.FEED.id: [early, late], make.ECHO_FEED.id: [other]}

    def test_few_readings_tell_what_was_read_and_when(self, store: Store, make: SimpleNamespace) -> None:
        draw = random.Random(3)
        healths = (Health.READ, Health.UNCHANGED, Health.FAILING, Health.SILENT, Health.REFUSED)
        everything = []
        for number in range(300):
            source = draw.choice((make.FEED, make.SEARCH, make.ECHO_FEED))
            at = make.NOW - timedelta(minutes=5 * draw.randrange(600))  # several at the same moment
            everything.append(
                reading(
                    make,
                    source_id=source.id,
                    run_id=f"r{number}",
                    at=at,
                    health=draw.choice(healths),
                    candidates=draw.randrange(100),
                )
            )
            store.put_reading(everything[-1])
        since, until = make.NOW - timedelta(minutes=2500), make.NOW - timedelta(minutes=500)
        inside = sorted((one for one in everything if since <= one.at <= until), key=lambda one: one.at)
        few = store.telling_readings(since, until)
        could = [one for one in inside if one.health in READABLE]
        changed = [one for one in could if one.health is not Health.UNCHANGED]
        longest = {
            one.source_id: max(two.candidates for two in inside if two.source_id == one.source_id)
            for one in inside
        }
        assert longest == {
            one.source_id: max(two.candidates for two in few if two.source_id == one.source_id) for one in few
        }
        for all_of_them in (inside, could, changed):
            among = [one for one in few if one in all_of_them]
            assert {one.source_id: one for one in among} == {one.source_id: one for one in all_of_them}
        for minutes in (0, 30, 45, -210):  # days, wherever midnight is
            zone = timezone(timedelta(minutes=minutes))
            days = [
                {one.at.astimezone(zone).date() for one in some if one.health in READABLE}
                for some in (few, could)
            ]
            assert days[0] == days[1]
        assert few == sorted(few, key=lambda one: one.at)
        assert len(few) < len(inside)

    def test_days_with_news_are_counted_once_each(self, store: Store, make: SimpleNamespace) -> None:
        for number, hours in enumerate((0, 2, 24, 48, 900)):
            store.put_reading(
                reading(make, at=make.NOW - timedelta(hours=hours), run_id=f"r{number}"),
                0.0,
                [make.candidate(number)],
            )
        store.put_reading(reading(make, at=make.NOW - timedelta(hours=72), run_id="r9"))
        assert store.news_days(make.NOW - timedelta(days=28)) == {make.FEED.id: 3}

    def test_validators_are_replaced_but_the_last_full_read_is_remembered(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        url = make.FEED.url
        store.put_validators([Validators(url, '"a"', "Wed", make.NOW)])
        store.put_reading(reading(make), 0.0, (), [Validators(url, '"b"', None, None)])
        assert store.validators([url, "https://autre.fr/"]) == {url: Validators(url, '"b"', None, make.NOW)}

    def test_a_site_file_is_kept_with_its_status(self, store: Store, make: SimpleNamespace) -> None:
        assert store.site_file("https://courrier.fr", "robots.txt") is None
        store.put_site_file("https://courrier.fr", "robots.txt", make.NOW, 0, b"")
        store.put_site_file("https://courrier.fr", "robots.txt", make.NOW, 200, b"User-agent: *\xff\x00")
        assert store.site_file("https://courrier.fr", "robots.txt") == (
            make.NOW,
            200,
            b"User-agent: *\xff\x00",
        )


class TestCandidates:
    def test_a_candidate_is_new_once_however_it_is_addressed(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        variant = Candidate("http://www.courrier.fr/monde/article-1.html?utm_source=rss")
        assert (
            store.put_candidates(make.FEED.id, [make.candidate(1), variant, make.candidate(2)], make.NOW) == 2
        )
        assert store.put_candidates(make.SEARCH.id, [variant], make.NOW) == 0
        assert len(store.waiting(["courrier"], None)) == 2

    def test_a_candidate_without_usable_address_is_passed_over(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        bad = [Candidate("javascript:void(0)"), Candidate("http://a@b.fr/"), Candidate("")]
        assert store.put_candidates(make.FEED.id, [*bad, make.candidate(1)], make.NOW) == 1

    def test_an_announced_date_only_moves_forward(self, store: Store, make: SimpleNamespace) -> None:
        url = make.candidate(1).url
        key = article_key(url)
        day = timedelta(days=1)
        for shift, expected in ((0, 0), (2, 2), (1, 2)):
            moment = make.NOW + shift * day
            store.put_candidates(make.FEED.id, [Candidate(url, "T", make.NOW, None, moment)], make.NOW)
            assert store.known([key])[key].announced_at == make.NOW + expected * day
        assert store.known([key])[key].published_at == make.NOW

    def test_what_a_first_source_did_not_say_is_filled_by_the_next(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        url = make.candidate(1).url
        store.put_candidates(make.FEED.id, [Candidate(url)], make.NOW)
        store.put_candidates(make.SEARCH.id, [Candidate(url, "Titre", date(2025, 2, 4))], make.NOW)
        store.put_candidates(make.FEED.id, [Candidate(url, "Autre", date(2025, 2, 1))], make.NOW)
        (known,) = store.known([article_key(url)]).values()
        assert (known.title, known.published_at) == ("Titre", date(2025, 2, 4))

    def test_waiting_ones_are_in_the_window_or_undated_newest_first(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        ages = {1: timedelta(hours=1), 2: timedelta(days=9), 3: timedelta(hours=30)}
        dated = [make.candidate(n, published_at=make.NOW - age) for n, age in ages.items()]
        same_day = make.candidate(4, published_at=date(2025, 2, 3))
        store.put_candidates(make.FEED.id, [*dated, same_day, make.candidate(5)], make.NOW)
        store.put_candidates(make.ECHO_FEED.id, [Candidate("https://echo.be/a")], make.NOW)
        since = datetime(2025, 2, 3, 12, tzinfo=UTC)
        waiting = store.waiting(["courrier"], since)
        assert [w.title for w in waiting] == ["Titre 5", "Titre 1", "Titre 3", "Titre 4"]
        assert len(store.waiting(["courrier", "echo"], None)) == 6
        assert store.waiting([], None) == []

    def test_a_failed_candidate_waits_again_until_it_is_quarantined(
        self, store: Store, make: SimpleNamespace
    ) -> None:
        store.put_candidates(make.FEED.id, [make.candidate(1), make.candidate(2)], make.NOW)
        key = article_key(make.candidate(1).url)
        for tries in (1, 2, 3):
            store.settle(key, CandidateState.FAILED, Reason.TIMEOUT)
            known = store.known([key])[key]
            assert (known.state, known.tries, known.reason) == (CandidateState.FAILED, tries, Reason.TIMEOUT)
            assert (key in {w.key for w in store.waiting(["courrier"], None)}) == (tries < 3)
        assert [q.key for q in store.quarantined(3)] == [key]
        assert store.quarantined(4) == []

    def test_a_candidate_passed_over_waits_no_more(self, store: Store, make: SimpleNamespace) -> None:
        store.put_candidates(make.FEED.id, [make.candidate(1)], make.NOW)
        store.settle(article_key(make.candidate(1).url), CandidateState.PASSED_OVER)
        store.settle("jamais.vu/nulle-part", CandidateState.FAILED, Reason.DNS)
        assert store.waiting(["courrier"], None) == store.quarantined(1) == []

    def test_any_address_of_a_stored_article_is_known(self, store: Store, make: SimpleNamespace) -> None:
        amp = "https://courrier.fr/alias/99999"
        stored = make.fetched(1, fetched_url=amp, canonical_url="https://courrier.fr/le-titre_99999.html")
        store.put_candidates(make.FEED.id, [make.candidate(1)], make.NOW)
        article = store.put_article(stored, None).article_id
        keys = [
            article_key(u) for u in (make.candidate(1).url, amp, "https://courrier.fr/le-titre_99999.html")
        ]
        known = store.known([*keys, "inconnu.fr/a"])
        assert set(known) == set(keys)
        assert {(k.state, k.article_id, k.fetched_at) for k in known.values()} == {
            (CandidateState.STORED, article, make.NOW)
        }
        assert store.put_candidates(make.SEARCH.id, [Candidate(amp)], make.NOW) == 0
        assert store.waiting(["courrier"], None) == []

    def test_an_article_tells_in_which_sources_it_was_seen(self, store: Store, make: SimpleNamespace) -> None:
        store.put_candidates(make.SEARCH.id, [make.candidate(1)], make.NOW)
        store.put_candidates(make.FEED.id, [Candidate(make.candidate(1).url + "?xtor=1")], make.NOW)
        article = store.put_article(make.fetched(1), None).article_id
        assert store.article(article).found_by == (
            FoundBy("courrier/feed", "feed"),
            FoundBy("courrier/search", "search"),
        )

    def test_an_address_given_by_hand_needs_no_catalogue(self, store: Store, make: SimpleNamespace) -> None:
        outlet = Outlet("ailleurs.fr", "Ailleurs", "ailleurs.fr")
        url = "https://ailleurs.fr/a"
        store.put_order(RunOrder("o", make.NOW, "nous@ong.example", (), pages=((outlet, url),)))
        assert store.put_candidates("ailleurs.fr/hand", [Candidate(url)], make.NOW) == 1
        article = store.put_article(make.fetched(outlet=outlet, url=url), None).article_id
        assert store.article(article).outlet == outlet
        assert store.article(article).found_by == (FoundBy("ailleurs.fr/hand", "hand"),)
        assert "ailleurs.fr" not in {s.outlet.id for s in store.source_statuses()}

    def test_the_same_reading_twice_changes_nothing(self, store: Store, make: SimpleNamespace) -> None:
        candidates = [make.candidate(n, published_at=make.NOW) for n in range(5)]
        store.put_reading(reading(make), 0.0, candidates)
        before = store.waiting(["courrier"], None)
        assert store.put_candidates(make.FEED.id, candidates, make.NOW + timedelta(hours=1)) == 0
        assert store.waiting(["courrier"], None) == before
