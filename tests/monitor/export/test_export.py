"""Mention lists: the contract's keys, cells that never run, the same bytes twice."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.export import FORMATS, export
from monitor.export.csv_list import COLUMNS, RUNS, safe
from monitor.export.jsonl import record
from monitor.wording import LANGUAGES, Words
from storage.model import (
    Evidence,
    Excerpt,
    MentionKind,
    Review,
    ReviewStatus,
    Rights,
    Salience,
)

KEYS = [
    "id",
    "campaign",
    "kind",
    "to_check",
    "salience",
    "status",
    "score",
    "url",
    "canonical_url",
    "title",
    "standfirst",
    "outlet",
    "outlet_id",
    "domain",
    "country",
    "outlet_kind",
    "tier",
    "own",
    "found_by",
    "authors",
    "published_at",
    "published_precision",
    "published_from",
    "first_seen_at",
    "language",
    "paywalled",
    "excerpt",
    "evidence",
    "organisations",
    "organisations_quoted",
    "dossier_version",
    "reuse",
    "cluster",
    "cluster_size",
    "cluster_lead",
    "tone",
    "tags",
    "starred",
    "note",
    "reject_reason",
    "reviewed_by",
    "reviewed_at",
    "snapshot",
]


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def lines(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.decode("utf-8").split("\n")[:-1]]


def cell(data: bytes, column: str, row: int = 1) -> str:
    table = rows(data)
    return table[row][table[0].index(column)]


# ---- every format -------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(FORMATS))
def test_the_same_mentions_are_the_same_bytes_in_whatever_order_they_come(
    press: Any, name: str, language: str
) -> None:
    mentions = [press.mention(f"T{n}", published=f"2025-02-0{1 + n % 5} 10:00") for n in range(12)]
    assert export(mentions, name, language) == export(reversed(mentions), name, language)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_lists_are_ordered_by_publication_then_id_undated_last(press: Any, name: str) -> None:
    published = [
        None,
        "2025-02-06 01:00",
        "2025-02-05",
        "2025-02-05 23:30",
        datetime.fromisoformat("2025-02-05T18:00-05:00"),
        "2025-02-05 23:30",
    ]
    titles = ["undated", "next day", "bare day", "evening", "same evening in New York", "evening too"]
    mentions = [press.mention(title, published=when) for title, when in zip(titles, published, strict=True)]
    data = export(mentions, name, "en")
    got = [line["title"] for line in lines(data)] if name == "jsonl" else [row[5] for row in rows(data)[1:]]
    assert got == ["bare day", "evening", "evening too", "same evening in New York", "next day", "undated"]


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_no_mention_is_an_empty_list_and_no_error(name: str) -> None:
    data = export([], name, "fr")
    assert (lines(data) == []) if name == "jsonl" else (len(rows(data)) == 1)


@pytest.mark.parametrize("name", sorted(FORMATS))
@pytest.mark.parametrize("rights", list(Rights))
def test_no_more_than_300_characters_of_a_text_are_handed_on(press: Any, name: str, rights: Rights) -> None:
    mention = press.mention("T", excerpt="e" * 5000)
    long = Evidence("quote", "document", "tribune", "body", "v" * 5000, 0, 5000, 0.9)
    judgement = replace(mention.judgement, evidence=(long,))
    article = replace(mention.article, rights=rights, text="body " * 1000)
    data = export([replace(mention, judgement=judgement, article=article)], name, "fr").decode()
    assert "e" * 299 in data
    assert "e" * 301 not in data
    assert "v" * 301 not in data
    assert "body body" not in data


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_of_a_reserved_outlet_the_standfirst_is_not_handed_on(press: Any, name: str) -> None:
    mention = press.mention("T")
    article = replace(mention.article, standfirst="Le chapô de l’article")
    assert "Le chapô" in export([replace(mention, article=article)], name, "fr").decode()
    for reserved in (
        replace(article, rights=Rights.RESERVED),
        replace(article, outlet=replace(article.outlet, rights=Rights.RESERVED)),
    ):
        assert "Le chapô" not in export([replace(mention, article=reserved)], name, "fr").decode()


# ---- JSON lines ---------------------------------------------------------------------------------


def test_the_keys_are_those_of_the_contract_in_its_order(press: Any) -> None:
    assert list(record(press.mention("T"))) == KEYS


def test_the_contract_names_the_same_keys(shared: Path) -> None:
    text = (shared / "design" / "contract.md").read_text(encoding="utf-8")
    shape = re.search(r"^## Mention as exported.*?$(.*?)^Times are", text, re.MULTILINE | re.DOTALL)
    assert shape is not None
    outer = re.sub(r"\[\{.*?\}\]", "", shape.group(1))
    outer = re.sub(r'("reuse"|"snapshot"):\{.*?\}', r"\1", outer)
    named = re.findall(r'"([a-z_]+)"(?=[:,}])', outer)
    assert sorted(named) == sorted(KEYS)


def test_a_mention_that_knows_everything(press: Any) -> None:
    mention = press.mention(
        "Titre", press.outlet("Ostrelle", "radio", "BE", 2), datetime.fromisoformat("2025-02-05T11:48:00-05:00"),
        kind=MentionKind.REPUBLICATION, organisations=("rivage",), quoted=("phare",),
        reuse={
            "document": "tribune",
            "share_of_document": 0.94,
            "share_of_article": 0.5,
            "passages": [[[0, 5], [3, 8]]],  # for the screen, no part of the contract
        },
        review=Review(ReviewStatus.CONFIRMED, "favourable", ("une",), True, "Bien.", "", "Inès", press.utc("2025-02-06 09:00")),
    )  # fmt: skip
    (line,) = lines(export([mention], "jsonl", "fr"))
    assert line["published_at"] == "2025-02-05T11:48:00-05:00"
    assert line["published_precision"] == "time"
    assert line["published_from"] == "json-ld"
    assert line["first_seen_at"] == "2025-02-05T19:00:00+00:00"
    assert line["evidence"] == [
        {
            "type": "quote",
            "document": "tribune",
            "field": "body",
            "text": "Une phrase",
            "start": 10,
            "end": 20,
            "weight": 0.8,
        }
    ]
    assert line["found_by"] == [{"source": "ostrelle/feed", "kind": "feed"}]
    assert line["reuse"] == {"document": "tribune", "share_of_document": 0.94, "share_of_article": 0.5}
    assert (line["tone"], line["tags"], line["starred"], line["reviewed_by"]) == (
        "favourable",
        ["une"],
        True,
        "Inès",
    )
    assert (line["tier"], line["country"], line["outlet_kind"], line["own"]) == (2, "BE", "radio", False)
    assert line["reviewed_at"] == "2025-02-06T08:00:00+00:00"
    assert line["snapshot"]["path"] is None


def test_what_is_not_known_is_null_and_never_made_up(press: Any) -> None:
    day = record(press.mention("T", published=date(2025, 2, 5)))
    assert (day["published_at"], day["published_precision"]) == ("2025-02-05", "day")
    mention = press.mention("T", published=None)
    bare = replace(mention, article=replace(mention.article, published_from="", language="", sha256=""))
    line = record(bare)
    for key in (
        "published_at",
        "published_precision",
        "language",
        "tier",
        "cluster",
        "cluster_size",
        "reuse",
        "tone",
        "reviewed_at",
    ):
        assert line[key] is None, key
    assert (line["published_from"], line["cluster_lead"], line["tags"]) == ("unknown", False, [])


def test_a_copy_of_a_dispatch_says_of_which_among_how_many_and_whether_it_leads(press: Any) -> None:
    mention = replace(press.mention("T"), cluster_id="c1", cluster_size=4, cluster_lead=True)
    line = record(mention)
    assert (line["cluster"], line["cluster_size"], line["cluster_lead"]) == ("c1", 4, True)
    copy, alone = replace(mention, id="m2", cluster_lead=False), replace(mention, id="m3", cluster_id=None)
    rows = list(
        csv.DictReader(
            export([mention, copy, alone], "csv", "fr").decode("utf-8-sig").splitlines(), delimiter=";"
        )
    )
    assert [row["Original ou reprise"] for row in rows] == ["original", "reprise", ""]
    assert (rows[1]["Articles portant ce texte"], rows[1]["Repère du texte commun"]) == ("4", "c1")


@settings(max_examples=60)
@given(title=st.text(), note=st.text(alphabet=st.characters()), score=st.floats(-5, 5))
def test_whatever_a_title_holds_a_line_is_one_json_object(
    press_class: Any, title: str, note: str, score: float
) -> None:
    mention = press_class().mention(title + "\u2028\x85\n\ud800", review=Review(note=note))
    mention = replace(mention, judgement=replace(mention.judgement, score=score))
    data = export([mention, mention], "jsonl", "fr")
    text = data.decode("utf-8")
    assert len(text.splitlines()) == 2
    first = json.loads(text.splitlines()[0])
    assert first["title"] == title + "\u2028\x85\n\ud800"
    assert 0.0 <= first["score"] <= 1.0


# ---- CSV ----------------------------------------------------------------------------------------


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
    assert [cell(english, name) for name in ("Kind of outlet", "Country", "Kind", "To check", "Language", "Status")] == [
        "national daily", "United Kingdom", "Full republication", "yes", "English", "to review",
    ]  # fmt: skip


def test_organisations_are_named_in_the_sheet_and_keep_their_ids_for_programs(press: Any) -> None:
    mention = press.mention("T", organisations=("rivage", "inconnue"), quoted=("rivage",))
    names = {"rivage": "Collectif Rivage"}
    sheet = export([mention], "csv", "fr", names)
    assert cell(sheet, "Organisations nommées") == "Collectif Rivage, inconnue"
    assert cell(sheet, "Organisations citées") == "Collectif Rivage"
    assert lines(export([mention], "jsonl", "fr", names))[0]["organisations"] == ["rivage", "inconnue"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_column_names_are_unique(language: str) -> None:
    names = [Words(language)(name) for name, _ in COLUMNS]
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
