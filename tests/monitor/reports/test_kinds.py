"""Reports of a weekend, a week, a campaign and an organisation: what they say of themselves, and the mail in trouble."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from lxml import html as parser

from monitor.digest import DeliveryTrouble, Digest
from monitor.reports import render, title_of
from monitor.reports.text import render_text
from storage.model import DeliveryState, MentionKind, MessageKind, ReportKind, ReportRecord, Review
from tests.monitor.reports.situations import digest_with

Named = Callable[[str], Digest]


def said(digest: Digest, language: str = "fr") -> str:
    """The text on one line, with ordinary spaces."""
    plain = render_text(digest, language).replace("\u00a0", " ").replace("\u202f", " ")
    return " ".join(plain.split())


def test_mondays_report_says_that_it_covers_the_weekend(digest_named: Named) -> None:
    digest = digest_named("weekend-monday")
    told = "Ce point couvre le week-end : 72 heures, du vendredi 7 à 7 h 30 au lundi 10 à 7 h 30."
    assert told in said(digest)
    english = "This report covers the weekend: 72 hours, from Friday 7 at 07:30 to Monday 10 at 07:30."
    assert english in said(digest, "en")


@pytest.mark.parametrize(
    ("last", "told"),
    [
        ("2025-02-05", "Ce point couvre 24 heures, du mercredi 5"),
        ("2025-02-04", "Ce point couvre aussi mercredi 5, qui n’en a pas eu : 48 heures, du mardi 4"),
        ("2025-02-03", "Ce point couvre aussi mardi 4 et mercredi 5, qui n’en ont pas eu : 72 heures"),
        ("2025-01-31", "Ce point couvre aussi 5 jours qui n’en ont pas eu : 144 heures, du vendredi 31"),
    ],
)
def test_days_without_a_report_are_named_or_counted(press: Any, last: str, told: str) -> None:
    end = press.utc(f"{last} 07:41")
    before = ReportRecord("appel", date.fromisoformat(last), end, end, end)
    assert told in said(digest_with(press, [], reports=[before]))


def test_a_week_and_a_campaign_say_what_they_are_and_cover(digest_named: Named) -> None:
    week, campaign = digest_named("week"), digest_named("whole-campaign")
    assert (
        title_of(week, "fr")
        .replace("\u00a0", " ")
        .startswith("Point de la semaine, vendredi 7 février 2025 : ")
    )
    assert "Ce point couvre 7 jours, du vendredi 31 janvier à 7 h 30 au vendredi 7 à 7 h 41." in said(week)
    assert "12 nouvelles retombées de la tribune" in said(week)
    assert "Bilan de la campagne" in title_of(campaign, "fr")
    told = "Ce point couvre toute la campagne : 21 jours, du mardi 4 février au lundi 24 février 2025."
    assert told in said(campaign)
    assert "12 retombées de la tribune, dans 11 médias dont 2 nationaux." in said(campaign)


def test_a_source_read_in_part_is_named_apart_from_those_never_read(digest_named: Named) -> None:
    week = said(digest_named("week"))
    assert "13 sources lues sur 14. 1 non lue" in week
    assert "1 lue une partie du temps seulement : Ostrelle." in week
    assert "- La Falaise, flux" in week
    assert "- Ostrelle, flux" not in week


@pytest.mark.parametrize(
    ("named", "quoting", "told"),
    [
        (1, 0, "1 nouvelle retombée de la tribune nomme Collectif Rivage ; aucune ne rapporte ses propos."),
        (3, 1, "3 nouvelles retombées de la tribune nomment Collectif Rivage ; 1 rapporte ses propos."),
        (3, 3, "3 nouvelles retombées de la tribune nomment Collectif Rivage ; 3 rapportent ses propos."),
        (0, 0, "Aucune nouvelle retombée de la tribune ne nomme Collectif Rivage."),
    ],
)
def test_the_report_of_an_organisation_says_how_many_name_and_quote_it(
    press: Any, named: int, quoting: int, told: str
) -> None:
    mentions = [
        press.mention(f"T{number}", organisations=("rivage",), quoted=("rivage",) if number < quoting else ())
        for number in range(named)
    ]
    mentions.append(press.mention("Autre", organisations=("phare",), quoted=("phare",)))
    digest = digest_with(press, mentions, organisation=press.campaign.organisations[0])
    assert told in said(digest)
    assert "Autre" not in said(digest)
    assert "Ce point ne réunit que les articles qui nomment Collectif Rivage" in said(digest)
    page = parser.fromstring(render(digest, "html", "fr").decode())
    lines = page.xpath("//section[@id='propos']//li")
    assert len(lines) == quoting


@pytest.mark.parametrize(
    ("state", "reason", "told"),
    [
        (DeliveryState.FAILED, "", "Non envoyé."),
        (DeliveryState.UNKNOWN, "", "Nous ne savons pas s’il est arrivé"),
        (DeliveryState.PENDING, "", "Pas encore envoyé ; nous essayons toujours."),
    ],
)
def test_mail_in_trouble_says_to_whom_what_and_how_it_stands(
    press: Any, state: DeliveryState, reason: str, told: str
) -> None:
    trouble = DeliveryTrouble("ines@example.org", MessageKind.WEEKLY, date(2025, 1, 31), state, reason)
    digest = digest_with(press, [], delivery_trouble=[trouble])
    assert "1 courriel n’est peut-être pas arrivé." in said(digest)
    assert f"- Le point de la semaine du vendredi 31 janvier, à ines@example.org : {told}" in said(digest)
    for name in ("html", "mail"):
        page = parser.fromstring(render(digest, name, "fr").decode())
        (row,) = page.xpath("//table[caption[contains(., 'courriel')]]/tbody/tr")
        assert row[0].text_content() == "ines@example.org"
    assert "Courriels" not in said(digest_with(press, []))


def test_what_waits_for_a_review_is_said_by_kind(press: Any) -> None:
    mentions = [
        press.mention("p"),
        press.mention("r", kind=MentionKind.RELATED),
        press.mention("t", kind=MentionKind.TOPIC),
        press.mention("c", to_check=True),
    ]
    told = "4 articles depuis la parution : 1 retombée de la tribune, 1 sur un sujet lié, 1 sur le sommet et 1 à vérifier."
    assert told in said(digest_with(press, mentions))
    reviewed = [replace(one, review=Review(status="confirmed")) for one in mentions]
    assert "Pas encore relus" not in said(digest_with(press, reviewed))


@pytest.mark.parametrize(
    ("reviewed", "told"), [(1, "1 retombée sur 3 est relue"), (2, "2 retombées sur 3 sont relues")]
)
def test_how_many_are_reviewed_agrees_with_its_number(press: Any, reviewed: int, told: str) -> None:
    done = Review(reviewed_at=press.utc("2025-02-06 07:00"))
    mentions = [press.mention(f"T{n}", review=done if n < reviewed else None) for n in range(3)]
    assert f"{told} : le reste peut encore changer." in said(digest_with(press, mentions))


def test_up_to_three_stand_first_and_the_others_apart(press: Any) -> None:
    for count, headings in (
        (3, ["Les retombées de la tribune"]),
        (4, ["À la une", "Les autres retombées de la tribune"]),
    ):
        digest = digest_with(press, [press.mention(f"T{n}") for n in range(count)])
        page = parser.fromstring(render(digest, "html", "fr").decode())
        assert page.xpath("//div[@class='news']//h2/text()") == headings
        assert len(page.xpath("//h3")) == count


def test_where_nothing_came_out_there_is_no_empty_table(press: Any) -> None:
    told = "Rien n’est sorti depuis la parution, à notre connaissance."
    assert told in said(digest_with(press, []))
    for name in ("html", "mail"):
        page = render(digest_with(press, []), name, "fr").decode()
        assert told in page
        assert "<svg" not in page
    late = press.campaign_with(documents=(), starts_on=None)
    press.campaign = late
    assert "Rien n’est sorti" not in said(digest_with(press, []))


def test_the_table_of_a_campaign_leaves_out_its_empty_days_and_the_drawing_does_not(
    digest_named: Named,
) -> None:
    digest = digest_named("whole-campaign")
    page = parser.fromstring(render(digest, "html", "fr").decode())
    rows = page.xpath("//section[@id='parution']//tbody/tr")
    assert len(rows) == sum(bool(day.pickups or day.topic) for day in digest.timeline) == 3
    assert len(digest.timeline) == 21
    assert "les jours sans article n’y figurent pas" in said(digest)
    bars = page.xpath("//*[local-name()='rect']")
    assert len(bars) == sum((day.pickups > 0) + (day.topic > 0) for day in digest.timeline)


def test_a_daily_report_shows_fourteen_days_and_folds_those_before(press: Any) -> None:
    mentions = [
        press.mention("T", published=f"2025-02-{day:02}", seen=f"2025-02-{day:02} 20:00")
        for day in range(4, 27)
    ]
    made = press.utc("2025-02-27 07:41")
    digest = digest_with(press, mentions, day=date(2025, 2, 27), made="2025-02-27 07:41", until=made)
    assert digest.kind is ReportKind.DAILY
    page = parser.fromstring(render(digest, "html", "fr").decode())
    tables = page.xpath("//section[@id='parution']//tbody")
    assert [len(table) for table in tables] == [14, 10]
    mail = parser.fromstring(render(digest, "mail", "fr").decode()).text_content()
    assert "10 jours antérieurs ne sont pas montrés." in mail.replace("\u00a0", " ")
