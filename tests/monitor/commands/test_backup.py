"""A lost machine comes back from one file; a file that somebody else made changes nothing."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from monitor import restoring
from monitor.backups import MANIFEST, backups_in, make_backup, prune_backups
from monitor.cli import main
from monitor.restoring import NotRestored, restore
from monitor.workspace import Workspace
from storage.errors import ArchiveUnreadable
from storage.model import (
    Account,
    Article,
    Channel,
    DeliveryState,
    DeskSession,
    FetchedArticle,
    MessageKind,
    OutboxMessage,
    Outlet,
    ReportRecord,
    Role,
    RunKind,
    RunState,
    Source,
    SourceKind,
)
from storage.store import open_store
from tests.monitor.commands.calling import Run

NOW = datetime(2025, 2, 5, 6, 30, tzinfo=UTC)
DAY = NOW.date()
SECRET = "zygomorphique-et-secret"
OUTLET = Outlet("courrier", "Le Courrier", "courrier.example", "FR", "fr")
PEOPLE = {"retombees.toml", "sources.csv", "campaigns/sommet-ia-2025.toml"}


def put_articles(folder: Path, *numbers: int) -> None:
    with open_store(folder / "archive.db", create=True) as store:
        store.put_catalogue(
            [(OUTLET, [Source("courrier/feed", "courrier", SourceKind.FEED, "https://courrier.example/f")])]
        )
        for number in numbers:
            article = Article(
                f"https://courrier.example/a-{number}.html", title=f"Titre {number}", text=f"mot{number}"
            )
            store.put_article(FetchedArticle(article, "courrier", f"k{number}", NOW, "run"), None)


def titles(folder: Path) -> list[str]:
    with open_store(folder / "archive.db") as store:
        return sorted(article.title for article in store.articles())


def files(folder: Path) -> dict[str, bytes]:
    """What stands in a workspace, but for the locks."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".lock"
    }


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "espace"
    assert main(["-w", str(folder), "init"]) == 0
    put_articles(folder, 1, 2)
    return folder


@pytest.fixture
def backup(workspace: Path) -> Path:
    with open_store(workspace / "archive.db") as store:
        return make_backup(Workspace(workspace), store, NOW)


def test_a_lost_workspace_comes_back_whole_from_one_file(workspace: Path, tmp_path: Path, run: Run) -> None:
    made = run("-w", workspace, "backup", tmp_path / "clé" / "sauvegarde.zip")
    assert made.code == 0 and "Sauvegarde écrite et vérifiée" in made.said
    before = {name: data for name, data in files(workspace).items() if name.startswith(("c", "s", "ret"))}
    elsewhere = tmp_path / "autre machine"
    back = run("-w", elsewhere, "restore", tmp_path / "clé" / "sauvegarde.zip")
    assert (back.code, back.out) == (0, "")
    assert "Remis en place : les archives, avec 2 articles." in back.said
    after = files(elsewhere)
    assert {name: after[name] for name in before} == before and before.keys() >= PEOPLE
    assert titles(elsewhere) == ["Titre 1", "Titre 2"]
    assert not any(name.startswith(("backups/", ".restore")) for name in after)
    assert run("-w", elsewhere, "articles", "--json").code == 0


def test_a_backup_without_a_name_stands_in_its_folder_under_day_and_time_and_is_a_run(
    workspace: Path, run: Run
) -> None:
    assert run("-w", workspace, "backup").code == 0
    (path,) = backups_in(workspace / "backups")
    assert [p.name for p in (workspace / "backups").iterdir()] == [path.name]
    with open_store(workspace / "archive.db") as store:
        assert [done.state for done in store.runs(RunKind.BACKUP)] == [RunState.DONE]


def test_a_restored_archive_lets_nobody_in_who_was_logged_in_then(workspace: Path, run: Run) -> None:
    at = datetime(2025, 2, 5, 8, tzinfo=UTC)
    with open_store(workspace / "archive.db") as store:
        store.put_account(Account("maud", "Maud", Role.REVIEWER, "hash", at))
        assert store.put_session(DeskSession("0" * 64, "maud", at, at), "hash")
    assert run("-w", workspace, "backup", workspace / "avant.zip").code == 0
    assert run("-w", workspace, "restore", workspace / "avant.zip").code == 0
    with open_store(workspace / "archive.db") as store:
        assert store.sessions("maud") == []
        assert [account.login for account in store.accounts()] == ["maud"]


