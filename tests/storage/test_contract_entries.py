"""What people type by hand: an article and a mention in one action, changed part by part, passed over by the machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from storage.errors import AlreadyAMention, NotStored
from storage.model import (
    Action,
    ActionKind,
    EntryDraft,
    Excerpt,
    Mention,
    MentionKind,
    Outlet,
    Proof,
    Step,
    entry_excerpt,
)
from storage.model.wordsearch import EachOf, FromOutlets, Sought, TextPart
from storage.store import Store

SAID = {"status": "confirmed", "kind": "citation"}
MINUTE = timedelta(minutes=1)
RADIO = Outlet("hand-radio", "Radio Grève", "", "FR", "fr", "radio")
SHA = "ab" * 32
URL = "https://courrier.fr/radio/42"


@pytest.fixture
def draft(make: SimpleNamespace) -> EntryDraft:
    proof = Proof(SHA, "captation.mp3", "audio/mpeg", 1234, "zoé", make.NOW)
    return EntryDraft(
        "k1",
        RADIO,
        "La matinale",
        ("Ann Auteur",),
        date(2025, 2, 4),
        "« Une vague de fond », a dit l’invitée.",
        "7 h 20",
        URL,
        "fr",
        ("ldh",),
        (proof,),
    )


@pytest.fixture
def enter(store: Store, make: SimpleNamespace, draft: EntryDraft) -> Callable[..., Action]:
    def do(**changes: Any) -> Action:
        typed = replace(draft, **changes)
        judged = make.judgement(
            MentionKind.CITATION,
            by_hand=True,
            evidence=(),
            excerpt=entry_excerpt(typed.title, typed.words),
            organisations=typed.organisations,
        )
        return store.enter(typed, "c", judged, 1, SAID, "zoé", make.NOW)

    return do


def only(store: Store) -> Mention:
    (mention,) = store.mentions("c")
    return mention


def test_what_was_typed_is_an_article_and_a_mention_in_one_action(
    store: Store, make: SimpleNamespace, draft: EntryDraft, enter: Callable[..., Action]
) -> None:
    action, mention = enter(), only(store)
    article = mention.article
    assert (article.outlet, article.title, article.authors) == (RADIO, "La matinale", ("Ann Auteur",))
    assert (article.published_at, article.published_from, article.by_hand) == (date(2025, 2, 4), "hand", True)
    assert (article.standfirst, article.url, article.sha256) == (draft.words, URL, "")
    assert (mention.judgement.by_hand, mention.kind) == (True, MentionKind.CITATION)
    entry = store.entry(article.id)
    assert entry is not None and store.entries() == [entry]
    assert (entry.programme, entry.proofs, entry.entered_by, entry.entered_at, entry.version) == (
        "7 h 20",
        draft.proofs,
        "zoé",
        make.NOW,
        0,
    )
    assert store.journal() == [action] and action.kind is ActionKind.MADE
    found = store.article_at(URL)
    assert found is not None and found.id == article.id


def test_without_an_address_a_day_or_words_it_is_one_too(store: Store, enter: Callable[..., Action]) -> None:
    enter(address="", published_at=None, words="", proofs=())
    mention = only(store)
    assert (mention.article.url, mention.article.canonical_url, mention.article.published_at) == (
        "",
        "",
        None,
    )
    assert mention.judgement.excerpt == Excerpt("La matinale", "title")


def test_sent_twice_it_is_there_once(store: Store, enter: Callable[..., Action]) -> None:
    enter()
    with pytest.raises(AlreadyAMention) as found:
        enter()
    assert found.value.mention_id == only(store).id
    enter(key="k2", address="")
    assert len(store.entries()) == 2


def test_an_address_that_is_an_article_already_is_refused(
    store: Store, make: SimpleNamespace, enter: Callable[..., Action]
) -> None:
    article = store.put_article(make.fetched(7, url=URL), None).article_id
    with pytest.raises(ValueError, match=article):
        enter()
    (mention,) = make.matched(store, article)
    with pytest.raises(AlreadyAMention) as found:
        enter()
    assert found.value.mention_id == mention
    with pytest.raises(ValueError):
        enter(address="javascript:alert(1)")
    assert store.entries() == []


def test_the_machine_passes_it_over(
    store: Store, make: SimpleNamespace, enter: Callable[..., Action]
) -> None:
    before = store.text_census()
    enter()
    assert list(store.to_match("c", 2, None, True)) == []
    assert list(store.to_sign()) == []
    assert store.text_census() == before
    assert store.mentions_to_revisit(make.NOW + timedelta(days=400), [1, 30]) == []
    assert store.release_texts(make.NOW + timedelta(days=4000)) == 0
    assert only(store).article.standfirst


def test_it_is_found_by_its_words_and_among_the_entries_of_its_day(
    store: Store, enter: Callable[..., Action]
) -> None:
    enter()
    article = only(store).article
    assert [one.id for one in store.search("vague fond")] == [article.id]
    assert [one.id for one in store.entered_like(RADIO.id, "2025-02-04")] == [article.id]
    assert store.entered_like(RADIO.id, "2025-02-05") == []


CHANGES: dict[str, Any] = {
    "title": "La matinale du mardi",
    "authors": ["Bob", "Ann Auteur"],
    "published_at": "2025-02-05T07:20:00+01:00",
    "outlet": "courrier",
    "words": "Autre chose a été dit.",
    "programme": "page 4",
    "address": "",
    "organisations": ["ldh", "msf"],
    f"proof:{SHA}": None,
}


@pytest.mark.parametrize("part", CHANGES)
def test_each_part_is_changed_and_taken_back(
    store: Store, make: SimpleNamespace, enter: Callable[..., Action], part: str
) -> None:
    enter()
    first = only(store)
    entry = store.entry(first.article.id)
    done = store.change_entry("c", first.article.id, {part: CHANGES[part]}, "karim", make.NOW + MINUTE).action
    assert done is not None and done.kind is ActionKind.ENTRY
    assert done.after == {"article": first.article.id, "mention": first.id, "parts": {part: CHANGES[part]}}
    changed = store.entry(first.article.id)
    assert (only(store), changed) != (first, entry)
    assert changed is not None and changed.version == done.number
    undone = store.step(done.number, Step.UNDO, "karim", make.NOW + MINUTE).action
    assert undone is not None and only(store) == first
    again = store.entry(first.article.id)
    assert again is not None and replace(again, version=0) == entry
    store.step(done.number, Step.REDO, "karim", make.NOW + MINUTE)
    assert store.entry(first.article.id) != again


def test_two_people_change_two_parts_and_the_same_part_is_told(
    store: Store, make: SimpleNamespace, enter: Callable[..., Action]
) -> None:
    enter()
    article = only(store).article.id
    title = store.change_entry("c", article, {"title": "Un"}, "karim", make.NOW, 0).action
    assert store.change_entry("c", article, {"programme": "p. 2"}, "zoé", make.NOW, 0).action is not None
    decided = store.change_entry("c", article, {"title": "Deux"}, "zoé", make.NOW, 0)
    (conflict,) = decided.conflicts
    assert (decided.action, conflict.part, conflict.found, conflict.who) == (None, "title", "Un", "karim")
    assert title is not None
    later = store.change_entry("c", article, {"title": "Trois"}, "zoé", make.NOW).action
    assert later is not None
    (obstacle,) = store.step(title.number, Step.UNDO, "karim", make.NOW).in_the_way
    assert (obstacle.part, obstacle.action) == ("title", later.number)
    assert store.change_entry("c", article, {"title": "Trois"}, "zoé", make.NOW).action is None


def test_a_change_that_cannot_be_leaves_all_as_it_is(
    store: Store, make: SimpleNamespace, enter: Callable[..., Action]
) -> None:
    enter()
    first, other = only(store), store.put_article(make.fetched(8), None).article_id
    taken = store.article(other).url
    for parts, error in (
        ({"title": "x", "address": taken}, ValueError),
        ({"title": "x", "outlet": "nulle-part"}, NotStored),
        ({"title": "x", "colour": "red"}, KeyError),
    ):
        with pytest.raises(error):
            store.change_entry("c", first.article.id, parts, "zoé", make.NOW)
    with pytest.raises(NotStored):
        store.change_entry("c", other, {"title": "x"}, "zoé", make.NOW)
    assert only(store) == first and len(store.journal()) == 1


def test_the_list_to_review_finds_it_by_its_new_words(
    store: Store, make: SimpleNamespace, enter: Callable[..., Action]
) -> None:
    enter()
    mention = only(store)
    store.change_entry("c", mention.article.id, {"words": "Autre chose."}, "zoé", make.NOW)
    assert only(store).judgement.excerpt == Excerpt("Autre chose.", "standfirst")


def test_undone_it_is_no_mention_and_keeps_what_was_typed(
    store: Store, make: SimpleNamespace, enter: Callable[..., Action]
) -> None:
    action = enter()
    mention = only(store).id
    store.step(action.number, Step.UNDO, "zoé", make.NOW)
    assert store.mentions("c") == [] and len(store.entries()) == 1
    store.step(action.number, Step.REDO, "zoé", make.NOW)
    assert only(store).id == mention


def test_an_address_that_another_article_got_meanwhile_stands_in_the_way_of_its_return(
    store: Store, make: SimpleNamespace, enter: Callable[..., Action]
) -> None:
    enter()
    article = only(store).article.id
    action = store.change_entry("c", article, {"address": ""}, "zoé", make.NOW, 0).action
    assert action is not None
    store.put_article(make.fetched(7, url=URL), None)
    stepped = store.step(action.number, Step.UNDO, "zoé", make.NOW + MINUTE)
    assert stepped.action is None and [one.part for one in stepped.in_the_way] == ["address"]
    assert only(store).article.url == "" and store.action(action.number).undone is False


def test_after_another_outlet_was_named_it_is_found_under_that_one_alone(
    store: Store, make: SimpleNamespace, enter: Callable[..., Action]
) -> None:
    enter()
    article = only(store).article.id
    other = Outlet("hand-tele", "Télé Grève", "", "FR", "fr", "tv")
    store.change_entry("c", article, {"outlet": other.id}, "zoé", make.NOW, 0, other)
    words = Sought(("matinale",), (TextPart.TITLE,))

    def found(outlet: str) -> list[str]:
        return [one.article.id for one in store.found_articles(EachOf((words, FromOutlets((outlet,)))))]

    assert (found(RADIO.id), found(other.id)) == ([], [article])
