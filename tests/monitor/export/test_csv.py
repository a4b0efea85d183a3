"""CSV: what French Excel and everybody else opens with a double click, and cells that never run."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.export import COLUMNS, CsvStyle, MentionList, export
from monitor.export.csv_list import RUNS, safe
from monitor.wording import LANGUAGES, Words
from storage.model import Excerpt, MentionKind, Review, ReviewStatus, Salience
from tests.monitor.export.reading import cell, lines, made, rows


def test_the_file_is_what_french_excel_opens(press: Any) -> None:
    data = export([press.mention("Élan ; « œuvre »")], "csv", "fr")
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == 2
    assert data.count(b"\n") == 2
    assert cell(data, "Titre") == "Élan ; « œuvre »"


def test_columns_and_values_are_in_the_language(press: Any) -> None:
    mention = press.mention(
        "T",
        press.outlet("V", "national-daily", "GB"),
        kind=MentionKind.REPUBLICATION,
        language="en",
        to_check=True,
    )
    french, english = export([mention], "csv", "fr"), export([mention], "csv", "en")
    assert [cell(french, name) for name in ("Genre de média", "Pays", "Nature", "À vérifier", "Langue", "Statut")] == [
        "quotidien national", "Royaume-Uni", "Reprise intégrale", "oui", "anglais", "à relire",
    ]  # fmt: skip
    assert [cell(english, name, separator=",") for name in ("Kind of outlet", "Country", "Kind", "To check", "Language", "Status")] == [
        "national daily", "United Kingdom", "Full republication", "yes", "English", "to review",
    ]  # fmt: skip


def test_organisations_are_named_in_the_sheet_and_keep_their_ids_for_programs(press: Any) -> None:
    mention = press.mention("T", organisations=("rivage", "inconnue"), quoted=("rivage",))
    sheet = export([mention], "csv", "fr", (press.campaign,))
    assert cell(sheet, "Organisations nommées") == "Collectif Rivage, inconnue"
    assert cell(sheet, "Organisations citées") == "Collectif Rivage"
    assert lines(export([mention], "jsonl", "fr", (press.campaign,)))[0]["organisations"] == [
        "rivage",
        "inconnue",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_column_names_are_unique(language: str) -> None:
    names = [Words(language)(name) for name in (one.heading for one in COLUMNS)]
    assert len(set(names)) == len(names)


def test_days_and_hours_are_those_of_the_page_and_never_made_up(press: Any) -> None:
    timed = export(
        [press.mention("T", published=datetime.fromisoformat("2025-02-05T23:48:00-05:00"))], "csv", "fr"
    )
    assert (cell(timed, "Jour"), cell(timed, "Heure (du média)")) == ("2025-02-05", "23:48")
    bare = export([press.mention("T", published="2025-02-05")], "csv", "fr")
    assert (cell(bare, "Jour"), cell(bare, "Heure (du média)")) == ("2025-02-05", "")
    none = export([press.mention("T", published=None)], "csv", "fr")
    assert (cell(none, "Jour"), cell(none, "Heure (du média)")) == ("", "")


def test_every_value_of_the_vocabulary_has_its_cell(press: Any) -> None:
    for kind in MentionKind:
        for salience in Salience:
            for status in ReviewStatus:
                mention = press.mention("T", kind=kind, review=Review(status))
                mention = replace(mention, judgement=replace(mention.judgement, salience=salience))
                (head, row) = rows(export([mention], "csv", "fr"))
                assert len(head) == len(row) == len(COLUMNS)
                assert all(
                    row[head.index(name)] for name in ("Nature", "Place dans l’article", "Statut", "Poids")
                )


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "\0=1",
        "  =1",
        "=cmd|' /C calc'!A0",
        "＝1",
        "\u200b=1",
        "\ufeff=1",
        "\u00a0=1",
        "%0A=1",
        "|x",
    ],
)
def test_cells_that_a_sheet_would_run_are_made_plain(press: Any, text: str) -> None:
    data = export([press.mention(text, review=Review(note=text), authors=[text])], "csv", "fr")
    for column in ("Titre", "Note", "Auteurs"):
        assert cell(data, column).startswith("'"), column


@given(st.text())
def test_a_cell_never_begins_like_a_formula_and_never_breaks_its_line(text: str) -> None:
    for value in (text, f" {text}", f"={text}", f"\ufeff{text}"):
        made = safe(value)
        assert not made.lstrip().startswith(RUNS)
        assert len(made.splitlines()) <= 1


@settings(max_examples=60)
@given(title=st.text(), author=st.text(), note=st.text(), url=st.text(), minutes=st.integers(-5000, 5000))
def test_whatever_the_cells_hold_the_table_keeps_its_form(
    press_class: Any, title: str, author: str, note: str, url: str, minutes: int
) -> None:
    press = press_class()
    when = press.at("2025-02-05 12:00") + timedelta(minutes=minutes)
    mention = press.mention(
        title, title, when, authors=[author], review=Review(note=note, tags=(note,)), url=url, language=author
    )
    mention = replace(mention, judgement=replace(mention.judgement, excerpt=Excerpt(note)))
    table = rows(export([mention, press.mention("Deux")], "csv", "fr"))
    assert [len(row) for row in table] == [len(COLUMNS)] * 3
    assert not any(value.lstrip().startswith(RUNS) for row in table[1:] for value in row)


def test_a_list_in_english_and_one_asked_for_so_stand_with_commas_and_iso_times(press: Any) -> None:
    when = datetime.fromisoformat("2025-02-05T23:48:00-05:00")
    mentions = [press.mention("Oui, mais ; non", published=when), press.mention("T", published="2025-02-07")]
    english = export(mentions, "csv", "en")
    assert english.startswith(b"\xef\xbb\xbf")  # Excel takes a file without it for another encoding
    assert cell(english, "Title", separator=",") == "Oui, mais ; non"
    assert cell(english, "Published", separator=",") == "2025-02-05T23:48:00-05:00"
    assert cell(english, "Published", 2, separator=",") == "2025-02-07"
    asked = made(MentionList(mentions, "fr", csv=CsvStyle.INTERNATIONAL), "csv")
    assert cell(asked, "Paru", separator=",") == "2025-02-05T23:48:00-05:00"
    asked = made(MentionList(mentions, "en", csv=CsvStyle.EXCEL_FR), "csv")
    assert cell(asked, "Title", separator=";") == "Oui, mais ; non"


def test_for_french_excel_a_time_is_the_campaigns_and_without_offset(press: Any) -> None:
    when = datetime.fromisoformat("2025-02-05T23:48:00-05:00")
    sheet = export([press.mention("T", published=when)], "csv", "fr", (press.campaign,))
    assert cell(sheet, "Paru") == "2025-02-06 05:48"
    assert cell(sheet, "Vue pour la première fois") == "2025-02-05 20:00"
