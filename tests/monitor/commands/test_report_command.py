"""`report`: of a day, of a week, the book of a period, of one organisation; nothing is sent twice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from tests.monitor.commands.calling import DAY, Run

ORGANISATION = "ldh"


@pytest.fixture
def mentions(crawled: Path, run: Run) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run("-w", crawled, "mentions", "--json").out.splitlines()]


def test_a_report_is_written_in_every_format(crawled: Path, tmp_path: Path, run: Run) -> None:
    starts = {
        "html": b"<!doctype html",
        "mail": b"<!doctype html",
        "json": b"{",
        "pdf": b"%PDF",
        "docx": b"PK",
    }
    for name, start in starts.items():
        path = tmp_path / name
        ran = run("-w", crawled, "report", "--format", name, "-o", path)
        assert ran.code == 0
        assert path.read_bytes().lower().startswith(start.lower())


def test_the_end_of_the_name_says_the_format(crawled: Path, tmp_path: Path, run: Run) -> None:
    run("-w", crawled, "report", "-o", tmp_path / "point.TXT")
    ran = run("-w", crawled, "report", "--book", "-o", tmp_path / "revue.docx")
    assert ran.said.startswith("La revue de presse : ")
    assert "<" not in (tmp_path / "point.TXT").read_text(encoding="utf-8")[:200]
    assert (tmp_path / "revue.docx").read_bytes().startswith(b"PK")


def test_the_report_of_one_organisation_holds_only_what_names_it(
    crawled: Path, run: Run, mentions: list[dict[str, Any]]
) -> None:
    named = {
        m["url"]
        for m in mentions
        if ORGANISATION in m["organisations"] and m["kind"] in ("citation", "republication")
    }
    others = {m["url"] for m in mentions if ORGANISATION not in m["organisations"]}
    ran = run("-w", crawled, "report", "--organisation", ORGANISATION, "--format", "text")
    assert ran.code == 0
    assert named
    assert [url for url in named if url not in ran.out] == []
    assert [url for url in others if url in ran.out] == []


def test_a_week_ends_on_its_day(crawled: Path, run: Run) -> None:
    ran = run("-w", crawled, "report", "--weekly", "--date", DAY, "--format", "json")
    assert ran.code == 0
    assert json.loads(ran.out)["kind"] == "weekly"


def test_a_book_of_a_period_begins_with_what_was_put_first(
    copy: Path, run: Run, mentions: list[dict[str, Any]]
) -> None:
    pickups = [
        m
        for m in mentions
        if m["kind"] in ("citation", "republication") and not m["to_check"] and not m["own"]
    ]
    last = pickups[-1]
    kind = [m for m in pickups if m["outlet_kind"] == last["outlet_kind"]]
    ran = run("-w", copy, "report", "--book", "--from", "2025-02-01", "--to", DAY, "--first", last["id"])
    assert ran.code == 0
    places = [ran.out.rfind(m["url"]) for m in kind]
    assert min(places) == places[kind.index(last)] > 0
    assert (
        run("-w", copy, "report", "--book").out.rfind(last["url"]) > 0
    )  # remembered, and the whole campaign too


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--book", "--weekly"), "revue de presse"),
        (("--from", "2025-02-05", "--to", "2025-02-01"), "finit avant"),
        (("--organisation", "inconnue"), "Il y a : amnesty"),
        (("--book", "--format", "text"), "Il y a : html, pdf, docx."),
        (("--format", "odt"), "html, mail, text, json, pdf, docx"),
        (("--send", "--book"), "--send envoie"),
        (("--send",), "Aucun serveur de courrier"),
    ],
)
def test_what_does_not_go_together_is_said(
    crawled: Path, run: Run, options: tuple[str, ...], said: str
) -> None:
    ran = run("-w", crawled, "report", *options)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.said


def test_an_unknown_mention_cannot_come_first(crawled: Path, run: Run) -> None:
    ran = run("-w", crawled, "report", "--book", "--first", "m-inconnue")
    assert ran.code != 0
    assert "m-inconnue" in ran.said


def test_a_ready_made_list_with_another_status_is_not_called_confirmed(
    crawled: Path, tmp_path: Path, run: Run
) -> None:
    for name, options in {"as.docx": (), "other.docx": ("--status", "to_review")}.items():
        assert run("-w", crawled, "export", "--preset", "board", *options, "-o", tmp_path / name).code == 0
    titles = [Document(str(tmp_path / name)).paragraphs[0].text for name in ("as.docx", "other.docx")]
    assert ["confirmée" in title for title in titles] == [True, False]
