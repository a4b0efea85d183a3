"""`extract` and `candidates`: lines in, lines out, for other programs; the exit codes pass through."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from monitor.demo import RunningWorld
from tests.monitor.commands.calling import Run, settle

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Le Bon</title>
<item><title>Une centaine d’ONG</title><link>https://bon.example/une</link>
<pubDate>Tue, 04 Feb 2025 08:20:00 +0100</pubDate><description>Avant le sommet.</description></item>
</channel></rss>"""
ABOUT = (
    "Une centaine d’organisations ont publié un texte avant le sommet, et beaucoup de journaux en parlent. "
)
ASKED = "Elles demandent que les droits passent avant le profit, et disent pourquoi cela presse aujourd’hui. "
PAGE = (
    '<html lang="fr"><head><title>Une centaine d’ONG</title></head><body><article>'
    f"<h1>Une centaine d’ONG</h1><p>{ABOUT * 3}</p><p>{ASKED * 3}</p></article></body></html>"
)


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def lines(path: Path, *data: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in data), encoding="utf-8")
    return path


def test_candidates_of_a_saved_feed_need_no_workspace(run: Run, tmp_path: Path) -> None:
    feed = tmp_path / "flux.xml"
    feed.write_text(FEED, encoding="utf-8")
    ran = run("candidates", feed)
    assert ran.code == 0
    assert rows(ran.out) == [
        {
            "url": "https://bon.example/une",
            "title": "Une centaine d’ONG",
            "published_at": "2025-02-04T08:20:00+01:00",
            "summary": "Avant le sommet.",
        }
    ]


def test_a_file_whose_name_looks_like_an_option_is_a_file(run: Run) -> None:
    Path("-flux.xml").write_text(FEED, encoding="utf-8")
    assert len(rows(run("candidates", "--", "-flux.xml").out)) == 1


def test_candidates_of_what_is_no_source_end_with_5_and_a_reason(run: Run, tmp_path: Path) -> None:
    text = tmp_path / "lettre.txt"
    text.write_text("Bonjour.", encoding="utf-8")
    ran = run("candidates", text, "--kind", "feed")
    assert (ran.code, ran.out) == (5, "")
    assert ran.err.strip() != ""
    missing = run("candidates", tmp_path / "rien.xml")
    assert (missing.code, missing.out) == (5, "")
    assert "rien.xml ne peut pas servir : ce fichier ou ce dossier n’existe pas." in missing.said


def test_candidates_of_many_files_give_a_line_for_each_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "flux.xml").write_text(FEED, encoding="utf-8")
    given = lines(
        tmp_path / "in.jsonl",
        {"id": "a", "path": str(tmp_path / "flux.xml"), "base": "https://bon.example/", "kind": "feed"},
        {"id": "b", "path": str(tmp_path / "rien.xml"), "base": ""},
    )
    out = tmp_path / "out.jsonl"
    ran = run("candidates", "--jsonl", given, "-o", out)
    assert (ran.code, ran.out) == (0, "")
    found = rows(out.read_text(encoding="utf-8"))
    assert [row["id"] for row in found] == ["a", "b"]
    assert [len(row["candidates"]) for row in found] == [1, 0]
    assert found[0]["error"] is None
    assert found[1]["error"]
    assert rows(run("candidates", "--jsonl", given).out) == found


def test_extract_gives_an_article_for_each_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "une.html").write_text(PAGE, encoding="utf-8")
    given = lines(
        tmp_path / "in.jsonl",
        {"id": 1, "url": "https://bon.example/une", "html_path": str(tmp_path / "une.html")},
        {"id": 2, "url": "https://bon.example/deux", "html_path": str(tmp_path / "deux.html")},
    )
    ran = run("extract", "--jsonl", given)
    assert ran.code == 0
    first, second = rows(ran.out)
    assert (first["id"], first["title"], first["error"]) == (1, "Une centaine d’ONG", None)
    assert "les droits passent avant le profit" in first["text"]
    assert (second["id"], second["error"]) == (2, "file_missing")
    out = tmp_path / "out.jsonl"
    assert run("extract", "--jsonl", given, "-o", out).out == ""
    assert out.read_text(encoding="utf-8") == ran.out


@pytest.mark.parametrize("command", ["extract", "candidates"])
def test_a_list_that_is_not_there_is_told_in_our_words(command: str, run: Run) -> None:
    ran = run(command, "--jsonl", "rien.jsonl")
    assert (ran.code, ran.out) == (5, "")
    assert "rien.jsonl ne peut pas servir" in ran.said
    english = run("--lang", "en", command, "--jsonl", "rien.jsonl")
    assert english.err == "rien.jsonl cannot be used: it does not exist.\n"


def test_candidates_of_an_address_are_read_as_politely_as_a_crawl(
    own_world: RunningWorld, tmp_path: Path, run: Run
) -> None:
    folder = settle(tmp_path / "espace", own_world, only=("octet",))
    outlets = csv.DictReader(io.StringIO(own_world.sources_csv()))
    feed = next(row["feeds"] for row in outlets if row["id"] == "mailles")
    ran = run("-w", folder, "candidates", feed, "--kind", "feed")
    assert ran.code == 0
    assert rows(ran.out) != []
    assert all(row["url"].startswith(own_world.bases["mailles"]) for row in rows(ran.out))
    assert [request.target for request in own_world.requests if "robots" in request.target] != []
    assert all("retombees.example/robot" in request.user_agent for request in own_world.requests)
    assert run("-w", folder, "articles", "--json").out == ""


def test_an_address_that_gives_nothing_ends_with_5_and_a_reason(
    own_world: RunningWorld, tmp_path: Path, run: Run
) -> None:
    folder = settle(tmp_path / "espace", own_world, only=("octet",))
    ran = run("-w", folder, "candidates", f"{own_world.bases['octet']}/pas-de-flux.xml")
    assert (ran.code, ran.out) == (5, "")
    assert "La page n’existe plus à cette adresse." in ran.said
