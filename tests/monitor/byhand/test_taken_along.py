"""What was typed by hand in reports and lists: told as such, without a link where there is no address."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from monitor.byhand import enter_by_hand
from monitor.cli import main
from monitor.dossier import Campaign
from storage.model import EntryDraft, MentionKind, Outlet, Run, RunKind, RunState
from storage.store import Store
from tests.monitor.web.newsroom import Newsroom, at

Out = Callable[..., bytes]


@pytest.fixture
def out(room: Newsroom, store: Store, campaign: Campaign, tmp_path: Path) -> Out:
    draft = EntryDraft(
        "k1",
        Outlet("hand-r", "Radio Grève", "", "", "fr", "radio"),
        "La matinale",
        ("Ann Auteur",),
        date(2025, 2, 4),
        "« Une vague de fond. »",
        language="fr",
        organisations=("rivage",),
    )
    store.begin_run(Run("lecture", RunKind.CRAWL, at("2025-02-05 07:00")))
    store.end_run("lecture", at("2025-02-05 07:10"), RunState.DONE, {})
    enter_by_hand(store, campaign, draft, MentionKind.CITATION, "karim", at("2025-02-04 12:00"))

    def call(*arguments: str) -> bytes:
        path = tmp_path / "out"
        assert main(["-w", str(room.workspace.root), *arguments, "-o", str(path)]) == 0
        return path.read_bytes()

    return call


def test_a_line_for_programs_says_who_found_it_and_gives_no_page(out: Out) -> None:
    line = json.loads(out("export", "--format", "jsonl"))
    assert (line["url"], line["canonical_url"]) == ("", "")
    assert line["found_by"] == [{"source": "hand-r/hand", "kind": "hand"}]
    assert (line["published_at"], line["published_from"]) == ("2025-02-04", "hand")
    assert line["snapshot"] == {"sha256": None, "fetched_at": None, "path": None}
    assert (line["excerpt"], line["organisations"]) == ("« Une vague de fond. »", ["rivage"])


def test_a_sheet_says_that_it_was_typed(out: Out) -> None:
    columns = "outlet,title,found_by,published_from,fetched_at,url"
    text = out("export", "--format", "csv", "--columns", columns).decode("utf-8-sig")
    row = list(csv.reader(io.StringIO(text), delimiter=";"))[1]
    assert row == ["Radio Grève", "La matinale", "ajout à la main", "une personne qui l’a saisie", "", ""]


@pytest.mark.parametrize("name", ["rss", "atom", "docx", "xlsx"])
def test_every_list_can_hold_it(out: Out, name: str) -> None:
    data = out("export", "--format", name)
    assert data and (name in ("docx", "xlsx") or b"La matinale" in data)
    assert b'href=""' not in data and b"<link></link>" not in data


def test_a_report_shows_its_words_says_it_was_typed_and_has_no_link(out: Out) -> None:
    text = out("report", "--date", "2025-02-05", "--format", "text").decode()
    assert "La matinale" in text and "Saisie à la main" in text and "Accès libre" not in text
    html = out("report", "--date", "2025-02-05", "--format", "html").decode()
    assert "Une vague de fond" in html and "Saisie à la main" in html
    assert 'href=""' not in html and ">La matinale</a>" not in html


def test_a_book_says_so_too(out: Out) -> None:
    html = out("report", "--book", "--from", "2025-02-01", "--to", "2025-02-10", "--format", "html").decode()
    assert "saisie à la main" in html and 'href=""' not in html
