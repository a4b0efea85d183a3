"""The workbook: real dates, links, filters, a head that stays, figures that can be checked, and never a formula."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from monitor.export import CsvStyle, MentionList, Rows, columns_named, export, in_order
from monitor.export.figures import LONGEST_RUN
from monitor.export.xlsx import LINKS_MOST, URL_MOST
from storage.model import Health, MentionKind, Reason, Review, ReviewStatus, Salience
from tests.monitor.export.reading import book, column, made, sheet

RUNNING = [
    "=1+1",
    "@SUM(A1)",
    "+cmd|' /C calc'!A0",
    "-1",
    "{=1+1}",
    "http://x.example/",
    '=HYPERLINK("http://x.example")',
    "0123",
    "1e5",
]


def wall(*numbers: int) -> datetime:
    """A time as Excel has it: without a zone."""
    return datetime(*numbers)  # type: ignore[arg-type]  # noqa: DTZ001


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as found:
        return {name: found.read(name).decode() for name in found.namelist()}


def test_days_and_times_are_dates_of_excel_in_the_campaigns_zone(press: Any) -> None:
    timed = press.mention("T", published=datetime.fromisoformat("2025-02-05T23:48:00-05:00"))
    bare = press.mention("T", published="2025-02-06")
    none = press.mention("T", published=None)
    data = export([timed, bare, none], "xlsx", "fr", (press.campaign,))
    assert column(data, "Paru") == [wall(2025, 2, 6), wall(2025, 2, 6, 5, 48), None]
    listed = book(data).worksheets[0]
    assert [cell.number_format for cell in listed["A"][1:3]] == ["dd/mm/yyyy", "dd/mm/yyyy hh:mm"]
    assert column(data, "Jour") == [wall(2025, 2, 6), wall(2025, 2, 5), None]
    assert column(data, "Heure (du média)") == [None, "23:48", None]


@pytest.mark.parametrize("moment", [date(1899, 12, 31), datetime.fromisoformat("1600-01-01T10:00+00:00")])
def test_a_day_that_excel_does_not_know_stays_as_a_text(press: Any, moment: Any) -> None:
    value = column(export([press.mention("T", published=moment)], "xlsx", "en"), "Published")[0]
    assert isinstance(value, str)
    assert value.startswith(str(moment.year))


@pytest.mark.parametrize("text", RUNNING)
def test_no_cell_is_a_formula_whatever_it_begins_with(press: Any, text: str) -> None:
    review = Review(ReviewStatus.CONFIRMED, "x", (text,), False, text, text, text)
    hostile = press.mention(
        text,
        press.outlet(text, text),
        authors=[text],
        excerpt=text,
        review=review,
        organisations=(text,),
        url=text,
    )
    campaign = replace(press.campaign, name=text)
    for language in ("fr", "en"):
        data = export([hostile], "xlsx", language, (campaign,))
        for page in book(data).worksheets:
            assert {cell.data_type for row in page.iter_rows() for cell in row} <= {
                "s",
                "n",
                "d",
                "inlineStr",
            }
        assert column(data, "Titre" if language == "fr" else "Title") == [text]
        assert not any("<f>" in part for name, part in parts(data).items() if "worksheets/sheet" in name)


def test_numbers_are_numbers(press: Any) -> None:
    reuse = {"document": "tribune", "share_of_document": 0.94, "share_of_article": 0.5}
    mention = replace(press.mention("T", press.outlet("V", tier=2), reuse=reuse), cluster_size=3)
    data = export([mention], "xlsx", "fr")
    assert column(data, "Part de notre texte reprise (%)") == [94]
    assert (column(data, "Rang"), column(data, "Articles portant ce texte")) == ([2], [3])


def test_the_title_leads_to_the_article_where_a_reader_may_follow(press: Any) -> None:
    urls = [
        "https://journal.example/a?x=1&y=é#ancre",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://journal.example/" + "a" * 1970,
        "https://journal.example/" + "[" * 1900,  # three times as long once Excel has written it
        "internal:'Liste'!A1",
    ]
    data = export([press.mention(f"T{n}", url=url) for n, url in enumerate(urls)], "xlsx", "fr")
    listed = book(data).worksheets[0]
    place = [cell.value for cell in listed[1]].index("Titre") + 1
    links = [listed.cell(row, place).hyperlink for row in range(2, 8)]
    assert [bool(link) for link in links] == [True, False, False, True, False, False]
    first = links[0]
    assert (first.target, first.location) == ("https://journal.example/a?x=1&y=é", "ancre")
    assert all(len(link.target) <= URL_MOST for link in links if link)
    assert column(data, "Titre") == [f"T{n}" for n in range(6)]


def test_beyond_what_excel_takes_links_become_texts(press: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert LINKS_MOST == 65_530
    monkeypatch.setattr("monitor.export.xlsx.LINKS_MOST", 2)
    data = export([press.mention(f"T{n}") for n in range(4)], "xlsx", "fr")
    assert parts(data)["xl/worksheets/sheet1.xml"].count("<hyperlink ") == 2
    assert column(data, "Titre") == ["T0", "T1", "T2", "T3"]


def test_the_list_has_a_filter_a_head_that_stays_and_prints_across_a_page(press: Any) -> None:
    listed = book(export([press.mention("T"), press.mention("U")], "xlsx", "fr")).worksheets[0]
    assert listed.auto_filter.ref.startswith("A1:")
    assert listed.auto_filter.ref.endswith("3")
    assert listed.freeze_panes == "A2"
    assert (listed.page_setup.orientation, listed.page_setup.paperSize) == ("landscape", 9)
    assert listed.print_title_rows == "$1:$1"
    assert "$A$1:$I$3" in listed.print_area
    assert listed["I2"].alignment.wrap_text
    hidden = [letter for letter, one in listed.column_dimensions.items() if one.hidden]
    assert hidden
    asked = MentionList([press.mention("T")], "fr", columns=columns_named(["id", "titre"]))
    named = book(made(asked, "xlsx")).worksheets[0]
    assert [cell.value for cell in named[1]] == ["Identifiant", "Titre"]
    assert not any(one.hidden for one in named.column_dimensions.values())


def test_a_long_cell_gets_a_row_of_its_height_and_no_more_than_a_screen_holds(press: Any) -> None:
    data = export(
        [press.mention("T", excerpt="mot " * 70), press.mention("T" * 5000), press.mention("U")], "xlsx", "fr"
    )
    heights = [book(data).worksheets[0].row_dimensions[row].height for row in (2, 3, 4)]
    assert heights == [75.0, 120.0, None]


def test_the_sheets_have_their_names_in_the_language(press: Any) -> None:
    names = {lang: book(export([press.mention("T")], "xlsx", lang)).sheetnames for lang in ("fr", "en")}
    assert names == {
        "fr": ["Liste", "Médias", "Chronologie", "Méthode"],
        "en": ["List", "Outlets", "Timeline", "Method"],
    }


@pytest.fixture
def some(press: Any) -> list[Any]:
    rejected = Review(ReviewStatus.REJECTED)
    radio = press.outlet("Radio Ostrelle", "radio", "BE")
    return [
        press.mention("1", kind=MentionKind.REPUBLICATION, published="2025-02-04 10:00"),
        press.mention("2", published="2025-02-06 23:30"),
        press.mention("3", radio, kind=MentionKind.RELATED, published="2025-02-06"),
        press.mention("4", radio, kind=MentionKind.TOPIC, published=None),
        press.mention("5", radio, to_check=True, published="2025-02-06 10:00"),
        press.mention("6", own=True, published="2025-02-04 10:00"),
        press.mention("7", review=rejected, published="2025-02-04 10:00"),
        press.mention(
            "8", to_check=True, review=Review(ReviewStatus.CONFIRMED), published="2025-02-04 10:00"
        ),
    ]


def test_outlets_and_days_count_each_row_of_the_list_once(press: Any, some: list[Any]) -> None:
    data = export(some, "xlsx", "fr", (press.campaign,))
    outlets = sheet(data, 1)
    assert outlets[0][4:12] == [
        "Articles comptés", "Reprise intégrale", "Citation", "Sujet lié", "Événement", "À vérifier",
        "Pages de nos organisations", "Écartées",
    ]  # fmt: skip
    assert [row[0] for row in outlets[1:]] == ["Sarmande Matin", "Radio Ostrelle", None, "Total"]
    assert outlets[1][4:] == [3, 1, 2, 0, 0, 0, 1, 1, wall(2025, 2, 4), wall(2025, 2, 6)]
    assert outlets[2][4:] == [2, 0, 0, 1, 1, 1, 0, 0, wall(2025, 2, 6), wall(2025, 2, 6)]
    assert outlets[4][4:12] == [5, 1, 2, 1, 1, 1, 1, 1]
    days = sheet(data, 2)
    assert [row[0] for row in days[1:]] == [
        wall(2025, 2, 4), wall(2025, 2, 5), wall(2025, 2, 6), "sans date", None, "Total",
    ]  # fmt: skip
    assert [row[1:10] for row in days[1:5]] == [
        [2, 0, 1, 1, 0, 0, 0, 1, 1],
        [0, 0, 0, 0, 0, 0, 0, 0, 0],
        [1, 1, 0, 1, 1, 0, 1, 0, 0],
        [0, 1, 0, 0, 0, 1, 0, 0, 0],
    ]
    assert sum(days[6][3:10]) == len(some)


def test_the_timeline_has_a_chart_of_its_own_table_with_a_zero_base(press: Any, some: list[Any]) -> None:
    chart = parts(export(some, "xlsx", "fr", (press.campaign,)))["xl/charts/chart1.xml"]
    assert "Chronologie!$B$2:$B$4" in chart
    assert "Chronologie!$C$2:$C$4" in chart
    assert "<c:v>Retombées de nos textes</c:v>" in chart
    assert '<c:min val="0"/>' in chart
    assert not any("charts/" in name for name in parts(export([], "xlsx", "fr")))


def test_over_a_long_time_only_days_with_an_article_are_shown(press: Any) -> None:
    start = press.at("2020-01-01 10:00")
    mentions = [press.mention("T", published=start + timedelta(days=n)) for n in (0, LONGEST_RUN + 1)]
    assert len(sheet(export(mentions, "xlsx", "fr"), 2)) == 1 + 2 + 2


def test_the_method_says_what_was_searched_chosen_and_not_read_and_nothing_invented(press: Any) -> None:
    statuses = (
        press.status("Sarmande Matin"),
        press.status("Le Fjord", Health.ROBOTS, Reason.ROBOTS),
        press.status("La Falaise", Health.FAILING, Reason.SERVER_ERROR, since="2025-02-03 10:00"),
    )
    asked = MentionList(
        [press.mention("T"), press.mention("U", to_check=True)],
        "fr",
        (press.campaign,),
        chosen=(("Nature", "Citation"),),
        statuses=statuses,
    )
    said = {row[0]: (row[1] or "").replace("\u00a0", " ") for row in sheet(made(asked, "xlsx"), 3) if row[0]}
    assert said["Campagne"] == "Sommet IA, février 2025"
    assert said["Nombre"] == "1 article compté : citation (1). Montrés sans être comptés : à vérifier (1)."
    assert said["Paru"] == "du mercredi 5 février 2025 au mercredi 5 février 2025"
    assert said["Nature"] == "Citation"
    assert said["Nos textes"] == "Tribune"
    assert said["Organisations cherchées"] == "Collectif Rivage et Association du Phare"
    assert said["Médias lus"] == "3 médias, par 3 sources."
    assert said["Le Fjord (flux)"].startswith("Le site refuse la lecture automatique")
    assert said["La Falaise (flux)"] == "Le site est en panne. Depuis le lundi 3 février 2025."
    assert "Sarmande Matin (flux)" not in said
    assert "300 signes" in said["Droits"]
    assert said["Audience"].startswith("Ni audience estimée ni valeur publicitaire")
    assert "À vérifier" in said


def test_people_are_one_row_for_each_author_of_each_outlet(press: Any) -> None:
    mentions = [
        press.mention("A", authors=["Inès Marchand", "La rédaction"], published="2025-02-05 10:00"),
        press.mention("B", authors=["INÈS MARCHAND"], published="2025-02-07 10:00"),
        press.mention("C", "Le Balancier", authors=["Inès Marchand", "AFP"]),
        press.mention(
            "D", authors=["Sarmande Matin", "Paul Roy (p.roy@journal.example)", "  "], published=None
        ),
    ]
    asked = MentionList(mentions, "fr", (press.campaign,), rows=Rows.PEOPLE)
    head, *below = sheet(made(asked, "xlsx"))
    assert head == [
        "Auteur", "Média", "Articles", "Jour du dernier", "Article le plus récent", "Autres articles", "Adresses",
    ]  # fmt: skip
    assert [row[:5] for row in below] == [
        ["Inès Marchand", "Le Balancier", 1, wall(2025, 2, 5), "C"],
        ["Inès Marchand", "Sarmande Matin", 2, wall(2025, 2, 7), "B"],
        ["Paul Roy", "Sarmande Matin", 1, None, "D"],
    ]
    assert below[1][5] == "A"
    assert below[1][6].splitlines() == [mentions[0].article.url, mentions[1].article.url]
    for name in ("csv", "docx", "pdf"):
        assert b"@journal" not in made(replace(asked, csv=CsvStyle.EXCEL_FR), name)


def test_excels_own_escapes_are_not_taken_for_signs(press: Any) -> None:
    xml = parts(export([press.mention("_x0041_ et _x000D_")], "xlsx", "fr"))["xl/worksheets/sheet1.xml"]
    assert "_x005F_x0041_ et _x005F_x000D_" in xml


def test_the_file_says_when_its_newest_mention_was_found_and_not_when_it_was_made(press: Any) -> None:
    mentions = in_order(
        [press.mention("T", seen="2025-02-05 20:00"), press.mention("U", seen="2025-02-09 08:00")]
    )
    core = parts(export(mentions, "xlsx", "fr"))["docProps/core.xml"]
    assert "2025-02-09T07:00:00Z" in core
    assert Salience.MAIN.value not in core


def test_a_title_of_which_nothing_can_be_seen_gives_way_to_the_address(press: Any) -> None:
    good = press.mention("\u200b \x94")
    bad = press.mention(" ", url="ftp://media.example/a")
    data = export([good, bad], "xlsx", "fr")
    assert column(data, "Titre") == [good.article.url, "ftp://media.example/a"]
    assert "media.example" in export([bad], "rss", "fr").decode()
