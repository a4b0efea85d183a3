"""`export` and the filters of `mentions`: formats, ready-made lists, columns, and what cannot be done is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from monitor.export import FORMATS
from tests.monitor.commands.calling import Run
from tests.monitor.export.reading import column, rows, sheet, titles, word_rows


def found(run: Run, workspace: Path, *filters: str) -> list[str]:
    out = run("-w", workspace, "mentions", "--json", *filters).out
    return [json.loads(line)["title"][-1] for line in out.splitlines()]


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_is_written_to_a_file_and_twice_the_same(name: str, workspace: Path, run: Run) -> None:
    first, second = Path(f"un{FORMATS[name].suffix}"), Path(f"deux{FORMATS[name].suffix}")
    ran = run("-w", workspace, "export", "--format", name, "-o", first)
    assert (ran.code, ran.out) == (0, "")
    assert f"5 retombées écrites dans {first}" in ran.said
    assert run("-w", workspace, "export", "-o", second).code == 0  # the name tells the format
    assert first.read_bytes() == second.read_bytes()
    assert sorted(path.name for path in Path().iterdir()) == sorted([first.name, second.name, "espace"])


def test_organisations_have_their_names_and_not_their_ids(workspace: Path, run: Run) -> None:
    run("-w", workspace, "export", "-o", "liste.csv")
    head, first, *_ = rows(Path("liste.csv").read_bytes())
    name = first[head.index("Organisations nommées")]
    assert name
    assert name != "ldh"


def test_what_goes_to_the_screen_is_what_goes_to_a_file(workspace: Path, run: Run) -> None:
    run("-w", workspace, "export", "-o", "liste.csv")
    assert run("-w", workspace, "export").out.encode() == Path("liste.csv").read_bytes()


def test_the_list_for_the_board_is_short_confirmed_and_the_most_important_first(
    workspace: Path, run: Run
) -> None:
    for name in ("board", "conseil", "CA"):
        run("-w", workspace, "export", "--preset", name, "-o", "conseil.xlsx")
        data = Path("conseil.xlsx").read_bytes()
        assert sheet(data)[0] == ["Paru", "Média", "Genre de média", "Titre", "Nature", "Extrait"]
        assert column(data, "Titre") == ["Titre 5", "Titre 1", "Titre 2"]
    method = {row[0]: row[1] for row in sheet(data, 3)}
    assert method["Nature"] == "Reprise intégrale, Citation"
    assert next(iter(method)).startswith("Retombées confirmées – ")


def test_options_beside_a_ready_made_list_win(workspace: Path, run: Run) -> None:
    run(
        "-w", workspace, "export", "--preset", "conseil", "--status", "to_review", "--kind", "topic,related",
        "--columns", "titre,média", "--sort", "published", "-o", "liste.docx",
    )  # fmt: skip
    assert word_rows(Path("liste.docx").read_bytes()) == [
        ["Titre", "Média"],
        ["Titre 3", "Écho"],
        ["Titre 4", "Le Courrier"],
    ]


def test_the_list_for_a_funder_has_related_subjects_counts_and_the_method(workspace: Path, run: Run) -> None:
    run("--lang", "en", "-w", workspace, "review", *_ids(run, workspace, "3"), "--status", "confirmed")
    run("--lang", "en", "-w", workspace, "export", "--preset", "funder", "-o", "funder.xlsx")
    data = Path("funder.xlsx").read_bytes()
    assert column(data, "Title") == ["Titre 1", "Titre 2", "Titre 3", "Titre 5"]
    assert column(data, "Articles counted", 1) == [2, 2, None, 4]


def _ids(run: Run, workspace: Path, number: str) -> list[str]:
    out = run("-w", workspace, "mentions", "--json").out
    return [row["id"] for row in map(json.loads, out.splitlines()) if row["title"].endswith(number)]


def test_journalists_to_thank_are_people_and_their_articles(workspace: Path, run: Run) -> None:
    run("-w", workspace, "export", "--preset", "journalistes", "-o", "merci.csv")
    head, *below = rows(Path("merci.csv").read_bytes())
    assert head[:3] == ["Auteur", "Média", "Articles"]
    assert [row[:3] for row in below] == [["Personne 1", "Le Courrier", "1"], ["Personne 2", "Écho", "1"]]


def test_the_filters_of_the_list_and_of_the_export_are_the_same(workspace: Path, run: Run) -> None:
    cases = {
        ("--outlet", "écho"): ["2", "3"],
        ("--country", "Belgique", "--kind", "sujet lié"): ["3"],
        ("--tier", "1", "--not-starred"): ["1", "4"],
        ("--starred",): ["5"],
        ("--status", "confirmée"): ["1", "2", "5"],
        ("--organisation", "ldh", "--words", "titre 4"): ["4"],
        ("--own", "only"): [],
        ("--to-check", "out", "--published-until", "2025-02-04"): [],
        ("--published-since", "2025-02-05", "--outlet-kind", "quotidien régional"): ["2", "3"],
    }
    for filters, numbers in cases.items():
        assert found(run, workspace, *filters) == numbers, filters
        exported = run("-w", workspace, "export", "--format", "jsonl", *filters).out
        assert [title[-1] for title in titles(exported.encode(), "jsonl", "fr")] == numbers, filters


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--format", "doc"), "--format : « doc » n’est pas connu ici. Vouliez-vous dire docx ?"),
        (("--format", "excel"), "Connus ici : csv, xlsx, jsonl, rss, atom, docx, pdf."),
        (("--preset", "presse"), "Connus ici : board, conseil, funder, financeur, journalists, journalistes."),
        (("--columns", "titre,médiaa"), "« médiaa » n’est pas connu ici. Vouliez-vous dire Média ?"),
        (("--sort", "hasard"), "--sort : « hasard » n’est pas connu ici. Connus ici : published, importance."),
        (("--csv", "tab"), "Connus ici : excel-fr, international."),
        (("--format", "xlsx", "--csv", "excel-fr"), "--csv va avec le format csv, pas avec xlsx."),
        (("--format", "jsonl", "--columns", "titre"), "Le format jsonl n’a pas de colonnes à choisir."),
        (("--format", "rss", "--preset", "journalistes"), "« journalistes » est un tableau de personnes"),
        (("--preset", "journalistes", "--columns", "titre"), "est un tableau de personnes"),
        (("--outlet", "Le Courier"), "Vouliez-vous dire Le Courrier ?"),
        (("--format", "docx", "--columns", "1,2"), "« 1 » n’est pas connu ici."),
        (("--published-since", "2025-02-06", "--published-until", "2025-02-05"), "La période finit avant de commencer"),
        (("--format", "docx", "--columns", "jour,heure,média,pays,titre,auteurs,nature,statut,extrait"), "pour 8 colonnes, pas pour 9"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_told_and_nothing_is_written(
    arguments: tuple[str, ...], said: str, workspace: Path, run: Run
) -> None:
    ran = run("-w", workspace, "export", *arguments, "-o", "liste")
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.said
    assert [path.name for path in Path().iterdir()] == ["espace"]


def test_a_workbook_is_not_thrown_at_a_screen(
    workspace: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    ran = run("-w", workspace, "export", "--format", "xlsx")
    assert (ran.code, ran.out) == (2, "")
    assert "ne se lit pas à l’écran : ajoutez -o FICHIER." in ran.said


def test_evidence_is_there_where_it_is_shown(workspace: Path, run: Run) -> None:
    shown = run("-w", workspace, "export", "--columns", "titre,indices").out
    assert [row[1] for row in rows(shown.encode())[1:]] == ["mots"] * 5
    run("-w", workspace, "export", "-o", "liste.xlsx")
    assert column(Path("liste.xlsx").read_bytes(), "Indices") == ["mots"] * 5
    for command in (("export", "--format", "jsonl"), ("mentions", "--json")):
        assert all(json.loads(line)["evidence"] for line in run("-w", workspace, *command).out.splitlines())