def test_what_was_there_before_a_restore_is_kept(workspace: Path, backup: Path, run: Run) -> None:
    put_articles(workspace, 3)
    (workspace / "sources.csv").write_text("changed since", encoding="utf-8")
    later = workspace / "campaigns" / "autre.toml"
    later.write_text("# written since", encoding="utf-8")
    back = run("-w", workspace, "restore", backup)
    assert back.code == 0
    assert titles(workspace) == ["Titre 1", "Titre 2"]
    assert later.read_text(encoding="utf-8") == "# written since"
    (kept,) = (workspace / "backups").glob("before-restore-*")
    assert str(kept) in back.said
    assert sorted(files(kept)) == ["archive.db", "sources.csv"]
    assert (kept / "sources.csv").read_text(encoding="utf-8") == "changed since"
    assert titles(kept) == ["Titre 1", "Titre 2", "Titre 3"]


def test_a_damaged_archive_is_replaced_and_kept_as_it_is(workspace: Path, backup: Path, run: Run) -> None:
    damaged = os.urandom(50_000)
    (workspace / "archive.db").write_bytes(damaged)
    assert run("-w", workspace, "restore", backup).code == 0
    assert titles(workspace) == ["Titre 1", "Titre 2"]
    (kept,) = (workspace / "backups").glob("before-restore-*")
    assert (kept / "archive.db").read_bytes() == damaged


@pytest.mark.parametrize("wrong", ["", "\n[[["])
def test_files_with_secrets_are_in_no_backup(workspace: Path, wrong: str) -> None:
    for name in ("motdepasse", "campaigns/sommet-ia-2025/secret.txt", "campaigns/webhook.toml"):
        path = workspace / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(SECRET, encoding="utf-8")
    (workspace / "campaigns" / "sommet-ia-2025" / "lien.md").symlink_to(workspace / "motdepasse")
    (workspace / "retombees.toml").write_text(
        '[mail]\nport = "wrong"\npassword_file = "campaigns/sommet-ia-2025/secret.txt"\n'
        f"[webhook]\nsecret_file = 'campaigns/../campaigns/webhook.toml'\n{wrong}",
        encoding="utf-8",
    )
    with open_store(workspace / "archive.db") as store:
        path = make_backup(Workspace(workspace), store, NOW)
    with zipfile.ZipFile(path) as packed:
        assert not [name for name in packed.namelist() if SECRET.encode() in packed.read(name)]
        assert set(packed.namelist()) >= PEOPLE


def test_a_workspace_whose_settings_are_wrong_is_backed_up_all_the_same(workspace: Path, run: Run) -> None:
    (workspace / "retombees.toml").write_text("[[[", encoding="utf-8")
    assert run("-w", workspace, "backup").code == 0
    with zipfile.ZipFile(backups_in(workspace / "backups")[0]) as packed:
        assert packed.read("retombees.toml") == b"[[["


def test_a_file_that_is_no_backup_is_never_written_over(workspace: Path, run: Run) -> None:
    before = files(workspace)
    for name in ("archive.db", "sources.csv"):
        refused = run("-w", workspace, "backup", workspace / name)
        assert refused.code == 2 and "n’est pas une sauvegarde" in refused.said
    assert {name: data for name, data in files(workspace).items() if "archive" not in name} == {
        name: data for name, data in before.items() if "archive" not in name
    }
    assert titles(workspace) == ["Titre 1", "Titre 2"]


def test_a_backup_under_a_name_that_is_a_backup_replaces_it(workspace: Path, backup: Path, run: Run) -> None:
    put_articles(workspace, 3)
    assert run("-w", workspace, "backup", backup).code == 0
    assert run("-w", workspace.parent / "neuf", "restore", backup).code == 0
    assert titles(workspace.parent / "neuf") == ["Titre 1", "Titre 2", "Titre 3"]


def test_only_the_oldest_of_our_own_backups_are_pruned(tmp_path: Path) -> None:
    ours = [f"retombees-2025-02-{day:02d}-0701.zip" for day in range(1, 10)]
    others = [
        "retombees-2025-02-01-0701 (copie).zip",
        "retombees-2025-02-01.zip",
        "archive-before-0003_morning.db",
        "notes.txt",
    ]
    for name in (*ours, *others):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "retombees-2025-01-01-0701.zip").symlink_to(tmp_path / "notes.txt")
    (tmp_path / "retombees-2025-01-02-0701.zip").mkdir()
    assert sorted(path.name for path in prune_backups(tmp_path, 7)) == ours[:2]
    left = {path.name for path in tmp_path.iterdir()}
    assert left >= {*ours[2:], *others, "retombees-2025-01-01-0701.zip", "retombees-2025-01-02-0701.zip"}
    assert prune_backups(tmp_path, 7) == []


