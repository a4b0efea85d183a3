from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from lxml import html

from monitor.reports.book import BOOK_FORMATS, book_title, render_book
from monitor.reports.book_items import short_address
from monitor.reports.book_layout import IN_FULL, IN_LINES
from storage.model import Health, MentionKind, Reason, Review, ReviewStatus
from tests.monitor.book.shelf import Shelf

HOSTILE = "\"'><script>alert(1)</script>{{7*7}}{% raw %}</style>\u202e\x00=cmd|' /C calc'!A0"


def page_of(book: Any, language: str = "fr") -> Any:
    return html.fromstring(render_book(book, "html", language).decode())


def words_of(element: Any) -> str:
    """Its words, with a space between cells and at every line."""
    return " ".join(" ".join(element.itertext()).split())


def section(page: Any, anchor: str) -> str:
    return words_of(page.xpath(f"//section[@aria-labelledby='{anchor}']")[0])


def test_the_cover_says_what_how_much_and_by_whom(shelf: Shelf) -> None:
    lead = replace(shelf.mention("d", "Agence Estuaire", text="d"), cluster_lead=True)
    mentions = [
        lead,
        shelf.mention("r", "Sarmande Matin", "2025-02-06 09:00", text="d"),
        shelf.mention("b", "The Ludwick Courier", review=Review(status=ReviewStatus.CONFIRMED, reviewed_at=shelf.press.utc("2025-02-06 08:00"))),
        *[shelf.mention("s", "Octet", kind=MentionKind.TOPIC) for _ in range(4)],
        shelf.mention("v", "Vigie", to_check=True),
    ]  # fmt: skip
    cover = words_of(page_of(shelf.book(mentions)).xpath("//header")[0])
    for said in (
        "Revue de presse, du 4 au 17 février 2025",
        "Tribune « Tout ce qu’on ne vous dit pas de la machine »",
        "Tribune : Le Balancier du soir, mardi 4 février 2025.",
        "À l’initiative : Collectif Rivage et Association du Phare.",
        "3 retombées de la tribune dans 3 médias de 2 pays, dont 2 nationaux. 2 articles et 1 reprise de dépêche.",
        "4 articles sur le sommet, parmi les médias que nous lisons.",
        "Relues à ce jour : 1 sur 3 ; les autres peuvent encore changer.",
        "1 article reste à vérifier ; il n’est ni montré ni compté.",
        "jamais des lecteurs",
        "Établie pour Collectif Rivage et Association du Phare le lundi 17 février 2025.",
    ):
        assert said in cover, cover


def test_nothing_found_and_nothing_read_are_told_apart(shelf: Shelf) -> None:
    quiet = words_of(page_of(shelf.book([])))
    assert "Aucune retombée de la tribune pendant cette période." in quiet
    assert "Nous n’avons pas pu chercher" not in quiet
    blind = words_of(page_of(shelf.book([], readings=[])))
    assert "Nous n’avons pas pu chercher pendant cette période." in blind
    assert "Aucune retombée" not in blind
    assert "Rien n’a été lu pendant cette période" in blind
    some = words_of(page_of(shelf.book([shelf.mention("x", "Vigie")], readings=[])))
    assert "il y a peut-être d’autres retombées" in some
    assert "1 retombée de la tribune" in some


@pytest.mark.parametrize(("language", "said"), [("fr", "accès libre"), ("en", "free access")])
def test_an_article_stands_with_its_outlet_day_authors_access_passage_and_link(
    shelf: Shelf, language: str, said: str
) -> None:
    mention = shelf.mention(
        "Cent groupes", "La Gazette lémanique", "2025-02-05 11:48", authors=["Nora Whitcombe"],
        organisations=("rivage", "phare"), quoted=("rivage",), url="https://www.gazette.example/a/b?utm_source=x",
        review=Review(note="à remercier", reviewed_by="Inès"), excerpt="Dans une tribune, ils demandent.", marks=((5, 16),),
    )  # fmt: skip
    page = page_of(
        replace(shelf.book([mention]), remarks={mention.id: "première reprise en Suisse"}), language
    )
    article = page.xpath("//section[@aria-labelledby='regional']//article")[0]
    words = words_of(article)
    for part in ("Citation", "La Gazette lémanique", "Nora Whitcombe", said, "Cent groupes", "gazette.example/a/b", "première reprise en Suisse"):  # fmt: skip
        assert part in words
    for kept in ("Inès", "à remercier"):
        assert kept not in words
    assert article.xpath(".//mark/text()") == ["une tribune"]
    assert set(article.xpath(".//a/@href")) == {"https://www.gazette.example/a/b?utm_source=x"}
    suisse, day = ("Suisse", "mercredi 5 février 2025") if language == "fr" else ("Switzerland", "Wednesday 5 February 2025")  # fmt: skip
    assert suisse in words and day in words


