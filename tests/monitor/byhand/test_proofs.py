"""Files kept as proof: known by what they hold, kept once, told when they are gone, carried by a backup."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.backups import make_backup
from monitor.byhand import ProofRefused, download_name, enter_by_hand, keep_proof, lost_proofs, read_proof
from monitor.byhand.proofs import MOST_BYTES, media_type_of
from monitor.cli import main
from monitor.dossier import Campaign
from monitor.restoring import is_ours, restore
from monitor.workspace import Workspace
from storage.model import EntryDraft, MentionKind, Outlet, Proof
from storage.store import Store
from tests.monitor.web.newsroom import Newsroom

NOW = datetime(2025, 2, 5, 8, 0, tzinfo=UTC)
PDF = b"%PDF-1.4 invented"
KINDS = {
    b"%PDF-1.7\n": "application/pdf",
    b"\x89PNG\r\n\x1a\nxx": "image/png",
    b"\xff\xd8\xff\xe0xx": "image/jpeg",
    b"RIFF1234WEBPxx": "image/webp",
    b"RIFF1234WAVExx": "audio/wav",
    b"ID3\x04xx": "audio/mpeg",
    b"\x00\x00\x00\x18ftypheicxx": "image/heic",
    b"\x00\x00\x00\x18ftypM4A xx": "audio/mp4",
    b"\x00\x00\x00\x18ftypisomxx": "video/mp4",
    b"OggSxx": "audio/ogg",
}
STRANGERS = (
    b"",
    b"<html><script>",
    b"<svg xmlns='x'>",
    b"MZ\x90",
    b"#!/bin/sh",
    b"PK\x03\x04",
    b"texte",
    b" %PDF-",
)


@pytest.mark.parametrize("data", KINDS)
def test_a_file_is_what_it_begins_with(data: bytes) -> None:
    assert media_type_of(data) == KINDS[data]


@pytest.mark.parametrize("data", STRANGERS)
def test_what_is_no_document_picture_sound_or_film_is_refused_whatever_its_name(
    tmp_path: Path, data: bytes
) -> None:
    with pytest.raises(ProofRefused):
        keep_proof(tmp_path, data, "scan.pdf", "karim", NOW)
    assert list(tmp_path.iterdir()) == []


def test_a_file_too_large_is_refused(tmp_path: Path) -> None:
    keep_proof(tmp_path, PDF.ljust(MOST_BYTES), "a.pdf", "karim", NOW)
    with pytest.raises(ProofRefused):
        keep_proof(tmp_path, PDF.ljust(MOST_BYTES + 1), "a.pdf", "karim", NOW)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\m\\scan.pdf", "scan.pdf"),
        ("a\u202efdp.exe\r\nX: y", "afdp.exe X: y"),
        ("", "%s.pdf"),
        ("x" * 999, "x" * 120),
    ],
)
def test_its_name_is_shown_cleaned_and_is_never_a_path(tmp_path: Path, name: str, shown: str) -> None:
    proof = keep_proof(tmp_path / "proofs", PDF, name, "karim", NOW)
    sha256 = hashlib.sha256(PDF).hexdigest()
    assert proof.name == shown.replace("%s", sha256[:8])
    assert [path.name for path in (tmp_path / "proofs").iterdir()] == [sha256]
    assert list(tmp_path.iterdir()) == [tmp_path / "proofs"]
    assert download_name(proof) == f"preuve-{sha256[:8]}.pdf"


def test_the_same_file_twice_is_there_once_and_reads_back(tmp_path: Path) -> None:
    one, other = (keep_proof(tmp_path, PDF, name, "karim", NOW) for name in ("a.pdf", "b.pdf"))
    assert one.sha256 == other.sha256 and len(list(tmp_path.iterdir())) == 1
    assert read_proof(tmp_path, one) == PDF


def test_a_file_that_changed_or_is_a_link_or_no_fingerprint_is_not_given_out(tmp_path: Path) -> None:
    proof = keep_proof(tmp_path / "p", PDF, "a.pdf", "karim", NOW)
    (tmp_path / "p" / proof.sha256).write_bytes(b"%PDF-1.4 another")
    assert read_proof(tmp_path / "p", proof) is None
    (tmp_path / "p" / proof.sha256).unlink()
    (tmp_path / "elsewhere").write_bytes(PDF)
    (tmp_path / "p" / proof.sha256).symlink_to(tmp_path / "elsewhere")
    assert read_proof(tmp_path / "p", proof) is None
    assert read_proof(tmp_path / "p", Proof("../elsewhere", "", "", 0, "", NOW)) is None


def typed(room: Newsroom, store: Store, campaign: Campaign) -> Proof:
    proof = keep_proof(room.workspace.proofs, PDF, "scan.pdf", "karim", NOW)
    draft = EntryDraft("k", Outlet("hand-x", "Radio Grève", ""), "La matinale", proofs=(proof,))
    enter_by_hand(store, campaign, draft, MentionKind.CITATION, "karim", NOW)
    return proof


def test_doctor_tells_of_a_proof_that_is_gone(
    room: Newsroom, store: Store, campaign: Campaign, capsys: pytest.CaptureFixture[str]
) -> None:
    proof = typed(room, store, campaign)
    assert "1 preuve est là" in doctor(room, capsys)
    assert list(lost_proofs(room.workspace.proofs, store.entries())) == []
    (room.workspace.proofs / proof.sha256).unlink()
    (lost,) = lost_proofs(room.workspace.proofs, store.entries())
    assert lost.proof == proof
    assert "le fichier de scan.pdf (La matinale) manque" in doctor(room, capsys)


def doctor(room: Newsroom, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    main(["-w", str(room.workspace.root), "doctor"])
    return " ".join(capsys.readouterr().out.split())


def test_a_backup_carries_the_proofs_and_a_restore_brings_them_back(
    room: Newsroom, store: Store, campaign: Campaign, tmp_path: Path
) -> None:
    proof = typed(room, store, campaign)
    (room.workspace.proofs / "notes.txt").write_text("à côté")
    backup = make_backup(room.workspace, store, NOW, tmp_path / "b.zip")
    restored = restore(Workspace(tmp_path / "autre"), backup, NOW)
    assert f"proofs/{proof.sha256}" in restored.files and "proofs/notes.txt" not in restored.files
    assert read_proof(tmp_path / "autre" / "proofs", proof) == PDF


@pytest.mark.parametrize("name", ["proofs/x", "proofs/../archive.db", "proofs/" + "a" * 64 + "/b", "proofs"])
def test_a_restore_takes_nothing_else_into_the_folder_of_proofs(name: str) -> None:
    assert not is_ours(name)
    assert is_ours("proofs/" + "a" * 64)
