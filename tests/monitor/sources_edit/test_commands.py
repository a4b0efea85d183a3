"""The commands that change the list of sources: what they show, ask, write, and refuse."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.cli import main
from monitor.workspace import Workspace, load
from storage.model import ActionKind
from storage.store import open_store
from tests.monitor.sources_edit.kiosk import kiosk

SOURCES = "id,name,domain,feeds\nphare,Le Phare,phare.example,https://phare.example/une.xml\n"
OPML = (
    '<opml version="2.0"><body><outline text="Neuf" xmlUrl="https://neuf.example/rss"/>'
    '<outline text="Phare" xmlUrl="https://phare.example/une.xml"/><outline text="x" xmlUrl="file:///x"/></body></opml>'
)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("RETOMBEES_LANG", raising=False)
    (tmp_path / "liste.csv").write_text(SOURCES)
    assert main(["init", str(tmp_path / "espace"), "--sources", str(tmp_path / "liste.csv")]) == 0
    return Workspace(tmp_path / "espace")


class Call:
    def __init__(self, workspace: Workspace, capfd: pytest.CaptureFixture[str]) -> None:
        self._workspace, self._capfd = workspace, capfd

    def __call__(self, *words: str | Path) -> tuple[int, str]:
        """The exit code, and all that was said."""
        self._capfd.readouterr()
        code = main(["-w", str(self._workspace.root), "sources", *map(str, words)])
        out, err = self._capfd.readouterr()
        return code, (out + err).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture
def call(workspace: Workspace, capfd: pytest.CaptureFixture[str]) -> Call:
    return Call(workspace, capfd)


def test_an_outlet_is_added_from_its_address_with_what_works(workspace: Workspace, call: Call) -> None:
    with kiosk() as outlet:
        outlet.let_in(workspace)
        code, said = call("add", outlet.address, "--dry-run")
        assert code == 0 and "Rien n’a été enregistré." in said
        assert workspace.sources_file.read_text() == SOURCES
        code, said = call(
            "add", outlet.address, "--yes", "--kind", "weekly", "--tier", "2", "--name", "Kiosque"
        )
        assert code == 0 and "Kiosque : 3 sources ajoutées." in said
        code, said = call("add", outlet.address, "--yes")
        assert code == 5 and "figure déjà dans la liste" in said
    new = load(workspace).catalogue.listings[-1]
    assert (new.outlet.id, new.outlet.kind, new.outlet.tier, len(new.sources)) == ("kiosque", "weekly", 2, 3)
    with open_store(workspace.archive) as store:
        assert [one.kind for one in store.journal("")] == [ActionKind.SOURCES]


def test_without_a_person_or_yes_nothing_is_saved(workspace: Workspace, call: Call, tmp_path: Path) -> None:
    (tmp_path / "a.opml").write_text(OPML)
    code, said = call("import", tmp_path / "a.opml")
    assert code == 0 and "Ajoutez --yes" in said
    assert workspace.sources_file.read_text() == SOURCES


def test_a_list_is_imported_once_and_exported(workspace: Workspace, call: Call, tmp_path: Path) -> None:
    (tmp_path / "a.opml").write_text(OPML)
    code, said = call("import", tmp_path / "a.opml", "--yes")
    assert code == 0
    for sentence in (
        "neuf.example",
        "1 source est déjà connue.",
        "Laissé de côté : x",
        "1 média a été ajouté",
    ):
        assert sentence in said
    code, said = call("import", tmp_path / "a.opml", "--yes")
    assert code == 0 and "tout ce qu’il contient est dans la liste" in said
    assert call("export", "-o", tmp_path / "out.opml")[0] == 0
    assert "https://neuf.example/rss" in (tmp_path / "out.opml").read_text()
    assert call("import", tmp_path / "out.opml", "--yes")[1].count("déjà connue")
    assert 'xmlUrl="https://neuf.example/rss"' in call("export")[1]


def test_what_is_none_is_told_with_its_code(call: Call, tmp_path: Path) -> None:
    (tmp_path / "a.opml").write_text("bonjour")
    assert call("import", tmp_path / "a.opml") == (5, "Ce n’est pas un fichier OPML.\n")
    assert call("import", tmp_path / "missing.opml")[0] == 5
    assert call("add", "pas une adresse")[0] == 2
    assert call("pause", "nulle-part")[0] == 2


def test_a_paused_source_is_read_by_nobody_and_says_so(
    workspace: Workspace, call: Call, capfd: pytest.CaptureFixture[str]
) -> None:
    assert "1 média est en pause" in call("pause", "phare")[1]
    assert workspace.sources_file.read_text().splitlines()[1].endswith(",yes")
    code, said = call("list")
    assert code == 0 and "En pause : personne ne la lit." in said
    assert '"paused": true' in call("list", "--json")[1]
    main(["-w", str(workspace.root), "doctor"])
    assert "1 en pause, que personne ne lit" in capfd.readouterr().out.replace("\u00a0", " ")
    assert "phare" not in call("list", "--trouble", "--json")[1]
    assert "de nouveau lu" in call("resume", "phare")[1]
    assert "En pause" not in call("list")[1]