def test_reprints_are_folded_under_their_dispatch_each_with_its_link(shelf: Shelf) -> None:
    lead = replace(shelf.mention("Dépêche", "Agence Estuaire", text="d"), cluster_lead=True)
    reprint = shelf.mention(
        "Autre titre", "Octet", "2025-02-06 08:00", text="d", url="https://octet.example/r"
    )
    page = page_of(shelf.book([lead, reprint]))
    assert "1 reprise de ce texte : Octet (6 février)" in section(page, "agencies")
    assert page.xpath("//section[@aria-labelledby='agencies']//a[@href='https://octet.example/r']")
    assert not page.xpath("//section[@aria-labelledby='online']")


def test_the_contents_lead_to_every_section_and_nowhere_else(shelf: Shelf) -> None:
    page = page_of(shelf.book(shelf.many(60)))
    led = [href.removeprefix("#") for href in page.xpath("//nav//a/@href")]
    there = page.xpath("//section/h2/@id")
    assert led == [anchor for anchor in there if anchor != "sommaire"]
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_the_drawing_says_what_its_table_says(shelf: Shelf) -> None:
    book = shelf.book(shelf.many(60))
    page = page_of(book)
    rows = [
        [cell.text_content() for cell in row]
        for row in page.xpath("//section[@aria-labelledby='jours']//tbody/tr")
    ]
    assert rows == [
        [f"{span.first.day} février", str(span.pickups), str(span.topic)] for span in book.timeline.spans
    ]
    for name, values in (("one", [span.pickups for span in book.timeline.spans]), ("two", [span.topic for span in book.timeline.spans])):  # fmt: skip
        heights = [float(bar.get("height")) for bar in page.xpath(f"//svg/rect[@class='{name}']")]
        drawn = [value for value in values if value]
        assert len(heights) == len(drawn)
        top = max(max(span.pickups, span.topic) for span in book.timeline.spans)
        assert heights == pytest.approx([230 * value / max(top, 4) for value in drawn], abs=0.06)
    title = words_of(page.xpath("//svg/title")[0])
    assert f"{book.tally.articles} retombées" in title and "Les chiffres sont dans le tableau" in title


def test_the_release_and_the_event_are_named_under_the_drawing(shelf: Shelf) -> None:
    svg = words_of(page_of(shelf.book(shelf.many(60))).xpath("//svg")[0])
    assert "parution" in svg and "le sommet" in svg


def test_a_long_section_says_how_many_stand_in_full_and_holds_them_all(shelf: Shelf) -> None:
    mentions = [shelf.mention(f"Titre {number}", "Sarmande Matin") for number in range(IN_FULL + 15)]
    page = page_of(shelf.book(mentions))
    assert len(page.xpath("//section[@aria-labelledby='regional']//article")) == IN_FULL
    assert len(page.xpath("//section[@aria-labelledby='regional']//tbody/tr")) == 15
    said = section(page, "regional")
    assert f"Les {IN_FULL} premières figurent en entier, les autres chacune en une ligne." in said
    assert all(f"Titre {number}" in said for number in range(IN_FULL + 15))


def test_articles_on_the_event_are_listed_until_they_are_too_many_then_counted_by_outlet(
    shelf: Shelf,
) -> None:
    topic = [
        shelf.mention(f"Sommet {number}", "Octet" if number % 3 else "Vigie", kind=MentionKind.TOPIC)
        for number in range(IN_LINES + 1)
    ]
    listed = page_of(shelf.book(topic[:-1]))
    assert len(listed.xpath("//section[@aria-labelledby='evenement']//tbody/tr")) == IN_LINES
    counted = page_of(shelf.book(topic))
    rows = [
        words_of(row).split() for row in counted.xpath("//section[@aria-labelledby='evenement']//tbody/tr")
    ]
    assert rows == [["Octet", "1", "334"], ["Vigie", "667"]]
    assert "c’est trop pour une liste ici" in section(counted, "evenement")


