"""Workspaces: made once, never overwritten, and read with everything that is wrong in any file."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config import ConfigurationInvalid
from monitor.wording.words import Words
from monitor.workspace import (
    InputUnreadable,
    UnknownCampaign,
    Workspace,
    WorkspaceMissing,
    WorkspaceNotMade,
    init,
    load,
    resolve,
)
from storage.model import SourceKind

SHIPPED = "sommet-ia-2025"


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_new_workspace_holds_what_people_decide_and_folders_for_the_rest(tmp_path: Path) -> None:
    made = init(tmp_path / "w")
    root = made.workspace.root
    assert made.kept == ()
    assert sorted(str(path.relative_to(root)) for path in made.written) == sorted(everything(root))
    assert {path.name for path in root.iterdir()} == {
        "retombees.toml", "sources.csv", "campaigns", "snapshots", "reports", "exports", "backups", "logs",
    }  # fmt: skip
    assert (root / "campaigns" / f"{SHIPPED}.toml").is_file()


def test_a_new_workspace_is_valid_and_only_lacks_its_contact(tmp_path: Path) -> None:
    loaded = load(init(tmp_path).workspace)
    assert loaded.warnings == ()
    assert [campaign.id for campaign in loaded.campaigns] == [SHIPPED]
    kinds = {source.kind for _, sources in loaded.catalogue.entries for source in sources}
    assert kinds == {SourceKind.FEED, SourceKind.SITEMAP, SourceKind.SEARCH}
    with pytest.raises(ConfigurationInvalid, match="contact"):
        loaded.settings.require_contact()


def test_the_settings_have_one_key_per_line(tmp_path: Path) -> None:
    """So that `contact` and the like can be rewritten by replacing a line."""
    init(tmp_path)
    text = (tmp_path / "retombees.toml").read_text(encoding="utf-8")
    for key in ("contact", "allow_private", "min_delay", "max_pages_per_source", "min_read", "max_minutes"):
        assert sum(line.startswith(f"{key} = ") for line in text.splitlines()) == 1
    filled = text.replace('contact = ""', 'contact = "a@b.org"')
    (tmp_path / "retombees.toml").write_text(filled, encoding="utf-8")
    assert load(Workspace(tmp_path)).settings.require_contact() == "a@b.org"


def test_init_twice_changes_nothing(tmp_path: Path) -> None:
    init(tmp_path)
    before = everything(tmp_path)
    again = init(tmp_path)
    assert again.written == ()
    assert len(again.kept) == len(before)
    assert everything(tmp_path) == before


def test_init_never_overwrites_what_people_wrote(tmp_path: Path) -> None:
    (tmp_path / "retombees.toml").write_text("mine", encoding="utf-8")
    given = tmp_path / "given.csv"
    given.write_text("id,name,domain\na,A,a.example\n", encoding="utf-8")
    (tmp_path / "sources.csv").write_text("mine too", encoding="utf-8")
    made = init(tmp_path, sources=given)
    assert {path.name for path in made.kept} == {"retombees.toml", "sources.csv"}
    assert (tmp_path / "retombees.toml").read_text(encoding="utf-8") == "mine"
    assert (tmp_path / "sources.csv").read_text(encoding="utf-8") == "mine too"


def test_a_given_list_of_sources_is_copied_as_it_is_with_its_bad_rows_told(tmp_path: Path) -> None:
    given = tmp_path / "list.csv"
    data = "id;name;domain\r\na;L’été;a.example\r\n;sans id;b.example\r\n".encode("cp1252")
    given.write_bytes(data)
    made = init(tmp_path / "w", sources=given)
    assert made.workspace.sources_file.read_bytes() == data
    assert [(problem.file, problem.line, problem.fatal) for problem in made.warnings] == [
        ("list.csv", 2, False),
        ("list.csv", 3, False),
    ]
    assert [outlet.id for outlet, _ in load(made.workspace).catalogue.entries] == ["a"]


def test_a_list_that_is_none_makes_no_workspace(tmp_path: Path) -> None:
    given = tmp_path / "list.csv"
    given.write_text("bonjour", encoding="utf-8")
    with pytest.raises(ConfigurationInvalid):
        init(tmp_path / "w", sources=given)
    with pytest.raises(InputUnreadable):
        init(tmp_path / "w", sources=tmp_path / "absent.csv")
    assert not (tmp_path / "w").exists()


@pytest.mark.parametrize("name", ["absent", "../campaigns/sommet-ia-2025", ""])
def test_only_a_shipped_campaign_can_be_asked_for(tmp_path: Path, name: str) -> None:
    if name:
        with pytest.raises(UnknownCampaign) as raised:
            init(tmp_path / "w", campaign=name)
        assert raised.value.shipped == (SHIPPED,)
        assert not (tmp_path / "w").exists()
    else:
        assert init(tmp_path / "w", campaign=name).written


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(WorkspaceNotMade) as raised:
        init(tmp_path / "file")
    assert raised.value.reason


def test_the_workspace_is_the_option_then_the_environment_then_a_folder_here() -> None:
    assert resolve(Path("a"), {"RETOMBEES_WORKSPACE": "b"}) == Path("a")
    assert resolve(None, {"RETOMBEES_WORKSPACE": "b"}) == Path("b")
    assert resolve(None, {"RETOMBEES_WORKSPACE": ""}) == Path("workspace")
    assert resolve(None, {}) == Path("workspace")
    assert resolve(Path("~/w"), {}) == Path.home() / "w"


def test_a_folder_without_settings_is_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceMissing) as raised:
        load(Workspace(tmp_path))
    assert raised.value.path == tmp_path


def test_all_files_are_checked_at_once(tmp_path: Path) -> None:
    init(tmp_path)
    (tmp_path / "retombees.toml").write_text("[network]\nmin_delay = 'x'\n", encoding="utf-8")
    (tmp_path / "campaigns" / "autre.toml").write_text("zone = 'Mars'\n", encoding="utf-8")
    (tmp_path / "sources.csv").write_text("id,name\n", encoding="utf-8")
    with pytest.raises(ConfigurationInvalid) as raised:
        load(Workspace(tmp_path))
    assert [(problem.file, problem.line, problem.key) for problem in raised.value.problems] == [
        ("campaigns/autre.toml", 1, "name"),
        ("campaigns/autre.toml", 1, "zone"),
        ("retombees.toml", 2, "min_delay"),
        ("sources.csv", 1, "domain"),
    ]
    french, english = (raised.value.sentences(Words(language)) for language in ("fr", "en"))
    assert len(french) == len(english) == 4
    assert not set(french) & set(english)


def test_bad_rows_are_told_and_the_work_goes_on(tmp_path: Path) -> None:
    init(tmp_path)
    (tmp_path / "sources.csv").write_text(
        "id,name,domain,tier\na,A,a.example,9\n,B,b.example,\n", encoding="utf-8"
    )
    loaded = load(Workspace(tmp_path))
    assert [(problem.line, problem.key) for problem in loaded.warnings] == [(2, "tier"), (3, "id")]
    assert [outlet.id for outlet, _ in loaded.catalogue.entries] == ["a"]


def test_missing_files_are_named(tmp_path: Path) -> None:
    init(tmp_path)
    (tmp_path / "sources.csv").unlink()
    for path in (tmp_path / "campaigns").glob("*.toml"):
        path.unlink()
    with pytest.raises(ConfigurationInvalid) as raised:
        load(Workspace(tmp_path))
    assert [(problem.file, problem.fatal) for problem in raised.value.problems] == [
        ("campaigns", False),
        ("sources.csv", True),
    ]