def test_what_a_killed_backup_left_is_cleared_by_the_next(workspace: Path, run: Run) -> None:
    left = workspace / "backups" / ".retombees-retombees-2025-02-05-0730.db.part"
    left.write_bytes(b"half")
    assert run("-w", workspace, "backup").code == 0
    assert not left.exists()


# ---- while something is under way -----------------------------------------------------------------


@pytest.mark.parametrize("work", ["crawl", "schedule", "sending"])
def test_nothing_is_restored_while_something_is_under_way(
    workspace: Path, backup: Path, run: Run, work: str
) -> None:
    before = files(workspace)
    with FileLock(workspace / f"archive.db.{work}.lock"):
        refused = run("-w", workspace, "restore", backup)
    assert refused.code == 6 and "en cours" in refused.said
    assert files(workspace) == before


def test_nothing_is_restored_while_another_process_has_the_archive_open(
    workspace: Path, backup: Path, run: Run
) -> None:
    program = (
        "import sys; from storage.store import open_store; s = open_store(sys.argv[1]); s.article_count();"
        " print('open', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", program, str(workspace / "archive.db")]
    root = Path(__file__).parents[3]
    with subprocess.Popen(
        command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None and other.stdout.readline() == "open\n"
        put_articles(workspace, 3)
        assert run("-w", workspace, "restore", backup).code == 6
        other.communicate("")
    assert titles(workspace) == ["Titre 1", "Titre 2", "Titre 3"]
    assert list((workspace / "backups").glob("before-restore-*")) == []


def test_a_kill_at_any_moment_of_a_restore_leaves_an_archive_that_is_whole(
    workspace: Path, backup: Path
) -> None:
    put_articles(workspace, 3)
    old, new = ["Titre 1", "Titre 2", "Titre 3"], ["Titre 1", "Titre 2"]
    seen = set()
    for kill in range(12):
        put_articles(workspace, 3)
        process = subprocess.Popen(
            [sys.executable, "-m", "monitor", "-w", str(workspace), "restore", str(backup)],
            cwd=Path(__file__).parents[3],
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 20
        while (
            not list(workspace.glob(".restore-*")) and process.poll() is None and time.monotonic() < deadline
        ):
            time.sleep(0.002)
        time.sleep(0.006 * kill)
        process.kill()
        process.wait()
        found = titles(workspace)
        assert found in (old, new)
        seen.add(len(found))
    assert 3 in seen


# ---- what was sent is not sent again --------------------------------------------------------------


def queue(folder: Path, *names: str, day: date = DAY) -> None:
    report = ReportRecord("c", day, NOW - timedelta(days=1), NOW, NOW)
    messages = [
        OutboxMessage(name, Channel.MAIL, MessageKind.DAILY, "c", day, "a@ong.example", "s", b"x", NOW)
        for name in names
    ]
    with open_store(folder / "archive.db") as store:
        store.put_report(report, messages)


def settle(folder: Path, name: str, state: DeliveryState) -> None:
    with open_store(folder / "archive.db") as store:
        store.begin_sending(name, NOW)
        store.settle_message(name, state, NOW)


def states(folder: Path) -> dict[str, str]:
    with open_store(folder / "archive.db") as store:
        return {message.id: str(message.state) for message in store.outbox()}


def test_what_went_out_since_the_backup_is_known_after_the_restore(workspace: Path, run: Run) -> None:
    queue(workspace, "sent since", "waits")
    with open_store(workspace / "archive.db") as store:
        backup = make_backup(Workspace(workspace), store, NOW)
    settle(workspace, "sent since", DeliveryState.SENT)
    queue(workspace, "the next day", day=DAY + timedelta(days=1))
    settle(workspace, "the next day", DeliveryState.SENT)
    assert run("-w", workspace, "restore", backup).code == 0
    assert states(workspace) == {"sent since": "sent", "waits": "pending", "the next day": "sent"}
    with open_store(workspace / "archive.db") as store:
        assert [report.day.day for report in store.reports("c")] == [5, 6]


def test_on_another_machine_what_waited_is_unknown_and_not_sent_by_itself(
    workspace: Path, tmp_path: Path, run: Run
) -> None:
    queue(workspace, "m1", "m2")
    settle(workspace, "m2", DeliveryState.SENT)
    with open_store(workspace / "archive.db") as store:
        backup = make_backup(Workspace(workspace), store, NOW)
    back = run("-w", tmp_path / "neuf", "restore", backup)
    assert "1 message attendait" in back.said
    assert states(tmp_path / "neuf") == {"m1": "unknown", "m2": "sent"}
    with open_store(tmp_path / "neuf" / "archive.db") as store:
        assert store.due_messages(NOW + timedelta(days=9)) == []


# ---- files that somebody else made ----------------------------------------------------------------

Entries = dict[str, bytes]


def rebuilt(backup: Path, target: Path, change: Callable[[Entries], Any], manifest: bool = True) -> Path:
    """The same backup with other entries, its list of contents right again where asked for."""
    with zipfile.ZipFile(backup) as packed:
        entries = {name: packed.read(name) for name in packed.namelist()}
    change(entries)
    if manifest and MANIFEST in entries:
        said = json.loads(entries[MANIFEST])
        said["files"] = [
            {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for name, data in entries.items()
            if name != MANIFEST
        ]
        entries[MANIFEST] = json.dumps(said).encode()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in entries.items():
            packed.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return target


def in_archive(sql: str) -> Callable[[Entries], None]:
    """Change the archive inside a backup."""

    def change(entries: Entries) -> None:
        with closing(sqlite3.connect(":memory:")) as db:
            db.deserialize(entries["archive.db"])
            db.executescript(sql)
            entries["archive.db"] = db.serialize()

    return change


def damage(entries: Entries) -> None:
    data = bytearray(entries["archive.db"])
    data[len(data) // 2 : len(data) // 2 + 20_000] = b"\xa5" * 20_000
    entries["archive.db"] = bytes(data)


HOSTILE: dict[str, Callable[[Entries], Any]] = {
    "a path that climbs": lambda e: e.update({"campaigns/../../evil.toml": b"x"}),
    "a path from the root": lambda e: e.update({"/tmp/evil.toml": b"x"}),
    "a path of Windows": lambda e: e.update({"campaigns\\..\\evil.toml": b"x"}),
    "a folder deeper than ours": lambda e: e.update({"campaigns/a/b/c.md": b"x"}),
    "another file of the workspace": lambda e: e.update({"archive.db-wal": b"x"}),
    "a file of the shell": lambda e: e.update({".bashrc": b"x"}),
    "two names that are one on Windows": lambda e: e.update(
        {"campaigns/A.toml": b"x", "campaigns/a.toml": b"x"}
    ),
    "a large dossier": lambda e: e.update({"campaigns/a.toml": b"0" * 40_000_000}),
    "no archive": lambda e: e.pop("archive.db"),
    "no list of contents": lambda e: e.pop(MANIFEST),
    "a list without its form": lambda e: e.update({MANIFEST: b"{}"}),
    "a newer form": lambda e: e.update({MANIFEST: b'{"format": 99, "files": []}'}),
    "no archive of ours": in_archive("PRAGMA application_id = 7"),
    "an archive of a newer version": in_archive(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('retombees', '9999_x', '')"
    ),
    "a trigger that acts when we write": in_archive(
        "CREATE TRIGGER evil AFTER INSERT ON runs BEGIN DELETE FROM reviews; END"
    ),
    "a table that is not as ours": in_archive("ALTER TABLE outbox ADD COLUMN more TEXT"),
    "a view that is not ours under our name": in_archive(
        "DROP VIEW outbox_view; CREATE VIEW outbox_view AS SELECT 1 AS id"
    ),
    "a row that points to nothing": in_archive(
        "INSERT INTO addresses (key, article_id, url, first_seen_at) VALUES ('k', 'nowhere', 'u', 't')"
    ),
    "a damaged archive": damage,
    "an archive that is text": lambda e: e.update({"archive.db": b"SQLite format 3\0 but not really"}),
}


@pytest.mark.parametrize("what", sorted(HOSTILE))
def test_a_crafted_or_damaged_backup_changes_nothing(
    workspace: Path, backup: Path, tmp_path: Path, run: Run, what: str
) -> None:
    crafted = rebuilt(backup, tmp_path / "crafted.zip", HOSTILE[what])
    put_articles(workspace, 3)
    before, around = files(workspace), {path.name for path in tmp_path.iterdir()}
    refused = run("-w", workspace, "restore", crafted)
    assert refused.code == 5, refused.err
    assert refused.said.strip() and "Traceback" not in refused.err
    assert files(workspace) == before
    assert {path.name for path in tmp_path.iterdir()} == around
    assert titles(workspace) == ["Titre 1", "Titre 2", "Titre 3"]


def test_contents_that_differ_from_their_list_are_refused(
    workspace: Path, backup: Path, tmp_path: Path
) -> None:
    other = rebuilt(backup, tmp_path / "x.zip", lambda e: e.update({"sources.csv": b"other"}), manifest=False)
    with pytest.raises(NotRestored):
        restore(Workspace(workspace), other, NOW)


def test_a_link_in_a_backup_is_refused(workspace: Path, backup: Path, tmp_path: Path) -> None:
    path = rebuilt(backup, tmp_path / "x.zip", lambda e: e.update({"campaigns/lien.toml": b"/etc/passwd"}))
    data = path.read_bytes()
    with zipfile.ZipFile(path) as packed:
        names = packed.namelist()
        entries = [(packed.getinfo(name), packed.read(name)) for name in names]
    with zipfile.ZipFile(path, "w") as packed:
        for info, content in entries:
            if info.filename.endswith("lien.toml"):
                info.external_attr = 0o120777 << 16
            packed.writestr(info, content)
    assert path.read_bytes() != data
    with pytest.raises(NotRestored):
        restore(Workspace(workspace), path, NOW)


def test_a_bomb_that_lies_about_its_size_is_found_out(workspace: Path, backup: Path, tmp_path: Path) -> None:
    path = rebuilt(backup, tmp_path / "x.zip", lambda e: e.update({"archive.db": b"\0" * 30_000_000}))
    data = path.read_bytes()
    real = (30_000_000).to_bytes(4, "little")
    assert data.count(real) == 2 and len(data) < 200_000
    for claimed in (3_000_000, 0xFFFF_FF00):
        path.write_bytes(data.replace(real, claimed.to_bytes(4, "little")))
        started = time.monotonic()
        with pytest.raises((NotRestored, ArchiveUnreadable)):
            restore(Workspace(workspace), path, NOW)
        assert time.monotonic() - started < 20
    assert list(workspace.glob(".restore-*")) == []


def test_a_backup_for_which_the_disk_has_no_room_is_refused_before_it_is_unpacked(
    workspace: Path, backup: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "ROOM_LEFT", 1 << 60)
    before = files(workspace)
    refused = run("-w", workspace, "restore", backup)
    assert refused.code == 5 and "place sur le disque" in refused.said
    assert files(workspace) == before


@pytest.mark.parametrize("share", [0.0, 0.001, 0.1, 0.9, 0.9999])
def test_a_backup_cut_on_its_way_is_refused(
    workspace: Path, backup: Path, tmp_path: Path, share: float
) -> None:
    cut = tmp_path / "cut.zip"
    data = backup.read_bytes()
    cut.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(NotRestored):
        restore(Workspace(workspace), cut, NOW)


def test_a_copy_made_before_an_update_can_be_restored_alone(
    workspace: Path, tmp_path: Path, run: Run
) -> None:
    with open_store(workspace / "archive.db") as store:
        store.backup(tmp_path / "archive-before-0003_morning.db")
    put_articles(workspace, 3)
    (workspace / "sources.csv").write_text("kept", encoding="utf-8")
    assert run("-w", workspace, "restore", tmp_path / "archive-before-0003_morning.db").code == 0
    assert titles(workspace) == ["Titre 1", "Titre 2"]
    assert (workspace / "sources.csv").read_text(encoding="utf-8") == "kept"


def test_a_view_of_ones_own_in_the_archive_is_no_obstacle(
    workspace: Path, backup: Path, tmp_path: Path
) -> None:
    own = rebuilt(
        backup, tmp_path / "x.zip", in_archive("CREATE VIEW my_titles AS SELECT title FROM articles")
    )
    assert restore(Workspace(workspace), own, NOW).files


def test_a_backup_that_is_not_there_is_said(workspace: Path, run: Run) -> None:
    missing = run("-w", workspace, "restore", workspace / "absent.zip")
    assert missing.code == 5 and "n’existe pas" in missing.said
