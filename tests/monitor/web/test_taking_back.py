"""Taking back what many mentions share, and a mention that a dossier lost and a person brings back."""

from __future__ import annotations

import pytest

from monitor.review import Wish, say
from monitor.web.telling import NAMED
from storage.model import MatchResult, ReviewStatus
from tests.monitor.web.newsroom import Newsroom, Visitor, plain


def pick(desk: Newsroom, *outlets: str) -> str:
    found = [desk.mention(one) for one in outlets]
    return ",".join(f"{one.id}:{one.review_version}" for one in found)


@pytest.fixture
def karim(desk: Newsroom) -> Visitor:
    one = desk.login("karim")
    one.page("/a-relire")
    return one


def test_of_many_the_one_that_a_colleague_changed_stays_and_is_named(desk: Newsroom, karim: Visitor) -> None:
    many = ("phare", "quais", "harbour")
    karim.post("/a-relire/decision", {"pick": pick(desk, *many), "status": "confirmed"})
    maud = desk.login("maud")
    maud.page("/a-relire")
    maud.post("/a-relire/decision", {"pick": pick(desk, "quais"), "status": "rejected"})
    karim.post("/annuler", {"next": "/a-relire"})
    said = karim.said("/a-relire")
    assert "2 retombées. « Sous la digue, des Assises du littoral très politiques » reste en l’état" in said
    assert "Maud L. l’a changée depuis." in said
    assert [desk.mention(one).review.status for one in many] == [
        ReviewStatus.TO_REVIEW, ReviewStatus.REJECTED, ReviewStatus.TO_REVIEW,
    ]  # fmt: skip
    karim.post("/retablir", {"next": "/a-relire"})
    assert [desk.mention(one).review.status for one in many] == [
        ReviewStatus.CONFIRMED, ReviewStatus.REJECTED, ReviewStatus.CONFIRMED,
    ]  # fmt: skip


def test_only_a_few_are_named(desk: Newsroom, karim: Visitor) -> None:
    many = ("phare", "quais", "harbour", "pixel", "meridienne", "sarmande")
    karim.post("/a-relire/decision", {"pick": pick(desk, *many), "status": "confirmed"})
    maud = desk.login("maud")
    maud.page("/a-relire")
    maud.post("/a-relire/decision", {"pick": pick(desk, *many[:5]), "status": "rejected"})
    karim.post("/annuler", {"next": "/a-relire"})
    said = karim.said("/a-relire")
    assert (
        said.count("«") == NAMED + 1 and "3 autres restent en l’état : Maud L. les a changées depuis." in said
    )


def withdraw(desk: Newsroom, outlet: str) -> str:
    mention = desk.mention(outlet)
    with desk.store() as store:
        store.put_matches("appel", 9, [MatchResult(mention.article.id, None)], desk.clock.now)
    return mention.id


def listed(visitor: Visitor, ident: str) -> bool:
    return f'id="m-{ident}"' in visitor.page("/a-relire?status=all")


def test_confirming_what_the_dossier_lost_brings_it_back_and_undo_takes_it_away(
    desk: Newsroom, karim: Visitor
) -> None:
    ident = withdraw(desk, "quais")
    page = plain(karim.page(f"/retombees/{ident}"))
    assert "Confirmez-la, et elle revient" in page and not listed(karim, ident)
    karim.post(f"/retombees/{ident}/decision", {"version": "0", "status": "confirmed"})
    assert "ajoutée à la main" in karim.said(f"/retombees/{ident}")
    assert listed(karim, ident)
    with desk.store() as store:
        found = store.mention(ident)
        assert found.review.status is ReviewStatus.CONFIRMED and found.withdrawn_at is None
        store.put_matches("appel", 10, [MatchResult(found.article.id, None)], desk.clock.now)
        assert store.mention(ident).withdrawn_at is None
    karim.post("/annuler", {"next": "/a-relire"})
    assert not listed(karim, ident)
    karim.post("/retablir", {"next": "/a-relire"})
    assert listed(karim, ident)


def test_rejecting_or_noting_what_the_dossier_lost_leaves_it_lost(desk: Newsroom, karim: Visitor) -> None:
    ident = withdraw(desk, "quais")
    karim.post(f"/retombees/{ident}/decision", {"version": "0", "note": "vue", "was_note": ""})
    karim.post(f"/retombees/{ident}/decision", {"version": "1", "status": "rejected"})
    assert not listed(karim, ident)
    with desk.store() as store:
        assert store.mention(ident).review.note == "vue"


def test_what_comes_back_is_not_written_over_what_a_colleague_said_meanwhile(desk: Newsroom) -> None:
    ident = withdraw(desk, "quais")
    with desk.store() as store:
        assert say(store, Wish(note="rappeler lundi"), {ident: 0}, "maud", desk.clock.now).action
        late = say(
            store, Wish(status=ReviewStatus.CONFIRMED, note="rien"), {ident: 0}, "karim", desk.clock.now
        )
        assert [one.part for one in late.conflicts] == ["note"] and late.action is None
        found = store.mention(ident)
        assert found.review.note == "rappeler lundi" and found.withdrawn_at is not None
        kept = say(store, Wish(status=ReviewStatus.CONFIRMED), {ident: 0}, "karim", desk.clock.now)
        found = store.mention(ident)
        assert kept.action is not None and kept.versions == {ident: found.review_version}
        assert found.review.note == "rappeler lundi" and found.withdrawn_at is None
