"""Selection: nothing that deserves a fetch is lost, and the best comes first."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.selection import Chosen, merged, plausible, publication, select
from storage.identity import article_key
from storage.model import Candidate, CandidateState, KnownCandidate, Moment

NOW = datetime(2025, 2, 12, 8, 0, tzinfo=UTC)
SINCE, UNTIL = datetime(2025, 2, 4, tzinfo=UTC), datetime(2025, 2, 12, tzinfo=UTC)
DOMAIN = "journal.example"


def candidate(
    slug: str = "un-titre-assez-long", published: Moment | None = None, **more: object
) -> Candidate:
    return Candidate(f"https://www.journal.example/{slug}", published_at=published, **more)  # type: ignore[arg-type]


def known(found: Candidate, state: CandidateState, **more: object) -> dict[str, KnownCandidate]:
    key = article_key(found.url)
    return {key: KnownCandidate(key, found.url, "journal", state, **more)}  # type: ignore[arg-type]


def choose(*candidates: Candidate, archive: dict[str, KnownCandidate] | None = None, terms: tuple[str, ...] = (),
           since: Moment | None = SINCE, until: Moment | None = UNTIL, domain: str = "www.imaginaire.fr") -> list[str]:  # fmt: skip
    chosen = select(candidates, archive or {}, domain=domain, since=since, until=until, now=NOW, terms=terms)
    return [choice.candidate.url.rpartition("/")[2] for choice in chosen]


def taken(found: Candidate, **more: object) -> bool:
    return choose(found, domain="www.journal.example", **more) != []  # type: ignore[arg-type]


def test_an_article_without_a_single_term_is_taken() -> None:
    assert taken(candidate("la-recette-du-jour", date(2025, 2, 5)), terms=("intelligence artificielle",))


@pytest.mark.parametrize(
    ("published", "in_window"),
    [
        (datetime(2025, 2, 4, 0, 0, tzinfo=UTC), True),
        (datetime(2025, 2, 12, 0, 0, tzinfo=UTC), True),
        (datetime(2025, 2, 3, 23, 59, tzinfo=UTC), False),
        (datetime(2025, 2, 3, 23, 59, tzinfo=timezone(timedelta(hours=-5))), True),
        (datetime(2025, 2, 12, 0, 1, tzinfo=UTC), False),
        (date(2025, 2, 4), True),
        (date(2025, 2, 3), True),  # somewhere it was still the 3rd
        (date(2025, 2, 2), False),
        (date(2025, 2, 13), False),
        (None, True),
        (datetime(2099, 1, 1, tzinfo=UTC), True),  # no date at all
        (datetime(1970, 1, 1, tzinfo=UTC), True),
        (date(1, 1, 1), True),
        (date(9999, 12, 31), True),
    ],
)
def test_the_window_takes_what_was_published_in_it_or_is_undated(
    published: Moment | None, in_window: bool
) -> None:
    assert taken(candidate(published=published)) is in_window


def test_an_open_window_takes_all() -> None:
    assert taken(candidate(published=date(2010, 1, 1)), since=None, until=None)


def test_the_day_in_the_address_dates_an_undated_article() -> None:
    assert taken(candidate("un-titre-05-02-2025-ABC.php"))
    assert not taken(candidate("un-titre-05-02-2024-ABC.php"))
    assert not taken(candidate("un-titre-05-02-2024-ABC.php", updated_at=NOW))


def test_what_changed_in_the_window_is_taken() -> None:
    assert taken(candidate(published=date(2025, 1, 1), updated_at=datetime(2025, 2, 10, tzinfo=UTC)))
    assert taken(candidate(updated_at=datetime(2025, 2, 10, tzinfo=UTC)))
    assert not taken(candidate(updated_at=datetime(2025, 1, 10, tzinfo=UTC)))


def test_what_changed_after_the_window_may_have_been_published_in_it() -> None:
    assert taken(candidate(updated_at=datetime(2025, 2, 12, 7, tzinfo=UTC)))


def test_a_stored_article_is_not_taken_again() -> None:
    found = candidate(published=datetime(2025, 2, 5, tzinfo=UTC))
    assert not taken(
        found, archive=known(found, CandidateState.STORED, fetched_at=datetime(2025, 2, 6, tzinfo=UTC))
    )


@pytest.mark.parametrize(
    ("published", "updated", "again"),
    [
        (datetime(2025, 2, 5, tzinfo=UTC), datetime(2025, 2, 7, tzinfo=UTC), True),
        (datetime(2025, 2, 7, tzinfo=UTC), None, True),
        (datetime(2025, 2, 5, tzinfo=UTC), datetime(2025, 2, 6, tzinfo=UTC), False),
        (None, date(2025, 2, 7), True),
        (None, date(2025, 2, 6), False),
        (None, datetime(2099, 1, 1, tzinfo=UTC), False),
        (None, None, False),
    ],
)
def test_a_stored_article_is_taken_again_when_its_source_announces_a_later_date(
    published: Moment | None, updated: Moment | None, again: bool
) -> None:
    found = candidate(published=published, updated_at=updated)
    archive = known(found, CandidateState.STORED, fetched_at=datetime(2025, 2, 6, tzinfo=UTC))
    assert taken(found, archive=archive) is again


@pytest.mark.parametrize(("tries", "again"), [(0, True), (2, True), (3, False), (9, False)])
def test_a_failed_article_is_tried_three_times(tries: int, again: bool) -> None:
    found = candidate(published=date(2025, 2, 5))
    assert taken(found, archive=known(found, CandidateState.FAILED, tries=tries)) is again


@pytest.mark.parametrize("state", [CandidateState.WAITING, CandidateState.PASSED_OVER])
def test_what_was_only_seen_is_still_to_be_taken(state: CandidateState) -> None:
    found = candidate(published=date(2025, 2, 5))
    assert taken(found, archive=known(found, state))


def test_the_date_that_another_source_gave_counts_for_an_undated_one() -> None:
    found = candidate()
    assert not taken(found, archive=known(found, CandidateState.WAITING, published_at=date(2024, 1, 1)))


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("https://www.imaginaire.fr/un-titre-assez-long", True),
        ("https://blog.imaginaire.fr/un-titre-assez-long", True),
        ("https://autre.fr/un-titre-assez-long", False),
        ("https://imaginaire.fr.autre.fr/un-titre-assez-long", False),
        ("https://user@www.imaginaire.fr/un-titre-assez-long", False),
    ],
)
def test_only_the_site_of_the_outlet_is_read(url: str, own: bool) -> None:
    assert bool(choose(Candidate(url))) is own


def test_on_an_ip_address_the_port_tells_sites_apart() -> None:
    found = [Candidate(f"http://127.0.0.1:{port}/un-titre-assez-long") for port in (8001, 8002)]
    assert len(choose(*found, domain="127.0.0.1:8001")) == 1


def test_a_dated_candidate_needs_no_look_of_an_article() -> None:
    assert not taken(candidate("edito"))
    assert taken(candidate("edito", date(2025, 2, 5)))
    assert not taken(candidate("tag/edito", date(2025, 2, 5)))


def test_several_sightings_of_one_article_are_one_candidate_that_knows_what_all_say() -> None:
    first = candidate("un-titre-assez-long?utm_source=rss", None, title="Un titre")
    second = candidate(
        "un-titre-assez-long/", date(2025, 2, 5), title="Autre", summary="Résumé", updated_at=date(2025, 2, 6)
    )
    third = candidate("un-titre-assez-long", None, updated_at=datetime(2025, 2, 7, tzinfo=UTC))
    found = list(merged([first, second, third]).values())
    assert found == [
        Candidate(first.url, "Un titre", date(2025, 2, 5), "Résumé", datetime(2025, 2, 7, tzinfo=UTC))
    ]


def test_terms_then_dates_set_the_order_and_undated_ones_come_last() -> None:
    found = [
        candidate("rien-du-tout-ici-1", None),
        candidate("rien-du-tout-ici-2", date(2025, 2, 5)),
        candidate("rien-du-tout-ici-3", date(2025, 2, 11)),
        candidate("le-sommet-pour-l-action-4", None),
        candidate(
            "rien-du-tout-ici-5",
            date(2025, 2, 5),
            title="L’Intelligence  ARTIFICIELLE au sommet pour l’action",
        ),
        candidate("rien-du-tout-ici-6", date(2025, 2, 10), summary="… l'intelligence artificielle …"),
    ]
    terms = ("intelligence artificielle", "sommet pour l’action", "…", "")
    order = choose(*found, terms=terms, domain="www.journal.example")
    assert [slug[-1] for slug in order] == ["5", "6", "4", "3", "2", "1"]


def test_terms_are_whole_words() -> None:
    found = [
        candidate("un-titre-ordinaire-1", title="Un sommetier"),
        candidate("un-titre-ordinaire-2", title="Un sommet"),
    ]
    assert choose(*found, terms=("sommet",), domain="www.journal.example") == [
        "un-titre-ordinaire-2",
        "un-titre-ordinaire-1",
    ]


def test_a_day_ahead_of_now_by_less_than_two_is_believed() -> None:
    assert plausible(NOW + timedelta(hours=47), NOW) is not None
    assert plausible(NOW + timedelta(hours=49), NOW) is None
    assert plausible(date(1999, 12, 1), NOW) is None
    assert publication(candidate("un-titre-2025-02-04", datetime(2099, 1, 1, tzinfo=UTC)), NOW) == date(
        2025, 2, 4
    )


moments = st.one_of(
    st.none(),
    st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31)),
    st.dates(min_value=date(2025, 1, 25), max_value=date(2025, 2, 20)),
    st.datetimes(min_value=datetime(2025, 1, 25), max_value=datetime(2025, 2, 20), timezones=st.just(UTC)),  # noqa: DTZ001
    st.datetimes(
        timezones=st.sampled_from([UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))])
    ),
)
candidates = st.builds(
    Candidate,
    url=st.one_of(
        st.integers(0, 60).map(lambda n: f"https://www.journal.example/un-titre-assez-long-{n}"),
        st.text(max_size=30).map(lambda text: f"https://www.journal.example/{text}"),
    ),
    title=st.one_of(st.none(), st.text(max_size=30), st.just("Le sommet de l’IA")),
    published_at=moments,
    summary=st.one_of(st.none(), st.text(max_size=20)),
    updated_at=moments,
)


def run(found: list[Candidate], terms: tuple[str, ...] = ("sommet",)) -> list[Chosen]:
    return select(found, {}, domain="www.journal.example", since=SINCE, until=UNTIL, now=NOW, terms=terms)


@given(st.lists(candidates, max_size=20), st.integers(0, 10**6), st.datetimes(min_value=datetime(2025, 2, 4), max_value=datetime(2025, 2, 12), timezones=st.just(UTC)))  # noqa: DTZ001  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_nothing_unseen_in_the_window_that_looks_like_an_article_is_ever_lost(
    others: list[Candidate], number: int, published: datetime
) -> None:
    wanted = candidate(f"une-page-que-personne-n-a-vue-{number}", published)
    for place in (0, len(others)):
        found = [*others[:place], wanted, *others[place:]]
        assert article_key(wanted.url) in {choice.key for choice in run(found)}


@given(st.lists(candidates, max_size=30))
@settings(max_examples=150, deadline=None)
def test_the_order_is_total_and_stable(found: list[Candidate]) -> None:
    chosen = run(found)
    assert chosen == run(found)
    assert len({choice.key for choice in chosen}) == len(chosen)
    assert run([choice.candidate for choice in chosen]) == chosen


@given(st.lists(candidates, max_size=30))
@settings(max_examples=100, deadline=None)
def test_terms_never_change_what_is_taken(found: list[Candidate]) -> None:
    assert {c.key for c in run(found, ())} == {c.key for c in run(found, ("sommet", "titre", "le"))}
