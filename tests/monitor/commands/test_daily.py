"""The day after the text came out: what the commands say and write of a workspace that has been read."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from monitor.demo import RunningWorld
from storage.identity import article_key
from storage.model import RunKind
from storage.store import open_store
from tests.monitor.commands.calling import CAMPAIGN, DAY, Run

ARTICLE_KEYS = {"url", "canonical_url", "title", "outlet", "published_at", "found_by", "state"}


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def mentions(crawled: Path, run: Run) -> list[dict[str, Any]]:
    return rows(run("-w", crawled, "mentions", "--json").out)


def test_the_daily_run_writes_a_report_as_a_page_and_as_text_and_records_it(crawled: Path) -> None:
    names = sorted(path.name for path in (crawled / "reports").iterdir())
    assert names == [f"{CAMPAIGN}-{DAY}.{suffix}" for suffix in ("html", "json", "txt")] + [f"{CAMPAIGN}.rss"]
    with open_store(crawled / "archive.db") as store:
        assert [report.day.isoformat() for report in store.reports(CAMPAIGN)] == [DAY]
        assert [run.counts["articles_stored"] > 0 for run in store.runs(RunKind.CRAWL)] == [True]


def test_running_the_day_twice_changes_nothing(
    copy: Path, crawled: Path, world: RunningWorld, run: Run
) -> None:
    before = {name: run("-w", crawled, name, "--json").out for name in ("mentions", "articles")}
    report = (copy / "reports" / f"{CAMPAIGN}-{DAY}.txt").read_text(encoding="utf-8")
    world.clear_requests()
    again = run("-w", copy, "today")
    assert again.code == 0
    assert "0 nouvelle retombée." in again.said
    after = {name: run("-w", copy, name, "--json").out for name in ("mentions", "articles")}
    assert after == before
    found = [article_key(row["canonical_url"]) for row in rows(after["articles"])]
    assert len(found) == len(set(found)) > 30
    assert (copy / "reports" / f"{CAMPAIGN}-{DAY}.txt").read_text(encoding="utf-8") == report


def test_the_mentions_are_those_that_the_world_expects(
    world: RunningWorld, mentions: list[dict[str, Any]]
) -> None:
    expected = {e.title for e in world.expectations() if e.kind is not None and e.stored and not e.to_check}
    found = {row["title"] for row in mentions}
    assert expected - found == set()
    strangers = {e.title for e in world.expectations() if e.kind is None and not e.to_check}
    assert found & strangers == set()


def test_matching_again_changes_nothing(copy: Path, crawled: Path, run: Run) -> None:
    ran = run("-w", copy, "match", "--campaign", CAMPAIGN)
    assert (ran.code, ran.out) == (0, "")
    assert "0 nouvelle retombée." in ran.said
    assert run("-w", copy, "mentions", "--json").out == run("-w", crawled, "mentions", "--json").out


def test_articles_have_the_keys_that_other_programs_rely_on(crawled: Path, run: Run) -> None:
    ran = run("-w", crawled, "articles", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert all(row.keys() >= ARTICLE_KEYS for row in rows(ran.out))
    assert {"complete", "teaser"} <= {row["state"] for row in rows(ran.out)}


def test_articles_since_a_day_are_those_first_seen_from_then_on(crawled: Path, run: Run) -> None:
    everything = run("-w", crawled, "articles", "--json").out
    assert run("-w", crawled, "articles", "--json", "--since", DAY).out == everything != ""
    assert run("-w", crawled, "articles", "--json", "--since", "2025-02-06").out == ""


def test_mentions_are_chosen_by_kind_status_and_day(
    crawled: Path, run: Run, mentions: list[dict[str, Any]]
) -> None:
    def chosen(*options: str) -> list[str]:
        return [row["id"] for row in rows(run("-w", crawled, "mentions", "--json", *options).out)]

    citations = [row["id"] for row in mentions if row["kind"] == "citation"]
    assert 0 < len(citations) < len(mentions)
    assert chosen("--kind", "citation") == citations
    both = [row["id"] for row in mentions if row["kind"] in ("citation", "republication")]
    assert chosen("--kind", "citation", "--kind", "republication") == both
    assert chosen("--status", "confirmed") == []
    everything = [row["id"] for row in mentions]
    assert chosen("--since", DAY, "--until", DAY) == everything
    assert chosen("--until", "2025-02-04") == chosen("--since", "2025-02-06") == []


def test_the_list_of_mentions_shows_the_whole_id_even_on_a_narrow_terminal(
    crawled: Path, run: Run, mentions: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    ran = run("-w", crawled, "mentions")
    assert [row["id"] for row in mentions if row["id"] not in ran.out] == []
    assert "…" in ran.out
    monkeypatch.delenv("COLUMNS")
    assert "…" not in run("-w", crawled, "mentions").out.splitlines()[3]


def test_lists_speak_one_language(crawled: Path, run: Run) -> None:
    french, english = run("-w", crawled, "mentions"), run("--lang", "en", "-w", crawled, "mentions")
    assert french.out.split("\n")[0].split() == [
        "Paru",
        "Nature",
        "Relecture",
        "Média",
        "Titre",
        "Identifiant",
    ]
    assert english.out.split("\n")[0].split() == ["Published", "Kind", "Review", "Outlet", "Title", "Id"]
    assert re.fullmatch(r"\d+ retombées\n", french.said)
    assert re.fullmatch(r"\d+ mentions\n", english.said)
    for command in (("articles",), ("sources", "list"), ("doctor",)):
        one, other = run("-w", crawled, *command).out, run("--lang", "en", "-w", crawled, *command).out
        assert one.splitlines()[-1] != "" != other.splitlines()[-1]
        assert re.findall(r"\b(Outlet|Published|Way in|sources? read|none yet|Last)\b", one) == []
        assert re.findall(r"\b(Média|Paru|lue|Dernière|Espace)\b", other) == []


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_two_exports_are_the_same_bytes(form: str, crawled: Path, run: Run, tmp_path: Path) -> None:
    first, second = tmp_path / "un", tmp_path / "deux"
    said = run("-w", crawled, "export", "--format", form, "-o", first)
    run("-w", crawled, "export", "--format", form, "--output", second)
    assert (said.code, said.out) == (0, "")
    assert re.search(rf"\d+ retombées écrites dans {first}", said.said)
    assert first.read_bytes() == second.read_bytes() != b""
    assert run("-w", crawled, "export", "--format", form).out.encode() == first.read_bytes()


def test_an_export_is_filtered_as_the_list_is(crawled: Path, run: Run) -> None:
    ran = run("-w", crawled, "export", "--kind", "republication")
    lines = list(csv.reader(io.StringIO(ran.out.removeprefix("\ufeff")), delimiter=";"))
    kept = rows(run("-w", crawled, "mentions", "--json", "--kind", "republication").out)
    assert len(lines) - 1 == len(kept) > 0


def test_a_rejected_mention_is_left_out_of_the_report(
    copy: Path, run: Run, mentions: list[dict[str, Any]]
) -> None:
    chosen = next(row for row in mentions if row["kind"] == "republication")
    before = run("-w", copy, "report", "--format", "text").out
    ran = run("-w", copy, "review", chosen["id"], "--status", "rejected", "--reason", "doublon")
    assert (ran.code, ran.out) == (0, "")
    assert ran.said.rstrip().endswith(" : écartée.")
    after = run("-w", copy, "report", "--format", "text").out
    assert chosen["url"] in before
    assert chosen["url"] not in after
    kept = rows(run("-w", copy, "mentions", "--json", "--status", "rejected").out)
    assert [(row["id"], row["reject_reason"]) for row in kept] == [(chosen["id"], "doublon")]


def test_a_review_keeps_the_note_and_the_star_that_it_does_not_speak_of(
    copy: Path, run: Run, mentions: list[dict[str, Any]]
) -> None:
    chosen = mentions[0]["id"]
    run("-w", copy, "review", chosen, "--status", "confirmed", "--note", "À citer", "--star")
    run("-w", copy, "review", chosen, "--status", "second_look")
    row = next(row for row in rows(run("-w", copy, "mentions", "--json").out) if row["id"] == chosen)
    assert (row["status"], row["note"], row["starred"]) == ("second_look", "À citer", True)


def test_tone_and_tags_can_be_given_and_taken_without_touching_the_status(
    copy: Path, run: Run, mentions: list[dict[str, Any]]
) -> None:
    chosen = mentions[0]["id"]
    kept = lambda: next(row for row in rows(run("-w", copy, "mentions", "--json").out) if row["id"] == chosen)  # noqa: E731
    run(
        "-w",
        copy,
        "review",
        chosen,
        "--status",
        "confirmed",
        "--tone",
        "critical",
        "--tag",
        "bourse",
        "--tag",
        "une",
    )
    assert (
        run("-w", copy, "review", chosen, "--untag", "une", "--tag", " conseil ", "--tag", "bourse").code == 0
    )
    assert (kept()["status"], kept()["tone"], kept()["tags"]) == (
        "confirmed",
        "critical",
        ["bourse", "conseil"],
    )
    run("-w", copy, "review", chosen, "--tone", "none")
    assert kept()["tone"] is None


def test_a_review_that_says_nothing_or_an_unknown_tone_is_refused(
    copy: Path, run: Run, mentions: list[dict[str, Any]]
) -> None:
    chosen = mentions[0]["id"]
    assert run("-w", copy, "review", chosen).code == 2
    ran = run("-w", copy, "review", chosen, "--tone", "joyeux")
    assert ran.code == 2
    assert "favourable, neutral, critical, none" in ran.said


def test_a_mention_that_is_not_there_cannot_be_reviewed(crawled: Path, run: Run) -> None:
    ran = run("-w", crawled, "review", "m-inconnue", "--status", "confirmed")
    assert ran.code == 2
    assert "Les archives n’ont rien sous « m-inconnue »." in ran.said


def test_a_report_of_an_empty_day_says_so_in_both_languages(crawled: Path, run: Run, tmp_path: Path) -> None:
    french = run("-w", crawled, "report", "--date", "2025-01-10", "--format", "text")
    english = run("--lang", "en", "-w", crawled, "report", "--date", "2025-01-10", "--format", "text")
    assert (french.code, english.code) == (0, 0)
    assert re.search("(Aucune|Nous n’avons pas)", french.out)
    assert re.search("(?i)(no |not )", english.out.split("====")[0])
    assert "10 janvier 2025" in french.out
    assert "10 January 2025" in english.out
    page = tmp_path / "point.html"
    written = run("-w", crawled, "report", "--date", "2025-01-10", "-o", page)
    assert written.out == ""
    assert f"Le point du jour : {page}" in written.said
    assert page.read_text(encoding="utf-8").startswith("<!")


def test_sources_in_trouble_are_shown_with_their_reason(crawled: Path, run: Run) -> None:
    table = run("-w", crawled, "sources", "list", "--trouble")
    assert "Le site ne répond pas." in table.out
    found = {
        row["outlet_id"]: row["reason"]
        for row in rows(run("-w", crawled, "sources", "list", "--trouble", "--json").out)
    }
    assert found["ostrelle"] == "connect"
    assert found["cadran"] == "robots"
    assert "balancier" not in found
    everything = rows(run("-w", crawled, "sources", "list", "--json").out)
    assert len(everything) > len(found)


def test_doctor_shows_times_in_the_zone_of_the_campaign(crawled: Path, run: Run) -> None:
    ran = run("-w", crawled, "doctor")
    assert ran.code == 0
    assert "mercredi 5 février 2025, 7 h 30 : terminé" in ran.out.replace("\u00a0", " ")
    findings = json.loads(run("-w", crawled, "doctor", "--json").out)
    assert all(finding["ok"] for finding in findings)
    assert [set(finding) for finding in findings] == [{"what", "ok", "note", "says"}] * len(findings)


def test_an_archive_in_use_is_told_after_a_while(
    copy: Path, run: Run, mentions: list[dict[str, Any]]
) -> None:
    holder = sqlite3.connect(copy / "archive.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    ran = run("-w", copy, "review", mentions[0]["id"], "--status", "confirmed")
    holder.rollback()
    holder.close()
    assert ran.code == 6
    assert "Les archives sont occupées par une autre commande." in ran.said


def test_a_title_cannot_steer_the_terminal(copy: Path, run: Run) -> None:
    database = sqlite3.connect(copy / "archive.db")
    with database:
        database.execute("UPDATE articles SET title = ?", ("rouge \x1b[31m \x9b0m \u202egauche",))
    database.close()
    for command in (("articles",), ("mentions",), ("articles", "--json")):
        assert re.findall("[\x1b\x9b\u202e]", run("-w", copy, *command).out) == []


def test_a_workspace_can_be_moved(crawled: Path, tmp_path: Path, run: Run) -> None:
    moved = shutil.copytree(crawled, tmp_path / "ailleurs" / "é tude")
    assert run("-w", moved, "articles", "--json").out == run("-w", crawled, "articles", "--json").out


def test_reserved_texts_are_let_go_once_they_were_matched_and_the_others_are_kept(
    world: RunningWorld, crawled: Path
) -> None:
    stored = [one for one in world.expectations() if one.stored]
    with open_store(crawled / "archive.db") as store:
        kept = {one.url: store.article_at(one.url) for one in stored}
    reserved = {one.url for one in stored if one.reserved}
    assert reserved
    for url, article in kept.items():
        assert article is None or (article.text is None) == (url in reserved), url
