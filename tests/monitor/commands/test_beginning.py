"""The first steps: a workspace is made once, and what is missing or wrong in it is named with its place."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.monitor.commands.calling import Run

NEEDING = [
    ("today",),
    ("crawl",),
    ("match",),
    ("mentions",),
    ("articles",),
    ("export",),
    ("report",),
    ("review", "m1", "--status", "confirmed"),
    ("add", "https://journal.example/a"),
    ("sources", "list"),
    ("sources", "check"),
    ("doctor",),
    ("candidates", "https://journal.example/rss.xml"),
]
CONTACT = "No site is read before it can know who reads it."


@pytest.fixture
def workspace(tmp_path: Path, run: Run) -> Path:
    """What `init` makes, with a contact and three outlets."""
    folder = tmp_path / "espace"
    assert run("-w", folder, "init").code == 0
    settings = folder / "retombees.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        text.replace('contact = ""', 'contact = "presse@association.example"'), encoding="utf-8"
    )
    (folder / "sources.csv").write_text("id,name,domain,feeds\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("command", NEEDING, ids=" ".join)
def test_without_a_workspace_every_command_says_how_to_make_one(command: tuple[str, ...], run: Run) -> None:
    french, english = run("-w", "rien", *command), run("--lang", "en", "-w", "rien", *command)
    assert (french.code, english.code) == (3, 3)
    assert "« retombees init »" in (french.err + french.out).replace("\u00a0", " ")
    assert "“retombees init”" in english.err + english.out
    assert not Path("rien").exists()


def test_init_says_what_it_wrote_and_what_is_left_to_do(run: Run) -> None:
    ran = run("init", "espace")
    assert ran.code == 0
    assert ran.out == ""
    assert "5 fichiers écrits." in ran.said
    assert "à la ligne « contact »" in ran.said
    assert sorted(
        path.name for path in Path("espace").iterdir() if path.suffix != ".lock" and path.is_file()
    ) == [
        "archive.db",
        "retombees.toml",
        "sources.csv",
    ]


def test_init_never_overwrites(run: Run) -> None:
    run("init", "espace")
    settings = Path("espace/retombees.toml")
    settings.write_text('language = "en"\n', encoding="utf-8")
    Path("espace/sources.csv").write_text("id,name,domain\n", encoding="utf-8")
    again = run("-w", "espace", "init")
    assert again.code == 0
    assert settings.read_text(encoding="utf-8") == 'language = "en"\n'
    assert Path("espace/sources.csv").read_text(encoding="utf-8") == "id,name,domain\n"
    assert "5 fichiers étaient déjà là et restent tels quels." in again.said


def test_init_with_a_dossier_that_does_not_exist_names_those_that_do(run: Run) -> None:
    ran = run("-w", "espace", "init", "--campaign", "grève")
    assert (ran.code, ran.out) == (2, "")
    assert "« grève »" in ran.said
    assert "sommet-ia-2025" in ran.said
    assert not Path("espace").exists()


def test_init_where_nothing_can_be_written_says_so(run: Run) -> None:
    Path("fichier").write_text("", encoding="utf-8")
    ran = run("-w", "fichier/espace", "init")
    assert ran.code == 5
    assert "ne peut pas être écrit" in ran.said
    assert "Not a directory" not in ran.said


@pytest.mark.parametrize("command", ["today", "crawl"])
def test_without_a_contact_no_site_is_read(command: str, workspace: Path, run: Run) -> None:
    settings = workspace / "retombees.toml"
    lines = settings.read_text(encoding="utf-8").replace('"presse@association.example"', '""')
    settings.write_text(lines, encoding="utf-8")
    number = next(i for i, line in enumerate(lines.splitlines(), 1) if line.startswith("contact"))
    french, english = run("-w", workspace, command), run("--lang", "en", "-w", workspace, command)
    assert (french.code, english.code) == (3, 3)
    assert french.said.startswith(f"retombees.toml, ligne {number}, contact : ")
    assert 'écrivez contact = "https://…"' in french.said
    assert english.err.startswith(f"retombees.toml, line {number}, contact: {CONTACT}")
    assert list((workspace / "logs").iterdir()) == []


def test_all_that_is_wrong_in_the_files_is_told_at_once(workspace: Path, run: Run) -> None:
    settings = workspace / "retombees.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("min_delay = 2.0", "min_delai = 2.0\nfetch_time = -3"), encoding="utf-8")
    dossier = workspace / "campaigns" / "sommet-ia-2025.toml"
    dossier.write_text(dossier.read_text(encoding="utf-8") + "\npas du tout\n", encoding="utf-8")
    (workspace / "sources.csv").unlink()
    ran = run("-w", workspace, "today")
    assert (ran.code, ran.out) == (3, "")
    assert "Vouliez-vous écrire min_delay ?" in ran.said
    assert [line.split(" : ")[0].split(",")[0] for line in ran.said.splitlines()] == [
        "campaigns/sommet-ia-2025.toml",
        "retombees.toml",
        "retombees.toml",
        "sources.csv",
    ]


def test_errors_are_told_in_the_language_of_the_settings_even_if_these_are_broken(
    workspace: Path, run: Run
) -> None:
    settings = workspace / "retombees.toml"
    text = settings.read_text(encoding="utf-8").replace('language = "fr"', 'language = "en"')
    settings.write_text(text, encoding="utf-8")
    assert "is not a day" in run("-w", workspace, "articles", "--since", "hier").err
    assert "sources.csv has no “lemond”" in run("-w", workspace, "crawl", "--source", "lemond").err
    settings.write_text(text.replace("min_delay = 2.0", "min_delay = 1000000"), encoding="utf-8")
    assert "This number must be at most 600" in run("-w", workspace, "articles").err
    assert "au plus" in run("--lang", "fr", "-w", workspace, "articles").said


def test_a_bad_row_of_the_sources_is_named_and_the_others_are_used(workspace: Path, run: Run) -> None:
    (workspace / "sources.csv").write_text(
        "id;name;domain;feeds\nbon;Le Bon;bon.example;https://bon.example/rss\n"
        "pas bon;Mal;mal.example;\nautre;L'Autre;autre.example;https://autre.example/rss\n",
        encoding="utf-8",
    )
    ran = run("-w", workspace, "sources", "list", "--json")
    assert ran.code == 0
    assert ran.said.startswith("sources.csv, ligne 3, id : « pas bon » ne peut pas être un identifiant")
    assert sorted(json.loads(line)["outlet_id"] for line in ran.out.splitlines()) == ["autre", "bon"]


def test_very_many_bad_rows_do_not_fill_the_screen(workspace: Path, run: Run) -> None:
    rows = "".join(f"x y {i},Mal,mal{i}.example,\n" for i in range(50))
    (workspace / "sources.csv").write_text("id,name,domain,feeds\n" + rows, encoding="utf-8")
    ran = run("-w", workspace, "sources", "list")
    assert "… et 38 autres ; « retombees doctor » les montre toutes." in ran.said
    assert run("-w", workspace, "doctor").out.count("sources.csv, ligne") == 50
    assert "sources.csv" not in run("-w", workspace, "mentions").err


def test_an_unknown_source_is_named_with_the_nearest(workspace: Path, run: Run) -> None:
    (workspace / "sources.csv").write_text("id,name,domain\nlemonde,Le Monde,lemonde.fr\n", encoding="utf-8")
    ran = run("-w", workspace, "crawl", "--source", "lemond", "--source", "zzz")
    assert ran.code == 2
    assert "« lemond ». Vouliez-vous dire lemonde ?" in ran.said
    assert "« zzz ». « retombees sources list » les montre toutes." in ran.said


@pytest.mark.parametrize(
    "arguments",
    [
        ("articles", "--since", "5/2/2025"),
        ("mentions", "--until", "2025-02-30"),
        ("export", "--since", "0001-01-01"),
        ("crawl", "--until", "9999-12-31"),
        ("match", "--since", "demain"),
        ("report", "--date", ""),
    ],
)
def test_a_day_that_is_none_is_told_with_an_example(
    arguments: tuple[str, ...], workspace: Path, run: Run
) -> None:
    ran = run("-w", workspace, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "n’est pas un jour. Écrivez année-mois-jour, par exemple 2025-02-04." in ran.said


def test_a_period_must_not_end_before_it_begins(workspace: Path, run: Run) -> None:
    ran = run("-w", workspace, "mentions", "--since", "2025-02-05", "--until", "2025-02-04")
    assert ran.code == 2
    assert "La période finit avant de commencer" in ran.said


@pytest.mark.parametrize(
    ("arguments", "known"),
    [
        (("match", "--campaign", "autre"), "sommet-ia-2025"),
        (("report", "--campaign", "autre"), "sommet-ia-2025"),
        (("report", "--format", "odt"), "html, mail, text"),
        (("export", "--format", "excel"), "csv, xlsx, jsonl, rss, atom, docx, pdf"),
        (("mentions", "--kind", "citations"), "republication, citation, related, topic"),
        (("mentions", "--status", "oui"), "to_review, confirmed, rejected, second_look"),
        (("crawl", "--kind", "flux"), "feed, sitemap, search, page"),
    ],
)
def test_a_name_that_is_not_known_is_told_with_those_that_are(
    arguments: tuple[str, ...], known: str, workspace: Path, run: Run
) -> None:
    ran = run("-w", workspace, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert known in ran.said


def test_a_damaged_archive_is_no_traceback(workspace: Path, run: Run) -> None:
    (workspace / "archive.db").write_bytes(b"rien d'une base" * 500)
    for command in (("mentions",), ("articles", "--json"), ("report",)):
        ran = run("-w", workspace, *command)
        assert (ran.code, ran.out) == (5, "")
        assert "est abîmé, ou n’est pas un fichier d’archives de Retombées." in ran.said
    assert run("-w", workspace, "doctor").code == 5


def test_an_archive_of_a_newer_version_is_left_alone(workspace: Path, run: Run) -> None:
    database = sqlite3.connect(workspace / "archive.db")
    with database:
        database.execute("UPDATE _sqlite_migrations SET name = name || '_of_the_future'")
    database.close()
    ran = run("-w", workspace, "mentions")
    assert ran.code == 5
    assert "version plus récente de Retombées : mettez celle-ci à jour." in ran.said


def test_a_missing_archive_is_asked_for(workspace: Path, run: Run) -> None:
    (workspace / "archive.db").unlink()
    ran = run("-w", workspace, "articles")
    assert ran.code == 3
    assert "Il n’y a pas encore d’archives" in ran.said


def test_an_output_that_cannot_be_written_is_told_in_our_words(workspace: Path, run: Run) -> None:
    ran = run("-w", workspace, "export", "-o", workspace / "retombees.toml" / "liste.csv")
    assert (ran.code, ran.out) == (5, "")
    assert "retombees.toml ne peut pas servir" in ran.said
    assert run("-w", workspace, "export", "-o", workspace / "reports").code == 5
    assert [path.name for path in workspace.glob("**/*.part")] == []


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX system")
def test_a_pipe_that_closes_early_is_no_error(workspace: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "monitor", "-w", str(workspace), "mentions"]
    root = Path(__file__).parents[3]
    ran = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, cwd=root, check=False)
    os.close(writing)
    assert (ran.returncode, b"Traceback" in ran.stderr, b"Exception" in ran.stderr) == (0, False, False)


def test_doctor_is_kind_when_nothing_exists_yet(run: Run) -> None:
    ran = run("-w", "rien", "doctor")
    assert (ran.code, ran.err) == (3, "")
    assert [line[0] for line in ran.out.splitlines()] == ["✓", ran.out.splitlines()[1][0], "!"]
    assert "il n’y en a pas encore dans rien" in ran.out.replace("\u00a0", " ")


def test_doctor_before_the_first_run_says_what_comes_next(workspace: Path, run: Run) -> None:
    ran = run("-w", workspace, "doctor")
    assert ran.code == 0
    assert "« retombees today » sera le premier" in ran.out.replace("\u00a0", " ")
