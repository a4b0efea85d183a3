from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from monitor.book import Part, part_of
from storage.model import Health, MentionKind, Reason, Review, ReviewStatus
from tests.monitor.book.shelf import Shelf

CONFIRMED = ReviewStatus.CONFIRMED


def titles(stories: Any) -> list[str]:
    return [story.lead.article.title for story in stories]


def test_a_book_holds_what_counts_and_nothing_else(shelf: Shelf) -> None:
    book = shelf.book(
        [
            shelf.mention("citée", "Sarmande Matin"),
            shelf.mention("écartée", "Octet", review=Review(status=ReviewStatus.REJECTED)),
            shelf.mention("la nôtre", "Mailles", own=True),
            shelf.mention("douteuse", "Vigie", to_check=True),
            replace(shelf.mention("retirée", "Vigie"), withdrawn_at=shelf.press.utc("2025-02-06 08:00")),
            replace(shelf.mention("autre campagne", "Vigie"), campaign_id="autre"),
            shelf.mention("liée", "Vigie", kind=MentionKind.RELATED),
            shelf.mention("du sommet", "Octet", kind=MentionKind.TOPIC),
        ]
    )
    assert [titles(section.stories) for section in book.sections] == [["citée"]]
    assert [one.article.title for one in book.related] == ["liée"]
    assert [one.article.title for one in book.topic] == ["du sommet"]
    assert {line.outlet.name for line in book.outlets} == {"Sarmande Matin", "Vigie", "Octet"}
    assert (book.tally.articles, book.waiting.to_check, book.waiting.pickups) == (1, 1, 1)


def test_only_the_confirmed_stand_in_a_book_of_the_confirmed(shelf: Shelf) -> None:
    mentions = [
        shelf.mention("confirmée", "Vigie", review=Review(status=CONFIRMED)),
        shelf.mention("pas encore relue", "Octet"),
        shelf.mention("deuxième avis", "Octet", review=Review(status=ReviewStatus.SECOND_LOOK)),
    ]
    book = shelf.book(mentions, confirmed_only=True)
    assert titles(book.sections[0].stories) == ["confirmée"]
    assert (book.waiting.pickups, book.waiting.second_look) == (1, 1)
    assert shelf.book(mentions).tally.articles == 3


def test_the_book_of_an_organisation_holds_what_names_or_quotes_it(shelf: Shelf) -> None:
    mentions = [
        shelf.mention("nommée", "Vigie", organisations=("phare",)),
        shelf.mention("citée", "Octet", quoted=("phare",)),
        shelf.mention("une autre", "Mailles", organisations=("rivage",)),
    ]
    whose = shelf.campaign.organisations[1]
    book = shelf.book(mentions, organisation=whose)
    assert sorted(title for section in book.sections for title in titles(section.stories)) == [
        "citée",
        "nommée",
    ]
    assert [(row.organisation.id, row.named, row.quoted) for row in book.organisations] == [("phare", 2, 1)]


def test_a_period_holds_its_days_as_they_are_cut_in_the_zone_of_the_campaign(shelf: Shelf) -> None:
    mentions = [
        shelf.mention("la veille", "Vigie", "2025-02-04 23:59"),
        shelf.mention("minuit", "Vigie", "2025-02-05 00:00"),
        shelf.mention("jour nu", "Octet", "2025-02-06"),
        shelf.mention("sans date", "Mailles", None, seen="2025-02-06 23:30"),
        shelf.mention("le lendemain", "Vigie", "2025-02-07 00:00"),
    ]
    book = shelf.book(mentions, first=date(2025, 2, 5), last=date(2025, 2, 6))
    found = {title for section in book.sections for title in titles(section.stories)}
    assert found == {"minuit", "jour nu", "sans date"}
    assert (book.first, book.last, book.whole) == (date(2025, 2, 5), date(2025, 2, 6), False)
    assert book.timeline.undated == 1


def test_a_whole_campaign_goes_from_its_release_to_today_or_its_end(shelf: Shelf) -> None:
    def period(*mentions: Any, **more: Any) -> tuple[date, date]:
        book = shelf.book(mentions, **more)
        return book.first, book.last

    release, made = date(2025, 2, 4), date(2025, 2, 17)
    assert period() == (release, made)
    over = shelf.changed(ends_on=date(2025, 2, 12))
    assert period(campaign=over) == (release, date(2025, 2, 12))
    assert period(shelf.mention("x", "Vigie", "2025-02-14 08:00"), campaign=over) == (
        release,
        date(2025, 2, 14),
    )
    assert period(shelf.mention("x", "Vigie", "2025-02-01 08:00")) == (date(2025, 2, 1), made)
    old = shelf.mention("x", "Vigie", "2023-11-01 08:00", kind=MentionKind.TOPIC)
    assert period(old) == (release, made)
    assert shelf.book([old]).timeline.earlier == 1


def test_a_reprint_stands_under_its_dispatch_and_is_counted_apart(shelf: Shelf) -> None:
    lead = replace(
        shelf.mention("dépêche", "Agence Estuaire", "2025-02-05 10:00", text="d"), cluster_lead=True
    )
    book = shelf.book(
        [
            shelf.mention("reprise", "Sarmande Matin", "2025-02-05 11:00", text="d"),
            lead,
            shelf.mention("autre reprise", "Octet", "2025-02-05 09:00", text="d"),
            shelf.mention("seule", "Sarmande Matin"),
        ]
    )
    assert [(section.part, titles(section.stories)) for section in book.sections] == [
        (Part.AGENCIES, ["dépêche"]),
        (Part.REGIONAL, ["seule"]),
    ]
    assert (book.tally.stories, book.tally.reprints, book.tally.articles) == (2, 2, 4)


