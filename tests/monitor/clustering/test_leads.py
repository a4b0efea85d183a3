"""Who speaks for a cluster: the agency's words, then what others link to, then the earliest; a person's word is last."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from itertools import permutations

from monitor.clustering import lead_first
from storage.model import ClusterMember, Credit

PARIS = timezone(timedelta(hours=1))
NOON = datetime(2025, 2, 5, 12, 0, tzinfo=PARIS)


def member(
    name: str, credit: Credit = Credit.NONE, at: datetime | date | None = NOON, linked: int = 0
) -> ClusterMember:
    return ClusterMember(name, credit, at, linked)


def lead(*members: ClusterMember, chosen: str | None = None) -> str:
    found = {lead_first(order, chosen) for order in permutations(members)}
    assert len(found) == 1, "the order of members must not matter"
    return found.pop()[0]


def test_credit_comes_before_links_and_links_before_time() -> None:
    early = member("a", at=NOON - timedelta(hours=5))
    linked = member("b", linked=2)
    shared = member("c", Credit.SHARED, at=NOON + timedelta(hours=1))
    signed = member("d", Credit.SIGNED, at=None)
    agency = member("e", Credit.AGENCY, at=None)
    assert lead(early, linked, shared, signed, agency) == "e"
    assert lead(early, linked, shared, signed) == "d"
    assert lead(early, linked, shared) == "c"
    assert lead(early, linked) == "b"


def test_the_earliest_leads_in_whatever_zone_it_tells_its_time() -> None:
    montreal = datetime(2025, 2, 5, 6, 30, tzinfo=timezone(timedelta(hours=-5)))
    assert lead(member("b", at=montreal), member("a", at=NOON)) == "a"
    assert lead(member("b", at=montreal - timedelta(hours=1)), member("a", at=NOON)) == "b"


def test_a_bare_date_comes_after_the_hours_of_its_day_and_no_date_comes_last() -> None:
    assert lead(member("a", at=date(2025, 2, 5)), member("b")) == "b"
    assert lead(member("a", at=None), member("b", at=date(2025, 2, 5))) == "b"


def test_among_equals_the_smallest_id_leads_and_the_others_follow_by_id() -> None:
    assert lead_first([member("c"), member("a"), member("b", linked=1)]) == ("b", "a", "c")
    assert lead(member("b"), member("a")) == "a"


def test_what_a_person_chose_leads_as_long_as_it_is_a_member() -> None:
    assert lead(member("a", Credit.AGENCY), member("b"), chosen="b") == "b"
    assert lead(member("a", Credit.AGENCY), member("b"), chosen="gone") == "a"
