"""The three commands as a person types them, on an archive of their own."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer

from monitor.commands.query_commands import query_check_command, query_explain_command, query_try_command
from monitor.commands.session import CommandError, Session
from monitor.wording import Words
from monitor.workspace import init
from storage.identity import article_key
from storage.model import Article, FetchedArticle, Outlet, Source, SourceKind
from storage.store import open_store

app = typer.Typer()
for name, function in (
    ("check", query_check_command),
    ("explain", query_explain_command),
    ("try", query_try_command),
):
    app.command(name)(function)


def run(*arguments: str, folder: Path | None = None, lang: str = "en") -> None:
    session = Session(folder, lang)
    session.words = Words(lang)
    typer.main.get_command(app).main(args=list(arguments), standalone_mode=False, obj=session)


def test_check_prints_how_a_query_is_read_and_warns_of_mixed_operators(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run("check", "a OR b AND c")
    said = capsys.readouterr()
    assert said.out == "a OR (b AND c)\n"
    assert "AND comes before OR" in said.err
    run("check", "--import", "factiva", "climat near5 sommet and wc>50")
    said = capsys.readouterr()
    assert said.out == "climat NEAR/4 sommet\n"
    assert "wc>50" in said.err
    run("check", "--json", "sommet IA")
    assert json.loads(capsys.readouterr().out)["query"] == "sommet AND IA"


def test_a_query_that_cannot_be_read_is_a_mistake_of_usage_with_its_place(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(CommandError) as caught:
        run("check", "sommet ET OU IA", lang="fr")
    assert caught.value.code == 2
    lines = caught.value.sentence.split("\n")
    assert lines[0].startswith("Position 11")
    assert lines[2] == "              ^^"
    assert lines[3].endswith("sommet ET IA")
    with pytest.raises(CommandError):
        run("check", "--json", "(a")
    assert json.loads(capsys.readouterr().out)["position"] == 1


def test_explain_draws_the_tree(capsys: pytest.CaptureFixture[str]) -> None:
    run("explain", "sommet ET IA", lang="fr")
    assert capsys.readouterr().out.split("\n")[1:3] == ["├─ sommet", "└─ IA"]


def test_an_unknown_dialect_names_those_there_are() -> None:
    with pytest.raises(CommandError, match="meltwater, cision, factiva"):
        run("check", "--import", "x", "a")


NOW = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)
PAGES = {
    "crue": ("La crue du fleuve", "Le sommet sur les crues parle d'une IA."),
    "loin": ("Un sommet", "Le sommet de la ville haute, où passe le vieux chemin, voit une IA."),
    "pluie": ("La pluie", "Il pleut."),
}


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with one outlet and three articles."""
    made = init(tmp_path / "espace")
    outlet = Outlet("phare", "Le Phare", "phare.example")
    with open_store(made.workspace.archive, create=True) as store:
        store.put_catalogue(
            [(outlet, [Source("phare/feed", "phare", SourceKind.FEED, "https://phare.example/feed")])]
        )
        for name, (title, text) in PAGES.items():
            url = f"https://phare.example/{name}"
            page = Article(url=url, title=title, published_at=NOW, language="fr", text=text)
            store.put_article(FetchedArticle(page, "phare", article_key(url), NOW, "run"), None)
    return tmp_path / "espace"


def test_try_shows_the_passages_found_and_what_was_missed_narrowly(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("try", "sommet NEAR/6 IA", folder=workspace)
    said = capsys.readouterr()
    assert "La crue du fleuve" in said.out
    assert "[sommet sur les crues parle d'une IA]" in said.out
    assert "“sommet” at 11\u00a0words from “IA”, NEAR/6 asked." in said.out
    assert "pluie" not in said.out
    assert "1\u00a0article found" in said.err and "1\u00a0narrow miss" in said.err


def test_try_as_json_gives_one_object_for_each_article(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("try", "--json", "sommet NEAR/6 IA", folder=workspace)
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {row["match"] for row in rows} == {True, False}
    (match,) = (row for row in rows if row["match"])
    (span,) = match["spans"]
    assert PAGES["crue"][1][span["start"] : span["end"]] == span["text"]


def test_try_keeps_to_its_limit_and_to_its_first_day(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("try", "--limit", "1", "--json", "IA", folder=workspace)
    assert len(capsys.readouterr().out.splitlines()) == 1
    run("try", "--since", "2026-03-11", "--json", "IA", folder=workspace)
    assert capsys.readouterr().out == ""