def test_what_is_not_in_a_book_of_the_confirmed_makes_nothing_in_it_a_reprint(shelf: Shelf) -> None:
    book = shelf.book(
        [
            shelf.mention("la première", "Agence Estuaire", "2025-02-05 08:00", text="d"),
            shelf.mention(
                "confirmée", "Vigie", "2025-02-05 09:00", text="d", review=Review(status=CONFIRMED)
            ),
        ],
        confirmed_only=True,
    )
    assert (book.tally.stories, book.tally.reprints) == (1, 0)
    assert book.sections[0].stories[0].reprint_of is None


def test_people_order_first_then_importance(shelf: Shelf) -> None:
    mentions = [
        shelf.mention("petite", "Sarmande Matin", "2025-02-05 08:00"),
        shelf.mention("étoilée", "Sarmande Matin", "2025-02-09 08:00", review=Review(starred=True)),
        shelf.mention("petite aussi", "Sarmande Matin", "2025-02-06 08:00"),
        shelf.mention("nationale", "Le Balancier du soir", "2025-02-08 08:00"),
    ]
    plain = shelf.book(mentions)
    assert titles(plain.best) == ["étoilée", "nationale", "petite"]
    assert [section.by_hand for section in plain.sections] == [False, False]
    book = shelf.book(mentions, order=("inconnue", mentions[2].id, mentions[0].id))
    assert titles(book.best) == ["petite aussi", "petite", "étoilée"]
    assert [(titles(section.stories), section.by_hand) for section in book.sections] == [
        (["nationale"], False),
        (["petite aussi", "petite", "étoilée"], True),
    ]


def test_a_story_is_put_in_order_by_any_of_its_articles(shelf: Shelf) -> None:
    first = shelf.mention("seule", "Le Balancier du soir")
    lead = replace(shelf.mention("dépêche", "Agence Estuaire", text="d"), cluster_lead=True)
    reprint = shelf.mention("reprise", "Octet", text="d")
    assert titles(shelf.book([first, lead, reprint], order=[reprint.id]).best) == ["dépêche", "seule"]


@pytest.mark.parametrize(
    ("kind", "part"),
    [("national-daily", Part.DAILIES), ("weekly", Part.MAGAZINES), ("tv", Part.BROADCAST), ("blog", Part.OTHERS), ("", Part.OTHERS), ("gazette", Part.OTHERS)],
)  # fmt: skip
def test_every_kind_of_outlet_has_a_section(shelf: Shelf, kind: str, part: Part) -> None:
    assert part_of(shelf.press.outlet("x", kind)) is part


def test_the_figures_count_articles_by_kind_country_and_language(shelf: Shelf) -> None:
    book = shelf.book(
        [
            shelf.mention("a", "The Ludwick Courier", language="en-GB"),
            shelf.mention("b", "Sarmande Matin", language="fr"),
            shelf.mention("c", "Sarmande Matin", language="fr"),
            shelf.mention("d", "Le carnet d’Ysé", language="", kind=MentionKind.TOPIC),
        ]
    )
    rows = [[(one.key, one.pickups, one.topic) for one in shares] for shares in (book.parts, book.countries, book.languages)]  # fmt: skip
    assert rows == [
        [("dailies", 1, 0), ("regional", 2, 0), ("others", 0, 1)],
        [("FR", 2, 0), ("GB", 1, 0), ("", 0, 1)],
        [("fr", 2, 0), ("en", 1, 0), ("", 0, 1)],
    ]


def test_it_knows_what_was_read_and_the_days_on_which_nothing_was(shelf: Shelf) -> None:
    looked = shelf.book([], readings=shelf.readings([6, 7, 10])).looked
    assert looked.begins == date(2025, 2, 6)
    assert [day.day for day in looked.blank] == [8, 9, 11, 12, 13, 14, 15, 16, 17]
    assert [line.outlet.name for line in looked.coverage.unread] == ["Octet"]
    assert (looked.coverage.read, looked.coverage.allowed, looked.blind) == (2, 3, False)


def test_readings_outside_of_the_period_say_nothing_of_it(shelf: Shelf) -> None:
    book = shelf.book([], first=date(2025, 2, 10), last=date(2025, 2, 11), readings=shelf.readings([9, 12]))
    assert book.looked.begins is None
    assert book.looked.blind


def test_days_that_have_not_come_yet_are_not_blank(shelf: Shelf) -> None:
    book = shelf.book([], first=date(2025, 2, 16), last=date(2025, 2, 20), readings=shelf.readings([16, 17]))
    assert book.looked.blank == ()


def test_too_few_sources_read_is_blind(shelf: Shelf) -> None:
    failing = [
        shelf.press.status(name, Health.FAILING, Reason.DNS, tried="2025-02-17 07:00")
        for name in ("Octet", "Vigie", "Cabines")
    ]
    read = shelf.press.status("Sarmande Matin", tried="2025-02-17 07:00")
    statuses = [*failing, read]
    readings = [shelf.press.reading(status, "2025-02-17 07:00") for status in statuses]
    assert shelf.book([], statuses=statuses, readings=readings).looked.blind
    assert not shelf.book([], statuses=statuses, readings=readings, min_read=0.2).looked.blind


def test_the_same_archive_is_the_same_book(shelf: Shelf) -> None:
    mentions = shelf.many(60)
    assert shelf.book(mentions) == shelf.book(list(reversed(mentions)))
