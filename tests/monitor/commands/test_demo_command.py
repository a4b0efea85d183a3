"""The rehearsal: it ends by itself, leaves its workspace, and finds what its world holds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from monitor.demo import RunningWorld
from storage.model import MentionKind
from tests.monitor.commands.calling import CAMPAIGN, DAY, MORNING, Ran, Run


@pytest.fixture
def rehearsed(run: Run) -> Ran:
    """A rehearsal where an earlier one has left its folder."""
    Path("demo-workspace").mkdir()
    Path("demo-workspace/.retombees-demo").touch()
    Path("demo-workspace/retombees.toml").write_text("n’importe quoi", encoding="utf-8")
    return run("demo", "--no-open")


def test_the_rehearsal_finds_what_its_world_holds_and_leaves_a_workspace_to_look_at(
    rehearsed: Ran, own_world: RunningWorld, run: Run
) -> None:
    assert (rehearsed.code, rehearsed.out) == (0, "")
    assert "— mardi 4 février 2025, 7 h 30" in rehearsed.said
    assert "— mercredi 5 février 2025, 7 h 30" in rehearsed.said
    folder = Path("demo-workspace")
    made = [
        f"reports/{CAMPAIGN}-{DAY}.html",
        f"reports/{CAMPAIGN}-{DAY}.txt",
        f"reports/{CAMPAIGN}-{DAY}-en.html",
        "exports/mentions.csv",
    ]
    assert [name for name in made if f"demo-workspace/{name}" not in rehearsed.err.replace("\\", "/")] == []
    assert all((folder / name).stat().st_size > 500 for name in made)

    own_world.set_today(MORNING)
    expected = [e for e in own_world.expectations() if e.stored and e.kind is not None and not e.to_check]
    lines = run("-w", folder, "mentions", "--json").out.splitlines()
    found = {(row["outlet_id"], row["title"]): row["kind"] for row in map(json.loads, lines)}
    assert [e.article_id for e in expected if (e.outlet_id, e.title) not in found] == []
    republished = {e.title for e in expected if e.kind is MentionKind.REPUBLICATION}
    report = (folder / made[1]).read_text(encoding="utf-8")
    assert republished != set()
    assert all(found[e.outlet_id, e.title] == "republication" for e in expected if e.title in republished)
    assert "nouvelles retombées de la tribune" in " ".join(report.split())


def test_the_rehearsal_deletes_no_folder_that_is_not_its_own(run: Run) -> None:
    Path("demo-workspace").mkdir()
    Path("demo-workspace/précieux.txt").write_text("à garder", encoding="utf-8")
    ran = run("demo", "--no-open")
    assert (ran.code, ran.out) == (2, "")
    assert (
        "demo-workspace existe déjà et ne vient pas d’une répétition. Indiquez un autre dossier avec -w."
        in ran.said
    )
    assert Path("demo-workspace/précieux.txt").read_text(encoding="utf-8") == "à garder"
