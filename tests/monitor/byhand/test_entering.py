"""What is typed by hand, read, warned of where it is there already, entered, changed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from monitor.byhand import Typed, alike, change_entry, enter_by_hand, known_outlets, understand
from monitor.byhand.understanding import folded
from monitor.dossier import Campaign
from monitor.rematch import match_campaigns
from storage.model import EntryDraft, MentionKind, Outlet, ReviewStatus
from storage.store import Store
from tests.monitor.web.newsroom import Newsroom

NOW = datetime(2025, 2, 5, 7, 0, tzinfo=UTC)
PHARE = Outlet("phare", "Le Phare", "phare.example", "FR", "fr", "national-daily", 1)
GOOD = Typed(
    "cle-12345", "le  phare !", "radio", " Un titre ", "Ann, Bob ;Ann", "2025-02-04", "", "« Oui »", "p. 4"
)


def read(**changes: Any) -> Any:
    fields = {name: getattr(GOOD, name) for name in GOOD.__slots__} | changes
    return understand(Typed(**fields), [PHARE], ["rivage"], "fr", "Europe/Paris", NOW)


def test_what_was_typed_is_an_entry_of_the_outlet_that_it_names() -> None:
    draft = read(organisations=("rivage", "inconnue"), address="https://Phare.example/a?utm_source=x").draft
    assert (draft.outlet, draft.title, draft.authors) == (PHARE, "Un titre", ("Ann", "Bob"))
    assert (draft.published_at, draft.words, draft.programme) == (date(2025, 2, 4), "« Oui »", "p. 4")
    assert (draft.organisations, draft.address) == (("rivage",), "https://phare.example/a")
    assert draft.key == "cle-12345"


def test_a_new_name_makes_an_outlet_of_its_kind_the_same_each_time() -> None:
    one, other = (read(outlet=name).draft.outlet for name in ("Radio Grève", "RADIO  GREVE"))
    assert one.id == other.id and one.id.startswith("hand-")
    assert (one.name, one.kind, one.domain, one.language) == ("Radio Grève", "radio", "", "fr")
    assert folded("L’Écho !") == "l echo"


def test_a_time_of_day_is_that_of_the_campaign() -> None:
    moment = read(time="07:20").draft.published_at
    assert moment == datetime(2025, 2, 4, 7, 20, tzinfo=ZoneInfo("Europe/Paris"))
    assert read(day="").draft.published_at is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"outlet": " !? "}, "outlet"),
        ({"title": " \u202e "}, "title"),
        ({"day": "4 février"}, "day"),
        ({"day": "2025-02-30"}, "day"),
        ({"day": "0001-01-01"}, "day"),
        ({"day": "2025-02-06"}, "day"),
        ({"time": "25:00"}, "time"),
        ({"day": "", "time": "07:20"}, "day"),
        ({"address": "javascript:alert(1)"}, "address"),
        ({"address": "phare.example"}, "address"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(changes: dict[str, str], field: str) -> None:
    found = read(**changes)
    assert found.draft is None and list(found.wrong) == [field]


def test_today_in_the_zone_of_the_campaign_has_come() -> None:
    late = datetime(2025, 2, 5, 23, 30, tzinfo=UTC)
    typed = Typed(outlet="Le Phare", title="x", day="2025-02-06")
    assert understand(typed, [PHARE], [], "fr", "Europe/Paris", late).draft is not None


def draft(**changes: Any) -> EntryDraft:
    fields: dict[str, Any] = {
        "key": "k1",
        "outlet": PHARE,
        "title": "La matinale",
        "published_at": date(2025, 2, 4),
        "words": "« Une vague de fond. »",
        "organisations": ("rivage",),
    }
    return EntryDraft(**(fields | changes))


def test_it_is_a_confirmed_mention_that_matching_leaves(
    room: Newsroom, store: Store, campaign: Campaign
) -> None:
    action = enter_by_hand(store, campaign, draft(), MentionKind.CITATION, "karim", NOW, "à midi")
    match_campaigns(store, [campaign], NOW, again=True)
    (mention,) = store.mentions("appel")
    assert list(action.after) == [mention.id]
    assert (mention.kind, mention.review.status, mention.review.note) == (
        MentionKind.CITATION,
        ReviewStatus.CONFIRMED,
        "à midi",
    )
    assert mention.judgement.excerpt.text == "« Une vague de fond. »"
    assert mention.judgement.organisations == ("rivage",)
    assert mention.article.by_hand and mention.judgement.by_hand and mention.cluster_id is None


def test_two_entries_with_the_same_words_are_no_copies_of_a_dispatch(
    room: Newsroom, store: Store, campaign: Campaign
) -> None:
    long = "Les marées montent et les promesses descendent, disent les pêcheurs. " * 20
    for key in ("k1", "k2"):
        enter_by_hand(store, campaign, draft(key=key, words=long), MentionKind.CITATION, "karim", NOW)
    match_campaigns(store, [campaign], NOW)
    assert store.clusters() == [] and len(store.mentions("appel")) == 2


def test_what_may_be_the_same_is_found_by_address_day_and_title(
    room: Newsroom, store: Store, campaign: Campaign
) -> None:
    online = room.put_article(
        "phare", 1, "Un article en ligne", "Du texte.", published_at=datetime(2025, 2, 4, 9, 0, tzinfo=UTC)
    )
    enter_by_hand(store, campaign, draft(), MentionKind.CITATION, "karim", NOW)
    entered = store.mentions("appel")[0].article.id

    def found(**changes: Any) -> list[str]:
        return [one.id for one in alike(store, draft(key="k2", **changes))]

    assert found() == [entered]
    assert found(title="Tout autre") == [entered]
    assert found(title="un article en LIGNE") == [entered, online]
    assert found(published_at=date(2025, 2, 3)) == []
    assert found(published_at=None) == [entered]
    elsewhere = Outlet("quais", "Le Courrier des quais", "quais.example")
    assert found(outlet=elsewhere) == []
    assert found(outlet=elsewhere, address="https://phare.example/articles/1") == [online]


def test_a_change_keeps_what_a_colleague_changed_meanwhile(
    room: Newsroom, store: Store, campaign: Campaign
) -> None:
    enter_by_hand(store, campaign, draft(), MentionKind.CITATION, "karim", NOW)
    article = store.mentions("appel")[0].article.id
    change_entry(store, campaign, article, draft(title="Autre titre"), "zoé", NOW, 0)
    decided = change_entry(store, campaign, article, draft(programme="7 h 20"), "karim", NOW, 0)
    assert decided.action is not None and list(decided.action.after["parts"]) == ["programme"]
    assert store.article(article).title == "Autre titre"
    refused = change_entry(store, campaign, article, draft(title="Troisième"), "karim", NOW, 0)
    assert [one.part for one in refused.conflicts] == ["title"]


def test_an_entry_may_move_to_an_outlet_of_a_new_name(
    room: Newsroom, store: Store, campaign: Campaign
) -> None:
    enter_by_hand(store, campaign, draft(), MentionKind.CITATION, "karim", NOW)
    article = store.mentions("appel")[0].article.id
    radio = Outlet("hand-r", "Radio Grève", "", "", "fr", "radio")
    change_entry(store, campaign, article, draft(outlet=radio), "karim", NOW, 0)
    assert store.article(article).outlet == radio
    assert radio in known_outlets(store, [PHARE])