def test_the_method_says_what_was_not_read_and_why(shelf: Shelf) -> None:
    said = section(page_of(shelf.book([], readings=shelf.readings([6, 7, 9]))), "methode")
    for part in (
        "Sur 3 sources que nous pouvons lire, 2 ont été lues au moins une fois pendant cette période.",
        "La lecture a commencé le jeudi 6 février 2025",
        "Pendant 9 jours, rien n’a pu être lu : samedi 8 février",
        "1 source interdit la lecture automatique, et nous respectons ce choix : Cabines.",
        "Octet flux Le site est en panne.",
        "heure de Paris",
        "de 300 caractères au plus",
        "ni audience ni équivalent publicitaire",
        "sur papier",
    ):
        assert part in said, said


def test_the_book_of_an_organisation_says_whose_it_is(shelf: Shelf) -> None:
    whose = shelf.campaign.organisations[1]
    book = shelf.book([shelf.mention("x", "Vigie", organisations=("phare",))], organisation=whose)
    assert "réunit ce qui nomme ou cite Association du Phare." in words_of(page_of(book).xpath("//header")[0])
    assert book_title(book, "fr").endswith("Association du Phare")


def test_nothing_of_the_outside_runs_or_leads_anywhere_but_to_the_web(shelf: Shelf) -> None:
    outlet = replace(shelf.press.outlet("x"), name=HOSTILE, kind=HOSTILE, country=HOSTILE)
    campaign = shelf.changed(name=HOSTILE, prepared_for=HOSTILE)
    mentions = [
        shelf.press.mention(HOSTILE, outlet, kind=kind, url=url, excerpt=HOSTILE, authors=[HOSTILE], language=HOSTILE, organisations=(HOSTILE,), review=Review(note=HOSTILE, reviewed_by=HOSTILE))
        for kind in MentionKind
        for url in ("javascript:alert(1)", "data:text/html,x", "https://ok.example/a")
    ]  # fmt: skip
    status = shelf.press.status(outlet, Health.FAILING, Reason.DNS)
    book = shelf.book(mentions, campaign=campaign, statuses=[status])
    hostile = replace(book, remarks={one.id: HOSTILE for one in mentions})
    text = render_book(hostile, "html", "fr").decode()
    page = html.fromstring(text)
    assert not page.xpath("//script | //iframe | //object | //link | //img | //base | //@onerror | //@src")
    assert {href for href in page.xpath("//@href") if not href.startswith("#")} == {"https://ok.example/a"}
    assert "49" not in words_of(page.xpath("//h1")[0])
    assert not re.search("[\u202e\x00]", text)
    assert text.count("</style>") == 1


def test_it_asks_nothing_of_anyone(shelf: Shelf) -> None:
    text = render_book(shelf.book(shelf.many(60)), "html", "fr").decode()
    assert not re.search(r"@import|url\(|<script|<link|src=|http-equiv", text)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_word_is_left_in_the_other_language(shelf: Shelf, language: str) -> None:
    page = page_of(shelf.book(shelf.many(80), readings=shelf.readings([6])), language)
    assert page.get("lang") == language
    said = words_of(page)
    foreign = (
        ("Method and limits", "pickups", "Contents")
        if language == "fr"
        else ("retombées", "Méthode", "février")
    )
    assert not [word for word in foreign if word in said]


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2025, 2, 1), date(2025, 2, 17), "du 1er au 17 février 2025"),
        (date(2025, 1, 28), date(2025, 2, 1), "du 28 janvier au 1er février 2025"),
        (date(2024, 12, 28), date(2025, 1, 3), "du 28 décembre 2024 au 3 janvier 2025"),
        (date(2025, 2, 4), date(2025, 2, 4), "le 4 février 2025"),
    ],
)
def test_a_period_is_said_as_short_as_can_be(shelf: Shelf, first: date, last: date, said: str) -> None:
    assert book_title(shelf.book([], first=first, last=last), "fr").endswith(f"revue de presse {said}")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://www.vigie.example/entretiens/?utm_source=x#y", "vigie.example/entretiens"),
        ("https://user:secret@vigie.example/", "vigie.example"),
        ("https://a.example/" + "x" * 90, "a.example/" + "x" * 53 + "…"),
    ],
)
def test_print_shows_a_link_short_and_without_secrets(url: str, shown: str) -> None:
    assert short_address(url) == shown


def test_the_same_book_is_the_same_bytes(shelf: Shelf) -> None:
    mentions = shelf.many(40)
    for name in ("html", "docx"):
        assert BOOK_FORMATS[name].render(shelf.book(mentions), "fr") == BOOK_FORMATS[name].render(
            shelf.book(list(reversed(mentions))), "fr"
        )
